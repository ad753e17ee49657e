"""Assistants: the Model Context Protocol at ``/data/-/mcp``: find a table, read what it holds, ask in SQL.

It is the one place under ``/data/`` that is asked by POST. Each question stands alone, so nobody can pile up sessions,
and is answered at once, so nobody holds a stream open. SQL runs where all other SQL runs, under the same limits, with
less room for an answer.
"""

from __future__ import annotations

import base64
import sqlite3
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Annotated, Any, Literal

from datasette.database import QueryInterrupted, Results
from datasette.utils import InvalidSql, validate_sql_select
from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations
from pydantic import Field
from starlette.datastructures import MutableHeaders
from starlette.responses import JSONResponse, Response
from starlette.types import Message, Receive, Scope, Send

from publish import urls
from publish.api.instance import Instance
from publish.api.overview import found_tables
from publish.api.turns import Busy
from publish.api.written import as_written, excess
from publish.guard import ASSISTANT, ROOM
from publish.model import Json

_LARGEST = 200_000  # bytes of a question; the longest SQL is a tenth of it
_CODES = 50  # of a column that are told
_READS = ToolAnnotations(read_only_hint=True, open_world_hint=False)
_ALLOWED = "OPTIONS, POST"
_CORS = {
    "access-control-allow-origin": "*",
    "access-control-allow-methods": _ALLOWED,
    "access-control-allow-headers": "accept, content-type, mcp-protocol-version, mcp-session-id",
    "access-control-max-age": "86400",
}
_INSTRUCTIONS = (
    "Open data of a city. Call find_tables with a few words, Chinese or English, then describe_table, then execute_sql "
    "on the database `open` (SQLite's dialect, reading only; any two tables can be joined). The database `catalogue` "
    "holds the catalogue itself: packages, resources, fields, organisations, versions. Say where figures come from: "
    "`page` is the page of the dataset. A question may take {seconds:g} s and gives {rows:,} rows at most."
)

Words = Annotated[str, Field(max_length=500, description="Words to look for, Chinese or English; empty: all tables")]
Most = Annotated[int, Field(ge=1, le=50, description="The most tables to list")]
Table = Annotated[str, Field(max_length=300, description="The name of a table, as find_tables gives it")]
Sql = Annotated[str, Field(description="One SELECT in SQLite's dialect")]
Database = Annotated[Literal["open", "catalogue"], Field(description="open has the data, catalogue the catalogue")]


class Assistants:
    """The application. It answers while it is ``running``."""

    def __init__(self, instance: Instance) -> None:
        self._server = _server(instance)
        # No host of its own is checked: the proxy knows the portal's name, and what is here anybody may read.
        self._app = self._server.streamable_http_app(
            streamable_http_path=urls.ASSISTANTS,
            json_response=True,
            stateless_http=True,
            max_request_body_size=_LARGEST,
            host="0.0.0.0",
        )

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """From when the server starts until it stops."""
        async with self._server.session_manager.run():
            yield

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] == "OPTIONS":
            await Response(status_code=204, headers=_CORS)(scope, receive, send)
            return
        if scope["method"] != "POST":
            error = {"code": -32600, "message": "Ask by POST, in JSON-RPC: this is an endpoint of MCP"}
            body = {"jsonrpc": "2.0", "id": None, "error": error}
            await JSONResponse(body, 405, {"allow": _ALLOWED} | _CORS)(scope, receive, send)
            return

        async def readable(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=list(message["headers"]))
                headers["access-control-allow-origin"] = "*"
                headers.setdefault("content-type", "text/plain; charset=utf-8")  # of some refusals it is not told
                message = {**message, "headers": headers.raw}
            await send(message)

        token = ROOM.set(ASSISTANT)
        try:
            # Cookies and credentials mean nothing here, and the path is this one, whatever the prefix.
            headers = [(k, v) for k, v in scope["headers"] if k not in (b"cookie", b"authorization")]
            await self._app(dict(scope, headers=headers, root_path=""), receive, readable)
        finally:
            ROOM.reset(token)


def _server(instance: Instance) -> MCPServer:
    settings, portal = instance.known.raw["settings"], instance.known.raw["portal"]
    told = _INSTRUCTIONS.format(seconds=settings["sql_time_limit_ms"] / 1_000, rows=settings["max_returned_rows"])
    server = MCPServer(
        "kaimen",
        title=" · ".join(portal["title"].values()),
        website_url=portal["base_url"],
        instructions=told,
        log_level="WARNING",
    )

    @server.tool(annotations=_READS)
    async def find_tables(words: Words = "", limit: Most = 10) -> dict[str, Any]:
        """Find tables by words in their titles, columns, descriptions and providers; the best first."""
        names = await found_tables(instance, words)
        return {"count": len(names), "tables": [_brief(instance, name) for name in names[:limit]]}

    @server.tool(annotations=_READS)
    async def describe_table(table: Table) -> dict[str, Any]:
        """What a table holds: columns with titles, units and codes, keys, licence, and queries ready to run."""
        if table not in instance.known.tables:
            raise ToolError("There is no such table; find_tables gives the names there are.")
        return _described(instance, table)

    @server.tool(annotations=_READS)
    async def execute_sql(sql: Sql, database: Database = "open") -> dict[str, Any]:
        """Execute one read-only SQL statement. `truncated` says that there are more rows than were given."""
        return _answer(await _rows(instance, database, sql))

    return server


async def _rows(instance: Instance, database: str, sql: str) -> Results:
    """The rows of a question. Raises ToolError with what is wrong with it."""
    try:
        validate_sql_select(sql)
        if much := excess(sql):
            raise ToolError(much["en"])
        with as_written(sql):
            return await instance.get_database(database).execute(sql, truncate=True)
    except QueryInterrupted:
        limit = instance.known.raw["settings"]["sql_time_limit_ms"] / 1_000
        raise ToolError(f"The query ran past the limit of {limit:g} s and was stopped: narrow it down.") from None
    except Busy as busy:
        raise ToolError(str(busy)) from None
    except (InvalidSql, sqlite3.Error, sqlite3.Warning, ValueError) as error:
        raise ToolError(str(error)) from None


def _answer(results: Results) -> dict[str, Json]:
    return {
        "columns": results.columns,
        "rows": [[_cell(value) for value in row] for row in results.rows],
        "truncated": results.truncated,
    }


def _cell(value: Any) -> Json:
    return {"base64": base64.b64encode(value).decode()} if isinstance(value, bytes) else value


def _brief(instance: Instance, name: str) -> dict[str, Json]:
    table = instance.known.tables[name]
    return {
        "table": name,
        "title": table["title"],
        "rows": table["rows"],
        "columns": [field["name"] for field in table["fields"]],
        "page": _page(instance, table),
    }


def _described(instance: Instance, name: str) -> dict[str, Json]:
    known = instance.known
    table = known.tables[name]
    queries = known.raw["queries"].values()
    return {
        "table": name,
        "page": _page(instance, table),
        **{key: table[key] for key in ("title", "description", "provider", "licence", "modified", "rows")},
        "primary_key": table["primary_key"],
        "references": [
            {"columns": fields, "table": other, "its_columns": columns}
            for fields, other, columns in table["references"]
        ],
        "columns": [_column(field) for field in table["fields"]],
        "views_with_labels_for_codes": known.views_of.get(name, []),
        "queries": [
            {"title": query["title"], "sql": query["sql"]} for query in queries if query["package"] == table["package"]
        ],
    }


def _column(field: Mapping[str, Json]) -> dict[str, Json]:
    codes = field.get("categories", ())
    more = {"codes": dict(codes[:_CODES]), "codes_in_all": len(codes)} if codes else {}
    return {key: value for key, value in field.items() if key != "categories"} | more


def _page(instance: Instance, table: Mapping[str, Json]) -> str:
    return f"{instance.known.raw['portal']['base_url']}{urls.dataset(table['package'])}"
