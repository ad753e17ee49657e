"""What became of a package between two states of it: the summary a reviewer reads before saying yes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from publish.model.package import Package
from publish.model.table import Json
from publish.model.text import Value


class Turn(StrEnum):
    """What happened to a package, a resource or a row."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Earlier:
    """The state a catalogue is held against.

    ``touched`` are the folders of now that may differ from then (None: any may). ``whole``: it holds all that there
    was, so what is missing in it is new and what is only in it is gone. ``unreadable`` are the names of folders that
    were there without a readable description.
    """

    label: str  # as it is called in a report: the ref, or the name of the file
    packages: tuple[Package, ...] = ()
    touched: frozenset[Path] | None = None
    whole: bool = True
    unreadable: frozenset[str] = frozenset()
    everything: bool = False  # the record of the portal or a register differs: every package is judged anew


@dataclass(frozen=True, slots=True)
class Cell(Value):
    """One cell of a row, before and after, as CSV writes it and cut short."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Difference(Value):
    """One row that was added, removed or changed. ``key`` tells which: its key, or its first columns without one; of
    one that was added or removed also a column or two beside its key."""

    turn: Turn
    key: tuple[tuple[str, str], ...]
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class ResourceChange(Value):
    """What became of one resource. Counts are rows; None: it is no table, or its rows could not be compared."""

    resource: str
    turn: Turn
    rows_before: int | None = None
    rows_after: int | None = None
    added: int | None = None
    removed: int | None = None
    changed: int | None = None
    key: tuple[str, ...] = ()  # the columns rows were matched by; () matches whole rows
    fields_added: tuple[str, ...] = ()
    fields_removed: tuple[str, ...] = ()
    sample: tuple[Difference, ...] = ()
    compared: bool = True  # False: rows or bytes of then are not at hand
    resaved: bool = False  # other bytes, the same rows


@dataclass(frozen=True, slots=True)
class Comparison(Value):
    """What became of one package. ``before`` is its earlier name, "" when it is new; a deleted one has no version
    after. ``hidden``: values are kept out of the sample, because the package is not open or looks personal."""

    package: str
    turn: Turn
    before: str = ""
    version_before: str = ""
    version_after: str = ""
    resources: tuple[ResourceChange, ...] = ()
    hidden: bool = False

    @property
    def differs(self) -> bool:
        """Is there more to it than its description?"""
        same = (self.package, self.version_after) == (self.before, self.version_before)
        alike = all(r.turn is Turn.SAME and r.compared and not r.resaved for r in self.resources)
        return self.turn is not Turn.CHANGED or not same or not alike


# --- as JSON holds them ---------------------------------------------------------------------------------------------


def to_record(one: Comparison) -> dict[str, Json]:
    """A comparison as JSON holds it, every key there."""
    return {
        "package": one.package,
        "change": one.turn.value,
        "before": one.before or None,
        "version_before": one.version_before or None,
        "version_after": one.version_after or None,
        "hidden": one.hidden,
        "resources": [resource_record(r) for r in one.resources],
    }


def resource_record(one: ResourceChange) -> dict[str, Json]:
    """What became of a resource as JSON holds it."""
    return {
        "resource": one.resource,
        "change": one.turn.value,
        "rows_before": one.rows_before,
        "rows_after": one.rows_after,
        "rows": {"added": one.added, "changed": one.changed, "removed": one.removed},
        "key": list(one.key),
        "fields_added": list(one.fields_added),
        "fields_removed": list(one.fields_removed),
        "compared": one.compared,
        "resaved": one.resaved,
        "sample": [_difference_record(d) for d in one.sample],
    }


def _difference_record(one: Difference) -> dict[str, Json]:
    cells = [{"field": c.field, "before": c.before, "after": c.after} for c in one.cells]
    return {"change": one.turn.value, "key": [list(pair) for pair in one.key], "cells": cells}


def from_record(record: Mapping[str, Json]) -> Comparison:
    """The comparison of a record."""
    return Comparison(
        package=record["package"],
        turn=Turn(record["change"]),
        before=record["before"] or "",
        version_before=record["version_before"] or "",
        version_after=record["version_after"] or "",
        resources=tuple(resource_from(r) for r in record["resources"]),
        hidden=record["hidden"],
    )


def resource_from(record: Mapping[str, Json]) -> ResourceChange:
    """What became of a resource, of its record."""
    return ResourceChange(
        resource=record["resource"],
        turn=Turn(record["change"]),
        rows_before=record["rows_before"],
        rows_after=record["rows_after"],
        **record["rows"],
        key=tuple(record["key"]),
        fields_added=tuple(record["fields_added"]),
        fields_removed=tuple(record["fields_removed"]),
        sample=tuple(_difference(d) for d in record["sample"]),
        compared=record["compared"],
        resaved=record["resaved"],
    )


def _difference(record: Mapping[str, Json]) -> Difference:
    cells = tuple(Cell(c["field"], c["before"], c["after"]) for c in record["cells"])
    return Difference(Turn(record["change"]), tuple((name, value) for name, value in record["key"]), cells)
