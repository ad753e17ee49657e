"""Groups: the pages of topics and organisations, and the lists of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from publish import urls
from publish.admitted import Admitted
from publish.model import Organisation, Text
from publish.site.pages.given import Given
from publish.site.pages.lists import CARDS, SCRIPTS, STYLES, Cards, card, counted, cut, in_order
from publish.site.pages.numbers import Number, numbers
from publish.site.pages.page import Link, Page, Paging
from publish.site.prose import plain
from publish.site.tongue import Phrase, Tongue


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a list of groups: name, what it is about, how many datasets."""

    name: Phrase
    path: str
    about: Phrase
    count: int
    said: str
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Index:
    """A list of groups."""

    title: str
    lead: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Office:
    """What the register says of an organisation."""

    code: str
    parent: Link | None
    phone: str
    email: str
    homepage: str
    until: str
    successor: Link | None
    sample: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The page of one topic or organisation: its datasets, a page of them at a time."""

    list: Cards
    numbers: tuple[Number, ...]
    office: Office | None = None


def topics(admitted: Admitted, given: Sequence[Given], tongue: Tongue) -> tuple[Item, ...]:
    """Every topic of the register that has an entry, in the order of the register."""
    ordered = sorted(admitted.registers.topics.values(), key=lambda t: (t.sort, t.slug))
    counts = _counts(g.topic.slug for g in given if g.topic)
    return tuple(
        _item(t.name, urls.topic(t.slug), t.description, counts[t.slug], tongue) for t in ordered if counts.get(t.slug)
    )


def offices(admitted: Admitted, given: Sequence[Given], tongue: Tongue) -> tuple[Item, ...]:
    """Every organisation that provides something, the one that provides most first."""
    counts = _counts(g.provider.code for g in given if g.provider)
    ordered = sorted(admitted.registers.organisations.values(), key=lambda o: (-counts.get(o.code, 0), o.slug))
    return tuple(
        _item(o.name, urls.organisation(o.slug), Text(), counts[o.code], tongue) for o in ordered if counts.get(o.code)
    )


def _counts(keys: Iterator[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for key in keys:
        counts[key] = counts.get(key, 0) + 1
    return counts


def _item(name: Text, path: str, about: Text, count: int, tongue: Tongue) -> Item:
    said = tongue.n("%(num)s dataset", "%(num)s datasets", count)
    return Item(tongue.phrase(name), path, tongue.phrase(about), count, said)


def indexes(
    topic_items: tuple[Item, ...], office_items: tuple[Item, ...], tongue: Tongue, languages: tuple[str, ...]
) -> Iterator[Page]:
    """``/topic/`` and ``/organization/``."""
    t = tongue.t
    both = (
        (urls.TOPICS, "topics", t("Topics"), t("The datasets by what they are about."), topic_items),
        (
            urls.ORGANISATIONS,
            "organisations",
            t("Organisations"),
            t("The datasets by the office that answers for them."),
            office_items,
        ),
    )
    for path, place, title, lead, items in both:
        crumbs = (Link(Phrase(title), path),)
        yield Page(path, tongue.tag, "groups.html", title, Index(title, lead, items), lead, place, crumbs, languages)


@dataclass(frozen=True, slots=True)
class Around:
    """What the pages of all groups have in common."""

    topics: tuple[Link, ...]
    offices: tuple[Link, ...]
    tongue: Tongue
    languages: tuple[str, ...]


def topic_pages(admitted: Admitted, given: Sequence[Given], around: Around) -> Iterator[Page]:
    """The pages of each topic that has an entry."""
    tongue = around.tongue
    parent = Link(Phrase(tongue.t("Topics")), urls.TOPICS)
    by_slug = _by(given, lambda one: one.topic.slug if one.topic else "")
    for topic in sorted(admitted.registers.topics.values(), key=lambda t: t.slug):
        if mine := by_slug.get(topic.slug):
            link = Link(tongue.phrase(topic.name), urls.topic(topic.slug))
            yield from _pages(
                mine, (parent, link), tongue.phrase(topic.description), None, ("topic", topic.slug), around
            )


def office_pages(admitted: Admitted, given: Sequence[Given], around: Around) -> Iterator[Page]:
    """The pages of each organisation of the register, also of those that provide nothing yet."""
    tongue = around.tongue
    parent = Link(Phrase(tongue.t("Organisations")), urls.ORGANISATIONS)
    by_code = _by(given, lambda one: one.provider.code if one.provider else "")
    for office in sorted(admitted.registers.organisations.values(), key=lambda o: o.slug):
        link = Link(tongue.phrase(office.name), urls.organisation(office.slug))
        known = _office(office, admitted, tongue)
        mine = by_code.get(office.code, [])
        pages = _pages(mine, (parent, link), Phrase(), known, ("organization", office.slug), around)
        told = any(v.date for g in mine if g.dataset.shown for v in g.dataset.package.history)
        feeds = (Link(link.label, urls.feed(kind="organization", name=office.slug)),) if told else ()
        yield from (replace(page, feeds=feeds) for page in pages)


def _by(given: Sequence[Given], key: Callable[[Given], str]) -> dict[str, list[Given]]:
    found: dict[str, list[Given]] = {}
    for one in given:
        found.setdefault(key(one), []).append(one)
    return found


def _pages(
    given: Sequence[Given],
    crumbs: tuple[Link, Link],
    lead: Phrase,
    office: Office | None,
    fixed: tuple[str, str],
    around: Around,
) -> Iterator[Page]:
    tongue, link = around.tongue, crumbs[1]
    listed = in_order(given)
    total, facts = counted(listed, tongue), tuple(numbers(given, tongue))
    pages = list(cut(len(listed), CARDS))
    title = link.label.text
    for number, part in pages:
        paging = Paging(link.path, number, len(pages))
        shown = tuple(card(g, tongue) for g in listed[part])
        cards = Cards(title, lead, total, shown, paging, around.topics, around.offices, fixed)
        yield Page(
            path=paging.path(number),
            lang=tongue.tag,
            template="group.html",
            title=title,
            description=plain(lead.text) or tongue.t("The datasets of %(name)s.", name=title),
            matter=Group(cards, facts, office),
            place="topics" if fixed[0] == "topic" else "organisations",
            crumbs=crumbs,
            languages=around.languages,
            scripts=SCRIPTS if listed else (),
            styles=STYLES,
        )


def _office(office: Organisation, admitted: Admitted, tongue: Tongue) -> Office:
    known = admitted.registers.organisations

    def link(code: str) -> Link | None:
        other = known.get(code)
        return Link(tongue.phrase(other.name), urls.organisation(other.slug)) if other else None

    return Office(
        code=office.code,
        parent=link(office.parent),
        phone=office.phone,
        email=office.email,
        homepage=office.homepage,
        until=tongue.day(office.valid_to),
        successor=link(office.successor),
        sample=office.sample,
    )
