"""CSV and its relatives, read two ways that agree.

The fast way hands polars a run of whole records, and makes sure that every parser reads them alike (``records``). What
is not so is read from there on by Python's csv module, record by record.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice
from typing import IO

import polars as pl

from publish.gate.schema.blocks import BLOCK, Block, TextBlock
from publish.gate.schema.characters import may_be_odd
from publish.gate.schema.dialect import Dialect
from publish.gate.schema.encoding import begins_in_utf_8, doubted, looks_like, marked, unmarked, wider
from publish.gate.schema.finding import Findings, What
from publish.gate.schema.header import other_header
from publish.gate.schema.lines import LONGEST, Lines, NotUTF8, TooLong
from publish.gate.schema.magic import form_of_text
from publish.gate.schema.recoded import Recoded, Undecodable
from publish.gate.schema.records import Records, ended, first_record, records_of, whole_records
from publish.jobs import ahead

CHUNK = 12 << 20  # bytes
_FIRST = 2 << 20  # of them that are read first, so that judging begins at once
_CHINESE = re.compile(rb"[\xe4-\xe9][\x80-\xbf][\x80-\xbf]")  # in UTF-8


class Unreadable(Exception):
    """Reading cannot go on; why is in the findings."""


class Delimited:
    """One file of records; one without a header may go on ``after`` a header that another file has. Raises Unreadable
    when there is no header to be had."""

    def __init__(
        self, stream: IO[bytes], dialect: Dialect, codec: str, findings: Findings, after: Sequence[str] | None = None
    ) -> None:
        self._stream: IO[bytes] | Recoded = stream
        self._dialect = dialect
        self._codec = codec
        self._findings = findings
        self._row = 0  # the last row read
        self._chinese = False  # was there any, so far?
        self._ends: set[str] = set()  # of records, but for the last
        self._buffer = self._first_bytes(stream)
        self._fast = dialect.plain and self._buffer[:2] not in (b"\xff\xfe", b"\xfe\xff")
        self._records: Iterator[tuple[int, list[str]]] | None = None
        self.header_row = 1
        self.header, own = self._read_header()
        self._names = after if self.header is None else self.header
        self.width = own if self._names is None else len(self._names)

    def _first_bytes(self, stream: IO[bytes]) -> bytes:
        """The beginning of the text in UTF-8, when the file is what it should be."""
        first = stream.read(_FIRST if self._codec == "utf-8-sig" else CHUNK)
        if other := form_of_text(first):
            self._findings.add(What.NOT_ITS_FORMAT, value="csv", detail=other)
            raise Unreadable
        if not unmarked(first).strip():
            self._findings.add(What.EMPTY)
            raise Unreadable
        at, guess = doubted(first, self._codec)
        if guess:
            row = ended(first[:at]) + 1
            self._findings.add(What.ENCODING, row=row, value=self._codec, detail=guess)
            raise Unreadable
        if self._codec == "utf-8-sig":
            return unmarked(first)
        self._stream = Recoded(first, stream, self._codec)
        try:
            return self._stream.read(CHUNK)
        except Undecodable as error:
            self._undecodable(error, b"")
            raise Unreadable from None

    def _undecodable(self, error: Undecodable, left: bytes) -> None:
        """The text is in its encoding up to the end of what is ``left`` of it, and no further."""
        wide = "" if error.guess else wider(error.around, self._codec)
        guess = error.guess or wide or looks_like(error.around, besides=self._codec)
        mixed = error.guess or (guess and not wide and (self._chinese or _CHINESE.search(left)))
        what = What.MIXED if mixed else What.ENCODING
        self._findings.add(what, row=self._row + 1 + ended(left), value=self._codec, detail=guess)

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
        end, closed = first_record(self._buffer)
        line = (self._buffer if end < 0 else self._buffer[:end]).removesuffix(b"\r")
        if (
            not closed
            or (not line.strip() or b"\r" in line or b"\0" in line)
            or (end < 0 and len(self._buffer) >= _FIRST)
        ):
            return None
        csv.field_size_limit(LONGEST)
        try:
            cells = next(self._parser(iter([line.decode("utf-8")])), [])
        except (UnicodeDecodeError, csv.Error):
            return None
        if self._dialect.header_rows:
            self._ends.update(["\r\n" if self._buffer[end - 1 : end] == b"\r" else "\n"] if end >= 0 else [])
            self._buffer = b"" if end < 0 else self._buffer[end + 1 :]
        return cells

    def _slow_header(self) -> tuple[list[str] | None, int]:
        self._fast = False
        self._records = records = self._slowly()
        wanted = self._dialect.header_rows
        rows: list[list[str]] = []
        for row, cells in records:
            if not cells and wanted in ((), (1,)):
                self._findings.add(What.BLANK_ROW, row=row)
                continue
            if not wanted:
                self._records = chain([(row, cells)], records)
                return None, len(cells)
            first = wanted == (1,)  # the first record that says something, under remarks that are none
            if first or row in wanted:
                rows.append(cells)
            if first or row >= wanted[-1]:
                break
        if not rows:
            if not self._findings.counts and wanted in ((), (1,)):
                self._findings.add(What.EMPTY)
            elif not self._findings.counts:
                self._findings.add(What.DIALECT, value="headerRows", pointer="/dialect/headerRows")
            raise Unreadable
        self.header_row = self._row
        following = list(islice(records, 1))  # when there is none it is known whether the header was ever closed
        if self._findings.counts[What.OPEN_QUOTE]:
            raise Unreadable
        self._records = chain(following, records)
        return (header := joined(rows, self._dialect.header_join)), len(header)

    # --- the rows

    def blocks(self) -> Iterator[Block]:
        """The rows after the header."""
        try:
            for records, odd in ahead(self._looked_at()):
                self._header_again(records.frame, range(self._row + 1, self._row + 1 + records.frame.height))
                self._ended_by({end for end, count in records.ends.items() if count})
                yield TextBlock(records.frame, self._row + 1, odd=odd, shortest=records.shortest)
                self._row += records.frame.height
        except Undecodable as error:
            self._undecodable(error, self._buffer)
            return
        yield from self._slow_blocks(self._records if self._records is not None else self._slowly())

    def _looked_at(self) -> Iterator[tuple[Records, bool]]:
        """Runs, and whether they may hold odd characters: seen to while the next is read and the last is judged."""
        return ((records, may_be_odd(run)) for records, run in ahead(self._runs()))

    def _runs(self) -> Iterator[tuple[Records, bytes]]:
        """Runs of records, with the bytes they are written in, as far as the fast way goes; the rest is left in the
        buffer. Finds nothing: it runs ahead of what is judged."""
        size = _FIRST
        while self._fast:
            room = size - len(self._buffer)
            more = self._stream.read(room) if room > 0 else b""
            last = not more and room > 0
            if not more and not self._buffer:
                return
            cut = more.rfind(b"\n") + 1
            close = b"\n" if last and not self._buffer.endswith((b"\n", b"\r")) else b""
            run = b"".join((self._buffer, memoryview(more)[:cut], close))  # copied once: it is long
            end, quotes = whole_records(run)
            records = records_of(run[:end], quotes, self._dialect, self.width) if end else None
            if size < CHUNK and not end and not last:
                self._buffer += more  # a record as long as that
            elif records is None or max(records.longest) > LONGEST:
                self._fast, self._buffer = False, self._buffer + more
                return
            else:
                self._chinese = self._chinese or _CHINESE.search(run, 0, end) is not None
                self._buffer = run[end : len(run) - len(close)] + more[cut:]
                if close:
                    records = replace(records, ends={**records.ends, "\n": records.ends["\n"] - 1})
                yield records, run[:end]
            size = CHUNK

    # --- record by record

    def _slowly(self) -> Iterator[tuple[int, list[str]]]:
        """The records with their numbers, from where the buffer stands. Ends, with a finding, where reading must."""
        rest = io.BufferedReader(_Rest(self._buffer, self._stream), 1 << 20)
        sample = self._buffer
        self._buffer = b""
        csv.field_size_limit(LONGEST)
        text = io.TextIOWrapper(rest, encoding="utf-8", errors="surrogateescape", newline="")
        lines = Lines(text, self._dialect)
        parser = self._parser(iter(lines))
        try:
            for cells in parser:
                self._row += 1
                if not self._is_remark(cells):
                    yield self._row, cells
                lines.next_record()
        except NotUTF8 as error:
            self._no_utf_8(error, sample)
        except Undecodable as error:
            self._undecodable(error, b"")
        except TooLong:
            self._findings.add(What.LONG_LINE, row=self._row + 1)
            lines.open_quote = False
        except csv.Error:
            self._findings.add(What.OPEN_QUOTE, row=self._row + 1)
            lines.open_quote = False  # said
        finally:
            text.detach()
        if lines.open_quote:
            self._findings.add(What.OPEN_QUOTE, row=self._row)
        if lines.old:
            self._findings.add(What.OLD_LINE_ENDS)
        self._ended_by(lines.ends)

    def _ended_by(self, ends: Collection[str]) -> None:
        self._ends.update(ends)
        if len(self._ends) > 1 and not self._findings.counts[What.MIXED_LINE_ENDS]:
            self._findings.add(What.MIXED_LINE_ENDS)

    def _is_remark(self, cells: list[str]) -> bool:
        dialect = self._dialect
        said = dialect.comment and cells and cells[0].startswith(dialect.comment)
        return bool(said) or self._row in dialect.comment_rows

    def _no_utf_8(self, error: NotUTF8, sample: bytes) -> None:
        guess = marked(sample)
        if not guess and not error.cut_off:
            guess = looks_like(error.around, "utf-8-sig") or looks_like(sample[: 1 << 16], "utf-8-sig")
        mixed = guess and (self._chinese or begins_in_utf_8(sample))
        what = What.MIXED if mixed else What.ENCODING
        self._findings.add(what, row=self._row + 1, value="utf-8", detail=guess)

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
        self._header_again(frame, numbers)
        return TextBlock(frame, numbers[0], numbers)

    def _header_again(self, frame: pl.DataFrame, numbers: Sequence[int]) -> None:
        """Find the rows that say what the header says, in its order or in another."""
        if self._names is None or self.width < 2:
            return
        names = list(self._names)
        some = frame.with_row_index("row").filter(pl.col("c0").is_in(names))
        for index, *cells in some.filter(pl.all_horizontal(pl.exclude("row").is_in(names))).rows():
            if cells == names:
                self._findings.add(What.HEADER_AGAIN, row=numbers[index])
            elif sorted(cells) == sorted(names):
                other_header(cells, names, numbers[index], self._findings)


def joined(rows: Sequence[Sequence[str]], join: str) -> list[str]:
    """One header out of several rows: the parts of a column that say something, joined."""
    width = max((len(r) for r in rows), default=0)
    columns = ([r[i].strip() if i < len(r) else "" for r in rows] for i in range(width))
    if len(rows) == 1:
        return list(rows[0])
    return [join.join(dict.fromkeys(p for p in parts if p)) for parts in columns]


class _Rest(io.RawIOBase):
    """What was read ahead, then the stream."""

    def __init__(self, ahead: bytes, stream: IO[bytes] | Recoded) -> None:
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
