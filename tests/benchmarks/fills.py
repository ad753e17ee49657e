"""Fill: how a column of a made city gets its values, a whole column at a time.

The same generator state makes the same values on any machine with the same polars.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from random import Random

import polars as pl
import pyarrow as pa

# Every date of a city lies before it, those of the registers it takes over too: build as of this day or a later one.
CITY_DAY = date(2026, 12, 31)

Fill = Callable[[Random, int, int], pl.Series]  # (random, rows, year) -> the values of a column


def draw(random: Random, rows: int) -> pl.Series:
    """``rows`` unsigned 64-bit numbers. The generator is Python's own, whose bytes no release of polars changes."""
    buffer = pa.py_buffer(random.randbytes(8 * rows))
    return pl.Series(pa.Array.from_buffers(pa.uint64(), rows, [None, buffer]))


def whole(low: int, high: int) -> Fill:
    """Whole numbers from low to high, both included."""
    return lambda random, rows, _: (draw(random, rows) % (high - low + 1)).cast(pl.Int64) + low


def decimal(low: float, high: float, places: int) -> Fill:
    """Numbers with at most so many decimal places."""
    unit = 10**places
    steps = whole(round(low * unit), round(high * unit))
    # Divided by a column: polars would multiply by the inverse of a single number, and 1.1 become 1.1000000000000001.
    return lambda random, rows, year: steps(random, rows, year) / pl.repeat(unit, rows, eager=True)


def pick(words: Sequence[str]) -> Fill:
    """Words, the first of them more often than the last."""
    choice = pl.Series(words)

    def fill(random: Random, rows: int, _: int) -> pl.Series:
        n = len(words)
        return choice.gather((draw(random, rows) % n) * (draw(random, rows) % n + 1) // n)

    return fill


def keys(random: Random, rows: int, _: int) -> pl.Series:
    """K0000001, K0000002 …"""
    return "K" + pl.int_range(1, rows + 1, eager=True).cast(pl.String).str.zfill(7)


def days(random: Random, rows: int, year: int) -> pl.Series:
    """Days of the year, of the current one those that are past."""
    first = date(year, 1, 1)
    length = (min(date(year, 12, 31), CITY_DAY - timedelta(days=90)) - first).days + 1
    offset = (draw(random, rows) % length).cast(pl.Int32)
    return (offset + (first - date(1970, 1, 1)).days).cast(pl.Date)


def join(*parts: Fill | str) -> Fill:
    """Text put together from fills and fixed words."""

    def fill(random: Random, rows: int, year: int) -> pl.Series:
        columns = [pl.lit(p) if isinstance(p, str) else pl.lit(p(random, rows, year)).cast(pl.String) for p in parts]
        return pl.select(pl.concat_str(columns)).to_series()

    return fill


def sparse(fill: Fill, one_in: int) -> Fill:
    """The same, with every so-manieth value missing."""

    def with_gaps(random: Random, rows: int, year: int) -> pl.Series:
        values = fill(random, rows, year)
        return pl.select(pl.when(pl.lit(draw(random, rows) % one_in != 0)).then(pl.lit(values))).to_series()

    return with_gaps
