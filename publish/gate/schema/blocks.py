"""What a reader of a file gives: blocks of rows, each row with its number as a spreadsheet shows it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import polars as pl


@dataclass(frozen=True, slots=True)
class TextBlock:
    """Text cells in columns ``c0``, ``c1`` …. ``numbers`` is empty when the rows follow one another from ``first``."""

    frame: pl.DataFrame
    first: int
    numbers: Sequence[int] = ()
    odd: bool = True  # may it hold characters that are worth a look? (gate.schema.characters)
    shortest: Sequence[int] = ()  # bytes of the shortest cell of each column, where that is known


@dataclass(frozen=True, slots=True)
class NativeBlock:
    """Rows of numbers, texts, dates, lists; all of the header's length."""

    rows: Sequence[Sequence[Any]]
    numbers: Sequence[int]


Block = TextBlock | NativeBlock


class Reader(Protocol):
    """A file opened for reading. ``header`` is None when it has none; ``header_row`` is the row it stands in, the last
    when it has several."""

    @property
    def header(self) -> Sequence[str] | None: ...

    @property
    def header_row(self) -> int: ...

    @property
    def width(self) -> int: ...

    def blocks(self) -> Iterator[Block]: ...


BLOCK = 65_536
