"""What a file holds beside what it shows at first sight: texts with their places, and facts that matter alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from publish.model import Text, bilingual

NOWHERE = Text()
CELLS = 400_000  # of one workbook or text document that are looked through
Own = Mapping[str | int, int]  # sheets of a workbook that are resources, by name or number: the row of their header


class What(Enum):
    """A fact about a file. The order is that of the report."""

    LOCKED = auto()  # it asks for a password
    UNREADABLE = auto()  # it cannot be looked through
    PARTLY = auto()  # it was looked through as far as the limits go; ``said`` is how far
    BOMB = auto()  # it unpacks to far more than it may
    NESTED = auto()  # an archive in an archive in an archive
    ESCAPING = auto()  # a member of an archive would be unpacked outside its folder
    MACRO = auto()
    OBJECT = auto()  # another file is embedded
    LINKED = auto()  # it fetches something from elsewhere when it is opened
    SCRIPT = auto()
    HIDDEN_SHEET = auto()
    HIDDEN_ROWS = auto()  # or columns
    PERSON = auto()  # a property names a person
    POSITION = auto()  # where a picture was taken


@dataclass(frozen=True, slots=True)
class Piece:
    """A text out of a file, and where it stood: sheet and cell, a line, or ``part`` (a page, a property) in words."""

    text: str
    part: Text = NOWHERE
    sheet: str = ""
    cell: str = ""
    row: int = 0


@dataclass(frozen=True, slots=True)
class Fact:
    """Something the file is or has. ``said`` is as much of it as a message may repeat: never a private value."""

    what: What
    part: Text = NOWHERE
    sheet: str = ""
    said: str | Text = ""


def cells_only(count: int | str, sheet: str = "") -> Fact:
    """No more than so many cells were looked through."""
    return Fact(What.PARTLY, sheet=sheet, said=bilingual(f"{count} 个单元格", f"{count} cells"))


class Closed(ValueError):
    """It cannot be looked through. ``what`` says how that is: UNREADABLE, LOCKED, BOMB."""

    def __init__(self, what: What = What.UNREADABLE) -> None:
        super().__init__(what.name)
        self.what = what
