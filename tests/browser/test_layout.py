"""Where things stand on a page: the boxes of its parts and their order, on a telephone and at a desk, as they were
when they were looked at.

A box is [left, top, width, height] in CSS pixels, its top measured from the part before it that stands in the same
outer part, so that a text of one more line moves one box and not all. Fonts differ between machines, so left and width
may differ by a little and heights by more. After a change that is meant, delete ``tests/golden/layout`` and run this
test: it measures anew and puts a picture of each page beside the boxes, to be looked at before it is committed.
"""

from __future__ import annotations

import json
import os
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.conftest import ROOT

pytestmark = pytest.mark.browser

GOLDEN = ROOT / "tests" / "golden" / "layout"
WIDTHS = (360, 1440)
PATHS = {
    "home": "/",
    "list": "/datasets/",
    "dataset": "/dataset/census-2020-districts/",
    "search": "/search/?q=2020",
    "catalogue": "/catalogue/",
    "organisation": "/organization/statistics-bureau/",
    "written": "/guide/",
}
NEAR = 12  # pixels that a left edge or a width may differ by
FAR = 0.25  # the part of a height or of a gap that may differ; and two lines of text
LINES = 64
MEASURE = """() => {
  const parts = 'header, nav, main, footer, aside, article, section, form, h1, h2, figure, table, .door, .lead';
  const shown = [...document.querySelectorAll(parts)].filter((one) => one.checkVisibility()
    && one.getBoundingClientRect().width > 1 && !one.closest('.card, svg, td, li, [hidden], details')
    && !['fixed', 'sticky'].includes(getComputedStyle(one).position));
  const name = (one) => one.tagName.toLowerCase() + (one.classList.length ? '.' + [...one.classList].join('.') : '');
  return shown.map((one) => {
    const { left, top, width, height } = one.getBoundingClientRect();
    const before = one.previousElementSibling;
    const from = before && before.checkVisibility() ? before.getBoundingClientRect().bottom
      : one.parentElement.getBoundingClientRect().top;
    return [name(one), [left, top - from, width, height].map((n) => Math.round(n / 4) * 4)];
  });
}"""

Part = tuple[str, list[int]]


@pytest.fixture(scope="module")
def page(browser: Browser, portal_url: str) -> Iterator[Page]:
    with browser.new_context(base_url=portal_url, device_scale_factor=0.5, reduced_motion="reduce") as context:
        yield context.new_page()


def moved(kept: list[Part], now: list[Part]) -> list[str]:
    """What stands elsewhere, or is larger or smaller, than it was."""
    names, were = [name for name, _ in now], [name for name, _ in kept]
    if names != were:
        gone, new = [n for n in were if n not in names], [n for n in names if n not in were]
        return [
            f"other parts, or in another order: gone {gone[:5]}, new {new[:5]}, {len(were)} before, {len(names)} now"
        ]
    found = []
    for (name, before), (_, after) in zip(kept, now, strict=True):
        sides = [abs(before[i] - after[i]) <= NEAR for i in (0, 2)]
        heights = [abs(before[i] - after[i]) <= LINES + FAR * abs(before[i]) for i in (1, 3)]
        if not all(sides + heights):
            found.append(f"{name}: {before} before, {after} now")
    return found


@pytest.mark.parametrize("lang", ["zh-Hans", "en"])
@pytest.mark.parametrize("name", PATHS)
def test_things_stand_where_they_stood(page: Page, name: str, lang: str) -> None:
    kept = GOLDEN / f"{name}-{lang}.json"
    now: dict[str, list[Part]] = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(("" if lang == "zh-Hans" else "/en") + PATHS[name])
        if name == "search":
            page.locator(".results li").first.wait_for()
        page.wait_for_load_state("networkidle")  # for what a script reads and adds
        page.wait_for_timeout(150)
        now[str(width)] = [(part, box) for part, box in page.evaluate(MEASURE)]
        if not kept.exists():
            picture(page, kept.with_name(f"{kept.stem}-{width}.jpg"), width)
    if not kept.exists():
        assert not os.environ.get("CI"), f"{kept} is missing"
        kept.write_text(json.dumps(now).replace("]], ", "]],\n  ") + "\n", encoding="utf-8")
        warnings.warn(
            f"made {kept} and its pictures: look at them before they are committed", UserWarning, stacklevel=1
        )
    before = json.loads(kept.read_text(encoding="utf-8"))
    assert {w: found for w in now if (found := moved([(n, b) for n, b in before[w]], now[w]))} == {}


def picture(page: Page, path: Path, width: int) -> None:
    """The upper part of a page at half its size: for people; the boxes are what is compared."""
    path.parent.mkdir(parents=True, exist_ok=True)
    clip = {"x": 0, "y": 0, "width": width, "height": 2_400 if width < 500 else 1_800}
    page.screenshot(path=path, type="jpeg", quality=55, full_page=True, clip=clip)  # type: ignore[arg-type]


def test_what_moved_is_noticed() -> None:
    kept: list[Part] = [("h1", [20, 16, 320, 48]), ("main", [0, 0, 360, 2_000])]
    assert moved(kept, [("h1", [24, 20, 316, 96]), ("main", [0, 0, 360, 2_300])]) == []
    assert moved(kept, [("h1", [60, 16, 320, 48]), kept[1]]) == ["h1: [20, 16, 320, 48] before, [60, 16, 320, 48] now"]
    assert (
        moved(kept, [kept[0], ("main", [0, 0, 360, 3_000])])
        and moved(kept, [kept[1], kept[0]])
        and moved(kept, kept[:1])
    )
