"""CKAN's Action API over a release: ``/api/3/action/NAME`` and ``/api/action/NAME``, GET and POST.

Lists and packages are answered from the files that ``catalogue.ckan`` rendered, so there is one mapping; searches look
through an index of them kept in memory, words through the catalogue's full text; rows come from open.db.
"""

from __future__ import annotations

import json
import re
from asyncio import iscoroutinefunction, to_thread
from collections.abc import Awaitable, Callable, Mapping
from inspect import cleandoc
from typing import Any
from urllib.parse import parse_qs, unquote_plus

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from publish.api import ckan_catalogue, ckan_datastore, ckan_search, ckan_sql, crossing
from publish.api.ckan_errors import Refused, invalid
from publish.api.ckan_parameters import read
from publish.api.ckan_shelf import Shelf
from publish.api.door import PARAMETERS
from publish.api.instance import Instance
from publish.api.known import Known
from publish.model import Json
from publish.release import Release

_ACTION = re.compile(r"/api/(?:[123]/)?action/(?P<name>[A-Za-z_]+)/?")
_VERSION = re.compile(r"/api(?:/[123])?/?")
_CALLBACK = re.compile(r"[A-Za-z_$][\w$.]{0,100}")
_LARGEST = 64_000  # bytes of a question, as much as the proxies let through

Action = Callable[[Shelf, Mapping[str, Any]], Awaitable[Json] | Json]


class Ckan:
    """The application."""

    def __init__(self, release: Release, known: Known, instance: Instance) -> None:
        self._shelf = Shelf(release, known, instance)
        self._actions: Mapping[str, Action] = {
            **ckan_catalogue.ACTIONS,
            **ckan_search.ACTIONS,
            **ckan_datastore.ACTIONS,
            **ckan_sql.ACTIONS,
            "help_show": self._help,
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        response = await self._answer(request)
        for key, value in crossing.HEADERS.items():
            response.headers[key] = value
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        if request.method == "OPTIONS":
            return crossing.preflight("GET, HEAD, POST")
        if _VERSION.fullmatch(request.url.path):
            return _json({"version": 3})
        found = _ACTION.fullmatch(request.url.path)
        if not found:
            return _json("Not found", 404)
        if request.method not in ("GET", "HEAD", "POST"):
            refused = _json("Bad request - Method not allowed", 405)
            refused.headers["allow"] = "GET, HEAD, POST, OPTIONS"
            return refused
        name = found["name"]
        action = self._actions.get(name)
        if action is None:
            return _json(f"Bad request: Action name not known: {name}", 400)
        return await self._do(name, action, request)

    async def _do(self, name: str, action: Action, request: Request) -> Response:
        body: dict[str, Json] = {"help": self._shelf.help_url(name)}
        status = 200
        try:
            asked = await _asked(request)
        except ValueError as error:
            return _json(f"Bad request - {error}", 400)
        try:
            body |= {"success": True, "result": await self._result(action, asked)}
        except Refused as refused:
            status = refused.status
            body |= {"success": False, "error": refused.error}
        callback = request.query_params.get("callback") if request.method == "GET" else None
        if callback is None:
            return _json(body, status)
        if not _CALLBACK.fullmatch(callback):
            return _json("Bad request - callback is not a name", 400)
        return Response(f"{callback}({json.dumps(body)});", media_type="application/javascript; charset=utf-8")

    async def _result(self, action: Action, asked: Mapping[str, Any]) -> Json:
        """What an action gives; one that reads files does so beside the loop, which answers everybody."""
        if iscoroutinefunction(action):
            return await action(self._shelf, asked)
        return await to_thread(action, self._shelf, asked)

    def _help(self, shelf: Shelf, asked: Mapping[str, Any]) -> Json:
        name = asked.get("name")
        if not name:
            raise invalid(name="Missing value")
        action = self._actions.get(str(name))
        if action is None:
            raise Refused(404, {"message": "Action function not found.", "__type": "Not Found Error"})
        return cleandoc(action.__doc__ or "")


async def _asked(request: Request) -> dict[str, Any]:
    """The parameters: of the query, or of a body in JSON or as a form. Raises ValueError for a body that is neither."""
    asked = _form(request.url.query)
    if request.method != "POST":
        return asked
    kind = request.headers.get("content-type", "")
    if kind.startswith("multipart/") or request.headers.get("content-encoding", "identity") != "identity":
        raise ValueError("send the parameters as JSON or as a form (application/x-www-form-urlencoded), not packed")
    text = (await _body(request)).decode("utf-8-sig").strip()
    if not text:
        return asked
    # What is quoted whole is what CKAN's own guide posts: urllib.parse.quote(json.dumps(…)).
    given = unquote_plus(text).removesuffix("=") if text.startswith("%7B") else text
    if given.startswith("{"):
        return {**asked, **_object(given)}
    if "json" in kind:
        raise ValueError("JSON Error: Request data JSON decoded to something that is not an object")
    return {**asked, **_form(text)}


async def _body(request: Request) -> bytes:
    body = b""
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > _LARGEST:
                raise ValueError(f"the request is too large: {_LARGEST:,} bytes at most")
    except ClientDisconnect:
        raise ValueError("the request did not come to its end") from None
    return body


def _object(text: str) -> dict[str, Any]:
    return dict(read(text))


def _form(text: str) -> dict[str, Any]:
    found = parse_qs(text, keep_blank_values=True, max_num_fields=PARAMETERS)
    return {key: values[0] if len(values) == 1 else values for key, values in found.items()}


def _json(value: Json, status: int = 200) -> Response:
    body = json.dumps(value, ensure_ascii=False)
    return Response(body.encode("utf-8", "replace"), status, media_type="application/json; charset=utf-8")
