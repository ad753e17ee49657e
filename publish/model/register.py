"""The code lists that packages refer to, by code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from publish.model.entry import Opening
from publish.model.text import Text


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
    row: int = 0  # of the register's file, as a spreadsheet shows it


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

    def due(self, last: date | None) -> date | None:
        """The day by which the next edition is promised; None: no promise."""
        return last + timedelta(days=self.days) if last is not None and self.days is not None else None


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
class Planned:
    """An item of the open-data plan: ``planned``, ``released`` or ``cancelled``; ``dataset`` is the name of what came
    of it."""

    id: str
    title: Text
    provider: str
    planned: date | None
    status: str
    actual: date | None = None
    dataset: str = ""
    note: Text = Text()


@dataclass(frozen=True, slots=True)
class FieldName:
    """What a column that many tables have is called: ``role`` says what it stands for (longitude, person …), ``type``
    what it always is, ``unit`` what it is always counted in; "" where that is open."""

    title: str
    english: str
    aliases: tuple[str, ...] = ()
    type: str = ""
    unit: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class Registers:
    """The code lists that packages refer to, by code."""

    organisations: Mapping[str, Organisation] = field(default_factory=dict)
    topics: Mapping[str, Topic] = field(default_factory=dict)
    levels: Mapping[str, Level] = field(default_factory=dict)
    licences: Mapping[str, Licence] = field(default_factory=dict)
    frequencies: Mapping[str, Frequency] = field(default_factory=dict)
    requirements: Mapping[str, Requirement] = field(default_factory=dict)
    field_names: Mapping[str, FieldName] = field(default_factory=dict)
    plan: Mapping[str, Planned] = field(default_factory=dict)
