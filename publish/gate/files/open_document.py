"""OpenDocument files (ODS, ODT, ODP): what ``office`` tells of the other formats, out of their own parts."""

from __future__ import annotations

from collections.abc import Iterator

from publish.gate.files import picture, properties
from publish.gate.files.facts import CELLS, NOWHERE, Closed, Fact, Own, Piece, What, cells_only
from publish.gate.files.markup import Tag, tags
from publish.gate.files.packed import Pack
from publish.model import bilingual

_BLOCKS = frozenset("p h table-cell table annotation creator".split())
_AUTHORS = frozenset({"creator", "initial-creator", "printed-by"})
_COMMENT = bilingual("批注", "a comment")


def looked(pack: Pack, own: Own) -> Iterator[Piece | Fact]:
    """The texts and facts of one file. Raises Closed."""
    if "META-INF/manifest.xml" in pack.names:
        for tag in tags(pack.chunks("META-INF/manifest.xml")):
            if tag.name == "encryption-data":
                raise Closed(What.LOCKED)
    if "content.xml" in pack.names:
        yield from _content(pack, own)
    if "meta.xml" in pack.names:
        yield from _meta(pack)
    if "styles.xml" in pack.names:
        part = bilingual("页眉或页脚", "a header or footer")
        yield from (Piece(t.text, part) for t in tags(pack.chunks("styles.xml"), ("p",)) if t.text.strip())
    yield from _beside(pack)


def _beside(pack: Pack) -> Iterator[Piece | Fact]:
    for name in sorted(pack.names):
        lower = name.lower()
        if lower.startswith(("basic/", "scripts/")) and lower.endswith((".xml", ".py", ".js", ".bsh")):
            if not lower.endswith(("script-lc.xml", "script-lb.xml")):
                yield Fact(What.MACRO)
        elif lower.startswith("object ") and "/" not in lower:
            yield Fact(What.OBJECT, said=name[:60])
        elif lower.startswith("pictures/"):
            yield from picture.looked_bytes(pack.bytes(name, picture.FIRST))


class _Walk:
    """Where one is in ``content.xml``."""

    def __init__(self, own: Own) -> None:
        self.own = own
        self.styles: set[str] = set()  # of sheets that are not shown
        self.style = self.sheet = ""
        self.number = 0
        self.in_own = self.in_comment = self.hidden = self.told = False

    def begins(self, tag: Tag) -> Iterator[Fact]:
        attributes = {k.rpartition(":")[2]: v for k, v in tag.attributes.items()}
        if tag.name == "style":
            self.style = attributes.get("name", "")
        elif tag.name == "table-properties" and attributes.get("display") == "false":
            self.styles.add(self.style)
        elif tag.name == "table":
            self.number += 1
            self.sheet = attributes.get("name", "")
            self.in_own = self.sheet in self.own or self.number in self.own
            self.hidden, self.told = attributes.get("style-name", "") in self.styles, False
            if self.in_own and self.hidden:
                yield Fact(What.HIDDEN_SHEET, sheet=self.sheet)
        elif tag.name in ("table-row", "table-column") and attributes.get("visibility") in ("collapse", "filter"):
            if self.in_own and not self.told:
                self.told = True
                yield Fact(What.HIDDEN_ROWS, sheet=self.sheet)
        elif tag.name == "annotation":
            self.in_comment = True
        elif tag.name in ("table-source", "dde-source"):
            yield Fact(What.LINKED)

    def ends(self, tag: Tag) -> Iterator[Piece | Fact]:
        if tag.name == "annotation":
            self.in_comment = False
        elif tag.name == "table":
            self.sheet, self.in_own = "", False
        elif tag.text.strip() and (not self.in_own or self.in_comment):
            if self.sheet and self.hidden and not self.told:
                self.told = True
                yield Fact(What.HIDDEN_SHEET, sheet=self.sheet)
            yield Piece(tag.text, _COMMENT if self.in_comment else NOWHERE, self.sheet)


def _content(pack: Pack, own: Own) -> Iterator[Piece | Fact]:
    walk = _Walk(own)
    left = CELLS
    for tag in tags(pack.chunks("content.xml"), _BLOCKS):
        if not tag.ends:
            yield from walk.begins(tag)
            continue
        left -= 1
        if left < 0:
            yield cells_only(CELLS)
            return
        yield from walk.ends(tag)


def _meta(pack: Pack) -> Iterator[Piece | Fact]:
    named = ""
    for tag in tags(pack.chunks("meta.xml")):
        if not tag.ends:
            named = next((v for k, v in tag.attributes.items() if k.endswith(":name")), "")
        elif tag.text.strip() and tag.name not in ("generator", "date", "creation-date", "editing-duration"):
            key = named if tag.name == "user-defined" else tag.name
            yield from properties.told(key, tag.text, of_author=tag.name in _AUTHORS)
