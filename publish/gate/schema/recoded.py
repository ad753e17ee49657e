"""A file in another encoding, read as UTF-8: so that one fast way serves them all."""

from __future__ import annotations

import codecs
from typing import IO

from publish.gate.schema.encoding import stray

_PIECE = 4 << 20  # bytes decoded at a time


class Undecodable(ValueError):
    """The text is not in its encoding from here on. ``around`` are the bytes at that place."""

    def __init__(self, around: bytes, guess: str = "") -> None:
        super().__init__()
        self.around = around
        self.guess = guess  # the encoding it goes on in, when that is certain


class Recoded:
    """The UTF-8 of a stream in ``codec``, of which ``ahead`` was read already. What can be decoded is given first, then
    Undecodable is raised."""

    def __init__(self, ahead: bytes, stream: IO[bytes], codec: str) -> None:
        self._ahead = ahead
        self._stream = stream
        self._codec = codec
        self._decoder = codecs.getincrementaldecoder(codec)("strict")
        self._ready = bytearray()
        self._begun = self._ended = False
        self._broken: Undecodable | None = None

    def read(self, most: int) -> bytes:
        """The next bytes, at most so many; b"" at the end. Raises Undecodable."""
        while len(self._ready) < most and not self._ended:
            self._more()
        if not self._ready and self._broken:
            raise self._broken
        got = bytes(self._ready[:most])
        del self._ready[:most]
        return got

    def _more(self) -> None:
        piece = self._ahead[:_PIECE] or self._stream.read(_PIECE)
        self._ahead = self._ahead[_PIECE:]
        self._ended = not piece
        at = stray(piece, self._codec)
        if at >= 0:
            self._broken, self._ended = Undecodable(piece[at : at + 512], "UTF-8"), True
            piece = piece[:at]
        try:
            text = self._decoder.decode(piece, final=self._ended and not self._broken)
        except UnicodeDecodeError as error:
            around = error.object[max(0, error.start - 512) : error.start + 512]
            self._broken, self._ended = Undecodable(bytes(around)), True
            text = bytes(error.object[: error.start]).decode(self._codec, "ignore")
        except UnicodeError:  # no mark of the order of bytes
            self._broken, self._ended = Undecodable(piece[:4096]), True
            text = ""
        self._ready += (text if self._begun else text.removeprefix("\ufeff")).encode("utf-8")
        self._begun = True
