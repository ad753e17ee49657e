"""The front page and the list of tables, from the configuration and catalogue.db, a page at a time.

They give the fields that Datasette's own pages give, so its clients work; ``next`` and ``next_url`` lead on. A search
(``_search=``) asks the catalogue: a table is found by its title, its columns, its provider, its description.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

from datasette.utils import add_cors_headers, path_with_replaced_args
from datasette.utils.asgi import BadRequest, NotFound, Request, Response
from datasette.views.database import DatabaseView

from publish import finding
from publish.api.door import FACETS, LONGEST, PARAMETERS
from publish.api.instance import CATALOGUE, OPEN, Instance
from publish.api.known import Known
from publish.api.written import LONGEST as SQL
from publish.api.written import QUERIES
from publish.guard import PAGE, PROGRAM
from publish.model import Json

_PAGE = 100
_TRUNCATED = 5  # tables named on the front page


async def database_page(request: Request, send: Any, datasette: Instance) -> Any:
    """``/open``: SQL goes to Datasette's own view, the list of tables is ours."""
    if request.args.get("sql"):
        return await DatabaseView.as_view(datasette)(request, send)
    form = request.url_vars.get("format")
    if form not in (None, "json", "jsono"):
        raise NotFound("no such format")
    listed = await tables_page(datasette, request)
    if form:
        return answer(listed)
    known = datasette.known
    listed["titles"] = {t["name"]: known.say(known.tables[t["name"]]["title"]) for t in listed["tables"]}
    listed["packages"] = {t["name"]: known.tables[t["name"]]["package"] for t in listed["tables"]}
    listed["views_of"] = known.views_of
    listed["query_titles"] = listed.pop("queries")
    context = listed | {"search": request.args.get("_search") or "", "metadata": datasette.metadata(database=OPEN)}
    return Response.html(await datasette.render_template("tables.html", context, request=request, view_name="database"))


async def tables_page(datasette: Instance, request: Request) -> dict[str, Json]:
    """One page of the tables of open.db, with everything that Datasette's database page says."""
    known = datasette.known
    names = await found_tables(datasette, request.args.get("_search") or "")
    size, start = _number(request, "_size", _PAGE, 1_000), _number(request, "_next", 0, len(names))
    page = names[start : start + size]
    following = start + size if start + size < len(names) else None
    after = path_with_replaced_args(request, {"_next": following}) if following else None
    database = datasette.get_database(OPEN)
    queries = await datasette.get_canned_queries(OPEN, None) if start == 0 else {}
    return {
        "database": OPEN,
        "private": False,
        "path": datasette.urls.database(OPEN),
        "size": database.size,
        "tables": [_table(datasette, name) for name in page],
        "hidden_count": 0,
        "views": [{"name": view, "private": False} for name in page for view in known.views_of.get(name, ())],
        "queries": [dict(query, private=False) for query in list(queries.values())[:_PAGE]],
        "allow_execute_sql": True,
        "table_columns": {name: [f["name"] for f in known.tables[name]["fields"]] for name in page},
        "count": len(names),
        "next": None if following is None else str(following),
        "next_url": datasette.absolute_url(request, datasette.urls.path(after)) if after else None,
        "query_ms": 0,
    }


async def found_tables(datasette: Instance, text: str) -> list[str]:
    """The names of the tables: all in order, or those of the datasets found, best first."""
    known = datasette.known
    question = finding.datasets(text)
    if question is None:
        return sorted(known.tables)
    by_package: dict[str, list[str]] = {}
    for name, table in known.tables.items():
        by_package.setdefault(table["package"], []).append(name)
    rows = await datasette.get_database(CATALOGUE).execute(question.sql, question.parameters)
    return [name for row in rows for name in sorted(by_package.get(row["name"], ()))]


def _number(request: Request, key: str, default: int, most: int) -> int:
    text = request.args.get(key)
    if not text:
        return default
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise BadRequest(f"{key} must be a positive integer")
    return min(int(text), most) if key == "_next" else max(1, min(int(text), most))


def _table(datasette: Instance, name: str) -> dict[str, Json]:
    known = datasette.known
    table = known.tables[name]
    return {
        "name": name,
        "columns": [f["name"] for f in table["fields"]],
        "primary_keys": table["primary_key"],
        "count": table["rows"],
        "hidden": False,
        "fts_table": None,
        "foreign_keys": {"incoming": known.incoming.get(name, []), "outgoing": known.outgoing(name)},
        "private": False,
    }


async def front_page(request: Request, datasette: Instance) -> Response:
    """``/``: the two databases."""
    databases = [await _database(datasette, name) for name in (OPEN, CATALOGUE)]
    if request.url_vars.get("format"):
        return answer({database["name"]: database for database in databases})
    context = {"databases": databases, "metadata": datasette.metadata(), "limits": limits(datasette.known)}
    return Response.html(await datasette.render_template("front.html", context, request=request, view_name="index"))


def limits(known: Known) -> list[tuple[str, str]]:
    """What one question may ask for, by name, in the language of the answer."""
    settings, say = known.raw["settings"], known.phrase
    seconds, megabytes = settings["sql_time_limit_ms"] / 1_000, PROGRAM.size // 1_000_000
    return [
        (say("一次查询的时间", "Time of a query"), say(f"{seconds:g} 秒", f"{seconds:g} s")),
        (
            say("一次答复的行数", "Rows in an answer"),
            say(
                f"{settings['max_returned_rows']:,} 行，其余翻页取得",
                f"{settings['max_returned_rows']:,}; the rest page by page",
            ),
        ),
        (
            say("一次答复的格数", "Cells in an answer"),
            say(
                f"JSON、CSV {PROGRAM.cells:,} 格，网页 {PAGE.cells:,} 格",
                f"{PROGRAM.cells:,} as JSON or CSV, {PAGE.cells:,} as a page",
            ),
        ),
        (say("一次答复的文字", "Text in an answer"), f"{megabytes} MB"),
        (
            say("自己写的 SQL", "SQL of your own"),
            say(f"{SQL:,} 字节，{QUERIES} 个 SELECT", f"{SQL:,} bytes, {QUERIES} SELECTs"),
        ),
        (say("地址的长度", "Length of an address"), say(f"{LONGEST:,} 字节", f"{LONGEST:,} bytes")),
        (
            say("地址里的参数", "Parameters of an address"),
            say(f"{PARAMETERS} 个，其中分组计数 {FACETS} 个", f"{PARAMETERS}, of which {FACETS} facets"),
        ),
    ]


async def _database(datasette: Instance, name: str) -> dict[str, Json]:
    database = datasette.get_database(name)
    counts: dict[str, int] = await database.table_counts()
    hidden = set(await database.hidden_table_names()) if name == CATALOGUE else set()
    shown = sorted((table for table in counts if table not in hidden), key=lambda t: (-counts[t], t))
    views = await database.view_names()
    named = sorted(shown[:_TRUNCATED])
    return {
        "name": name,
        "hash": database.hash,
        "color": database.hash[:6],
        "path": datasette.urls.database(name),
        "tables_and_views_truncated": [{"name": table, "count": counts[table]} for table in named],
        "tables_and_views_more": len(shown) + len(views) > _TRUNCATED,
        "tables_count": len(shown),
        "table_rows_sum": sum(counts[table] for table in shown),
        "show_table_row_counts": True,
        "hidden_table_rows_sum": sum(counts[table] for table in hidden),
        "hidden_tables_count": len(hidden),
        "views_count": len(views),
        "private": False,
    }


async def root_metadata(request: Request, datasette: Instance) -> Response:
    """``/-/metadata``: what is said of the portal; tables describe themselves, one by one."""
    said = {key: value for key, value in datasette.known_root().items() if key != "databases"}
    example = datasette.urls.path(f"/{OPEN}.json?{urlencode({'_search': ''})}")
    return answer(said | {"tables": example})


def answer(value: Json) -> Response:
    """JSON, readable from any origin."""
    headers: dict[str, str] = {}
    add_cors_headers(headers)
    body = json.dumps(value, ensure_ascii=False)
    return Response(body, content_type="application/json; charset=utf-8", headers=headers)
