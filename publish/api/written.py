"""Written: SQL that comes from outside, as it was written, and how much of it there may be.

SQLite takes no notice of a clock while it compiles. Measured on 3.40: 30 kB of subqueries within subqueries over two
thousand columns took a minute and a half, fifty of them half a second; so they are counted beforehand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import Enum
from urllib.parse import parse_qsl

from publish.model import Text, bilingual

LONGEST = 20_000  # bytes of a statement
QUERIES = 50  # SELECTs in a statement
_PLAIN = 2_000, 4  # bytes and SELECTs of a statement that is compiled in milliseconds, whatever it says

_KEYS = frozenset({"sql", "_where"})  # Datasette's parameters that are SQL
_SELECT = re.compile(r"\bselect\b", re.IGNORECASE)


class Written(Enum):
    """Who wrote the SQL of a question, and how much of it there is to compile."""

    OURS = "ours"
    PLAIN = "plain"
    ELABORATE = "elaborate"


WRITTEN: ContextVar[Written] = ContextVar("written", default=Written.OURS)  # of the question being answered


@contextmanager
def as_written(sql: str) -> Iterator[None]:
    """What is asked meanwhile is this SQL that somebody wrote, if there is any."""
    size, queries = _PLAIN
    plain = len(sql) <= size and len(_SELECT.findall(sql)) <= queries
    token = WRITTEN.set((Written.PLAIN if plain else Written.ELABORATE) if sql else Written.OURS)
    try:
        yield
    finally:
        WRITTEN.reset(token)


def of_query(query: bytes) -> str:
    """The SQL in the query of an address to Datasette, however its keys are spelt; "" when there is none."""
    return "\n".join(value for key, value in parse_qsl(query.decode("latin-1")) if key in _KEYS)


def excess(sql: str) -> Text | None:
    """What a statement has too much of, in both languages."""
    if len(sql.encode("utf-8", "replace")) > LONGEST:
        zh, en = f"SQL 太长，最多 {LONGEST:,} 字节。", f"The SQL is too long: {LONGEST:,} bytes at most."
        return bilingual(zh, en)
    if len(_SELECT.findall(sql)) > QUERIES:
        zh = f"SELECT 太多，一条语句里最多 {QUERIES} 个。"
        return bilingual(zh, f"Too many SELECTs: {QUERIES} in a statement at most.")
    return None
