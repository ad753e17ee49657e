"""``datastore_search_sql``: SQL in SQLite's dialect, within the limits of every query of this service.

CKAN's clients name a table by the id of its resource, in double quotes; such a name stands for the table.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

from datasette.utils import InvalidSql, validate_sql_select

from publish.api.ckan_datastore import run
from publish.api.ckan_errors import wrong_query
from publish.api.ckan_parameters import required
from publish.api.ckan_shelf import Shelf
from publish.api.written import as_written, excess
from publish.mistakes import mistake
from publish.model import Json, bilingual
from publish.tables import quoted

Asked = Mapping[str, Any]

_NAME = re.compile(r"'(?:[^']|'')*'|\"(?P<id>[0-9a-f-]{36})\"")


async def datastore_search_sql(shelf: Shelf, asked: Asked) -> Json:
    """Return what a query in SQL gives: one SELECT, in SQLite's dialect.

    ``sql``: tables by name or by the id of a resource, in double quotes. More rows than the limit are cut
    (``records_truncated``).
    """
    sql = required(asked, "sql")
    try:
        validate_sql_select(sql)
    except InvalidSql as error:
        said = mistake(str(error))
        raise wrong_query(
            bilingual(f"{said['zh']}写法是 SQLite 的。", f"{said['en']}. The dialect is SQLite's.")
        ) from None
    if much := excess(sql):
        raise wrong_query(much)
    with as_written(sql):
        found = await run(shelf, _NAME.sub(lambda name: _table(shelf, name), sql), cut=True)
    rows = [[_plain(value) for value in row] for row in found.rows]
    columns = found.columns
    answer: dict[str, Json] = {
        "sql": sql,
        "fields": [{"id": name, "type": _type([row[n] for row in rows])} for n, name in enumerate(columns)],
        "records": [dict(zip(columns, row, strict=True)) for row in rows],
    }
    return answer | ({"records_truncated": True} if found.truncated else {})


def _table(shelf: Shelf, name: re.Match[str]) -> str:
    _, table = shelf.resources.get(name["id"] or "", ("", None))
    return quoted(table) if table else name.group()


def _plain(value: Any) -> Json:
    """A value of SQLite as JSON has it: bytes as hexadecimal digits, no number for what is none."""
    if isinstance(value, bytes):
        return value.hex()
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _type(values: Sequence[Json]) -> str:
    """The type of a column of an answer, by what is in it: an answer in SQLite has no others."""
    kinds = {type(value) for value in values if value is not None}
    if kinds == {int}:
        return "int"
    return "numeric" if kinds and kinds <= {int, float} else "text"


ACTIONS = {"datastore_search_sql": datastore_search_sql}
