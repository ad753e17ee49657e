"""One more line at the end of ``history.csv``; every other line and column stays as it is."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping

COLUMNS = ("version", "date", "kind", "note")
_BOM = "\ufeff"


def with_line(history: str, cells: Mapping[str, str], *, columns: Iterable[str] = COLUMNS) -> str:
    """The history with a line of these cells, by column; a file without any line gets these ``columns`` first. What it
    has no column for is left out."""
    rows = list(csv.reader(io.StringIO(history.removeprefix(_BOM))))
    head = rows[0] if rows else list(columns)
    line = io.StringIO()
    end = "\r\n" if "\r\n" in history else "\n"
    csv.writer(line, lineterminator=end).writerow([cells.get(name, "") for name in head])
    start = history if rows else ",".join(head) + end
    return start + ("" if start.endswith("\n") else end) + line.getvalue()
