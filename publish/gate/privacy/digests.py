"""Rows known by 64 bits of what they say, and grouped by them: eight bytes a row, however wide the table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from publish.model import Field
from publish.tables import Table

Digests = np.ndarray[tuple[int], np.dtype[np.uint64]]

_SHOWN = 3  # rows named in a message


@dataclass(frozen=True, slots=True)
class Grouping:
    """Rows by what they share: the group of each row (0-based), and how many rows each group has."""

    group: np.ndarray[tuple[int], np.dtype[np.int64]]
    sizes: np.ndarray[tuple[int], np.dtype[np.int64]]

    def rows_in(self, chosen: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> list[int]:
        """The first rows of the groups that are chosen."""
        return [int(n) for n in np.flatnonzero(chosen[self.group])[:_SHOWN]]


def digests(table: Table, fields: Sequence[Field]) -> Digests:
    """64 bits for what each row says in these columns; rows that say the same have the same. Eight bytes a row."""
    made = np.empty(table.rows, np.uint64)
    start, names = 0, [f.name for f in fields]
    for batch in table.blocks(names):
        frame = pl.from_arrow(batch)
        assert isinstance(frame, pl.DataFrame)
        made[start : start + batch.num_rows] = frame.select(names).hash_rows().to_numpy()
        start += batch.num_rows
    return made


def grouped(rows: Digests) -> Grouping:
    """Rows by what they say."""
    _, group, sizes = np.unique(rows, return_inverse=True, return_counts=True)
    return Grouping(group, sizes)
