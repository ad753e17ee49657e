"""Joins: which outlines, of which dataset, a column of a table points at by code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from publish.admitted import Dataset
from publish.model import Package
from publish.tables import Reference, Table

_MOST = 4  # candidates for one dataset; what the rows hold decides among them


@dataclass(frozen=True, slots=True)
class Outlines:
    """A table of outlines whose rows are known by a code in ``key``."""

    table: Table
    key: str
    package: Package

    @property
    def key_parts(self) -> tuple[str, ...]:
        """Everything a map drawn on them depends on."""
        entry = self.package.entry
        said = (entry.crs, entry.map_approval) if entry else ("", "")
        return self.table.name, self.table.sha256, self.key, repr(self.package.title), *said


@dataclass(frozen=True, slots=True)
class Join:
    """``column`` of ``table`` (by SQL name) holds codes of the outlines. ``declared``: a foreign key says so."""

    table: str
    column: str
    outlines: Outlines
    declared: bool


def outlined(datasets: Iterable[Dataset]) -> tuple[Outlines, ...]:
    """The tables of outlines that others can be joined to: each row has a code of its own."""
    return tuple(
        Outlines(table, key, dataset.package)
        for dataset in datasets
        if dataset.shown
        for table in dataset.tables
        if table.geometry
        for key in keys(table)[:1]
    )


def joins(dataset: Dataset, known: Iterable[Outlines]) -> tuple[Join, ...]:
    """The outlines that a dataset may be drawn on, those that a key points at first."""
    found = [join for outlines in known for table in dataset.tables for join in _joined(table, outlines)]
    return tuple(sorted(found, key=lambda j: not j.declared)[:_MOST])


def keys(table: Table) -> list[str]:
    single = [key[0] for key in (table.primary_key, *table.unique_keys) if len(key) == 1]
    unique = [f.name for f in table.fields if f.constraints.get("unique")]
    return [key for key in dict.fromkeys([*single, *unique]) if key != table.geometry]


def _joined(table: Table, outlines: Outlines) -> Iterator[Join]:
    if table.geometry or table.name == outlines.table.name:
        return
    for field in table.fields:
        if _points(table, field.name, outlines):
            yield Join(table.name, field.name, outlines, True)
        elif field.name == outlines.key and field.type in ("string", "integer"):
            other = outlines.table.field(outlines.key)
            if other is not None and other.type == field.type:
                yield Join(table.name, field.name, outlines, False)


def _points(table: Table, column: str, outlines: Outlines) -> bool:
    """Does a key of one name the other, or do keys of both name the same third?"""
    mine, theirs = _targets(table, column), _targets(outlines.table, outlines.key)
    return (outlines.table.name, (outlines.key,)) in mine or (table.name, (column,)) in theirs or bool(mine & theirs)


def _targets(table: Table, column: str) -> set[tuple[str, tuple[str, ...]]]:
    keys: Iterable[Reference] = table.references
    return {(r.table, r.columns) for r in keys if r.fields == (column,)}
