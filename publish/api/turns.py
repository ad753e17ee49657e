"""Turns: every question gets a short one at once; what needs longer waits for one of a few long ones.

So a question that is answered in milliseconds never waits behind those that take seconds, however many of them there
are, and nobody has to guess beforehand which is which. What is asked twice costs the short turn once more.

SQL that somebody wrote has short turns of its own, and what is elaborate has others: SQLite cannot be stopped while it
compiles, a second for the worst that is let in. Meanwhile tables and rows are looked up as ever.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar

from datasette.utils.asgi import Base400

from publish.api.written import WRITTEN, Written

SHORT = 100  # milliseconds that a thread works
PATIENT = 1_000  # milliseconds after which a short turn ends in any case
MOST = 16  # questions that may wait for a long turn or have one; as many may wait for a short turn of written SQL
QUICK = 4  # short turns at a time
_APART = {Written.PLAIN: 2, Written.ELABORATE: 1}  # short turns at a time of SQL that somebody wrote
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
        self._apart = {kind: ThreadPoolExecutor(n, thread_name_prefix=kind.value) for kind, n in _APART.items()}
        self._long = ThreadPoolExecutor(_LONG, thread_name_prefix="long")
        self._waiting = dict.fromkeys([*self._apart.values(), self._long], 0)

    @property
    def executor(self) -> ThreadPoolExecutor:
        """The threads that run what is asked now."""
        if _HAS_LONG.get():
            return self._long
        return self._apart.get(WRITTEN.get(), self._short)

    def everywhere(self, job: Callable[[], object]) -> None:
        """Start a job in every thread, as far as one does not end before the next begins."""
        apart = [(self._apart[kind], threads) for kind, threads in _APART.items()]
        for executor, threads in ((self._short, QUICK), *apart, (self._long, _LONG)):
            for _ in range(threads):
                executor.submit(job)

    @contextmanager
    def short(self) -> Iterator[None]:
        """A short turn. Raises Busy when too much written SQL waits for one."""
        with self._turn(self.executor):
            yield

    @contextmanager
    def long(self) -> Iterator[None]:
        """A long turn. Raises Busy when too many wait for one."""
        with self._turn(self._long):
            token = _HAS_LONG.set(True)
            try:
                yield
            finally:
                _HAS_LONG.reset(token)

    @contextmanager
    def _turn(self, executor: ThreadPoolExecutor) -> Iterator[None]:
        if executor not in self._waiting:
            yield
            return
        if self._waiting[executor] >= MOST:
            raise Busy("too many slow queries at once; try again in a few seconds")
        self._waiting[executor] += 1
        try:
            yield
        finally:
            self._waiting[executor] -= 1
