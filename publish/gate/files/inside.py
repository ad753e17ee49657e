"""A published file looked through once: which signs of personal data are in it and where, and what else it holds.

What it is goes by its first bytes, not by its name. The texts are not kept, only what was found in them.
"""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from pathlib import Path

from publish.gate.files import archive, office, open_document, picture, plain_text, reader_process
from publish.gate.files.facts import Closed, Fact, Own, Piece, What
from publish.gate.files.packed import Pack
from publish.gate.privacy.signs import APART, Sign, found_in
from publish.gate.schema.dialect import Unusable, dialect_of
from publish.gate.schema.magic import form_of
from publish.model import Package, Resource, SourceFile, Text, bilingual

_CHARACTERS = 64 << 20  # looked through in one file
_TOGETHER = 20_000  # characters asked at once; where something is found the pieces are asked one by one
_LONG = 1000  # characters of a text that is worth remembering
_TOLD = 20  # sightings kept of one file
_PICTURES = re.compile(rb"\x89PNG|\xff\xd8\xff|GIF8|II\*\0|MM\0\*|RIFF....WEBP|....ftyp(?:heic|heix|mif1|avif)", re.S)
_LINES = (".csv", ".tsv", ".tab", ".txt")
_DATABASES = (".dbf", ".mdb", ".accdb", ".db", ".sqlite", ".gpkg")


@dataclass(frozen=True, slots=True)
class Sighting:
    """A sign that was found, first of all where ``piece`` stood (its text is left out), and how often."""

    sign: Sign
    piece: Piece
    count: int = 1


@dataclass(frozen=True, slots=True)
class Inside:
    """What is in one file."""

    facts: tuple[Fact, ...] = ()
    sightings: tuple[Sighting, ...] = ()


def looked(package: Package, resource: Resource | None, file: SourceFile, read: Collection[str]) -> Inside:
    """What is in a file of a package; ``resource`` is None for one beside them, such as the README. Of a table that
    was ``read`` comes only what is not in its rows: those are judged elsewhere."""
    own: dict[str | int, int] = {}
    for other in package.resources:
        if other.tabular and file in other.files and other.name in read:
            try:
                dialect = dialect_of(other)
            except Unusable:
                continue  # its table is refused already
            own[dialect.sheet] = max(dialect.header_rows, default=0)
    return _look(file, tuple(own.items()), resource is not None and resource.tabular and resource.name in read)


@lru_cache(maxsize=1024)
def _look(file: SourceFile, own: tuple[tuple[str | int, int], ...], is_table: bool) -> Inside:
    facts: dict[Fact, None] = {}

    def pieces() -> Iterator[Piece]:
        length = 0
        try:
            for found in _inside(file.location, dict(own), is_table):
                if isinstance(found, Fact):
                    facts.setdefault(found)
                    continue
                length += len(found.text)
                if length > _CHARACTERS:
                    facts.setdefault(Fact(What.PARTLY, said=f"{_CHARACTERS >> 20} M"))
                    return
                yield found
        except Closed as error:
            facts.setdefault(Fact(error.what))

    sightings = _sighted(pieces())
    return Inside(tuple(facts), sightings)


def _sighted(pieces: Iterable[Piece]) -> tuple[Sighting, ...]:
    found: dict[tuple[str, Text, str], Sighting] = {}
    waiting: list[Piece] = []
    clean: set[str] = set()  # long texts with nothing in them: a workbook may say one of them a million times
    length = 0

    def ask() -> None:
        if not found_in(APART.join(p.text for p in waiting)):
            clean.update(p.text for p in waiting if len(p.text) > _LONG)
            return
        for piece in waiting:
            for sign in found_in(piece.text):
                key = (sign.name, piece.part, piece.sheet)
                known = found.get(key)
                if known is not None:
                    found[key] = replace(known, count=known.count + 1)
                elif len(found) < _TOLD:
                    found[key] = Sighting(sign, replace(piece, text=""))

    for piece in pieces:
        if piece.text in clean:
            continue
        waiting.append(piece)
        length += len(piece.text)
        if length > _TOGETHER:
            ask()
            waiting.clear()
            length = 0
    ask()
    return tuple(found.values())


# --- by what it is ------------------------------------------------------------------------------------------------


def _inside(path: Path, own: Own, is_table: bool) -> Iterator[Piece | Fact]:
    with path.open("rb") as stream:
        start = stream.read(4096)
    form = form_of(start)
    if form == "zip":
        with Pack(path) as pack:
            yield from _packed(pack, own, is_table, deep=True)
            binary = "xl/workbook.bin" in pack.names
        if binary:
            yield from reader_process.looked(path, "sheets", own)
    elif form == "xls":
        yield from reader_process.looked(path, "old", own)
    elif is_table:
        if path.name.lower().endswith(_LINES):
            with path.open("rb") as stream:
                chunks = iter(lambda: stream.read(1 << 16), b"")
                yield from islice(plain_text.lines(chunks), own.get(1, 0))  # the header, and what stands above it
    elif form == "pdf":
        yield from reader_process.looked(path, "pdf", own)
    elif _PICTURES.match(start):
        yield from picture.looked(path)
    elif archive.is_tar(path):
        yield from _each(archive.tar_members(path), deep=True)
    elif form == "program":
        if not path.name.lower().endswith(_LINES):  # of a table it is said where its rows are read
            yield Fact(What.SCRIPT)
    elif form in ("rar", "7z"):
        yield Fact(What.UNREADABLE)
    elif form == "gz":
        with path.open("rb") as packed, gzip.GzipFile(fileobj=packed) as plain:
            yield from plain_text.lines(_read(plain))
    else:
        with path.open("rb") as stream:
            chunks = iter(lambda: stream.read(1 << 20), b"")
            database = form == "sqlite" or path.name.lower().endswith(_DATABASES)
            yield from plain_text.words(chunks) if database else plain_text.lines(chunks)


def _packed(pack: Pack, own: Own, is_table: bool, deep: bool) -> Iterator[Piece | Fact]:
    """A zip: an office file, or an archive."""
    if pack.bomb:
        raise Closed(What.BOMB)
    if "[Content_Types].xml" in pack.names:
        yield from archive.leaving(pack)
        yield from office.looked(pack, own)
    elif "mimetype" in pack.names and "META-INF/manifest.xml" in pack.names:
        yield from archive.leaving(pack)
        yield from open_document.looked(pack, own)
    elif is_table:
        yield from archive.leaving(pack)
    else:
        yield from _each(archive.zip_members(pack), deep)


def _each(members: Iterable[archive.Member | Fact], deep: bool) -> Iterator[Piece | Fact]:
    """The members of an archive, and of an archive inside it."""
    for member in members:
        if isinstance(member, Fact):
            yield member
            continue
        yield Piece(member.name, bilingual("里面的文件名", "the name of a member"))
        part = bilingual(f"里面的“{member.name[-80:]}”", f"its member “{member.name[-80:]}”")
        try:
            for found in _member(member, deep):
                yield replace(found, part=part) if isinstance(found, Piece) else found
        except Closed as error:
            yield Fact(error.what, part)


def _member(member: archive.Member, deep: bool) -> Iterator[Piece | Fact]:
    form = form_of(member.content[:4096])
    if form == "zip":
        if not deep:
            yield Fact(What.NESTED)
            return
        with Pack(member.content) as inner:
            yield from _packed(inner, {}, False, deep=False)
    elif _PICTURES.match(member.content[:12]):
        yield from picture.looked_bytes(member.content)
    elif form in ("", "html"):
        database = member.name.lower().endswith(_DATABASES)
        yield from plain_text.words([member.content]) if database else plain_text.lines([member.content])
    elif form in ("sqlite", "parquet"):
        yield from plain_text.words([member.content])
    else:
        raise Closed


def _read(plain: gzip.GzipFile) -> Iterator[bytes]:
    left = archive.MOST
    try:
        while left > 0 and (chunk := plain.read(1 << 20)):
            left -= len(chunk)
            yield chunk
    except (OSError, EOFError, zlib.error):
        raise Closed from None
