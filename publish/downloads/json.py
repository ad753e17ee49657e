"""JSON: an array of objects (``json``) or one object a line (``ndjson``), streamed. Null is null, a day ISO text."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import polars as pl
import pyarrow as pa

from publish.tables import Table


def write_lines(path: Path, table: Table) -> None:
    """One object a line."""
    with path.open("wb") as file:
        for block in table.blocks():
            file.write(lines(block))


def write(path: Path, table: Table) -> None:
    """One array, an object a line."""
    with path.open("wb") as file:
        file.write(b"[")
        between = b"\n"
        for block in table.blocks():
            # A line end is never inside a string of JSON, so every one of them parts two objects.
            file.write(between + lines(block).rstrip(b"\n").replace(b"\n", b",\n"))
            between = b",\n"
        file.write(b"\n]\n")


def lines(block: pa.RecordBatch) -> bytes:
    """A block as lines of JSON in UTF-8."""
    frame = pl.from_arrow(pa.Table.from_batches([block]))
    assert isinstance(frame, pl.DataFrame)
    written = BytesIO()
    frame.write_ndjson(written)
    return written.getvalue()
