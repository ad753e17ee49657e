"""Facets: by what a list of datasets can be narrowed down, and what each dataset answers to each.

A facet has a key (as an address names it), values in the order in which they are shown, and for each dataset the places
of its values; a dataset may have none of a facet, or several. What the values are called is told for each language.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from publish.model import Opening, Status
from publish.site.pages import codes
from publish.site.pages.given import Given
from publish.site.pages.take import form_codes
from publish.site.tongue import Phrase, Tongue

GONE = "unavailable"  # the status of what only has a notice


@dataclass(frozen=True, slots=True)
class Value:
    """One answer of a dataset. ``rank`` orders the values of a facet; equal ones stand by how many datasets have them,
    the commonest first."""

    code: str
    name: Callable[[Tongue], Phrase]
    rank: tuple[int | str, ...] = ()


@dataclass(frozen=True, slots=True)
class Facet:
    """One facet of a list of datasets."""

    key: str
    values: tuple[Value, ...]
    of: tuple[tuple[int, ...], ...]  # for each dataset, in the order given: places in ``values``
    until: tuple[str, ...] = ()  # of a facet that the reader's day answers: the last day of the first value, ISO or ""


def facets(given: Sequence[Given]) -> tuple[Facet, ...]:
    """Every facet that some dataset answers to, over the datasets in this order."""
    found = (_promises(given) if read is None else _facet(key, read, given) for key, read in _READ.items())
    return tuple(facet for facet in found if facet.values)


def _facet(key: str, read: Callable[[Given], Iterator[Value]], given: Sequence[Given]) -> Facet:
    answers = [tuple(read(one)) for one in given]
    counts = Counter(value.code for some in answers for value in some)
    known = {value.code: value for some in reversed(answers) for value in some}
    ordered = sorted(known.values(), key=lambda v: (v.rank, -counts[v.code], v.code))
    place = {value.code: number for number, value in enumerate(ordered)}
    return Facet(key, tuple(ordered), tuple(tuple(sorted({place[v.code] for v in some})) for some in answers))


def _promises(given: Sequence[Given]) -> Facet:
    """Kept in time or late: a page is read long after it is made, so a browser compares the day with its own."""
    until = tuple(one.last_day.isoformat() if one.last_day else "" for one in given)
    values = (
        Value("on-time", lambda tongue: Phrase(tongue.t("As promised"))),
        Value("late", lambda tongue: Phrase(tongue.t("Late"))),
    )
    return Facet("timeliness", values if any(until) else (), ((),) * len(given), until)


def legend(key: str, tongue: Tongue) -> str:
    """What a facet is called."""
    t = tongue.t
    return {
        "kind": t("Kind"),
        "topic": t("Topic"),
        "organization": t("Organisation"),
        "format": t("Format"),
        "frequency": t("Renewed"),
        "timeliness": t("On time"),
        "opening": t("Opening"),
        "status": t("Status"),
        "level": t("Level"),
        "licence": t("Licence"),
        "language": t("Described in"),
    }[key]


def named(facet: Facet, tongue: Tongue) -> list[Phrase]:
    """What the values of a facet are called, in their order."""
    return [value.name(tongue) for value in facet.values]


# --- what a dataset answers -----------------------------------------------------------------------------------------


def _topic(given: Given) -> Iterator[Value]:
    if topic := given.topic:
        yield Value(topic.slug, lambda tongue: tongue.phrase(topic.name), (topic.sort,))


def _organization(given: Given) -> Iterator[Value]:
    if office := given.provider:
        yield Value(office.slug, lambda tongue: tongue.phrase(office.name))


def _format(given: Given) -> Iterator[Value]:
    for code in form_codes(given.downloads):
        rank = codes.FORMS.index(code) if code in codes.FORMS else len(codes.FORMS)
        yield Value(code, lambda tongue, code=code: Phrase(codes.form(tongue, code)), (rank,))  # type: ignore[misc]


def _frequency(given: Given) -> Iterator[Value]:
    if frequency := given.frequency:
        days = 1_000_000 if frequency.days is None else frequency.days
        yield Value(frequency.slug, lambda tongue: tongue.phrase(frequency.name), (days,))


def _opening(given: Given) -> Iterator[Value]:
    if entry := given.dataset.package.entry:
        code = entry.opening.type
        yield Value(code, lambda tongue: Phrase(codes.opening(tongue, code)), _place(code, Opening))


def _status(given: Given) -> Iterator[Value]:
    if not given.dataset.shown:
        yield Value(GONE, lambda tongue: Phrase(tongue.t("Not available now")), (len(Status),))
    elif entry := given.dataset.package.entry:
        code = entry.status
        order = (Status.LIVE, Status.TRIAL, Status.PLANNED, Status.SUSPENDED, Status.WITHDRAWN)
        yield Value(code, lambda tongue: Phrase(codes.status(tongue, code)), _place(code, order))


def _place(code: str, order: type[Opening] | Sequence[Status]) -> tuple[int, ...]:
    values = [str(one.value) for one in order]
    return (values.index(code) if code in values else len(values),)


def _level(given: Given) -> Iterator[Value]:
    if level := given.level:
        yield Value(level.code, lambda tongue: tongue.phrase(level.name), (level.code,))


def _licence(given: Given) -> Iterator[Value]:
    links = given.dataset.package.licenses
    for link, known in zip(links, given.licences, strict=True):
        name = known.name if known else link.title
        code = link.name or (known.id if known else "")
        if code:
            yield Value(code, lambda tongue, code=code, name=name: tongue.phrase(name) or Phrase(code))  # type: ignore[misc]
    if not links and (licence := given.portal_licence):
        yield Value(licence.id, lambda tongue: tongue.phrase(licence.name))


def _language(given: Given) -> Iterator[Value]:
    for number, tag in enumerate(given.portal.languages):
        if given.dataset.shown and given.dataset.package.title.has(tag):
            yield Value(tag, lambda tongue, tag=tag: Phrase(tongue.language(tag)), (number,))  # type: ignore[misc]


_READ: Mapping[str, Callable[[Given], Iterator[Value]] | None] = {
    "topic": _topic,
    "organization": _organization,
    "format": _format,
    "frequency": _frequency,
    "timeliness": None,  # no dataset answers it for good
    "opening": _opening,
    "status": _status,
    "level": _level,
    "licence": _licence,
    "language": _language,
}
