"""Take: the forms in which data are offered, one of them obvious."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from publish.model import Package, Resource, ResourceKind
from publish.release import Download
from publish.site.pages import codes
from publish.site.pages.given import Given
from publish.site.tongue import Phrase, Tongue

# What most people want first: a spreadsheet opens by itself; a map needs its own form.
_BEST = {ResourceKind.TABLE: ("xlsx", "excel.csv", "csv"), ResourceKind.GEO: ("geojson", "csv")}

_KNOWN = ("csv", "xlsx", "json", "parquet", "geojson")  # the forms of a table that a list names


@dataclass(frozen=True, slots=True)
class Offer:
    """One file to take. ``reason`` says why it is not offered; then it has no size."""

    form: str
    label: str
    path: str
    size: str
    media_type: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Shelf:
    """The forms of one resource. ``remote`` is where it lies when it is not here."""

    title: Phrase
    note: Phrase
    rows: str
    offers: tuple[Offer, ...]
    remote: str = ""


@dataclass(frozen=True, slots=True)
class Taking:
    """Everything there is to take: ``best`` is the one obvious button."""

    best: Offer | None
    shelves: tuple[Shelf, ...]
    whole: Offer | None  # the package as one file


def taking(given: Given, tongue: Tongue) -> Taking:
    """The downloads of a dataset, by resource, in the order of the package."""
    package, downloads = given.dataset.package, given.downloads
    whole = next((_offer(d, tongue) for d in downloads if d.form == "zip" and d.document), None)
    shelves = tuple(_shelf(given, r, tongue) for r in package.resources)
    kept = tuple(s for s in shelves if s.offers or s.remote)
    return Taking(_best(package, downloads, whole, tongue), kept, whole)


def _shelf(given: Given, resource: Resource, tongue: Tongue) -> Shelf:
    mine = [d for d in given.downloads if d.resource == resource.name and d.form in codes.FORMS]
    mine.sort(key=lambda d: codes.FORMS.index(d.form))
    table = given.dataset.table(resource.name)
    return Shelf(
        title=tongue.phrase(resource.title) or Phrase(resource.name),
        note=tongue.phrase(resource.description),
        rows=tongue.n("%(num)s row", "%(num)s rows", table.rows) if table else "",
        offers=tuple(_offer(d, tongue) for d in mine),
        remote=resource.paths[0] if resource.kind is ResourceKind.LINK and resource.paths else "",
    )


def _offer(download: Download, tongue: Tongue) -> Offer:
    label = codes.form(tongue, download.form)
    if download.form == "original":
        label = tongue.t("Original (%(format)s)", format=_ending(download))
    reason = ""
    if download.document is None and download.ceiling:
        reason = tongue.t("More than %(rows)s rows: take another form", rows=tongue.number(download.ceiling))
    size = tongue.size(download.size) if download.document else ""
    return Offer(download.form, label, download.url, size, download.media_type, reason)


def _best(package: Package, downloads: Iterable[Download], whole: Offer | None, tongue: Tongue) -> Offer | None:
    tabular = [r for r in package.resources if r.tabular]
    if len(package.resources) > 1 and whole:
        return whole
    offered = {d.form: d for d in downloads if d.document}
    order = _BEST[tabular[0].kind] if tabular else ()
    first = next((offered[form] for form in (*order, "original") if form in offered), None)
    if first is None:
        return whole
    best = _offer(first, tongue)
    return best if first.form != "original" else replace(best, label=_ending(first))


def _ending(download: Download) -> str:
    """What a file is by its ending: ``PDF``."""
    return download.url.rpartition(".")[2].upper()


def form_codes(downloads: Iterable[Download]) -> tuple[str, ...]:
    """The forms by which a dataset is known: those of its tables, and what its other files are by their endings."""
    offered = [d for d in downloads if d.document]
    made = {d.form for d in offered}
    tabular = [form for form in _KNOWN if form in made]
    endings = {d.url.rpartition(".")[2].lower() for d in offered if d.form == "original"}
    return (*tabular, *sorted(end for end in endings if end.isalnum() and end not in tabular))


def forms(downloads: Iterable[Download], tongue: Tongue) -> tuple[str, ...]:
    """The forms offered, by name, each once, as a list shows them."""
    return tuple(codes.form(tongue, form) for form in form_codes(downloads))
