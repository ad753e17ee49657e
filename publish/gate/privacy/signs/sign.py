"""What a sign of personal or secret data is, and what was counted of it in a column.

A sign is weighed in one cell (``weigh``), then in its column (``judged``): one number that looks like a telephone's
may be a serial, a column of them is not. Everything here is pure.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

# Full-width letters and digits, what cannot be seen, and the other ways to write a hyphen or a space.
ODD = (
    "[\u00a0\u00ad\u2000-\u2015\u202a-\u202f\u2060-\u2064\u2212\u3000"
    "\uff0b\uff0d-\uff0f\uff10-\uff1a\uff1d\uff20-\uff3a\uff3f\uff41-\uff5a\ufeff]"
)
INVISIBLE = "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]"
HYPHENS = "[\u2010-\u2015\u2212]"
_ODD, _INVISIBLE, _HYPHENS = re.compile(ODD), re.compile(INVISIBLE), re.compile(HYPHENS)


def plain(text: str) -> str:
    """The text as it looks: full-width letters and digits narrow, nothing invisible, one kind of hyphen."""
    if text.isascii() or not _ODD.search(text):
        return text
    return _HYPHENS.sub("-", unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)))


class Weight(IntEnum):
    """What one cell is to a sign."""

    NOTHING = 0
    ALIKE = 1  # of the same look
    HIT = 2


class Confidence(IntEnum):
    """What a column is to a sign."""

    NONE = 0
    LIKELY = 1  # a warning
    SURE = 2  # whatever the kind says


@dataclass(frozen=True, slots=True)
class About:
    """What the columns beside say of the rows."""

    organisations: bool = False  # a column names offices, firms, schools, stations …
    persons: bool = False  # a column names persons, or the package says its rows are persons
    facility: bool = False  # the package says its rows are facilities


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was counted in one column, its name, and what its table is about."""

    cells: int = 0  # that say anything
    kin: int = 0  # that pass for the same sort of thing from afar: numbers as long
    alike: int = 0  # of the same look, hits among them
    hits: int = 0
    varieties: int = 0  # different beginnings, or whatever the sign calls its variety; 64 at most
    named: bool = False
    numbers: bool = False  # the column is of numbers, not of text
    about: About = About()


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign. ``look`` and ``kin`` are patterns for the linear-time engine, over plain text: every cell that is not
    NOTHING matches ``look``. ``weigh`` is the exact test of plain text; ``stands`` that of running text, without a
    column's evidence (None: it never stands alone)."""

    name: str
    code: str  # its kind of problem in a column
    text_code: str  # its kind of problem in a text; "" where it never stands alone
    look: str
    weigh: Callable[[str], Weight]
    named: re.Pattern[str]  # names of columns that speak for it
    judged: Callable[[Evidence], Confidence]
    kin: str = ""  # "": the same as ``look``
    stands: Callable[[str], bool] | None = None
    variety: Callable[[str], str] | None = None
    only_named: bool = False  # looked for in columns whose name speaks for it, and nowhere else
    lengths: frozenset[int] = frozenset()  # a cell of nothing but digits is one, or its kin, only with so many of them
    smallest: int = 10_000_000_000  # of the whole numbers that could be one, or be its kin

    def holds(self, text: str) -> bool:
        """Is it in this cell, whatever the width of its letters?"""
        return self.weigh(plain(text)) is Weight.HIT


def weighing(holds: Callable[[str], bool]) -> Callable[[str], Weight]:
    """The weight of a sign that knows only yes and no."""
    return lambda text: Weight.HIT if holds(text) else Weight.ALIKE


def more_than_chance(found: Evidence, chance: float) -> bool:
    """Are there more hits than chance gives among so many cells that look alike? All of them always are."""
    expected = found.alike * chance
    return found.hits == found.alike or found.hits > 1 + expected + 3 * expected**0.5


def share(found: Evidence) -> float:
    """The hits among the cells that look alike."""
    return found.hits / found.alike if found.alike else 0.0


def column_name(*words: str) -> re.Pattern[str]:
    """Names of columns as ``spoken``: a Chinese word anywhere, an English one by itself, its spaces written or not, and
    with or without the word for a number after it."""
    chinese = [word for word in words if not word.isascii()]
    latin = "|".join(word.replace(" ", " ?") for word in words if word.isascii())
    if latin:
        chinese.append(rf"(?<![a-z])(?:{latin})(?: ?(?:no|number|num|id|s))?(?![a-z])")
    return re.compile("|".join(chinese))


def spoken(name: str) -> str:
    """A column's name as ``column_name`` reads it: ``idCardNo`` and ``ID_CARD_NO`` are ``id card no``."""
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|[_\-./\s]+", " ", plain(name))
    return parted.lower().strip()
