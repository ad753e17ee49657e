"""What a picture says beside its pixels: where it was taken, whose camera it was, and what was written into it.

Only the tables of properties are read (EXIF is a small TIFF inside the picture), never a pixel.
"""

from __future__ import annotations

import mmap
import re
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

from publish.gate.files import properties
from publish.gate.files.facts import Fact, Piece, What
from publish.model import bilingual

FIRST = 64 << 20  # bytes in which properties are looked for
_TIFF = re.compile(rb"(?:Exif\0\0|EXIF....|eXIf)(II\*\0|MM\0\*)", re.S)
_XMP = re.compile(rb"<x:xmpmeta\b.{0,500000}?</x:xmpmeta>", re.S)
_XMP_PLACE = re.compile(r"exif:GPSL(?:atitude|ongitude)\b")
_XMP_CREATOR = re.compile(r"<dc:creator>(.{0,2000}?)</dc:creator>", re.S)
_TAGS = re.compile(r"<[^<>]*>")
_GPS, _LATITUDE = 0x8825, 2
_PERSONS = {0x013B: "Artist", 0x9C9D: "XPAuthor", 0xA430: "CameraOwnerName"}
_WORDS = {
    0x010E: "ImageDescription",
    0x9286: "UserComment",
    0x9C9B: "XPTitle",
    0x9C9C: "XPComment",
    0x8298: "Copyright",
}
_EXIF = 0x8769
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1, 9: 4, 10: 8, 13: 4}
_MOST_TAGS = 500
_LONGEST = 20_000  # bytes of a property


def looked(path: Path) -> Iterator[Piece | Fact]:
    """The texts and facts of one picture: JPEG, PNG, TIFF, WebP, HEIC. What is broken in it is passed over."""
    size = path.stat().st_size
    if not size:
        return
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), min(size, FIRST), access=mmap.ACCESS_READ) as content:
        yield from looked_bytes(content)


def looked_bytes(content: bytes | mmap.mmap) -> Iterator[Piece | Fact]:
    """The same of a picture that is in memory."""
    start = content[:12]
    if start[:4] in (b"II*\0", b"MM\0*"):
        yield from _tiff(content[:FIRST])
    for match in list(_TIFF.finditer(content))[:8]:
        yield from _tiff(content[match.start(1) : match.start(1) + (1 << 20)])
    for match in list(_XMP.finditer(content))[:8]:
        yield from _xmp(match.group().decode("utf-8", "replace"))
    if start.startswith(b"\x89PNG"):
        yield from _png(content)


def _tiff(block: bytes) -> Iterator[Piece | Fact]:
    """The properties of one EXIF table, and of those it points at."""
    order = "<" if block[:2] == b"II" else ">"
    try:
        first = dict(_directory(block, struct.unpack_from(order + "I", block, 4)[0], order))
        more = dict(_directory(block, _number(first[_EXIF], order), order)) if _EXIF in first else {}
        place = dict(_directory(block, _number(first[_GPS], order), order)) if _GPS in first else {}
    except (struct.error, IndexError):
        return
    degrees = place.get(_LATITUDE, b"")[:24]
    if any(degrees[0:4] + degrees[8:12] + degrees[16:20]):  # three fractions; all 0 is a camera that did not know
        yield Fact(What.POSITION)
    for tag, value in (first | more).items():
        name = _PERSONS.get(tag) or _WORDS.get(tag)
        text = _text(value, wide=0x9C9B <= tag <= 0x9C9F) if name else ""
        if name and text:
            yield from properties.told(name, text, of_author=tag in _PERSONS)


def _directory(block: bytes, at: int, order: str) -> Iterator[tuple[int, bytes]]:
    (count,) = struct.unpack_from(order + "H", block, at)
    for index in range(min(count, _MOST_TAGS)):
        tag, kind, number = struct.unpack_from(order + "HHI", block, at + 2 + 12 * index)
        size = _SIZES.get(kind, 1) * number
        where = at + 2 + 12 * index + 8
        start = where if size <= 4 else struct.unpack_from(order + "I", block, where)[0]
        yield tag, bytes(block[start : start + min(size, _LONGEST)])


def _number(value: bytes, order: str) -> int:
    return int(struct.unpack(order + "I", value[:4])[0])


def _text(value: bytes, wide: bool) -> str:
    if value[:8] in (b"ASCII\0\0\0", b"UNICODE\0"):
        wide, value = value[:1] == b"U", value[8:]
    return value.decode("utf-16-le" if wide else "utf-8", "replace").strip("\0 ")


def _xmp(text: str) -> Iterator[Piece | Fact]:
    if _XMP_PLACE.search(text):
        yield Fact(What.POSITION)
    yield Piece(_TAGS.sub("\n", text), bilingual("属性 XMP", "property XMP"))
    creator = _XMP_CREATOR.search(text)
    if creator and properties.names_a_person(_TAGS.sub(" ", creator.group(1)).strip()):
        yield Fact(What.PERSON, said="dc:creator")


def _png(content: bytes | mmap.mmap) -> Iterator[Piece | Fact]:
    """The texts of a PNG, packed or not."""
    at, found = 8, 0
    while at + 8 <= len(content) and found < 100:
        (size,) = struct.unpack(">I", content[at : at + 4])
        kind = content[at + 4 : at + 8]
        if kind in (b"tEXt", b"zTXt", b"iTXt"):
            found += 1
            name, _, value = content[at + 8 : at + 8 + min(size, 1 << 20)].partition(b"\0")
            said = name.decode("latin-1")
            yield from properties.told(said, _png_text(kind, value), of_author=said == "Author")
        at += 12 + size


def _png_text(kind: bytes, value: bytes) -> str:
    packed = kind == b"zTXt" or (kind == b"iTXt" and value[:1] == b"\1")
    text = value[1:] if kind == b"zTXt" else value[2:].split(b"\0", 2)[-1] if kind == b"iTXt" else value
    if packed:
        try:
            text = zlib.decompressobj().decompress(text, _LONGEST)
        except zlib.error:
            return ""
    return text[:_LONGEST].decode("latin-1" if kind == b"tEXt" else "utf-8", "replace")
