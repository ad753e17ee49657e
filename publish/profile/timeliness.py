"""When the next edition is due."""

from __future__ import annotations

from datetime import date, timedelta

from publish.figures import Timeliness
from publish.model import Entry, Frequency, Status

_UPDATED = frozenset({Status.LIVE.value, Status.TRIAL.value})


def timeliness(entry: Entry | None, frequency: Frequency | None, as_of: date) -> Timeliness:
    """Due so many days after the last edition, overdue when the days of grace have passed too.

    No promise (due None) for an entry that is not live or on trial, or whose frequency names no number of days.
    """
    if entry is None or frequency is None or entry.status not in _UPDATED:
        return Timeliness()
    due = frequency.due(entry.modified or entry.issued)
    if due is None:
        return Timeliness()
    return Timeliness(due, as_of > due + timedelta(days=frequency.grace))
