"""The open-data plan: what is to be released, by whom and when, and what became of it. A register, shown as a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from publish import urls
from publish.admitted import Admitted
from publish.model import Planned
from publish.site.pages.page import Link, Page
from publish.site.tongue import Phrase, Tongue


@dataclass(frozen=True, slots=True)
class Line:
    """One item. ``last`` is the day after which it is late, ISO; "" of what is no longer awaited."""

    title: Link
    provider: Link | None
    planned: str
    planned_on: str
    actual: str
    actual_on: str
    status: str
    said: str
    note: Phrase
    last: str
    late: bool  # when the page was made


@dataclass(frozen=True, slots=True)
class Year:
    """The items planned for one year, with how many of them were released."""

    year: str
    said: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What the page shows."""

    lead: str
    years: tuple[Year, ...]  # the latest first


def page(admitted: Admitted, tongue: Tongue) -> Iterator[Page]:
    """``/plan/``. No register, no page."""
    planned = admitted.registers.plan
    if not planned:
        return
    t = tongue.t
    title = t("Open-data plan")
    lead = t("What is to be released, by which organisation and when, and what became of it.")
    found: dict[str, list[Planned]] = {}
    for one in sorted(planned.values(), key=lambda p: p.id):
        found.setdefault(one.planned.isoformat()[:4] if one.planned else "", []).append(one)
    years = tuple(_year(year, found[year], admitted, tongue) for year in sorted(found, reverse=True))
    crumbs = (Link(Phrase(title), urls.PLAN),)
    languages = admitted.portal.languages
    yield Page(
        urls.PLAN, tongue.tag, "plan.html", title, Plan(lead, years), lead, "", crumbs, languages, scripts=("page.js",)
    )


def _year(year: str, items: list[Planned], admitted: Admitted, tongue: Tongue) -> Year:
    names = {d.name for d in admitted.shown}
    done = sum(bool(one.actual) for one in items)
    said = tongue.t("%(done)s of %(all)s released", done=tongue.number(done), all=tongue.number(len(items)))
    return Year(year, said, tuple(_line(one, names, admitted, tongue) for one in items))


def _line(one: Planned, names: set[str], admitted: Admitted, tongue: Tongue) -> Line:
    office = admitted.registers.organisations.get(one.provider)
    awaited = one.planned is not None and one.status == "planned" and one.actual is None
    return Line(
        title=Link(tongue.phrase(one.title), urls.dataset(one.dataset) if one.dataset in names else ""),
        provider=Link(tongue.phrase(office.name), urls.organisation(office.slug)) if office else None,
        planned=tongue.day(one.planned),
        planned_on=one.planned.isoformat() if one.planned else "",
        actual=tongue.day(one.actual),
        actual_on=one.actual.isoformat() if one.actual else "",
        status=one.status,
        said=_words(tongue).get(one.status, one.status),
        note=tongue.phrase(one.note),
        last=one.planned.isoformat() if one.planned and awaited else "",
        late=bool(awaited and one.planned and one.planned < admitted.as_of),
    )


def _words(tongue: Tongue) -> Mapping[str, str]:
    return {"planned": tongue.t("Planned"), "released": tongue.t("Released"), "cancelled": tongue.t("Cancelled")}
