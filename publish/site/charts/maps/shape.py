"""Shape: what a GeoJSON geometry draws: rings of areas, lines and points, as plain positions in degrees."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import Any

Position = tuple[float, float]
Path = tuple[Position, ...]


class NoShape(ValueError):
    """Text that is no geometry, or one that cannot be drawn."""


@dataclass(frozen=True, slots=True)
class Shape:
    """``areas`` are polygons, each its rings, the outer one first; a ring does not repeat its first position."""

    areas: tuple[tuple[Path, ...], ...] = ()
    lines: tuple[Path, ...] = ()
    points: Path = ()

    def __bool__(self) -> bool:
        return bool(self.areas or self.lines or self.points)

    def paths(self) -> tuple[Path, ...]:
        """Everything that has positions."""
        return (*(ring for area in self.areas for ring in area), *self.lines, *((p,) for p in self.points))


def shape(text: str | None) -> Shape:
    """The shape of a geometry; an empty one for none, null, or nothing in it. Collections are taken apart.

    Raises NoShape for what is no geometry, and for coordinates that are no numbers or on no globe.
    """
    if text is None or not text.strip():
        return Shape()
    try:
        return _shape(json.loads(text), 0)
    except (ValueError, TypeError, KeyError, IndexError, RecursionError, OverflowError) as error:
        raise NoShape(str(error)) from error


def _shape(value: Any, depth: int) -> Shape:
    if value is None:
        return Shape()
    if depth > 8:
        raise NoShape("nested beyond reason")
    kind = value["type"]
    if kind == "GeometryCollection":
        parts = [_shape(part, depth + 1) for part in value["geometries"]]
        return Shape(
            tuple(a for p in parts for a in p.areas),
            tuple(x for p in parts for x in p.lines),
            tuple(x for p in parts for x in p.points),
        )
    found = value["coordinates"]
    if kind in ("Polygon", "MultiPolygon"):
        areas = tuple(_area(rings) for rings in ([found] if kind == "Polygon" else found))
        return Shape(areas=tuple(area for area in areas if area))
    if kind in ("LineString", "MultiLineString"):
        lines = tuple(_path(line) for line in ([found] if kind == "LineString" else found))
        return Shape(lines=tuple(line for line in lines if len(line) > 1))
    if kind in ("Point", "MultiPoint"):
        points = [found] if kind == "Point" else found
        return Shape(points=tuple(_position(p) for p in points if p))
    raise NoShape(str(kind))


def _area(rings: Any) -> tuple[Path, ...]:
    paths = [_path(ring) for ring in rings]
    closed = [path[:-1] if path and path[0] == path[-1] else path for path in paths]
    return tuple(path for path in closed if len(path) > 2) if closed and len(closed[0]) > 2 else ()


def _path(positions: Any) -> Path:
    return tuple(_position(p) for p in positions)


def _position(value: Any) -> Position:
    x, y = float(value[0]), float(value[1])
    if not (math.isfinite(x) and math.isfinite(y) and -180 <= x <= 180 and -90 <= y <= 90):
        raise NoShape(f"{x},{y}")
    return x, y
