"""Listing: one dataset as every catalogue lists it, with what its codes point at looked up once.

The catalogues differ in how they say a thing, never in what they say: all of them read a Listing.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from types import MappingProxyType

from publish import urls
from publish.admitted import Admitted, Dataset
from publish.cache import digest
from publish.model import Contact, Entry, Licence, Link, Organisation, Package, Portal, Resource, Text, Topic
from publish.release import Download
from publish.tables import Table
from publish.urls import Urls

# Every identifier that is not written in a package is made in this space, so that it is the same in every build.
_WEB = re.compile(r"https?://\S", re.I)
_SPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:kaimen:catalogue")


def identify(kind: str, name: str) -> str:
    """The UUID of a thing: a package or resource by what is in its descriptor, an office by its code …"""
    return str(uuid.uuid5(_SPACE, f"{kind}:{name}"))


def package_id(package: Package) -> str:
    """The UUID of a package: its own when it has one, else made from its ``id`` or, failing that, its name."""
    written = package.id.strip()
    try:
        return str(uuid.UUID(written.removeprefix("urn:uuid:")))
    except ValueError:
        return identify("package", written or package.name)


def download_id(package: Package, download: Download) -> str:
    """The UUID of one form of one resource. It stays through a rename of the package."""
    # A resource that is named like its package keeps its identifier when both are renamed.
    stem = "" if download.resource == package.name else download.resource
    # A resource may have been handed in as several files.
    file = download.url.partition("/original/")[2] if download.form == "original" else ""
    return identify("download", f"{package_id(package)}/{stem}.{download.form}/{file}")


def described(package: Package) -> Entry:
    """The catalogue entry, empty when the descriptor has none."""
    return package.entry or Entry()


@dataclass(frozen=True, slots=True)
class Listing:
    """One dataset, its downloads that are offered, and its place in the registers."""

    dataset: Dataset
    downloads: tuple[Download, ...]
    portal: Portal
    urls: Urls
    provider: Organisation | None
    topic: Topic | None
    licence: Licence | None
    frequency: str  # the EU code
    referred: Mapping[str, Table]  # the tables that its tables point at, by name, of other datasets too
    edition: str = ""  # digest of all this and of the registers

    @property
    def package(self) -> Package:
        return self.dataset.package

    @property
    def entry(self) -> Entry:
        return described(self.dataset.package)

    @property
    def id(self) -> str:
        return package_id(self.package)

    @property
    def url(self) -> str:
        """The dataset page in the default language, absolute."""
        return self.urls.absolute(urls.dataset(self.package.name))

    def page(self, lang: str) -> str:
        """The dataset page in a language, absolute."""
        return self.urls.absolute(self.urls.page(urls.dataset(self.package.name), lang))

    @property
    def licence_link(self) -> Link:
        """The licence with an address: the package's own words first, the register's where it has none. A path in the
        package is no address: it would name another thing in every document."""
        own = self.package.licenses[0] if self.package.licenses else Link()
        known = self.licence
        return Link(
            title=own.title or (known.name if known else Text()),
            path=own.path if _WEB.match(own.path) else (known.url if known else ""),
            name=own.name or (known.id if known else ""),
        )

    @property
    def contact(self) -> Contact:
        """Who answers questions: the entry's contact, else the provider's, else the portal's."""
        if self.entry.contact != Contact():
            return self.entry.contact
        if self.provider:
            return Contact(self.provider.name, self.provider.phone, self.provider.email)
        return self.portal.contact

    @property
    def issued(self) -> date | None:
        """The day of first publication: the entry's, else that of the first version."""
        return self.entry.issued or next((v.date for v in self.package.history if v.date), None)

    @property
    def modified(self) -> date | None:
        """The day the data last changed: the entry's, else that of the last version, else that of publication."""
        last = next((v.date for v in reversed(self.package.history) if v.date), None)
        return self.entry.modified or last or self.issued

    @property
    def keywords(self) -> tuple[tuple[str, str], ...]:
        """(language tag, keyword), each once, in the order written."""
        return tuple(dict.fromkeys((tag, word) for text in self.package.keywords for tag, word in text if word))

    def resource(self, download: Download) -> Resource | None:
        """The resource a download is a form of; None for the whole package."""
        return self.package.resource(download.resource)


def listings(admitted: Admitted, downloads: Mapping[str, tuple[Download, ...]]) -> Iterator[Listing]:
    """Every entry that catalogues list: admitted or held, and not withdrawn. In order of name."""
    tables = {table.name: table for table in admitted.tables}
    for dataset in admitted.shown:
        if not dataset.package.tombstone:
            yield listing(admitted, dataset, downloads.get(dataset.name, ()), tables)


_NONE: Mapping[str, Table] = MappingProxyType({})


def listing(
    admitted: Admitted, dataset: Dataset, downloads: tuple[Download, ...], tables: Mapping[str, Table] = _NONE
) -> Listing:
    """One dataset, looked up in the registers; ``tables`` are those it may point at, by name."""
    package, registers = dataset.package, admitted.registers
    offered = tuple(d for d in downloads if d.document)
    frequency = registers.frequencies.get(described(package).frequency)
    name = package.licenses[0].name if package.licenses else admitted.portal.licence
    referred = {r.table: tables[r.table] for t in dataset.tables for r in t.references if r.table in tables}
    return Listing(
        dataset=dataset,
        downloads=offered,
        portal=admitted.portal,
        urls=Urls.of(admitted.portal),
        provider=admitted.provider(package),
        topic=admitted.topic(package),
        licence=registers.licences.get(name),
        frequency=frequency.eu_code if frequency else "UNKNOWN",
        referred=referred,
        edition=digest(
            admitted.digest,
            package.digest,
            dataset.verdict,
            [[d.url, d.media_type, d.size, d.document.sha256 if d.document else ""] for d in offered],
            [[t.name, t.rows, t.sha256] for t in dataset.tables],
            [[t.package, t.resource, [asdict(f) for f in t.fields]] for t in referred.values()],
        ),
    )
