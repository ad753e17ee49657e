"""The desk in a real browser: from a file that is dropped to the package as a zip, with a mouse, with the keyboard
alone and without scripts; and nothing in anybody's way at any step."""

from __future__ import annotations

import re
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Download, FilePayload, Page, expect

from publish.pipeline import Plan, check
from publish.problems import Verdict
from tests.browser.test_access import RUN, VIEWS
from tests.conftest import AS_OF, ROOT, Serving, free_port, make_portal

pytestmark = pytest.mark.browser

TABLE = "名称,地址,面积（平方米）\n东门公厕,人民路1号,23\n西门公厕,人民路2号,30\n"
FILE: FilePayload = {"name": "公厕.csv", "mimeType": "text/csv", "buffer": TABLE.encode()}
LANGUAGES = [("zh", "/desk/"), ("en", "/desk/en/")]
SAYS = {"zh": ("可以发布", "还不能发布"), "en": ("Can be published", "Cannot be published yet")}
NAME = "public-toilets"
SLOW = 90_000  # milliseconds
# The preview runs no script; a page that is not there; a form that is sent back.
MEANT = ("Blocked script execution", "404 (Not Found)", "422 (Unprocessable")
FILLED = {
    "title": "公共厕所", "title-en": "Public toilets", "description": "全市对外开放的公共厕所，一行一座。",
    "name": NAME, "description-en": "Public toilets, one row each.", "catalogue-code": "307310/009123",
    "catalogue-contact-name": "市容管理处", "catalogue-issued": "2026-11-03", "catalogue-modified": "2026-11-03",
}  # fmt: skip
CHOSEN = {"catalogue-provider": 1, "catalogue-topic": 1, "catalogue-level": 1, "catalogue-frequency": "monthly",
          "catalogue-secret": "false"}  # fmt: skip
DROP = """([name, text]) => {
  const carried = new DataTransfer();
  carried.items.add(new File([text], name, { type: "text/csv" }));
  const place = document.querySelector("[data-drop]");
  for (const kind of ["dragenter", "dragover", "drop"]) {
    place.dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: carried }));
  }
}"""


@pytest.fixture(scope="module")
def city_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The desk of a portal in a git repository, opened the way the README says; its address without a final slash."""
    folder = make_portal(tmp_path_factory.mktemp("desk") / "portal", (RENEWED, "administrative-divisions"))
    git = ["git", "-c", "user.name=x", "-c", "user.email=x@example.org"]
    for arguments in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "--message", "first"]):
        subprocess.run([*git, *arguments], cwd=folder, check=True)
    with Serving(folder, free_port(), "--desk") as url:
        yield url


@pytest.fixture
def page(browser: Browser, city_desk: str) -> Iterator[Page]:
    """A page that may not complain, but of what is meant so."""
    complaints: list[str] = []
    with browser.new_context(base_url=city_desk, accept_downloads=True) as context:
        opened = context.new_page()
        opened.set_default_timeout(SLOW)
        opened.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
        opened.on("pageerror", lambda error: complaints.append(str(error)))
        yield opened
        assert [c for c in complaints if not any(meant in c for meant in MEANT)] == []


def verdict(page: Page, said: str) -> None:
    """The result has come: for the first a small portal is built."""
    expect(page.locator("h1")).to_have_text(said, timeout=SLOW)


def onward(page: Page) -> None:
    page.locator(".onward .button").last.click()
    page.wait_for_load_state()


def hand_in(page: Page, home: str) -> None:
    page.goto(home)
    page.locator("#files").set_input_files(FILE)
    onward(page)
    expect(page).to_have_url(re.compile("/table$"))


def fill(page: Page) -> None:
    for key, answer in FILLED.items():
        page.locator(f"#q-{key}").fill(answer)
    for key, choice in CHOSEN.items():
        chosen: Any = {"index": choice} if isinstance(choice, int) else {"value": choice}
        page.locator(f"#q-{key}").select_option(**chosen)


def passes(taken: Download, place: Path) -> None:
    """What was downloaded passes the gate of another portal."""
    assert taken.suggested_filename == f"{NAME}.zip"
    folder = make_portal(place / "portal", ())
    with zipfile.ZipFile(taken.path()) as archive:
        archive.extractall(folder / "datasets")
    report = check(Plan(folder, folder / "output", AS_OF), frozenset({NAME}))
    assert report.verdict is Verdict.OPEN, [p.message["zh"] for p in report.problems]


@pytest.mark.parametrize(("lang", "home"), LANGUAGES)
def test_from_drop_to_zip(page, tmp_path, lang, home):
    page.goto(home)
    page.evaluate(DROP, [FILE["name"], TABLE])
    expect(page.locator("[data-drop-said]")).to_contain_text("公厕.csv")
    onward(page)
    expect(page.locator("table.rows tbody tr")).to_have_count(2)
    page.locator("#c-0-0-english").fill("Name")
    onward(page)

    onward(page)  # nothing is filled in yet
    summary = page.locator(".wrong")
    expect(summary).to_be_focused()
    summary.get_by_role("link").first.click()
    expect(page).to_have_url(re.compile("#q-description$"))

    page.goto(page.url.replace("questions?check=1#q-description", "result"))
    verdict(page, SAYS[lang][1])
    page.locator('.found a[href$="#q-catalogue-provider"]').click()
    expect(page.locator("#q-catalogue-provider")).to_be_in_viewport()

    fill(page)
    onward(page)
    verdict(page, SAYS[lang][0])
    shown = page.frame_locator("iframe.preview")
    expect(shown.locator("h1")).to_have_text("公共厕所" if lang == "zh" else "Public toilets")
    assert shown.locator("body").evaluate("b => getComputedStyle(b).fontVariantNumeric") == "lining-nums"  # its style
    onward(page)
    with page.expect_download() as taken:
        page.locator("a[download]").click()
    passes(taken.value, tmp_path)
    page.go_back()
    verdict(page, SAYS[lang][0])


def test_the_other_language_keeps_the_place_and_the_answers(page):
    hand_in(page, "/desk/")
    onward(page)
    page.locator("#q-description").fill("刚写的说明")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("#q-description")).to_have_value("刚写的说明")
    page.get_by_role("button", name="中文").click()
    expect(page).to_have_url(re.compile("/desk/[^/]+/questions$"))
    page.locator("#q-title").press("Enter")  # goes on, and does not change the language
    expect(page).to_have_url(re.compile("/desk/[^/]+/questions.check=1$"))


def press_until(page: Page, reached: str) -> None:
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate(reached):
            return
    pytest.fail(f"not reached by Tab: {reached}")


def test_the_whole_way_by_keyboard(page, tmp_path):
    button = "document.activeElement.matches('.onward .button')"
    # Listened to before the page is there: a listener added just before the key is pressed can come too late on a busy
    # machine, and then the browser opens a window of its own that nobody answers.
    page.on("filechooser", lambda _: None)
    page.goto("/desk/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    press_until(page, "document.activeElement.id === 'files'")
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Enter")
    chooser.value.set_files(FILE)
    press_until(page, button)
    page.keyboard.press("Enter")
    expect(page.locator("table.rows")).to_be_visible()
    press_until(page, button)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/questions$"), timeout=SLOW)
    page.keyboard.press("Tab")
    for key in [
        q for q in page.locator("[id^=q-]").evaluate_all("all => all.map((one) => one.id)") if q[2:] in known()
    ]:
        press_until(page, f"document.activeElement.id === '{key}'")
        answer(page, key.removeprefix("q-"))
    press_until(page, button)
    page.keyboard.press("Enter")
    verdict(page, SAYS["zh"][0])
    press_until(page, button)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/take$"), timeout=SLOW)
    press_until(page, "document.activeElement.hasAttribute('download')")
    with page.expect_download() as taken:
        page.keyboard.press("Enter")
    passes(taken.value, tmp_path)


def known() -> set[str]:
    return {key for key in {*FILLED, *CHOSEN} if key not in ("catalogue-issued", "catalogue-modified")}


def answer(page: Page, key: str) -> None:
    """Type into the field that has the focus, or choose with the arrow."""
    if key in FILLED:
        page.keyboard.press("Control+A")
        page.keyboard.insert_text(FILLED[key])
    else:
        page.keyboard.press("ArrowDown")


def test_without_scripts(browser, city_desk, tmp_path):
    with browser.new_context(base_url=city_desk, java_script_enabled=False, accept_downloads=True) as context:
        opened = context.new_page()
        opened.set_default_timeout(SLOW)
        hand_in(opened, "/desk/")
        onward(opened)
        fill(opened)
        onward(opened)
        verdict(opened, SAYS["zh"][0])
        onward(opened)
        with opened.expect_download() as taken:
            opened.locator("a[download]").click()
        passes(taken.value, tmp_path)


def test_a_branch_is_made_and_said(page):
    hand_in(page, "/desk/")
    onward(page)
    fill(page)
    onward(page)
    onward(page)
    if page.locator("#author").count():
        page.locator("#author").fill("环卫处")
        page.locator("#email").fill("opendata@example.org")
    page.locator("form .button").click()
    expect(page.locator(".done")).to_be_focused()
    expect(page.locator(".done")).to_contain_text(f"desk/{NAME}")


@pytest.mark.parametrize(("lang", "home"), LANGUAGES)
def test_nothing_stands_in_anybodys_way(page, lang, home):
    page.goto(home)
    found = [*look_at(page, "hand-in")]
    hand_in(page, home)
    found += look_at(page, "table")
    onward(page)
    found += look_at(page, "questions")
    onward(page)
    found += look_at(page, "questions, wrong")
    page.goto(page.url.replace("questions?check=1", "result"))
    found += look_at(page, "result, closed")
    page.go_back()
    fill(page)
    onward(page)
    found += look_at(page, "result, open")
    onward(page)
    found += look_at(page, "take")
    page.goto(f"{home}nowhere/table")
    found += look_at(page, "stop")
    assert found == []


def look_at(page: Any, step: str) -> Iterator[tuple[object, ...]]:
    """What axe finds on a page, and what is wider than the screen of a small telephone."""
    page.evaluate(AXE_SCRIPT)
    for width, tone, rules in VIEWS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=tone, reduced_motion="reduce")
        for violation in page.evaluate(RUN, rules):
            yield step, width, tone, violation["id"], [node["html"][:200] for node in violation["nodes"]][:3]
    page.set_viewport_size({"width": 320, "height": 640})
    wide = page.evaluate("document.documentElement.scrollWidth")
    if wide > 320:
        yield step, "wider than the screen", wide
    page.set_viewport_size({"width": 1280, "height": 900})


# --- new data for a dataset that is there ---------------------------------------------------------------------------

RENEWED = "census-2020-districts"
DATA = f"datasets/{RENEWED}/data/{RENEWED}.csv"


def next_month() -> str:
    """The dataset's own table with one figure corrected, a column under another heading, and one it has not."""
    head, first, *rest = (ROOT / DATA).read_text(encoding="utf-8").splitlines()
    lines = [f"{head.replace('population', '某数')},备用", f"{first.replace('662030', '662031')},x"]
    return "\n".join([*lines, *(f"{line},x" for line in rest)]) + "\n"


def told(page: Page) -> None:
    """What the two doubtful columns are, said with the keyboard."""
    for field, answer in (("d-0-0", "is:population"), ("d-0-1", "left")):
        page.locator(f"#{field}").select_option(value=answer)


@pytest.mark.parametrize(("lang", "home"), LANGUAGES)
def test_from_a_new_file_to_the_renewed_dataset(page, lang, home):
    page.goto(home)
    page.locator("a.turned").click()
    found = [*look_at(page, "renew")]
    onward(page)  # nothing is chosen yet
    expect(page.locator(".wrong")).to_be_focused()
    page.locator("#dataset").select_option(value=RENEWED)
    page.evaluate(DROP, ["区.csv", next_month()])
    onward(page)
    expect(page).to_have_url(re.compile("/columns$"))
    onward(page)  # two columns are not said yet
    expect(page.locator(".wrong")).to_be_focused()
    page.locator(".wrong a").first.click()
    expect(page).to_have_url(re.compile("#d-0-[01]$"))
    found += look_at(page, "columns")
    told(page)
    onward(page)
    expect(page.locator(".sum")).to_contain_text("修改 1 行" if lang == "zh" else "1 changed", timeout=SLOW)
    expect(page.locator("ins")).to_have_text("662031")
    expect(page.locator(".notice.lead")).to_contain_text("可以发布" if lang == "zh" else "can be published")
    assert "662,031" in page.frame_locator("iframe.preview").locator("main").inner_text()
    found += look_at(page, "changes")
    onward(page)
    found += look_at(page, "take, renewed")
    with page.expect_download() as taken:
        page.locator("a[download]").click()
    assert taken.value.suggested_filename == f"{RENEWED}.zip"
    assert found == []


def test_a_renewal_by_keyboard_and_without_scripts(browser, city_desk):
    with browser.new_context(base_url=city_desk, java_script_enabled=False, accept_downloads=True) as context:
        opened = context.new_page()
        opened.set_default_timeout(SLOW)
        opened.goto(f"/desk/renew/?dataset={RENEWED}")
        expect(opened.locator("#dataset")).to_have_value(RENEWED)
        opened.locator("#files").set_input_files(
            {"name": "区.csv", "mimeType": "text/csv", "buffer": next_month().encode()}
        )
        opened.locator(".onward .button").focus()
        opened.keyboard.press("Enter")
        expect(opened).to_have_url(re.compile("/columns$"))
        for field, keys in (("d-0-0", ["Home"]), ("d-0-1", ["End"])):
            opened.locator(f"#{field}").focus()
            for key in keys:
                opened.keyboard.press(key)
        opened.keyboard.press("Tab")
        opened.locator(".onward .button").focus()
        opened.keyboard.press("Enter")
        expect(opened.locator(".sum")).to_contain_text("修改 1 行", timeout=SLOW)
        with opened.expect_download() as taken:
            opened.locator(".part a[download]").click()
        assert taken.value.suggested_filename.endswith("differences.xlsx")
