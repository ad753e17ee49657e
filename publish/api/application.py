"""The service as one ASGI application: Datasette under ``/data/``, CKAN's Action API under ``/api/``."""

from __future__ import annotations

import re
from urllib.parse import parse_qs

from starlette.datastructures import MutableHeaders
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from publish.api import plugin
from publish.api.ckan import Ckan
from publish.api.conditional import Conditional
from publish.api.instance import Instance
from publish.api.known import LANGUAGE, Known
from publish.release import Release

DATA, API = "/data", "/api"

# Datasette's own pages about itself: paths of files, threads and permissions are nobody's business.
_CLOSED_PAGES = re.compile(r"/data/(_|-/(?!(static/.+|metadata(\.json)?|versions(\.json)?|settings(\.json)?)$))")
# A database as CSV is the answer to a query; without one Datasette stumbles over the list of its tables.
_DATABASE_CSV = re.compile(r"/data/[^/]+\.csv")
# Tables and queries are asked by these; Datasette stumbles over some others. What stands under ``/-/`` knows its own.
_READING = frozenset({"GET", "HEAD", "OPTIONS"})
_ALLOWED = ", ".join(sorted(_READING))


class Service:
    """Both interfaces over one release. ``prefix`` is the path the portal lives under."""

    def __init__(self, release: Release) -> None:
        plugin.install()
        known = Known.read(release.folder / "api.json")
        instance = Instance(release, known)
        self.prefix = known.prefix
        self._data = _wrapped(_Door(instance.app(), known.prefix), release)
        self._ckan = _wrapped(Ckan(release, known, instance), release)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        target = self._data if is_under(scope["path"], DATA) else self._ckan
        await target(scope, receive, send)


def app(release: Release) -> Service:
    """The service over one release. Raises ValueError when the release was made for other code."""
    return Service(release)


def _wrapped(inner: ASGIApp, release: Release) -> ASGIApp:
    return Spoken(Conditional(GZipMiddleware(inner, minimum_size=1_000), release.id))


def is_under(path: str, folder: str) -> bool:
    """Is this path the folder or in it?"""
    return path == folder or path.startswith(f"{folder}/")


def _asked(scope: Scope, name: str) -> str:
    """A parameter of the address, "" when it is not given."""
    query: bytes = scope["query_string"]
    return parse_qs(query.decode("latin-1")).get(name, [""])[0]


class Spoken:
    """Sets the language of the answer from ``?_lang=``."""

    def __init__(self, inner: ASGIApp) -> None:
        self._inner = inner

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        token = LANGUAGE.set(_asked(scope, "_lang"))
        try:
            await self._inner(scope, receive, send)
        finally:
            LANGUAGE.reset(token)


class _Door:
    """Lets through to Datasette what is offered, and puts right what it says of addresses and media types."""

    def __init__(self, inner: ASGIApp, prefix: str) -> None:
        self._inner, self._base = inner, f"{prefix}{DATA}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path: str = scope["path"]
        if _CLOSED_PAGES.match(path) or (_DATABASE_CSV.fullmatch(path) and not _asked(scope, "sql")):
            await PlainTextResponse("Not found", 404)(scope, receive, send)
            return
        if scope["method"] not in _READING and not path.startswith(f"{DATA}/-/"):
            await PlainTextResponse("Method not allowed", 405, {"allow": _ALLOWED})(scope, receive, send)
            return
        raw: bytes = (scope.get("raw_path") or path.encode()).partition(b"?")[0][len(DATA) :] or b"/"
        # Datasette is given paths without its base: with it, it would say the base twice in links to JSON. Cookies and
        # credentials mean nothing here; answers are the same for everybody.
        headers = [(k, v) for k, v in scope["headers"] if k not in (b"cookie", b"authorization")]
        inner = dict(scope, path=path[len(DATA) :] or "/", raw_path=raw, headers=headers, root_path="")
        await self._inner(inner, receive, self._mended(send, csv=path.endswith(".csv")))

    def _mended(self, send: Send, *, csv: bool) -> Send:
        async def mended(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=[(name.lower(), value) for name, value in message["headers"]])
                where = headers.get("location", "")
                if where.startswith("/") and not where.startswith(f"{self._base}/"):
                    headers["location"] = self._base + where
                if message["status"] == 405:
                    headers["allow"] = _ALLOWED
                if csv and message["status"] == 200:
                    headers["content-type"] = "text/csv; charset=utf-8"
                message = {**message, "headers": headers.raw}
            await send(message)

        return mended
