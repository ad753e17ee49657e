"""A release as one site: its files and its interfaces at one address.

The release is resolved once, when the application is made, and every answer comes from it: a build that ends meanwhile
changes nothing for a server that runs. Files are looked up in the release's own list, so no path can leave it.
"""

from __future__ import annotations

import asyncio
import mimetypes
import re
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from email.utils import format_datetime
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

import uvicorn
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from publish import release as releases
from publish import urls
from publish.api import crossing
from publish.api.application import API, Service, is_under
from publish.api.application import app as interfaces
from publish.api.conditional import unchanged, understood
from publish.api.door import DATA
from publish.listening import Listening
from publish.model import bilingual
from publish.packed import Packed, coding
from publish.problems import PublishError
from publish.release import Release

_TYPES: Mapping[str, str] = {
    ".atom": "application/atom+xml",
    ".csv": "text/csv; charset=utf-8",
    ".csv-metadata.json": "application/csvm+json",
    ".geojson": "application/geo+json",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".md": "text/markdown; charset=utf-8",
    ".ndjson": "application/x-ndjson",
    ".parquet": "application/vnd.apache.parquet",
    ".rdf": "application/rdf+xml",
    ".svg": "image/svg+xml",
    ".ttl": "text/turtle; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".tsv": "text/tab-separated-values; charset=utf-8",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xml": "application/xml",
}
_TEXT = (
    "text/",
    "application/json",
    "application/ld+json",
    "application/csvm+json",
    "application/geo+json",
    "application/xml",
    "application/rdf+xml",
    "application/atom+xml",
    "application/x-ndjson",
    "image/svg+xml",
)
_SMALLEST, _LARGEST = 1_000, 5_000_000  # bytes that are worth compressing, and that may be compressed at once

_HOST = re.compile(r"([\w.-]*|\[[0-9A-Fa-f:.]+\])(:\d{1,5})?", re.ASCII)

_DESCRIBED = "-metadata.json"  # after the name of a CSV: what describes it (CSV on the Web)
_HEAD = 100_000  # bytes of an address and its headers, which may come in pieces; an address has at most 60,000
_FRESH = "public, max-age=300"
_FOREVER = "public, max-age=31536000, immutable"

_HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "strict-origin-when-cross-origin",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "content-security-policy": (
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'"
    ),
}


def app(output: Path) -> ASGIApp:
    """The site and the interfaces of the release that ``output`` points at now.

    Raises PublishError when there is none.
    """
    found = releases.current(output)
    if found is None:
        zh, en = "还没有可以打开的门户，请先生成：python build.py build", "Nothing was built yet: python build.py build"
        raise PublishError(bilingual(zh, en))
    service = interfaces(found)
    prefix = service.prefix
    files = Files.of(found, prefix)

    async def site(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await _lifespan(service, receive, send)
        elif scope["type"] == "http":
            inner = _without(prefix, scope)
            served = any(is_under(inner["path"], folder) for folder in (DATA, API))
            answering: ASGIApp = service if served else files
            if not _HOST.fullmatch(Headers(scope=scope).get("host", "")):  # it would stand in links
                answering = PlainTextResponse("Bad request: there is no such host", 400)
            await answering(inner, receive, _guarded(send))

    return site


def run(output: Path, host: str = "127.0.0.1", port: int = 8000) -> None:
    """Serve until stopped. Says nothing; addresses are the caller's to tell."""
    uvicorn.Server(listening(output, host, port)).run()


def listening(output: Path, host: str, port: int) -> uvicorn.Config:
    """How the release that ``output`` points at now is served."""
    given = app(output)
    return uvicorn.Config(
        given, host, port, http=Listening, h11_max_incomplete_event_size=_HEAD, log_level="warning",
        server_header=False, access_log=False,
    )  # fmt: skip


async def _lifespan(service: Service, receive: Receive, send: Send) -> None:
    await receive()
    async with service.running():
        await send({"type": "lifespan.startup.complete"})
        await receive()
    await send({"type": "lifespan.shutdown.complete"})


def _without(prefix: str, scope: Scope) -> Scope:
    """The request with the portal's own prefix taken off its path; a proxy may have done so already."""
    if not prefix or not is_under(scope["path"], prefix):
        return scope
    raw = scope.get("raw_path") or scope["path"].encode()
    return dict(scope, path=scope["path"][len(prefix) :] or "/", raw_path=raw[len(prefix.encode()) :] or b"/")


def _guarded(send: Send) -> Send:
    """Adds the headers that protect a reader to every answer."""

    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=list(message["headers"]))
            for name, value in _HEADERS.items():
                headers[name] = value
            message = {**message, "headers": headers.raw}
        await send(message)

    return guarded


# --- files --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Files:
    """The files of a release: by path, with the size and digest that its record holds."""

    release: Release
    known: Mapping[str, tuple[int, str]]
    modified: Mapping[str, date]  # by dataset
    withdrawn: Mapping[str, str]  # by dataset: why, in both languages
    earlier: frozenset[str]  # folders of versions that are no longer kept
    moved: Mapping[str, str]  # paths that lead elsewhere
    renamed: Mapping[str, str]  # datasets by a name they had
    as_of: date
    prefix: str = ""
    packed: Packed = field(default_factory=Packed)

    @classmethod
    def of(cls, release: Release, prefix: str = "") -> Files:
        """The files of this release, for a portal that lives under ``prefix``."""
        listed = release.record["artefacts"].items()
        known = {path.removeprefix("site/"): (size, sha) for path, (size, sha) in listed if path.startswith("site/")}
        modified, withdrawn, earlier, moved, renamed = _entries(release.catalogue_db)
        kept = {"/".join(path.split("/")[:4]) for path in known if "/versions/" in path}
        earlier -= kept
        day = date.fromisoformat(release.record["as_of"])
        return cls(release, known, modified, withdrawn, earlier, moved, renamed, day, prefix)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope = understood(scope)
        response = await self._answer(Request(scope, receive))
        for key, value in crossing.HEADERS.items():
            response.headers[key] = value
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        if request.method == "OPTIONS":
            return crossing.preflight()
        if request.method not in ("GET", "HEAD"):
            return PlainTextResponse("Method not allowed", 405, {"allow": "GET, HEAD"})
        path = request.scope["path"]
        name = urls.file_of(path)
        if path.startswith("//"):
            return await self._missing(path, request)  # one page, one address
        if (today := self._today(path)) != path:
            return self._elsewhere(today, request)
        if name in self.known:
            return await self._file(name, request)
        if f"{name}/index.html" in self.known:
            return self._elsewhere(f"{path}/", request)
        return await self._missing(path, request)

    def _today(self, path: str) -> str:
        """The address of today: of a code, and of a dataset that had another name, in every language. A table that is
        named like its dataset was renamed with it."""
        head, dataset, rest = path.partition("/dataset/")
        old, slash, below = rest.partition("/")
        new = self.renamed.get(old) if dataset and not head.strip("/").count("/") else None
        if new is None:
            lang, _, inner = path.lstrip("/").partition("/")
            code = f"/{inner.rstrip('/')}/"
            if lang in self.spoken and code in self.moved:
                return f"/{lang}{self.moved[code]}"
            return self.moved.get(f"{path.rstrip('/')}/", path)
        today = f"{head}{urls.dataset(new)}{below}" if slash else f"{head}{urls.dataset(new)}"
        twin = f"{head}{urls.dataset(new)}{below.replace(f'{old}.', f'{new}.')}"
        return twin if urls.file_of(today) not in self.known and urls.file_of(twin) in self.known else today

    @cached_property
    def spoken(self) -> frozenset[str]:
        """The languages whose pages stand under a folder of their own."""
        return frozenset(n.partition("/")[0] for n in self.known if n.endswith("/404.html") and n.count("/") == 1)

    def _elsewhere(self, path: str, request: Request) -> Response:
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"{self.prefix}{path}{query}", 301, {"cache-control": _FRESH})

    async def _file(self, name: str, request: Request) -> Response:
        size, sha = self.known[name]
        kind = media_type(name)
        small = kind.startswith(_TEXT) and _SMALLEST <= size <= _LARGEST
        packs = small and "range" not in request.headers
        how = coding(request.headers.get("accept-encoding", "")) if packs else ""
        tag = f'"{sha[:32]}{f"-{how}" if how else ""}"'
        headers = {
            "etag": tag,
            "last-modified": self._day(name),
            "cache-control": _FOREVER if _unchanging(name, request) else _FRESH,
        }
        if f"{name}{_DESCRIBED}" in self.known:
            where = f"{self.prefix}/{quote(name)}{_DESCRIBED}"
            headers["link"] = f'<{where}>; rel="describedby"; type="{_TYPES[f".csv{_DESCRIBED}"]}"'
        if small:
            headers["vary"] = "Accept-Encoding"
        if unchanged(request.headers, tag, headers["last-modified"]):
            return Response(status_code=304, headers=headers)
        if not how:
            return FileResponse(self.release.site / name, headers=headers, media_type=kind)
        body = await asyncio.to_thread(self.packed.body, self.release.site / name, sha, how)
        return Response(body, headers=headers | {"content-encoding": how}, media_type=kind)

    def _day(self, name: str) -> str:
        """``Last-Modified``: the day of the data for what belongs to a dataset, that of the release for the rest."""
        parts = name.split("/")
        named = parts[parts.index("dataset") + 1] if "dataset" in parts[:2] and len(parts) > 2 else ""
        return format_datetime(datetime.combine(self.modified.get(named, self.as_of), time(), UTC), usegmt=True)

    async def _missing(self, path: str, request: Request) -> Response:
        """404; or 410 for the data of a dataset that was withdrawn, and for a version that is no longer kept. A page
        of the language of the path."""
        parts = path.strip("/").split("/")
        if parts[0] == "dataset" and len(parts) > 2 and parts[1] in self.withdrawn:
            return await self._gone(parts[1], self.withdrawn[parts[1]], request)
        if "/".join(parts[:4]) in self.earlier:
            return await self._gone(parts[1], _NOT_KEPT, request)
        folder = f"{parts[0]}/" if f"{parts[0]}/404.html" in self.known else ""
        page = f"{folder}404.html"
        if page not in self.known:
            said = "没有这个页面 / There is no such page"
            return PlainTextResponse(said, 404, {"cache-control": "no-store"})
        return await self._page(page, 404)

    async def _gone(self, name: str, why: str, request: Request) -> Response:
        """410: the page that stays for a person who follows an old link; for programs why, in both languages, and
        where that page is."""
        page = urls.dataset(name)
        if "text/html" in request.headers.get("accept", "") and urls.file_of(page) in self.known:
            return await self._page(urls.file_of(page), 410)
        said = f"{why}\n{self.prefix}{page}\n"
        return PlainTextResponse(said, 410, {"cache-control": "no-store"})

    async def _page(self, name: str, status: int) -> Response:
        body = await asyncio.to_thread((self.release.site / name).read_bytes)
        headers = {"cache-control": "no-store"}
        return Response(body, status, headers, media_type="text/html; charset=utf-8")


_NOT_KEPT = (
    "这一版不再保留，最新的一版在下面的网址。\nThis version is no longer kept; the latest is at the address below."
)


def media_type(name: str) -> str:
    """The media type of a file by its name; what has no ending that says anything is bytes."""
    ending = Path(name).suffix.lower()
    if name.endswith(f".csv{_DESCRIBED}"):
        ending = f".csv{_DESCRIBED}"
    return _TYPES.get(ending) or mimetypes.guess_type(name, strict=False)[0] or "application/octet-stream"


def _unchanging(name: str, request: Request) -> bool:
    """A version's bytes never change; neither does a static file asked for by its own digest."""
    versioned = name.startswith("static/") and "v" in request.query_params
    return versioned or (name.startswith("dataset/") and name.split("/")[2:3] == ["versions"])


Entries = tuple[dict[str, date], dict[str, str], frozenset[str], dict[str, str], dict[str, str]]


def _entries(catalogue: Path) -> Entries:
    """What the catalogue says of addresses: days of datasets, withdrawn ones, versions, where codes and former names
    lead."""
    with closing(sqlite3.connect(f"{catalogue.absolute().as_uri()}?immutable=1", uri=True)) as database:
        packages = database.execute("SELECT name, modified, code FROM packages").fetchall()
        versions = database.execute("SELECT package, version FROM versions").fetchall()
        offices = database.execute("SELECT code, slug FROM organisations").fetchall()
        former = database.execute("SELECT name, package FROM former_names").fetchall()
        withdrawn = {row["name"]: _why(row) for row in _withdrawn(database)}
    modified = {name: date.fromisoformat(day) for name, day, _ in packages if day}
    moved = {urls.entry(code): urls.dataset(name) for name, _, code in packages if code}
    moved |= {urls.organisation(code): urls.organisation(slug) for code, slug in offices}
    taken = {name for name, _, _ in packages}
    renamed = {old: new for old, new in former if old not in taken}
    earlier = frozenset(urls.version(*one).strip("/") for one in versions)
    return modified, withdrawn, earlier, moved, renamed


def _withdrawn(database: sqlite3.Connection) -> list[sqlite3.Row]:
    cursor = database.cursor()
    cursor.row_factory = sqlite3.Row
    return cursor.execute("SELECT * FROM packages WHERE status = 'withdrawn'").fetchall()


def _why(row: sqlite3.Row) -> str:
    """That a dataset was withdrawn and why, in both languages; where the reason is said in one only, that one."""
    said = {key.removeprefix("status_reason_"): row[key] for key in row.keys() if key.startswith("status_reason_")}  # noqa: SIM118
    zh = next((text for tag, text in said.items() if text and tag.startswith("zh")), "")
    en = next((text for tag, text in said.items() if text and tag.startswith("en")), "")
    either = zh or en or next(filter(None, said.values()), "")
    return (
        f"数据已撤下。{f'原因：{zh or either}' if either else ''}\n"
        f"This dataset was withdrawn.{f' Reason: {en or either}' if either else ''}"
    )
