"""Projection: degrees of longitude and latitude onto a sheet of paper.

Equirectangular, its longitudes narrowed by the cosine of the middle latitude. For a city or a province this is as good
as any: over two degrees of latitude at 31° N the width is wrong by about one per cent at the edges. It stops being
right where the cosine changes much from south to north, so beyond TRUE degrees there is no scale bar, and beyond TALL
or WIDE degrees, or near a pole, no map.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Self

WIDTH, HEIGHT = 640.0, 560.0  # the largest sheet, in units of the drawing
MARGIN = 14.0
TRUE, TALL, WIDE, POLE = 6.0, 50.0, 80.0, 80.0  # degrees
_LEAST = 1e-4  # degrees, some ten metres: what is smaller has no picture
_METRES = 111_195.0  # in a degree of latitude, on a sphere of 6,371 km


@dataclass(slots=True)
class Extent:
    """How far places reach, told one by one. Longitudes are kept twice, -180 to 180 and 0 to 360, so that what lies
    on both sides of the antimeridian is seen to be close together."""

    west: float = math.inf
    east: float = -math.inf
    west_on: float = math.inf  # the same from 0 to 360
    east_on: float = -math.inf
    south: float = math.inf
    north: float = -math.inf

    def add(self, west: float, east: float, west_on: float, east_on: float, south: float, north: float) -> None:
        """Take in places whose smallest and largest coordinates are these."""
        self.west, self.east = min(self.west, west), max(self.east, east)
        self.west_on, self.east_on = min(self.west_on, west_on), max(self.east_on, east_on)
        self.south, self.north = min(self.south, south), max(self.north, north)


@dataclass(frozen=True, slots=True)
class Projection:
    """A sheet of ``width`` by ``height`` units. ``onward``: longitudes are counted from 0 to 360."""

    west: float
    north: float
    across: float  # units in a degree of longitude
    down: float  # units in a degree of latitude
    left: float
    top: float
    width: float
    height: float
    onward: bool
    exact: bool  # one scale holds for all of the sheet

    @classmethod
    def of(cls, extent: Extent) -> Self | None:
        """The sheet that holds all of an extent; None when it has none, or none that could be drawn truly."""
        onward = extent.east - extent.west > extent.east_on - extent.west_on
        west, east = (extent.west_on, extent.east_on) if onward else (extent.west, extent.east)
        tall, wide = extent.north - extent.south, east - west
        if not (math.isfinite(tall) and math.isfinite(wide)) or max(tall, wide) < _LEAST:
            return None
        if tall > TALL or wide > WIDE or max(abs(extent.north), abs(extent.south)) > POLE:
            return None
        narrowed = math.cos(math.radians((extent.north + extent.south) / 2))
        down = min(
            (WIDTH - 2 * MARGIN) / max(wide * narrowed, _LEAST / 8),
            (HEIGHT - 2 * MARGIN) / max(tall, _LEAST / 8),
        )
        across = down * narrowed
        # A row of places along one line still gets a sheet that is no line.
        width = max(wide * across + 2 * MARGIN, WIDTH / 2)
        height = max(tall * down + 2 * MARGIN, HEIGHT / 4)
        left, top = (width - wide * across) / 2, (height - tall * down) / 2
        return cls(west, extent.north, across, down, left, top, width, height, onward, tall <= TRUE)

    def x(self, longitude: float) -> float:
        """Units from the left edge."""
        turned = longitude % 360 if self.onward else longitude
        return self.left + (turned - self.west) * self.across

    def y(self, latitude: float) -> float:
        """Units from the upper edge."""
        return self.top + (self.north - latitude) * self.down

    def degrees(self, x: float, y: float) -> tuple[float, float]:
        """The longitude and the latitude of a place on the sheet."""
        return _turned((x - self.left) / self.across + self.west), self.north - (y - self.top) / self.down

    @property
    def metres(self) -> float:
        """In a unit of the drawing, in the middle of the sheet."""
        return _METRES / self.down

    def meridians(self) -> tuple[tuple[float, float], ...]:
        """(degree, x) of the lines of longitude to draw."""
        low, high = self.west - self.left / self.across, self.west + (self.width - self.left) / self.across
        return tuple((_turned(d), self.left + (d - self.west) * self.across) for d in _steps(low, high))

    def parallels(self) -> tuple[tuple[float, float], ...]:
        """(degree, y) of the lines of latitude to draw."""
        low, high = self.north - (self.height - self.top) / self.down, self.north + self.top / self.down
        return tuple((d, self.y(d)) for d in _steps(low, high))


def bar(metres_a_unit: float, longest: float) -> tuple[int, float] | None:
    """A scale bar: (metres, a round number; length in units), at most ``longest`` units. None below a metre."""
    most = metres_a_unit * longest
    if most < 1:
        return None
    power = 10 ** math.floor(math.log10(most))
    metres = next(step * power for step in (5, 2, 1) if step * power <= most)
    return int(metres), metres / metres_a_unit


def _turned(degree: float) -> float:
    return degree - 360 if degree > 180 else degree


def _steps(low: float, high: float) -> list[float]:
    """Round degrees between two, three to seven of them."""
    rough = (high - low) / 3
    power = math.floor(math.log10(rough))
    step = next(s for s in (5, 2, 1) if s * 10.0**power <= rough) * 10.0**power
    first = math.ceil(low / step)
    return [float(f"{n * step:.9g}") for n in range(first, math.floor(high / step) + 1)]
