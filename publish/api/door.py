"""The door: what may be asked at all, before anybody looks for an answer.

A question is bounded in length and in the number of its parameters; an answer in bytes and cells (``publish.guard``).
Datasette itself is given paths without its base, and what it says of addresses and media types is put right.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable

from datasette.utils.asgi import Base400, NotFound, Request
from starlette.datastructures import MutableHeaders
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from publish.api import crossing
from publish.api.instance import ROWS_ALONE
from publish.api.known import Known
from publish.api.written import as_written, excess, of_query
from publish.guard import PAGE, PROGRAM, ROOM

DATA = "/data"

LONGEST = 60_000  # bytes of an address
PARAMETERS = 200  # Datasette reads them all again for each
FACETS = 10  # each is a query of its own

# Datasette's own pages about itself: paths of files, threads and permissions are nobody's business.
_CLOSED_PAGES = re.compile(r"/data/(_|-/(?!(static/.+|metadata(\.json)?|versions(\.json)?|settings(\.json)?)$))")
# A database as CSV is the answer to a query; without one Datasette stumbles over the list of its tables.
_DATABASE_CSV = re.compile(r"/data/[^/]+\.csv")
_SQL = re.compile(rb"(?:^|&)sql=[^&]")
# Datasette is asked by these and stumbles over some others.
_READING = frozenset({"GET", "HEAD"})
_ALLOWED = ", ".join(sorted(_READING))
# Of another ending Datasette makes a page; who keeps that as a workbook has been told a lie.
_FORMAT = re.compile(r"/data/[^/-][^/]*(?:/[^/]+){0,2}\.(?!(?:blob|csv|json|jsono)$)[^./]+")
_FACET = re.compile(rb"(?:^|&)_facet")

Told = Callable[[Request, BaseException], Awaitable[Response]]


class TooMuch(Base400):  # type: ignore[misc]
    """A question that is too long, or is none."""

    def __init__(self, status: int, said: str) -> None:
        super().__init__(said)
        self.status = status


class Bounded:
    """Answers what is too long to be asked; the rest goes on."""

    def __init__(self, inner: ASGIApp, known: Known, told: Told) -> None:
        self._inner, self._known, self._told = inner, known, told

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        wrong = self._wrong(scope)
        if wrong is None:
            await self._inner(scope, receive, send)
        elif scope["path"].startswith(f"{DATA}/"):
            answer = await self._told(Request(scope, receive), wrong)
            await answer.asgi_send(send)  # type: ignore[attr-defined]  # Datasette's own
        else:
            error = {"message": str(wrong), "__type": "Validation Error"}
            await JSONResponse({"success": False, "error": error}, wrong.status)(scope, receive, send)

    def _wrong(self, scope: Scope) -> TooMuch | None:
        query: bytes = scope["query_string"]
        say = self._known.phrase
        if len(scope["path"]) + len(query) > LONGEST:
            zh, en = f"地址太长，最多 {LONGEST:,} 字节。", f"The address is too long: {LONGEST:,} bytes at most."
            return TooMuch(414, say(zh, en))
        if query.count(b"&") >= PARAMETERS:
            zh, en = f"参数太多，最多 {PARAMETERS} 个。", f"Too many parameters: {PARAMETERS} at most."
            return TooMuch(400, say(zh, en))
        if len(_FACET.findall(query)) > FACETS:
            zh, en = f"一次最多按 {FACETS} 列分组计数。", f"Too many facets: {FACETS} at most."
            return TooMuch(400, say(zh, en))
        much = excess(of_query(query))
        return TooMuch(400, say(much["zh"], much["en"])) if much else None


class Door:
    """Lets through to Datasette what is offered, and puts right what it says of addresses and media types."""

    def __init__(self, inner: ASGIApp, known: Known, told: Told) -> None:
        self._inner, self._known, self._told = inner, known, told
        self._base = f"{known.prefix}{DATA}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path: str = scope["path"]
        rowless = _DATABASE_CSV.fullmatch(path) and not _SQL.search(scope["query_string"])
        if _CLOSED_PAGES.match(path) or _FORMAT.fullmatch(path) or rowless:
            await self._say(NotFound("nothing to be seen"), scope, receive, send)
            return
        if scope["method"] == "OPTIONS":
            await crossing.preflight()(scope, receive, send)
            return
        if scope["method"] not in _READING:
            zh, en = "这里只能读取（GET），不能写入。", "There is only reading here (GET)."
            await self._say(TooMuch(405, self._known.phrase(zh, en)), scope, receive, send)
            return
        raw: bytes = (scope.get("raw_path") or path.encode()).partition(b"?")[0][len(DATA) :] or b"/"
        # Datasette is given paths without its base: with it, it would say the base twice in links to JSON. Cookies and
        # credentials mean nothing here; answers are the same for everybody.
        headers = [(k, v) for k, v in scope["headers"] if k not in (b"cookie", b"authorization")]
        inner = dict(scope, path=path[len(DATA) :] or "/", raw_path=raw, headers=headers, root_path="")
        whole = path.endswith(".csv")
        token = ROOM.set(PROGRAM if path.endswith((".json", ".csv")) else PAGE)
        table = ROWS_ALONE.set(whole)
        try:
            with as_written(of_query(scope["query_string"])):
                await self._inner(inner, receive, self._mended(send, csv=whole))
        finally:
            ROOM.reset(token)
            ROWS_ALONE.reset(table)

    async def _say(self, wrong: Base400, scope: Scope, receive: Receive, send: Send) -> None:
        """What is wrong, as a page or as JSON."""
        answer = await self._told(Request(scope, receive), wrong)
        if wrong.status == 405:
            answer.headers["allow"] = _ALLOWED
        await answer.asgi_send(send)  # type: ignore[attr-defined]  # Datasette's own

    def _mended(self, send: Send, *, csv: bool) -> Send:
        async def mended(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=[(name.lower(), value) for name, value in message["headers"]])
                where = headers.get("location", "")
                if where.startswith("/") and not where.startswith(f"{self._base}/"):
                    headers["location"] = self._base + where
                if csv and message["status"] == 200:
                    headers["content-type"] = "text/csv; charset=utf-8"
                message = {**message, "headers": headers.raw}
            await send(message)

        return mended
