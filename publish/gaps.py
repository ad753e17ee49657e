"""What is missing in which entry, as a workbook: a sheet a department, a row an entry, a column for each item missing.

A department gets its sheet, fills in what the cells ask for, and can tick off the rows.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import xlsxwriter

from publish.model import Text, bilingual

_HEADINGS = (
    (bilingual("信息资源名称", "Name"), 34),
    (bilingual("信息资源代码", "Code"), 20),
    (bilingual("名称代号", "Dataset"), 26),
    (bilingual("位置", "Place"), 16),
    (bilingual("几处", "How many"), 8),
)
_NOBODY = bilingual("没有写提供方", "no provider")
_NOTHING = bilingual("没有缺项。", "Nothing is missing.")
_BARRED = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_LONGEST = 31  # characters of a sheet's name
_CELL = 32_767


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that an entry lacks: which ``item``, and what to do. ``provider`` is the department's name."""

    provider: str
    entry: str
    item: Text
    fix: Text
    code: str = ""
    name: str = ""
    place: str = ""

    @property
    def row(self) -> tuple[str, str, str, str]:
        """What one row of the workbook is about."""
        return (self.entry, self.code, self.name, self.place)


def to_book(gaps: Iterable[Gap], lang: str, *more: tuple[Text, Sequence[Sequence[str]]]) -> bytes:
    """The workbook; ``more`` are further sheets, each a title and its rows, the first of them headings. Equal gaps give
    equal bytes; every text is a string, never a formula."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"created": datetime(2000, 1, 1)})
        style = {
            "head": book.add_format({"bold": True, "bottom": 1, "bg_color": "#F1EFE9", "text_wrap": True}),
            "cell": book.add_format({"text_wrap": True, "valign": "top"}),
        }
        taken: set[str] = set()
        for provider, found in _by_provider(gaps).items():
            sheet = book.add_worksheet(_free(provider or _NOBODY[lang], taken))
            _department(sheet, found, lang, style)
        for title, rows in more:
            _plain(book.add_worksheet(_free(title[lang], taken)), rows, style)
        if not book.worksheets():
            book.add_worksheet().write_string(0, 0, _NOTHING[lang])
    return buffer.getvalue()


def _by_provider(gaps: Iterable[Gap]) -> dict[str, list[Gap]]:
    """The gaps of each department, those with most first; an entry that names none comes last."""
    found: dict[str, list[Gap]] = {}
    for gap in gaps:
        found.setdefault(gap.provider, []).append(gap)
    return dict(sorted(found.items(), key=lambda one: (not one[0], -len(one[1]), one[0])))


def _department(sheet: Any, gaps: Sequence[Gap], lang: str, style: dict[str, Any]) -> None:
    items = list(dict.fromkeys(gap.item[lang] for gap in gaps))
    rows: dict[tuple[str, ...], dict[str, list[str]]] = {}
    for gap in gaps:
        rows.setdefault(gap.row, {}).setdefault(gap.item[lang], []).append(gap.fix[lang])
    for column, (title, width) in enumerate(_HEADINGS):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, title[lang], style["head"])
    first = len(_HEADINGS)
    sheet.set_column(first, first + len(items), 30)
    for column, item in enumerate(items, first):
        sheet.write_string(0, column, item, style["head"])
    for line, (row, missing) in enumerate(rows.items(), 1):
        for column, text in enumerate(row):
            sheet.write_string(line, column, text[:_CELL], style["cell"])
        sheet.write_number(line, len(row), sum(map(len, missing.values())), style["cell"])
        for item, fixes in missing.items():
            text = "\n".join(dict.fromkeys(fixes))
            sheet.write_string(line, first + items.index(item), text[:_CELL], style["cell"])
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, len(rows), first + len(items) - 1)


def _plain(sheet: Any, rows: Sequence[Sequence[str]], style: dict[str, Any]) -> None:
    sheet.set_column(0, 2, 16)
    sheet.set_column(3, 3, 90)
    for line, row in enumerate(rows):
        for column, text in enumerate(row):
            sheet.write_string(line, column, text[:_CELL], style["cell" if line else "head"])
    sheet.freeze_panes(1, 0)


def _free(title: str, taken: set[str]) -> str:
    """A name for a sheet: without the signs that are not allowed there, short, and no other sheet's."""
    plain = _BARRED.sub(" ", title).strip().strip("'")[:_LONGEST] or "-"
    name, count = plain, 1
    while name.lower() in taken or name.lower() == "history":
        count += 1
        name = f"{plain[: _LONGEST - len(str(count)) - 1]} {count}"
    taken.add(name.lower())
    return name
