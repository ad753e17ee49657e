"""Workbooks, text documents and slides of the newer formats (OOXML): everything in them but the cells that are data.

The sheets that are resources are judged as tables. Here come the others, hidden or not, comments, properties, headers,
pivot caches, which keep rows of sheets long deleted, and what runs or fetches something when the file is opened.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass

from publish.gate.files import picture, properties
from publish.gate.files.facts import CELLS, NOWHERE, Closed, Fact, Own, Piece, What, cells_only
from publish.gate.files.markup import Tag, tags
from publish.gate.files.packed import Pack
from publish.model import bilingual

_BLOCKS = frozenset(
    "p si c is comment text author v f t0 oddHeader oddFooter evenHeader evenFooter definedName".split()
)
_SAYING = ("displayName", "v", "name", "Target", "connection", "command", "title", "descr", "author", "prompt")
_AUTHORS = frozenset({"creator", "lastModifiedBy", "Manager"})
_PASSED_OVER = re.compile(
    r"(?:styles|theme\d*|sharedStrings|calcChain|settings|fontTable|webSettings|\[Content_Types\])\.xml$", re.I
)
_STRINGS = 64 << 20  # characters of shared texts

_COMMENT = bilingual("批注", "a comment")
_HEAD = bilingual("页眉或页脚", "a header or footer")
_PARTS = (
    (re.compile(r"/(?:threadedComments|comments|persons)"), _COMMENT),
    (re.compile(r"/pivotCache/"), bilingual("透视表保留的数据", "what a pivot table keeps")),
    (re.compile(r"/(?:header|footer)\d*\.xml"), _HEAD),
    (re.compile(r"/externalLinks/"), bilingual("外部链接保留的数据", "what an external link keeps")),
    (re.compile(r"^(?:word|ppt)/"), bilingual("正文", "its text")),
    (re.compile(r"^docProps/"), bilingual("文件属性", "its properties")),
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook: its name, its member of the zip, and whether it is shown."""

    name: str
    member: str
    shown: bool


def looked(pack: Pack, own: Own) -> Iterator[Piece | Fact]:
    """The texts and facts of one file. Raises Closed."""
    sheets = sheets_of(pack)
    cells = _Cells(pack)
    for number, sheet in enumerate(sheets, 1):
        data = own.get(sheet.name, own.get(number))
        if data is None:
            yield from cells.of(sheet)
            continue
        yield from _hidden(pack, sheet)
        if data > 1:
            yield from cells.of(sheet, above=data)
    members = {s.member for s in sheets}
    for name in sorted(pack.names - members):
        yield from _member(pack, name)


def sheets_of(pack: Pack) -> list[Sheet]:
    """The sheets of a workbook, in order. Raises Closed."""
    if "xl/workbook.xml" not in pack.names:
        return []
    targets = {}
    if "xl/_rels/workbook.xml.rels" in pack.names:
        for tag in tags(pack.chunks("xl/_rels/workbook.xml.rels")):
            if tag.name == "Relationship" and not tag.ends:
                target = tag.attributes.get("Target", "")
                targets[tag.attributes.get("Id", "")] = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
    found = []
    for tag in tags(pack.chunks("xl/workbook.xml")):
        if tag.name == "sheet" and not tag.ends:
            member = next((targets.get(v, "") for k, v in tag.attributes.items() if k.endswith(":id")), "")
            shown = tag.attributes.get("state", "visible") == "visible"
            found.append(Sheet(tag.attributes.get("name", ""), member, shown))
    return [s for s in found if s.member in pack.names]


# --- sheets -------------------------------------------------------------------------------------------------------

_HIDDEN = re.compile(rb"<(?:\w+:)?(?:row|col)\b[^>]*\shidden=[\"'](?:1|true)[\"']")


def _hidden(pack: Pack, sheet: Sheet) -> Iterator[Fact]:
    """Are rows or columns of a sheet that is a resource hidden, or the whole sheet?"""
    if not sheet.shown:
        yield Fact(What.HIDDEN_SHEET, sheet=sheet.name)
    tail = b""
    for chunk in pack.chunks(sheet.member):
        if _HIDDEN.search(tail + chunk):
            yield Fact(What.HIDDEN_ROWS, sheet=sheet.name)
            return
        tail = chunk[-500:]


class _Cells:
    """The cells of sheets that are no resource, and those above the header of one that is."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self._shared: list[str] | None = None
        self._left = CELLS

    def of(self, sheet: Sheet, above: int = 0) -> Iterator[Piece | Fact]:
        """The cells of one sheet that say something; with ``above`` those of the rows before that one."""
        cell = kind = value = ""
        told = sheet.shown
        for tag in tags(self._pack.chunks(sheet.member), _BLOCKS):
            if not tag.ends:
                if tag.name == "c":
                    cell, kind, value = tag.attributes.get("r", ""), tag.attributes.get("t", ""), ""
                elif above and tag.name == "row" and _row(tag) >= above:
                    return
            elif tag.name in ("v", "is"):
                value = self._string(tag.text) if kind == "s" else tag.text
            elif tag.name == "c" and value.strip():
                self._left -= 1
                if self._left < 0:
                    yield cells_only(CELLS, sheet.name)
                    return
                if not told and not above:
                    told = True
                    yield Fact(What.HIDDEN_SHEET, sheet=sheet.name)
                yield Piece(value, sheet=sheet.name, cell=cell)
            elif tag.name.endswith(("Header", "Footer")):
                yield Piece(tag.text, _HEAD, sheet.name)

    def _string(self, number: str) -> str:
        if self._shared is None:
            self._shared = _strings(self._pack)
        return self._shared[int(number)] if number.isdecimal() and int(number) < len(self._shared) else ""


def _row(tag: Tag) -> int:
    number = tag.attributes.get("r", "")
    return int(number) if number.isdecimal() else 0


def _strings(pack: Pack) -> list[str]:
    """The texts that cells name by number."""
    made: list[str] = []
    length = 0
    if "xl/sharedStrings.xml" in pack.names:
        for tag in tags(pack.chunks("xl/sharedStrings.xml"), ("si",)):
            if tag.ends:
                length += len(tag.text)
                made.append(tag.text if length < _STRINGS else "")
    return made


# --- everything else ----------------------------------------------------------------------------------------------


def _member(pack: Pack, name: str) -> Iterator[Piece | Fact]:
    lower = name.lower()
    if lower.endswith("vbaproject.bin") or "/macrosheets/" in lower or "/dialogsheets/" in lower:
        yield Fact(What.MACRO)
    elif "/embeddings/" in lower or "/activex/" in lower:
        yield Fact(What.OBJECT, said=posixpath.basename(name)[:60])
    elif lower.endswith((".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp", ".heic")):
        yield from picture.looked_bytes(pack.bytes(name, picture.FIRST))
    elif lower.endswith(".rels"):
        yield from _relations(pack, name)
    elif lower.startswith("docprops/") and lower.endswith(".xml"):
        yield from _properties(pack, name)
    elif lower.endswith((".xml", ".vml")) and not _PASSED_OVER.search(lower):
        if lower.startswith(("xl/externallinks/", "xl/connections")):
            yield Fact(What.LINKED)
        yield from _texts(pack, name)


def _texts(pack: Pack, name: str) -> Iterator[Piece | Fact]:
    part = next((words for pattern, words in _PARTS if pattern.search(name)), NOWHERE)
    cell = ""
    try:
        for tag in tags(pack.chunks(name), _BLOCKS):
            if tag.ends:
                if tag.text.strip():
                    yield Piece(tag.text, part, cell=cell)
                continue
            if tag.name in ("comment", "threadedComment"):
                cell = tag.attributes.get("ref", "")
            for said in (tag.attributes[k] for k in _SAYING if k in tag.attributes):
                yield Piece(said, part)
    except Closed as error:
        yield Fact(error.what)  # of one part; the others still tell


def _relations(pack: Pack, name: str) -> Iterator[Piece | Fact]:
    for tag in tags(pack.chunks(name)):
        if tag.ends or tag.attributes.get("TargetMode") != "External":
            continue
        target, kind = tag.attributes.get("Target", ""), tag.attributes.get("Type", "").rpartition("/")[2]
        yield Piece(target, bilingual("链接", "a link"))
        if kind not in ("hyperlink", "externalLinkPath", "externalLink"):
            yield Fact(What.LINKED, said=kind[:40])


def _properties(pack: Pack, name: str) -> Iterator[Piece | Fact]:
    named = ""
    for tag in tags(pack.chunks(name)):
        if not tag.ends:
            named = tag.attributes.get("name", named) if tag.name == "property" else named
            continue
        text = tag.text.strip()
        if not text or tag.name in ("created", "modified", "Application", "AppVersion", "TotalTime", "Template"):
            continue
        key = named if name.lower().endswith("custom.xml") else tag.name
        yield from properties.told(key, text, of_author=tag.name in _AUTHORS)
