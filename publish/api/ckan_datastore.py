"""``datastore_search`` and ``datastore_info``: the rows of a table, as CKAN's DataStore gives them.

SQL is in ``ckan_sql``.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from datasette.database import QueryInterrupted, Results
from datasette.utils import sqlite3

from publish import finding, urls
from publish.api.ckan_errors import Refused, invalid, not_found, wrong_query
from publish.api.ckan_parameters import flag, names, number, required, structure
from publish.api.ckan_shelf import Shelf
from publish.api.instance import OPEN
from publish.api.turns import Busy
from publish.mistakes import mistake
from publish.model import Field, Json, bilingual
from publish.tables import quoted

Asked = Mapping[str, Any]

_TYPES = {
    "integer": "int",
    "year": "int",
    "number": "numeric",
    "boolean": "bool",
    "date": "date",
    "datetime": "timestamp",
}
_ID = "_id"
_COMPARED = {"lt": "<", "lte": "<=", "gt": ">", "gte": ">=", "eq": "="}


@dataclass(frozen=True, slots=True)
class _Rows:
    """A question about the rows of a table. Among the columns may be ``_id``, the number of the row."""

    table: str
    columns: tuple[str, ...]
    types: Mapping[str, str]
    where: str
    values: tuple[Any, ...]


async def datastore_info(shelf: Shelf, asked: Asked) -> Json:
    """Return the columns of a resource. ``id``."""
    name = table_of(shelf, required(asked, "id", "resource_id"))
    table = shelf.known.tables[name]
    meta = {"id": name, "count": table["rows"], "table_type": "BASE TABLE", "aliases": [name]}
    return {"meta": meta, "fields": _fields(shelf, name, tuple(f["name"] for f in table["fields"]))}


async def datastore_search(shelf: Shelf, asked: Asked) -> Json:
    """Return rows of a resource.

    ``resource_id``: its id or the name of its table; ``filters``: ``{column: value or list}``; ``q``: words;
    ``fields``; ``sort``; ``limit``, ``offset``; ``distinct``; ``include_total``; ``records_format``: objects, lists,
    csv or tsv.
    """
    name = table_of(shelf, required(asked, "resource_id", "id"))
    question = _question(shelf, name, asked)
    most = shelf.known.raw["settings"]["max_returned_rows"]
    limit, offset = min(number(asked, "limit", 100), most), number(asked, "offset", 0)
    distinct = flag(asked, "distinct")
    columns = question.columns
    chosen = ", ".join('rowid AS "_id"' if c == _ID else quoted(c) for c in columns)
    select = f"SELECT {'DISTINCT ' if distinct else ''}{chosen} FROM {quoted(name)}{question.where}"
    order = _order(asked, question.types)
    records = await run(shelf, f"{select}{order} LIMIT {limit} OFFSET {offset}", question.values)
    shape = str(asked.get("records_format") or "objects")
    answer: dict[str, Json] = {
        "include_total": flag(asked, "include_total", True),
        "limit": limit,
        "offset": offset,
        "records_format": shape,
        "resource_id": str(asked.get("resource_id") or asked.get("id")),
        "total_estimation_threshold": None,
        "records": _shaped(columns, [_values(row, columns, question.types) for row in records.rows], shape),
        "fields": _fields(shelf, name, columns),
    }
    answer["_links"] = _links(asked, limit, offset)
    if asked.get("filters"):
        answer["filters"] = structure(asked, "filters")
    if asked.get("q"):
        answer["q"] = asked["q"]
    if answer["include_total"]:
        counted = (
            f"SELECT count(*) FROM ({select})" if distinct else f"SELECT count(*) FROM {quoted(name)}{question.where}"
        )
        plain = not distinct and not question.where
        rows = shelf.known.tables[name]["rows"]
        total = rows if plain else (await run(shelf, counted, question.values)).rows[0][0]
        answer |= {"total": total, "total_was_estimated": False}
    return answer


def _links(asked: Asked, limit: int, offset: int) -> Json:
    """The first page and the next, as CKAN 2.11 tells them. A list or filter is JSON again."""
    said = {k: v if isinstance(v, str) else json.dumps(v) for k, v in asked.items() if k not in ("limit", "offset")}
    start = f"{urls.action('datastore_search')}?{urlencode(said | {'limit': limit}, errors='replace')}"
    return {"start": start, "next": f"{start}&offset={offset + limit}"}


def table_of(shelf: Shelf, key: str) -> str:
    """The table of a resource by its id, or by its own name as CKAN's aliases. Raises Refused when it has none."""
    found = shelf.resources.get(key)
    name = found[1] if found else key
    if name is None or name not in shelf.known.tables:
        raise not_found(f'Resource "{key}" was not found.')
    return name


def _question(shelf: Shelf, name: str, asked: Asked) -> _Rows:
    types = {f["name"]: f["type"] for f in shelf.known.tables[name]["fields"]}
    every = [*types] if flag(asked, "distinct") else [_ID, *types]
    columns = list(dict.fromkeys(names(asked, "fields"))) or every
    unknown = [c for c in columns if c not in types and c != _ID]
    if unknown:
        raise invalid(fields=f'field "{unknown[0]}" not in table')
    conditions, values = _conditions(structure(asked, "filters"), types)
    for searched, words in _searches(asked, shelf.known.fields(name)):
        if found := finding.rows(searched, words):
            conditions.append(f"({found.sql})")
            values += found.parameters
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    return _Rows(name, tuple(columns), types, where, tuple(values))


def _searches(asked: Asked, fields: Sequence[Field]) -> list[tuple[Sequence[Field], str]]:
    """``q``: words to look for in all columns, or ``{column: words}``; as text this too. Which words, in what."""
    query = asked.get("q")
    if isinstance(query, str) and query.strip().startswith("{"):
        query = structure(asked, "q")
    if not isinstance(query, dict):
        return [(fields, str(query or ""))]
    unknown = [column for column in query if all(field.name != column for field in fields)]
    if unknown:
        raise invalid(q=f'field "{unknown[0]}" not in table')
    return [([f for f in fields if f.name == column], str(words)) for column, words in query.items()]


def _conditions(wanted: Any, types: Mapping[str, str]) -> tuple[list[str], list[Any]]:
    if wanted is None:
        return [], []
    if not isinstance(wanted, dict):
        raise invalid(filters="Not a json object")
    conditions: list[str] = []
    values: list[Any] = []
    for column, value in wanted.items():
        if column not in types and column != "_id":
            raise invalid(filters=f'field "{column}" not in table')
        name = "rowid" if column == "_id" else quoted(column)
        for sql, more in _condition(name, value):
            conditions.append(sql)
            values += more
    return conditions, values


def _condition(name: str, value: Any) -> list[tuple[str, list[Any]]]:
    if isinstance(value, dict):
        unknown = [key for key in value if key not in _COMPARED]
        if unknown:
            raise invalid(filters=f"unknown operator {unknown[0]}")
        return [(f"{name} {_COMPARED[key]} ?", [_plain(v)]) for key, v in value.items()]
    several = value if isinstance(value, list) else [value]
    given = [_plain(v) for v in several if v is not None]
    parts = [f"{name} IN ({', '.join('?' * len(given))})"] if given else []
    parts += [f"{name} IS NULL"] if len(given) < len(several) else []
    return [(f"({' OR '.join(parts)})" if parts else "0", given)]


def _plain(value: Any) -> str | int | float:
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, str):
        return {"true": 1, "false": 0}.get(value, value) if value in ("true", "false") else value
    if isinstance(value, int | float):
        return value
    raise invalid(filters="a value is text or a number")


def _order(asked: Asked, types: Mapping[str, str]) -> str:
    parts: list[str] = []
    for part in dict.fromkeys(names(asked, "sort")):
        words = part.rsplit(None, 1)
        way = words[1].upper() if len(words) > 1 and words[1].lower() in ("asc", "desc") else "ASC"
        column = (words[0] if len(words) > 1 and words[1].lower() in ("asc", "desc") else part).strip('"')
        if column not in types and column != "_id":
            raise invalid(sort=f'field "{column}" not in table')
        parts.append(f"{'rowid' if column == '_id' else quoted(column)} {way}")
    if flag(asked, "distinct"):
        return f" ORDER BY {', '.join(parts)}" if parts else ""
    return f" ORDER BY {', '.join([*parts, 'rowid'])}"


async def run(shelf: Shelf, sql: str, values: Sequence[Any] = (), *, cut: bool = False) -> Results:
    """What a query gives; ``cut``: no more rows than the portal's limit. Raises Refused for a query that is wrong or
    takes too long."""
    try:
        return await shelf.instance.get_database(OPEN).execute(sql, values, truncate=cut)
    except QueryInterrupted:
        seconds = shelf.known.raw["settings"]["sql_time_limit_ms"] / 1000
        zh = f"查询超过 {seconds:g} 秒的时限，已经停止。"
        raise wrong_query(bilingual(zh, f"The query ran past the limit of {seconds:g} s and was stopped.")) from None
    except Busy:
        raise Refused(503, {"message": "Too many slow queries at once; try again in a few seconds."}) from None
    except (sqlite3.Error, sqlite3.Warning, ValueError, OverflowError) as error:
        # Also text that is no Unicode, and numbers of more than 64 bits.
        raise wrong_query(mistake(str(error.__cause__ or error))) from None


def _values(row: Any, columns: Sequence[str], types: Mapping[str, str]) -> list[Json]:
    return [
        bool(value) if types.get(column) == "boolean" and value is not None else value
        for column, value in zip(columns, tuple(row), strict=True)
    ]


def _shaped(columns: Sequence[str], rows: list[list[Json]], shape: str) -> Json:
    if shape == "objects":
        return [dict(zip(columns, row, strict=True)) for row in rows]
    if shape == "lists":
        return rows
    if shape in ("csv", "tsv"):
        text = io.StringIO()
        csv.writer(text, delimiter="\t" if shape == "tsv" else ",", lineterminator="\n").writerows(rows)
        return text.getvalue()
    raise invalid(records_format="must be one of objects, lists, csv, tsv")


def _fields(shelf: Shelf, name: str, columns: Sequence[str]) -> list[Json]:
    known = {f["name"]: f for f in shelf.known.tables[name]["fields"]}
    return [
        {"id": _ID, "type": "int"}
        if column not in known
        else {
            "id": column,
            "type": _TYPES.get(known[column]["type"], "text"),
            "info": {
                "label": shelf.known.say(known[column].get("title")),
                "notes": shelf.known.say(known[column].get("description")),
                "unit": shelf.known.say(known[column].get("unit")),
            },
        }
        for column in columns
    ]


ACTIONS = {
    "datastore_search": datastore_search,
    "datastore_info": datastore_info,
}
