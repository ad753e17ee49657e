"""The judge of cells: frictionless, field by field. The only file that imports it.

frictionless never opens a file here, so it cannot guess a layout, follow a link or run a pattern: readers of ours give
it cells, and patterns and categories (which it does not enforce) are judged beside it. What it accepts becomes the
value a Table holds, in its canonical spelling.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

import frictionless

from publish.gate.schema.finding import What
from publish.gate.schema.pattern import Broken, Pattern
from publish.model import Field
from publish.types import TYPES, exact_integer, to_text

_KNOWN = (  # the keys of a field that change how a cell is read
    "format",
    "trueValues",
    "falseValues",
    "bareNumber",
    "groupChar",
    "decimalChar",
    "itemType",
    "delimiter",
)
_BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
_NOTES: Mapping[str, What] = {
    "type": What.TYPE,
    "required": What.REQUIRED,
    "enum": What.ENUM,
    "minLength": What.LENGTH,
    "maxLength": What.LENGTH,
    **dict.fromkeys(_BOUNDS, What.RANGE),
}
_APART = ("unique", "pattern", "jsonSchema")  # judged elsewhere, or not at all
_REMEMBERED = 100_000  # cells


class Unusable(ValueError):
    """A field no cell can be held against; the argument says why."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One cell: its value, and what is wrong or worth saying about it. ``detail`` is the limit that was broken."""

    value: Any
    what: What | None = None
    detail: str = ""


class Judge:
    """The judge of one field. Raises Unusable, or Broken for its pattern."""

    def __init__(self, field: Field, missing: tuple[str, ...]) -> None:
        self.field = field
        self.missing = missing
        if field.type not in TYPES:
            raise Unusable(field.type)
        pattern = field.constraints.get("pattern")
        self.pattern = Pattern(pattern) if isinstance(pattern, str) and field.type == "string" else None
        self.categories = frozenset(c.value for c in field.categories)
        self._read, self._value = _reader(field, missing)
        self._canonical = _CANONICAL.get(field.type, _text)
        self._seen: dict[tuple[type, Any], Judged] = {}

    def bound(self, name: str) -> Any:
        """The value of a constraint, typed as a cell would be; None when there is none."""
        written = self.field.constraints.get(name)
        return None if written is None else self._value(written)

    def values(self, name: str) -> list[Any]:
        """The values of a list constraint, typed."""
        return [self._value(v) for v in self.field.constraints.get(name) or ()]

    def cell(self, cell: Any) -> Judged:
        """What a cell is worth."""
        try:
            key = (type(cell), cell)
            known = self._seen.get(key)
        except TypeError:  # a list or an object of JSON
            return self._judge(cell)
        if known is None:
            if len(self._seen) >= _REMEMBERED:
                self._seen.clear()
            known = self._seen[key] = self._judge(cell)
        return known

    def _judge(self, cell: Any) -> Judged:
        if self.field.type == "datetime" and type(cell) is date:  # midnight, as workbooks are read
            cell = datetime.combine(cell, time())
        if self.field.type == "string" and not isinstance(cell, str | None):
            return self._other_as_text(cell)
        try:
            value, notes = self._read(cell)
        except (ArithmeticError, TypeError, ValueError, AttributeError, LookupError, RecursionError):
            return Judged(None, What.TYPE)
        if isinstance(value, float | Decimal) and not Decimal(value).is_finite():
            return Judged(None, What.REQUIRED if self.field.required else What.NOT_FINITE)
        if notes:
            name = next((n for n in notes if n in _NOTES), "type")
            return Judged(None, _NOTES.get(name, What.TYPE), str(self.field.constraints.get(name, "")))
        if value is None:
            return Judged(None)
        if isinstance(cell, str):
            if self.categories and cell not in self.categories:
                return Judged(None, What.ENUM)
            if self.pattern is not None:
                matches = self.pattern.matches(cell)
                if not matches:
                    what = What.UNCHECKED_PATTERN if matches is None else What.PATTERN
                    return Judged(None, what, self.pattern.text)
        return self._canonical(value, cell)

    def _other_as_text(self, cell: Any) -> Judged:
        """A spreadsheet holds codes as numbers: the digits are taken as text, and that is said."""
        if isinstance(cell, bool) or not isinstance(cell, int | float | Decimal):
            return Judged(None, What.TYPE)
        number = Decimal(str(cell))
        text = str(int(number)) if number == number.to_integral_value() else str(cell)
        judged = self.cell(text)
        return judged if judged.what else Judged(judged.value, What.NUMBER_AS_TEXT)


def _reader(
    field: Field, missing: tuple[str, ...]
) -> tuple[Callable[[Any], tuple[Any, dict[str, str] | None]], Callable[[Any], Any]]:
    """(reader of a cell, reader of a value) of frictionless. Raises Unusable when the field cannot be one."""
    constraints = {k: v for k, v in field.constraints.items() if k not in _APART}
    written = {k: field.raw[k] for k in _KNOWN if k in field.raw}
    written |= {"name": field.name or "?", "type": field.type, "constraints": constraints}
    written["missingValues"] = list(missing)
    try:
        made = frictionless.Field.from_descriptor(written)
        value = made.create_value_reader()
        _check_constraints(field, value)
        return made.create_cell_reader(), value
    except frictionless.FrictionlessException as error:
        raise Unusable(error.error.note) from None
    except (TypeError, ValueError, ArithmeticError, AttributeError) as error:
        raise Unusable(str(error)) from None


def _check_constraints(field: Field, value: Callable[[Any], Any]) -> None:
    """A limit that is not itself a value of the type would be compared with nothing."""
    for name in _BOUNDS:
        if field.constraints.get(name) is not None and value(field.constraints[name]) is None:
            raise Unusable(f"{name}: {field.constraints[name]}")
    for name in ("minLength", "maxLength"):
        if not isinstance(field.constraints.get(name, 0), int):
            raise Unusable(f"{name}: {field.constraints[name]}")
    listed = field.constraints.get("enum")
    if listed is not None and (not isinstance(listed, list) or any(value(v) is None for v in listed)):
        raise Unusable("enum")


# --- canonical values ---------------------------------------------------------------------------------------------


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
    return Judged(f"{value.year:04}-{value.month:02}")


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
    """Lists and objects as text: one spelling, as short as it can be."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_plain, allow_nan=False)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() and abs(value) < 2**53 else float(value)
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

__all__ = ["Broken", "Judge", "Judged", "Unusable", "canonical_json"]
