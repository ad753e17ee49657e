"""Types for a table without a description: the narrowest that every cell fits, the same on every machine.

Cautious: digits with a leading zero, or more than fifteen of them, are codes, not numbers; 0 and 1 are numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import polars as pl

from publish.gate.schema.blocks import Block, TextBlock

_TEXT: Mapping[str, str] = {  # narrowest first
    "boolean": r"^(?:true|false|True|False|TRUE|FALSE)$",
    "integer": r"^-?(?:0|[1-9][0-9]{0,14})$",
    "number": r"^-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,15})?$",
    "date": r"^[1-9][0-9]{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])$",
    "datetime": r"^[1-9][0-9]{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])[T ]"
    r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z?$",
}
_NARROW = tuple(_TEXT)


def types(blocks: Iterable[Block], width: int) -> list[str]:
    """The type of each column."""
    left: list[set[str]] = [set(_NARROW) for _ in range(width)]
    said = [False] * width
    seen: list[set[str]] = [set() for _ in range(width)]  # families of native cells
    for block in blocks:
        if isinstance(block, TextBlock):
            _text(block.frame, left, said)
        else:
            for row in block.rows:
                for place, cell in enumerate(row):
                    if cell is not None and cell != "":
                        said[place] = True
                        left[place] &= _fits(cell)
                        seen[place].add(_family(cell))
    return [_narrowest(*column) for column in zip(left, said, seen, strict=True)]


def _narrowest(left: set[str], said: bool, seen: set[str]) -> str:
    if not said:
        return "string"
    if len(seen) == 1 and seen <= {"array", "object"}:
        return next(iter(seen))
    return next((t for t in _NARROW if t in left), "any" if seen - {"text", "number"} else "string")


def _family(cell: Any) -> str:
    if isinstance(cell, list):
        return "array"
    if isinstance(cell, dict):
        return "object"
    if isinstance(cell, bool | date | time):
        return "other"
    return "text" if isinstance(cell, str) else "number"


def _text(frame: pl.DataFrame, left: list[set[str]], said: list[bool]) -> None:
    for place, kept in enumerate(left):
        cells = frame.to_series(place).drop_nulls()
        cells = cells.filter(cells != "")
        if cells.is_empty():
            continue
        said[place] = True
        for name in sorted(kept):
            fits = cells.str.contains(_TEXT[name]).all()
            if fits and name in ("date", "datetime"):
                fits = cells.str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False).null_count() == 0
            if not fits:
                kept.discard(name)


def _fits(cell: Any) -> set[str]:
    if isinstance(cell, bool):
        return {"boolean"}
    if isinstance(cell, int):
        return {"integer", "number"} if abs(cell) < 10**15 else set()
    if isinstance(cell, float | Decimal):
        return {"number"}
    if isinstance(cell, datetime):
        midnight = (cell.hour, cell.minute, cell.second) == (0, 0, 0)
        return {"datetime", "date"} if midnight else {"datetime"}
    if isinstance(cell, date):
        return {"date"}
    return set()
