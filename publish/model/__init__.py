"""The nouns of the portal: what a catalogue, a package, a resource and a field are. Frozen, typed, no I/O.

Every stage takes these and gives others; none changes one. Everything here can be pickled, so a value may cross
into a worker process. Dates are ``datetime.date``; sizes are bytes; languages are BCP 47 tags.
"""

from __future__ import annotations

from publish.model.change import Cell, Comparison, Difference, Earlier, ResourceChange, Turn
from publish.model.entry import Access, Contact, Entry, Opening, Period, Status
from publish.model.package import Link, Origin, Package, Privacy, Query, Version, Waiver
from publish.model.place import ENTRY, EntryCell, nearest
from publish.model.portal import Catalogue, Limits, Portal
from publish.model.register import (
    FieldName,
    Frequency,
    Level,
    Licence,
    Organisation,
    Planned,
    Registers,
    Requirement,
    Topic,
)
from publish.model.table import Category, Field, ForeignKey, Json, Resource, ResourceKind, Schema, SourceFile
from publish.model.text import FILL_IN, Text, bilingual, same_language
from publish.model.wanted import Picture, Wanted

__all__ = [
    "ENTRY",
    "FILL_IN",
    "Access",
    "Catalogue",
    "Category",
    "Cell",
    "Comparison",
    "Contact",
    "Difference",
    "Earlier",
    "Entry",
    "EntryCell",
    "Field",
    "FieldName",
    "ForeignKey",
    "Frequency",
    "Json",
    "Level",
    "Licence",
    "Limits",
    "Link",
    "Opening",
    "Organisation",
    "Origin",
    "Package",
    "Period",
    "Picture",
    "Planned",
    "Portal",
    "Privacy",
    "Query",
    "Registers",
    "Requirement",
    "Resource",
    "ResourceChange",
    "ResourceKind",
    "Schema",
    "SourceFile",
    "Status",
    "Text",
    "Topic",
    "Turn",
    "Version",
    "Waiver",
    "Wanted",
    "bilingual",
    "nearest",
    "same_language",
]
