"""The entry in the public data resource catalogue (政务信息资源目录)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from publish.model.table import Field
from publish.model.text import Text, Value


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
class Access(Value):
    """How an entry is shared between offices, or opened to everybody."""

    type: str = Opening.UNCONDITIONAL.value
    condition: Text = Text()
    basis: Text = Text()
    apply: Text = Text()
    method: Text = Text()


@dataclass(frozen=True, slots=True)
class Contact(Value):
    """Who answers for something. A role, an office: never a private person."""

    name: Text = Text()
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Period(Value):
    """A period of days, both ends included; an open end is None."""

    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Entry(Value):
    """The entry in the public data resource catalogue (政务信息资源目录)."""

    code: str = ""
    topic: str = ""
    provider: str = ""
    status: str = Status.LIVE.value
    status_from: date | None = None
    status_reason: Text = Text()
    trial: Period = Period()  # the days on trial before it opens formally
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
    classification: str = ""  # class of the guide, where the code does not tell it
    formats: str = ""  # classes of format, in the guide's words, of an entry without data

    @property
    def open(self) -> bool:
        """May the open edition carry its data?"""
        return self.opening.type == Opening.UNCONDITIONAL and self.status in (Status.LIVE, Status.TRIAL)
