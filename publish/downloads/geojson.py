"""GeoJSON (RFC 7946), streamed: a Feature a row, from the geometry column or from a longitude and a latitude.

The standard knows WGS 84 only. CGCS2000, which differs from it by less than a metre, is taken for it; a table in any
other system (GCJ-02, BD-09, a plane one) is not offered as GeoJSON, for its points would be drawn in the wrong place.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

from publish.crs import in_degrees
from publish.downloads.json import lines
from publish.tables import Table


def placed(table: Table, crs: str) -> bool:
    """Can the rows be put on a map? ``crs`` is the system that the catalogue entry names."""
    return bool(table.geometry or table.point) and (not crs or in_degrees(crs))


def write(path: Path, table: Table) -> None:
    """One FeatureCollection, a Feature a line."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write('{"type":"FeatureCollection","features":[')
        between = "\n"
        for block in table.blocks():
            for feature in _features(block, table):
                file.write(between + feature)
                between = ",\n"
        file.write("\n]}\n")


def _features(block: pa.RecordBatch, table: Table) -> Iterator[str]:
    rest = [name for name in block.schema.names if name != table.geometry]
    properties = lines(block.select(rest)).decode().splitlines() if rest else ["{}"] * block.num_rows
    ids = _ids(block, table)
    for shape, known, said in zip(_shapes(block, table), ids, properties, strict=True):
        yield f'{{"type":"Feature",{known}"geometry":{shape},"properties":{said}}}'


def _ids(block: pa.RecordBatch, table: Table) -> list[str]:
    if len(table.primary_key) != 1:
        return [""] * block.num_rows
    values = block.column(table.primary_key[0]).to_pylist()
    known = (v if isinstance(v, int | float | str) and not isinstance(v, bool) else str(v) for v in values)
    return [f'"id":{json.dumps(v, ensure_ascii=False)},' for v in known]


def _shapes(block: pa.RecordBatch, table: Table) -> Iterator[str]:
    if table.geometry:
        yield from (value or "null" for value in block.column(table.geometry).to_pylist())
    elif table.point:
        x, y = (block.column(name).to_pylist() for name in table.point)
        yield from (_point(lon, lat) for lon, lat in zip(x, y, strict=True))


def _point(lon: float | None, lat: float | None) -> str:
    """A point, or nowhere when a coordinate is missing or on no globe."""
    if lon is None or lat is None or not (-180 <= lon <= 180 and -90 <= lat <= 90):
        return "null"
    return f'{{"type":"Point","coordinates":[{json.dumps(lon)},{json.dumps(lat)}]}}'
