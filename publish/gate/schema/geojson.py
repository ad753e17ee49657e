"""GeoJSON: a FeatureCollection as rows, its geometries checked.

Coordinates are WGS 84 longitude and latitude (RFC 7946) unless the package names another ``crs``; rings are closed
and have four positions or more.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from publish.gate.schema.blocks import BLOCK, Block, NativeBlock
from publish.gate.schema.canonical import canonical_json
from publish.gate.schema.delimited import Unreadable
from publish.gate.schema.finding import Findings, What
from publish.gate.schema.outline import Broken, check_outline

GEOMETRY = "geometry"


class Features:
    """The features of a collection: the ``expected`` properties and then the others in order of first appearance, then
    the geometry as text."""

    def __init__(self, value: Any, findings: Findings, expected: Sequence[str] = (), *, degrees: bool) -> None:
        self._findings = findings
        self._degrees = degrees
        features = value.get("features") if isinstance(value, dict) else None
        if not isinstance(features, list) or value.get("type") != "FeatureCollection":
            findings.add(What.NOT_FEATURES)
            raise Unreadable
        self._features = features
        properties = (f.get("properties") for f in features if isinstance(f, dict))
        keys = dict.fromkeys(k for p in properties if isinstance(p, dict) for k in p)
        keys = dict.fromkeys(k for k in expected if k != GEOMETRY) | keys
        if keys.pop(GEOMETRY, keys) is not keys:
            findings.add(What.GEOMETRY_TWICE)
        self.header: list[str] | None = [*keys, GEOMETRY]
        self.header_row = 1
        self.width = len(keys) + 1

    def blocks(self) -> Iterator[Block]:
        """The features; the first is row 2, as if a header stood above them."""
        header = self.header or []
        for at in range(0, len(self._features), BLOCK):
            numbers, rows = [], []
            for row, feature in enumerate(self._features[at : at + BLOCK], at + 2):
                if not isinstance(feature, dict) or feature.get("type") != "Feature":
                    kind = feature.get("type") if isinstance(feature, dict) else feature
                    self._findings.add(What.GEOMETRY, row=row, value=str(kind)[:80])
                    continue
                properties = feature.get("properties")
                if not isinstance(properties, dict | None):
                    self._findings.add(What.GEOMETRY, row=row, value=f"properties: {properties}"[:80])
                    continue
                properties = properties or {}
                numbers.append(row)
                rows.append([*(properties.get(k) for k in header[:-1]), self._geometry(feature.get("geometry"), row)])
            yield NativeBlock(rows, numbers)

    def _geometry(self, geometry: Any, row: int) -> str | None:
        if geometry is None:
            return None
        try:
            check_outline(geometry, degrees=self._degrees)
            return canonical_json(geometry)
        except Broken as broken:
            what, value = broken.args
            written = value if isinstance(value, str) else json.dumps(value, default=_number, ensure_ascii=False)
            self._findings.add(what, row=row, column=self.width, name=GEOMETRY, value=written[:80])
        except (RecursionError, ValueError):
            self._findings.add(What.GEOMETRY, row=row, column=self.width, name=GEOMETRY)
        return None


def _number(value: object) -> float:
    """A number as JSON writes it."""
    return float(str(value))
