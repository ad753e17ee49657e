"""The bytes of a file, unpacked when compressed, never more of them than the limits allow."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, cast

from publish.model import SourceFile

RATIO = 200  # unpacked to packed, beyond which a large file is no honest one
_OF_THE_SYSTEM = "__MACOSX/"  # what macOS packs beside every file
SMALL = 64 << 20  # bytes below which the ratio says nothing


class Bomb(ValueError):
    """It unpacks to more than it may."""


class NotPacked(ValueError):
    """It is not what its compression says; the argument says why."""


class Bounded(io.RawIOBase):
    """A stream that ends in Bomb when it gives more than ``most`` bytes."""

    def __init__(self, source: IO[bytes], most: int) -> None:
        self._source = source
        self._left = most

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        try:
            got = self._source.read(len(buffer))
        except (OSError, EOFError, zlib.error, zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
            raise NotPacked(str(error)) from None
        self._left -= len(got)
        if self._left < 0:
            raise Bomb
        buffer[: len(got)] = got
        return len(got)


@contextmanager
def opened(file: SourceFile, compression: str, most: int) -> Iterator[IO[bytes]]:
    """The bytes of a file. Raises Bomb or NotPacked, also while they are read."""
    if not compression:
        with file.location.open("rb") as plain:
            yield plain
        return
    with _unpacked(file, compression, most) as stream:  # once through: whole, sound, and not too large
        while stream.read(1 << 20):
            pass
    with _unpacked(file, compression, most) as stream:
        yield stream


@contextmanager
def _unpacked(file: SourceFile, compression: str, most: int) -> Iterator[IO[bytes]]:
    with file.location.open("rb") as packed:
        most = min(most, max(SMALL, file.bytes * RATIO))
        if compression == "gz":
            with gzip.GzipFile(fileobj=packed, mode="rb") as source:
                yield io.BufferedReader(Bounded(cast(IO[bytes], source), most), 1 << 20)
            return
        if compression != "zip":
            raise NotPacked("unsupported")
        try:
            archive = zipfile.ZipFile(packed)
            members = [m for m in archive.infolist() if not (m.is_dir() or m.filename.startswith(_OF_THE_SYSTEM))]
        except (zipfile.BadZipFile, ValueError, IndexError) as error:  # IndexError: a member without a name
            raise NotPacked(str(error)) from None
        if len(members) != 1:
            raise NotPacked(f"{len(members)} files")
        try:
            source_member = archive.open(members[0])
        except (RuntimeError, NotImplementedError, zipfile.BadZipFile) as error:  # encrypted, unknown method
            raise NotPacked(str(error)) from None
        with source_member:
            yield io.BufferedReader(Bounded(source_member, most), 1 << 20)


def honest_archive(file: SourceFile, most: int) -> None:
    """A workbook is a zip: refuse one that unpacks to too much before anything reads it. Raises Bomb, NotPacked."""
    try:
        with zipfile.ZipFile(file.location) as archive:
            total = sum(member.file_size for member in archive.infolist())
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise NotPacked(str(error)) from None
    if total > min(most, max(SMALL, file.bytes * RATIO)):
        raise Bomb
