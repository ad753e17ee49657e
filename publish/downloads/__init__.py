"""The forms in which data are offered: one file a format. A form is made once for each content and linked from then on.

A large table is not offered in forms that would not open: ``portal.limits`` has a ceiling for each.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from publish import urls
from publish.admitted import Admitted
from publish.cache import Cache
from publish.downloads.order import Made, Order, files, place
from publish.downloads.versions import versions
from publish.jobs import Progress, each, silent
from publish.model import Limits, Resource
from publish.release import Document, Download
from publish.tables import Table

__all__ = ["make", "versions"]

MEDIA_TYPES: Mapping[str, str] = {
    "csv": "text/csv; charset=utf-8",
    "excel.csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "ndjson": "application/x-ndjson",
    "parquet": "application/vnd.apache.parquet",
    "geojson": "application/geo+json",
    "zip": "application/zip",
}


def make(
    admitted: Admitted, *, cache: Cache, jobs: int = 1, progress: Progress = silent
) -> Mapping[str, tuple[Download, ...]]:
    """The downloads of each dataset, by package name; none for one that shows a notice only.

    A file that two resources share (two sheets of one workbook) is the original of the first of them.
    """
    orders = [Order.of(dataset, admitted, cache) for dataset in admitted.shown]
    # Other processes are started only for what is not there yet.
    for _ in each(files, [o for o in orders if not o.kept], jobs=jobs, stage="downloads", progress=progress):
        pass
    found = {o.dataset.name: tuple(_downloads(o, files(o), admitted.portal.limits)) for o in orders}
    return {d.name: found.get(d.name, ()) for d in admitted.datasets}


def _downloads(order: Order, made: Made, limits: Limits) -> Iterator[Download]:
    handed_in: set[str] = set()
    for resource in order.dataset.package.resources:
        table = order.dataset.table(resource.name)
        if table is not None:
            yield from _forms(order, table, made, limits)
        yield from _originals(order, resource, handed_in)
    if zipped := made.get(("", "zip")):
        name = order.dataset.name
        document = _document(urls.bundle(name), f"dataset/{name}/{name}.zip", "zip", order, zipped)
        yield Download(name, "", "zip", urls.bundle(name), MEDIA_TYPES["zip"], document)


def _forms(order: Order, table: Table, made: Made, limits: Limits) -> Iterator[Download]:
    name, resource = order.dataset.name, table.resource
    for form in order.forms(table):
        url = urls.data(name, resource, form)
        path = f"dataset/{name}/data/{resource}.{form}"
        document = None
        if form == "parquet" and table.rows <= limits.parquet_rows:
            document = Document(path, table.path, MEDIA_TYPES[form], table.sha256, table.bytes)
        elif found := made.get((resource, form)):
            document = _document(url, path, form, order, found)
        ceiling = None if document else limits.rows(form)
        yield Download(name, resource, form, url, MEDIA_TYPES[form], document, ceiling)


def _document(url: str, path: str, form: str, order: Order, found: tuple[str, str, int]) -> Document:
    key, sha256, size = found
    return Document(path, place(order.cache, key, form), MEDIA_TYPES[form], sha256, size)


def _originals(order: Order, resource: Resource, handed_in: set[str]) -> Iterator[Download]:
    """The files as they were handed in, each once: copies, for the files themselves may be edited tomorrow."""
    dataset = order.dataset
    for source in resource.files:
        if source.path in handed_in:
            continue
        handed_in.add(source.path)
        media_type = resource.mediatype or "application/octet-stream"
        path = f"dataset/{dataset.name}/original/{source.path}"
        document = Document(path, order.cache.original(source), media_type, source.sha256, source.bytes)
        yield Download(
            dataset.name, resource.name, "original", urls.original(dataset.name, source.path), media_type, document
        )
