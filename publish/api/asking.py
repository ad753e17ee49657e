"""Asking: one statement on one connection, until its time is over or its rows are enough."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from datasette.database import QueryInterrupted, Results

_STEPS = 1_000  # of SQLite's machine between two looks at the clock

Clock = Callable[[], float]


def ask(
    connection: sqlite3.Connection, sql: str, parameters: Any, *, clock: Clock, seconds: float, most: int | None
) -> Results:
    """The rows of one statement; with ``most``, one more than that tells that there are more, and is cut off.

    Raises QueryInterrupted when it takes longer than ``seconds`` of this ``clock``.
    """
    with _stopped_after(connection, clock, seconds):
        try:
            cursor = connection.execute(sql, parameters if parameters is not None else {})
            rows = cursor.fetchall() if most is None else cursor.fetchmany(most + 1)
        except sqlite3.OperationalError as error:
            if error.args == ("interrupted",):
                raise QueryInterrupted(error, sql, parameters) from error
            raise
    truncated = most is not None and len(rows) > most
    return Results(rows[:most] if truncated else rows, truncated, cursor.description)


@contextmanager
def _stopped_after(connection: sqlite3.Connection, clock: Clock, seconds: float) -> Iterator[None]:
    end = clock() + seconds
    connection.set_progress_handler(lambda: clock() >= end, _STEPS)
    try:
        yield
    finally:
        connection.set_progress_handler(None, 0)
