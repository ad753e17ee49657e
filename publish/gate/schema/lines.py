"""Lines of a text that is read record by record, with what is worth knowing of them."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from publish.gate.schema.dialect import Dialect

LONGEST = 8 << 20  # characters in a line, or in a cell in quotes
_STRAY = re.compile("[\udc80-\udcff]")  # a byte that is no UTF-8


class TooLong(ValueError):
    """A line no honest file has."""


class NotUTF8(ValueError):
    """A line that is not UTF-8; ``around`` are the bytes from that place on."""

    def __init__(self, around: bytes) -> None:
        super().__init__()
        self.around = around

    @property
    def cut_off(self) -> bool:
        """Does the text end in the middle of a character?"""
        try:
            return not self.around.decode("utf-8")
        except UnicodeDecodeError as error:
            return error.reason == "unexpected end of data"


class Lines:
    """Lines of a text, with what is worth knowing of them: is a quote left open, do they end as on old machines?"""

    def __init__(self, text: io.TextIOWrapper, dialect: Dialect) -> None:
        self._text = text
        self._quote = dialect.quote or "\0"
        self._escaped = dialect.escape + self._quote if dialect.escape else ""
        self._opens = re.compile(f"(?:^|{re.escape(dialect.delimiter)}){re.escape(self._quote)}")
        self._opened = False
        self._comment = dialect.comment
        self._begun = False  # was a line of the record read?
        self._quotes = 0  # in the record being read
        self.open_quote = False  # in the last whole record
        self.old = False
        self.ends: set[str] = set()  # of records, but for the last

    def __iter__(self) -> Iterator[str]:
        while line := self._text.readline(LONGEST + 1):
            if len(line) > LONGEST:
                raise TooLong
            if not line.isascii() and (stray := _STRAY.search(line)):
                raise NotUTF8((line[stray.start() :] + self._text.read(512)).encode("utf-8", "surrogateescape")[:512])
            if self._comment and not self._begun and line.startswith(self._comment):
                line = self._comment + "\n"  # whatever stands in a remark opens no quote
            self._begun = True
            self._quotes += self._quotes_in(line)
            if self._quotes % 2 == 0 and line[-1] in "\r\n":
                self.old = self.old or line[-1] == "\r"
                self.ends.add(line[-2:] if line.endswith("\r\n") else line[-1])
            self._opened = self._opened or (self._quotes > 0 and self._opens.search(line) is not None)
            self.open_quote = self._opened and self._quotes % 2 == 1
            yield line

    def _quotes_in(self, line: str) -> int:
        return line.count(self._quote) - (line.count(self._escaped) if self._escaped else 0)

    def next_record(self) -> None:
        """A record ended here."""
        self._quotes = 0
        self._begun = self._opened = False
