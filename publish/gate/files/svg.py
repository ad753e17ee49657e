"""What an SVG picture would run or fetch in a reader's browser.

It is read as browsers read it: as XML, character references and its own entities resolved, style sheets without their
escapes. So words that only speak of a script are words, and one that is spelled in a roundabout way is a script.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from xml.parsers import expat

_RUN = frozenset(  # of SVG, and of web pages within it
    "script foreignobject iframe frame embed object handler listener meta link base form audio video".split()
)
_CHANGE = frozenset({"set", "animate", "animatetransform", "animatemotion", "animatecolor"})
_PROGRAM = re.compile(r"(?:^|[;=])(?:javascript|vbscript):|^data:(?:text/(?:html|xml)|application/(?:xhtml|xml))", re.I)
_BLANK = re.compile(r"[\s\0-\x20]+")
_OUTSIDE = re.compile(r"(?:https?:)?[/\\]{2}", re.I)
# In a style: url(//, image-set("//. Below the other address stand names of namespaces.
_FETCHED = re.compile(r"[(\"'](?!http://www\.w3\.org/)(?:https?:)?[/\\]{2}", re.I)
_IMPORT = re.compile(r"@import\b", re.I)
_REMARK = re.compile(r"/\*.*?(?:\*/|\Z)", re.S)
_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|\n|(.))")  # a character by its number, a line that goes on, itself
_BEGINNING = 10_000  # characters of an attribute that can say what it is
_STYLES = 8 << 20  # characters of a style gathered before they are judged
_OVERLAP = 4096  # of them that are judged with the next again


@dataclass(frozen=True, slots=True)
class Harm:
    """What would run or be fetched, and in which line, from 1."""

    what: str  # as it is written: <script>, onload=
    line: int


class NoXml(Exception):
    """Not XML, or in letters or with entities that are not read here."""


class _Found(Exception):
    """Harm was found: the rest need not be read."""


class _Reader:
    """Hears what the parser calls out, and keeps the first harm."""

    def __init__(self) -> None:
        self.harm: Harm | None = None
        self._style: list[str] | None = None
        self._length = 0
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.ProcessingInstructionHandler = self._instruction
        self.parser.EntityDeclHandler = self._entity

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = _local(name)
        if local in _RUN:
            self._tell(f"<{name}>")
        for key, value in attributes.items():
            if _does_harm(local, _local(key), value):
                self._tell(f"{key}=")
        if local == "style":
            self._style, self._length = [], 0

    def _characters(self, text: str) -> None:
        if self._style is not None:
            self._style.append(text)
            self._length += len(text)
            if self._length > _STYLES:
                self._judge_style()

    def _end(self, name: str) -> None:
        if _local(name) == "style" and self._style is not None:
            self._judge_style()
            self._style = None

    def _judge_style(self) -> None:
        style = "".join(self._style or ())
        if fetches(style):
            self._tell("<style>")
        self._style, self._length = [style[-_OVERLAP:]], _OVERLAP

    def _instruction(self, target: str, _: str) -> None:
        if target.lower() == "xml-stylesheet":
            self._tell("<?xml-stylesheet?>")

    def _entity(self, name: str, is_parameter: bool, value: str | None, *_: object) -> None:
        if is_parameter or value is None:  # from elsewhere, or one that declares others
            self._tell(f"<!ENTITY {name}>")

    def _tell(self, what: str) -> None:
        self.harm = Harm(what, self.parser.CurrentLineNumber)
        raise _Found


def harm_in(chunks: Iterable[bytes]) -> Harm | None:
    """The first thing that would run or be fetched. Raises NoXml for what cannot be read to its end, when nothing was
    found before: a browser shows what it can of that."""
    reader = _Reader()
    try:
        for chunk in chunks:
            reader.parser.Parse(chunk, False)
        reader.parser.Parse(b"", True)
    except _Found:
        return reader.harm
    except (expat.ExpatError, ValueError, LookupError):
        raise NoXml from None
    return None


def _does_harm(element: str, key: str, value: str) -> bool:
    """Would this attribute run or fetch anything? Names are in small letters."""
    start = value[:_BEGINNING]
    address = _BLANK.sub("", start)  # browsers leave out blanks, wherever they stand
    if (key.startswith("on") and len(key) > 2) or _PROGRAM.search(address):
        return True
    if element in _CHANGE and key == "attributename":
        target = _local(start.strip())
        return target.startswith("on") or target == "href"
    if key in ("href", "src"):
        return element != "a" and _OUTSIDE.match(address) is not None
    return (key == "style" or "url(" in start.lower() or "\\" in start) and fetches(value)


def fetches(style: str) -> bool:
    """Does a style sheet, or an attribute that holds one, fetch anything from elsewhere?"""
    plain = _ESCAPE.sub(_unescaped, _REMARK.sub("", style))
    return bool(_IMPORT.search(plain) or _FETCHED.search(_BLANK.sub("", plain)))


def _unescaped(match: re.Match[str]) -> str:
    if match[1] is None:
        return match[2] or ""
    code = int(match[1], 16)
    return chr(code) if 0 < code < 0x110000 else "\ufffd"


def _local(name: str) -> str:
    return name.rpartition(":")[2].lower()
