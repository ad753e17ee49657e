"""Crossing: what the page of another site may do with an answer of this one: ask, and read all of it."""

from __future__ import annotations

from starlette.responses import Response

EVERYBODY = "*"
# Beside those that every page may read of its own accord; a reader of parts of a file needs the first three.
EXPOSED = "Accept-Ranges, Content-Range, ETag, Content-Disposition, Link"
HEADERS = {"access-control-allow-origin": EVERYBODY, "access-control-expose-headers": EXPOSED}


def preflight(methods: str = "GET, HEAD") -> Response:
    """What a browser is told before it asks with headers or a method that are not everyday: a day long, go ahead."""
    told = {
        "access-control-allow-methods": methods,
        "access-control-allow-headers": EVERYBODY,
        "access-control-max-age": "86400",
    }
    return Response(status_code=204, headers=HEADERS | told)
