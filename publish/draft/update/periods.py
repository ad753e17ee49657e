"""The period a new version speaks of: by the days in its data, else by what the file says of itself.

Never a guess: what cannot be told stays as it was, and that is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from publish.draft.periods import period
from publish.draft.update.spelling import days_of
from publish.model import Period

_NEAR = 62  # days by which the last day in the data may lie before the end of their period
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Proposal:
    """The period, and how it was told: ``days`` in the data, ``title`` of the file, or "" when it stays."""

    period: Period
    how: str = ""


def propose(then: Period, columns: Iterable[tuple[Sequence[str], Sequence[str]]], titles: Iterable[str]) -> Proposal:
    """The period of the new version. ``columns`` are the values, then and now, of each column of times; ``titles`` what
    the file says of itself, the nearest to its rows first."""
    for before, after in columns:
        old, new = _span(before), _span(after)
        if old and new and _speaks(old, then):
            return Proposal(_moved(then, old, new), "days")
    named = next((found for title in titles if (found := period(title))), None)
    if named is None:
        return Proposal(then)
    first, last = named
    if then.start and then.end and then.start < first and _days(then.start, then.end) > 1.5 * _days(first, last):
        return Proposal(Period(then.start, max(last, then.end)), "title")  # it grows
    return Proposal(Period(first, last), "title")


def _days(first: date, last: date) -> int:
    return (last - first).days + 1


def _span(values: Sequence[str]) -> tuple[date, date] | None:
    found = [days for value in set(values) if (days := days_of(value))]
    return (min(first for first, _ in found), max(last for _, last in found)) if found else None


def _speaks(span: tuple[date, date], then: Period) -> bool:
    """Do the days of a column tell the period? They reach from about its start to about its end."""
    if then.start is None or then.end is None:
        return False
    first, last = span
    near = min(timedelta(days=_NEAR), (then.end - then.start) / 2)
    return then.start <= first <= then.start + near and then.end - near <= last <= then.end


def _moved(then: Period, old: tuple[date, date], new: tuple[date, date]) -> Period:
    """The period of the new days, rounded to whole months where the one before was."""
    start = then.start if new[0] == old[0] else new[0]
    if start is not None and start != then.start and then.start is not None and then.start.day == 1:
        start = start.replace(day=1)
    end = new[1]
    if then.end is not None and (then.end + _DAY).day == 1:
        end = (end.replace(day=28) + 4 * _DAY).replace(day=1) - _DAY
    return Period(start, max(end, then.end) if start == then.start and then.end else end)
