"""Two Tables of one resource -> which rows were added, removed, changed, and a sample of them.

Rows are matched by the primary key; without one, whole rows are counted as they occur, so a row that was changed is
one removed and one added. Each row is known by 64-bit hashes of its typed values, read block by block: five million
rows on both sides take some 400 MB, whatever their columns; two different rows of one hash are met about once in
400,000 such comparisons.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from publish.model import Cell, Difference, Turn
from publish.tables import BLOCK, Table
from publish.types import to_text

SHOWN = {Turn.CHANGED: 10, Turn.ADDED: 5, Turn.REMOVED: 5}  # rows of a sample
CELLS = 8  # of one changed row
WIDE = 60  # characters of a cell
FIRST = 3  # columns that tell a row without a key, or one that is new or gone

Hashes = NDArray[np.uint64]
Places = NDArray[np.int64]  # of rows in a table, from 0


@dataclass(frozen=True, slots=True)
class Compared:
    """How many rows differ, and some of them."""

    added: int
    removed: int
    changed: int
    key: tuple[str, ...] = ()
    sample: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class _Met:
    """The rows that differ: ``changed`` at a place before and one after."""

    added: Places
    removed: Places
    changed: tuple[Places, Places]
    counts: tuple[int, int]  # added, removed


def compare_rows(before: Table, after: Table, *, sampled: bool) -> Compared:
    """The rows of two tables in the columns they share. With ``sampled`` some are shown, in the order of the rows."""
    if before.sha256 == after.sha256:
        return Compared(0, 0, 0, after.primary_key)
    shared = _shared(before, after)
    key = _key(before, after, shared)
    if not shared:
        return Compared(after.rows, before.rows, 0)
    rest = [name for name in shared if name not in key]
    met = (
        _by_key(_hashes(before, key, rest), _hashes(after, key, rest))
        if key
        else _by_row(_hashes(before, shared, [])[0], _hashes(after, shared, [])[0])
    )
    added, removed = met.counts
    sample = _sample(before, after, shared, key, met) if sampled else ()
    return Compared(added, removed, len(met.changed[0]), key, sample)


def _shared(before: Table, after: Table) -> list[str]:
    """The columns of both that hold values of one type."""
    then = {f.name: f.type for f in _schema(before)}
    return [f.name for f in _schema(after) if f.name in then and then[f.name] == f.type]


def _schema(table: Table) -> pa.Schema:
    return pq.read_schema(table.path)


def _key(before: Table, after: Table, shared: Sequence[str]) -> tuple[str, ...]:
    key = after.primary_key
    return key if set(key) == set(before.primary_key) and set(key) <= set(shared) else ()


def _hashes(table: Table, key: Sequence[str], rest: Sequence[str]) -> tuple[Hashes, Hashes]:
    """For each row: one hash of its key, and one of its other columns."""
    keys, others = [np.empty(0, np.uint64)], [np.empty(0, np.uint64)]
    for batch in table.blocks([*key, *rest]):
        frame = pl.DataFrame(pa.Table.from_batches([batch]))
        keys.append(frame.select(key).hash_rows(1).to_numpy())
        if rest:
            others.append(frame.select(rest).hash_rows(2).to_numpy())
    return np.concatenate(keys), np.concatenate(others)


def _by_key(before: tuple[Hashes, Hashes], after: tuple[Hashes, Hashes]) -> _Met:
    _, then, now = np.intersect1d(before[0], after[0], assume_unique=True, return_indices=True)
    removed, added = np.ones(len(before[0]), bool), np.ones(len(after[0]), bool)
    removed[then], added[now] = False, False
    moved = before[1][then] != after[1][now] if len(before[1]) and len(after[1]) else np.zeros(len(then), bool)
    then, now = then[moved], now[moved]
    order = np.argsort(now)
    gone, come = np.flatnonzero(removed), np.flatnonzero(added)
    return _Met(come, gone, (then[order], now[order]), (len(come), len(gone)))


def _by_row(before: Hashes, after: Hashes) -> _Met:
    """A row counts as often as it occurs. Places: the first few rows that occur more often than on the other side."""
    then, often_then = np.unique(before, return_counts=True)
    now, often_now = np.unique(after, return_counts=True)
    _, in_then, in_now = np.intersect1d(then, now, assume_unique=True, return_indices=True)
    both = np.minimum(often_then[in_then], often_now[in_now])
    often_then[in_then] -= both
    often_now[in_now] -= both
    come, gone = _first(after, now[often_now > 0]), _first(before, then[often_then > 0])
    none = np.empty(0, np.int64)
    return _Met(come, gone, (none, none), (int(often_now.sum()), int(often_then.sum())))


def _first(rows: Hashes, wanted: Hashes) -> Places:
    """The first places of the first few different rows among these."""
    found: dict[int, int] = {}
    for start in range(0, len(rows) if len(wanted) else 0, BLOCK):
        block = rows[start : start + BLOCK]
        for place in np.flatnonzero(np.isin(block, wanted)):
            found.setdefault(int(block[place]), start + int(place))
            if len(found) >= SHOWN[Turn.ADDED]:
                return np.array(list(found.values()), np.int64)
    return np.array(list(found.values()), np.int64)


# --- a sample -------------------------------------------------------------------------------------------------------


def _sample(before: Table, after: Table, shared: list[str], key: tuple[str, ...], met: _Met) -> tuple[Difference, ...]:
    told = key or tuple(shared[:FIRST])
    then, now = (places[: SHOWN[Turn.CHANGED]] for places in met.changed)
    differences = [
        Difference(Turn.CHANGED, _told(new, told), _cells(old, new, shared))
        for old, new in zip(_rows(before, then, shared), _rows(after, now, shared), strict=True)
    ]
    told = (*key, *[name for name in shared if name not in key][: max(0, FIRST - len(key))])
    for turn, table, places in ((Turn.ADDED, after, met.added), (Turn.REMOVED, before, met.removed)):
        some = _rows(table, places[: SHOWN[turn]], list(told))
        differences += [Difference(turn, _told(row, told)) for row in some]
    return tuple(differences)


def _rows(table: Table, places: Iterable[int], columns: list[str]) -> list[dict[str, object]]:
    """These rows, in the order asked for; only the row groups that hold them are read."""
    found: dict[int, dict[str, object]] = {}
    wanted = [int(p) for p in places]
    with pq.ParquetFile(table.path) as file:
        start = 0
        for group in range(file.num_row_groups):
            rows = file.metadata.row_group(group).num_rows
            here = [p for p in wanted if start <= p < start + rows]
            if here:
                block = file.read_row_group(group, columns=columns, use_threads=False)
                found |= {p: block.slice(p - start, 1).to_pylist()[0] for p in here}
            start += rows
    return [found[p] for p in wanted]


def _told(row: dict[str, object], names: Sequence[str]) -> tuple[tuple[str, str], ...]:
    return tuple((name, _short(row[name])) for name in names)


def _cells(old: dict[str, object], new: dict[str, object], shared: Sequence[str]) -> tuple[Cell, ...]:
    differ = [name for name in shared if old[name] != new[name]]
    return tuple(Cell(name, _short(old[name]), _short(new[name])) for name in differ[:CELLS])


def _short(value: object) -> str:
    text = "".join(c if c.isprintable() else " " for c in to_text(value))
    return text if len(text) <= WIDE else f"{text[: WIDE - 1]}…"
