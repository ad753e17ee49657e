"""Status: how the portal stands, as of the day it was made: how much there is, what is late, what is held and why,
and what has changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from publish import urls
from publish.admitted import Admitted
from publish.model import Version
from publish.problems import Level, Verdict, closes
from publish.site.pages import codes
from publish.site.pages.given import Given
from publish.site.pages.lists import has_data
from publish.site.pages.page import Link, Page
from publish.site.tongue import Phrase, Tongue

CHANGES = 20  # the latest that are listed


@dataclass(frozen=True, slots=True)
class Held:
    """A dataset whose newest edition did not pass: what became of it, and the rules it broke."""

    dataset: Link
    verdict: str
    said: str
    rules: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Late:
    """A dataset whose next edition was due."""

    dataset: Link
    provider: Phrase
    day: str
    on: str


@dataclass(frozen=True, slots=True)
class Turned:
    """A version and what it did."""

    dataset: Link
    version: str
    kind: str
    note: Phrase
    day: str
    on: str


@dataclass(frozen=True, slots=True)
class Status:
    """What the page shows."""

    lead: str
    numbers: tuple[tuple[str, str], ...]  # label, figure
    held: tuple[Held, ...]
    late: tuple[Late, ...]
    changes: tuple[Turned, ...]


def page(admitted: Admitted, given: Sequence[Given], tongue: Tongue) -> Page:
    """``/status/``."""
    t = tongue.t
    title = t("Portal status")
    lead = t("As of %(day)s. This page is made anew with every release.", day=tongue.day(admitted.as_of))
    late = tuple(_late(g, tongue) for g in given if has_data(g) and g.figures.timeliness.overdue)
    matter = Status(
        lead, tuple(_numbers(admitted, given, tongue)), _held(admitted, given, tongue), late, _changes(given, tongue)
    )
    crumbs = (Link(Phrase(title), urls.STATUS),)
    return Page(
        urls.STATUS, tongue.tag, "portal-status.html", title, matter, lead, "", crumbs, admitted.portal.languages
    )


def _numbers(admitted: Admitted, given: Sequence[Given], tongue: Tongue) -> Iterator[tuple[str, str]]:
    t, number = tongue.t, tongue.number
    taken = [g for g in given if has_data(g)]
    levels = [p.level for p in admitted.report.problems]
    yield t("Entries in the catalogue"), number(len(given))
    yield t("Open datasets"), number(len(taken))
    yield t("Tables"), number(sum(len(g.dataset.tables) for g in taken))
    yield t("Rows of data"), number(sum(x.rows for g in taken for x in g.dataset.tables))
    promised = [g.figures.timeliness for g in taken if g.figures.timeliness.due]
    if promised:
        yield t("Updated on time"), tongue.percent(sum(not p.overdue for p in promised), len(promised))
    for level, label in (
        (Level.ERROR, t("What must be mended")),
        (Level.WARNING, t("What had better be mended")),
        (Level.NOTE, t("For notice")),
    ):
        yield label, number(levels.count(level))


def _link(given: Given, tongue: Tongue) -> Link:
    package = given.dataset.package
    return Link(tongue.phrase(package.title) or Phrase(package.name), urls.dataset(package.name))


def _held(admitted: Admitted, given: Sequence[Given], tongue: Tongue) -> tuple[Held, ...]:
    words = {
        Verdict.HELD: tongue.t("The earlier edition stays."),
        Verdict.SUSPENDED: tongue.t("Its data are taken down."),
        Verdict.CLOSED: tongue.t("Not published yet."),
    }
    stopped = [g for g in given if g.dataset.verdict in words]
    return tuple(
        Held(
            _link(g, tongue),
            g.dataset.verdict.value,
            words[g.dataset.verdict],
            _rules(admitted, g.dataset.name, tongue),
        )
        for g in stopped
    )


def _rules(admitted: Admitted, name: str, tongue: Tongue) -> tuple[Link, ...]:
    """The kinds of what closed it: a message may quote what may not be shown."""
    kinds = {p.code: p.kind for p in admitted.report.of(name) if closes(p, admitted.report.strict)}
    return tuple(
        Link(Phrase(f"{code} {kind.title[tongue.tag]}"), urls.rule(code)) for code, kind in sorted(kinds.items())
    )


def _late(given: Given, tongue: Tongue) -> Late:
    due = given.figures.timeliness.due
    provider = tongue.phrase(given.provider.name) if given.provider else Phrase()
    return Late(_link(given, tongue), provider, tongue.day(due), due.isoformat() if due else "")


def _changes(given: Sequence[Given], tongue: Tongue) -> tuple[Turned, ...]:
    """The latest versions of all, newest first, then by name; of one day and dataset the latest first."""
    found = [(v.date, g, v) for g in given if g.dataset.shown for v in reversed(g.dataset.package.history) if v.date]
    found.sort(key=lambda one: (-one[0].toordinal(), one[1].dataset.name))
    return tuple(_turned(g, v, tongue) for _, g, v in found[:CHANGES])


def _turned(given: Given, version: Version, tongue: Tongue) -> Turned:
    on = version.date.isoformat() if version.date else ""
    kind = codes.version_kind(tongue, version.kind)
    return Turned(
        _link(given, tongue), version.version, kind, tongue.phrase(version.note), tongue.day(version.date), on
    )
