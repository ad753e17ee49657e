"""Workbooks (XLSX, XLS, ET, ODS) -> Sheets. Sheets that were hidden stay hidden: they are told of, never read out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from publish.draft import formats, old_formats, open_formats
from publish.draft.extras import Extras
from publish.draft.remark import Remark, Sort
from publish.draft.sheet import Area, Cell, Sheet
from publish.model import Text, bilingual
from publish.workbook import Area as Merged
from publish.workbook import Unopened as Closed
from publish.workbook import Workbook

PACKED = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # XLSX and ODS, XLS and ET, whatever the file is called


class Unopened(ValueError):
    """The workbook cannot be read; ``why`` says what a person can do."""

    def __init__(self, why: Text) -> None:
        super().__init__(why["en"])
        self.why = why


def read_book(file: str, content: bytes) -> tuple[list[Sheet], list[Remark]]:
    """The visible worksheets of a workbook in order, and what there is to say. Raises Unopened."""
    try:
        with Workbook(content) as book:
            shown = [n for n, sheet in enumerate(book.sheets) if sheet.shown and sheet.cells]
            hidden = [sheet.name for sheet in book.sheets if not sheet.shown]
            sheets = [_sheet(file, book.sheets[n].name, *book.read(n)) for n in shown]
    except Closed as error:
        raise Unopened({"locked": _LOCKED, "large": _LARGE}.get(error.why) or _reason(content)) from error
    extras = formats.extras_of(content) or open_formats.extras_of(content) or old_formats.extras_of(content)
    sheets = [_with(sheet, extras.get(sheet.name, Extras())) for sheet in sheets]
    said = bilingual(
        f"有 {len(hidden)} 张隐藏的工作表，没有读取，也不会发布。",
        f"{len(hidden)} hidden sheets were not read and will not be published.",
    )
    return sheets, [Remark(Sort.FOUND, said, file)] if hidden else []


_LOCKED = bilingual(
    "它设了打开密码：请在表格软件里取消密码，另存后再试",
    "it is locked with a password: remove the password in the spreadsheet program and save it again",
)
_BROKEN = bilingual(
    "文件已损坏，或者不是表格文件：请在表格软件里打开它，另存为 .xlsx 后再试",
    "it is damaged or no workbook: open it in a spreadsheet program and save it as .xlsx",
)


_LARGE = bilingual(
    "它展开后大得离谱：请在表格软件里删去数据右边和下面的空行空列，另存后再试",
    "it unpacks to far too much: delete the empty rows and columns behind the data and save it again",
)


def _reason(content: bytes) -> Text:
    """An XLSX with a password is an OLE file that holds a stream of this name."""
    return _LOCKED if "EncryptedPackage".encode("utf-16-le") in content else _BROKEN


def _sheet(file: str, name: str, rows: list[list[Any]], merged: list[Merged]) -> Sheet:
    while rows and not any(cell not in ("", None) for cell in rows[-1]):
        rows.pop()
    width = max((place for row in rows for place, cell in enumerate(row, 1) if cell not in ("", None)), default=0)
    grid = tuple(tuple(_cell(cell) for cell in row[:width]) for row in rows)
    areas = (Area(top, left, bottom, right) for (top, left), (bottom, right) in merged)
    return Sheet(file, name, grid, tuple(a for a in areas if a.top < len(grid) and a.left < width))


def _cell(cell: Any) -> Cell:
    """A cell as one of the few kinds there are. A day is a number there, so the second is rounded."""
    if isinstance(cell, datetime):
        return (cell + timedelta(milliseconds=500)).replace(microsecond=0)
    if isinstance(cell, timedelta):
        minutes, seconds = divmod(round(cell.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"  # as a spreadsheet shows it: 26:30:00
    if isinstance(cell, bool | str | date | time):
        return cell
    if isinstance(cell, int | float):
        return float(cell)
    return None if cell is None else str(cell)


def _with(sheet: Sheet, extras: Extras) -> Sheet:
    """The sheet with its formats, errors and what nobody sees, and the formulas that show nothing because no program
    ever computed them. A cell whose formula failed is empty."""

    def inside(row: int, column: int) -> bool:
        return row < len(sheet.rows) and column < sheet.width

    def empty(row: int, column: int) -> bool:
        return not inside(row, column) or sheet.rows[row][column] in ("", None)

    rows = list(sheet.rows)
    for row, column in extras.errors:
        if inside(row, column):
            rows[row] = (*rows[row][:column], None, *rows[row][column + 1 :])
    return replace(
        sheet,
        rows=tuple(rows),
        merged=sheet.merged or tuple(a for a in extras.merged if inside(a.top, a.left)),
        formats=extras.formats,
        uncomputed=tuple(place for place in extras.formulas if empty(*place) and place not in extras.errors),
        errors=extras.errors,
        hidden=frozenset(extras.hidden),
        hidden_rows=frozenset(extras.hidden_rows),
        filtered=frozenset(extras.filtered),
    )
