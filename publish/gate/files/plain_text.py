"""The lines of a text, whatever its encoding, and the words in a file of a database."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from publish.gate.files.facts import Piece

_LONGEST = 4 << 20  # bytes of a line; a longer one is cut
_WIDE = 32 << 20  # bytes of a text in UTF-16 that are looked through
_FIRST = 1 << 16  # bytes by which the encoding is told
_WORDS = re.compile(rb"[\x20-\x7e\x80-\xff]{6,}")


def lines(chunks: Iterable[bytes]) -> Iterator[Piece]:
    """A text by its lines; nothing for what is no text, such as a film."""
    parts = iter(chunks)
    first = next(parts, b"")
    if first[:2] in (b"\xff\xfe", b"\xfe\xff"):
        yield from _wide(first, parts)
        return
    codec = _codec(first[:_FIRST])
    if not codec:
        return
    for number, line in enumerate(_cut(first, parts), 1):
        if line.strip():
            yield _line(number, line.decode(codec, "replace"))


def _cut(first: bytes, parts: Iterator[bytes]) -> Iterator[bytes]:
    rest = first
    while True:
        whole = rest.split(b"\n")
        rest = whole.pop()
        yield from whole
        if len(rest) > _LONGEST:
            yield rest
            rest = b""
        chunk = next(parts, None)
        if chunk is None:
            break
        rest += chunk
    yield rest


def _wide(first: bytes, parts: Iterator[bytes]) -> Iterator[Piece]:
    content = [first]
    length = len(first)
    for chunk in parts:
        length += len(chunk)
        if length > _WIDE:
            break
        content.append(chunk)
    for number, line in enumerate(b"".join(content).decode("utf-16", "replace").split("\n"), 1):
        if line.strip():
            yield _line(number, line)


def _line(number: int, text: str) -> Piece:
    return Piece(text, row=number)


def _codec(start: bytes) -> str:
    """The encoding of a text; "" when it is none."""
    if b"\0" in start:
        return ""
    try:
        start.decode("utf-8")
    except UnicodeDecodeError as error:
        return "utf-8" if error.start > len(start) - 4 else "gb18030"
    return "utf-8"


def words(chunks: Iterable[bytes]) -> Iterator[Piece]:
    """The texts in a file of a database (SQLite, dBase), which lie in it as they are."""
    for chunk in chunks:
        for match in _WORDS.finditer(chunk):
            yield Piece(match.group().decode("utf-8", "ignore"))
