"""Order: one dataset whose forms are to be made, and the making of them, which may happen in another process.

A form is kept by what it shows: the digest of the rows, and of the dictionary and the notes where it holds them. One
sheet of facts a dataset says what its files are, so a build that changes nothing opens one small file a dataset.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from publish.admitted import Admitted, Dataset
from publish.cache import Cache, code_digest, digest, file_digest, used
from publish.downloads import about, bundle, csv, excel_csv, geojson, json, xlsx
from publish.model import Json, Portal
from publish.tables import Table

_FILES, _DIGESTS, _FACTS = "downloads", "downloads-digests", "downloads-facts"  # kinds of the cache

Made = Mapping[tuple[str, str], tuple[str, str, int]]  # (resource, form) -> (key, sha256, bytes)


@dataclass(frozen=True, slots=True)
class Order:
    """A dataset with the notes its workbooks carry."""

    dataset: Dataset
    portal: Portal
    notes: tuple[about.Note, ...]
    cache: Cache
    code: str  # digest of the code that makes the forms, taken once for all processes

    @classmethod
    def of(cls, dataset: Dataset, admitted: Admitted, cache: Cache) -> Order:
        """What is needed to make the forms of a dataset."""
        return cls(dataset, admitted.portal, about.notes(dataset, admitted), cache, code_digest())

    @property
    def key(self) -> str:
        """Of everything any of its forms shows."""
        tables = [[t.name, t.resource, t.sha256, _dictionary(t)] for t in self.dataset.tables]
        package = self.dataset.package
        zipped = [package.name, package.digest, self.portal.languages, bundle.members(self.dataset)]
        return digest(zipped, tables, _said(self.notes), asdict(self.portal.limits), self.code)

    @property
    def kept(self) -> bool:
        """Has it all been made before?"""
        return self.cache.path(_FACTS, self.key, ".json").exists()

    def forms(self, table: Table) -> Iterator[str]:
        """The forms of a table, also those it has too many rows for."""
        yield from ("csv", "excel.csv", "xlsx", "json", "ndjson", "parquet")
        if geojson.placed(table, self.crs):
            yield "geojson"

    @property
    def crs(self) -> str:
        """The reference system its entry names."""
        return self.dataset.package.entry.crs if self.dataset.package.entry else ""


def place(cache: Cache, key: str, form: str) -> Path:
    """Where a made form lies."""
    return cache.path(_FILES, key, f".{form}")


def files(order: Order) -> Made:
    """The made files of a dataset, from the cache or now."""
    facts = order.cache.json(_FACTS, order.key, lambda: _make(order))
    if not all(used(place(order.cache, key, form)) for _, form, key, _, _ in facts):
        facts = _make(order)
    return {(resource, form): (key, sha256, size) for resource, form, key, sha256, size in facts}


def _make(order: Order) -> Json:
    return list(_facts(order))


def _facts(order: Order) -> Iterator[list[Json]]:
    for table in order.dataset.tables:
        for form, key, write in _tasks(order, table):
            yield [table.resource, form, *_kept(order.cache, form, key, write)]
    if bundle.members(order.dataset):
        yield [
            "",
            "zip",
            *_kept(
                order.cache,
                "zip",
                _bundled(order),
                lambda path: bundle.write(path, order.dataset, order.portal, order.cache),
            ),
        ]


def _kept(cache: Cache, form: str, key: str, write: Callable[[Path], None]) -> list[Json]:
    """(key, sha256, size) of one form."""
    path = cache.file(_FILES, key, f".{form}", write)
    known = cache.json(_DIGESTS, key, lambda: [file_digest(path), path.stat().st_size])
    return [key, *known]


def _tasks(order: Order, table: Table) -> Iterator[tuple[str, str, Callable[[Path], None]]]:
    """(form, key, what writes it) of the forms of a table that are made."""
    limits, languages = order.portal.limits, order.portal.languages
    rows = [table.sha256, [[f.name, f.type] for f in table.fields], order.code]
    shown = [*rows, _dictionary(table), languages]
    tasks: dict[str, tuple[str, Callable[[Path], None]]] = {
        "csv": (digest("csv", rows), lambda path: csv.write(path, table)),
        "excel.csv": (digest("excel.csv", shown), lambda path: excel_csv.write(path, table, languages)),
        "ndjson": (digest("ndjson", rows), lambda path: json.write_lines(path, table)),
        "json": (digest("json", rows), lambda path: json.write(path, table)),
    }
    notes, day = order.notes, about.day(order.dataset)
    key = digest("xlsx", shown, _said(notes), day)
    tasks["xlsx"] = (key, lambda path: xlsx.write(path, table, notes, languages, day))
    if geojson.placed(table, order.crs):
        key = digest("geojson", rows, table.geometry, table.primary_key)
        tasks["geojson"] = (key, lambda path: geojson.write(path, table))
    yield from ((form, *task) for form, task in tasks.items() if table.rows <= limits.rows(form))


def _dictionary(table: Table) -> Json:
    """What is said of the columns."""
    return [
        [f.name, f.type, f.title.said, f.description.said, f.unit.said, f.required]
        + [[c.value, c.label.said] for c in f.categories]
        for f in table.fields
    ] + [table.primary_key]


def _said(notes: Iterable[about.Note]) -> Json:
    return [[note.label.said, note.text.said] for note in notes]


def _bundled(order: Order) -> str:
    return digest("zip", bundle.members(order.dataset), bundle.described(order.dataset, order.portal), order.code)
