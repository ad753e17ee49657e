"""What a connection may do: read. Everything else is refused before it runs, whatever the SQL says.

The gate compiles the queries of packages under it, the build tries them under it, and the service runs under it.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache

_ALLOWED = frozenset(
    {
        sqlite3.SQLITE_SELECT,
        sqlite3.SQLITE_READ,
        sqlite3.SQLITE_RECURSIVE,
    }
)
# Functions that read files, load code, or make memory out of nothing; and those that write into JSON: a path of half a
# million steps makes as many calls in each other, and the whole service ends with its stack.
_FUNCTIONS = frozenset(
    {
        "edit",
        "fts3_tokenizer",
        "json_array_insert",
        "json_insert",
        "json_patch",  # takes the product of the sizes of what it is given, and cannot be interrupted
        "json_set",
        "jsonb_array_insert",
        "jsonb_insert",
        "jsonb_patch",
        "jsonb_set",
        "load_extension",
        "randomblob",
        "readfile",
        "sqlite_log",
        "writefile",
        "zeroblob",
    }
)
# What Datasette asks about a schema, and what full-text tables ask of themselves.
_PRAGMAS = frozenset(
    {
        "data_version",
        "foreign_key_list",
        "index_info",
        "index_list",
        "index_xinfo",
        "schema_version",
        "table_info",
        "table_list",
        "table_xinfo",
    }
)
PATTERN = 100  # bytes of a pattern for LIKE: with a text of 4 MB it takes their product, a second and a half
_LIMITS = {
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 50,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 200,
    sqlite3.SQLITE_LIMIT_LENGTH: 4_000_000,  # bytes of one value: a city's outline fits
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: PATTERN,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 100_000,
    sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 1,
    sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER: 2_000,
    sqlite3.SQLITE_LIMIT_WORKER_THREADS: 0,
}


Value = str | bytes | int | float | None


@dataclass(frozen=True, slots=True)
class Room:
    """How large one answer may be: bytes of text, and cells."""

    size: int
    cells: int


PROGRAM = Room(10_000_000, 250_000)  # for JSON and CSV
PAGE = Room(10_000_000, 40_000)  # a page takes ten times as long to make, and nobody reads more
ASSISTANT = Room(1_000_000, 20_000)  # more than an assistant can hold in mind
ROOM: ContextVar[Room] = ContextVar("room", default=PROGRAM)  # of the answer being made


class Budget:
    """Turns SQLite's text into strings, and its rows into rows, until an answer is larger than anybody can want."""

    def __init__(self) -> None:
        self.renew(PROGRAM)

    def renew(self, room: Room) -> None:
        """The next answer begins."""
        self._room, self._left, self._cells = room, room.size, room.cells

    def __call__(self, text: bytes) -> str:
        self._spend(len(text))
        return text.decode("utf-8", "replace")

    def row(self, cursor: sqlite3.Cursor, row: tuple[Value, ...]) -> sqlite3.Row:
        """A row as Datasette wants it. Bytes are in no table of ours, but in answers to those who cast to them."""
        self._cells -= len(row)
        if self._cells < 0:
            raise sqlite3.OperationalError(f"the answer has more than {self._room.cells:,} cells")
        self._spend(sum(len(value) for value in row if isinstance(value, bytes)))
        return sqlite3.Row(cursor, row)

    def _spend(self, size: int) -> None:
        self._left -= size
        if self._left < 0:
            raise sqlite3.OperationalError(f"the answer is larger than {self._room.size // 1_000_000} MB")


_TOO_BIG = " " * (_LIMITS[sqlite3.SQLITE_LIMIT_LENGTH] + 1)  # which SQLite refuses

# SQLite's own of these take the product of the lengths of what they are given, hours for two values of some megabytes,
# and no time limit reaches inside a function. These take the sum.


def _text(value: Value) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def _instr(text: Value, part: Value) -> int | None:
    if text is None or part is None:
        return None
    if isinstance(text, bytes) and isinstance(part, bytes):
        return text.find(part) + 1
    return _text(text).find(_text(part)) + 1


def _replace(text: Value, part: Value, new: Value) -> str | None:
    if text is None or part is None or new is None:
        return None
    whole, old, put = _text(text), _text(part), _text(new)
    if not old:
        return whole
    if len(whole) + whole.count(old) * (len(put) - len(old)) > _LIMITS[sqlite3.SQLITE_LIMIT_LENGTH]:
        return _TOO_BIG  # before more memory is asked for
    return whole.replace(old, put)


def _stripping(*, left: bool, right: bool) -> Callable[[Value, Value], str | None]:
    def stripped(text: Value, characters: Value) -> str | None:
        if text is None or characters is None:
            return None
        whole, unwanted = _text(text), frozenset(_text(characters))
        start, end = 0, len(whole)
        while left and start < end and whole[start] in unwanted:
            start += 1
        while right and start < end and whole[end - 1] in unwanted:
            end -= 1
        return whole[start:end]

    return stripped


_GLOB = 2_000_000  # the longest text times its pattern that are compared: a fiftieth of a second
_LONG = 2_000  # characters of a pattern for GLOB or printf: to read one of a million takes seconds
_PIECE = re.compile(
    r"\[(?P<not>\^?+)(?P<any>\]?+[^\]]*)\]|(?P<every>\*)|(?P<one>\?)|(?P<open>\[)|(?P<itself>.)", re.DOTALL
)


_NEVER = re.compile("(?!)")


def _glob(pattern: Value, text: Value) -> int | str | None:
    """``text GLOB pattern``. SQLite's own takes twenty seconds for a hundred classes and a text of 4 MB."""
    if pattern is None or text is None:
        return None
    wanted, whole = _text(pattern), _text(text)
    if len(wanted) > _LONG or len(wanted) * len(whole) > _GLOB:
        return _TOO_BIG
    return int(_globbed(wanted).fullmatch(whole) is not None)


@lru_cache(maxsize=100)
def _globbed(pattern: str) -> re.Pattern[str]:
    """A pattern of GLOB as a regular expression that never looks back behind a ``*``."""
    parts = [""]
    for found in _PIECE.finditer(pattern):
        if found["open"]:
            return _NEVER  # a class that does not end
        if found["every"]:
            parts.append("")
        elif found["any"]:
            inside = re.sub(r"([\\\[\]^&~|])", r"\\\1", found["any"]).replace("--", r"-\-")
            parts[-1] += f"[{found['not']}{inside}]"
        else:
            parts[-1] += "." if found["one"] else re.escape(found["itself"])
    first, *others = parts
    starred = [f"(?>.*?{part})" for part in others[:-1]] + [f".*{part}" for part in others[-1:]]
    try:
        return re.compile(first + "".join(starred), re.DOTALL)
    except re.error:
        return _NEVER  # a range from z to a


_CONVERSION = re.compile(r"%(?P<how>[-+ 0#!,l.*\d]*)(?P<kind>.)", re.DOTALL)
_SIZE = re.compile(r"\*|[1-9]\d*")  # a width or a precision
_NUMBER = re.compile(r"\s*[+-]?(\d+)(?:\.\d*)?(?:[eE]\+?(\d+))?")


def _repeats(pattern: str, values: Iterable[Value]) -> int:
    """How often ``printf`` repeats the characters of its ``%.9c`` and ``%.*c``, in all."""
    left, total = iter(values), 0
    for sizes, kind in _conversions(pattern):
        found = [_whole(next(left, 0) if size == "*" else size) for size in sizes]
        if kind == "c":
            total += max(found, default=1)
        if kind not in "%n":
            next(left, None)
    return total


@lru_cache(maxsize=100)
def _conversions(pattern: str) -> tuple[tuple[tuple[str, ...], str], ...]:
    """The sizes and the kind of each ``%``; none when no character is repeated."""
    found = tuple((tuple(_SIZE.findall(one["how"])), one["kind"]) for one in _CONVERSION.finditer(pattern))
    return found if any(kind == "c" for _, kind in found) else ()


def _whole(value: Value) -> int:
    """How large the number is that SQLite may read at the beginning of a value."""
    found = _NUMBER.match(_text(value))
    if found is None:
        return 0
    whole, exponent = found.groups(default="0")
    return int(whole[:20]) * int(10 ** min(int(exponent[:5]), 20))


class _Printing:
    """SQLite's ``printf``, but not for a character a billion times: SQLite writes them all, in a minute that no time
    limit reaches into, and then finds the text too long."""

    def __init__(self) -> None:
        self._aside = sqlite3.connect(":memory:", check_same_thread=False)
        self._aside.text_factory = _text
        self._aside.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LIMITS[sqlite3.SQLITE_LIMIT_LENGTH])

    def __call__(self, *given: Value) -> Value:
        if not given or given[0] is None:
            return None
        pattern, values = _text(given[0]), given[1:]
        if len(pattern) > _LONG or _repeats(pattern, values) > _LIMITS[sqlite3.SQLITE_LIMIT_LENGTH]:
            return _TOO_BIG
        marks = ", ".join("?" * len(given))
        printed: Value = self._aside.execute(f"SELECT printf({marks})", given).fetchone()[0]
        return printed


_REPLACED: tuple[tuple[str, int, Callable[..., Value]], ...] = (
    ("glob", 2, _glob),
    ("instr", 2, _instr),
    ("replace", 3, _replace),
    ("trim", 2, _stripping(left=True, right=True)),
    ("ltrim", 2, _stripping(left=True, right=False)),
    ("rtrim", 2, _stripping(left=False, right=True)),
)


def guard(connection: sqlite3.Connection) -> None:
    """Make a connection one that can only read its own database."""
    connection.execute("PRAGMA query_only = 1")
    connection.execute("PRAGMA trusted_schema = 0")
    connection.execute("PRAGMA cell_size_check = 1")
    for limit, value in _LIMITS.items():
        connection.setlimit(limit, value)
    for name, arguments, function in _REPLACED:
        connection.create_function(name, arguments, function, deterministic=True)
    printing = _Printing()
    for name in ("printf", "format"):
        connection.create_function(name, -1, printing, deterministic=True)
    budget = Budget()
    connection.text_factory, connection.row_factory = budget, budget.row
    connection.set_authorizer(allowed)


def allowed(action: int, first: str | None, second: str | None, database: str | None, trigger: str | None) -> int:
    """SQLite's question about one step of a statement: is it allowed?"""
    if action in _ALLOWED:
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_FUNCTION:
        return sqlite3.SQLITE_DENY if (second or "").lower() in _FUNCTIONS else sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_PRAGMA and (first or "").lower() in _PRAGMAS:
        # A pragma with a value could set something; those here take the name of a table at most.
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_UPDATE and first == "sqlite_master":
        # How a virtual table (full text, json_each) declares its columns. SQLite itself lets nobody write there.
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY


class Blanks(dict[str, str]):
    """The parameters of a query, all of them empty: what somebody asks who fills in none."""

    def __missing__(self, name: str) -> str:
        return ""


def flaw(connection: sqlite3.Connection, sql: str) -> str:
    """Why a query cannot be run here, in SQLite's words; "" when it can. It is compiled, not run."""
    try:
        connection.execute(f"EXPLAIN {sql}", Blanks())
    except (sqlite3.Error, sqlite3.Warning, ValueError) as error:
        return str(error)
    return ""
