"""Admitted: the proof that the gate was passed, for one edition.

It is made in one place, ``gate.admit``, and holds only what the edition may show: no later stage tests visibility.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from publish.model import Opening, Organisation, Package, Portal, Registers, Status, Topic
from publish.problems import Report, Verdict
from publish.tables import Table


@dataclass(frozen=True, slots=True)
class Dataset:
    """One admitted package with its tables. HELD: an earlier edition stands in for one that was closed.

    SUSPENDED and CLOSED ones carry no resources, no tables and no texts but their name: a page with a notice.
    """

    package: Package
    tables: tuple[Table, ...] = ()
    verdict: Verdict = Verdict.OPEN

    @property
    def name(self) -> str:
        return self.package.name

    @property
    def shown(self) -> bool:
        """Is there more to show than a notice?"""
        return self.verdict in (Verdict.OPEN, Verdict.HELD)

    @property
    def pictured(self) -> bool:
        """May an image of its own stand for it elsewhere? Only what is open to all and offered now is shown abroad."""
        entry = self.package.entry
        offered = entry is None or (
            entry.status in (Status.LIVE, Status.TRIAL) and entry.opening.type == Opening.UNCONDITIONAL
        )
        return self.shown and offered and bool(self.package.resources)

    def table(self, resource: str) -> Table | None:
        """The table of a resource, or None when it is not one."""
        return next((t for t in self.tables if t.resource == resource), None)


@dataclass(frozen=True, slots=True)
class Admitted:
    """What one edition publishes."""

    portal: Portal
    registers: Registers
    datasets: tuple[Dataset, ...]  # sorted by name
    report: Report
    as_of: date
    edition: str = "open"
    digest: str = ""  # of the portal's record and the registers

    @property
    def shown(self) -> tuple[Dataset, ...]:
        """Datasets with more to show than a notice."""
        return tuple(d for d in self.datasets if d.shown)

    @property
    def tables(self) -> Iterator[Table]:
        """Every table, in order."""
        return (table for dataset in self.datasets for table in dataset.tables)

    def provider(self, package: Package) -> Organisation | None:
        """The office that answers for a package, or None when it names none of the register."""
        return self.registers.organisations.get(package.entry.provider) if package.entry else None

    def topic(self, package: Package) -> Topic | None:
        """The topic of a package, or None."""
        return self.registers.topics.get(package.entry.topic) if package.entry else None
