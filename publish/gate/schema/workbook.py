"""Workbooks: XLSX, XLS, ODS. One sheet is a table; what stands above its header rows is left alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from publish.gate.files.spread import MOST, spread
from publish.gate.schema.blocks import BLOCK, Block, NativeBlock
from publish.gate.schema.delimited import Unreadable, joined
from publish.gate.schema.dialect import Dialect
from publish.gate.schema.error_values import Cell, error_values
from publish.gate.schema.finding import KEPT, Findings, What
from publish.gate.schema.opened import Bomb, NotPacked, honest_archive
from publish.model import SourceFile
from publish.workbook import Area, Unopened
from publish.workbook import Workbook as Opened


class Workbook:
    """One sheet of a workbook. Raises Unreadable."""

    def __init__(self, file: SourceFile, form: str, dialect: Dialect, findings: Findings, most: int) -> None:
        self._dialect = dialect
        self._findings = findings
        self.header_row = max(dialect.header_rows, default=1)
        self._data = max(dialect.header_rows, default=0)  # the rows above those with data
        self._rows = self._open(file, form, most)
        xlsx = form == "xlsx"
        self._errors: Mapping[Cell, str] = error_values(file.location, findings.sheet, 10 * KEPT) if xlsx else {}
        if not dialect.header_rows:
            self.header: list[str] | None = None
            self.width = max((len(r) for r in self._rows[:1]), default=0)
            return
        above = self._blank_above()
        findings.add_rows(What.BLANK_ROW, range(1, above + 1))
        self._data = self.header_row = self.header_row + above
        if self.header_row > len(self._rows) > 0 and dialect.header_rows != (1,):
            findings.add(What.DIALECT, value="headerRows", pointer="/dialect/headerRows")
            raise Unreadable
        rows = [self._rows[n + above - 1] for n in dialect.header_rows if n + above <= len(self._rows)]
        header = joined([[_label(c) for c in r] for r in rows], dialect.header_join)
        while header and not header[-1].strip() and not self._below(len(header) - 1):
            header.pop()
        if not header:
            findings.add(What.EMPTY)
            raise Unreadable
        self.header, self.width = header, len(header)

    def _open(self, file: SourceFile, form: str, most: int) -> list[list[Any]]:
        try:
            if form != "xls":
                honest_archive(file, most)
                if form == "xlsx" and spread(file.location, self._dialect.sheet) > MOST:
                    raise Bomb
            with Opened(file.location) as book:
                number = self._sheet(book)
                self._findings.sheet = book.sheets[number].name
                rows, merged = book.read(number)
                if self._dialect.fill_merged:
                    _fill(rows, merged)
                return rows
        except Bomb:
            self._findings.add(What.BOMB)
        except NotPacked as error:
            self._findings.add(What.NOT_ITS_FORMAT, value=form, detail=type(error).__name__)
        except Unopened as error:
            what = What.BOMB if error.why == "large" else What.NOT_ITS_FORMAT
            self._findings.add(what, value=form, detail=error.detail)
        raise Unreadable

    def _sheet(self, book: Opened) -> int:
        wanted = self._dialect.sheet
        names = [sheet.name for sheet in book.sheets]
        if isinstance(wanted, int) and 1 <= wanted <= len(names):
            return wanted - 1
        if wanted in names:
            return names.index(str(wanted))
        self._findings.add(What.NO_SHEET, value=str(wanted), detail="、".join(names[:20]))
        raise Unreadable

    def _blank_above(self) -> int:
        """The rows that say nothing above the header, where nobody said in which row it stands."""
        if self._dialect.header_rows != (1,):
            return 0
        said = (n for n, row in enumerate(self._rows) if any(c not in ("", None) for c in row))
        return next(said, 0)

    def _below(self, column: int) -> bool:
        """Does anything stand in this column under the header?"""
        return any(len(row) > column and row[column] not in ("", None) for row in self._rows[self._data :])

    def blocks(self) -> Iterator[Block]:
        """The rows under the header, without the empty ones at the end."""
        start = self._data
        end = len(self._rows)
        while end > start and all(c in ("", None) for c in self._rows[end - 1]):
            end -= 1
        for at in range(start, end, BLOCK):
            numbers = [n for n in range(at + 1, min(at + BLOCK, end) + 1) if n not in self._dialect.comment_rows]
            yield NativeBlock([self._row_of(self._rows[n - 1], n) for n in numbers], numbers)

    def _row_of(self, cells: list[Any], row: int) -> list[Any]:
        beyond = [c for c in cells[self.width :] if c not in ("", None)]
        if beyond:
            self._findings.add(What.LONG_ROW, row=row, value=str(self.width + len(beyond)), detail=str(self.width))
        made = [_value(c) for c in cells[: self.width]]
        for column in range(1, self.width + 1) if self._errors else ():
            if error := self._errors.get((row, column)):
                name = self.header[column - 1] if self.header else ""
                self._findings.add(What.ERROR_VALUE, row=row, column=column, name=name, value=error)
        return made + [None] * (self.width - len(made))


def _fill(rows: list[list[Any]], ranges: list[Area]) -> None:
    for (top, left), (bottom, right) in ranges:
        for row in rows[top : bottom + 1]:
            row[left : right + 1] = [rows[top][left]] * len(row[left : right + 1])


def _label(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)


def _value(cell: Any) -> Any:
    """Numbers that are whole are integers; a duration is the text a person would write."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 2**63:
        return int(cell)
    if isinstance(cell, timedelta):
        return str(cell)
    if isinstance(cell, datetime):
        return (cell + timedelta(milliseconds=500)).replace(microsecond=0)  # a day is a number there: noise behind it
    return None if cell == "" else cell
