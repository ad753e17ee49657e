"""Parquet. Plain columns become text and are proved like any other; the rest is judged value by value."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from publish.gate.schema.blocks import BLOCK, Block, NativeBlock, TextBlock
from publish.gate.schema.delimited import Unreadable
from publish.gate.schema.finding import Findings, What
from publish.model import SourceFile

CELLS = 10_000_000  # beyond them a file that says the same again and again in a few bytes is no honest one
PER_BYTE = 20  # cells that a byte may stand for


class Columnar:
    """One Parquet file. Raises Unreadable."""

    def __init__(self, file: SourceFile, findings: Findings) -> None:
        self._findings = findings
        try:
            self._file = pq.ParquetFile(file.location)
        except (pa.ArrowException, OSError) as error:
            findings.add(What.NOT_ITS_FORMAT, value="parquet", detail=type(error).__name__)
            raise Unreadable from None
        about = self._file.metadata
        if about.num_rows * about.num_columns > max(CELLS, file.bytes * PER_BYTE):
            findings.add(What.BOMB)
            raise Unreadable
        self.header: list[str] | None = list(self._file.schema_arrow.names)
        self.width = len(self.header)
        self._plain = all(_is_plain(f.type) for f in self._file.schema_arrow)
        self.kinds = [_kind(f.type) for f in self._file.schema_arrow]

    def blocks(self) -> Iterator[Block]:
        """The rows; the first is row 2, as if a header stood above them."""
        row = 2
        try:
            for batch in self._file.iter_batches(BLOCK, use_threads=False):
                numbers = range(row, row + batch.num_rows)
                yield self._text(batch, row) if self._plain else NativeBlock(_rows(batch), numbers)
                row += batch.num_rows
        except (pa.ArrowException, OSError) as error:
            self._findings.add(What.NOT_ITS_FORMAT, row=row, value="parquet", detail=type(error).__name__)

    def _text(self, batch: pa.RecordBatch, row: int) -> TextBlock:
        columns = [pl.Series(f"c{i}", c.cast(pa.string())) for i, c in enumerate(batch.columns)]
        for place, column in enumerate(columns, 1):
            for index in column.str.contains("\0", literal=True).fill_null(False).arg_true().to_list():
                self._findings.add(What.NUL, row=row + index, column=place)
        return TextBlock(pl.DataFrame(columns), row)


def _is_plain(kind: pa.DataType) -> bool:
    return bool(
        pa.types.is_integer(kind)
        or pa.types.is_float64(kind)
        or pa.types.is_boolean(kind)
        or pa.types.is_string(kind)
        or pa.types.is_large_string(kind)
        or pa.types.is_date32(kind)
    )


_KINDS: tuple[tuple[Callable[[pa.DataType], bool], str], ...] = (
    (pa.types.is_integer, "integer"),
    (pa.types.is_floating, "number"),
    (pa.types.is_decimal, "number"),
    (pa.types.is_boolean, "boolean"),
    (pa.types.is_date, "date"),
    (pa.types.is_timestamp, "datetime"),
    (pa.types.is_time, "time"),
    (pa.types.is_list, "array"),
    (pa.types.is_large_list, "array"),
    (pa.types.is_struct, "object"),
)


def _kind(kind: pa.DataType) -> str:
    """The Table Schema type of a column that nobody described: the file says it."""
    return next((name for fits, name in _KINDS if fits(kind)), "string")


def _rows(batch: pa.RecordBatch) -> list[list[Any]]:
    columns = [c.to_pylist() for c in batch.columns]
    return [list(row) for row in zip(*columns, strict=True)]
