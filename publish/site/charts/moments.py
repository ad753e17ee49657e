"""Moments: the values of columns that say when, in order, and the marks of a time axis."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime

from publish.site.charts.chart import Moment

_EPOCH = date(1970, 1, 1).toordinal()
_YEARS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000)
_MONTHS = (1, 2, 3, 6)
_DAYS = (1, 2, 5, 10, 15)
_LONGEST = 40_000  # days that are run through


def moment(value: object) -> Moment | None:
    """A value of such a column; None when it is missing or no time."""
    try:
        if isinstance(value, date):
            return Moment(float(value.toordinal() - _EPOCH), value.isoformat())
        if isinstance(value, int) and 1 <= value <= 9999:
            return Moment(float(date(value, 1, 1).toordinal() - _EPOCH), f"{value:04d}")
        if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}", value):
            return Moment(float(date.fromisoformat(f"{value}-01").toordinal() - _EPOCH), value)
        if isinstance(value, str):
            read = datetime.fromisoformat(value)
            known = read if read.tzinfo else read.replace(tzinfo=UTC)
            return Moment(known.timestamp() / 86_400, value)
    except (ValueError, OverflowError):
        pass
    return None


def day(moment: Moment) -> date:
    """The day of a moment."""
    return date.fromordinal(min(max(math.floor(moment.at) + _EPOCH, 1), date.max.toordinal()))


def run(found: Sequence[Moment]) -> tuple[Moment, ...]:
    """Every year, month or day from the first moment to the last, when all are written as such; else, or where that
    would be too many, the moments themselves."""
    made: dict[int, Callable[[date, date, int], Iterator[Moment]]] = {4: _in_years, 7: _in_months, 10: _in_days}
    sizes = {len(one.iso) for one in found}
    every = made.get(max(sizes)) if len(sizes) == 1 else None
    if every is None or found[-1].at - found[0].at > _LONGEST:
        return tuple(found)
    return tuple(every(day(found[0]), day(found[-1]), _LONGEST))


def ticks(first: Moment, last: Moment, most: int = 5) -> tuple[Moment, ...]:
    """Round moments between two: years, months or days, as the span asks; at most so many."""
    for made in (_in_days, _in_months, _in_years):
        found = [m for m in made(day(first), day(last), most) if first.at <= m.at <= last.at]
        if 2 <= len(found) <= most:
            return tuple(found)
    return (first, last)


def _in_years(first: date, last: date, most: int) -> Iterator[Moment]:
    span = last.year - first.year
    step = next((s for s in _YEARS if span / s < most), 2000)
    start = -(-first.year // step) * step
    return (made for year in range(start, last.year + 1, step) if (made := moment(year)))


def _in_months(first: date, last: date, most: int) -> Iterator[Moment]:
    one, other = first.year * 12 + first.month - 1, last.year * 12 + last.month - 1
    step = next((s for s in _MONTHS if (other - one) / s < most), 0)
    start = -(-one // step) * step if step else other + 1
    months = range(start, other + 1, step or 1)
    return (made for m in months if (made := moment(f"{m // 12:04d}-{m % 12 + 1:02d}")))


def _in_days(first: date, last: date, most: int) -> Iterator[Moment]:
    one, other = first.toordinal(), last.toordinal()
    step = next((s for s in _DAYS if (other - one) / s < most), 0)
    days = range(one, other + 1, step) if step else range(0)
    return (made for n in days if (made := moment(date.fromordinal(n))))
