"""ETags for answers that are computed: a release never changes, so neither does its answer to a question.

The tag is made of the release and the question, which makes a 304 free: the question is not asked again. It is weak,
because an answer may say how many milliseconds it took.
"""

from __future__ import annotations

import re
from email.utils import parsedate_to_datetime

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from publish.api import crossing
from publish.cache import digest

FRESH = "public, max-age=300"
NEVER = "no-store"
LONGEST = 4_000  # bytes of a ``Range``


class Conditional:
    """Adds ``ETag`` and ``Cache-Control`` to answers, and answers 304 to who has them."""

    def __init__(self, inner: ASGIApp, release: str) -> None:
        self._inner, self._release = inner, release

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] not in ("GET", "HEAD"):
            await self._inner(scope, receive, _never_kept(send))
            return
        question = [self._release, scope["path"], scope["query_string"].decode("latin-1")]
        tag = f'W/"{digest(question)[:24]}"'
        if matches(Headers(scope=scope).get("if-none-match"), tag):
            headers = MutableHeaders({"etag": tag, "cache-control": FRESH} | crossing.HEADERS)
            await send({"type": "http.response.start", "status": 304, "headers": headers.raw})
            await send({"type": "http.response.body", "body": b""})
            return

        async def tagged(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=list(message["headers"]))
                good = message["status"] == 200
                headers["cache-control"] = FRESH if good or message["status"] in (301, 302) else NEVER
                if good:
                    headers["etag"] = tag
                for name, value in crossing.HEADERS.items():
                    headers[name] = value
                # Nobody has a session here, whatever Datasette makes of it.
                headers["vary"] = "Accept-Encoding"
                message = {**message, "headers": headers.raw}
            await send(message)

        await self._inner(scope, receive, tagged)


def _never_kept(send: Send) -> Send:
    async def marked(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=list(message["headers"]))
            headers["cache-control"] = NEVER
            message = {**message, "headers": headers.raw}
        await send(message)

    return marked


def unchanged(asked: Headers, tag: str, modified: str) -> bool:
    """Has whoever asks what this answer would give? A tag that is named decides; ``modified`` is a date of HTTP."""
    if "if-none-match" in asked:
        return matches(asked["if-none-match"], tag)
    since = asked.get("if-modified-since")
    try:
        return since is not None and parsedate_to_datetime(since) >= parsedate_to_datetime(modified)
    except (TypeError, ValueError):  # no date at all, or one without a zone
        return False


def matches(asked: str | None, tag: str) -> bool:
    """Does ``If-None-Match`` name this tag? Weak comparison."""
    if not asked:
        return False
    known = {part.strip().removeprefix("W/") for part in asked.split(",")}
    return "*" in known or tag.removeprefix("W/") in known


_RANGES = re.compile(r"bytes=(?:\d{1,18}-\d{0,18}|-\d{1,18})(?:,[ \t]*(?:\d{1,18}-\d{0,18}|-\d{1,18}))*", re.ASCII)
_BACKWARDS = re.compile(r"(\d+)-(\d+)")


def understood(scope: Scope) -> Scope:
    """The request without a ``Range`` that cannot be read, which is as if there were none (RFC 9110, 14.2)."""
    asked = Headers(scope=scope).get("range")
    if asked is None:
        return scope
    backwards = any(int(first) > int(last) for first, last in _BACKWARDS.findall(asked[:LONGEST]))
    if len(asked) <= LONGEST and _RANGES.fullmatch(asked.strip()) and not backwards:
        return scope
    return dict(scope, headers=[(name, value) for name, value in scope["headers"] if name != b"range"])
