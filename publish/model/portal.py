"""The portal's own record, and everything that was read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from publish.model.entry import Contact
from publish.model.package import Package
from publish.model.register import Registers
from publish.model.table import Json
from publish.model.text import Text


@dataclass(frozen=True, slots=True)
class Limits:
    """Ceilings of the outputs; a table above one is offered in the other forms. Rows, bytes, milliseconds. And what
    keeps persons from being known: the rows that must share a combination, the least count of persons in a cell."""

    csv_rows: int = 100_000_000
    excel_csv_rows: int = 1_048_575  # below the head; what is beyond Excel leaves out without a word
    xlsx_rows: int = 100_000
    json_rows: int = 1_000_000
    ndjson_rows: int = 100_000_000
    parquet_rows: int = 1_000_000_000
    geojson_rows: int = 200_000
    preview_rows: int = 20
    file_bytes: int = 2_000_000_000
    package_files: int = 5_000
    table_rows: int = 50_000_000
    api_rows: int = 1_000
    api_ms: int = 2_000
    group_rows: int = 5
    cell_count: int = 5
    rows_kept_percent: int = 80  # of a table's rows, from one edition to the next; fewer are asked about

    def rows(self, form: str) -> int:
        """The most rows of a table that is offered in a form: ``csv``, ``excel.csv``, ``xlsx`` …"""
        most: int = getattr(self, f"{form.replace('.', '_')}_rows")
        return most


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
    filing: Mapping[str, str] = field(default_factory=dict)  # icp, police, site_code, badge
    corrections: str = ""  # address of a form with {title} and {body}; "" for letters
    licence: str = ""
    languages: tuple[str, ...] = ("zh-Hans", "en")
    time_zone: str = "Asia/Shanghai"
    base_url: str = "http://127.0.0.1:8000"
    sources: tuple[str, ...] = ("datasets",)
    remote_hosts: tuple[str, ...] = ()  # whose files may be linked; none named: any of the public web
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
