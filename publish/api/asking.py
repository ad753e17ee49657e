"""Asking: one statement on one connection, until its time is over or its rows are enough.

A statement is stopped between two of SQLite's steps. The watch looks at the clock from outside, because a look every so
many steps comes late where each of them takes a second.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter, thread_time
from typing import Any

from datasette.database import QueryInterrupted, Results

from publish.api.heap import give_back

_STEPS = 1_000  # of SQLite's machine between two looks at the time a thread has worked
_TICK = 0.05  # seconds between two looks of the watch


def ask(
    connection: sqlite3.Connection,
    sql: str,
    parameters: Any,
    *,
    watch: Watch,
    seconds: float,
    worked: float | None = None,
    most: int | None,
) -> Results:
    """The rows of one statement; with ``most``, one more than that tells that there are more, and is cut off.

    Raises QueryInterrupted when it takes longer than ``seconds``, or than ``worked`` seconds of its thread: on a busy
    machine a short question is still a short one.
    """
    with watch.over(connection, seconds), _working(connection, worked):
        try:
            cursor = connection.execute(sql, parameters if parameters is not None else {})
            rows = cursor.fetchall() if most is None else cursor.fetchmany(most + 1)
        except MemoryError:
            give_back()
            raise
        except sqlite3.OperationalError as error:
            if error.args == ("interrupted",):
                if worked is None:
                    give_back()
                raise QueryInterrupted(error, sql, parameters) from error
            raise
    truncated = most is not None and len(rows) > most
    return Results(rows[:most] if truncated else rows, truncated, cursor.description)


@contextmanager
def _working(connection: sqlite3.Connection, seconds: float | None) -> Iterator[None]:
    if seconds is None:
        yield
        return
    end = thread_time() + seconds
    connection.set_progress_handler(lambda: thread_time() >= end, _STEPS)
    try:
        yield
    finally:
        connection.set_progress_handler(None, 0)


class Watch:
    """Interrupts connections whose time is over, from a thread of its own. May be used from several threads."""

    def __init__(self) -> None:
        self._ends: dict[sqlite3.Connection, float] = {}
        self._changed = threading.Condition()
        threading.Thread(target=self._look, name="watch", daemon=True).start()

    @contextmanager
    def over(self, connection: sqlite3.Connection, seconds: float) -> Iterator[None]:
        """Watch over what a connection does meanwhile."""
        with self._changed:
            self._ends[connection] = perf_counter() + seconds
            if len(self._ends) == 1:
                self._changed.notify()
        try:
            yield
        finally:
            with self._changed:  # nobody interrupts what comes next
                del self._ends[connection]

    def _look(self) -> None:
        with self._changed:
            while True:
                self._changed.wait(_TICK if self._ends else None)
                now = perf_counter()
                for connection, end in self._ends.items():
                    if end <= now:
                        connection.interrupt()  # again at every tick: SQLite forgets it when it begins to run
