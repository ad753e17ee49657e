"""Where a part of a description stands: in a line of its file, or in a cell of the sheet a steward fills in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from publish.model.text import Value

ENTRY = "entry.xlsx"  # the sheet a steward fills in


@dataclass(frozen=True, slots=True)
class EntryCell(Value):
    """A cell of ``entry.xlsx``: its sheet, its row as a spreadsheet counts, its name like ``B7``."""

    file: str
    sheet: str
    row: int
    name: str


def nearest(pointer: str, lines: Mapping[str, int], cells: Mapping[str, EntryCell]) -> int | EntryCell | None:
    """The place of a JSON Pointer, or of the nearest thing around it; a cell before a line. None: it has none."""
    while pointer:
        if pointer in cells:
            return cells[pointer]
        if pointer in lines:
            return lines[pointer]
        pointer = pointer.rpartition("/")[0]
    return None
