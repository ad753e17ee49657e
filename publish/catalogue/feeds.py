"""Atom feeds: what was published, changed, corrected or withdrawn, newest first, from the histories of the packages.

An entry's identifier is made of its package and version, and its moment is midnight of the version's day in the
portal's time zone, so a feed changes only when a history does.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from xml.sax.saxutils import escape, quoteattr
from zoneinfo import ZoneInfo

from publish import urls
from publish.catalogue.listing import Listing, identify
from publish.catalogue.rdf import xml_text
from publish.model import Portal, Text, Version, same_language
from publish.urls import Urls

NEWEST = 100  # entries in a feed

_KINDS = {
    "new": Text((("zh-Hans", "新发布"), ("en", "New"))),
    "update": Text((("zh-Hans", "更新"), ("en", "Updated"))),
    "correction": Text((("zh-Hans", "更正"), ("en", "Corrected"))),
    "withdrawal": Text((("zh-Hans", "撤下"), ("en", "Withdrawn"))),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One version of one dataset, dated."""

    listed: Listing
    version: Version
    date: date

    @property
    def id(self) -> str:
        gone = "/withdrawal" if self.version.kind == "withdrawal" else ""  # it bears the version that is withdrawn
        return f"urn:uuid:{identify('version', f'{self.listed.id}/{self.version.version}{gone}')}"

    def kind(self, lang: str) -> str:
        """``更新``, ``Updated``; in English where these words are not known in the language."""
        words = _KINDS.get(self.version.kind, _KINDS["update"])
        return words[lang if words.has(lang) else "en"]


def changes(listed: Iterable[Listing]) -> list[Change]:
    """Every dated version of these datasets, newest first, then by name."""
    found = [Change(each, v, v.date) for each in listed for v in reversed(each.package.history) if v.date]
    return sorted(found, key=lambda change: (-change.date.toordinal(), change.listed.package.name))


@dataclass(frozen=True, slots=True)
class Feed:
    """One feed in one language: what it is of (a title, a page) and where it stands."""

    portal: Portal
    lang: str
    title: str
    page: str
    path: str
    changes: Sequence[Change]


def to_atom(feed: Feed) -> bytes:
    """The document."""
    address, portal = Urls.of(feed.portal), feed.portal
    newest = feed.changes[:NEWEST]
    updated = moment(newest[0].date if newest else date(2000, 1, 1), portal.time_zone)
    here = address.absolute(feed.path)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={quoteattr(feed.lang)}>',
        f"  <title>{_text(feed.title)}</title>",
        f"  <id>urn:uuid:{identify('feed', f'{portal.id}{feed.path}')}</id>",
        f"  <updated>{updated}</updated>",
        f'  <link rel="self" type="application/atom+xml" href={quoteattr(here)}/>',
        f'  <link rel="alternate" type="text/html" href={quoteattr(address.absolute(feed.page))}/>',
        f"  <author><name>{_text((portal.operator or portal.title)[feed.lang])}</name></author>",
        *(_entry(change, feed.lang, portal.time_zone) for change in newest),
        "</feed>\n",
    ]
    return "\n".join(lines).encode()


def _entry(change: Change, lang: str, zone: str) -> str:
    listed, version = change.listed, change.version
    colon = "：" if same_language(lang, "zh") else ": "
    note = version.note[lang] or listed.package.description[lang]
    return "\n".join(
        [
            "  <entry>",
            f"    <title>{_text(change.kind(lang) + colon + listed.package.title[lang])}</title>",
            f"    <id>{change.id}</id>",
            f"    <updated>{moment(change.date, zone)}</updated>",
            f'    <link rel="alternate" type="text/html" href={quoteattr(listed.page(lang))}/>',
            f"    <category term={quoteattr(version.kind)}/>",
            f"    <summary>{_text(note)}</summary>",
            "  </entry>",
        ]
    )


def moment(value: date, zone: str) -> str:
    """Midnight of a day, as Atom writes it."""
    return datetime.combine(value, time(), ZoneInfo(zone)).isoformat()


def _text(text: str) -> str:
    return escape(xml_text(text))


def feeds(portal: Portal, listed: Sequence[Listing]) -> Iterable[Feed]:
    """The feed of everything, of each office and of each dataset, in every language."""
    known = changes(listed)
    by_office: dict[str, list[Change]] = {}
    by_name: dict[str, list[Change]] = {}
    for change in known:
        by_name.setdefault(change.listed.package.name, []).append(change)
        if change.listed.provider:
            by_office.setdefault(change.listed.provider.slug, []).append(change)
    address = Urls.of(portal)
    for lang in portal.languages:
        prefix = address.page("", lang)
        title = portal.title[lang]
        yield Feed(portal, lang, title, address.page(urls.HOME, lang), urls.feed(prefix), known)
        for slug, some in sorted(by_office.items()):
            office = some[0].listed.provider
            name = f"{office.name[lang] if office else slug} · {title}"
            page = address.page(urls.organisation(slug), lang)
            yield Feed(portal, lang, name, page, urls.feed(prefix, "organization", slug), some)
        for slug, some in sorted(by_name.items()):
            name = f"{some[0].listed.package.title[lang]} · {title}"
            page = address.page(urls.dataset(slug), lang)
            yield Feed(portal, lang, name, page, urls.feed(prefix, "dataset", slug), some)
