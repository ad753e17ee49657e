"""What was found while a table was judged: plain values, worded later by the table rules.

Bounded: of each kind so many findings are kept as a person will read, the rest are counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

KEPT = 100  # findings of one kind in one resource
ENOUGH = 100_000  # of one kind: the rows behind them are not read
_ROWS_KEPT = 100_000


class What(StrEnum):
    """Every kind of finding."""

    # the file
    EMPTY = "empty"
    NOT_ITS_FORMAT = "not-its-format"
    BOMB = "bomb"
    ENCODING = "encoding"
    TWICE_ENCODED = "twice-encoded"
    CODEC = "codec"
    MIXED = "mixed-encodings"
    CONTROL = "control"
    UNSEEN = "unseen"
    LOST = "lost"
    QUESTION_MARKS = "question-marks"
    NUL = "nul"
    OLD_LINE_ENDS = "old-line-ends"
    MIXED_LINE_ENDS = "mixed-line-ends"
    DELIMITER = "delimiter"
    NO_SHEET = "no-sheet"
    DIALECT = "dialect"
    SCHEMA = "schema"
    # the header
    MISSING_COLUMN = "missing-column"
    EXTRA_COLUMN = "extra-column"
    WRONG_COLUMN = "wrong-column"
    TWICE_COLUMN = "twice-column"
    BLANK_COLUMN = "blank-column"
    CLASH_COLUMN = "clash-column"
    MANY_COLUMNS = "many-columns"
    MANY_ROWS = "many-rows"
    TITLE_ROW = "title-row"
    OTHER_HEADER = "other-header"
    WITHHELD_COLUMN = "withheld-column"
    NO_SCHEMA = "no-schema"
    UNKNOWN_TYPE = "unknown-type"
    BAD_FIELD = "bad-field"
    COSTLY_PATTERN = "costly-pattern"
    UNCHECKED_PATTERN = "unchecked-pattern"
    OUT_OF_TIME = "out-of-time"
    # rows
    SHORT_ROW = "short-row"
    LONG_ROW = "long-row"
    BLANK_ROW = "blank-row"
    OPEN_QUOTE = "open-quote"
    LONG_LINE = "long-line"
    HEADER_AGAIN = "header-again"
    NOT_A_ROW = "not-a-row"
    NOT_A_LIST = "not-a-list"
    KEY_WRITTEN_TWICE = "key-written-twice"
    # cells
    TYPE = "type"
    REQUIRED = "required"
    ENUM = "enum"
    RANGE = "range"
    LENGTH = "length"
    PATTERN = "pattern"
    STRUCTURE = "structure"
    TOO_LARGE = "too-large"
    NOT_FINITE = "not-finite"
    DIGITS = "digits"
    NUMBER_AS_TEXT = "number-as-text"
    ERROR_VALUE = "error-value"
    # keys
    KEY_TWICE = "key-twice"
    KEY_EMPTY = "key-empty"
    UNIQUE = "unique"
    NO_TARGET_ROW = "no-target-row"
    NO_TARGET = "no-target"
    TARGET_TYPE = "target-type"
    KEY_COLUMN = "key-column"
    KEY_WIDTH = "key-width"
    # places
    NOT_FEATURES = "not-features"
    GEOMETRY = "geometry"
    OPEN_RING = "open-ring"
    COORDINATE = "coordinate"
    GEOMETRY_TWICE = "geometry-twice"
    OTHER_SYSTEM = "other-system"
    SYSTEM_UNSAID = "system-unsaid"


# Worth saying, but the row is still a row.
MILD = frozenset(
    {
        What.NO_SCHEMA,
        What.COSTLY_PATTERN,
        What.NOT_FINITE,
        What.DIGITS,
        What.NUMBER_AS_TEXT,
        What.OLD_LINE_ENDS,
        What.MIXED_LINE_ENDS,
        What.UNSEEN,
        What.QUESTION_MARKS,
        What.HEADER_AGAIN,
        What.SYSTEM_UNSAID,
    }
)

# A cell refused: nothing more is asked of its row.
CELLS = frozenset(
    {
        What.SHORT_ROW,
        What.TYPE,
        What.REQUIRED,
        What.ENUM,
        What.RANGE,
        What.LENGTH,
        What.PATTERN,
        What.STRUCTURE,
        What.UNCHECKED_PATTERN,
        What.TOO_LARGE,
        What.ERROR_VALUE,
        What.GEOMETRY,
        What.OPEN_RING,
        What.COORDINATE,
    }
)

# The rows are all there, but do not fit together.
KEYS = frozenset(
    {
        What.KEY_TWICE,
        What.KEY_EMPTY,
        What.UNIQUE,
        What.NO_TARGET_ROW,
        What.NO_TARGET,
        What.TARGET_TYPE,
        What.KEY_COLUMN,
        What.KEY_WIDTH,
    }
)


class Enough(Exception):
    """So much is wrong that reading on says nothing new."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found, at a place. ``column`` is 1-based, ``row`` as a spreadsheet shows it; 0 when it has none."""

    what: What
    file: str = ""
    sheet: str = ""
    row: int = 0
    column: int = 0
    name: str = ""  # of the field
    value: str = ""
    detail: str = ""
    pointer: str = ""  # JSON Pointer into the resource, when it is the description that is wrong
    key: tuple[str, ...] = ()  # the fields of the key that stands twice


@dataclass(slots=True)
class Findings:
    """What was found in one resource. ``file`` and ``sheet`` are where the reading stands."""

    file: str = ""
    sheet: str = ""
    kept: list[Finding] = field(default_factory=list)
    counts: Counter[What] = field(default_factory=Counter)
    bad_rows: set[int] = field(default_factory=set)

    def add(self, what: What, **place: object) -> None:
        """One more. Raises Enough while rows are read, and there are too many of its kind."""
        self.counts[what] += 1
        if self.counts[what] >= ENOUGH and what not in KEYS:
            raise Enough
        if self.counts[what] <= KEPT:
            self.kept.append(Finding(what, **{"file": self.file, "sheet": self.sheet, **place}))  # type: ignore[arg-type]
        row = place.get("row")
        if isinstance(row, int) and row and what in CELLS and len(self.bad_rows) < _ROWS_KEPT:
            self.bad_rows.add(row)

    def add_rows(self, what: What, rows: Iterable[int], **place: object) -> None:
        """One for each row."""
        for row in rows:
            self.add(what, row=row, **place)

    def take(self, other: Findings, *whats: What) -> None:
        """Those of another reading, all or of these kinds only."""
        for one in other.kept:
            if not whats or one.what in whats:
                self.counts[one.what] += 1
                self.kept.append(one)

    def of(self, *whats: What) -> list[Finding]:
        """Those kept of these kinds, in the order found."""
        return [f for f in self.kept if f.what in whats]

    @property
    def serious(self) -> int:
        """How many are more than mild."""
        return sum(count for what, count in self.counts.items() if what not in MILD)

    @property
    def sound(self) -> bool:
        """May its Table be published?"""
        return not self.serious

    @property
    def whole(self) -> bool:
        """Does its Table hold every row as it is meant, so that other tables may be held against it?"""
        return all(what in MILD or what in KEYS for what, count in self.counts.items() if count)
