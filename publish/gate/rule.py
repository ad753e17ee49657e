"""What a rule is. Each rule is one class; its docstring, English and then a ``中文`` section, is its manual page.

A rule says what it finds and goes on. It raises for nothing a steward can mend: an exception is a bug and stops the
build. There are six scopes, by what a rule needs to see:

- PackageRule: the bytes of one package. Kept in the cache for as long as the package does not change.
- TableRule: words for what was found while a table was judged (``gate.schema``). Kept with it.
- EntryRule: the description of one package beside the registers and the day. Cheap, so judged anew on every run.
- QueryRule: the queries of one package beside the tables of all.
- CatalogueRule: every package beside the others.
- ChangeRule: one package beside an earlier state of it. Asked only with ``--against``.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from publish.gate.privacy.found import Found
from publish.gate.schema.finding import Findings
from publish.gate.schema.places import Places
from publish.gate.schema.rough import Rough
from publish.gate.versions.change import Change
from publish.model import Catalogue, Package, Portal, Registers, Resource, bilingual
from publish.problems import Manual, Problem
from publish.tables import Table


@dataclass(frozen=True, slots=True)
class Case:
    """One package with the tables made of it, by resource name, where their rows stood, and what their columns hold.
    Their rows are all there; a table that has some wrong is among ``rough``, a file at a time."""

    package: Package
    portal: Portal
    tables: Mapping[str, Table] = field(default_factory=dict)
    places: Mapping[str, Places] = field(default_factory=dict)  # of their rows
    rough: tuple[Rough, ...] = ()
    personal: tuple[Found, ...] = ()  # read once for all rules about it

    def places_of(self, table: Table) -> Places:
        """Where the rows of a table stood, be it a rough one."""
        return next((one.places for one in self.rough if one.table is table), None) or self.places[table.resource]

    @property
    def read(self) -> frozenset[str]:
        """The names of the resources of whose rows anything was read."""
        return frozenset(self.tables) | {one.table.resource for one in self.rough}


@dataclass(frozen=True, slots=True)
class Around:
    """What an entry is held against."""

    portal: Portal
    registers: Registers
    as_of: date


class Rule(ABC):
    """One rule, or a close group, and the kinds it may report."""

    codes: ClassVar[tuple[str, ...]]

    @classmethod
    def manual(cls) -> Manual:
        """Its docstring as a page in each language."""
        english, _, chinese = _unindented(cls.__doc__ or "").partition("中文\n")
        return Manual(cls.codes, cls.__name__, bilingual(chinese.strip(), english.strip()))


class PackageRule(Rule):
    """Sees one package, its files and its tables."""

    @abstractmethod
    def check(self, case: Case) -> Iterator[Problem]:
        """What is wrong with the package."""


class TableRule(Rule):
    """Words what was found in the rows of one resource."""

    @abstractmethod
    def check(self, findings: Findings, package: Package, resource: Resource) -> Iterator[Problem]:
        """The findings that are this rule's, as problems."""


class EntryRule(Rule):
    """Sees one description, the registers and the day."""

    @abstractmethod
    def check(self, package: Package, around: Around) -> Iterator[Problem]:
        """What is wrong with the description."""


class QueryRule(Rule):
    """Sees the queries of one package and the tables they may ask."""

    @abstractmethod
    def check(
        self, package: Package, portal: Portal, tables: Mapping[str, Table], known: Collection[str]
    ) -> Iterator[Problem]:
        """What is wrong with the queries. ``tables`` are by their names in small letters; ``known`` are the names of
        all packages, also of those whose tables are not here."""


class CatalogueRule(Rule):
    """Sees all packages."""

    @abstractmethod
    def check(self, catalogue: Catalogue) -> Iterator[Problem]:
        """What is wrong between packages."""


class ChangeRule(Rule):
    """Sees one package as it was and as it is."""

    @abstractmethod
    def check(self, change: Change, around: Around) -> Iterator[Problem]:
        """What the change breaks, or leaves untold."""


def _unindented(text: str) -> str:
    return re.sub(r"(?m)^ {4}", "", text)
