"""CSV for programs: UTF-8 without a mark, LF, RFC 4180, values spelled as ``types.to_text`` says.

Nothing at all is a missing value, ``""`` an empty text. In a table of one column a missing value is ``""`` too: a blank
line would be no row.
"""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

from publish.tables import Table
from publish.types import to_text

# Between these an Arrow number is spelled as ``to_text`` spells it; beyond, Python spells it.
_SMALL, _LARGE = 1e-3, 1e10


def write(path: Path, table: Table) -> None:
    """Write the table, block by block."""
    with path.open("wb") as file:
        header = pa.table([[f.name] for f in table.fields], names=[str(n) for n in range(len(table.fields))])
        append(file, list(header.columns))
        for block in table.blocks():
            append(file, [spelled(column) for column in block.columns])


def append(file: BinaryIO, columns: list[pa.Array], line_end: str = "\n") -> None:
    """Write rows of text columns."""
    if len(columns) == 1:
        columns = [pc.fill_null(columns[0], "")]
    rows = pa.table(columns, names=[str(n) for n in range(len(columns))])
    frame = pl.from_arrow(rows)
    assert isinstance(frame, pl.DataFrame)
    frame.write_csv(file, include_header=False, line_terminator=line_end)


def spelled(column: pa.Array) -> pa.Array:
    """A column of a Table as text, each value as ``types.to_text`` spells it; null stays null."""
    if not pa.types.is_floating(column.type):
        return column if pa.types.is_string(column.type) else column.cast(pa.string())
    size = pc.abs(column)
    plain = pc.and_(pc.greater_equal(size, _SMALL), pc.less(size, _LARGE))
    quick = pc.if_else(pc.equal(column, 0.0), pa.scalar("0"), column.cast(pa.string()))
    rare = pc.fill_null(pc.invert(pc.or_(plain, pc.equal(column, 0.0))), False)
    if not pc.any(rare).as_py():
        return quick
    spellings = [to_text(value) for value in column.filter(rare).to_pylist()]
    return pc.replace_with_mask(quick, rare, pa.array(spellings, pa.string()))
