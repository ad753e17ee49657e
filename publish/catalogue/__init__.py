"""The catalogue in every tongue that machines speak: Data Package, DCAT-AP, CKAN, schema.org, the guide of 2017, Atom.

Each file of this folder is one mapping, ``to_x``, from a Listing; this one says which documents a release gets. What
is made of one dataset is kept in the cache, so a build pays for the datasets that changed, and the files of the whole
catalogue are joined from the same pieces, never made from one graph.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote

from publish import contract, descriptor, urls
from publish.admitted import Admitted
from publish.cache import Cache, code_digest, digest, used
from publish.catalogue import ckan, croissant, csvw, guide
from publish.catalogue.changes import to_changes
from publish.catalogue.dcat_catalogue import SPELLINGS, fragment, one, whole
from publish.catalogue.feeds import feeds, to_atom
from publish.catalogue.index import MEDIA_TYPE, to_index, to_item
from publish.catalogue.listing import Listing, listing, listings
from publish.catalogue.llms import to_llms
from publish.catalogue.openapi import to_openapi
from publish.catalogue.robots import to_robots
from publish.catalogue.schema_org import Embedded
from publish.catalogue.sitemap import pages as known_pages
from publish.catalogue.sitemap import to_sitemap
from publish.figures import Figures
from publish.model import Json
from publish.release import Document, Download
from publish.urls import Urls

__all__ = ["embedded", "render"]

_KIND = "catalogue"  # of what is kept in the cache
JSON = "application/json"


def embedded(
    admitted: Admitted, figures: Mapping[str, Figures], downloads: Mapping[str, tuple[Download, ...]]
) -> Mapping[str, Mapping[str, Json]]:
    """What pages embed for search engines: JSON-LD by package name and language tag; "" is the home page."""
    return Embedded(admitted, downloads)


def render(
    admitted: Admitted,
    figures: Mapping[str, Figures],
    downloads: Mapping[str, tuple[Download, ...]],
    *,
    cache: Cache,
    pages: Iterable[str] = (),
) -> Iterator[Document]:
    """Every machine-readable document of the catalogue, at its path of the site. ``pages`` are the paths of pages that
    the catalogue does not know of (what people write) and the sitemap is to name."""
    listed = list(listings(admitted, downloads))
    items: list[Json] = []
    index: list[Json] = []
    for each in listed:
        made = _made(each, cache)
        items.append(made["item"])
        index.append(made["index"])
        for path, kind, suffix, size, sha in made["documents"]:
            written = cache.path(_KIND, _key(each), suffix)
            yield Document(unquote(path).lstrip("/"), written, kind, sha, size)
    yield document(urls.INDEX, readable(to_index(admitted.portal, items)).encode(), MEDIA_TYPE)
    yield document(urls.ckan("index"), compact(index).encode(), JSON)
    yield from _ckan(admitted, listed)
    yield from _dcat(admitted, listed, cache)
    yield from _guide(admitted, listed, cache)
    yield from _tombstones(admitted)
    yield from _news(admitted, downloads)
    yield from _for_crawlers(admitted, listed, pages)
    yield document(urls.OPENAPI, readable(to_openapi(admitted)).encode(), JSON)
    for name in contract.NAMES:
        yield document(urls.schema(name), contract.written(name), contract.MEDIA_TYPE)


def document(path: str, content: bytes | Path, media_type: str) -> Document:
    """A document at a URL path of the site."""
    return Document(unquote(path).lstrip("/"), content, media_type)


def readable(value: Json) -> str:
    """JSON for people too."""
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def compact(value: Json) -> str:
    """JSON for programs: ten times as fast to write."""
    return json.dumps(value, ensure_ascii=False) + "\n"


# --- one dataset --------------------------------------------------------------------------------------------------


def _key(listed: Listing) -> str:
    return digest(_KIND, listed.edition, code_digest())


def _made(listed: Listing, cache: Cache) -> Json:
    """What is made of one dataset, kept by everything it is made from: where its documents lie, and its share of the
    others. Made again when one of the documents is gone."""
    key = _key(listed)
    known = cache.json(_KIND, key, lambda: _make(listed, key, cache))
    if not all(used(cache.path(_KIND, key, suffix)) for _, _, suffix, _, _ in known["documents"]):
        known = _make(listed, key, cache)
    return known


def _parts(listed: Listing, cache: Cache) -> Json:
    """Its share of the whole catalogue as DCAT; read only when that is made again."""
    return cache.json(_KIND, digest(_key(listed), "parts"), lambda: fragment(listed))


def _make(listed: Listing, key: str, cache: Cache) -> Json:
    name = listed.package.name
    published = readable(descriptor.published(listed.dataset, listed.downloads, listed.portal))
    shown = ckan.to_ckan(listed)
    parts = _parts(listed, cache)
    answer = compact(ckan.envelope("package_show", shown, listed.urls))
    written = [
        (urls.descriptor(name), MEDIA_TYPE, ".datapackage.json", published),
        (urls.ckan("package_show", name), JSON, ".ckan.json", answer),
        *((urls.dcat(name, s.suffix), s.media_type, f".dcat.{s.suffix}", one(parts, s)) for s in SPELLINGS),
        *_of_tables(listed),
    ]
    documents = [[path, kind, suffix, *_written(cache, key, suffix, text)] for path, kind, suffix, text in written]
    return {"documents": documents, "index": ckan.to_index(shown), "item": to_item(listed, published.encode())}


def _of_tables(listed: Listing) -> Iterator[tuple[str, str, str, str]]:
    """(path, media type, ending in the cache, text) of what describes tables."""
    name = listed.package.name
    if described := croissant.to_croissant(listed):
        yield urls.croissant(name), croissant.MEDIA_TYPE, ".croissant.json", readable(described)
    for number, table in enumerate(listed.dataset.tables):
        if any(d.resource == table.resource and d.form == "csv" for d in listed.downloads):
            text = readable(csvw.to_csvw(listed, table))
            yield urls.csvw(name, table.resource), csvw.MEDIA_TYPE, f".{number}.csv-metadata.json", text


def _written(cache: Cache, key: str, suffix: str, text: str) -> tuple[int, str]:
    """The size and SHA-256 of a text that is now a file of the cache."""
    content = text.encode()
    cache.file(_KIND, key, suffix, lambda part: _write(part, content))
    return len(content), sha256(content).hexdigest()


def _write(part: Path, content: bytes) -> None:
    part.write_bytes(content)


def _tombstones(admitted: Admitted) -> Iterator[Document]:
    """What is left of withdrawn datasets: their description, without data."""
    for dataset in admitted.shown:
        if dataset.package.tombstone:
            left = readable(descriptor.published(dataset, (), admitted.portal))
            yield document(urls.descriptor(dataset.name), left.encode(), MEDIA_TYPE)


# --- the whole ----------------------------------------------------------------------------------------------------


def _dcat(admitted: Admitted, listed: Sequence[Listing], cache: Cache) -> Iterator[Document]:
    portal = admitted.portal
    licence = admitted.registers.licences.get(portal.licence)
    key = digest(_KIND, [each.edition for each in listed], admitted.digest, code_digest())
    paths = {s: cache.path(_KIND, key, f".{s.suffix}") for s in SPELLINGS}
    if not all(used(path) for path in paths.values()):
        parts = [_parts(each, cache) for each in listed]
        for spelling in SPELLINGS:
            _kept(cache, key, spelling.suffix, whole(portal, licence, listed, parts, spelling))
    for spelling, path in paths.items():
        yield document(urls.catalog(spelling.suffix), path, spelling.media_type)


def _kept(cache: Cache, key: str, suffix: str, pieces: Iterable[str]) -> None:
    """A large file, written piece by piece into the cache and linked from there."""

    def write(part: Path) -> None:
        with part.open("w", encoding="utf-8", newline="") as file:
            file.writelines(pieces)

    cache.file(_KIND, key, f".{suffix}", write)


def _ckan(admitted: Admitted, listed: Sequence[Listing]) -> Iterator[Document]:
    address = Urls.of(admitted.portal)
    found = ckan.lists(admitted, listed)
    for action, result in found.items():
        yield document(urls.ckan(action), compact(ckan.envelope(action, result, address)).encode(), JSON)
    for action, members in (("organization_show", "organization_list"), ("group_show", "group_list")):
        for member in found[members]:
            answer = ckan.envelope(action, member, address)
            yield document(urls.ckan(action, member["name"]), compact(answer).encode(), JSON)


def _guide(admitted: Admitted, listed: Sequence[Listing], cache: Cache) -> Iterator[Document]:
    rows = [guide.to_row(each, admitted) for each in listed]
    yield document(urls.catalog("csv"), guide.to_csv(rows), "text/csv; charset=utf-8")
    key = digest(_KIND, "guide", rows, code_digest())
    book = cache.file(_KIND, key, ".xlsx", lambda part: guide.write_xlsx(rows, part))
    yield document(urls.catalog("xlsx"), book, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")


def _news(admitted: Admitted, downloads: Mapping[str, tuple[Download, ...]]) -> Iterator[Document]:
    """What has changed, withdrawn datasets included: that they went is news."""
    shown = [listing(admitted, dataset, downloads.get(dataset.name, ())) for dataset in admitted.shown]
    for feed in feeds(admitted.portal, shown):
        yield document(feed.path, to_atom(feed), "application/atom+xml")
    yield document(urls.CHANGES, to_changes(shown), "application/x-ndjson")


def _for_crawlers(admitted: Admitted, listed: Sequence[Listing], more: Iterable[str]) -> Iterator[Document]:
    address = Urls.of(admitted.portal)
    for path, content in to_sitemap(list(known_pages(listed, more)), address).items():
        yield document(path, content, "application/xml")
    yield document("/robots.txt", to_robots(address), "text/plain; charset=utf-8")
    yield document("/llms.txt", to_llms(admitted.portal, listed), "text/plain; charset=utf-8")
