"""For a steward: a workbook that lists every problem, a line each, with links to the cells."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import xlsxwriter

from publish.model import bilingual
from publish.problems import Level, Problem, Report
from publish.report.about import About
from publish.report.alike import by_kind, by_package
from publish.report.place import HEADINGS, LEVELS
from publish.report.verdict import sentence

_COLUMNS = (
    ("level", 13), ("package", 26), ("file", 26), ("sheet", 12), ("row", 7), ("cell", 9), ("column", 18),
    ("message", 62), ("fix", 52), ("code", 8),
)  # fmt: skip
_TOTALS = (("level", 13), ("code", 8), ("kind", 44), ("count", 10), ("packages", 12))
_PLACE = frozenset({"file", "row", "cell"})  # columns that lead to the place
_WORKBOOKS = frozenset({".xlsx", ".xls", ".ods", ".xlsm"})
_LINKS = 60_000  # a sheet holds no more
_ROWS = 1_000_000
_LINK = 2_000  # characters of an address
_PAINT = {Level.ERROR: "#B3261E", Level.WARNING: "#8A5A00", Level.NOTE: "#5F6368"}
_HOW = bilingual(
    "把这个文件存放在门户的文件夹里，位置一栏的链接就能打开数据文件。",
    "Keep this file in the portal's folder: the links of the places then open the data files.",
)

Sheet = Any  # of xlsxwriter, which has no types


def to_xlsx(report: Report, lang: str, about: About | None = None) -> bytes:
    """The bytes of a workbook; equal reports give equal bytes. Every text is a string, never a formula."""
    buffer, about = io.BytesIO(), about or About()
    book = xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "max_url_length": 2_079}
    )
    book.set_properties({"created": datetime(2020, 1, 1, tzinfo=UTC).replace(tzinfo=None)})
    styles = {level: book.add_format({"valign": "top", "font_color": colour}) for level, colour in _PAINT.items()}
    style = {
        "head": book.add_format({"bold": True, "bottom": 1, "bg_color": "#F1EFE9"}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
        "link": book.add_format({"text_wrap": True, "valign": "top", "font_color": "#1F5FA8", "underline": 1}),
        "bold": book.add_format({"bold": True, "font_size": 13}),
        "quiet": book.add_format({"font_color": "#5F6368"}),
    }
    _list(book, report, lang, about, style, styles)
    _totals(book, report, lang, style)
    book.close()
    return buffer.getvalue()


def _list(book: Any, report: Report, lang: str, about: About, style: dict[str, Any], styles: dict[Level, Any]) -> None:
    """The list, in the order of gravity, filterable, its head standing still."""
    sheet = book.add_worksheet(bilingual("问题", "Problems")[lang])
    problems = [p for group in by_package(report) for a in group.alike for p in (a.first, *a.others)][:_ROWS]
    sheet.write_string(0, 0, sentence(report, lang, about), style["bold"])
    sheet.write_string(1, 0, _HOW[lang], style["quiet"])
    _head(sheet, _COLUMNS, 2, lang, style)
    for row, p in enumerate(problems, 3):
        link = _link(p, about) if row < _LINKS // len(_PLACE) else ""
        for column, value in enumerate(_cells(p, lang, about)):
            key = _COLUMNS[column][0]
            target = link if key in _PLACE else about.manual(p.code, lang) if key == "code" and row < _LINKS else ""
            _put(sheet, row, column, value, target, style, styles[p.level] if key == "level" else style["wrap"])
    sheet.freeze_panes(3, 2)
    sheet.autofilter(2, 0, max(3, 2 + len(problems)), len(_COLUMNS) - 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(2)


def _put(sheet: Sheet, row: int, column: int, value: str | int, link: str, style: dict[str, Any], usual: Any) -> None:
    if link and value:
        sheet.write_url(row, column, link, style["link"], str(value))
        if isinstance(value, int):  # the link stays, and the rows can be sorted as numbers
            sheet.write_number(row, column, value, style["link"])
    elif isinstance(value, int):
        sheet.write_number(row, column, value, usual)
    else:
        sheet.write_string(row, column, value, usual)


def _cells(p: Problem, lang: str, about: About) -> tuple[str | int, ...]:
    package = about.package(p.package, lang) if p.package else HEADINGS["portal"][lang]
    place = (p.file or "", p.sheet or "", p.row or "", p.cell or "", about.column(p, lang))
    return (LEVELS[p.level][lang], package, *place, p.message[lang], p.fix[lang], p.code)


def _link(p: Problem, about: About) -> str:
    """The file as it lies beside the report, and in a workbook the very cell; "" for what no link can name."""
    path = about.path(p)
    if not p.file or "#" in path or p.file.startswith(("http:", "https:")):
        return ""
    at = ""
    if Path(path).suffix.lower() in _WORKBOOKS and (p.cell or p.row):
        cell = p.cell or f"A{p.row}"
        at = "#'{}'!{}".format(p.sheet.replace("'", "''"), cell) if p.sheet else f"#{cell}"
    address = f"external:{path}{at}"
    return address if len(quote(address)) < _LINK else ""


def _totals(book: Any, report: Report, lang: str, style: dict[str, Any]) -> None:
    """How often each kind occurs."""
    sheet = book.add_worksheet(bilingual("汇总", "Totals")[lang])
    _head(sheet, _TOTALS, 0, lang, style)
    for row, (one, count, packages) in enumerate(by_kind(report), 1):
        cells: tuple[str | int, ...] = (LEVELS[one.level][lang], one.code, one.kind.title[lang], count, packages)
        for column, value in enumerate(cells):
            _put(sheet, row, column, value, "", style, style["wrap"])
    sheet.freeze_panes(1, 0)


def _head(sheet: Sheet, columns: Sequence[tuple[str, int]], row: int, lang: str, style: dict[str, Any]) -> None:
    for column, (key, width) in enumerate(columns):
        sheet.set_column(column, column, width)
        sheet.write_string(row, column, HEADINGS[key][lang], style["head"])
