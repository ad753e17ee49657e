"""Rows of then and of now -> those that were added, changed and removed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from publish.draft.update.nouns import Row
from publish.model import Turn

Cells = tuple[str, ...]
_NUMBERS = frozenset({"integer", "number"})


def compare(
    before: Sequence[Cells], after: Sequence[Cells], key: Sequence[int], types: Sequence[str]
) -> tuple[Row, ...]:
    """What differs, in the order of the rows of now, then of then. Rows are matched by the cells at the places ``key``
    when these tell every row apart on both sides; else whole rows are counted, and a changed row is one removed and one
    added. A number is the same however it is spelled: 1.50 and 1.5."""
    keys = [[tuple(_cell(row[k], types[k]) for k in key) for row in side] for side in (before, after)]
    if key and all(len(set(side)) == len(side) for side in keys):
        return _by_key(before, after, keys, types)
    then, now = ([_plain(row, types) for row in side] for side in (before, after))
    return _by_row(before, after, then, now)


def _plain(row: Cells, types: Sequence[str]) -> Cells:
    return tuple(_cell(cell, kind) for cell, kind in zip(row, types, strict=True))


def _cell(cell: str, kind: str) -> str:
    if kind not in _NUMBERS:
        return cell
    try:
        return f"{Decimal(cell).normalize():f}" if cell else ""
    except InvalidOperation:
        return cell


def _by_key(
    before: Sequence[Cells], after: Sequence[Cells], keys: Sequence[Sequence[Cells]], types: Sequence[str]
) -> tuple[Row, ...]:
    places = {key: place for place, key in enumerate(keys[0])}
    rows = []
    for row, key in zip(after, keys[1], strict=True):
        place = places.pop(key, None)
        if place is None:
            rows.append(Row(Turn.ADDED, (), row))
        elif before[place] != row and _plain(before[place], types) != _plain(row, types):
            rows.append(Row(Turn.CHANGED, before[place], row))
    return (*rows, *(Row(Turn.REMOVED, before[place], ()) for place in places.values()))


def _by_row(
    before: Sequence[Cells], after: Sequence[Cells], then: Sequence[Cells], now: Sequence[Cells]
) -> tuple[Row, ...]:
    left = Counter(then)
    rows = []
    for place, row in enumerate(now):
        if left[row] > 0:
            left[row] -= 1
        else:
            rows.append(Row(Turn.ADDED, (), after[place]))
    for place in range(len(then) - 1, -1, -1):  # of equal rows the last ones are those that are gone
        if left[then[place]] > 0:
            left[then[place]] -= 1
            rows.append(Row(Turn.REMOVED, before[place], ()))
    return tuple(rows)
