"""The value a Table holds of what the judge accepted, in its canonical spelling."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from publish.gate.schema.finding import What
from publish.types import exact_integer, to_text


@dataclass(frozen=True, slots=True)
class Judged:
    """One cell: its value, and what is wrong or worth saying about it. ``detail`` is the limit that was broken."""

    value: Any
    what: What | None = None
    detail: str = ""


def canonical(kind: str, value: Any, cell: Any) -> Judged:
    """An accepted value of a column of this type."""
    try:
        return _CANONICAL.get(kind, _text)(value, cell)
    except OverflowError:
        return Judged(None, What.TOO_LARGE)
    except (ValueError, RecursionError):  # what JSON has no word for, such as NaN in a list
        return Judged(None, What.TYPE)


def _integer(value: Any, cell: Any) -> Judged:
    return Judged(value) if exact_integer(value) else Judged(None, What.TOO_LARGE)


def _number(value: Any, cell: Any) -> Judged:
    """A number keeps its digits or says that it does not: what a double cannot give back is never rounded silently."""
    try:
        exact = Decimal(value) if not isinstance(value, float) else None
        kept = float(value)
    except (OverflowError, InvalidOperation):
        return Judged(None, What.TOO_LARGE)
    if kept in (float("inf"), float("-inf")):
        return Judged(None, What.TOO_LARGE)
    if exact is not None and Decimal(repr(kept)) != exact:
        return Judged(kept, What.DIGITS, repr(kept))
    return Judged(kept)


def _date(value: Any, cell: Any) -> Judged:
    return Judged(value.date() if isinstance(value, datetime) else value)


def _datetime(value: datetime, cell: Any) -> Judged:
    if value.tzinfo is None:
        return Judged(value.isoformat())
    try:
        return Judged(value.astimezone(UTC).isoformat().replace("+00:00", "Z"))
    except (OverflowError, ValueError):  # the first and last day there are
        return Judged(None, What.TYPE)


def _yearmonth(value: Any, cell: Any) -> Judged:
    year, month = value
    return Judged(f"{year:04}-{month:02}")


def _duration(value: Any, cell: Any) -> Judged:
    return Judged(cell if isinstance(cell, str) else str(value))


def _geopoint(value: Any, cell: Any) -> Judged:
    return Judged(",".join(_coordinate(v) for v in value[:2]))


def _coordinate(value: Any) -> str:
    """The digits that were written: of an object or a list the reader gives a float's full binary expansion."""
    kept = float(value)
    return to_text(kept) if Decimal(kept) == value else str(value)


def _same(value: Any, cell: Any) -> Judged:
    return Judged(value)


def _text(value: Any, cell: Any) -> Judged:
    if isinstance(value, str):
        return Judged(value)
    return Judged(value.isoformat() if isinstance(value, date | time) else canonical_json(value))


def canonical_json(value: Any) -> str:
    """Lists and objects as text: one spelling, as short as it can be. Raises ValueError for NaN."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_plain, allow_nan=False)


def to_finite(value: Decimal) -> float:
    """As a double. Raises OverflowError when it is too large for one."""
    if math.isinf(kept := float(value)) and value.is_finite():
        raise OverflowError
    return kept


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        if abs(value) < 2**53 and value == value.to_integral_value():
            return int(value)
        return to_finite(value)
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)


_CANONICAL: Mapping[str, Callable[[Any, Any], Judged]] = {
    "integer": _integer,
    "year": _integer,
    "number": _number,
    "boolean": _same,
    "date": _date,
    "datetime": _datetime,
    "time": lambda value, cell: Judged(value.isoformat()),
    "yearmonth": _yearmonth,
    "duration": _duration,
    "geopoint": _geopoint,
}
