"""What a terminal needs: colours, and lines that end at its edge, a Chinese character being two columns wide."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TextIO

from rich.cells import cell_len

_WIDEST = 110  # columns: longer lines are hard to read
_LEAST = 40
_NO_START = "，。；：、！？）》”’…·,.;:!?)"  # never begin a line
_WIDE = r"\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60"
_PIECES = re.compile(rf"\s+|[（《“‘]*(?:[{_WIDE}][，。；：、！？）》”’…]*|[^\s（《“‘{_WIDE}]+)|[（《“‘]+")


@dataclass(frozen=True, slots=True)
class Terminal:
    """How to write to a stream. ``width`` 0: a file or a pipe, whose lines are not cut."""

    colour: bool = False
    width: int = 0

    @classmethod
    def of(cls, stream: TextIO) -> Terminal:
        """The terminal behind a stream; what is none gets neither colours nor cut lines. ``NO_COLOR`` is heeded."""
        if not stream.isatty():
            return cls()
        plain = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
        # Two columns are left for a mark that may not begin a line.
        return cls(not plain, max(_LEAST, min(_WIDEST, shutil.get_terminal_size().columns - 2)))

    def painted(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.colour else text

    def lines(self, text: str, indent: int = 0, code: str = "") -> list[str]:
        """A text as lines with this indent, and in this colour. What a stranger wrote cannot steer the terminal."""
        text = "".join(c if c.isprintable() else " " if c.isspace() else "\ufffd" for c in text)
        cut = _cut(text, self.width - indent) if self.width else [text]
        return [" " * indent + (self.painted(line, code) if code else line) for line in cut]


def _cut(text: str, width: int) -> Iterator[str]:
    """Lines of at most so many columns, cut between words and between Chinese characters."""
    line = ""
    for piece in _pieces(text, width):
        if line and cell_len(line + piece.rstrip()) > width and piece[0] not in _NO_START:
            yield line.rstrip()
            line = piece.lstrip()
        else:
            line += piece
    yield line.rstrip()


def _pieces(text: str, width: int) -> Iterator[str]:
    """What may stand on a line of its own: a word, a character, or as much of a long address as fits."""
    for match in _PIECES.finditer(text):
        piece = match.group()
        for start in range(0, len(piece), width):
            yield piece[start : start + width]
