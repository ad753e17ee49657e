"""``sitemap.xml``: every page in every language, each naming its translations; ``lastmod`` is the data's day.

Beyond 50,000 pages it is an index of several files, as the protocol asks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from xml.sax.saxutils import escape, quoteattr

from publish import urls
from publish.catalogue.listing import Listing
from publish.problems import kinds
from publish.urls import Urls

MOST = 50_000  # pages in one file

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
)


@dataclass(frozen=True, slots=True)
class Page:
    """A page by its path in the default language, and the day it last changed."""

    path: str
    modified: date | None = None


def pages(listed: Sequence[Listing], more: Iterable[str] = ()) -> Iterator[Page]:
    """The pages that every portal has, the manual's, those of the datasets, the offices and the topics that have any;
    and ``more``, by their paths. The page that searches is not one to be found."""
    newest = max((each.modified for each in listed if each.modified), default=None)
    lists = (urls.HOME, urls.DATASETS, urls.ORGANISATIONS, urls.TOPICS, urls.CATALOGUE)
    yield from (Page(path, newest) for path in lists)
    others = (urls.RULES, *more, *(urls.rule(code) for code in kinds()))
    yield from (Page(path) for path in dict.fromkeys(others) if path not in (*lists, urls.SEARCH))
    lasts: dict[str, date | None] = {}
    for each in listed:
        yield Page(urls.dataset(each.package.name), each.modified)
        for path in _around(each):
            lasts[path] = max(filter(None, (lasts.get(path), each.modified)), default=None)
    yield from (Page(path, day) for path, day in sorted(lasts.items()))


def _around(listed: Listing) -> Iterator[str]:
    if listed.provider:
        yield urls.organisation(listed.provider.slug)
    if listed.topic:
        yield urls.topic(listed.topic.slug)


def to_sitemap(found: Sequence[Page], address: Urls, most: int = MOST) -> dict[str, bytes]:
    """The files by path: one, or an index and its parts."""
    languages = len(address.languages)
    size = max(1, most // languages)
    if len(found) <= size:
        return {urls.SITEMAP: _file(found, address)}
    parts = [found[start : start + size] for start in range(0, len(found), size)]
    files = {f"/sitemap-{number}.xml": _file(part, address) for number, part in enumerate(parts, 1)}
    where = "".join(f"  <sitemap><loc>{escape(address.absolute(path))}</loc></sitemap>\n" for path in files)
    index = f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{where}</sitemapindex>\n'
    return {urls.SITEMAP: f'<?xml version="1.0" encoding="UTF-8"?>\n{index}'.encode(), **files}


def _file(found: Sequence[Page], address: Urls) -> bytes:
    return (_HEAD + "".join(_page(page, address) for page in found) + "</urlset>\n").encode()


def _page(page: Page, address: Urls) -> str:
    where = {lang: address.absolute(address.page(page.path, lang)) for lang in address.languages}
    links = [*where.items(), ("x-default", where[address.languages[0]])]
    alternates = "".join(
        f'    <xhtml:link rel="alternate" hreflang={quoteattr(lang)} href={quoteattr(url)}/>\n' for lang, url in links
    )
    last = f"    <lastmod>{page.modified.isoformat()}</lastmod>\n" if page.modified else ""
    return "".join(f"  <url>\n    <loc>{escape(url)}</loc>\n{last}{alternates}  </url>\n" for url in where.values())
