"""Cells into typed columns: proved where they can be, judged where not.

Only distinct unproved cells are judged, once each, so a column that needs the judge costs as much as it has different
values.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import polars as pl
import pyarrow as pa

from publish.gate.schema.blocks import TextBlock
from publish.gate.schema.characters import odd
from publish.gate.schema.finding import Findings, What
from publish.gate.schema.judge import Judge
from publish.gate.schema.proof import Plan, plan
from publish.model import Field
from publish.types import type_of

_POLARS: dict[pa.DataType, pl.DataType] = {
    pa.string(): pl.String(),
    pa.int64(): pl.Int64(),
    pa.float64(): pl.Float64(),
    pa.bool_(): pl.Boolean(),
    pa.date32(): pl.Date(),
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column to read: where it stands (from 0), the field it is, its judge."""

    place: int
    field: Field
    judge: Judge

    @property
    def key(self) -> str:
        """Its name while it is read: that of a file may be empty, or stand there twice."""
        return f"c{self.place}"

    @property
    def typed(self) -> str:
        """The name of its values."""
        return f"v{self.place}"


class Columns:
    """Reads blocks of one file. Blank rows are reported and dropped; what is given is the rest, and the numbers of its
    rows (none when they follow one another from the first)."""

    def __init__(self, columns: Sequence[Column], findings: Findings) -> None:
        self.columns = tuple(columns)
        self.findings = findings
        self.schema = pa.schema([pa.field(c.field.name, type_of(c.field.type).arrow) for c in columns])
        self._plans: dict[int, Plan | None] = {c.place: plan(c.judge, c.key, c.typed) for c in columns}

    def text(self, block: TextBlock) -> tuple[pl.DataFrame, Sequence[int]]:
        """A block of text cells."""
        block = self._without_blank(block)
        frame, first, numbers = block.frame, block.first, block.numbers
        planned = self._planned(block)
        values = frame.select(p.value.alias(c.typed) for c, p in planned)
        proved = frame.hstack(values.get_columns()).select(p.holds.alias(c.key) for c, p in planned)
        typed: list[pl.Series] = []
        for column in self.columns:
            if self._plans[column.place] is None:
                typed.append(self._judged(column, frame[column.key], None, None, first, numbers))
                continue
            value, holds = values[column.typed], proved[column.key]
            if not holds.all():
                value = self._judged(column, frame[column.key], value, ~holds, first, numbers)
            typed.append(value)
        return _side_by_side(typed), numbers

    def _planned(self, block: TextBlock) -> list[tuple[Column, Plan]]:
        """The columns that have a plan, each with the one for this block: most have no missing cell, and cost less."""
        planned = [(c, p) for c in self.columns if (p := self._plans[c.place]) is not None]
        asked = [(c, p) for c, p in planned if not _all_say_something(c, block)]
        some = block.frame.select(p.missing.any().alias(c.key) for c, p in asked)
        return [(c, p.or_missing() if c.key in some.columns and some[c.key][0] else p) for c, p in planned]

    def native(self, rows: Sequence[Sequence[Any]], numbers: Sequence[int]) -> tuple[pl.DataFrame, Sequence[int]]:
        """A block of rows as a workbook or JSON holds them: numbers, dates, text, lists."""
        kept = []
        for number, row in zip(numbers, rows, strict=True):
            if all(_says_nothing(row[c.place], c.judge) for c in self.columns):
                if number not in self.findings.bad_rows:  # its one cell was refused before
                    self.findings.add(What.BLANK_ROW, row=number)
            else:
                kept.append((number, row))
        typed = [self._one_by_one(c, [(n, row[c.place]) for n, row in kept]) for c in self.columns]
        return _side_by_side(typed), numbers if len(kept) == len(rows) else [number for number, _ in kept]

    def _judged(
        self,
        column: Column,
        cells: pl.Series,
        value: pl.Series | None,
        doubtful: pl.Series | None,
        first: int,
        numbers: Sequence[int],
    ) -> pl.Series:
        """The column with its doubtful cells (or all of them) judged."""
        where = range(len(cells)) if doubtful is None else doubtful.arg_true().to_list()
        texts = cells.to_list() if doubtful is None else cells.filter(doubtful).to_list()
        verdicts = column.judge.cells(texts)
        for index, text, judged in zip(where, texts, verdicts, strict=True):
            if judged.what is not None:
                self._found(column, judged.what, numbers[index] if numbers else first + index, text, judged.detail)
        values = [judged.value for judged in verdicts]
        dtype = _POLARS[type_of(column.field.type).arrow]
        made = pl.Series(values, dtype=dtype, strict=True)
        if value is None:
            return made
        return value.scatter(where, made)

    def _one_by_one(self, column: Column, cells: Sequence[tuple[int, Any]]) -> pl.Series:
        verdicts = column.judge.cells([cell for _, cell in cells])
        for (number, cell), judged in zip(cells, verdicts, strict=True):
            if isinstance(cell, str) and "\0" in cell:
                self.findings.add(What.NUL, row=number, column=column.place + 1, name=column.field.name)
            if isinstance(cell, str) and not (cell.isascii() and cell.isprintable() and "?" not in cell):
                for what, detail in odd(cell):
                    self._found(column, what, number, cell[:40], detail)
            if judged.what is not None:
                self._found(column, judged.what, number, cell, judged.detail)
        return pl.Series([j.value for j in verdicts], dtype=_POLARS[type_of(column.field.type).arrow], strict=True)

    def _found(self, column: Column, what: What, row: int, cell: Any, detail: str) -> None:
        self.findings.add(
            what,
            row=row,
            column=column.place + 1,
            name=column.field.name,
            value=_shown(cell)[:200],
            detail=detail,
        )

    def _without_blank(self, block: TextBlock) -> TextBlock:
        """The block without the rows that say nothing in any column; each is reported."""
        frame = block.frame
        if any(_all_say_something(c, block) for c in self.columns):
            return block
        missing = [_missing(c) for c in self.columns]
        if not missing or not frame.select(missing[0].any()).item():
            return block
        blank = frame.select(pl.all_horizontal(missing)).to_series()
        if not blank.any():
            return block
        number = list(block.numbers) if block.numbers else list(range(block.first, block.first + frame.height))
        self.findings.add_rows(What.BLANK_ROW, [number[i] for i in blank.arg_true().to_list()])
        left = [n for n, empty in zip(number, blank.to_list(), strict=True) if not empty]
        return replace(block, frame=frame.filter(~blank), numbers=left)


def _all_say_something(column: Column, block: TextBlock) -> bool:
    """Is every cell known to be longer than anything that says nothing?"""
    marks = ("", *column.judge.missing)
    return bool(block.shortest) and block.shortest[column.place] > max(len(mark.encode()) for mark in marks)


def _side_by_side(columns: Sequence[pl.Series]) -> pl.DataFrame:
    """The columns named by their place."""
    return pl.DataFrame([series.alias(str(place)) for place, series in enumerate(columns)])


def _shown(cell: Any) -> str:
    """A cell as a person would have written it."""
    if isinstance(cell, list | dict):
        return json.dumps(cell, ensure_ascii=False, default=str)
    return "" if cell is None else str(cell)


def _says_nothing(cell: Any, judge: Judge) -> bool:
    return cell is None or (isinstance(cell, str) and (cell == "" or cell in judge.missing))


def _missing(column: Column) -> pl.Expr:
    cell = pl.col(column.key)
    marks = [mark for mark in column.judge.missing if mark]
    empty = cell.is_null() | (cell == "")
    return empty | cell.is_in(marks) if marks else empty
