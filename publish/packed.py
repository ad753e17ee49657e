"""Packed: a file in the coding a client asks for (brotli, gzip), packed when it is first asked for and remembered.

A release is never added to, so nothing lies in it packed beforehand: what is asked for often is packed once, what
nobody asks for never, and the bytes of a release do not depend on the version of a packer.
"""

from __future__ import annotations

import gzip
import threading
from collections import OrderedDict
from pathlib import Path

import brotli

CODINGS = ("br", "gzip")  # the better one first
REMEMBERED = 64 * 1024 * 1024  # bytes of packed files that are kept; the longest unused ones go

_BROTLI = 6  # about as fast as gzip's 6, a sixth smaller on text
_GZIP = 6


def coding(accepted: str) -> str:
    """The coding that an ``Accept-Encoding`` header prefers, of those known here; "" for the file as it is.

    Weights count (RFC 9110, 12.5.3): ``q=0`` refuses, of equal weights the better packer wins, and a coding is not
    used where the file as it is was preferred to it.
    """
    weights: dict[str, float] = {}
    for part in accepted.lower().split(","):
        name, _, rest = part.strip().partition(";")
        weights[name.strip()] = _weight(rest)
    others = weights.get("*", 0.0)
    best = max(CODINGS, key=lambda name: weights.get(name, others))
    weight = weights.get(best, others)
    return best if weight > 0 and weight >= weights.get("identity", 0.0) else ""


def _weight(parameters: str) -> float:
    """A weight from 0 to 1; what cannot be read as one refuses, so that nobody is sent what they may not read."""
    for parameter in parameters.split(";"):
        key, _, value = parameter.partition("=")
        if key.strip() == "q":
            try:
                weight = float(value.strip())
            except ValueError:
                return 0.0
            return weight if 0 <= weight <= 1 else 0.0
    return 1.0


class Packed:
    """Files as they were packed, by content and coding, as many as fit into ``size`` bytes. May be asked from several
    threads."""

    def __init__(self, size: int = REMEMBERED) -> None:
        self.size = size
        self.held = 0
        self._bodies: OrderedDict[tuple[str, str], bytes] = OrderedDict()
        self._lock = threading.Lock()

    def body(self, path: Path, sha: str, how: str) -> bytes:
        """The bytes of a file in a coding. ``sha`` stands for its content. Raises OSError when it cannot be read."""
        with self._lock:
            known = self._bodies.get((sha, how))
            if known is not None:
                self._bodies.move_to_end((sha, how))
                return known
        made = _pack(path.read_bytes(), how)
        with self._lock:
            if (sha, how) not in self._bodies:
                self._bodies[sha, how] = made
                self.held += len(made)
            while self.held > self.size:
                self.held -= len(self._bodies.popitem(last=False)[1])
        return made


def _pack(content: bytes, how: str) -> bytes:
    if how == "br":
        return bytes(brotli.compress(content, mode=brotli.MODE_TEXT, quality=_BROTLI))
    return gzip.compress(content, compresslevel=_GZIP, mtime=0)
