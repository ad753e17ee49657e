"""Turns: every question gets a short one at once; what needs longer waits for one of a few long ones.

So a question that is answered in milliseconds never waits behind those that take seconds, however many of them there
are, and nobody has to guess beforehand which is which. What is asked twice costs the short turn once more.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar

from datasette.utils.asgi import Base400

SHORT = 100  # milliseconds
MOST = 16  # questions that may wait for a long turn or have one
QUICK = 4  # short turns at a time
_LONG = max(1, min(4, (os.cpu_count() or 1) - 1))  # at a time: a core is left for everybody else

# Has this question a long turn?
_HAS_LONG: ContextVar[bool] = ContextVar("has_long", default=False)


class Busy(Base400):  # type: ignore[misc]
    """Too many slow questions wait already."""

    status = 503


class Turns:
    """Who may ask now, and for how long."""

    def __init__(self, short: ThreadPoolExecutor) -> None:
        self._short = short
        self._long = ThreadPoolExecutor(_LONG, thread_name_prefix="long")
        self._waiting = 0

    @property
    def executor(self) -> ThreadPoolExecutor:
        """The threads that run what is asked now."""
        return self._long if _HAS_LONG.get() else self._short

    def everywhere(self, job: Callable[[], object]) -> None:
        """Start a job in every thread, as far as one does not end before the next begins."""
        for executor, threads in ((self._short, QUICK), (self._long, _LONG)):
            for _ in range(threads):
                executor.submit(job)

    @contextmanager
    def long(self) -> Iterator[None]:
        """A long turn. Raises Busy when too many wait for one."""
        if self._waiting >= MOST:
            raise Busy("too many slow queries at once; try again in a few seconds")
        self._waiting += 1
        token = _HAS_LONG.set(True)
        try:
            yield
        finally:
            _HAS_LONG.reset(token)
            self._waiting -= 1
