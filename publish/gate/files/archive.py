"""The members of an archive, zip or tar, one after another, never more of them than may be looked through."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import re
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, cast

from publish.gate.files.facts import Closed, Fact, What
from publish.gate.files.packed import MEMBERS, Pack
from publish.gate.schema.opened import RATIO, SMALL, Bomb, Bounded, NotPacked

MOST = 32 << 20  # bytes of a member that are looked through
_LINK = 0o120000  # of a zip made on Unix
_TARS = re.compile(r"\.(?:tar(?:\.(?:gz|bz2|xz))?|tgz|tbz2?|txz)$", re.I)


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive."""

    name: str
    content: bytes


def is_tar(path: Path) -> bool:
    """Is it one by its name?"""
    return _TARS.search(path.name) is not None


def zip_members(pack: Pack) -> Iterator[Member | Fact]:
    """Those of a zip, by name. Raises Closed."""
    yield from leaving(pack)
    for member in sorted(pack.members, key=lambda m: m.filename):
        if _leaves(member):
            continue
        if member.flag_bits & 1:
            yield Fact(What.LOCKED)
        elif member.file_size > MOST:
            yield Fact(What.PARTLY, said=f"{MOST >> 20} MB")
        else:
            yield Member(member.filename, pack.bytes(member.filename, MOST))


def leaving(pack: Pack) -> Iterator[Fact]:
    """Those of a zip that would be unpacked outside the folder it is unpacked in."""
    for name in sorted(member.filename for member in pack.members if _leaves(member)):
        yield _escaping(name)


def _leaves(member: zipfile.ZipInfo) -> bool:
    return escapes(member.filename) or (member.external_attr >> 16) & 0o170000 == _LINK


def tar_members(path: Path) -> Iterator[Member | Fact]:
    """Those of a tar, packed or not, in their order. Raises Closed."""
    most = max(SMALL, min(path.stat().st_size * RATIO, 1 << 30))
    try:
        with path.open("rb") as packed:
            plain = io.BufferedReader(Bounded(_unpacked(packed, path.name.lower()), most), 1 << 16)
            with tarfile.open(fileobj=plain, mode="r|") as archive:
                for count, member in enumerate(archive):
                    if count >= MEMBERS:
                        raise Closed(What.BOMB)
                    yield from _tar_member(archive, member)
    except Bomb:
        raise Closed(What.BOMB) from None
    except (tarfile.TarError, NotPacked, OSError, EOFError, ValueError, zlib.error, lzma.LZMAError) as error:
        raise error if isinstance(error, Closed) else Closed from None


def _unpacked(packed: IO[bytes], name: str) -> IO[bytes]:
    if name.endswith("gz"):
        return cast(IO[bytes], gzip.GzipFile(fileobj=packed))
    if name.endswith(("bz2", "tbz")):
        return cast(IO[bytes], bz2.BZ2File(packed))
    return cast(IO[bytes], lzma.LZMAFile(packed)) if name.endswith("xz") else packed


def _tar_member(archive: tarfile.TarFile, member: tarfile.TarInfo) -> Iterator[Member | Fact]:
    if member.isdir():
        return
    if escapes(member.name) or not member.isreg():
        yield _escaping(member.name)
    elif member.size > MOST:
        yield Fact(What.PARTLY, said=f"{MOST >> 20} MB")
    elif (content := archive.extractfile(member)) is not None:
        yield Member(member.name, content.read(MOST))


def escapes(name: str) -> bool:
    """Would it be unpacked outside the folder it is unpacked in?"""
    parts = name.replace("\\", "/").split("/")
    return name.startswith(("/", "\\")) or ".." in parts or bool(re.match(r"[A-Za-z]:", name)) or "\0" in name


def _escaping(name: str) -> Fact:
    return Fact(What.ESCAPING, said=PurePosixPath(name.replace("\\", "/")).name[:60])
