"""Where the rows of a Table stood in the files they came from."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Run:
    """Rows of the table from ``start`` on that stood one after another in a file from row ``row`` on. ``columns`` says
    where each field stood (from 0); empty where they stood in the order of the fields."""

    start: int
    file: str
    sheet: str
    row: int
    columns: tuple[int, ...] = ()

    def column(self, field: int) -> int:
        """Where the field of that number (from 0) stood, from 0."""
        return self.columns[field] if self.columns else field


@dataclass(slots=True)
class Places:
    """The runs of a table, in order. A new one starts with each file and after each gap."""

    runs: list[Run] = field(default_factory=list)
    _rows: int = 0
    _columns: tuple[int, ...] = ()

    def stand(self, columns: Sequence[int]) -> None:
        """The fields stand in these columns (from 0) of the blocks that follow."""
        self._columns = () if list(columns) == list(range(len(columns))) else tuple(columns)

    def note(self, file: str, sheet: str, first: int, numbers: Sequence[int] = ()) -> None:
        """A block begins: rows from ``first`` on, or these ``numbers``."""
        previous = None
        for offset, number in enumerate(numbers if isinstance(numbers, list) else (first,)):
            if previous is None or number != previous + 1:
                self._start(self._rows + offset, file, sheet, number)
            previous = number

    def _start(self, start: int, file: str, sheet: str, row: int) -> None:
        last = self.runs[-1] if self.runs else None
        same = last and (last.file, last.sheet, last.columns) == (file, sheet, self._columns)
        if last and same and row - last.row == start - last.start:
            return
        self.runs.append(Run(start, file, sheet, row, self._columns))

    @property
    def rows(self) -> int:
        """Rows of the table so far."""
        return self._rows

    def advance(self, rows: int) -> None:
        """So many rows were added to the table."""
        self._rows += rows

    def of(self, index: int) -> Run:
        """Where a row of the table stood."""
        at = bisect_right(self.runs, index, key=lambda run: run.start) - 1
        if at < 0:
            return Run(0, "", "", index + 2)
        run = self.runs[at]
        return replace(run, start=index, row=run.row + index - run.start)
