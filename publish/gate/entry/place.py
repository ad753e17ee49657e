"""Where in a description a problem is."""

from __future__ import annotations

from typing import NotRequired, TypedDict

from publish.model import EntryCell, Package, nearest


class Place(TypedDict):
    """The place of a problem in a description; ``sheet`` and ``cell`` when it is one of entry.xlsx."""

    package: str
    file: str | None
    row: int | None
    field: str | None
    sheet: NotRequired[str]
    cell: NotRequired[str]


def at(package: Package, pointer: str) -> Place:
    """A place by its JSON Pointer: the line, or the cell of entry.xlsx, of the nearest part that is written down."""
    where = nearest(pointer, package.lines, package.cells)
    place: Place = {
        "package": package.name,
        "file": package.descriptor.path if package.descriptor else None,
        "row": where if isinstance(where, int) else None,
        "field": pointer or None,
    }
    if isinstance(where, EntryCell):
        place |= {"file": where.file, "row": where.row, "sheet": where.sheet, "cell": where.name}
    return place
