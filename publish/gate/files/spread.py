"""How far apart the cells of a sheet lie: two cells in opposite corners make a grid of seventeen thousand million, and
readers lay out the grid. Told from the XML, before anything reads the sheet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from publish.gate.files.facts import Closed
from publish.gate.files.office import sheets_of
from publish.gate.files.packed import Pack
from publish.problems import column_number

MOST = 100_000_000  # cells of a grid that is laid out: about three gigabytes
_PLACE = re.compile(rb"\sr\s*=\s*[\"']\$?([A-Za-z]{1,3})\$?(\d{1,7})[\"']")
# A column beyond CQ, the ninety-fifth: as many, and all the rows there may be, are fewer than MOST.
_FAR = re.compile(rb"r\s*=\s*[\"']\$?(?:[D-Zd-z][A-Za-z]|[Cc][R-Zr-z]|[A-Za-z]{3})\$?\d")


def spread(path: Path, sheet: str | int) -> int:
    """The cells of the grid that holds all cells of a sheet of an XLSX (by name or number) that say something; 0 when
    it is small enough, or cannot be told."""
    try:
        with Pack(path) as pack:
            found = sheets_of(pack)
            members = [s.member for n, s in enumerate(found, 1) if sheet in (n, s.name)]
            far = [m for m in members if any(_FAR.search(chunk) for chunk in _overlapping(pack.chunks(m)))]
            return max((_grid(_overlapping(pack.chunks(m))) for m in far), default=0)
    except Closed:
        return 0


def _overlapping(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Each piece with the end of the one before, so that nothing is cut in two."""
    tail = b""
    for chunk in chunks:
        yield tail + chunk
        tail = chunk[-40:]


def _grid(chunks: Iterable[bytes]) -> int:
    columns: set[bytes] = set()
    height = 0
    for chunk in chunks:
        for column, row in _PLACE.findall(chunk):
            columns.add(column)
            height = max(height, int(row))
    return max((column_number(column.decode()) for column in columns), default=0) * height
