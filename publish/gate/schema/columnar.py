"""Parquet. Plain columns become text and are proved like any other; the rest is judged value by value.

A text that stands in a file once and is said a million times takes few bytes there and very many in memory: texts are
read as the places they have in the file's own dictionary, and written out a few rows at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from publish.gate.schema.blocks import BLOCK, Block, NativeBlock, TextBlock
from publish.gate.schema.delimited import Unreadable
from publish.gate.schema.finding import Findings, What
from publish.gate.schema.opened import RATIO, SMALL
from publish.gate.schema.pages import unpacked
from publish.model import SourceFile

CELLS = 10_000_000  # beyond them a file that says the same again and again in a few bytes is no honest one
PER_BYTE = 20  # cells that a byte may stand for
WRITTEN = 256 << 20  # bytes written out below which a file is honest, however small it is
_AT_ONCE = 32 << 20  # bytes written out of one batch
# What is said of a file that is none: also names that are no text, and moments that no calendar has.
_BROKEN = (pa.ArrowException, OSError, ValueError, KeyError, OverflowError)
_PREFIXED = "DELTA_BYTE_ARRAY"  # each text by what it shares with the one before: many long ones out of nothing


class Columnar:
    """One Parquet file, which may unpack to ``most`` bytes. Raises Unreadable."""

    def __init__(self, file: SourceFile, findings: Findings, most: int) -> None:
        self._findings = findings
        self.header_row = 1
        self._most = max(WRITTEN, file.bytes * RATIO)
        try:
            self._file, self._step = _opened(file.location, file.bytes, most)
        except _BROKEN as error:
            findings.add(What.NOT_ITS_FORMAT, value="parquet", detail=type(error).__name__)
            raise Unreadable from None
        if self._step == 0:
            findings.add(What.BOMB)
            raise Unreadable
        if not self._file.schema_arrow.names:
            findings.add(What.EMPTY)
            raise Unreadable
        kinds = [_bare(field.type) for field in self._file.schema_arrow]
        self.header: list[str] | None = list(self._file.schema_arrow.names)
        self.width = len(self.header)
        self._plain = all(map(_is_plain, kinds))
        self.kinds = [_kind(kind) for kind in kinds]

    def blocks(self) -> Iterator[Block]:
        """The rows; the first is row 2, as if a header stood above them. Raises Unreadable."""
        row, left = 2, self._most
        try:
            for batch in self._file.iter_batches(self._step, use_threads=False):
                batch.validate(full=True)  # a text that is not UTF-8 would end the process further on
                size = sum(_written(column) for column in batch.columns)
                left -= size
                if left < 0:
                    self._findings.add(What.BOMB)
                    raise Unreadable
                rows = max(1, batch.num_rows * _AT_ONCE // max(size, _AT_ONCE))
                for at in range(0, batch.num_rows, rows):
                    some = batch.slice(at, rows)
                    numbers = range(row, row + some.num_rows)
                    yield self._text(some, row) if self._plain else NativeBlock(_rows(some), numbers)
                    row += some.num_rows
        except _BROKEN as error:
            self._findings.add(What.NOT_ITS_FORMAT, row=row, value="parquet", detail=type(error).__name__)

    def _text(self, batch: pa.RecordBatch, row: int) -> TextBlock:
        columns = [pl.Series(f"c{i}", _spelled(c).cast(pa.string())) for i, c in enumerate(batch.columns)]
        for place, column in enumerate(columns, 1):
            for index in column.str.contains("\0", literal=True).fill_null(False).arg_true().to_list():
                self._findings.add(What.NUL, row=row + index, column=place)
        return TextBlock(pl.DataFrame(columns), row)


def _opened(path: Path, size: int, allowed: int) -> tuple[pq.ParquetFile, int]:
    """The file, its texts to be read by their place in its dictionary, and how many rows may be read at once; none
    when it or one of its pages says that it unpacks to far too much. Raises one of _BROKEN."""
    file = pq.ParquetFile(path)
    about, schema = file.metadata, file.schema
    chunks = [about.row_group(n).column(c) for n in range(about.num_row_groups) for c in range(len(schema))]
    widths = {schema.column(c).path: schema.column(c).length for c in range(len(schema))}
    cells = max(about.num_rows * about.num_columns, sum(c.num_values for c in chunks))
    told = sum(c.total_uncompressed_size for c in chunks)
    fixed = sum(c.num_values * max(widths.get(c.path_in_schema, 0), 0) for c in chunks)
    most = max(WRITTEN, size * RATIO)
    if cells > max(CELLS, size * PER_BYTE) or told > max(SMALL, size * RATIO) or fixed > most:
        return file, 0
    file.close()
    total, largest = unpacked(path, about)
    if total > min(max(SMALL, allowed), max(SMALL, size * RATIO)) or largest > WRITTEN:
        return file, 0
    prefixed = {c.path_in_schema: c.total_uncompressed_size for c in chunks if _PREFIXED in c.encodings}
    texts = {c.path_in_schema for c in chunks if c.physical_type == "BYTE_ARRAY"} - prefixed.keys()
    step = max(1, min(BLOCK, WRITTEN // max(prefixed.values()))) if prefixed else BLOCK
    return pq.ParquetFile(path, read_dictionary=sorted(texts)), step


def _bare(kind: pa.DataType) -> pa.DataType:
    """The type of the values, however they are kept."""
    return kind.value_type if pa.types.is_dictionary(kind) else kind


def _spelled(column: pa.Array) -> pa.Array:
    return column.dictionary_decode() if pa.types.is_dictionary(column.type) else column


def _written(column: pa.Array) -> int:
    """Bytes of a column when every text is written out."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        values = column.dictionary
        if not (_is_text(kind.value_type) or pa.types.is_binary(kind.value_type)):
            return len(column) * int(max(1, values.nbytes // max(1, len(values))))
        return int(pc.sum(pc.binary_length(values).cast(pa.int64()).take(column.indices)).as_py() or 0)
    if pa.types.is_struct(kind):
        return sum(_written(inner) for inner in column.flatten())
    if pa.types.is_map(kind):
        entries = column.offsets[0].as_py(), column.offsets[-1].as_py()
        return sum(_written(inner.slice(entries[0], entries[1] - entries[0])) for inner in (column.keys, column.items))
    if pa.types.is_nested(kind) and not pa.types.is_union(kind):
        return _written(column.flatten())
    return int(column.nbytes)


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _is_plain(kind: pa.DataType) -> bool:
    return bool(
        pa.types.is_integer(kind)
        or pa.types.is_float64(kind)
        or pa.types.is_boolean(kind)
        or _is_text(kind)
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
    (pa.types.is_map, "object"),
)


def _kind(kind: pa.DataType) -> str:
    """The Table Schema type of a column that nobody described: the file says it."""
    return next((name for fits, name in _KINDS if fits(kind)), "string")


def _rows(batch: pa.RecordBatch) -> list[list[Any]]:
    columns = [_spelled(c).to_pylist(maps_as_pydicts="strict") for c in batch.columns]
    return [list(row) for row in zip(*columns, strict=True)]
