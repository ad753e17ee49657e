"""CSV and its relatives, read two ways that agree.

The fast way hands polars a run of whole records, after making sure, byte by byte, that every parser reads them alike:
no NUL, one kind of line end, no blank line, quotes only around whole cells; and afterwards that each record had its
number of cells (delimiters outside cells = records x (columns - 1), and polars refuses a longer record). What is not
so is read from there on by Python's csv module, record by record.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import IO

import numpy as np
import polars as pl

from publish.gate.schema.blocks import BLOCK, Block, TextBlock
from publish.gate.schema.dialect import Dialect
from publish.gate.schema.encoding import looks_like
from publish.gate.schema.finding import Findings, What
from publish.gate.schema.magic import form_of

CHUNK = 16 << 20  # bytes
_LONGEST = 2 * CHUNK  # characters in a cell: as many as the fast way can meet
_BOM = b"\xef\xbb\xbf"
_QUOTE = 34
_NEWLINE = 10


class Unreadable(Exception):
    """Reading cannot go on; why is in the findings."""


class Delimited:
    """One file of records. Raises Unreadable when there is no header to be had."""

    def __init__(self, stream: IO[bytes], dialect: Dialect, codec: str, findings: Findings) -> None:
        self._stream = stream
        self._dialect = dialect
        self._codec = codec
        self._findings = findings
        self._row = 0  # the last row read
        self._buffer = stream.read(CHUNK)
        if other := form_of(self._buffer):
            findings.add(What.NOT_ITS_FORMAT, value="csv", detail=other)
            raise Unreadable
        if not self._buffer.strip():
            findings.add(What.EMPTY)
            raise Unreadable
        self._fast = dialect.plain and codec == "utf-8-sig" and self._buffer[:2] not in (b"\xff\xfe", b"\xfe\xff")
        if self._fast:
            self._buffer = self._buffer.removeprefix(_BOM)
        self._records: Iterator[tuple[int, list[str]]] | None = None
        self.header, self.width = self._read_header()

    # --- the header

    def _read_header(self) -> tuple[list[str] | None, int]:
        if self._fast and (first := self._first_record()) is not None:
            if not self._dialect.header_rows:
                return None, len(first)
            self._row = 1
            return first, len(first)
        return self._slow_header()

    def _first_record(self) -> list[str] | None:
        """The first record, taken from the buffer when it is a header; None when only the slow way can tell."""
        end = self._buffer.find(b"\n")
        while end >= 0 and self._buffer.count(b'"', 0, end) % 2:
            end = self._buffer.find(b"\n", end + 1)
        line = self._buffer if end < 0 else self._buffer[:end]
        line = line.removesuffix(b"\r")
        if (b"\r" in line or b"\0" in line) or (end < 0 and len(self._buffer) >= CHUNK):
            return None
        try:
            text = line.decode("utf-8")
        except UnicodeDecodeError:
            return None
        if self._dialect.header_rows:
            self._buffer = b"" if end < 0 else self._buffer[end + 1 :]
        return next(self._parser(iter([text])), [])

    def _slow_header(self) -> tuple[list[str] | None, int]:
        self._fast = False
        self._records = records = self._slowly()
        wanted = self._dialect.header_rows
        rows: list[list[str]] = []
        for row, cells in records:
            if not wanted:
                self._records = chain([(row, cells)], records)
                return None, len(cells)
            if row in wanted:
                rows.append(cells)
            if row >= wanted[-1]:
                break
        if not rows:
            if not self._findings.counts:
                self._findings.add(What.EMPTY)
            raise Unreadable
        header = joined(rows, self._dialect.header_join)
        return header, len(header)

    # --- the rows

    def blocks(self) -> Iterator[Block]:
        """The rows after the header."""
        while self._fast:
            more = self._stream.read(CHUNK) if len(self._buffer) < CHUNK else b""
            data = self._buffer + more
            last = not more and len(self._buffer) < CHUNK
            if not data:
                return
            ended = data + b"\n" if last and not data.endswith(b"\n") else data
            end = _whole_records(ended)
            frame = self._frame(ended[:end]) if end else None
            if frame is None:
                self._fast, self._buffer = False, data
                break
            yield TextBlock(frame, self._row + 1)
            self._row += frame.height
            self._buffer = data[end:]
        yield from self._slow_blocks(self._records if self._records is not None else self._slowly())

    def _frame(self, data: bytes) -> pl.DataFrame | None:
        """The records as text; None when they are not proved to be well formed."""
        if b"\0" in data or b"\n\n" in data or data[:1] == b"\n":
            return None
        returns = data.count(b"\r")
        if returns:
            if not returns == data.count(b"\r\n") == data.count(b"\n") or b"\n\r" in data or data[:1] == b"\r":
                return None
            data = data.replace(b"\r\n", b"\n")
        delimiter = ord(self._dialect.delimiter)
        inside = _inside_quotes(data, delimiter) if b'"' in data else (0, 0)
        if inside is None or (returns and inside[1]):
            return None
        names = [f"c{i}" for i in range(self.width)]
        try:
            frame = pl.read_csv(
                data,
                has_header=False,
                schema=dict.fromkeys(names, pl.String),
                separator=self._dialect.delimiter,
                quote_char='"' if b'"' in data else None,
                empty_string_is_null=False,
            )
        except pl.exceptions.PolarsError:
            return None
        between = data.count(self._dialect.delimiter.encode()) - inside[0]
        lines = data.count(b"\n") - inside[1]
        whole = lines == frame.height and between == frame.height * (self.width - 1)
        return frame if whole else None

    # --- record by record

    def _slowly(self) -> Iterator[tuple[int, list[str]]]:
        """The records with their numbers, from where the buffer stands. Ends, with a finding, where reading must."""
        rest = io.BufferedReader(_Rest(self._buffer, self._stream), 1 << 20)
        sample = self._buffer
        self._buffer = b""
        csv.field_size_limit(_LONGEST)
        text = io.TextIOWrapper(rest, encoding=self._codec, newline="")
        lines = _Lines(text, self._dialect)
        parser = self._parser(iter(lines))
        try:
            for cells in parser:
                self._row += 1
                if self._row in self._dialect.comment_rows or (
                    self._dialect.comment and cells and cells[0].startswith(self._dialect.comment)
                ):
                    continue
                yield self._row, cells
                lines.next_record()
        except UnicodeDecodeError as error:
            around = bytes(error.object[max(0, error.start - 512) : error.start + 512])
            guess = looks_like(sample[:2]) or looks_like(around) or looks_like(sample[: 1 << 16])
            row = self._row + 1 + error.object.count(b"\n", 0, error.start)
            self._findings.add(What.ENCODING, row=row, value=self._codec.removesuffix("-sig"), detail=guess)
        except UnicodeError:
            self._findings.add(What.ENCODING, row=self._row + 1, value=self._codec, detail=looks_like(sample[:4096]))
        except csv.Error:
            self._findings.add(What.OPEN_QUOTE, row=self._row + 1)
            lines.open_quote = False  # said
        finally:
            text.detach()
        if lines.open_quote:
            self._findings.add(What.OPEN_QUOTE, row=self._row)
        if lines.old:
            self._findings.add(What.OLD_LINE_ENDS)

    def _parser(self, lines: Iterator[str]) -> Iterator[list[str]]:
        dialect = self._dialect
        return csv.reader(
            lines,
            delimiter=dialect.delimiter,
            quotechar=dialect.quote or None,
            quoting=csv.QUOTE_MINIMAL if dialect.quote else csv.QUOTE_NONE,
            doublequote=dialect.double_quote,
            escapechar=dialect.escape or None,
            skipinitialspace=dialect.skip_space,
        )

    def _slow_blocks(self, records: Iterator[tuple[int, list[str]]]) -> Iterator[Block]:
        rows: list[Sequence[str | None]] = []
        numbers: list[int] = []
        for row, cells in records:
            made = self._row_of(cells, row)
            if made is not None:
                rows.append(made)
                numbers.append(row)
            if len(rows) >= BLOCK:
                yield self._text_block(rows, numbers)
                rows, numbers = [], []
        if rows:
            yield self._text_block(rows, numbers)

    def _row_of(self, cells: list[str], row: int) -> Sequence[str | None] | None:
        if not cells:
            self._findings.add(What.BLANK_ROW, row=row)
            return None
        for column, cell in enumerate(cells, 1):
            if "\0" in cell:
                self._findings.add(What.NUL, row=row, column=column)
        if len(cells) < self.width:
            if any(cells):
                self._findings.add(What.SHORT_ROW, row=row, value=str(len(cells)), detail=str(self.width))
            return [*cells, *[None] * (self.width - len(cells))]
        if len(cells) > self.width:
            self._findings.add(What.LONG_ROW, row=row, value=str(len(cells)), detail=str(self.width))
            return cells[: self.width]
        return cells

    def _text_block(self, rows: list[Sequence[str | None]], numbers: list[int]) -> TextBlock:
        schema = {f"c{i}": pl.String for i in range(self.width)}
        frame = pl.DataFrame(rows, schema=schema, orient="row")
        return TextBlock(frame, numbers[0], numbers)


def joined(rows: Sequence[Sequence[str]], join: str) -> list[str]:
    """One header out of several rows: the parts of a column that say something, joined."""
    width = max((len(r) for r in rows), default=0)
    columns = ([r[i].strip() if i < len(r) else "" for r in rows] for i in range(width))
    if len(rows) == 1:
        return list(rows[0])
    return [join.join(dict.fromkeys(p for p in parts if p)) for parts in columns]


def _whole_records(data: bytes) -> int:
    """How many bytes at the front are whole records: up to the last line end that no quoted cell holds."""
    end = data.rfind(b"\n") + 1
    if b'"' not in data:
        return end
    quotes = np.flatnonzero(np.frombuffer(data, np.uint8) == _QUOTE)
    while end:
        before = int(np.searchsorted(quotes, end))
        if before % 2 == 0:
            return end
        end = data.rfind(b"\n", 0, int(quotes[before - 1])) + 1
    return 0


def _inside_quotes(data: bytes, delimiter: int) -> tuple[int, int] | None:
    """(delimiters, line ends) that stand inside quoted cells; None unless every quote opens a cell, closes one, or
    stands doubled inside one."""
    array = np.frombuffer(data, np.uint8)
    quotes = np.flatnonzero(array == _QUOTE)
    if len(quotes) % 2:
        return None
    opening, closing = quotes[0::2], quotes[1::2]
    before = array[opening[opening > 0] - 1]
    after = array[closing[closing < len(array) - 1] + 1]
    for bytes_beside in (before, after):
        fine = (bytes_beside == delimiter) | (bytes_beside == _NEWLINE) | (bytes_beside == _QUOTE)
        if not fine.all():
            return None
    lengths = closing - opening - 1
    starts = np.concatenate(([0], np.cumsum(lengths)[:-1]))
    inside = array[np.repeat(opening + 1 - starts, lengths) + np.arange(int(lengths.sum()))]
    return int(np.count_nonzero(inside == delimiter)), int(np.count_nonzero(inside == _NEWLINE))


class _Rest(io.RawIOBase):
    """What was read ahead, then the stream."""

    def __init__(self, ahead: bytes, stream: IO[bytes]) -> None:
        self._ahead = memoryview(ahead)
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if self._ahead:
            got = self._ahead[: len(buffer)]
            self._ahead = self._ahead[len(got) :]
        else:
            got = memoryview(self._stream.read(len(buffer)))
        buffer[: len(got)] = got
        return len(got)


class _Lines:
    """Lines of a text, with what is worth knowing of them: is a quote left open, do they end as on old machines?"""

    def __init__(self, text: io.TextIOWrapper, dialect: Dialect) -> None:
        self._text = text
        self._opens = re.compile(f'(?:^|{re.escape(dialect.delimiter)})"')
        self._opened = False
        self._quotes = 0  # in the record being read
        self.open_quote = False  # in the last whole record
        self.old = False

    def __iter__(self) -> Iterator[str]:
        while line := self._text.readline(_LONGEST + 1):
            self._quotes += line.count('"')
            self.old = self.old or (line.endswith("\r") and self._quotes % 2 == 0)
            self._opened = self._opened or (self._quotes > 0 and self._opens.search(line) is not None)
            self.open_quote = self._opened and self._quotes % 2 == 1
            yield line

    def next_record(self) -> None:
        """A record ended here."""
        self._quotes = 0
        self._opened = False
