"""Cite: how to name a dataset in a text, by GB/T 7714—2025 and by APA, in every language of the portal.

A Chinese paper cites the Chinese title and an English one the English, whatever language the page is read in.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from publish import urls
from publish.site.pages.given import Given
from publish.site.tongue import Tongue
from publish.urls import Urls


@dataclass(frozen=True, slots=True)
class Citation:
    """One way to cite. The day of reading is the reader's: ``read`` stands in its place between the two halves, ""
    where the style asks for none."""

    style: str
    before: str
    read: str = ""
    after: str = ""

    @property
    def text(self) -> str:
        """The whole, the day of reading still to be filled in."""
        return f"{self.before}{self.read}{self.after}"


@dataclass(frozen=True, slots=True)
class Cited:
    """The citations in one language."""

    lang: str
    foreign: bool  # not the page's language
    citations: tuple[Citation, ...]


def cited(given: Given, addresses: Urls, tongue: Tongue) -> tuple[Cited, ...]:
    """How to cite in each language, the page's own first."""
    others = (tag for tag in given.portal.languages if tag != tongue.tag)
    return tuple(
        Cited(tag, tag != tongue.tag, citations(given, addresses, replace(tongue, tag=tag)))
        for tag in (tongue.tag, *others)
    )


def citations(given: Given, addresses: Urls, tongue: Tongue) -> tuple[Citation, ...]:
    """The citations in one language."""
    package, entry = given.dataset.package, given.dataset.package.entry
    office = (given.provider.name if given.provider else given.portal.sponsor)[tongue.tag]
    title, portal = package.title[tongue.tag] or package.name, given.portal.title[tongue.tag]
    address = addresses.absolute(addresses.page(urls.dataset(package.name), tongue.tag))
    version, changed = package.version, (entry.modified or entry.issued) if entry else None

    edition = f"V{version}. " if version else ""
    placed = tongue.t("%(platform)s (%(day)s)", platform=portal, day=changed.isoformat()) if changed else portal
    before = f"{office}. {title}[DS/OL]. {edition}{placed}["
    gb = Citation("GB/T 7714—2025", before, tongue.t("accessed on …"), f"]. {address}.")

    year = str(changed.year) if changed else tongue.t("n.d.")
    apa_edition = f" ({tongue.t('Version %(number)s', number=version)})" if version else ""
    apa = f"{office}. ({year}). {title}{apa_edition} [{tongue.t('Data set')}]. {portal}. {address}"
    return gb, Citation("APA 7", apa)
