"""Unheard: what Datasette would pass over in the address of a table, or stumble over; it is refused in words instead.

A condition that is not understood must not pass: ``?year__after=2020`` would give every row, ``?yaer=2020`` none.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable

from datasette.filters import Filters

_WAYS = ", ".join(key for key, _, _ in Filters([]).lookups())
_LISTED = frozenset(key for key, _, _ in Filters([]).lookups())


def flaw(asked: Iterable[tuple[str, str]], columns: Collection[str]) -> str:
    """What is wrong with the parameters of a table that has these columns; "" when nothing is."""
    for key, value in asked:
        if key == "_through" and not _through(value):
            return '_through must be JSON: {"table": …, "column": …, "value": …}'
        if key.startswith("_facet") and key != "_facet_size" and value.startswith("{") and not _facet(value):
            return f'{key} must be a column, or JSON: {{"column": …}}'
        if not key.startswith("_") and (wrong := _filter(key, columns)):
            return wrong
    return ""


def _filter(key: str, columns: Collection[str]) -> str:
    """Datasette takes what follows the last ``__`` for the way to compare, even where the whole is a column."""
    column, marked, way = key.rpartition("__")
    column = column if marked else key
    if column not in columns and column != "rowid":
        return f"no such column: {column}"
    return f"no such comparison: {way}; there are {_WAYS}" if marked and way not in _LISTED else ""


def _through(text: str) -> bool:
    found = _object(text)
    return all(isinstance(found.get(key), str) for key in ("table", "column")) and isinstance(
        found.get("value"), str | int | float
    )


def _facet(text: str) -> bool:
    return isinstance(_object(text).get("column"), str)


def _object(text: str) -> dict[str, object]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
