"""Feeds: where a reader subscribes to everything, to the news, to one organisation or one dataset."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from publish import urls
from publish.site.pages.given import Given
from publish.site.pages.page import Link, Page
from publish.site.tongue import Phrase, Tongue


@dataclass(frozen=True, slots=True)
class Feeds:
    """The feeds, by what they are of."""

    lead: str
    whole: tuple[Link, ...]
    offices: tuple[Link, ...]


def page(given: Sequence[Given], news: bool, tongue: Tongue, languages: tuple[str, ...]) -> Page:
    """``/feeds/``. ``news``: are there any?"""
    t = tongue.t
    title = t("Subscribe")
    lead = t(
        "Put one of these addresses into a feed reader (Atom), and it tells you what is new. No account is needed."
    )
    whole = [Link(Phrase(t("All datasets: new, updated, corrected, withdrawn")), urls.feed())]
    if news:
        whole.append(Link(Phrase(t("News")), urls.NEWS_FEED))
    told = [g for g in given if g.dataset.shown and g.provider and any(v.date for v in g.dataset.package.history)]
    offices = {g.provider.slug: g.provider for g in told if g.provider}
    found = tuple(
        Link(tongue.phrase(one.name), urls.feed(kind="organization", name=slug))
        for slug, one in sorted(offices.items())
    )
    crumbs = (Link(Phrase(title), urls.FEEDS),)
    matter = Feeds(lead, tuple(whole), found)
    return Page(urls.FEEDS, tongue.tag, "feeds.html", title, matter, lead, "", crumbs, languages)
