"""Where in a description a problem is."""

from __future__ import annotations

from typing import TypedDict

from publish.model import Package


class Place(TypedDict):
    """The place of a problem in a description."""

    package: str
    file: str | None
    row: int | None
    field: str | None


def at(package: Package, pointer: str) -> Place:
    """A place by its JSON Pointer; the line is that of the nearest part that is written down."""
    part = pointer
    while part and part not in package.lines:
        part = part.rpartition("/")[0]
    return {
        "package": package.name,
        "file": package.descriptor.path if package.descriptor else None,
        "row": package.lines.get(part) if part else None,
        "field": pointer or None,
    }
