"""Keys: primary, unique and foreign, checked on the finished Table in bounded memory.

Uniqueness is first asked of 64-bit digests of the keys (eight bytes a row), taken while the rows go by; only keys whose
digests meet are read again and compared themselves. Foreign keys are joined block by block against the distinct keys of
their target.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
import polars as pl
import pyarrow as pa

from publish.gate.schema.finding import KEPT, Findings, What
from publish.gate.schema.places import Places
from publish.model import Field, ForeignKey, Resource, Schema
from publish.tables import Table
from publish.types import type_of

# Why a described column may not be in the table; what was said already.
_LEFT_OUT = (What.MISSING_COLUMN, What.WRONG_COLUMN, What.BAD_FIELD, What.UNKNOWN_TYPE, What.UNCHECKED_PATTERN)

Hashes = np.ndarray[tuple[int], np.dtype[np.uint64]]


class Digests:
    """The digests of the keys of one table, block by block, and how many cells of each key column are empty."""

    def __init__(self, resource: Resource, fields: Iterable[Field]) -> None:
        names = [f.name for f in fields]
        self._parts: dict[tuple[str, ...], list[Hashes]] = {
            key: [] for key in keys_of(resource, fields) if {*names}.issuperset(key)
        }
        self._place = {name: names.index(name) for key in self._parts for name in key}
        self.empty: Counter[str] = Counter()

    def note(self, rows: pl.DataFrame) -> None:
        """The next rows of the table: its fields' columns, in order."""
        columns = {name: rows.to_series(place) for name, place in self._place.items()}
        self.empty.update({name: column.null_count() for name, column in columns.items()})
        for key, parts in self._parts.items():
            parts.append(pl.DataFrame([columns[name] for name in key]).hash_rows().to_numpy())

    def of(self, key: tuple[str, ...]) -> Hashes:
        """One digest a row."""
        return np.concatenate(self._parts[key]) if self._parts[key] else np.empty(0, np.uint64)


def keys_of(resource: Resource, fields: Iterable[Field]) -> tuple[tuple[str, ...], ...]:
    """The primary key first (it may be empty), then everything that must be unique."""
    schema = resource.schema or Schema(())
    singles = [(f.name,) for f in fields if f.constraints.get("unique") and (f.name,) != schema.primary_key]
    unique = dict.fromkeys(tuple(dict.fromkeys(k)) for k in (*singles, *schema.unique_keys) if k)
    return (tuple(dict.fromkeys(schema.primary_key)), *unique)


def check_keys(table: Table, resource: Resource, digests: Digests, findings: Findings, places: Places) -> None:
    """The primary key and the unique keys of one table."""
    schema = resource.schema
    if schema is None:
        return
    for index, key in enumerate((schema.primary_key, *schema.unique_keys)):
        pointer = "/schema/primaryKey" if index == 0 else "/schema/uniqueKeys"
        for name in key:
            absent = table.field(name) is None and not any(findings.counts[what] for what in _LEFT_OUT)
            if (schema.fields and schema.field(name) is None) or absent:
                findings.add(What.KEY_COLUMN, name=name, pointer=pointer)
    if table.primary_key:
        if any(digests.empty[name] for name in table.primary_key):
            _empty(table, findings, places)
        _twice(table, table.primary_key, What.KEY_TWICE, digests, findings, places)
    for key in table.unique_keys:
        _twice(table, key, What.UNIQUE, digests, findings, places)


def _empty(table: Table, findings: Findings, places: Places) -> None:
    start = 0
    for batch in table.blocks(table.primary_key):
        frame = _frame(batch)
        if any(series.null_count() for series in frame):
            for name in table.primary_key:
                for index in frame[name].is_null().arg_true().to_list():
                    _add(What.KEY_EMPTY, table, (name,), start + index, findings, places)
        start += batch.num_rows


def _twice(
    table: Table, key: tuple[str, ...], what: What, digests: Digests, findings: Findings, places: Places
) -> None:
    hashes = digests.of(key)
    ordered = np.sort(hashes)
    meeting = np.unique(ordered[1:][ordered[1:] == ordered[:-1]])
    del ordered
    if len(meeting):
        _compare(table, key, what, hashes, meeting, findings, places)


def _compare(
    table: Table,
    key: Sequence[str],
    what: What,
    digests: Hashes,
    meeting: Hashes,
    findings: Findings,
    places: Places,
) -> None:
    """Of the rows whose digests meet, those whose keys are the same as an earlier row's. Empty keys never are."""
    seen: dict[tuple[object, ...], int] = {}
    start = 0
    for batch in table.blocks(key):
        frame = _frame(batch).select(key)
        here = digests[start : start + batch.num_rows]
        for index in np.flatnonzero(np.isin(here, meeting)).tolist():
            row = frame.row(index)
            if any(cell is None for cell in row):
                continue
            first = seen.setdefault(row, start + index)
            if first != start + index:
                value = ", ".join(map(str, row))
                _add(what, table, tuple(key), start + index, findings, places, value, str(places.of(first).row))
            if len(seen) > 1_000_000 or findings.counts[what] > 10 * KEPT:
                return
        start += batch.num_rows


def _add(
    what: What,
    table: Table,
    key: tuple[str, ...],
    index: int,
    findings: Findings,
    places: Places,
    value: str = "",
    detail: str = "",
) -> None:
    place = places.of(index)
    if place.row in findings.bad_rows:
        return  # its cell was refused already
    column = place.column(next(n for n, f in enumerate(table.fields) if f.name == key[0])) + 1
    at = {"file": place.file, "sheet": place.sheet, "row": place.row, "column": column}
    findings.add(what, **at, name=key[0], value=value[:80], detail=detail, key=key)


def check_reference(
    table: Table, key: ForeignKey, target: Table, pointer: str, findings: Findings, places: Places
) -> bool:
    """Is every value of a foreign key among the rows of its target? What is not is in the findings."""
    absent = [n for n in key.fields if table.field(n) is None]
    beyond = [n for n in key.reference if target.field(n) is None]
    if len(key.fields) != len(key.reference) or len({*key.fields}) < len(key.fields) or not key.fields:
        return False  # said of the description
    if absent or beyond or len({*key.reference}) < len(key.reference):
        for name in absent or beyond:
            findings.add(What.KEY_COLUMN, name=name, pointer=pointer)
        return False
    ours, theirs = [_kind(table, n) for n in key.fields], [_kind(target, n) for n in key.reference]
    if not all(map(_comparable, ours, theirs)):
        findings.add(What.TARGET_TYPE, name=key.fields[0], value=target.resource, pointer=pointer)
        return False
    kinds = [a if a == b else pa.float64() for a, b in zip(ours, theirs, strict=True)]
    keys = [_columns(batch, key.reference, kinds).unique() for batch in target.blocks(key.reference)]
    there = pl.concat(keys).unique() if keys else None
    before = findings.counts[What.NO_TARGET_ROW]
    start = 0
    for batch in table.blocks(key.fields):
        said = _columns(batch, key.fields, kinds).with_row_index("row").drop_nulls()
        missing = said if there is None else said.join(there, how="anti", on=there.columns)
        for index, *cells in missing.sort("row").head(KEPT * 2).iter_rows():
            value = ", ".join(map(_written, cells))
            _add(What.NO_TARGET_ROW, table, key.fields, start + index, findings, places, value, target.name)
        findings.counts[What.NO_TARGET_ROW] += max(0, missing.height - KEPT * 2)
        start += batch.num_rows
    return findings.counts[What.NO_TARGET_ROW] == before


def _columns(batch: pa.RecordBatch, names: Sequence[str], kinds: Sequence[pa.DataType]) -> pl.DataFrame:
    """These columns as ``c0`` …, of these types: those of two tables are held against each other by place."""
    arrays = [batch.column(name).cast(kind, safe=False) for name, kind in zip(names, kinds, strict=True)]
    return _frame(pa.RecordBatch.from_arrays(arrays, names=[f"c{n}" for n in range(len(arrays))]))


def _written(cell: object) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _comparable(one: pa.DataType, other: pa.DataType) -> bool:
    """May a value of one type be the same as one of the other? A whole number may be a number."""
    return bool(one == other or {one, other} == {pa.int64(), pa.float64()})


def _kind(table: Table, name: str) -> pa.DataType:
    field = table.field(name)
    return type_of(field.type).arrow if field else pa.null()


def _frame(batch: object) -> pl.DataFrame:
    frame = pl.from_arrow(batch)
    assert isinstance(frame, pl.DataFrame)
    return frame
