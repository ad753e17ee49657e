"""Datasette over the two databases of one release.

What Datasette would work out for itself at every start or request, and a city's portal has no time for, is told to it:
counts, schemas that cannot change, metadata table by table in the language of the answer.
"""

from __future__ import annotations

import asyncio
import math
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from contextvars import ContextVar
from functools import partial
from importlib.resources import files
from itertools import chain
from pathlib import Path
from typing import Any

from datasette.app import Datasette
from datasette.database import Database, QueryInterrupted, Results, connections
from datasette.tracer import trace
from datasette.views.base import DatasetteError

from publish import urls
from publish.api.asking import Watch, ask
from publish.api.known import Known
from publish.api.turns import PATIENT, SHORT, Turns
from publish.cache import digest
from publish.guard import ROOM, Budget, guard
from publish.model import Json
from publish.release import Release
from publish.tables import quoted

OPEN, CATALOGUE = "open", "catalogue"

_KEPT = 100_000  # answers about a schema
_HEAP = 256_000_000  # bytes that SQLite may take, of all connections together
# Is the answer rows and nothing else? CSV has no place for an error; Datasette gives an empty file for a wrong query.
ROWS_ALONE: ContextVar[bool] = ContextVar("rows_alone", default=False)
_PUBLIC = frozenset({"view-instance", "view-database", "view-table", "view-query", "execute-sql"})


class Instance(Datasette):  # type: ignore[misc]
    """One release, read-only."""

    def __init__(self, release: Release, known: Known) -> None:
        # Routes are asked for while the parent is made, so what they need comes first.
        self.known = known
        self.release = release
        self._roots: dict[str, dict[str, Json]] = {}  # by language
        super().__init__(
            immutables=[str(release.open_db), str(release.catalogue_db)],
            inspect_data=_inspected(release, known),
            cors=True,
            settings={**known.raw["settings"], "base_url": f"{known.prefix}/data/"},
            template_dir=str(files("publish.api").joinpath("templates")),
            # Nothing is signed: nobody logs in. A fixed word keeps several processes alike.
            secret=release.id,
        )
        self.turns, self.watch = Turns(self.executor), Watch()

    def add_database(self, db: Database, name: str | None = None, route: str | None = None) -> Database:
        """The files of the release are opened as ours."""
        if db.path:
            db = _Fixed(self, db.path, is_mutable=False)
        return super().add_database(db, name=name, route=route)

    def version(self, path: str) -> str:
        """Of a page or file of the site, what changes when its bytes do; "" when the release has none."""
        _, sha = self.release.record["artefacts"].get(f"site/{urls.file_of(path)}", (0, ""))
        return str(sha)[:12]

    def warm(self) -> None:
        """Have every thread read the schemas, so that nobody's question waits for it."""
        for name in (OPEN, CATALOGUE):
            self.turns.everywhere(self.get_database(name).open_here)

    async def refresh_schemas(self) -> None:
        """Immutable files do not change; Datasette would look at every request."""

    async def permission_allowed(
        self, actor: object, action: str, resource: object = None, default: bool = False
    ) -> bool:
        """Everything of the release may be read by everybody; Datasette's own database may not."""
        database = resource[0] if isinstance(resource, tuple) else resource
        return action in _PUBLIC and (database is None or database in (OPEN, CATALOGUE))

    def _prepare_connection(self, conn: sqlite3.Connection, database: str) -> None:
        super()._prepare_connection(conn, database)
        if database in (OPEN, CATALOGUE):
            conn.execute(f"PRAGMA hard_heap_limit = {_HEAP}")
            guard(conn)

    def metadata(
        self, key: str | None = None, database: str | None = None, table: str | None = None, fallback: bool = True
    ) -> Json:
        """Metadata in the language of the answer. Databases and tables are described when asked for."""
        layers = self._layers(database, table)
        if not fallback:
            layers = layers[:1]
        if key is not None:
            return next((layer[key] for layer in layers if key in layer), None)
        merged: dict[str, Json] = {}
        for layer in reversed(layers):
            merged.update(layer)
        return merged

    def _layers(self, database: str | None, table: str | None) -> list[Mapping[str, Json]]:
        layers: list[Mapping[str, Json]] = [self.known_root()]
        if database is not None:
            layers.insert(0, _Database(self.known, database))
        if database is not None and table is not None:
            layers.insert(0, _described(self.known, database, table))
        return layers

    def known_root(self) -> dict[str, Json]:
        """What is said of the portal as a whole. Datasette asks a dozen times an answer, so it is made once a language;
        what Datasette adds to it is the same each time."""
        lang = self.known.lang
        if lang not in self._roots:
            self._roots[lang] = self._root()
        return dict(self._roots[lang])

    def _root(self) -> dict[str, Json]:
        portal, known = self.known.raw["portal"], self.known
        return {
            "title": known.say(portal["title"]),
            "description": known.say(portal["description"]),
            "license": known.say(portal["licence"].get("title")),
            "license_url": portal["licence"].get("url", ""),
            "databases": {name: _Database(known, name) for name in (OPEN, CATALOGUE)},
        }

    async def get_canned_query(self, database_name: str, query_name: str, actor: object) -> dict[str, Json] | None:
        """One query by name, without making all of them."""
        return self.known.query(query_name) if database_name == OPEN else None

    async def get_canned_queries(self, database_name: str, actor: object) -> dict[str, Json]:
        """All of them, for the page that lists them."""
        names = self.known.raw["queries"] if database_name == OPEN else {}
        return {name: self.known.query(name) for name in names}


class _Fixed(Database):  # type: ignore[misc]
    """A file that never changes: what was once asked of its schema is kept. Datasette asks a dozen times a page, and
    each time SQLite looks through the thousands of tables of a city."""

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self._kept: dict[tuple[str, ...], Any] = {}

    async def _once(self, question: str, *about: str) -> Any:
        key = (question, *about)
        if len(self._kept) > _KEPT:
            self._kept.clear()  # somebody asks for names that are not there
        if key not in self._kept:
            self._kept[key] = await getattr(super(), question)(*about)
        # Callers may add to what they get.
        known = self._kept[key]
        return known.copy() if isinstance(known, list | dict) else known

    async def table_exists(self, table: str) -> bool:
        return bool(await self._once("table_exists", table))

    async def table_names(self) -> list[str]:
        return list(await self._once("table_names"))

    async def table_columns(self, table: str) -> list[str]:
        return list(await self._once("table_columns", table))

    async def table_column_details(self, table: str) -> list[Any]:
        return list(await self._once("table_column_details", table))

    async def primary_keys(self, table: str) -> list[str]:
        return list(await self._once("primary_keys", table))

    async def fts_table(self, table: str) -> Any:
        return await self._once("fts_table", table)

    async def label_column_for_table(self, table: str) -> Any:
        return await self._once("label_column_for_table", table)

    async def foreign_keys_for_table(self, table: str) -> list[Any]:
        return list(await self._once("foreign_keys_for_table", table))

    async def hidden_table_names(self) -> list[str]:
        return list(await self._once("hidden_table_names"))

    async def view_names(self) -> list[str]:
        return list(await self._once("view_names"))

    async def attached_databases(self) -> list[Any]:
        """None; SQLite itself would tell where the file lies."""
        return []

    async def get_view_definition(self, view: str) -> Any:
        return await self._once("get_view_definition", view)

    async def execute_fn(self, fn: Callable[[sqlite3.Connection], Any]) -> Any:
        """Run on a connection of one of the threads whose turn it is, with room for one answer."""
        room = ROOM.get()

        def in_thread() -> Any:
            connection = self._of_this_thread()
            if isinstance(connection.text_factory, Budget):
                connection.text_factory.renew(room)
            return fn(connection)

        return await asyncio.get_running_loop().run_in_executor(self.ds.turns.executor, in_thread)

    def _of_this_thread(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(connections, self.name, None)
        if connection is None:
            connection = self.connect()
            self.ds._prepare_connection(connection, self.name)
            setattr(connections, self.name, connection)
        return connection

    def open_here(self) -> None:
        """Open the file for this thread and read its schema: a second for some thousand tables."""
        self._of_this_thread().execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()

    async def execute(
        self,
        sql: str,
        params: object = None,
        truncate: bool = False,
        custom_time_limit: int | None = None,
        page_size: int | None = None,
        log_sql_errors: bool = False,
    ) -> Results:
        """A short turn, then a long one. A wrong query is answered to who asked it, not to the terminal."""
        limit = min(custom_time_limit or math.inf, self.ds.sql_time_limit_ms)
        most = self.ds.max_returned_rows + ((page_size or self.ds.page_size) == self.ds.max_returned_rows)
        asked = partial(ask, sql=sql, parameters=params, most=most if truncate else None, watch=self.ds.watch)
        with trace("sql", database=self.name, sql=sql.strip(), params=params):
            try:
                try:
                    with self.ds.turns.short():
                        short = partial(asked, seconds=PATIENT / 1000, worked=min(limit, SHORT) / 1000)
                        return await self.execute_fn(short)
                except QueryInterrupted:
                    if limit <= SHORT:
                        raise
                    with self.ds.turns.long():
                        return await self.execute_fn(partial(asked, seconds=limit / 1000))
            except MemoryError as error:
                raise sqlite3.OperationalError(self.ds.known.mistake("out of memory")) from error
            except (sqlite3.Error, sqlite3.Warning) as error:
                if ROWS_ALONE.get():
                    raise DatasetteError(str(error), title="Invalid SQL", status=400) from error
                raise sqlite3.OperationalError(self.ds.known.mistake(str(error))) from error


class _Database(Mapping[str, Any]):
    """The metadata of one database; its tables are described one by one, when asked for."""

    def __init__(self, known: Known, name: str) -> None:
        titles = {
            OPEN: known.phrase("全部数据表", "All tables"),
            CATALOGUE: known.phrase("数据目录", "The catalogue"),
        }
        self._known = known
        self._said: dict[str, Json] = {"title": titles.get(name, name), "tables": _Tables(known, name)}

    def __getitem__(self, key: str) -> Json:
        return self._said[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._said)

    def __len__(self) -> int:
        return len(self._said)

    def update(self, more: Mapping[str, Json]) -> None:
        """Datasette adds what a database inherits from the portal."""
        self._said.update(more)


class _Tables(Mapping[str, Any]):
    """Of one database, all tables and views as described. Looked through, not copied: there may be thousands, and
    Datasette asks at every answer."""

    def __init__(self, known: Known, database: str) -> None:
        self._known, self._database = known, database
        self._named: tuple[Mapping[str, Json], ...] = (known.tables, known.views) if database == OPEN else ()

    def __getitem__(self, name: str) -> Json:
        if not any(name in names for names in self._named):
            raise KeyError(name)
        return _described(self._known, self._database, name)

    def __iter__(self) -> Iterator[str]:
        return chain.from_iterable(self._named)

    def __len__(self) -> int:
        return sum(map(len, self._named))


def _described(known: Known, database: str, table: str) -> dict[str, Json]:
    there = database == OPEN and (table in known.tables or table in known.views)
    return known.about(table) if there else {}


def _inspected(release: Release, known: Known) -> dict[str, Json]:
    """What ``datasette inspect`` would find: counts are known, so nothing is counted at the start."""
    databases = release.record.get("databases", {})
    return {
        OPEN: {
            "hash": digest(databases.get(OPEN, release.id)),
            "size": release.open_db.stat().st_size,
            "file": release.open_db.name,
            "tables": {name: {"count": table["rows"]} for name, table in known.tables.items()},
        },
        CATALOGUE: {
            "hash": digest(databases.get(CATALOGUE, release.id)),
            "size": release.catalogue_db.stat().st_size,
            "file": release.catalogue_db.name,
            "tables": {name: {"count": rows} for name, rows in _counts(release.catalogue_db)},
        },
    }


def _counts(path: Path) -> list[tuple[str, int]]:
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?immutable=1", uri=True)) as database:
        names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1")]
        return [(name, database.execute(f"SELECT count(*) FROM {quoted(name)}").fetchone()[0]) for name in names]
