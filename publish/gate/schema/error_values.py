"""Cells of a workbook that hold an error (#N/A, #REF!, #DIV/0!), which its reader gives as empty: found in the XML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from publish.gate.files.facts import Closed
from publish.gate.files.office import sheets_of
from publish.gate.files.packed import Pack
from publish.problems import column_number

_CELL = re.compile(rb'<(?:\w+:)?c\s([^>]*?\bt="e"[^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)', re.S)
_PLACE = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')
_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]{1,40})</")
_LONGEST = 1 << 16  # bytes of a cell with an error in it

Cell = tuple[int, int]  # row and column, both from 1


def error_values(path: Path, sheet: str, most: int) -> Mapping[Cell, str]:
    """The errors in one sheet of an XLSX workbook, by their place; at most so many. Empty when the file is not laid
    out as expected: it was read, so it is no reason to refuse it."""
    try:
        with Pack(path) as pack:
            member = next((s.member for s in sheets_of(pack) if s.name == sheet), "")
            return dict(_errors(pack.chunks(member), most)) if member else {}
    except Closed:
        return {}


def _errors(chunks: Iterable[bytes], most: int) -> Iterator[tuple[Cell, str]]:
    found = 0
    rest = b""
    for chunk in chunks:
        text = rest + chunk
        last = 0
        for match in _CELL.finditer(text) if b't="e"' in text else ():
            last = match.end()
            place, value = _PLACE.search(match[1]), _VALUE.search(match[2] or b"")
            if place:
                said = value[1].decode("utf-8", "replace") if value else "#N/A"
                yield (int(place[2]), column_number(place[1].decode())), said
                found += 1
                if found >= most:
                    return
        rest = text[max(last, len(text) - _LONGEST) :]
