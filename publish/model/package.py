"""One data package."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from publish.model.entry import Entry, Status
from publish.model.place import EntryCell
from publish.model.table import Json, Resource, SourceFile
from publish.model.text import Text, Value, same_language
from publish.model.wanted import Wanted


@dataclass(frozen=True, slots=True)
class Link(Value):
    """A licence, source or contributor of a Data Package: a title, where it is, and what part it plays."""

    title: Text = Text()
    path: str = ""
    name: str = ""
    version: str = ""
    email: str = ""
    organization: str = ""
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Version(Value):
    """One line of ``history.csv``."""

    version: str
    date: date | None
    kind: str  # new, update, correction, withdrawal
    note: Text = Text()


@dataclass(frozen=True, slots=True)
class Waiver(Value):
    """A privacy finding that a responsible office has allowed, until a day."""

    rule: str
    resource: str = ""
    field: str = ""
    reason: Text = Text()
    approver: str = ""
    expires: date | None = None


@dataclass(frozen=True, slots=True)
class Privacy(Value):
    """Whose the rows are: facilities, single persons, or counts of persons."""

    unit: str = "facility"
    quasi_identifiers: tuple[str, ...] = ()
    sensitive: tuple[str, ...] = ()  # what a reader must not learn of a person found by them
    count: str = ""
    k: int | None = None  # rows that must share a combination, where more are asked than by the portal


@dataclass(frozen=True, slots=True)
class Query(Value):
    """A query the publisher offers, run by Datasette as a canned query."""

    name: str
    sql: str
    title: Text = Text()


@dataclass(frozen=True, slots=True)
class Origin(Value):
    """Where a harvested package was taken from."""

    portal: str
    id: str
    url: str
    fetched: str


@dataclass(frozen=True, slots=True)
class Package(Value):
    """One data package, read."""

    name: str
    id: str
    title: Text
    description: Text = Text()
    languages: tuple[str, ...] = ()
    translation: tuple[tuple[str, str], ...] = ()  # (tag, who wrote it in that language): ``machine``, or ``person``
    version: str = ""
    created: str = ""
    homepage: str = ""
    image: str = ""
    licenses: tuple[Link, ...] = ()
    sources: tuple[Link, ...] = ()
    contributors: tuple[Link, ...] = ()
    keywords: tuple[Text, ...] = ()
    entry: Entry | None = None  # None: the descriptor has no ``catalogue`` key
    privacy: Privacy = Privacy()
    waivers: tuple[Waiver, ...] = ()
    queries: tuple[Query, ...] = ()
    charts: tuple[Wanted, ...] | None = None  # None: nothing is said, so pictures are chosen
    resources: tuple[Resource, ...] = ()
    readme: Text = Text()  # Markdown
    history: tuple[Version, ...] = ()  # oldest first
    origin: Origin | None = None
    folder: Path = Path()
    descriptor: SourceFile | None = None
    extras: tuple[SourceFile, ...] = ()  # README and history files: part of the package, not resources
    raw: Mapping[str, Json] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)  # JSON Pointer -> line of the descriptor
    cells: Mapping[str, EntryCell] = field(default_factory=dict)  # JSON Pointer -> the cell of entry.xlsx that says it
    sheet: SourceFile | None = None  # entry.xlsx beside a descriptor: part of the package, never published
    digest: str = ""  # of the descriptor and every file: equal digests, equal packages

    def resource(self, name: str) -> Resource | None:
        """The resource of that name, or None."""
        return next((r for r in self.resources if r.name == name), None)

    def by_machine(self, lang: str) -> bool:
        """Were its texts in this language written by a machine, and is that said?"""
        return any(how == "machine" and same_language(tag, lang) for tag, how in self.translation)

    @property
    def status(self) -> str:
        return self.entry.status if self.entry else Status.LIVE.value

    @property
    def tombstone(self) -> bool:
        """Is only the entry left?"""
        return self.status == Status.WITHDRAWN

    @property
    def ended(self) -> bool:
        """Were its data taken away, for now or for good? Nothing of them is in the package then."""
        return self.status in (Status.SUSPENDED, Status.WITHDRAWN)
