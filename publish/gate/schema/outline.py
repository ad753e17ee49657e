"""Shapes of GeoJSON: are they shapes? Rings are closed and have four positions or more; coordinates are numbers, and in
degrees they are on the globe."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from publish.gate.schema.finding import What

_DEPTH = {"Point": 0, "MultiPoint": 1, "LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}
_LEAST = {"LineString": 2, "MultiLineString": 2, "Polygon": 4, "MultiPolygon": 4}


class Broken(ValueError):
    """A geometry that is none; the arguments are the kind of finding, then what was written."""


def check_outline(shape: Any, *, degrees: bool) -> None:
    """A geometry, or a feature or collection with its geometries. ``degrees``: coordinates are longitude and latitude.
    Raises Broken; RecursionError when it is nested beyond reason."""
    kind = shape.get("type") if isinstance(shape, dict) else None
    if kind == "FeatureCollection" and isinstance(shape.get("features"), list):
        for feature in shape["features"]:
            check_outline(feature, degrees=degrees)
    elif kind == "Feature":
        if shape.get("geometry") is not None:
            check_outline(shape["geometry"], degrees=degrees)
    else:
        _geometry(shape, kind, degrees)


def _geometry(shape: Any, kind: Any, degrees: bool) -> None:
    if kind == "GeometryCollection":
        parts = shape.get("geometries")
        if not isinstance(parts, list):
            raise Broken(What.GEOMETRY, kind)
        for part in parts:
            check_outline(part, degrees=degrees)
        return
    if not isinstance(kind, str) or kind not in _DEPTH:
        raise Broken(What.GEOMETRY, kind)
    _walk(kind, shape.get("coordinates"), _DEPTH[kind], degrees)


def _walk(kind: str, value: Any, depth: int, degrees: bool) -> None:
    if not isinstance(value, list):
        raise Broken(What.GEOMETRY, value)
    if depth == 0:
        _position(value, degrees)
        return
    for part in value:
        _walk(kind, part, depth - 1, degrees)
    if depth == 1 and len(value) < _LEAST.get(kind, 0):
        raise Broken(What.GEOMETRY, f"{kind}, {len(value)} < {_LEAST[kind]}")
    if depth == 1 and "Polygon" in kind and value[0] != value[-1]:
        raise Broken(What.OPEN_RING, value[0])


def _position(position: list[Any], degrees: bool) -> None:
    if len(position) < 2 or any(isinstance(c, bool) or not isinstance(c, int | float | Decimal) for c in position):
        raise Broken(What.GEOMETRY, position)
    written = ",".join(map(str, position))
    if not all(Decimal(c).is_finite() for c in position):
        raise Broken(What.COORDINATE, written)
    if degrees and not (-180 <= position[0] <= 180 and -90 <= position[1] <= 90):
        raise Broken(What.COORDINATE, written)
