"""The statistics of one table, streamed block by block: memory holds one block and at most DISTINCT values a column.

Nothing here depends on the number of cores or on the kind of processor: whole numbers are summed exactly, others with
``math.fsum``, which rounds once.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from publish.figures import FieldFigures, TableFigures
from publish.model import Field, Json
from publish.tables import BLOCK, Table
from publish.types import to_json

DISTINCT = 10_000  # values that are counted exactly; a column with more says None
FEW = 60  # a column with so many values or fewer lists the commonest
TOP = 20  # of which these are listed
BINS = 20

_NUMERIC = frozenset({"integer", "number", "year", "date"})
_ORDERED = _NUMERIC | {"datetime", "yearmonth"}  # ISO text sorts as time does


def statistics(table: Table) -> TableFigures:
    """Counts every column; a second pass over the numbers and dates fills their bins."""
    counts = [_Column(f) for f in table.fields]
    only = list(table.blocks()) if table.rows <= BLOCK else None  # a table of one block is read once
    for block in only or table.blocks():
        for column, values in zip(counts, block.columns, strict=True):
            column.see(values)
    ranged = [c for c in counts if c.ranged]
    if ranged:
        names = [c.field.name for c in ranged]
        for block in only or table.blocks(names):
            for column in ranged:
                column.place(block.column(column.field.name))
    return TableFigures(table.rows, {c.field.name: c.figures(table.rows) for c in counts})


class _Column:
    """What has been counted of one column so far."""

    def __init__(self, field: Field) -> None:
        self.field = field
        self.missing = 0
        self.seen: Counter[Json] | None = Counter()  # None: more than DISTINCT
        self.smallest: Any = None
        self.largest: Any = None
        self.whole = 0  # the exact sum of whole numbers
        self.sums: list[float] = []  # of other numbers, one a block
        self.bins = [0] * BINS

    def see(self, values: pa.Array) -> None:
        """Count a block."""
        self.missing += values.null_count
        if self.seen is not None:
            self._tally(values)
        if self.field.type in _ORDERED and values.null_count < len(values):
            ends = pc.min_max(values).as_py()
            self.smallest = ends["min"] if self.smallest is None else min(self.smallest, ends["min"])
            self.largest = ends["max"] if self.largest is None else max(self.largest, ends["max"])
        if pa.types.is_integer(values.type):
            self.whole += _exact_sum(values)
        elif pa.types.is_floating(values.type):
            self.sums.append(_sum(values.drop_null().to_pylist()))

    def _tally(self, values: pa.Array) -> None:
        counted = pc.value_counts(values.drop_null())
        if self.seen is None or len(counted) > DISTINCT:
            self.seen = None
            return
        found = zip(counted.field("values").to_pylist(), counted.field("counts").to_pylist(), strict=True)
        for value, count in found:
            self.seen[to_json(value)] += count
        if len(self.seen) > DISTINCT:
            self.seen = None

    @property
    def ranged(self) -> bool:
        """Is there a span to divide into bins?"""
        return self.field.type in _NUMERIC and self.smallest is not None and self.smallest < self.largest

    def place(self, values: pa.Array) -> None:
        """Put a block's values into the bins."""
        low, high = _position(self.smallest), _position(self.largest)
        numbers = values.drop_null()
        numbers = numbers.cast(pa.int32()) if pa.types.is_date(numbers.type) else numbers
        # Halves, so that the span of two numbers near the ends of Float64 is not infinite.
        halves = pc.divide(numbers.cast(pa.float64(), safe=False), 2.0)
        parts = pc.divide(pc.subtract(halves, low / 2), high / 2 - low / 2)
        counted = pc.value_counts(pc.floor(pc.multiply(parts, float(BINS))))
        found = zip(counted.field("values").to_pylist(), counted.field("counts").to_pylist(), strict=True)
        for place, count in found:
            self.bins[min(max(int(place), 0), BINS - 1)] += count

    def figures(self, rows: int) -> FieldFigures:
        """The field's figures, of a table with so many rows."""
        filled = rows - self.missing
        few = self.seen is not None and 0 < len(self.seen) <= FEW
        return FieldFigures(
            name=self.field.name,
            missing=self.missing,
            distinct=None if self.seen is None else len(self.seen),
            smallest=to_json(self.smallest),
            largest=to_json(self.largest),
            mean=self._mean(filled),
            bins=tuple(self.bins) if self.ranged else (),
            top=_commonest(self.seen) if few and self.seen is not None else (),
        )

    def _mean(self, filled: int) -> float | None:
        if not filled or self.field.type not in ("integer", "number"):
            return None
        mean = self.whole / filled if self.field.type == "integer" else _sum(self.sums) / filled
        return mean if math.isfinite(mean) else None


def _sum(numbers: Iterable[float]) -> float:
    """Rounded once; infinite when Float64 cannot hold it."""
    try:
        return math.fsum(numbers)
    except OverflowError:
        return math.inf


def _exact_sum(values: pa.Array) -> int:
    """A sum of 64-bit integers that cannot overflow: high and low halves apart."""
    high, low = pc.shift_right(values, 32), pc.bit_wise_and(values, 0xFFFF_FFFF)
    return ((pc.sum(high).as_py() or 0) << 32) + (pc.sum(low).as_py() or 0)


def _position(value: Any) -> float:
    """A number, or a day as the days since 1970."""
    return float((value - date(1970, 1, 1)) // timedelta(days=1)) if isinstance(value, date) else float(value)


def _commonest(seen: Counter[Json]) -> tuple[tuple[Json, int], ...]:
    """Most frequent first; equally frequent ones by value, so that the order never depends on the rows'."""
    return tuple(sorted(seen.items(), key=lambda pair: (-pair[1], str(pair[0])))[:TOP])
