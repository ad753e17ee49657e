"""A sheet -> where the catalogue stands on it: its headings, in one row or several, and the item of each column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from publish.draft.guide.headings import is_catalogue, key_of, known
from publish.draft.header import tidy
from publish.draft.sheet import Area, Cell, Sheet, filled, seen

_SEARCHED = 40  # rows in which the headings may begin
_DEEPEST = 3  # rows of headings


@dataclass(frozen=True, slots=True)
class Layout:
    """Columns by the item they hold, counted from 0, and the first row below the headings. ``unknown`` are columns that
    the guide does not have, by their headings."""

    columns: Mapping[str, int]
    start: int
    unknown: Mapping[int, str]


def layout_of(sheet: Sheet) -> Layout | None:
    """The catalogue on a sheet; None when there is none."""
    for top in range(min(_SEARCHED, len(sheet.rows))):
        if sum(known(seen(cell)) for cell in sheet.rows[top] if filled(cell)) < 3:
            continue
        for depth in range(_DEEPEST, 0, -1):
            if (found := _layout(sheet, top, depth)) is not None:
                return found
    return None


def _layout(sheet: Sheet, top: int, depth: int) -> Layout | None:
    """The catalogue whose headings are these rows."""
    if top + depth > len(sheet.rows) or not all(_heads(sheet.rows[row]) for row in range(top + 1, top + depth)):
        return None
    paths = list(zip(*(_spread(sheet, top, depth, row) for row in range(top, top + depth)), strict=True))
    keys = [key_of(path) for path in paths]
    if not is_catalogue(keys):
        return None
    columns: dict[str, int] = {}
    unknown = {}
    for column, key in enumerate(keys):
        if key and key not in columns:
            columns[key] = column
        elif any(paths[column]):
            unknown[column] = " / ".join(dict.fromkeys(part for part in paths[column] if part))
    return Layout(columns, top + depth, unknown)


def _heads(row: Sequence[Cell]) -> bool:
    """Is this a further line of headings? All that stands in it is a heading's word."""
    said = [seen(cell) for cell in row if filled(cell)]
    return len(said) >= 2 and sum(map(known, said)) * 3 >= len(said) * 2


def _spread(sheet: Sheet, top: int, depth: int, row: int) -> list[str]:
    """A row of headings, each said in all the columns it stands over."""
    said = [tidy(seen(cell)) for cell in sheet.rows[row]]
    areas = [a for a in sheet.merged if a.top >= top and a.bottom < top + depth]
    for area in areas:
        if area.top == row:
            for column in range(area.left, min(area.right, sheet.width - 1) + 1):
                said[column] = tidy(seen(sheet.rows[row][area.left]))
    if row == top + depth - 1:
        return said
    for column in range(1, len(said)):
        below = any(filled(sheet.rows[r][column]) for r in range(row + 1, top + depth))
        if not said[column] and below and not _covered(areas, row, column):
            said[column] = said[column - 1]  # the cells were not merged, but left empty
    return said


def _covered(areas: Sequence[Area], row: int, column: int) -> bool:
    return any(a.top <= row <= a.bottom and a.left <= column <= a.right for a in areas)
