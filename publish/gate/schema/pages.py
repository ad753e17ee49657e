"""The pages of a Parquet file by what each says of itself.

The footer says how much a column unpacks to, and every page says it again for itself: whoever unpacks it makes room for
so many bytes before reading one. A page that says far more than the file may hold is found here, before any is opened.
Source: the Parquet format's ``PageHeader``, in Thrift's compact protocol.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import IO

import pyarrow.parquet as pq

_AHEAD = 1 << 12  # bytes of a header that are read first; its statistics may make it longer
_LONGEST = 16 << 20  # bytes of a header that readers take
_MOST = 500_000  # pages
_UNPACKED, _PACKED = 2, 3  # fields of PageHeader


class NoPages(ValueError):
    """Where a page should begin there is none."""


def unpacked(path: Path, about: pq.FileMetaData) -> tuple[int, int]:
    """(bytes that all pages of a file say they unpack to, those of the largest). Raises NoPages, also for more pages
    than any honest file has."""
    pages = total = largest = 0
    with path.open("rb") as file:
        for group, number in product(range(about.num_row_groups), range(about.num_columns)):
            chunk = about.row_group(group).column(number)
            if not chunk.num_values:  # of a table without rows: its pages are not read
                continue
            for size in _pages(file, _start(chunk), chunk.total_compressed_size):
                pages, total, largest = pages + 1, total + size, max(largest, size)
                if pages > _MOST:
                    raise NoPages
    return total, largest


def _start(chunk: pq.ColumnChunkMetaData) -> int:
    words = chunk.dictionary_page_offset if chunk.has_dictionary_page else None
    return int(min(words, chunk.data_page_offset) if words else chunk.data_page_offset)


def _pages(file: IO[bytes], start: int, length: int) -> Iterator[int]:
    """What each page of a column says it unpacks to."""
    at, end = start, start + length
    while at < end:
        header, fields = _header(file, at)
        size, packed = fields.get(_UNPACKED, -1), fields.get(_PACKED, -1)
        if size < 0 or packed < 0:
            raise NoPages
        yield size
        at += header + packed


def _header(file: IO[bytes], at: int) -> tuple[int, dict[int, int]]:
    """(its length, its whole numbers by field) of the header at this place."""
    ahead = _AHEAD
    while True:
        file.seek(at)
        content = file.read(ahead)
        try:
            reader = _Compact(content)
            return reader.struct()
        except IndexError:
            if len(content) < ahead or ahead >= _LONGEST:
                raise NoPages from None
            ahead *= 16


class _Compact:
    """Thrift's compact protocol, as far as a header needs it. Raises IndexError at the end, NoPages for no header."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._at = 0

    def struct(self, deep: int = 0) -> tuple[int, dict[int, int]]:
        """(bytes read so far, its whole numbers by field)."""
        if deep > 8:
            raise NoPages
        field, numbers = 0, {}
        while kind := self._byte():
            field = field + (kind >> 4) if kind >> 4 else self._whole()
            value = self._value(kind & 15, deep)
            if value is not None:
                numbers[field] = value
        return self._at, numbers

    def _value(self, kind: int, deep: int) -> int | None:
        if kind in (4, 5, 6):
            return self._whole()
        if kind == 12:
            self.struct(deep + 1)
        elif kind == 8:
            self._skip(self._varint())
        elif kind == 3:
            self._skip(1)
        elif kind == 7:
            self._skip(8)
        elif kind not in (1, 2):  # lists and maps: a page header has none
            raise NoPages
        return None

    def _byte(self) -> int:
        self._at += 1
        return self._content[self._at - 1]

    def _skip(self, count: int) -> None:
        self._at += count
        if self._at > len(self._content):
            raise IndexError

    def _varint(self) -> int:
        value = shift = 0
        while True:
            byte = self._byte()
            value |= (byte & 127) << shift
            if byte < 128:
                return value
            shift += 7
            if shift > 63:
                raise NoPages

    def _whole(self) -> int:
        value = self._varint()
        return (value >> 1) ^ -(value & 1)
