"""What a resource is, and what its rows look like: Table Schema of both versions, read into one shape."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from publish.model.text import Text, Value

Json = Any  # a value of JSON: None, bool, int, float, str, list or dict with string keys


@dataclass(frozen=True, slots=True)
class Category(Value):
    """One value a field may hold, with the label people read."""

    value: str
    label: Text


@dataclass(frozen=True, slots=True)
class Field(Value):
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
    basis: Text = Text()  # of a withheld column: why it is not given
    drafted: tuple[str, ...] = ()  # the keys that a program wrote and nobody has looked at
    raw: Mapping[str, Json] = field(default_factory=dict)  # the descriptor, as read

    @property
    def required(self) -> bool:
        return bool(self.constraints.get("required"))


@dataclass(frozen=True, slots=True)
class ForeignKey(Value):
    """Columns that point at rows of a table: of this resource (""), of this package, or of another package."""

    fields: tuple[str, ...]
    resource: str  # "" is the same resource
    reference: tuple[str, ...]
    package: str = ""  # "" is the same package


@dataclass(frozen=True, slots=True)
class Schema(Value):
    """A Table Schema, version 1 and 2 read into one shape."""

    fields: tuple[Field, ...]
    primary_key: tuple[str, ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    unique_keys: tuple[tuple[str, ...], ...] = ()
    missing_values: tuple[str, ...] = ("",)
    fields_match: str = "exact"
    withheld: tuple[Field, ...] = ()  # columns that exist but are not given: described, and absent from the data
    raw: Mapping[str, Json] = field(default_factory=dict)

    def field(self, name: str) -> Field | None:
        """The field of that name, or None."""
        return next((f for f in self.fields if f.name == name), None)


@dataclass(frozen=True, slots=True)
class SourceFile(Value):
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
class Resource(Value):
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
