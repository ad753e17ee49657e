"""GeoJSON: a FeatureCollection as rows, its geometries checked.

Coordinates are WGS 84 longitude and latitude (RFC 7946) unless the package names another ``crs``; rings are closed
and have four positions or more.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from publish.gate.schema.blocks import BLOCK, Block, NativeBlock
from publish.gate.schema.delimited import Unreadable
from publish.gate.schema.finding import Findings, What
from publish.gate.schema.judge import canonical_json

GEOMETRY = "geometry"
_DEPTH = {"Point": 0, "MultiPoint": 1, "LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}
_LEAST = {"LineString": 2, "MultiLineString": 2, "Polygon": 4, "MultiPolygon": 4}


class Broken(ValueError):
    """A geometry that is none; the argument is the kind of finding, then what was written."""


class Features:
    """The features of a collection: properties in order of first appearance, then the geometry as text."""

    def __init__(self, value: Any, findings: Findings, *, degrees: bool) -> None:
        self._findings = findings
        self._degrees = degrees
        features = value.get("features") if isinstance(value, dict) else None
        if not isinstance(features, list) or value.get("type") != "FeatureCollection":
            findings.add(What.NOT_FEATURES)
            raise Unreadable
        self._features = features
        properties = (f.get("properties") for f in features if isinstance(f, dict))
        keys = dict.fromkeys(k for p in properties if isinstance(p, dict) for k in p if k != GEOMETRY)
        self.header: list[str] | None = [*keys, GEOMETRY]
        self.width = len(keys) + 1

    def blocks(self) -> Iterator[Block]:
        """The features; the first is row 2, as if a header stood above them."""
        header = self.header or []
        for at in range(0, len(self._features), BLOCK):
            numbers, rows = [], []
            for row, feature in enumerate(self._features[at : at + BLOCK], at + 2):
                if not isinstance(feature, dict):
                    self._findings.add(What.NOT_A_ROW, row=row)
                    continue
                properties = feature.get("properties")
                properties = properties if isinstance(properties, dict) else {}
                numbers.append(row)
                rows.append([*(properties.get(k) for k in header[:-1]), self._geometry(feature.get("geometry"), row)])
            yield NativeBlock(rows, numbers)

    def _geometry(self, geometry: Any, row: int) -> str | None:
        if geometry is None:
            return None
        try:
            self._check(geometry)
            return canonical_json(geometry)
        except Broken as broken:
            what, value = broken.args
            self._findings.add(what, row=row, column=self.width, name=GEOMETRY, value=str(value)[:80])
        except RecursionError:
            self._findings.add(What.GEOMETRY, row=row, column=self.width, name=GEOMETRY)
        return None

    def _check(self, geometry: Any) -> None:
        kind = geometry.get("type") if isinstance(geometry, dict) else None
        if kind == "GeometryCollection":
            parts = geometry.get("geometries")
            if not isinstance(parts, list):
                raise Broken(What.GEOMETRY, kind)
            for part in parts:
                self._check(part)
            return
        if not isinstance(kind, str) or kind not in _DEPTH:
            raise Broken(What.GEOMETRY, kind)
        self._walk(kind, geometry.get("coordinates"), _DEPTH[kind])

    def _walk(self, kind: str, value: Any, depth: int) -> None:
        if not isinstance(value, list):
            raise Broken(What.GEOMETRY, value)
        if depth == 0:
            self._position(value)
            return
        for part in value:
            self._walk(kind, part, depth - 1)
        if depth == 1 and len(value) < _LEAST.get(kind, 0):
            raise Broken(What.GEOMETRY, f"{kind}: {len(value)}")
        if depth == 1 and "Polygon" in kind and value[0] != value[-1]:
            raise Broken(What.OPEN_RING, value[0])

    def _position(self, position: list[Any]) -> None:
        if len(position) < 2 or any(isinstance(c, bool) or not isinstance(c, int | float | Decimal) for c in position):
            raise Broken(What.GEOMETRY, position)
        if not all(Decimal(c).is_finite() for c in position):
            raise Broken(What.COORDINATE, ",".join(map(str, position)))
        if self._degrees and not (-180 <= position[0] <= 180 and -90 <= position[1] <= 90):
            raise Broken(What.COORDINATE, ",".join(map(str, position)))
