"""Access for all, as far as a program can tell.

axe-core finds nothing on any kind of page, in either language, light or dark, on a wide screen or a telephone; and the
pages stand without scripts and without the query service.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

ALL = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = {"type": "rule", "values": ["color-contrast"]}
# What depends on the width is looked at once in each; what depends on the tone is the colours.
VIEWS = ((1280, "light", ALL), (1280, "dark", COLOURS), (360, "dark", ALL), (360, "light", COLOURS))
RUN = "async (rules) => (await axe.run({ runOnly: rules, resultTypes: ['violations'] })).violations"
PAGES = [
    "/",
    "/datasets/",
    "/dataset/census-2020-districts/",
    "/dataset/transit-card-ridership/",
    "/dataset/daylight-chart/",
    "/catalogue/",
    "/requirements/",
    "/rules/C201/",
    "/search/?q=2020",
    "/nowhere/",
]
SERVICE = [
    "/data/open",
    "/data/open/administrative_divisions__streets?_facet=kind&code__startswith=31010&_size=5",
    "/data/open/administrative_divisions__streets/310101002",
    "/data/open?sql=select+name,population+from+census_2020_districts",
    "/data/open?sql=select+nope",
]


@pytest.fixture(scope="module")
def page(browser: Browser, portal_url: str) -> Iterator[Page]:
    with browser.new_context(base_url=portal_url) as context:
        yield context.new_page()


def addresses() -> Iterator[tuple[str, str]]:
    for path in PAGES:
        yield path, "zh-Hans"
        yield f"/en{path}", "en"
    for path in SERVICE:
        yield path, "zh-Hans"
        yield f"{path}{'&' if '?' in path else '?'}_lang=en", "en"


@pytest.mark.parametrize(("path", "lang"), [*addresses()])
def test_nothing_stands_in_anybodys_way(page, path, lang):
    page.goto(path)
    expect(page.locator("html")).to_have_attribute("lang", lang)
    page.locator("details").evaluate_all("all => all.forEach(one => { one.removeAttribute('name'); one.open = true; })")
    page.evaluate(AXE_SCRIPT)
    found = []
    for width, tone, rules in VIEWS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=tone, reduced_motion="reduce")
        for violation in page.evaluate(RUN, rules):
            found.append((width, tone, violation["id"], [node["html"][:200] for node in violation["nodes"]][:3]))
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            found.append((width, tone, "wider than the screen", [str(wide)]))
    assert found == []


@pytest.mark.parametrize("path", ["/", "/dataset/census-2020-districts/", "/en/datasets/", "/en/catalogue/"])
def test_a_page_stands_without_scripts_and_without_the_service(browser, portal_url, path):
    with browser.new_context(base_url=portal_url, java_script_enabled=False) as context:
        context.route(
            "**/data/**",
            lambda route: route.fulfill(status=503) if "/dataset/" not in route.request.url else route.continue_(),
        )
        opened = context.new_page()
        opened.goto(path)
        expect(opened.locator("h1")).to_be_visible()
        expect(opened.locator("main a").first).to_be_visible()
        if "census" in path:
            expect(opened.locator("table.rows tbody tr")).to_have_count(16)
            expect(opened.locator(".door a.button")).to_be_visible()


def test_an_image_is_shown_on_its_page(page):
    page.goto("/dataset/daylight-chart/")
    image = page.locator("figure.picture img")
    expect(image).to_be_visible()
    assert image.evaluate("i => i.complete && i.naturalWidth > 100")
    assert "14 小时" in (image.get_attribute("alt") or "")
