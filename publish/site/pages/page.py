"""Page: one page in one language, ready to print. Small values that many pages share."""

from __future__ import annotations

from dataclasses import dataclass

from publish.site.tongue import Phrase


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere. ``path`` is a page of the portal (in the page's language) or a whole address."""

    label: Phrase
    path: str
    note: str = ""  # a count, a size, a date
    outside: bool = False  # a whole address, or a file: printed as it is


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to know before reading on. ``kind`` is ``info`` or ``stop``."""

    kind: str
    title: str
    text: Phrase = Phrase()


@dataclass(frozen=True, slots=True)
class Image:
    """What a shared link carries: the path of a PNG of 1200 by 630 pixels, and what it shows in words."""

    path: str
    alt: str


@dataclass(frozen=True, slots=True)
class Page:
    """One page in one language. ``path`` is the same in every language; ``matter`` is what its template prints."""

    path: str
    lang: str
    template: str
    title: str
    matter: object
    description: str = ""
    place: str = ""  # the way of the frame that leads here
    crumbs: tuple[Link, ...] = ()
    languages: tuple[str, ...] = ()  # in which the page exists
    data: tuple[str, ...] = ()  # JSON-LD
    feeds: tuple[Link, ...] = ()
    styles: tuple[str, ...] = ()  # besides the one of every page
    descriptions: tuple[tuple[str, str], ...] = ()  # (media type, path) of what says the same to programs
    scripts: tuple[str, ...] = ()
    unlisted: bool = False  # not for search engines
    image: Image | None = None  # its own; else the portal's


@dataclass(frozen=True, slots=True)
class Card:
    """A dataset in a list."""

    name: str
    title: Phrase
    summary: Phrase
    provider: Phrase
    topic: Phrase
    modified: str
    modified_on: str  # ISO
    forms: tuple[str, ...]
    rows: str
    state: str = ""  # said when it is not simply open: conditional, withheld, withdrawn …


@dataclass(frozen=True, slots=True)
class Paging:
    """Where a static list is cut: ``path`` of page n is ``base`` or ``base + page/n/``."""

    base: str
    number: int
    count: int

    def path(self, number: int) -> str:
        """The path of a page."""
        return self.base if number == 1 else f"{self.base}page/{number}/"

    @property
    def shown(self) -> tuple[int, ...]:
        """The numbers to link: the first, the last, and those around; 0 stands for a gap."""
        near = {1, self.count, *range(self.number - 2, self.number + 3)}
        numbers = sorted(n for n in near if 1 <= n <= self.count)
        gaps = [(n, [0] if n - before > 1 else []) for before, n in zip([0, *numbers], numbers, strict=False)]
        return tuple(x for n, gap in gaps for x in (*gap, n))
