"""Which type the cells of a column have. Codes stay text: a leading zero or eighteen digits are no number."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import islice

from publish.draft.names import slug, unique
from publish.history import day

_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,14})")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]+)?")
_EXAMINED = 100_000  # rows

_TYPES: tuple[tuple[str, Callable[[str], object]], ...] = (
    ("integer", _INTEGER.fullmatch),
    ("number", _NUMBER.fullmatch),
    ("date", day),
    ("boolean", lambda cell: cell in ("true", "false")),
)


def describe_columns(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[dict[str, object]]:
    """A Table Schema field for each column: a name by pinyin, the heading as its title, a type that fits every cell."""
    names = unique([slug(title, "_") or f"column_{i}" for i, title in enumerate(header, 1)], "_")
    columns = [[row[i] for row in islice(rows, _EXAMINED) if row[i]] for i in range(len(header))]
    return [
        {"name": name, "type": type_of_cells(cells), "title": title}
        for name, title, cells in zip(names, header, columns, strict=True)
    ]


def type_of_cells(cells: Sequence[str]) -> str:
    """The narrowest type all these texts have; ``string`` when there are none."""
    if not cells:
        return "string"
    return next(
        (name for name, fits in _TYPES if all(fits(cell) is not None and fits(cell) is not False for cell in cells)),
        "string",
    )
