"""Lists of datasets: cards in order, cut into static pages; the whole catalogue of entries as a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from publish import urls
from publish.model import Opening, Status
from publish.site.pages import codes
from publish.site.pages.given import Given
from publish.site.pages.page import Card, Link, Page, Paging
from publish.site.pages.take import forms
from publish.site.prose import plain
from publish.site.tongue import Phrase, Tongue

CARDS, ENTRIES = 20, 100  # on a page
SCRIPTS = ("list.js",)  # of a list of datasets
STYLES = ("list.css",)


def has_data(given: Given) -> bool:
    """Is there something to take?"""
    return given.dataset.shown and bool(given.dataset.tables or given.downloads)


def newest_first(given: Iterable[Given]) -> list[Given]:
    """By the day of the last change, the newest first; then by name."""

    def changed(one: Given) -> str:
        entry = one.dataset.package.entry
        day = (entry.modified or entry.issued) if entry else None
        return day.isoformat() if day else ""

    return sorted(sorted(given, key=lambda g: g.dataset.name), key=changed, reverse=True)


def in_order(given: Iterable[Given]) -> list[Given]:
    """As a list shows them, and the search shows equals: what can be taken first, the newest first."""
    return sorted(newest_first(given), key=lambda one: not has_data(one))


def card(given: Given, tongue: Tongue) -> Card:
    """One dataset in a list."""
    package, entry = given.dataset.package, given.dataset.package.entry
    changed = (entry.modified or entry.issued) if entry else None
    rows = sum(t.rows for t in given.dataset.tables)
    summary = tongue.phrase(package.description)
    return Card(
        name=package.name,
        title=tongue.phrase(package.title) or Phrase(package.name),
        summary=Phrase(plain(summary.text, 120), summary.lang),
        provider=tongue.phrase(given.provider.name) if given.provider else Phrase(),
        topic=tongue.phrase(given.topic.name) if given.topic else Phrase(),
        modified=tongue.day(changed),
        modified_on=changed.isoformat() if changed else "",
        forms=forms(given.downloads, tongue),
        rows=tongue.n("%(num)s row", "%(num)s rows", rows) if rows else "",
        state=_state(given, tongue),
    )


def _state(given: Given, tongue: Tongue) -> str:
    entry = given.dataset.package.entry
    if not given.dataset.shown:
        return tongue.t("Not available now")
    if entry and entry.status != Status.LIVE:
        return codes.status(tongue, entry.status)
    if entry and entry.opening.type != Opening.UNCONDITIONAL:
        return codes.opening(tongue, entry.opening.type)
    return ""


@dataclass(frozen=True, slots=True)
class Cards:
    """A page of a list of datasets. ``fixed`` is the facet that every dataset of the list answers alike, with its
    value; ``topics`` and ``offices`` are the lists that can be had without a script."""

    title: str
    lead: Phrase
    total: str
    cards: tuple[Card, ...]
    paging: Paging
    topics: tuple[Link, ...] = ()
    offices: tuple[Link, ...] = ()
    fixed: tuple[str, str] = ("", "")
    size: int = CARDS


def counted(listed: Sequence[Given], tongue: Tongue) -> str:
    """How many there are, and how many of them can be taken."""
    total = tongue.n("%(num)s dataset", "%(num)s datasets", len(listed))
    taken = sum(has_data(one) for one in listed)
    if taken == len(listed):
        return total
    return tongue.n(
        "%(total)s, %(num)s of them to download", "%(total)s, %(num)s of them to download", taken, total=total
    )


def cut(count: int, size: int) -> Iterator[tuple[int, slice]]:
    """(number, slice) of each page; an empty list has one page."""
    for number in range(1, max(1, -(-count // size)) + 1):
        yield number, slice((number - 1) * size, number * size)


def datasets(
    given: Sequence[Given],
    topics: tuple[Link, ...],
    offices: tuple[Link, ...],
    tongue: Tongue,
    languages: tuple[str, ...],
) -> Iterator[Page]:
    """``/datasets/`` and its further pages: everything, what can be taken first, newest first."""
    listed = in_order(given)
    total = counted(listed, tongue)
    pages = list(cut(len(listed), CARDS))
    title = tongue.t("Datasets")
    lead = tongue.t("Every dataset of the portal, the newest first.")
    for number, part in pages:
        paging = Paging(urls.DATASETS, number, len(pages))
        matter = Cards(
            title, Phrase(lead), total, tuple(card(g, tongue) for g in listed[part]), paging, topics, offices
        )
        yield Page(
            path=paging.path(number),
            lang=tongue.tag,
            template="datasets.html",
            title=title if number == 1 else tongue.t("%(title)s, page %(number)s", title=title, number=number),
            description=lead,
            matter=matter,
            place="datasets",
            crumbs=(Link(Phrase(title), urls.DATASETS),),
            languages=languages,
            scripts=SCRIPTS,
            styles=STYLES,
        )


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of the catalogue."""

    code: str
    name: str
    title: Phrase
    provider: Phrase
    opening: str
    type: str
    status: str
    terms: tuple[tuple[str, Phrase], ...]  # condition, basis, how to apply, each with its label


@dataclass(frozen=True, slots=True)
class Entries:
    """A page of the catalogue."""

    lines: tuple[Line, ...]
    total: str
    counts: tuple[tuple[str, str], ...]  # how many are open, on condition, not open
    paging: Paging


def catalogue(given: Sequence[Given], tongue: Tongue, languages: tuple[str, ...]) -> Iterator[Page]:
    """``/catalogue/``: every entry, also what is not open, by code."""
    listed = sorted(
        given, key=lambda g: (g.dataset.package.entry.code if g.dataset.package.entry else "~", g.dataset.name)
    )
    kinds = [g.dataset.package.entry.opening.type for g in listed if g.dataset.package.entry]
    counts = tuple((codes.opening(tongue, kind.value), tongue.number(kinds.count(kind.value))) for kind in Opening)
    total = tongue.n("%(num)s entry", "%(num)s entries", len(listed))
    pages = list(cut(len(listed), ENTRIES))
    title = tongue.t("Catalogue")
    for number, part in pages:
        paging = Paging(urls.CATALOGUE, number, len(pages))
        yield Page(
            path=paging.path(number),
            lang=tongue.tag,
            template="catalogue.html",
            title=title if number == 1 else tongue.t("%(title)s, page %(number)s", title=title, number=number),
            description=tongue.t(
                "Every entry of the public data catalogue, also what is not open, with the reason and how to apply."
            ),
            matter=Entries(tuple(_line(g, tongue) for g in listed[part]), total, counts, paging),
            place="catalogue",
            crumbs=(Link(Phrase(title), urls.CATALOGUE),),
            languages=languages,
        )


def _line(given: Given, tongue: Tongue) -> Line:
    package, entry = given.dataset.package, given.dataset.package.entry
    access = entry.opening if entry and given.dataset.shown else None
    said = (
        (
            (tongue.t("Condition"), access.condition),
            (tongue.t("Basis"), access.basis),
            (tongue.t("How to apply"), access.apply),
        )
        if access and access.type != Opening.UNCONDITIONAL
        else ()
    )
    return Line(
        code=entry.code if entry else "",
        name=package.name,
        title=tongue.phrase(package.title) or Phrase(package.name),
        provider=tongue.phrase(given.provider.name) if given.provider else Phrase(),
        opening=codes.opening(tongue, entry.opening.type) if entry else "",
        type=entry.opening.type if entry else "",
        status=codes.status(tongue, entry.status) if entry and given.dataset.shown else tongue.t("Not available now"),
        terms=tuple((label, tongue.phrase(text)) for label, text in said if text),
    )
