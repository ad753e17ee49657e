"""The fast, sound proof. Cells are text, and nothing is accepted that the judge would refuse: a column is proved by
regular expressions over ASCII, or, for numbers, by a cast that reads less than the judge does (the tests try every
short text). What is not proved is not refused: it goes to the judge.

A plan is two expressions: the typed value, and whether the cell holds. A field whose format or constraints are not
among those below has no plan, and every one of its cells is judged.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from publish.gate.schema.judge import Judge

_PLAIN_KEYS = ("trueValues", "falseValues", "bareNumber", "groupChar", "decimalChar", "floatNumber")
_TRUE = ["true", "True", "TRUE", "1"]
_FALSE = ["false", "False", "FALSE", "0"]
_DATE = r"^[1-9][0-9]{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
_TIME = r"T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z?$"
_DIGITS = 15  # significant digits that a double always gives back
_WHOLE = 20  # bytes of a whole number of 64 bits with its sign
_RANGE = (1e-300, 10.0**_DIGITS)  # of the size of a number, but for zero, which may be what is left of a smaller one
_ZERO = ["0", *("0." + "0" * places for places in range(1, _DIGITS))]

Value = Callable[[pl.Expr], pl.Expr]
Holds = Callable[[pl.Expr, pl.Expr], pl.Expr]


@dataclass(frozen=True, slots=True)
class Plan:
    """How one column is proved: ``value`` of the text column, and ``holds`` of it and of the column of values, so
    that no value is made twice. Both are for cells that say something; which do not says ``missing``."""

    value: pl.Expr
    holds: pl.Expr
    missing: pl.Expr
    required: bool

    def or_missing(self) -> Plan:
        """The same where some cells are missing."""
        return replace(
            self,
            value=pl.when(self.missing).then(None).otherwise(self.value),
            holds=pl.when(self.missing).then(pl.lit(not self.required)).otherwise(self.holds),
        )


def plan(judge: Judge, text: str, typed: str) -> Plan | None:
    """The plan of a field, for columns of these names; None when only the judge can tell."""
    field = judge.field
    if field.type not in _VALUES or field.format != "default" or any(k in field.raw for k in _PLAIN_KEYS):
        return None
    cell, value = pl.col(text), pl.col(typed)
    holds = _HOLDS[field.type](cell, value)
    for name, limit in field.constraints.items():
        if name == "unique" or (name == "required" and not limit):
            continue
        more = None if name == "required" else _constraint(judge, name, cell, value)
        if more is None and name != "required":
            return None
        holds = holds if more is None else holds & more
    if field.categories:
        holds = holds & cell.is_in([c.value for c in field.categories])
    missing = cell.is_null() | _among(cell, judge.missing) if judge.missing else cell.is_null()
    return Plan(_VALUES[field.type](cell), holds.fill_null(False), missing, field.required)


def _among(cell: pl.Expr, words: Sequence[str]) -> pl.Expr:
    return cell == words[0] if len(words) == 1 else cell.is_in(list(words))


def _constraint(judge: Judge, name: str, cell: pl.Expr, value: pl.Expr) -> pl.Expr | None:
    kind = judge.field.type
    limit = judge.field.constraints[name]
    if name == "pattern" and kind == "string" and judge.pattern is not None:
        whole = judge.pattern.whole
        return cell.str.contains(whole) if whole else None
    if name in ("minLength", "maxLength") and kind == "string":
        length = cell.str.len_chars()
        return length >= pl.lit(limit) if name == "minLength" else length <= pl.lit(limit)
    if name == "enum" and kind in ("string", "integer"):
        listed = judge.values(name)
        return value.is_in(listed) if kind == "string" or _small(listed) else None
    if name in _COMPARE and kind in ("integer", "number", "year", "date"):
        bound = _bound(judge.bound(name))
        return None if bound is None else _COMPARE[name](value, pl.lit(bound))
    return None


_COMPARE: Mapping[str, Callable[[pl.Expr, pl.Expr], pl.Expr]] = {
    "minimum": lambda a, b: a >= b,
    "maximum": lambda a, b: a <= b,
    "exclusiveMinimum": lambda a, b: a > b,
    "exclusiveMaximum": lambda a, b: a < b,
}


def _small(values: list[Any]) -> bool:
    return all(type(v) is int and abs(v) < 2**63 for v in values)


def _bound(value: Any) -> int | float | date | None:
    """A limit that compares in 64 bits exactly as it does in decimals."""
    if isinstance(value, Decimal):
        exact = value.is_finite() and len(value.as_tuple().digits) <= _DIGITS and abs(value.adjusted()) < 300
        return float(value) if exact else None
    if isinstance(value, int) and abs(value) < 2**63:
        return value
    return value if type(value) is date else None


def _date(cell: pl.Expr) -> pl.Expr:
    return cell.str.to_date("%Y-%m-%d", strict=False, cache=False)


_VALUES: Mapping[str, Value] = {
    "string": lambda cell: cell,
    "integer": lambda cell: cell.cast(pl.Int64, strict=False),
    "number": lambda cell: cell.cast(pl.Float64, strict=False),
    "boolean": lambda cell: cell.is_in(_TRUE),
    "date": _date,
    "datetime": lambda cell: cell,
    "year": lambda cell: cell.cast(pl.Int64, strict=False),
}
_HOLDS: Mapping[str, Holds] = {
    "string": lambda cell, value: pl.lit(True),
    # Behind thousands of zeros Python, and so the judge, reads no whole number.
    "integer": lambda cell, value: value.is_not_null() & (cell.str.len_bytes() <= _WHOLE),
    # Sixteen bytes, of which one is no digit or the first is none that counts, hold at most fifteen digits.
    "number": lambda cell, value: (
        (cell.str.len_bytes() <= _DIGITS + 1) & (value.abs().is_between(*_RANGE, closed="left") | cell.is_in(_ZERO))
    ),
    "boolean": lambda cell, value: value | cell.is_in(_FALSE),
    "date": lambda cell, value: cell.str.contains(_DATE + "$") & value.is_not_null(),
    "datetime": lambda cell, value: cell.str.contains(_DATE + _TIME) & _date(cell.str.slice(0, 10)).is_not_null(),
    "year": lambda cell, value: cell.str.contains(r"^[0-9]{4}$"),
}
