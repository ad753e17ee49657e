"""Pages with little of their own: written articles, search, the page that is not there, and redirects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from publish import urls
from publish.admitted import Admitted
from publish.site.pages.given import Given
from publish.site.pages.page import Link, Page
from publish.site.prose import Html
from publish.site.tongue import Phrase, Tongue


@dataclass(frozen=True, slots=True)
class Article:
    """A page that people wrote, in one language. ``html`` is clean."""

    slug: str
    lang: str
    title: str
    summary: str
    html: Html
    order: int = 100
    on: date | None = None  # of news: the day it is of

    @property
    def path(self) -> str:
        return f"/{self.slug}/"


@dataclass(frozen=True, slots=True)
class Dated:
    """An article as its page shows it; the day is told of news only."""

    article: Article
    day: str
    on: str  # ISO


def articles(written: Iterable[Article], tongue: Tongue, languages: tuple[str, ...]) -> Iterator[Page]:
    """The written pages of one language but the API guide; ``languages`` are all of the portal's."""
    known = list(written)
    for one in (a for a in known if a.lang == tongue.tag and a.path != urls.API_GUIDE):
        said = tuple(tag for tag in languages if any(a.slug == one.slug and a.lang == tag for a in known))
        above = (Link(Phrase(tongue.t("News")), urls.NEWS),) if one.on else ()
        crumbs = (*above, Link(Phrase(one.title), one.path))
        matter = Dated(one, tongue.day(one.on), one.on.isoformat() if one.on else "")
        place = one.slug.partition("/")[0]
        yield Page(one.path, one.lang, "article.html", one.title, matter, one.summary, place, crumbs, said)


@dataclass(frozen=True, slots=True)
class Search:
    """The search page. ``topics`` are for those who would rather browse."""

    topics: tuple[Link, ...]


def search(topics: tuple[Link, ...], tongue: Tongue, languages: tuple[str, ...]) -> Page:
    """``/search/``."""
    title = tongue.t("Search")
    crumbs = (Link(Phrase(title), urls.SEARCH),)
    matter = Search(topics)
    return Page(
        path=urls.SEARCH,
        lang=tongue.tag,
        template="search.html",
        title=title,
        matter=matter,
        description=tongue.t("Search the datasets of this portal."),
        place="search",
        crumbs=crumbs,
        languages=languages,
        scripts=("search.js",),
        styles=("list.css",),
        unlisted=True,
    )


def missing(tongue: Tongue) -> Page:
    """``/404.html`` and ``/en/404.html``: served for what is not there, in the language of the address."""
    title = tongue.t("There is no such page")
    return Page("/404.html", tongue.tag, "missing.html", title, None, languages=(tongue.tag,), unlisted=True)


@dataclass(frozen=True, slots=True)
class Redirect:
    """A page that leads on at once."""

    to: str


def redirects(admitted: Admitted, given: Sequence[Given], tongue: Tongue) -> Iterator[Page]:
    """``/entry/<code>/`` and ``/organization/<code>/`` and former names, to the page that answers to them."""
    aims: dict[str, str] = {}
    for one in given:
        package = one.dataset.package
        if package.entry:
            aims |= {urls.dataset(old): urls.dataset(package.name) for old in package.entry.renamed_from}
            if package.entry.code:
                aims[urls.entry(package.entry.code)] = urls.dataset(package.name)
    for office in admitted.registers.organisations.values():
        aims[urls.organisation(office.code)] = urls.organisation(office.slug)
    taken = {urls.dataset(g.dataset.name) for g in given}
    for path, to in sorted(aims.items()):
        if path != to and path not in taken:
            title = tongue.t("This page has moved")
            yield Page(path, tongue.tag, "redirect.html", title, Redirect(to), languages=(tongue.tag,), unlisted=True)
