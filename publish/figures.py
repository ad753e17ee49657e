"""What was counted: the statistics of a field and a table, and how punctual and how good a dataset is.

The values; ``profile`` makes them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from publish.model import Json, Text


@dataclass(frozen=True, slots=True)
class FieldFigures:
    """One column. ``smallest`` and ``largest`` are values of JSON; text columns have none."""

    name: str
    missing: int
    distinct: int | None = None  # None: too many to count exactly
    smallest: Json = None
    largest: Json = None
    mean: float | None = None
    bins: tuple[int, ...] = ()  # counts in equal steps from smallest to largest: numbers and dates
    top: tuple[tuple[Json, int], ...] = ()  # the commonest values of a column with few of them, most first


@dataclass(frozen=True, slots=True)
class TableFigures:
    """One table."""

    rows: int
    fields: Mapping[str, FieldFigures] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Timeliness:
    """When the next edition is due (None: no promise), and whether that day with its grace has passed."""

    due: date | None = None
    overdue: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """One statement about quality, with its reason in words. ``good``, ``fair`` or ``poor``."""

    code: str
    grade: str
    reason: Text


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything counted about one dataset; tables by SQL name."""

    tables: Mapping[str, TableFigures] = field(default_factory=dict)
    timeliness: Timeliness = Timeliness()
    marks: tuple[Mark, ...] = ()
