"""Who is answered: a browser on this computer that looks at the desk itself, and nobody else.

A page from elsewhere may try to reach a server on this computer: under a name that leads here (the Host tells), or by
sending a form (the Origin tells, and the token that only pages of the desk hold).
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})

_HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; frame-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
    ),
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "SAMEORIGIN",
}


def is_local(host: str) -> bool:
    """Does a Host header (``127.0.0.1:8000``) name this computer and nothing else?"""
    try:
        return urlsplit(f"//{host}").hostname in LOOPBACK
    except ValueError:
        return False


class Guard:
    """Around an application. ``refuse`` makes the answer from a status and the path that was asked for."""

    def __init__(self, inner: ASGIApp, most_bytes: int, refuse: Callable[[int, str], Response]) -> None:
        self._inner, self._most, self._refuse = inner, most_bytes, refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._inner(scope, receive, send)
            return
        status = self._wrong(scope)
        if status:
            await _drain(receive)  # else the browser tells of a broken connection, not of what is wrong
            await self._refuse(status, scope["path"])(scope, receive, _guarded(send))
        else:
            await self._inner(scope, receive, _guarded(send))

    def _wrong(self, scope: Scope) -> int:
        """The status of the refusal; 0 for none."""
        headers = Headers(scope=scope)
        host, length = headers.get("host", ""), headers.get("content-length", "")
        if not is_local(host):
            return 421
        if scope["method"] != "POST":
            return 0
        if headers.get("origin") != f"http://{host}":
            return 403
        if not length.isdecimal():
            return 411
        return 413 if int(length) > self._most else 0


async def _drain(receive: Receive) -> None:
    message = await receive()
    while message["type"] == "http.request" and message.get("more_body"):
        message = await receive()


def _guarded(send: Send) -> Send:
    """Adds the headers that an answer does not bring itself."""

    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=list(message["headers"]))
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
            message = {**message, "headers": headers.raw}
        await send(message)

    return guarded
