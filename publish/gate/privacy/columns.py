"""Columns looked through for what is personal: how many cells hold it, of how many that look alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from publish.gate.entry.place import Place, at
from publish.gate.rule import Case
from publish.model import Field, Resource
from publish.tables import Table

_LOOKED_THROUGH = frozenset({"string", "integer", "any", "array", "object", "list"})
_TOGETHER = 32  # columns read at once: opening a table costs as much as it has columns
_REMEMBERED = 20_000  # different cells of a column


@dataclass(slots=True)
class Hits:
    """What was counted in one column. ``first`` is the row of the Table (from 0) of the first hit."""

    cells: int = 0  # that say anything
    alike: int = 0  # that hold something of the same look
    hits: int = 0
    first: int = -1


def counted(
    case: Case, look: str, holds: Callable[[str], bool], wanted: Callable[[Field], bool] = lambda _: True
) -> Iterator[tuple[Resource, Field, Hits]]:
    """Every column that may hold text or long numbers and is wanted, counted. ``look`` is a pattern of the linear-time
    engine that every hit matches; only cells that match it are asked one by one, each different one once."""
    for resource in case.package.resources:
        table = case.tables.get(resource.name)
        fields = [f for f in table.fields if f.type in _LOOKED_THROUGH and wanted(f)] if table else []
        for start in range(0, len(fields), _TOGETHER):
            some = fields[start : start + _TOGETHER]
            if table is not None:
                yield from ((resource, f, hits) for f, hits in zip(some, _count(table, some, look, holds), strict=True))


def _count(table: Table, fields: Sequence[Field], look: str, holds: Callable[[str], bool]) -> list[Hits]:
    """The hits of each of these columns, in one reading."""
    counts = [Hits() for _ in fields]
    known: list[dict[str, bool]] = [{} for _ in fields]
    start = 0
    for batch in table.blocks([f.name for f in fields]):
        for column, hits, seen in zip(batch.columns, counts, known, strict=True):
            _add(pl.Series(column).cast(pl.String), start, look, holds, hits, seen)
        start += batch.num_rows
    return counts


def _add(
    series: pl.Series, start: int, look: str, holds: Callable[[str], bool], hits: Hits, known: dict[str, bool]
) -> None:
    hits.cells += len(series) - series.null_count()
    found = series.str.contains(look).fill_null(False)
    for index in found.arg_true().to_list():
        text = series[index]
        hits.alike += 1
        if len(known) > _REMEMBERED:
            known.clear()
        if text not in known:
            known[text] = holds(text)
        if known[text]:
            hits.hits += 1
            hits.first = start + index if hits.first < 0 else hits.first


def column_place(case: Case, resource: Resource, field: Field) -> Place:
    """The place of a whole column: its file and name."""
    place = at(case.package, "")
    file = resource.files[0].path if resource.files else place["file"]
    return {"package": case.package.name, "file": file, "row": None, "field": field.name}
