"""Heap: memory that a question took and gave back, given back to the system.

glibc keeps what was freed for the thread that freed it. After some questions that went to the limit of SQLite's heap,
one in each thread, the service held four times that limit.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable


def _trim() -> Callable[[int], int] | None:
    if sys.platform != "linux":
        return None
    found: Callable[[int], int] | None = getattr(ctypes.CDLL(None), "malloc_trim", None)  # glibc has it, musl has not
    return found


_TRIM = _trim()


def give_back() -> None:
    """Give back what is free; some milliseconds. Nothing where the system does so by itself."""
    if _TRIM is not None:
        _TRIM(0)
