"""The nouns of the portal: what a catalogue, a package, a resource and a field are. Frozen, typed, no I/O.

Every stage takes these and gives others; none changes one. Everything here can be pickled, so a value may cross
into a worker process. Dates are ``datetime.date``; sizes are bytes; languages are BCP 47 tags.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

Json = Any  # a value of JSON: None, bool, int, float, str, list or dict with string keys


@dataclass(frozen=True, slots=True)
class Text:
    """One text in one or more languages, in the order they were written: ((tag, string), …)."""

    said: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        return any(string for _, string in self.said)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self.said)

    def tag(self, lang: str) -> str:
        """The tag of the string that ``__getitem__`` gives for this language ("" when there is none).

        Tags match by prefix, both ways: ``zh`` finds ``zh-Hans`` and ``zh-Hans`` finds ``zh``.
        """
        for tag, string in self.said:
            if string and same_language(tag, lang):
                return tag
        return next((tag for tag, string in self.said if string), "")

    def __getitem__(self, lang: str) -> str:
        """The string in this language, else the first there is, else the empty string."""
        wanted = self.tag(lang)
        return next((string for tag, string in self.said if tag == wanted), "")

    def has(self, lang: str) -> bool:
        """Is it said in this language itself, not merely in another?"""
        return any(string and same_language(tag, lang) for tag, string in self.said)


def same_language(one: str, other: str) -> bool:
    """Do two BCP 47 tags name one language, the shorter being a prefix of the longer?"""
    a, b = one.lower().split("-"), other.lower().split("-")
    shorter = min(len(a), len(b))
    return a[:shorter] == b[:shorter]


# --- tables -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Category:
    """One value a field may hold, with the label people read."""

    value: str
    label: Text


@dataclass(frozen=True, slots=True)
class Field:
    """One column, as Table Schema says it."""

    name: str
    type: str = "string"
    format: str = "default"
    title: Text = Text()
    description: Text = Text()
    unit: Text = Text()
    categories: tuple[Category, ...] = ()
    categories_ordered: bool = False
    constraints: Mapping[str, Json] = field(default_factory=dict)
    missing_values: tuple[str, ...] | None = None  # None: the schema's
    raw: Mapping[str, Json] = field(default_factory=dict)  # the descriptor, as read

    @property
    def required(self) -> bool:
        return bool(self.constraints.get("required"))


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """Columns that point at rows of a table: of this resource (""), of this package, or of another package."""

    fields: tuple[str, ...]
    resource: str  # "" is the same resource
    reference: tuple[str, ...]
    package: str = ""  # "" is the same package


@dataclass(frozen=True, slots=True)
class Schema:
    """A Table Schema, version 1 and 2 read into one shape."""

    fields: tuple[Field, ...]
    primary_key: tuple[str, ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    unique_keys: tuple[tuple[str, ...], ...] = ()
    missing_values: tuple[str, ...] = ("",)
    fields_match: str = "exact"
    raw: Mapping[str, Json] = field(default_factory=dict)

    def field(self, name: str) -> Field | None:
        """The field of that name, or None."""
        return next((f for f in self.fields if f.name == name), None)


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file of a package with the digest taken when it was read: what was judged is what is published."""

    path: str  # as the descriptor says it, relative to the package folder, with forward slashes
    location: Path  # where it lies on this disk
    bytes: int
    sha256: str


class ResourceKind(StrEnum):
    """What can be done with a resource."""

    TABLE = "table"  # rows and columns: loaded, queried, converted
    GEO = "geo"  # GeoJSON: a table with a ``geometry`` text column
    FILE = "file"  # published as it is: document, image, GeoPackage …
    LINK = "link"  # remote, with hash and bytes: listed, not copied


@dataclass(frozen=True, slots=True)
class Resource:
    """One resource of a package."""

    name: str
    kind: ResourceKind
    title: Text = Text()
    description: Text = Text()
    paths: tuple[str, ...] = ()  # as written; empty when the data are inline
    data: Json = None  # inline data
    files: tuple[SourceFile, ...] = ()  # the local files found; one for each path, members of a multipart in order
    format: str = ""  # csv, tsv, xlsx, xls, ods, json, ndjson, parquet, geojson, pdf …; lower case
    mediatype: str = ""
    encoding: str = "utf-8"
    compression: str = ""  # gz, zip or ""
    dialect: Mapping[str, Json] = field(default_factory=dict)
    schema: Schema | None = None
    hash: str = ""  # as declared, with its algorithm: "sha256:…"
    bytes: int | None = None  # as declared
    raw: Mapping[str, Json] = field(default_factory=dict)

    @property
    def tabular(self) -> bool:
        return self.kind in (ResourceKind.TABLE, ResourceKind.GEO)


# --- the catalogue entry ------------------------------------------------------------------------------------------


class Status(StrEnum):
    """Where an entry stands in its life."""

    PLANNED = "planned"
    TRIAL = "trial"
    LIVE = "live"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"


class Opening(StrEnum):
    """How far data are shared or opened, widest first."""

    UNCONDITIONAL = "unconditional"
    CONDITIONAL = "conditional"
    WITHHELD = "withheld"


@dataclass(frozen=True, slots=True)
class Access:
    """How an entry is shared between offices, or opened to everybody."""

    type: str = Opening.UNCONDITIONAL.value
    condition: Text = Text()
    basis: Text = Text()
    apply: Text = Text()
    method: Text = Text()


@dataclass(frozen=True, slots=True)
class Contact:
    """Who answers for something. A role, an office: never a private person."""

    name: Text = Text()
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Period:
    """A period of days, both ends included; an open end is None."""

    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """The entry in the public data resource catalogue (政务信息资源目录)."""

    code: str = ""
    topic: str = ""
    provider: str = ""
    status: str = Status.LIVE.value
    status_from: date | None = None
    status_reason: Text = Text()
    replaced_by: str = ""
    sharing: Access = Access()
    opening: Access = Access()
    level: str = ""
    frequency: str = ""
    issued: date | None = None
    modified: date | None = None
    temporal: Period = Period()
    spatial: str = ""
    contact: Contact = Contact()
    secret: bool | None = None
    mandate: Text = Text()
    services: Text = Text()
    notes: Text = Text()
    crs: str = ""
    map_approval: str = ""
    related: tuple[str, ...] = ()
    renamed_from: tuple[str, ...] = ()
    registrations: tuple[str, ...] = ()
    items: tuple[Field, ...] = ()  # the described fields of an entry without data

    @property
    def open(self) -> bool:
        """May the open edition carry its data?"""
        return self.opening.type == Opening.UNCONDITIONAL and self.status in (Status.LIVE, Status.TRIAL)


# --- packages -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Link:
    """A licence, source or contributor of a Data Package: a title, where it is, and what part it plays."""

    title: Text = Text()
    path: str = ""
    name: str = ""
    version: str = ""
    email: str = ""
    organization: str = ""
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Version:
    """One line of ``history.csv``."""

    version: str
    date: date | None
    kind: str  # new, update, correction, withdrawal
    note: Text = Text()


@dataclass(frozen=True, slots=True)
class Waiver:
    """A privacy finding that a responsible office has allowed, until a day."""

    rule: str
    resource: str = ""
    field: str = ""
    reason: Text = Text()
    approver: str = ""
    expires: date | None = None


@dataclass(frozen=True, slots=True)
class Privacy:
    """Whose the rows are: facilities, single persons, or counts of persons."""

    unit: str = "facility"
    quasi_identifiers: tuple[str, ...] = ()
    count: str = ""


@dataclass(frozen=True, slots=True)
class Query:
    """A query the publisher offers, run by Datasette as a canned query."""

    name: str
    sql: str
    title: Text = Text()


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a harvested package was taken from."""

    portal: str
    id: str
    url: str
    fetched: str


@dataclass(frozen=True, slots=True)
class Package:
    """One data package, read."""

    name: str
    id: str
    title: Text
    description: Text = Text()
    languages: tuple[str, ...] = ()
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
    charts: tuple[Mapping[str, Json], ...] = ()
    resources: tuple[Resource, ...] = ()
    readme: Text = Text()  # Markdown
    history: tuple[Version, ...] = ()  # oldest first
    origin: Origin | None = None
    folder: Path = Path()
    descriptor: SourceFile | None = None
    extras: tuple[SourceFile, ...] = ()  # README and history files: part of the package, not resources
    raw: Mapping[str, Json] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)  # JSON Pointer -> line of the descriptor
    digest: str = ""  # of the descriptor and every file: equal digests, equal packages

    def resource(self, name: str) -> Resource | None:
        """The resource of that name, or None."""
        return next((r for r in self.resources if r.name == name), None)

    @property
    def status(self) -> str:
        return self.entry.status if self.entry else Status.LIVE.value

    @property
    def tombstone(self) -> bool:
        """Is only the entry left?"""
        return self.status == Status.WITHDRAWN


# --- registers ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Organisation:
    """An office of the register: ``code`` is its unified social credit code, ``slug`` its address."""

    code: str
    slug: str
    name: Text
    tier: str = ""
    region: str = ""
    parent: str = ""
    roles: tuple[str, ...] = ()
    org_type: str = ""
    phone: str = ""
    email: str = ""
    homepage: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    successor: str = ""
    sample: bool = False


@dataclass(frozen=True, slots=True)
class Topic:
    slug: str
    name: Text
    description: Text = Text()
    dcat_theme: str = ""
    guide_class: str = ""
    sort: int = 0


@dataclass(frozen=True, slots=True)
class Level:
    """A security level, and the widest opening it allows."""

    code: str
    name: Text
    description: Text = Text()
    widest_opening: str = Opening.WITHHELD.value


@dataclass(frozen=True, slots=True)
class Licence:
    id: str
    name: Text
    url: str = ""
    open: bool = False
    summary: Text = Text()


@dataclass(frozen=True, slots=True)
class Frequency:
    """How often an entry is renewed: ``days`` between updates at most (None: no promise) and days of ``grace``."""

    slug: str
    name: Text
    days: int | None = None
    grace: int = 0
    eu_code: str = "UNKNOWN"


@dataclass(frozen=True, slots=True)
class Requirement:
    """What a regulation asks, and what of the portal meets it: ``met``, ``partly`` or ``not-yet``."""

    code: str
    source: Text
    requirement: Text
    status: str
    how: Text
    where: str = ""


@dataclass(frozen=True, slots=True)
class Registers:
    """The code lists that packages refer to, by code."""

    organisations: Mapping[str, Organisation] = field(default_factory=dict)
    topics: Mapping[str, Topic] = field(default_factory=dict)
    levels: Mapping[str, Level] = field(default_factory=dict)
    licences: Mapping[str, Licence] = field(default_factory=dict)
    frequencies: Mapping[str, Frequency] = field(default_factory=dict)
    requirements: Mapping[str, Requirement] = field(default_factory=dict)


# --- the portal ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Limits:
    """Ceilings of the outputs; a table above one is offered in the other forms. Rows, bytes, milliseconds."""

    xlsx_rows: int = 100_000
    json_rows: int = 1_000_000
    geojson_rows: int = 200_000
    preview_rows: int = 20
    file_bytes: int = 2_000_000_000
    api_rows: int = 1_000
    api_ms: int = 2_000


@dataclass(frozen=True, slots=True)
class Portal:
    """The portal's own record, from ``metadata.yml``."""

    id: str
    title: Text
    description: Text = Text()
    tier: str = ""
    region: str = ""
    parent: str = ""
    demo: bool = False
    demo_notice: Text = Text()
    sponsor: Text = Text()
    operator: Text = Text()
    contact: Contact = Contact()
    filing: Mapping[str, str] = field(default_factory=dict)  # icp, police, site_code
    licence: str = ""
    languages: tuple[str, ...] = ("zh-Hans", "en")
    time_zone: str = "Asia/Shanghai"
    base_url: str = "http://127.0.0.1:8000"
    sources: tuple[str, ...] = ("datasets",)
    limits: Limits = Limits()
    raw: Mapping[str, Json] = field(default_factory=dict)

    @property
    def language(self) -> str:
        """The default language, whose pages stand at the root."""
        return self.languages[0]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything that was read, before anything is judged."""

    portal: Portal
    registers: Registers
    packages: tuple[Package, ...]  # sorted by name
    root: Path = Path()  # the portal's folder
    digest: str = ""  # of metadata.yml and the registers: what every package is judged against

    def package(self, name: str) -> Package | None:
        """The package of that name, or None."""
        return next((p for p in self.packages if p.name == name), None)
