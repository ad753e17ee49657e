"""What an update takes and gives: a dataset as it stands, what a person chose, and the update itself. No I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from publish.draft.remark import Remark
from publish.model import Package, Period, Text, Turn


@dataclass(frozen=True, slots=True)
class Standing:
    """A dataset as it lies in its folder: what was read of it, and the bytes of its files by their path in it."""

    package: Package
    files: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person decides. ``renames`` are headings of now by the column they are (its name or title); ``fresh`` are
    headings of columns that are new and taken in, ``left_out`` of those that are not; ``agreed``: every likely rename
    is taken; ``added``: all columns that are new are described and taken in."""

    resource: str = ""
    renames: Mapping[str, str] = field(default_factory=dict)
    fresh: frozenset[str] = frozenset()
    left_out: frozenset[str] = frozenset()
    agreed: bool = False
    added: bool = False
    version: str = ""
    temporal: Period | None = None
    note: str = ""
    note_en: str = ""


class How(StrEnum):
    """By what a column was known again, or what became of one that was not."""

    SAME = "same"  # its name or its title
    SPELLED = "spelled"  # that, spelled another way: spaces, brackets, a unit, a common other name
    LIKELY = "likely"  # its values and its name are much alike
    PERHAPS = "perhaps"  # they are somewhat alike: a person decides
    TOLD = "told"  # a person said so
    NEW = "new"  # it is none of before, and nobody said yet what to do
    FRESH = "fresh"  # it is none of before, and is taken in
    LEFT = "left"  # it is left out


@dataclass(frozen=True, slots=True)
class Match:
    """A column of the file (its place in the table, from 0, and its heading) and the column of the dataset it is."""

    name: str
    title: str
    place: int
    heading: str
    how: How

    @property
    def renamed(self) -> bool:
        return self.how in (How.LIKELY, How.PERHAPS)


@dataclass(frozen=True, slots=True)
class Doubt:
    """A column of the file of which a person may say something else than was found: the column it is taken for (its
    name; "" for none), its place in the sheet and a few of its values."""

    heading: str
    how: How
    name: str = ""
    letter: str = ""
    samples: tuple[str, ...] = ()


class Stop(StrEnum):
    """What stands in the way of an update."""

    OTHER = "other"  # hardly a column is one of the dataset: it is another table
    MISSING = "missing"  # a column of the dataset is not in the file
    NEW = "new"  # a column of the file is not in the dataset
    DOUBTFUL = "doubtful"  # a column may be one of before
    STRANGER = "stranger"  # a rename names what is not there
    UNIT = "unit"  # a column is counted in another unit
    BY_HAND = "by-hand"  # the file or the description cannot be written by this program


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why the update cannot be made yet, and what to do."""

    stop: Stop
    message: Text
    fix: Text
    file: str = ""
    sheet: str = ""
    cell: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row that was added, removed or changed: its cells before and after, as CSV writes them; () where there is no
    such row."""

    turn: Turn
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """Where the rows came from: the file and sheet; the number of each row; each column by its number from 1."""

    file: str
    sheet: str
    rows: tuple[int, ...]
    columns: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Renewed:
    """One table or file of the dataset that gets new contents. ``rows`` is None where rows cannot be told apart: it is
    no table, or the one of before could not be read."""

    resource: str
    title: Text
    path: str
    source: Source
    matches: tuple[Match, ...] = ()
    headings: tuple[tuple[str, str], ...] = ()  # (name, title) of the columns that ``rows`` have
    rows: tuple[Row, ...] | None = None
    changed: bool = True
    added: tuple[str, ...] = ()  # names of the columns that are new
    doubts: tuple[Doubt, ...] = ()  # in the order of the file
    unsure: tuple[tuple[str, str], ...] = ()  # (name, title) of the columns that a person may say something of

    def count(self, turn: Turn) -> int:
        """How many rows of this kind."""
        return sum(row.turn is turn for row in self.rows or ())


@dataclass(frozen=True, slots=True)
class Update:
    """A new version of a dataset, not yet written. ``files`` are the new bytes by path in its folder; none when nothing
    changed or something stands in the way."""

    name: str
    before: str
    version: str
    day: date
    temporal: Period | None
    tables: tuple[Renewed, ...] = ()
    files: Mapping[str, bytes] = field(default_factory=dict)
    line: str = ""  # of history.csv
    note: Text = Text()  # what changed, in one sentence
    remarks: tuple[Remark, ...] = ()
    obstacles: tuple[Obstacle, ...] = ()

    @property
    def changed(self) -> bool:
        """Is there anything new?"""
        return any(table.changed for table in self.tables)

    @property
    def ready(self) -> bool:
        """May it be written?"""
        return self.changed and not self.obstacles

    @property
    def renames(self) -> tuple[Match, ...]:
        """The columns that seem to have another heading now."""
        return tuple(m for table in self.tables for m in table.matches if m.renamed)

    @property
    def counts(self) -> Mapping[Turn, int]:
        """Rows added, changed and removed, of all tables."""
        turns = (Turn.ADDED, Turn.CHANGED, Turn.REMOVED)
        return {turn: sum(table.count(turn) for table in self.tables) for turn in turns}
