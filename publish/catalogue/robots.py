"""``robots.txt``: everything may be read; the query interface is not for crawlers, which would ask without end."""

from __future__ import annotations

from publish import urls
from publish.urls import Urls


def to_robots(address: Urls) -> bytes:
    """The file. It stands at the root of its host, whatever path the portal lives under."""
    closed = "".join(f"Disallow: {address.href(path)}\n" for path in (urls.API, "/api/"))
    return f"User-agent: *\n{closed}\nSitemap: {address.absolute(urls.SITEMAP)}\n".encode()
