"""One table: Table Schema type -> Parquet -> SQLite -> JSON and CSV.

Parquet holds the typed value; SQLite and JSON are derived from it here and nowhere else. What SQLite and Arrow do not
both hold exactly (times, durations, places, lists, objects, geometry) is text in its canonical spelling.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa

from publish.model import Text, bilingual


@dataclass(frozen=True, slots=True)
class Type:
    """How one Table Schema type is kept. ``guide`` is the letter of the 2017 catalogue guide (C, N, D …)."""

    name: str
    arrow: pa.DataType
    sqlite: str
    json: str
    guide: str
    label: Text


def _type(name: str, arrow: pa.DataType, sqlite: str, json: str, guide: str, zh: str, en: str) -> Type:
    return Type(name, arrow, sqlite, json, guide, bilingual(zh, en))


_TEXT = pa.string()

TYPES: Mapping[str, Type] = {
    t.name: t
    for t in (
        _type("string", _TEXT, "TEXT", "string", "C", "文本", "text"),
        _type("integer", pa.int64(), "INTEGER", "integer", "I", "整数", "whole number"),
        _type("number", pa.float64(), "REAL", "number", "N", "数值", "number"),
        _type("boolean", pa.bool_(), "INTEGER", "boolean", "L", "是否", "yes or no"),
        _type("date", pa.date32(), "TEXT", "string", "D", "日期", "date"),
        _type("datetime", _TEXT, "TEXT", "string", "T", "日期时间", "date and time"),
        _type("time", _TEXT, "TEXT", "string", "C", "时间", "time"),
        _type("year", pa.int64(), "INTEGER", "integer", "I", "年份", "year"),
        _type("yearmonth", _TEXT, "TEXT", "string", "C", "年月", "year and month"),
        _type("duration", _TEXT, "TEXT", "string", "C", "时长", "duration"),
        _type("geopoint", _TEXT, "TEXT", "string", "G", "坐标点", "point"),
        _type("geojson", _TEXT, "TEXT", "string", "G", "几何图形", "geometry"),
        _type("array", _TEXT, "TEXT", "string", "G", "数组", "array"),
        _type("object", _TEXT, "TEXT", "string", "G", "对象", "object"),
        _type("list", _TEXT, "TEXT", "string", "G", "列表", "list"),
        _type("any", _TEXT, "TEXT", "string", "G", "任意", "any"),
    )
}


def type_of(name: str) -> Type:
    """The type of that name; an unknown one is kept as text (the gate has reported it)."""
    return TYPES.get(name, TYPES["any"])


def exact_integer(value: int) -> bool:
    """Can SQLite and Parquet hold it? 64 bits, signed."""
    return -(2**63) <= value < 2**63


def to_text(value: Any) -> str:
    """A value of a Table as CSV writes it: nothing for null, ``true`` and ``false``, ISO dates, shortest numbers."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() and abs(value) < 2**53 else repr(value)
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def to_json(value: Any) -> Any:
    """A value of a Table as JSON holds it: dates as ISO text."""
    return value.isoformat() if isinstance(value, date) else value


def to_sqlite(column: pa.Array) -> pa.Array:
    """A column of a Table as SQLite stores it: dates as ISO text, booleans as 0 and 1."""
    if pa.types.is_date(column.type):
        return column.cast(pa.string())
    if pa.types.is_boolean(column.type):
        return column.cast(pa.int64())
    return column
