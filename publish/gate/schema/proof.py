"""The fast, sound proof. Cells are text; a column is proved by regular expressions over ASCII before any cast, so
nothing is accepted that the judge would refuse. What is not proved is not refused: it goes to the judge.

A plan is two expressions: the typed value, and whether it holds. A field whose format or constraints are not among
those below has no plan, and every one of its cells is judged.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
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

Proof = Callable[[pl.Expr], tuple[pl.Expr, pl.Expr]]


@dataclass(frozen=True, slots=True)
class Plan:
    """How one column is proved."""

    value: pl.Expr
    holds: pl.Expr


def plan(judge: Judge, column: str) -> Plan | None:
    """The plan of a field, for the text column of this name; None when only the judge can tell."""
    field = judge.field
    prove = _TYPES.get(field.type)
    if prove is None or field.format != "default" or any(k in field.raw for k in _PLAIN_KEYS):
        return None
    cell = pl.col(column)
    value, holds = prove(cell)
    for name, limit in field.constraints.items():
        if name == "unique" or (name == "required" and not limit):
            continue
        more = None if name == "required" else _constraint(judge, name, cell, value)
        if more is None and name != "required":
            return None
        holds = holds if more is None else holds & more
    if field.categories:
        holds = holds & cell.is_in([c.value for c in field.categories])
    missing = cell.is_null() | cell.is_in(list(judge.missing)) if judge.missing else cell.is_null()
    empty_holds = pl.lit(not field.required)
    return Plan(
        value=pl.when(missing).then(None).otherwise(value),
        holds=pl.when(missing).then(empty_holds).otherwise(holds).fill_null(False),
    )


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


def _string(cell: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    return cell, pl.lit(True)


def _integer(cell: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    return cell.cast(pl.Int64, strict=False), cell.str.contains(r"^[+-]?[0-9]{1,18}$")


def _number(cell: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    # With a point, sixteen bytes hold at most fifteen digits; without one, fifteen bytes do.
    digits = cell.str.contains(r"^-?[0-9]+\.[0-9]+$") & (cell.str.len_bytes() <= _DIGITS + 1)
    return cell.cast(pl.Float64, strict=False), digits | cell.str.contains(r"^-?[0-9]{1,15}$")


def _boolean(cell: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    return cell.is_in(_TRUE), cell.is_in([*_TRUE, *_FALSE])


def _date(cell: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    value = cell.str.to_date("%Y-%m-%d", strict=False)
    return value, cell.str.contains(_DATE + "$") & value.is_not_null()


def _datetime(cell: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    real = cell.str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False).is_not_null()
    return cell, cell.str.contains(_DATE + _TIME) & real


def _year(cell: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    return cell.cast(pl.Int64, strict=False), cell.str.contains(r"^[0-9]{4}$")


_TYPES: Mapping[str, Proof] = {
    "string": _string,
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
    "date": _date,
    "datetime": _datetime,
    "year": _year,
}
