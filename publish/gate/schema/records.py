"""Whole records, as every parser reads them: bytes that are proved well formed while polars parses them.

Proved are: no NUL, no return but before a line end, quotes only around whole cells; as many records as line ends, so
that no blank line was left out; and that every byte is accounted for by a cell, by the mark that follows each cell, or
by a quote, so that no short record was filled up. A record that is too long polars refuses.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from publish.gate.schema.dialect import Dialect

_QUOTE = 34
_NEWLINE = 10
_RETURN = 13
_PIECE = 1 << 19  # bytes looked at together: what is made of them stays near the processor

Bytes = np.ndarray[tuple[int], np.dtype[np.uint8]]
Offsets = np.ndarray[tuple[int], np.dtype[np.intp]]


def whole_records(data: bytes) -> tuple[int, Offsets | None]:
    """How many bytes at the front are whole records, up to the last line end that no quoted cell holds; and where the
    quotes in them stand, if there are any."""
    end = data.rfind(b"\n") + 1
    if b'"' not in data:
        return end, None
    quotes = _offsets(data, _QUOTE)
    while end:
        before = int(np.searchsorted(quotes, end))
        if before % 2 == 0:
            return end, quotes[:before] if before else None
        end = data.rfind(b"\n", 0, int(quotes[before - 1])) + 1
    return 0, None


def first_record(data: bytes) -> tuple[int, bool]:
    """Where the line end stands that no quoted cell holds, -1 when there is none; and whether every quote before it is
    closed. Each byte is looked at once: the first record may never end."""
    end = data.find(b"\n")
    quotes = data.count(b'"', 0, end if end >= 0 else None)
    while end >= 0 and quotes % 2:
        start, end = end, data.find(b"\n", end + 1)
        quotes += data.count(b'"', start, end if end >= 0 else None)
    return end, quotes % 2 == 0


def ended(data: bytes) -> int:
    """How many records end in these bytes, which begin with one."""
    ends = data.count(b"\n")
    return ends - _inside(data, _NEWLINE, _offsets(data, _QUOTE)) if b'"' in data else ends


@dataclass(frozen=True, slots=True)
class Records:
    """Text cells in columns ``c0`` …; ``shortest`` and ``longest`` are the bytes of such a cell of each column.
    ``ends`` is how many of them end with which line end."""

    frame: pl.DataFrame
    shortest: tuple[int, ...]
    longest: tuple[int, ...]
    ends: Mapping[str, int]


def records_of(data: bytes, quotes: Offsets | None, dialect: Dialect, width: int) -> Records | None:
    """Whole records, read; None when they are not proved to be well formed."""
    if b"\0" in data:
        return None
    returns = data.count(b"\r") if b"\r" in data else 0
    if returns:
        if returns != data.count(b"\r\n") or (quotes is not None and _inside(data, _RETURN, quotes)):
            return None
        data = data.replace(b"\r\n", b"\n")
        quotes = None if quotes is None else _offsets(data, _QUOTE)
    array = np.frombuffer(data, np.uint8)
    if quotes is not None and not _around_cells(array, quotes, ord(dialect.delimiter)):
        return None
    try:
        frame = pl.read_csv(
            data,
            has_header=False,
            schema={f"c{i}": pl.String for i in range(width)},
            separator=dialect.delimiter,
            quote_char=None if quotes is None else '"',
            empty_string_is_null=False,
        )
    except pl.exceptions.PolarsError:
        return None
    ends = int((pl.Series(array) == _NEWLINE).sum())
    if ends != frame.height and quotes is not None:
        ends -= _inside(data, _NEWLINE, quotes)
    lengths = frame.select(pl.all().str.len_bytes().fill_null(0))
    if ends != frame.height or _accounted(lengths, quotes) != len(data):
        return None
    counted = {"\r\n": returns, "\n": ends - returns}
    return Records(frame, lengths.min().row(0), lengths.max().row(0), counted)


def _around_cells(data: Bytes, quotes: Offsets, delimiter: int) -> bool:
    """Does each of an even number of quotes open a cell, close one, or stand doubled inside one?"""
    opening, closing = quotes[0::2], quotes[1::2]
    before = data[opening[opening > 0] - 1]
    after = data[closing[closing < len(data) - 1] + 1]
    beside = np.concatenate((before, after))
    return bool(((beside == delimiter) | (beside == _NEWLINE) | (beside == _QUOTE)).all())


def _accounted(lengths: pl.DataFrame, quotes: Offsets | None) -> int:
    """The bytes that cells of these lengths are written in: themselves, the mark after each, the quotes around them."""
    total = int(sum(lengths.sum().row(0))) + lengths.height * lengths.width
    if quotes is None:
        return total
    # A quote inside a cell is written twice: as one that closes and, right behind it, one that opens.
    inside = int(np.count_nonzero(quotes[2::2] - quotes[1:-1:2] == 1))
    return total + len(quotes) - inside


def _inside(data: bytes, byte: int, quotes: Offsets) -> int:
    """How many of these bytes stand inside quoted cells."""
    return int(np.count_nonzero(np.searchsorted(quotes, _offsets(data, byte)) % 2))


def _offsets(data: bytes, byte: int) -> Offsets:
    array = np.frombuffer(data, np.uint8)
    pieces = (np.flatnonzero(array[at : at + _PIECE] == byte) + at for at in range(0, len(data), _PIECE))
    return np.concatenate([np.empty(0, np.intp), *pieces])
