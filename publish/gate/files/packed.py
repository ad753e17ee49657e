"""A zip, opened carefully: its list of members is small enough to read, and no member gives more than it may.

Workbooks, text documents and slides are zips too.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from publish.gate.files.facts import Closed, What
from publish.gate.schema.opened import RATIO, SMALL

MEMBERS = 20_000  # of one archive
MEMBER_BYTES = 256 << 20  # unpacked, of one member
ALL_BYTES = 1 << 30  # read out of one archive
_LIST_BYTES = 16 << 20  # of the list of members at its end
_END = 65_557  # bytes at the end in which that list is announced
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,
    NotImplementedError,
    struct.error,
    IndexError,  # a member without a name
)


class Pack:
    """A zip that is open. Raises Closed, when it is opened and while it is read."""

    def __init__(self, source: Path | bytes) -> None:
        self._stream: IO[bytes] = io.BytesIO(source) if isinstance(source, bytes) else source.open("rb")
        self._left = ALL_BYTES
        try:
            self._packed = _sound(self._stream)
            self._archive = zipfile.ZipFile(self._stream)
            self.members = tuple(m for m in self._archive.infolist() if not m.is_dir())
        except Closed:
            self._stream.close()
            raise
        except _BROKEN:
            self._stream.close()
            raise Closed from None
        self.names = frozenset(m.filename for m in self.members)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._archive.close()
        self._stream.close()

    @property
    def bomb(self) -> bool:
        """Does it say itself that it unpacks to far too much?"""
        total = sum(m.file_size for m in self.members)
        return total > max(SMALL, self._packed * RATIO) or total > 100 * ALL_BYTES

    @property
    def locked(self) -> bool:
        """Is a member encrypted?"""
        return any(m.flag_bits & 1 for m in self.members)

    def chunks(self, name: str, most: int = MEMBER_BYTES) -> Iterator[bytes]:
        """A member, piece by piece. Raises Closed also where it gives more than ``most`` bytes."""
        try:
            with self._archive.open(name) as stream:
                left = most
                while chunk := stream.read(1 << 16):
                    left -= len(chunk)
                    self._left -= len(chunk)
                    if left < 0 or self._left < 0:
                        raise Closed(What.BOMB)
                    yield chunk
        except KeyError:
            raise Closed from None
        except Closed:
            raise
        except _BROKEN:
            raise Closed(What.LOCKED if self.locked else What.UNREADABLE) from None

    def bytes(self, name: str, most: int = MEMBER_BYTES) -> bytes:
        """A member whole."""
        return b"".join(self.chunks(name, most))


def _sound(stream: IO[bytes]) -> int:
    """Its size, when the list of its members is not too long to read at all. Raises Closed."""
    size = stream.seek(0, io.SEEK_END)
    stream.seek(max(0, size - _END))
    tail = stream.read(_END)
    at = tail.rfind(b"PK\5\6")
    if at < 0 or len(tail) < at + 22:
        raise Closed
    count, listed = struct.unpack("<HI", tail[at + 10 : at + 16])
    if (count > MEMBERS or listed > _LIST_BYTES) and not _zip64(tail, at):
        raise Closed(What.BOMB)
    stream.seek(0)
    return size


def _zip64(tail: bytes, end: int) -> bool:
    """Are the real count and size, said in the larger form, small enough?"""
    at = tail.rfind(b"PK\6\6", 0, end)
    if at < 0 or len(tail) < at + 56:
        return False
    count, listed = struct.unpack("<QQ", tail[at + 32 : at + 48])
    return bool(count <= MEMBERS and listed <= _LIST_BYTES)
