"""open.db: every table of the edition in one file, so that any two can be joined.

Rows go from the Parquet blocks into SQLite through ADBC, which was measured to be the faster way for one large table
(3.4 s against 6.5 s with ``executemany``, a million rows of twelve columns) and for a thousand small ones (2.2 s
against 3.4 s). Rows come first, then indexes, then ``ANALYZE``.

A release takes over the tables of the one before: the file is linked when nothing changed, else copied, and only the
tables whose digest changed are replaced. ``user_version`` says which code made the file; other code starts afresh.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
from adbc_driver_sqlite import dbapi

from publish.admitted import Admitted
from publish.cache import code_digest, digest
from publish.jobs import Progress, silent
from publish.release import link
from publish.tables import Table, arrow_schema, ddl, indexes, labelled, quoted
from publish.types import to_sqlite

MOST_FREE = 0.3  # of the pages; a file with more holes is made afresh
_SINGLY = 50  # tables that are analysed one by one; each time SQLite reads all statistics again
_STAGE = "warehouse"

# For writing a file that nobody reads yet: a build that is killed throws it away, so it needs no journal. What is taken
# out is overwritten: the pages of a table that was withdrawn would otherwise go on holding its rows.
_UNGUARDED = ("PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF", "PRAGMA secure_delete = ON")


def build_open(
    admitted: Admitted,
    path: Path,
    *,
    old: Path | None = None,
    recorded: Mapping[str, str] | None = None,
    progress: Progress = silent,
) -> dict[str, str]:
    """Write open.db at ``path``: the content digest of each table and view. ``recorded`` are those of ``old``."""
    tables = joined(list(admitted.tables))
    views = dict(view for table in tables for view in labelled(table, admitted.portal.languages))
    digests = {table.name: content(table) for table in tables} | {name: digest(sql) for name, sql in views.items()}
    known = dict(recorded or {})
    if old is not None and _usable(old, known):
        if known == digests:
            link(old, path)
            return digests
        shutil.copyfile(old, path)
        _replace(path, tables, digests, known, progress)
        if _free(path) <= MOST_FREE:
            look(path, {name: sql for name, sql in views.items() if known.get(name) != digests[name]})
            return digests
        path.unlink()
    fill(path, tables, progress)
    look(path, views)
    return digests


def look(path: Path, views: Mapping[str, str]) -> None:
    """Create these views, by name and SQL, and have the disk hold the file before a release names it."""
    with closing(_connect(path)) as database:
        for sql in views.values():
            database.execute(sql)
        database.execute("COMMIT")
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def joined(tables: Sequence[Table]) -> list[Table]:
    """The tables with only those references that can hold: to a key of a table that is here."""
    keys = {t.name: {frozenset(k) for k in (t.primary_key, *t.unique_keys) if k} for t in tables}
    return [
        replace(t, references=tuple(r for r in t.references if frozenset(r.columns) in keys.get(r.table, ())))
        for t in tables
    ]


def content(table: Table) -> str:
    """The digest of what a table is in SQLite: its columns and keys, its indexes, its rows."""
    return digest(ddl(table), list(indexes(table)), table.sha256)


def _usable(old: Path, recorded: Mapping[str, str]) -> bool:
    """Was this file made by this code, and does it hold what its record says?"""
    if not recorded or not old.is_file():
        return False
    with closing(sqlite3.connect(f"{old.absolute().as_uri()}?immutable=1", uri=True)) as database:
        try:
            names = {
                name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")
            }
            made_by = database.execute("PRAGMA user_version").fetchone()[0]
        except sqlite3.DatabaseError:
            return False
    return made_by == _code_number() and {n for n in names if not n.startswith("sqlite_")} == set(recorded)


def _code_number() -> int:
    """The code as the 31 bits ``user_version`` has room for."""
    return int(code_digest()[:8], 16) & 0x7FFF_FFFF


def _replace(
    path: Path, tables: Sequence[Table], digests: Mapping[str, str], known: Mapping[str, str], progress: Progress
) -> None:
    stale = [name for name, found in known.items() if digests.get(name) != found]
    with closing(_connect(path)) as database:
        kinds = dict(database.execute("SELECT name, type FROM sqlite_master").fetchall())
        for name in stale:
            database.execute(f"DROP {kinds[name]} {quoted(name)}")
        database.execute("COMMIT")
    fill(path, [t for t in tables if known.get(t.name) != digests[t.name]], progress)


def _connect(path: Path) -> sqlite3.Connection:
    """One transaction is open: without it SQLite would read the whole schema again after every table."""
    database = sqlite3.connect(path, isolation_level=None)
    for sql in (*_UNGUARDED, "BEGIN"):
        database.execute(sql)
    return database


def fill(path: Path, tables: Sequence[Table], progress: Progress = silent) -> None:
    """Create and fill these tables in the database at ``path``, then index and analyse them."""
    with closing(_connect(path)) as database:
        for table in tables:
            database.execute(ddl(table))
        database.execute("COMMIT")
    with closing(dbapi.connect(str(path), autocommit=True)) as bulk, closing(bulk.cursor()) as cursor:
        for sql in _UNGUARDED:
            cursor.execute(sql)
        for done, table in enumerate(tables, 1):
            if table.rows:
                cursor.adbc_ingest(table.name, _reader(table), mode="append")
            progress(_STAGE, done, len(tables))
    with closing(_connect(path)) as database:
        for table in tables:
            for _, sql in indexes(table):
                database.execute(sql)
        for name in [quoted(t.name) for t in tables] if len(tables) <= _SINGLY else [""]:
            database.execute(f"ANALYZE {name}")
        database.execute(f"PRAGMA user_version = {_code_number()}")
        database.execute("COMMIT")


def _reader(table: Table) -> pa.RecordBatchReader:
    columns = arrow_schema(table.fields)
    schema = pa.schema([pa.field(c.name, to_sqlite(pa.nulls(0, c.type)).type) for c in columns])
    return pa.RecordBatchReader.from_batches(schema, _batches(table, schema))


def _batches(table: Table, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    for block in table.blocks():
        yield pa.RecordBatch.from_arrays([to_sqlite(column) for column in block.columns], schema=schema)


def _free(path: Path) -> float:
    """The share of pages that hold nothing."""
    with closing(sqlite3.connect(path)) as database:
        free: int = database.execute("PRAGMA freelist_count").fetchone()[0]
        pages: int = database.execute("PRAGMA page_count").fetchone()[0]
    return free / max(pages, 1)
