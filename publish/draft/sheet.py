"""Sheet: the cells of one worksheet or text file as they are, before anything is understood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from decimal import Decimal

Cell = str | float | bool | date | datetime | time | None  # None and "" are an empty cell


@dataclass(frozen=True, slots=True)
class Area:
    """Cells that were merged into one. Rows and columns are counted from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def height(self) -> int:
        return self.bottom - self.top + 1

    @property
    def width(self) -> int:
        return self.right - self.left + 1


@dataclass(frozen=True, slots=True)
class Sheet:
    """A grid, all rows of one width. ``formats`` are number formats by (row, column) where they are known;
    ``uncomputed`` are formulas whose value was never stored, ``errors`` those that failed."""

    file: str
    name: str  # "" for a text file
    rows: tuple[tuple[Cell, ...], ...]
    merged: tuple[Area, ...] = ()
    formats: Mapping[tuple[int, int], str] = field(default_factory=dict)
    uncomputed: tuple[tuple[int, int], ...] = ()
    errors: Mapping[tuple[int, int], str] = field(default_factory=dict)
    hidden: frozenset[int] = frozenset()  # columns that nobody sees
    hidden_rows: frozenset[int] = frozenset()  # rows that somebody hid
    filtered: frozenset[int] = frozenset()  # rows that a filter or a folded outline leaves out of sight

    @property
    def width(self) -> int:
        return len(self.rows[0]) if self.rows else 0

    @property
    def in_sight(self) -> Sheet:
        """The sheet with nothing in the rows that somebody hid."""
        if not self.hidden_rows:
            return self
        blank = (None,) * self.width
        return replace(self, rows=tuple(blank if i in self.hidden_rows else row for i, row in enumerate(self.rows)))


def filled(cell: Cell) -> bool:
    """Is there anything in the cell that a person can see?"""
    return cell is not None and not (isinstance(cell, str) and not cell.strip())


def seen(cell: Cell) -> str:
    """A cell as a person sees it: whole numbers without a point, days as ISO, no spaces around it."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return plain(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(timespec="seconds")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return cell.strip()


def plain(number: float) -> str:
    """A number with the fifteen digits a spreadsheet keeps, and no exponent."""
    if number.is_integer():
        return str(int(number)) if abs(number) < 1e15 else str(int(Decimal(f"{number:.14e}")))
    text = f"{number:.15g}"
    return text if "e" not in text else f"{number:.20f}".rstrip("0")
