"""Dates as Solr's queries write them: ``2026-03-01T00:00:00Z``, ``NOW-7DAYS``, ``NOW/DAY+1MONTH``, ``2026-03``."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import UTC, datetime, timedelta

_WRITTEN = re.compile(r"\d{4}(?:-\d\d(?:-\d\d(?:T\d\d(?::\d\d(?::\d\d(?:\.\d{1,6})?)?)?)?)?)?")
_SUM = re.compile(r"(?P<from>NOW|[\dT:.-]+?Z?)(?P<steps>(?:[+-]\d{1,5}[A-Z]+|/[A-Z]+)+)?")
_STEP = re.compile(r"(?P<round>/)?(?P<count>[+-]\d+)?(?P<unit>[A-Z]+)")
_UNITS = ("YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND")
_BEGINNING = {"month": 1, "day": 1, "hour": 0, "minute": 0, "second": 0, "microsecond": 0}


def now() -> datetime:
    """The clock, in UTC: what is ``NOW`` is the asker's, not the release's."""
    return datetime.now(UTC).replace(tzinfo=None)


def moment(text: str) -> str:
    """A moment as text that sorts like the catalogue's, no more exact than it was written.

    Raises ValueError for what is no date, or leaves the calendar.
    """
    found = _SUM.fullmatch(text)
    if found is None:
        raise ValueError(f"no date: {text}")
    start, steps = found["from"].removesuffix("Z"), found["steps"]
    if start != "NOW" and not _WRITTEN.fullmatch(start):
        raise ValueError(f"no date: {text}")
    if start != "NOW" and not steps:
        return start
    try:
        at = now() if start == "NOW" else datetime.fromisoformat(start)
        for step in _STEP.finditer(steps or ""):
            at = _stepped(at, step["unit"], int(step["count"] or 0), rounded=bool(step["round"]))
    except OverflowError:
        raise ValueError(f"no date: {text}") from None
    return at.isoformat(timespec="microseconds")


def _stepped(at: datetime, unit: str, count: int, *, rounded: bool) -> datetime:
    unit = "DAY" if unit == "DATE" else unit.removesuffix("S")
    if unit not in _UNITS:
        raise ValueError(f"no unit of time: {unit}")
    if rounded:
        smaller = list(_BEGINNING)[_UNITS.index(unit) :]
        return at.replace(**{part: _BEGINNING[part] for part in smaller})  # type: ignore[arg-type]
    if unit not in ("YEAR", "MONTH"):
        return at + timedelta(**{f"{unit.lower()}s": count})
    year, month = divmod(at.year * 12 + at.month - 1 + count * (12 if unit == "YEAR" else 1), 12)
    if not 1 <= year <= 9999:
        raise OverflowError
    return at.replace(year=year, month=month + 1, day=min(at.day, monthrange(year, month + 1)[1]))
