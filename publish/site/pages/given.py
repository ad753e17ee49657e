"""Given: everything one dataset's pages are made of, gathered beforehand, so that a page needs nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from publish.admitted import Dataset
from publish.cache import digest
from publish.figures import Figures
from publish.model import Frequency, Level, Licence, Organisation, Portal, Text, Topic
from publish.release import Download
from publish.site.charts.maps.joins import Join
from publish.tables import Table


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another dataset, as a page mentions it."""

    name: str
    title: Text


@dataclass(frozen=True, slots=True)
class Given:
    """One admitted dataset with what the registers and the other stages know of it."""

    dataset: Dataset
    portal: Portal
    figures: Figures = Figures()
    downloads: tuple[Download, ...] = ()
    embedded: Mapping[str, str] = field(default_factory=dict)  # JSON-LD, by language; made of all the rest
    provider: Organisation | None = None
    topic: Topic | None = None
    frequency: Frequency | None = None
    level: Level | None = None
    licences: tuple[Licence | None, ...] = ()  # of the register, one for each licence of the package
    portal_licence: Licence | None = None  # of what says nothing of its own
    approvers: tuple[Text, ...] = ()  # who allowed each waiver of the package
    related: tuple[Neighbour, ...] = ()
    successor: Neighbour | None = None  # what replaced a withdrawn one
    joins: tuple[Join, ...] = ()  # outlines that a column of its tables may belong to
    reached: tuple[Table, ...] = ()  # those of other datasets that keys of its tables point at

    @property
    def last_day(self) -> date | None:
        """The last day on which the next edition is not late; None when none is promised."""
        due = self.figures.timeliness.due
        return due + timedelta(days=self.frequency.grace if self.frequency else 0) if due else None

    @property
    def key(self) -> str:
        """Of everything the pages depend on, but the code, the theme and the frame. Not of what is embedded: that is
        made only for a page that is."""
        package = self.dataset.package
        return digest(
            [package.digest, package.status, self.dataset.verdict, [r.name for r in package.resources]],
            [(t.name, t.sha256) for t in (*self.dataset.tables, *self.reached)],
            [(d.form, d.url, d.size, d.ceiling, d.document and d.document.sha256) for d in self.downloads],
            repr(self.figures),
            repr((self.provider, self.topic, self.frequency, self.level, self.licences, self.portal_licence)),
            [(j.table, j.column, j.declared, *j.outlines.key_parts) for j in self.joins],
            repr((self.approvers, self.related, self.successor, self.portal)),
        )
