"""Columns looked through for what is personal: how many cells hold it, of how many that look alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import polars as pl

from publish.gate.entry.place import Place, at
from publish.gate.rule import Case
from publish.model import Field, Resource
from publish.tables import Table

_LOOKED_THROUGH = frozenset({"string", "integer", "any", "array", "object", "list"})


@dataclass(frozen=True, slots=True)
class Hits:
    """What was counted in one column. ``first`` is the row of the Table (from 0) of the first hit."""

    cells: int = 0  # that say anything
    alike: int = 0  # that hold something of the same look
    hits: int = 0
    first: int = -1


def columns(case: Case) -> Iterator[tuple[Resource, Table, Field]]:
    """The columns that may hold text or long numbers."""
    for resource in case.package.resources:
        table = case.tables.get(resource.name)
        for field in table.fields if table else ():
            if field.type in _LOOKED_THROUGH and table is not None:
                yield resource, table, field


def count(table: Table, field: Field, look: str, holds: Callable[[str], bool]) -> Hits:
    """Count the cells of a column. ``look`` is a pattern of the linear-time engine that every hit matches; only cells
    that match it are asked one by one, each different one once."""
    cells = alike = hits = 0
    first = -1
    start = 0
    known: dict[str, bool] = {}
    for batch in table.blocks([field.name]):
        series = pl.Series(batch.column(0)).cast(pl.String)
        cells += len(series) - series.null_count()
        found = series.str.contains(look).fill_null(False)
        for index in found.arg_true().to_list():
            text = series[index]
            alike += 1
            if len(known) > 100_000:
                known.clear()
            if text not in known:
                known[text] = holds(text)
            if known[text]:
                hits += 1
                first = start + index if first < 0 else first
        start += len(series)
    return Hits(cells, alike, hits, first)


def column_place(case: Case, resource: Resource, field: Field) -> Place:
    """The place of a whole column: its file and name."""
    place = at(case.package, "")
    file = resource.files[0].path if resource.files else place["file"]
    return {"package": case.package.name, "file": file, "row": None, "field": field.name}
