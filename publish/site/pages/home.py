"""The home page: one search box, the topics, the organisations, what is new, and numbers that are true."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from publish import urls
from publish.admitted import Admitted
from publish.site.pages.given import Given
from publish.site.pages.groups import Item
from publish.site.pages.lists import card, has_data, newest_first
from publish.site.pages.news import Item as Tiding
from publish.site.pages.numbers import Number, number, numbers
from publish.site.pages.page import Card, Link, Page
from publish.site.tongue import Phrase, Tongue

NEW = 6  # datasets shown as new
OFFICES = 8
NEWS = 3


@dataclass(frozen=True, slots=True)
class Home:
    """What the home page shows."""

    title: Phrase
    lead: Phrase
    numbers: tuple[Number, ...]
    topics: tuple[Item, ...]
    offices: tuple[Item, ...]
    more_offices: bool
    new: tuple[Card, ...]
    news: tuple[Tiding, ...]
    api_guide: bool  # is there one?


def page(
    admitted: Admitted,
    given: Sequence[Given],
    topics: tuple[Item, ...],
    offices: tuple[Item, ...],
    news: tuple[Tiding, ...],
    tongue: Tongue,
    embedded: str = "",
    api_guide: bool = False,
) -> Page:
    """The home page in one language. ``embedded`` is what it tells search engines of the portal, as JSON-LD."""
    portal = admitted.portal
    title = tongue.phrase(portal.title)
    fresh = newest_first([g for g in given if has_data(g)])[:NEW]
    matter = Home(
        title=title,
        lead=tongue.phrase(portal.description),
        numbers=tuple(_numbers(given, offices, tongue)),
        topics=topics,
        offices=offices[:OFFICES],
        more_offices=len(offices) > OFFICES,
        new=tuple(card(g, tongue) for g in fresh),
        news=news[:NEWS],
        api_guide=api_guide,
    )
    return Page(
        path=urls.HOME,
        lang=tongue.tag,
        template="home.html",
        title=title.text,
        description=matter.lead.text,
        matter=matter,
        place="home",
        languages=portal.languages,
        feeds=(Link(title, urls.feed()),),
        data=tuple(filter(None, [embedded])),
    )


def _numbers(given: Sequence[Given], offices: Sequence[Item], tongue: Tongue) -> Iterator[Number]:
    """What there is of data, and how many organisations provide it."""
    counted = list(numbers(given, tongue))
    yield from counted[:2]
    yield number(len(offices), tongue.t("Organisations"), tongue)
    yield from counted[2:]
