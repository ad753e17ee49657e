"""News: what the portal tells its readers, newest first, each item a page; and the same as an Atom feed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from publish import urls
from publish.model import Portal
from publish.site.pages.page import Link, Page
from publish.site.pages.singles import Article
from publish.site.tongue import Phrase, Tongue
from publish.urls import Urls


@dataclass(frozen=True, slots=True)
class Item:
    """One item in a list. ``address`` is whole from the root: an item may be there in another language only."""

    title: Phrase
    summary: Phrase
    address: str
    day: str
    on: str  # ISO


@dataclass(frozen=True, slots=True)
class News:
    """The list of them."""

    lead: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One item in the feed."""

    id: str
    item: Item
    link: str
    moment: str


@dataclass(frozen=True, slots=True)
class Feed:
    """The feed of one language."""

    id: str
    title: str
    author: str
    here: str
    page: str
    updated: str
    entries: tuple[Entry, ...]


def is_news(article: Article) -> bool:
    """Was it written below ``news/``?"""
    return article.on is not None


def items(written: Sequence[Article], tongue: Tongue, addresses: Urls) -> tuple[Item, ...]:
    """Every item, the newest first, in this language or else as it was written."""
    known: dict[str, Article] = {}
    for one in filter(is_news, written):
        if one.slug not in known or one.lang == tongue.tag:
            known[one.slug] = one
    ordered = sorted(known.values(), key=lambda a: a.slug)
    return tuple(_item(a, tongue, addresses) for a in sorted(ordered, key=lambda a: a.on or a.slug, reverse=True))


def _item(one: Article, tongue: Tongue, addresses: Urls) -> Item:
    foreign = "" if one.lang == tongue.tag else one.lang
    address = addresses.href(addresses.page(one.path, one.lang))
    on = one.on.isoformat() if one.on else ""
    return Item(Phrase(one.title, foreign), Phrase(one.summary, foreign), address, tongue.day(one.on), on)


def page(listed: tuple[Item, ...], tongue: Tongue, languages: tuple[str, ...]) -> Iterator[Page]:
    """``/news/``. No news, no page."""
    if listed:
        title, lead = tongue.t("News"), tongue.t("What has happened on this portal, and what is to come.")
        crumbs = (Link(Phrase(title), urls.NEWS),)
        feeds = (Link(Phrase(title), urls.NEWS_FEED),)
        matter = News(lead, listed)
        yield Page(urls.NEWS, tongue.tag, "news.html", title, matter, lead, "news", crumbs, languages, feeds=feeds)


def feed(listed: tuple[Item, ...], portal: Portal, tongue: Tongue) -> Iterator[Page]:
    """``/feeds/news.atom``: printed by a template like a page, which it is not."""
    if not listed:
        return
    addresses = Urls.of(portal)
    zone = ZoneInfo(portal.time_zone)

    def moment(item: Item) -> str:
        return datetime.combine(datetime.fromisoformat(item.on).date(), time(), zone).isoformat()

    def entry(item: Item) -> Entry:
        link = addresses.absolute(item.address.removeprefix(addresses.prefix))
        return Entry(_id(portal, item.address.removeprefix(addresses.prefix)), item, link, moment(item))

    title = f"{tongue.t('News')} · {portal.title[tongue.tag]}"
    here = addresses.page(urls.NEWS_FEED, tongue.tag)
    matter = Feed(
        id=_id(portal, here),
        title=title,
        author=(portal.operator or portal.title)[tongue.tag],
        here=addresses.absolute(here),
        page=addresses.absolute(addresses.page(urls.NEWS, tongue.tag)),
        updated=moment(listed[0]),
        entries=tuple(entry(item) for item in listed),
    )
    yield Page(urls.NEWS_FEED, tongue.tag, "news.atom", title, matter)


def _id(portal: Portal, path: str) -> str:
    return f"urn:uuid:{uuid5(NAMESPACE_URL, f'kaimen:{portal.id}{path}')}"
