"""Makes the pictures of the page for data stewards, ``content/images/stewards/``: ``make picture``.

A workbook as an office makes it goes through the desk; a table with slips is judged; the portal's own pages are opened.
Each is photographed in Chromium, in both languages. What the workbook says of people is invented.
"""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from html import escape
from io import BytesIO, StringIO
from pathlib import Path

from markdown import Markdown
from openpyxl import load_workbook
from playwright.sync_api import Browser, Locator, Page, sync_playwright

from publish.pipeline import Plan, check
from publish.read import read
from publish.report import About
from publish.report.markdown import to_markdown
from tests.browser.picture import FLAGS, browser_path
from tests.conftest import AS_OF, ROOT, Serving, free_port, make_portal
from tests.offices import Rows, book

PICTURES = ROOT / "content" / "images" / "stewards"
LANGUAGES = {"zh": ("zh-Hans", "/desk/", ""), "en": ("en", "/desk/en/", "/en")}  # tag, the desk, the portal's pages
DATED = "sunrise-sunset"
BROKEN = "census-2020-districts"
SLOW = 90_000  # milliseconds
SLIPS = {"黄浦区,Huangpu District,662030": '黄浦区,Huangpu District,"662,030"', "徐汇区,": ","}
HEIGHTS = {
    "hand-in": 600, "look": 520, "answer": 520, "result": 620, "take": 540, "dataset": 480,
    "renew": 590, "columns": 520, "changes": 650,
}  # pixels  # fmt: skip
FILE = "公厕10月.xlsx"
RENEWED_FILE = "日出日落.xlsx"
SHEET = "公厕"
FILLED = {
    "title": "公共厕所", "title-en": "Public toilets", "description": "全市对外开放的公共厕所，一行一座。",
    "name": "public-toilets", "description-en": "Public toilets, one row each.", "catalogue-code": "307310/009123",
    "catalogue-contact-name": "市容管理处", "catalogue-issued": "2026-11-03", "catalogue-modified": "2026-11-03",
}  # fmt: skip
CHOSEN = {"catalogue-provider": 1, "catalogue-topic": 1, "catalogue-level": 1, "catalogue-frequency": 4}
# What the marks beside the drawn workbook say, by row of the sheet; and of the cell that stands in the way.
MARKS: Mapping[str, Mapping[int, str]] = {
    "zh": {1: "标题：放在一边", 2: "单位：记到列里", 3: "表头", 8: "合计：放在一边", 9: "填表人：不发布"},
    "en": {1: "title: set aside", 2: "unit: kept with the column", 3: "headings", 8: "total: set aside",
           9: "signatures: not published"},
}  # fmt: skip
STOPS = {"zh": "个人手机号：不能公开", "en": "personal numbers: may not be public"}
# Numbers of telephones are not to be read in a picture, invented or not.
MASK = r"""() => {
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) walk.currentNode.data = walk.currentNode.data.replace(/\b(1[3-9]\d)\d{8}\b/g, "$1********");
}"""
PERSONAL = 5  # the column of the workbook that is about persons
PAPER = """<!doctype html><meta charset="utf-8"><style>
body { margin: 0; padding: 12px; width: 760px; box-sizing: border-box; background: #fff; color: #222;
  font: 14px/1.5 system-ui, "Noto Sans CJK SC", sans-serif; }
table { border-collapse: collapse; } td, th { border: 1px solid #c9c9c9; padding: 3px 7px; text-align: left; }
.sheet td { white-space: nowrap; }
h2 { font-size: 20px; margin: 4px 0 8px; } code { font-size: 13px; } p { margin: 6px 0; }
.sheet th { background: #f0f0f0; color: #666; font-weight: 400; text-align: center; }
.sheet .side { background: #eef3f7; } .sheet .stop { background: #fbe3dd; outline: 2px solid #b8321f; }
.sheet .said { border: 0; color: #24566e; white-space: nowrap; font-size: 13px; }
.sheet .said.stopped { color: #b8321f; }
</style>"""


def workbook() -> bytes:
    """Public toilets as an office lists them: a title, a unit, a total, signatures, and a column about persons."""
    rows: Rows = [
        ["2026年10月公共厕所一览表"],
        ["填报单位：市容管理处", "", "", "", "单位：平方米"],
        ["编号", "名称", "地址", "开放日期", "面积", "管理员手机"],
        ["0001", "东门公厕", "人民路1号", "2019/3/1", 23, "13812345670"],
        ["0002", "西门公厕", "人民路28号", "2020/11/15", 30, "13912345671"],
        ["0003", "南门公厕", "中山路5号", "2021/5/1", 41, "13712345672"],
        ["0004", "北门公厕", "中山路96号", "2023/7/9", 28, "13612345673"],
        ["合计", "", "", "", 122],
        ["填表人：张三", "", "", "审核人：李四"],
    ]
    return book({SHEET: rows}, {SHEET: [(0, 0, 0, 5)]})


def drawn(lang: str) -> str:
    """The workbook's cells as a table, with what happens to them beside."""
    sheet = load_workbook(BytesIO(workbook()))[SHEET]
    lines = []
    for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
        aside = number in MARKS[lang] and number != 3
        cells = _cells(number, row, aside)
        said = MARKS[lang].get(number, "")
        kind, said = ("said stopped", STOPS[lang]) if number == 4 else ("said", said)
        lines.append(f'<tr><th>{number}</th>{cells}<td class="{kind}">{f"← {said}" if said else ""}</td></tr>')
    letters = "".join(f"<th>{letter}</th>" for letter in "ABCDEF")
    return f'{PAPER}<table class="sheet"><tr><th></th>{letters}</tr>{"".join(lines)}</table>'


def _cells(number: int, row: Sequence[object], aside: bool) -> str:
    """The cells of a row; a text runs on over the empty cells beside it, as it does in a spreadsheet."""
    cells = []
    for place, value in enumerate(row):
        if value in (None, "") and aside:
            continue
        empty = next((n for n, one in enumerate(row[place + 1 :]) if one not in (None, "")), len(row) - place - 1)
        stops = place == PERSONAL and 4 <= number <= 7
        kind, span = ("stop" if stops else "side" if aside else "", empty + 1 if aside else 1)
        shown = value.strftime("%Y/%-m/%-d") if isinstance(value, datetime) else str(value or "")
        cells.append(f'<td class="{kind}" colspan="{span}">{escape(_masked(shown) if stops else shown)}</td>')
    return "".join(cells)


def _masked(number: str) -> str:
    return f"{number[:3]}{'*' * 8}"


def comment(folder: Path, lang: str) -> str:
    """The report of a table with slips, as a pull request shows it."""
    report = check(Plan(folder, folder / "output", AS_OF), frozenset({BROKEN}))
    catalogue, _ = read(folder)
    said = to_markdown(report, LANGUAGES[lang][0], About.of(catalogue, report))
    return PAPER + Markdown(extensions=["tables"]).convert(said)


def break_a_table(folder: Path) -> None:
    file = folder / "datasets" / BROKEN / "data" / f"{BROKEN}.csv"
    text = file.read_text(encoding="utf-8")
    for right, wrong in SLIPS.items():
        text = text.replace(right, wrong, 1)
    file.write_text(text, encoding="utf-8")


def at_the_desk(page: Page, home: str) -> Iterator[tuple[str, Locator | None]]:
    """Each step of the desk when it is to be photographed: its name, and the place at the top of the picture."""
    page.goto(home)
    page.locator("#files").set_input_files({"name": FILE, "mimeType": "application/octet-stream", "buffer": workbook()})
    yield "hand-in", None
    onward(page)
    page.evaluate(MASK)
    yield "look", page.locator("table.rows")
    onward(page)
    for key, answer in FILLED.items():
        page.locator(f"#q-{key}").fill(answer)
    for key, index in CHOSEN.items():
        page.locator(f"#q-{key}").select_option(index=index)
    page.locator("#q-catalogue-secret").select_option(value="false")
    yield "answer", page.locator("#q-catalogue-provider")
    onward(page)
    page.locator(".found").wait_for(timeout=SLOW)
    yield "result", None
    page.goto(page.url.replace("/result", "/table"))
    page.locator("[id$=left-out]").last.check()
    onward(page)
    onward(page)
    page.locator("iframe.preview").wait_for(timeout=SLOW)
    onward(page)
    yield "take", None


def renewed() -> bytes:
    """The dated dataset's own table a year later: one figure corrected, one row more, one column it has not."""
    file = ROOT / "datasets" / DATED / "data" / f"{DATED}.csv"
    head, *rows = csv.reader(StringIO(file.read_text(encoding="utf-8")))
    rows[2][1] = _later(rows[2][1])
    last = [(date.fromisoformat(rows[-1][0]) + timedelta(days=1)).isoformat(), *rows[-1][1:]]
    return book({"日出日落": [[*head, "备注"], *([*row, "天文台"] for row in [*rows, last])]})


def _later(time: str) -> str:
    """A time of the day a minute later, within its hour."""
    return f"{time[:3]}{(int(time[3:5]) + 1) % 60:02}{time[5:]}"


def at_the_desk_again(page: Page, home: str) -> Iterator[tuple[str, Locator | None]]:
    """Each step of a renewal when it is to be photographed."""
    page.goto(f"{home}renew/?dataset={DATED}")
    page.locator("#files").set_input_files(
        {"name": RENEWED_FILE, "mimeType": "application/octet-stream", "buffer": renewed()}
    )
    yield "renew", page.locator("select").first
    onward(page)
    page.locator("select[id^=d-]").last.select_option(value="left")
    yield "columns", page.locator("h1")
    onward(page)
    page.locator(".sum").wait_for(timeout=SLOW)
    yield "changes", page.locator("h1")


def onward(page: Page) -> None:
    page.locator(".onward .button").last.click()
    page.wait_for_load_state()


def photograph(page: Page, lang: str, name: str, top: Locator | None, height: int) -> None:
    """The window from the top, or from a little above a place of the page."""
    if top is not None:
        top.evaluate("one => window.scrollTo(0, one.getBoundingClientRect().top + window.scrollY - 96)")
    page.screenshot(
        path=PICTURES / lang / f"{name}.png",
        clip={"x": 0, "y": 0, "width": 760, "height": height},
        animations="disabled",
    )


def whole(page: Page, lang: str, name: str, html: str) -> None:
    """A paper drawn here, as high as it is."""
    page.set_content(html)
    page.locator("body").screenshot(path=PICTURES / lang / f"{name}.png")


def take(browser: Browser, desk: str, portal: str, folder: Path, lang: str) -> None:
    """The eleven pictures of one language."""
    _, home, prefix = LANGUAGES[lang]
    with browser.new_context(viewport={"width": 760, "height": 760}, reduced_motion="reduce") as context:
        page = context.new_page()
        page.set_default_timeout(SLOW)
        whole(page, lang, "workbook", drawn(lang))
        whole(page, lang, "report", comment(folder, lang))
        for name, top in at_the_desk(page, desk + home):
            photograph(page, lang, name, top, HEIGHTS[name])
        for name, top in at_the_desk_again(page, desk + home):
            photograph(page, lang, name, top, HEIGHTS[name])
        page.goto(f"{portal}{prefix}/dataset/{DATED}/")
        photograph(page, lang, "dataset", page.locator("h1"), HEIGHTS["dataset"])


def main() -> None:
    """Write the pictures of both languages."""
    with tempfile.TemporaryDirectory() as place, sync_playwright() as driver:
        served = make_portal(Path(place) / "city", (DATED, "daylight-chart", "solar-terms"))
        judged = make_portal(Path(place) / "judged")
        break_a_table(judged)
        browser = driver.chromium.launch(executable_path=browser_path(), headless=True, args=FLAGS)
        with Serving(served, free_port()) as portal, Serving(served, free_port(), "--desk") as desk:
            for lang in LANGUAGES:
                (PICTURES / lang).mkdir(parents=True, exist_ok=True)
                take(browser, desk, portal, judged, lang)
        browser.close()


if __name__ == "__main__":
    main()
