"""Gathered: the rows of a table by what a picture tells apart, with a number for each: counted, as it stands, or added.

Several rows of one thing are added up only when they hold amounts, and when they are not the same thing at several
times: then the last time counts. In doubt there is no number, and so no picture.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from publish.drawable.labels import is_label
from publish.drawable.measures import is_amount
from publish.drawable.times import is_time
from publish.drawable.totals import is_total
from publish.model import Field
from publish.tables import Table
from publish.types import to_text

_TELLING = ("string", "integer", "year", "yearmonth", "date")  # what may tell rows apart, or say that one is a sum
CAP = 200_000  # rows that are read for one picture

Number = int | float
Key = tuple[str, str]  # of the series, "" where there is none; of the thing or the moment
Row = Mapping[str, object]
Keyed = Callable[[Row], Key | None]


class Doubt(StrEnum):
    """Why several rows of one thing give no number."""

    RATE = "rate"  # nothing says that they are amounts
    TIMES = "times"  # they may be the same thing at several times


@dataclass(frozen=True, slots=True)
class Gathered:
    """``numbers`` by key, in the order of the rows; ``rows`` the first row of each key."""

    numbers: Mapping[Key, Number | None]
    rows: Mapping[Key, Row]
    lost: int = 0  # rows that belong to nothing
    missing: int = 0  # rows without a number
    totals: tuple[str, ...] = ()  # what the rows say that are sums of others: they are left out of a sum
    when: object = None  # the one time that all are of

    def apart(self, place: int) -> tuple[str, ...]:
        """The different series (0) or things (1), in their order."""
        return tuple(dict.fromkeys(key[place] for key in self.numbers))


def gather(
    table: Table, x: Field, y: Field | None, series: Field | None = None, more: Sequence[str] = ()
) -> Gathered | Doubt:
    """The numbers of ``y``, or how many rows there are, for each value of ``x`` and ``series``. ``more`` are columns
    that the first rows are wanted with. The table has at most CAP rows."""
    named = [f for f in (x, y, series) if f]
    beside = [
        f for f in table.fields if f not in named and f.type in ("string", "integer", "year", "yearmonth", "date")
    ]
    columns = dict.fromkeys([*(f.name for f in named), *more, *(f.name for f in beside)])
    rows = [row for block in table.blocks(list(columns)) for row in block.to_pylist()]

    def key(row: Row) -> Key | None:
        if row[x.name] is None or (series and row[series.name] is None):
            return None
        return to_text(row[series.name]) if series else "", to_text(row[x.name])

    if y is None:
        return _counted(rows, key)
    when, totals = None, dict[str, None]()
    if not is_time(x) and _repeated(rows, key) and (time := _time(rows, beside, x)):
        if not _each_once(rows, time, key):
            return Doubt.TIMES
        when = max(row[time.name] for row in rows if row[time.name] is not None)
        rows = [row for row in rows if row[time.name] == when]
    if _repeated(rows, key):
        said = [f for f in beside if is_label(f) or f.categories]
        sums = [_sum_of(row, said) for row in rows]
        totals = dict.fromkeys(filter(None, sums))
        rows = [row for row, found in zip(rows, sums, strict=True) if not found]
    if _repeated(rows, key) and not is_amount(y):
        return Doubt.RATE
    return replace(_added(rows, y, key), totals=tuple(totals), when=when)


def _counted(rows: Iterable[Row], key: Keyed) -> Gathered:
    numbers: dict[Key, Number | None] = {}
    first: dict[Key, Row] = {}
    lost = 0
    for row in rows:
        if (at := key(row)) is None:
            lost += 1
            continue
        numbers[at] = (numbers.get(at) or 0) + 1
        first.setdefault(at, row)
    return Gathered(numbers, first, lost)


def _added(rows: Iterable[Row], y: Field, key: Keyed) -> Gathered:
    numbers: dict[Key, Number | None] = {}
    first: dict[Key, Row] = {}
    lost = missing = 0
    for row in rows:
        at, value = key(row), row[y.name]
        if at is None:
            lost += 1
            continue
        first.setdefault(at, row)
        before = numbers.setdefault(at, None)
        if isinstance(value, int | float):
            numbers[at] = value if before is None else before + value
        else:
            missing += 1
    return Gathered(numbers, first, lost, missing)


def _repeated(rows: Sequence[Row], key: Keyed) -> bool:
    keys = [at for row in rows if (at := key(row)) is not None]
    return len(set(keys)) < len(keys)


def _time(rows: Sequence[Row], beside: Iterable[Field], x: Field) -> Field | None:
    """The column of a table of things at several times that says when. A table in which each row names a thing of its
    own is no such table: its times say when something was built or opened."""
    for field in beside:
        if is_label(field) and _names_each(rows, field.name):
            return None
    found = (f for f in beside if is_time(f))
    return next((f for f in found if 1 < len({row[f.name] for row in rows}) < len(rows)), None)


def _names_each(rows: Sequence[Row], column: str) -> bool:
    values = [str(row[column]) for row in rows if row[column] is not None]
    worded = sum(bool(re.search(r"[^\W\d_]{2}", value)) for value in values)
    return len(set(values)) == len(rows) and worded > len(rows) / 2


def _each_once(rows: Sequence[Row], time: Field, key: Keyed) -> bool:
    """Has each thing one row at a time?"""
    pairs = [(to_text(row[time.name]), key(row)) for row in rows]
    return len(set(pairs)) == len(pairs)


def _sum_of(row: Row, said: Iterable[Field]) -> str:
    """What it says in some column when that is a total; else ""."""
    for field in said:
        value = to_text(row[field.name])
        labels = [text for c in field.categories if c.value == value for _, text in c.label]
        if value and any(map(is_total, labels or [value])):
            return value
    return ""
