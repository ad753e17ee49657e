"""What Datasette is taught: to find words in any script, to list thousands of tables, to say what went wrong.

Datasette keeps one list of plugins for the whole process; these hooks speak only for an Instance of ours.
"""

from __future__ import annotations

import re
import sqlite3
import sys
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qsl

from datasette import hookimpl
from datasette.app import Datasette
from datasette.database import QueryInterrupted
from datasette.filters import FilterArguments
from datasette.plugins import pm
from datasette.utils import add_cors_headers
from datasette.utils.asgi import Base400, Request, Response
from datasette.views.base import DatasetteError
from markupsafe import Markup

from publish import finding
from publish.api import pages
from publish.api.instance import OPEN, Instance
from publish.api.known import Known
from publish.api.overview import database_page, front_page, root_metadata
from publish.api.turns import Busy
from publish.api.unheard import flaw
from publish.finding import Question

NAME = "kaimen"


def install() -> None:
    """Register these hooks, once a process."""
    if not pm.has_plugin(NAME):
        pm.register(sys.modules[__name__], NAME)


_MARK = re.compile(r"\"(?:[^\"]|\"\")*\"|'(?:[^']|'')*'|(\?)")


def named(question: Question, prefix: str) -> tuple[str, dict[str, str]]:
    """A condition whose question marks are names, as Datasette wants it, with its parameters."""
    values: dict[str, str] = {}

    def name(found: re.Match[str]) -> str:
        if not found.group(1):
            return found.group()
        values[f"{prefix}{len(values)}"] = question.parameters[len(values)]
        return f":{prefix}{len(values) - 1}"

    return _MARK.sub(name, question.sql), values


@hookimpl  # type: ignore[untyped-decorator, unused-ignore]
def register_routes(datasette: Datasette) -> list[tuple[str, Callable[..., Awaitable[Any]]]]:
    """Pages that Datasette would take 20 seconds to make for 5,000 tables."""
    if not isinstance(datasette, Instance):
        return []
    return [
        (r"/(\.(?P<format>jsono?))?$", front_page),
        (r"/(?P<database>open)(\.(?P<format>\w+))?$", database_page),
        (r"/-/metadata(\.(?P<format>json))?$", root_metadata),
    ]


@hookimpl(tryfirst=True, specname="filters_from_request")  # type: ignore[untyped-decorator, unused-ignore]
def unheard_filters(request: Request, database: str, table: str, datasette: Datasette) -> None:
    """Refuses what would be passed over. The tables of the catalogue are few, and known to Datasette alone."""
    if not isinstance(datasette, Instance) or database != OPEN:
        return
    named, _ = datasette.known.views.get(table, (table, ""))
    if named not in datasette.known.tables:
        return
    columns = {f["name"] for f in datasette.known.tables[named]["fields"]}
    if wrong := flaw(parse_qsl(request.query_string, keep_blank_values=True), columns):
        raise DatasetteError(wrong, status=400)


@hookimpl(trylast=True)  # type: ignore[untyped-decorator, unused-ignore]
def filters_from_request(request: Request, database: str, table: str, datasette: Datasette) -> FilterArguments | None:
    """``_search=``: each word, in whatever script and of whatever length, somewhere in the row."""
    if not isinstance(datasette, Instance) or database != OPEN or table not in datasette.known.tables:
        return None
    known, typed = datasette.known, request.args.get("_search") or ""
    question = finding.rows(known.fields(table), typed)
    if question is None:
        return FilterArguments([], extra_context={"supports_search": True, "search": ""})
    condition, values = named(question, "_found_")
    told = known.phrase(f"含有“{typed}”", f"holding “{typed}”")
    return FilterArguments([condition], values, [told], {"supports_search": True, "search": typed})


@hookimpl  # type: ignore[untyped-decorator, unused-ignore]
def extra_template_vars(
    datasette: Datasette, request: Request | None, database: str | None, table: str | None
) -> dict[str, Any]:
    """The portal's frame, and the words of a table."""
    if not isinstance(datasette, Instance):
        return {}
    return pages.frame(datasette, request) | pages.table_words(datasette, request, database or "", table or "")


@hookimpl  # type: ignore[untyped-decorator, unused-ignore]
def render_cell(
    datasette: Datasette, database: str | None, table: str | None, column: str, value: Any
) -> Markup | None:
    """On a page, a code stands with its label."""
    return pages.cell(datasette.known, database, table, column, value) if isinstance(datasette, Instance) else None


@hookimpl(hookwrapper=True)  # type: ignore[untyped-decorator, unused-ignore]
def handle_exception(datasette: Datasette, request: Request, exception: BaseException) -> Any:
    """Errors in the language of the answer; ours takes the place of Datasette's, which prints to the terminal."""
    outcome = yield
    if isinstance(datasette, Instance):
        outcome.force_result([error_answer(datasette, request, exception)])


async def error_answer(instance: Instance, request: Request, exception: BaseException) -> Response:
    """An error as JSON or as a page: which, follows the address asked for."""
    status, title, message = explained(instance.known, exception)
    headers: dict[str, str] = {}
    add_cors_headers(headers)
    if status == Busy.status:
        headers["retry-after"] = "5"
    elif status >= 500:
        raise exception  # a bug is the server's to log
    if request.path.endswith((".json", ".csv")):
        body = {"ok": False, "error": message, "status": status, "title": title}
        return Response.json(body, status=status, headers=headers)
    # What is refused before Datasette sees it has not been given one; there are no forms that need it. It may be the
    # first that is asked at all.
    request.scope.setdefault("csrftoken", lambda: "")
    await instance.invoke_startup()
    context = {"status": status, "title": title, "error": message}
    page = await instance.render_template("error.html", context, request=request)
    return Response.html(page, status=status, headers=headers)


def explained(known: Known, exception: BaseException) -> tuple[int, str | None, str]:
    """Status, title and message of an error, in the language of the answer."""
    late = isinstance(exception, DatasetteError) and exception.title == "SQL Interrupted"
    if late or isinstance(exception, QueryInterrupted):
        limit = known.raw["settings"]["sql_time_limit_ms"] / 1000
        title = known.phrase("查询超时", "Query interrupted")
        zh = f"查询超过 {limit:g} 秒的时限，已经停止。请加上条件，或者先用 LIMIT 看一部分。"
        en = f"The query ran past the limit of {limit:g} s and was stopped. Narrow it down, or add a LIMIT."
        return 400, title, known.phrase(zh, en)
    if isinstance(exception, DatasetteError):
        # Datasette answers 500 to some wrong questions; they are the asker's to mend.
        status = 400 if exception.status == 500 else exception.status
        named = known.mistake(exception.title) if exception.title else None
        return status, named, known.mistake(str(exception.message))
    if isinstance(exception, Busy):
        zh, en = "现在慢的查询太多，请过几秒再试。", "Too many slow queries at once; try again in a few seconds."
        return exception.status, None, known.phrase(zh, en)
    if isinstance(exception, Base400):
        said = str(exception.args[0]) if exception.args else ""
        if exception.status == 404:
            return 404, None, known.phrase("没有这个页面或数据表。", "There is no such page or table.")
        return exception.status, None, known.mistake(said)
    if isinstance(exception, ValueError | sqlite3.Error):
        # A parameter that Datasette took for a number or a token, and was none.
        said = known.phrase(f"这个地址里的参数有误：{exception}", f"A parameter of this address is wrong: {exception}")
        return 400, None, said
    return 500, None, known.phrase("出了错，请稍后再试。", "Something went wrong; please try again later.")
