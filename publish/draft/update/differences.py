"""What changed, as a workbook: one sheet for each table, a changed row in two lines with its cells marked."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

import xlsxwriter

from publish.draft.update.nouns import Renewed, Row, Update
from publish.draft.update.telling import headline
from publish.model import Text, Turn, bilingual

MOST = 100_000  # rows of a sheet
_SUMMARY = "变化 Changes"
_TURNS = {
    Turn.ADDED: bilingual("新增", "added"),
    Turn.REMOVED: bilingual("删除", "removed"),
    Turn.CHANGED: bilingual("修改后", "changed to"),
}
_BEFORE = bilingual("修改前", "changed from")
_HIDDEN = bilingual(
    "不公开，或者含有个人信息：只列行数，不列内容。", "Not open, or with personal data: numbers only, no contents."
)
_COLOURS = {Turn.ADDED: "#E6F4EA", Turn.REMOVED: "#FCE8E6", Turn.CHANGED: "#FFF4CC"}
_FORBIDDEN = {ord(mark): " " for mark in "[]:*?/\\'"}


def sheet_of(update: Update, *, hidden: bool) -> bytes:
    """The bytes of the workbook; equal updates give equal bytes. ``hidden``: no value of the dataset may be shown, so
    that there are only counts. Every text is a text, never a formula."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": datetime(2020, 1, 1, tzinfo=UTC).replace(tzinfo=None)})
    styles: dict[Any, Any] = {
        "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True}),
        "mark": book.add_format({"bg_color": "#FFD966", "bold": True}),
        **{turn: book.add_format({"bg_color": colour}) for turn, colour in _COLOURS.items()},
    }
    _summary(book.add_worksheet(_SUMMARY), update, styles, hidden=hidden)
    for number, table in enumerate(update.tables if not hidden else (), 1):
        if table.rows:
            name = f"{number} {table.title['zh'].translate(_FORBIDDEN)}"[:31].strip()
            _rows(book.add_worksheet(name), table, styles)
    book.close()
    return buffer.getvalue()


def _summary(sheet: Any, update: Update, styles: dict[Any, Any], *, hidden: bool) -> None:
    said = headline(update)
    lines: list[Text] = [said, _HIDDEN] if hidden else [said]
    for row, (_, text) in enumerate(pair for line in lines for pair in line):
        sheet.write_string(row, 0, text)
    top = 2 * len(lines) + 1
    for column, heading in enumerate(("表 Table", "新增 Added", "修改 Changed", "删除 Removed")):
        sheet.write_string(top, column, heading, styles["head"])
    for row, table in enumerate(update.tables, top + 1):
        sheet.write_string(row, 0, table.title["zh"] or table.resource)
        for column, turn in enumerate((Turn.ADDED, Turn.CHANGED, Turn.REMOVED), 1):
            if table.rows is not None:
                sheet.write_number(row, column, table.count(turn))
    sheet.set_column(0, 0, 40)
    sheet.set_column(1, 3, 14)


def _rows(sheet: Any, table: Renewed, styles: dict[Any, Any]) -> None:
    for column, (name, title) in enumerate((("change", "变化"), *table.headings)):
        sheet.write_string(0, column, title if title == name else f"{title}\n{name}", styles["head"])
    for number, (turn, said, cells, marked) in enumerate(_lines(table.rows or ()), 1):
        sheet.write_string(number, 0, f"{said['zh']} {said['en']}", styles[turn])
        for column, text in enumerate(cells):
            sheet.write_string(number, column + 1, text, styles["mark"] if column in marked else styles[turn])
    sheet.set_column(0, len(table.headings), 18)
    sheet.freeze_panes(1, 1)


def _lines(rows: Sequence[Row]) -> Iterator[tuple[Turn, Text, Sequence[str], set[int]]]:
    """(what happened, in words, the cells, the places of those that differ) of each line."""
    for row in rows[:MOST]:
        if row.turn is Turn.CHANGED:
            differ = {i for i, (a, b) in enumerate(zip(row.before, row.after, strict=True)) if a != b}
            yield row.turn, _BEFORE, row.before, differ
            yield row.turn, _TURNS[row.turn], row.after, differ
        else:
            yield row.turn, _TURNS[row.turn], row.after or row.before, set()
