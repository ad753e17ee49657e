"""Facts: what an entry says of itself, in the words of a reader."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from publish import urls
from publish.model import Contact, Opening, Status
from publish.model import Link as Source
from publish.site.pages import codes
from publish.site.pages.given import Given
from publish.site.pages.page import Link
from publish.site.tongue import Phrase, Tongue


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing known: a label and one or more values. ``on`` is the day it speaks of, ISO."""

    label: str
    values: tuple[Phrase, ...] = ()
    links: tuple[Link, ...] = ()
    note: Phrase = Phrase()
    on: str = ""
    last: str = ""  # the last day on which it is not late, ISO: a browser marks it when that has passed
    late: bool = False


_NO_NOTE = Phrase()


def _fact(label: str, text: str | Phrase, *, note: Phrase = _NO_NOTE, on: date | None = None) -> Fact:
    value = Phrase(text) if isinstance(text, str) else text
    return Fact(label, (value,) if value else (), note=note, on=on.isoformat() if on else "")


def _due(given: Given, tongue: Tongue) -> Fact:
    """When the next edition is due. The build knows whether it was late then; the reader's clock, whether it is now."""
    timeliness = given.figures.timeliness
    fact = _fact(tongue.t("Next update due"), tongue.day(timeliness.due), on=timeliness.due)
    last = given.last_day
    return replace(fact, last=last.isoformat(), late=timeliness.overdue) if last else fact


def present(facts: Iterator[Fact]) -> tuple[Fact, ...]:
    """Only the facts that say something."""
    return tuple(f for f in facts if f.values or f.links)


def chief(given: Given, tongue: Tongue) -> tuple[Fact, ...]:
    """Can I rely on it? The period, the last and the next edition, the opening and the licence."""
    entry = given.dataset.package.entry
    if entry is None:
        return ()
    t, day = tongue.t, tongue.day
    live = entry.status in (Status.LIVE, Status.TRIAL)
    frequency = tongue.phrase(given.frequency.name) if given.frequency else Phrase()

    def facts() -> Iterator[Fact]:
        yield _fact(t("Period covered"), tongue.period(entry.temporal))
        yield _fact(t("Last updated"), day(entry.modified), on=entry.modified)
        if live:
            yield _due(given, tongue)
        yield _fact(t("Frequency"), frequency)
        yield _fact(t("Opening"), codes.opening(tongue, entry.opening.type))
        if given.dataset.tables or given.downloads:
            yield Fact(t("Licence"), links=licences(given, tongue))

    return present(facts())


def licences(given: Given, tongue: Tongue) -> tuple[Link, ...]:
    """The licences, by the names of the register, each with its one-line summary."""
    found = []
    for link, known in zip(given.dataset.package.licenses, given.licences, strict=True):
        name = (tongue.phrase(known.name) if known else tongue.phrase(link.title)) or Phrase(link.name)
        summary = tongue.phrase(known.summary).text if known else ""
        found.append(Link(name, (known.url if known else "") or link.path, summary, outside=True))
    return tuple(found)


def record(given: Given, tongue: Tongue) -> tuple[Fact, ...]:
    """The rest of the entry, as the catalogue of public data resources keeps it."""
    package, entry, t = given.dataset.package, given.dataset.package.entry, tongue.t
    if entry is None:
        return ()
    level = tongue.phrase(given.level.name) if given.level else Phrase(entry.level)
    keywords = tuple(tongue.phrase(k) for k in package.keywords)

    def facts() -> Iterator[Fact]:
        yield _fact(t("Catalogue code"), entry.code)
        if given.topic:
            yield Fact(t("Topic"), links=(Link(tongue.phrase(given.topic.name), urls.topic(given.topic.slug)),))
        yield Fact(t("Keywords"), keywords)
        yield _fact(t("Status"), codes.status(tongue, entry.status), note=tongue.phrase(entry.status_reason))
        yield _fact(t("First released"), tongue.day(entry.issued), on=entry.issued)
        yield _fact(t("Version"), package.version)
        yield _fact(t("Shared between offices"), codes.sharing(tongue, entry.sharing.type), note=_terms(given, tongue))
        yield _fact(t("Level of sensitivity"), level)
        yield _fact(t("Area covered"), Phrase(entry.spatial))
        yield _fact(t("Coordinate system"), entry.crs)
        yield _fact(t("Map approval number"), entry.map_approval)
        yield _fact(t("Legal mandate"), tongue.phrase(entry.mandate))
        yield _fact(t("Services it is used in"), tongue.phrase(entry.services))
        yield Fact(t("Sources"), links=tuple(_source(s, tongue) for s in package.sources))
        yield Fact(t("Registrations"), tuple(Phrase(r) for r in entry.registrations))
        if package.origin:
            origin = package.origin
            yield Fact(t("Taken from"), links=(Link(Phrase(origin.portal), origin.url, origin.fetched, outside=True),))

    return present(facts())


def _terms(given: Given, tongue: Tongue) -> Phrase:
    entry = given.dataset.package.entry
    return tongue.phrase(entry.sharing.condition) if entry else Phrase()


def _source(source: Source, tongue: Tongue) -> Link:
    title = tongue.phrase(source.title) or Phrase(source.path or source.name)
    return Link(title, source.path, source.version, outside=True)


@dataclass(frozen=True, slots=True)
class Terms:
    """How far the data are open, and what one must do to have them."""

    type: str  # unconditional, conditional, withheld
    words: str
    condition: Phrase
    basis: Phrase
    apply: Phrase
    method: Phrase


def terms(given: Given, tongue: Tongue) -> Terms:
    """The terms of opening of an entry."""
    entry = given.dataset.package.entry
    access = entry.opening if entry else None
    if access is None:
        return Terms(Opening.UNCONDITIONAL.value, "", Phrase(), Phrase(), Phrase(), Phrase())
    parts = (tongue.phrase(text) for text in (access.condition, access.basis, access.apply, access.method))
    return Terms(access.type, codes.opening(tongue, access.type), *parts)


@dataclass(frozen=True, slots=True)
class Person:
    """Who to ask: an office or a desk."""

    name: Phrase
    phone: str
    email: str
    subject: str  # of a letter about this dataset, with its code and version


def contact(given: Given, tongue: Tongue) -> Person:
    """Who answers for a dataset; the provider's or the portal's own desk when it names none."""
    package, entry, office = given.dataset.package, given.dataset.package.entry, given.provider
    said = entry.contact if entry else Contact()
    if not (said.phone or said.email):
        said = Contact(office.name, office.phone, office.email) if office else Contact()
    if not (said.phone or said.email):
        said = given.portal.contact
    code = entry.code if entry else ""
    subject = " ".join(part for part in (tongue.phrase(package.title).text, code, package.version) if part)
    return Person(tongue.phrase(said.name), said.phone, said.email, subject)
