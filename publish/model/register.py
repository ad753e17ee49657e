"""The code lists that packages refer to, by code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

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
