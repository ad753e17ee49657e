"""Map: what is drawn of places and areas, in no language."""

from __future__ import annotations

from dataclasses import dataclass

from publish.model import Field, Text
from publish.site.charts.chart import Kind, Number
from publish.site.charts.maps.classes import Classes
from publish.site.charts.maps.inside import Corner
from publish.site.charts.maps.projection import Projection
from publish.site.charts.maps.standing import Standing


@dataclass(frozen=True, slots=True)
class Area:
    """One outline. ``path`` is SVG path data in parts of a unit (``outlines.FINE`` to one); ``level`` its class, -1
    when it has no number."""

    name: Text
    path: str
    rings: tuple[tuple[Corner, ...], ...] = ()  # of its largest part, in units: where its name may stand
    value: Number | None = None
    level: int = -1


@dataclass(frozen=True, slots=True)
class Dot:
    """One place, in units and in degrees."""

    name: Text
    x: float
    y: float
    longitude: float
    latitude: float
    radius: float
    value: Number | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A hexagon with how many places lie in it; its middle in units and in degrees."""

    x: float
    y: float
    longitude: float
    latitude: float
    count: int
    level: int


@dataclass(frozen=True, slots=True)
class Map:
    """One map: areas, places or hexagons, and how it may be shown."""

    kind: Kind
    resource: str
    subject: Text  # what the rows are
    sheet: Projection
    standing: Standing
    areas: tuple[Area, ...] = ()  # the highest first, where they have numbers; so with dots and cells
    lines: tuple[str, ...] = ()
    dots: tuple[Dot, ...] = ()
    cells: tuple[Cell, ...] = ()
    category: Field | None = None  # what the names are
    measure: Field | None = None
    classes: Classes | None = None
    radius: float = 0.0  # of a hexagon, in units
    nowhere: int = 0  # rows whose place is missing, or on no globe
    outlines: Text = Text()  # the dataset whose outlines carry the shades
    title: Text = Text()  # as the publisher says it; else made from the fields
