"""The service as one ASGI application: Datasette under ``/data/``, in it the endpoint for assistants and the
databases as files; CKAN's Action API under ``/api/``."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from urllib.parse import unquote_plus

from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from publish import urls
from publish.api import plugin
from publish.api.assistants import Assistants
from publish.api.bulk import Bulk
from publish.api.ckan import Ckan
from publish.api.conditional import Conditional
from publish.api.door import DATA, Bounded, Door
from publish.api.instance import Instance
from publish.api.known import LANGUAGE, Known
from publish.release import Release

API = "/api"

_LANG = re.compile(rb"(?:^|&)_lang=([^&]*)")


class Service:
    """Both interfaces over one release. ``prefix`` is the path the portal lives under."""

    def __init__(self, release: Release) -> None:
        plugin.install()
        known = Known.read(release.folder / "api.json")
        self._instance = instance = Instance(release, known)
        self.prefix = known.prefix
        told = partial(plugin.error_answer, instance)
        self._data = _wrapped(Bounded(Door(instance.app(), known, told), known, told), release)
        self._assistants = Assistants(instance)
        self._mcp = _wrapped(Bounded(self._assistants, known, told), release)
        self._bulk = Bulk(release, known)
        self._ckan = _wrapped(Bounded(Ckan(release, known, instance), known, told), release)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """From when the server starts until it stops."""
        self._instance.warm()
        async with self._assistants.running():
            yield

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._target(scope["path"])(scope, receive, send)

    def _target(self, path: str) -> ASGIApp:
        if path == urls.ASSISTANTS:
            return self._mcp
        if self._bulk.has(path):
            return self._bulk
        return self._data if is_under(path, DATA) else self._ckan


def app(release: Release) -> Service:
    """The service over one release. Raises ValueError when the release was made for other code."""
    return Service(release)


def _wrapped(inner: ASGIApp, release: Release) -> ASGIApp:
    return Spoken(Conditional(GZipMiddleware(inner, minimum_size=1_000), release.id))


def is_under(path: str, folder: str) -> bool:
    """Is this path the folder or in it?"""
    return path == folder or path.startswith(f"{folder}/")


class Spoken:
    """Sets the language of the answer from ``?_lang=``."""

    def __init__(self, inner: ASGIApp) -> None:
        self._inner = inner

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = _LANG.search(scope["query_string"])
        token = LANGUAGE.set(unquote_plus(asked[1].decode("latin-1")) if asked else "")
        try:
            await self._inner(scope, receive, send)
        finally:
            LANGUAGE.reset(token)
