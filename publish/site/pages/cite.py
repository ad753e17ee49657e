"""Cite: how to name a dataset in a text, by GB/T 7714—2015 and by APA."""

from __future__ import annotations

from dataclasses import dataclass

from publish import urls
from publish.site.pages.given import Given
from publish.site.tongue import Tongue
from publish.urls import Urls


@dataclass(frozen=True, slots=True)
class Citation:
    """One way to cite."""

    style: str
    text: str


def citations(given: Given, addresses: Urls, tongue: Tongue) -> tuple[Citation, ...]:
    """The citations in one language. The day of reading is the reader's to add: the page is the same every day."""
    package, entry = given.dataset.package, given.dataset.package.entry
    office = (given.provider.name if given.provider else given.portal.sponsor)[tongue.tag]
    title = package.title[tongue.tag]
    changed = (entry.modified or entry.issued) if entry else None
    address = addresses.absolute(addresses.page(urls.dataset(package.name), tongue.tag))
    version, day = package.version, changed.isoformat() if changed else ""
    portal = given.portal.title[tongue.tag]
    edition = f"{tongue.t('version %(number)s', number=version)}. " if version else ""
    dated = f"({day})" if day else ""
    gb = f"{office}. {title}[DS/OL]. {edition}{dated}[{tongue.t('accessed on …')}]. {address}."
    year = str(changed.year) if changed else "n.d."
    apa_edition = f" ({tongue.t('Version %(number)s', number=version)})" if version else ""
    apa = f"{office}. ({year}). {title}{apa_edition} [{tongue.t('Data set')}]. {portal}. {address}"
    return Citation("GB/T 7714—2015", gb), Citation("APA 7", apa)
