"""The tables of a file: every cell as the text a person sees, the header found under titles and units."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from publish.model import Text
from publish.problems import Exit, PublishError

_ENCODINGS = ("utf-8-sig", "gb18030", "utf-16")
_BOOKS = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".et"})
_LOOKED_AT = 20  # rows in which the header is looked for
_NARROW = 2  # columns of a table in which a lone text may well be a row
_NUMBER = re.compile(r"-?[0-9][0-9,]*(?:\.[0-9]+)?%?")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: its header and its rows, all of the header's width; and what is written above and below it."""

    file: Path
    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    remarks: tuple[str, ...] = ()


def sheets(file: Path) -> Iterator[Sheet]:
    """The tables of a CSV file or workbook; empty sheets are passed over. Raises PublishError for an unreadable one."""
    if file.suffix.lower() in _BOOKS:
        yield from (s for name, cells in _book(file) if (s := _sheet(file, name, cells)))
    elif found := _sheet(file, file.stem, _text(file)):
        yield found


def _book(file: Path) -> Iterator[tuple[str, list[list[str]]]]:
    try:
        book = CalamineWorkbook.from_path(str(file))
        for name in book.sheet_names:
            yield name, [[_spelled(cell) for cell in row] for row in book.get_sheet_by_name(name).to_python()]
    except CalamineError as error:
        raise _unreadable(file) from error


def _text(file: Path) -> list[list[str]]:
    content = file.read_bytes()
    for encoding in _ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        first = text[:4096]
        delimiter = max((",", "\t", ";"), key=first.count)
        return [[c.strip() for c in row] for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)]
    raise _unreadable(file)


def _unreadable(file: Path) -> PublishError:
    said = (
        ("zh", f"“{file.name}”打不开：请确认它是 CSV 或 Excel 文件。"),
        ("en", f"{file.name} cannot be opened: is it a CSV file or a workbook?"),
    )
    return PublishError(Text(said), Exit.USAGE)


def _spelled(cell: object) -> str:
    """A cell as text: whole numbers without a decimal point, days as ISO."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat()
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell).strip()


def _sheet(file: Path, name: str, cells: Sequence[Sequence[str]]) -> Sheet | None:
    """The header is the first row that is as wide as the table is; titles and units stand above it, notes below."""
    filled = [row for row in cells if any(row)]
    if not filled:
        return None
    width = max(_width(row) for row in filled)
    at = next((i for i, row in enumerate(filled[:_LOOKED_AT]) if _width(row) == width and _full(row, width)), 0)
    blank = [""] * width
    above = [[*row, *blank][:width] for row in filled[:at]]
    parts = [row for row in above if sum(map(bool, row)) > 1]
    if parts and any(map(_figure, filled[at])):  # no row of names is full: they stand in several, over merged cells
        header, start = _joined(parts), at
    else:
        header, start = (*filled[at], *blank)[:width], at + 1
    end = len(filled)
    while end > start and width > _NARROW and _alone(filled[end - 1]):
        end -= 1
    remarks = tuple(row[0] for row in (*above, *filled[end:]) if _alone(row))
    rows = tuple((*row, *blank)[:width] for row in filled[start:end])
    return Sheet(file, name, tuple(header), rows, remarks)


def _alone(row: Sequence[str]) -> bool:
    """Is there nothing but a text at the left edge?"""
    return bool(row[0]) and not any(row[1:])


def _figure(cell: str) -> bool:
    return bool(_NUMBER.fullmatch(cell))


def _joined(rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """One header out of several rows; a merged cell says the same over all its columns."""
    spread = []
    for row in rows:
        filled, last = [], ""
        for place, cell in enumerate(row):
            below = any(other[place] for other in rows if other is not row)
            last = cell or (last if below else "")
            filled.append(last)
        spread.append(filled)
    return tuple(" ".join(dict.fromkeys(part for part in column if part)) for column in zip(*spread, strict=True))


def _width(row: Sequence[str]) -> int:
    return max((i for i, cell in enumerate(row, 1) if cell), default=0)


def _full(row: Sequence[str], width: int) -> bool:
    return sum(bool(cell) for cell in row) >= max(1, width - width // 5)
