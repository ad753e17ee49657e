"""Where a problem is: in a description, or in a row of a table."""

from __future__ import annotations

from typing import NotRequired, TypedDict

from publish.gate.schema.places import Places
from publish.model import EntryCell, Package, Resource, nearest
from publish.problems import cell_name
from publish.tables import Table


class Place(TypedDict):
    """The place of a problem, as ``problem`` takes it. In a description ``row`` is a line and ``field`` a JSON Pointer;
    ``sheet`` and ``cell`` are given when it stands in a workbook."""

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


def at_row(package: Package, resource: Resource, places: Places, index: int) -> Place:
    """The place of a row of a table (0-based) in the file that it came from."""
    run = places.of(index)
    place: Place = {"package": package.name, "file": run.file or path_of(resource), "row": run.row, "field": None}
    if run.sheet:
        place["sheet"] = run.sheet
    return place


def at_cell(package: Package, resource: Resource, places: Places, index: int, table: Table, field: str) -> Place:
    """The place of a cell of a table: a row (0-based) and the name of a field."""
    place, run = at_row(package, resource, places, index), places.of(index)
    number = next(n for n, f in enumerate(table.fields) if f.name == field)
    return {**place, "field": field, "cell": cell_name(run.column(number) + 1, run.row)}


def path_of(resource: Resource) -> str:
    """The first file of a resource; its name where the data are written in the description."""
    return resource.files[0].path if resource.files else resource.name
