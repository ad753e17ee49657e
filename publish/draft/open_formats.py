"""The extras of an ODS: merged cells, what is shown as per cent or with leading zeros, errors, and what nobody sees."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field
from xml.etree import ElementTree

from publish.draft.extras import Extras
from publish.draft.sheet import Area

_MOST = 300_000_000  # bytes of the part that is parsed
_WIDEST = 16_384  # columns
_DEEPEST = 1_048_576  # rows
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_ERROR = re.compile(r"#(?:N/A|REF!|DIV/0!|VALUE!|NAME\?|NULL!|NUM!)|Err:\d{3}")
_ZEROS = re.compile(r"0\d+")


def extras_of(content: bytes) -> dict[str, Extras]:
    """The extras of each sheet by its name; nothing for a file that is no ODS, or a broken one."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if archive.getinfo("content.xml").file_size > _MOST:
                return {}
            with archive.open("content.xml") as stream:
                return _sheets(stream)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, ElementTree.ParseError, NotImplementedError):
        return {}


@dataclass(slots=True)
class _Place:
    """Where the reading is: the next row and the next column of a sheet."""

    extras: Extras = field(default_factory=Extras)
    row: int = 0
    columns: int = 0


def _sheets(stream: object) -> dict[str, Extras]:
    found: dict[str, Extras] = {}
    place = _Place()
    for event, element in ElementTree.iterparse(stream, events=("start", "end")):  # type: ignore[call-overload]
        name = element.tag.removeprefix(_TABLE)
        if event == "start":
            if name == "table":
                place = _Place()
                found[element.get(f"{_TABLE}name", "")] = place.extras
        elif name == "table-column":
            count = _count(element, "number-columns-repeated")
            if element.get(f"{_TABLE}visibility") in ("collapse", "filter"):
                place.extras.hidden |= set(range(place.columns, min(place.columns + count, _WIDEST)))
            place.columns += count
        elif name == "table-row":
            _row(place, element)
            element.clear()
    return found


def _count(element: ElementTree.Element, name: str) -> int:
    return max(1, int(element.get(f"{_TABLE}{name}", "1")))


def _row(place: _Place, row: ElementTree.Element) -> None:
    count = _count(row, "number-rows-repeated")
    seen = {"collapse": place.extras.hidden_rows, "filter": place.extras.filtered}.get(
        row.get(f"{_TABLE}visibility", "")
    )
    column = 0
    for cell in row:
        if cell.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            continue
        times = _count(cell, "number-columns-repeated")
        if len(cell) or cell.attrib:
            _cell(place.extras, place.row, column, min(times, _WIDEST), cell)
        column += times
    if seen is not None:
        seen |= set(range(place.row, min(place.row + count, _DEEPEST)))
    place.row += count


def _cell(found: Extras, row: int, column: int, times: int, cell: ElementTree.Element) -> None:
    said = "".join(cell.itertext()).strip()
    kind = cell.get(f"{_OFFICE}value-type", "")
    wide, tall = _count(cell, "number-columns-spanned"), _count(cell, "number-rows-spanned")
    if wide > 1 or tall > 1:
        found.merged.append(Area(row, column, row + tall - 1, column + wide - 1))
    for place in ((row, column + step) for step in range(times)):
        if kind == "percentage":
            found.note(place, "0.00%")
        elif kind == "float" and _ZEROS.fullmatch(said):
            found.note(place, "0" * len(said))
        if cell.get(f"{_TABLE}formula"):
            found.formulas.append(place)
            if _ERROR.fullmatch(said):
                found.errors[place] = said
