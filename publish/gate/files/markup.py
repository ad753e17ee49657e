"""XML read as it streams by: no tree is built, no entity is declared, nothing outside is fetched."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from xml.parsers import expat

from publish.gate.files.facts import Closed

_TEXT = 1 << 20  # characters of one text that are kept
_DEEP = 2_000  # elements within elements


@dataclass(frozen=True, slots=True)
class Tag:
    """An element that begins, or one that ends with the text in it. Names are without their prefix."""

    name: str
    ends: bool
    attributes: Mapping[str, str]
    text: str = ""


class _Reader:
    """Gathers what the parser calls out between two pieces of bytes."""

    def __init__(self, blocks: Collection[str] | None) -> None:
        self.made: list[Tag] = []
        self._blocks = blocks
        self._text: list[str] = []
        self._length = self._depth = 0
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.StartDoctypeDeclHandler = self._doctype

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEEP:
            raise Closed
        self.made.append(Tag(_local(name), False, attributes))

    def _end(self, name: str) -> None:
        self._depth -= 1
        local = _local(name)
        if self._blocks is None or local in self._blocks:
            self.made.append(Tag(local, True, {}, "".join(self._text)))
            self._text.clear()
            self._length = 0

    def _characters(self, text: str) -> None:
        if self._length < _TEXT:
            self._text.append(text)
            self._length += len(text)

    def _doctype(self, *_: object) -> None:
        raise Closed


def tags(chunks: Iterable[bytes], blocks: Collection[str] | None = None) -> Iterator[Tag]:
    """The elements in order. Text is given at the end of an element: of every one, or of ``blocks`` only, so that words
    set in several pieces come as one. Raises Closed for what is no XML, or declares a document type: that is where
    entities that explode, and files of other places, come in."""
    reader = _Reader(blocks)
    try:
        for chunk in chunks:
            reader.parser.Parse(chunk, False)
            yield from reader.made
            reader.made.clear()
        reader.parser.Parse(b"", True)
        yield from reader.made
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise error if isinstance(error, Closed) else Closed from None


@lru_cache(maxsize=4096)
def _local(name: str) -> str:
    return name.rpartition(":")[2]
