"""Bulk: the databases of a release whole, as files that can be taken in ranges, and a list of every file with digests.

``/data/open.db``, ``/data/catalogue.db`` and ``/data/manifest.json``. The digest of a database is that of its bytes,
taken once, when it is first asked for.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
from datetime import UTC, date, datetime, time
from email.utils import format_datetime
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from publish import urls
from publish.api import crossing
from publish.api.conditional import FRESH, NEVER, unchanged, understood
from publish.api.door import DATA
from publish.api.known import Known
from publish.release import Release

DATABASE = "application/vnd.sqlite3"

_BLOCK = 1 << 20  # bytes read at once


class Bulk:
    """The application."""

    def __init__(self, release: Release, known: Known) -> None:
        self._release, self._base = release, known.raw["portal"]["base_url"]
        self._files = {urls.DATABASE: release.open_db, f"{DATA}/catalogue.db": release.catalogue_db}
        self._digests: dict[str, str] = {}
        self._listed = b""
        self._turn = asyncio.Lock()

    def has(self, path: str) -> bool:
        """Is this one of its addresses?"""
        return path == urls.MANIFEST or path in self._files

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope = understood(scope)
        answer = await self._answer(scope["method"], scope["path"], Headers(scope=scope))
        await answer(scope, receive, send)

    async def _answer(self, method: str, path: str, asked: Headers) -> Response:
        if method == "OPTIONS":
            return crossing.preflight()
        if method not in ("GET", "HEAD"):
            return PlainTextResponse("Method not allowed", 405, {"allow": "GET, HEAD", "cache-control": NEVER})
        async with self._turn:  # who comes second finds it done
            if len(self._digests) < len(self._files):
                self._digests = {p: await asyncio.to_thread(_digest, file) for p, file in self._files.items()}
                self._listed = self._manifest()
        digest = self._digests.get(path) or hashlib.sha256(self._listed).hexdigest()
        day = datetime.combine(date.fromisoformat(self._release.record["as_of"]), time(), UTC)
        headers = {
            "etag": f'"{digest[:32]}"',
            "last-modified": format_datetime(day, usegmt=True),
            "cache-control": FRESH,
        } | crossing.HEADERS
        if unchanged(asked, headers["etag"], headers["last-modified"]):
            return Response(status_code=304, headers=headers)
        if path == urls.MANIFEST:
            return Response(self._listed, headers=headers, media_type="application/json")
        named = {"content-disposition": f'attachment; filename="{path.rsplit("/", 1)[1]}"'}
        return FileResponse(self._files[path], headers=headers | named, media_type=DATABASE)

    def _manifest(self) -> bytes:
        """Every file but the pages and what they are drawn with: where it is, bytes, SHA-256."""
        record = self._release.record
        listed = {
            path.removeprefix("site"): (size, sha)
            for path, (size, sha) in sorted(record["artefacts"].items())
            if path.startswith("site/") and not path.endswith(".html") and not path.startswith("site/static/")
        }
        whole = {path: (file.stat().st_size, self._digests[path]) for path, file in self._files.items()}
        value = {
            "release": self._release.id,
            "as_of": record["as_of"],
            "base": self._base,
            "databases": [_one(*each) for each in whole.items()],
            "files": [_one(*each) for each in listed.items()],
        }
        return json.dumps(value, ensure_ascii=False, indent=1).encode()


def _one(path: str, about: tuple[int, str]) -> dict[str, str | int]:
    return {"path": path, "bytes": about[0], "sha256": about[1]}


def _digest(path: Path) -> str:
    found = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            found.update(block)
    return found.hexdigest()
