"""Standing: may a map be drawn of a resource, and what must be printed with it?

- What has no declared coordinate system lies nobody knows where, so it is on no map. Its shapes may still carry shades,
  as a figure of which area is which: without a scale, without degrees, and with these words.
- GCJ-02 and BD-09 look like degrees and are not: what is in them is drawn nowhere.
- Administrative boundaries are drawn when the map was approved, with the number; in a demonstration also without, and
  then marked. Areas that statistics are joined to by code are taken for such.
"""

from __future__ import annotations

from dataclasses import dataclass

from publish.boundaries import shows_boundaries
from publish.crs import in_degrees
from publish.model import Package, Portal, Resource


@dataclass(frozen=True, slots=True)
class Standing:
    """``placed``: it is known where on the globe everything lies. ``illustration``: boundaries without approval."""

    placed: bool
    illustration: bool = False
    approval: str = ""


def of_places(package: Package) -> Standing | None:
    """Of points: they draw no boundaries."""
    return (
        Standing(True, approval=_approval(package)) if _declared(package) and in_degrees(_declared(package)) else None
    )


def of_outlines(package: Package, resource: Resource, portal: Portal) -> Standing | None:
    """Of outlines for their own sake."""
    if not in_degrees(_declared(package)):
        return None
    return _approved(package, portal, placed=True, boundaries=shows_boundaries(package, resource))


def of_areas(package: Package, portal: Portal) -> Standing | None:
    """Of outlines that carry shades; ``package`` is that of the outlines."""
    declared = _declared(package)
    if declared and not in_degrees(declared):
        return None
    return _approved(package, portal, placed=bool(declared), boundaries=True)


def _approved(package: Package, portal: Portal, *, placed: bool, boundaries: bool) -> Standing | None:
    approval = _approval(package)
    if approval or not boundaries:
        return Standing(placed, approval=approval)
    return Standing(placed, illustration=True) if portal.demo else None


def _declared(package: Package) -> str:
    return package.entry.crs.strip() if package.entry else ""


def _approval(package: Package) -> str:
    return package.entry.map_approval.strip() if package.entry else ""
