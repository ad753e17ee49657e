"""Places: rows that have a longitude and a latitude, as dots; thousands of them as hexagons with counts.

Read in blocks, twice: how far they reach, then where they lie. Of many places only the counts stay in memory.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from publish.drawable import labels
from publish.drawable.flaws import DOTS
from publish.drawable.measures import is_amount
from publish.drawable.measures import measures as all_measures
from publish.model import Field, Text
from publish.site.charts.chart import Kind
from publish.site.charts.maps import hexagons
from publish.site.charts.maps.classes import classes
from publish.site.charts.maps.map import Cell, Dot, Map
from publish.site.charts.maps.outlines import shapes
from publish.site.charts.maps.projection import Extent, Projection
from publish.site.charts.maps.shape import NoShape
from publish.site.charts.maps.standing import Standing
from publish.site.charts.source import Source

_FEWEST = 3
_SMALL, _LARGE = 3.5, 17.0  # radius of a dot, and of that of the largest amount
_RADIUS = 18.0  # of a hexagon

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Where:
    """The columns that say where: two numbers, or one of texts (``121.47,31.23``) or GeoJSON points."""

    columns: tuple[str, ...]
    geometry: bool = False


def where(source: Source) -> Where | None:
    """The columns of a table that say where its rows are, or None."""
    table = source.table
    if table.geometry:
        return Where((table.geometry,), True)
    if table.point:
        return Where(table.point)
    points = [f.name for f in table.fields if f.type == "geopoint"]
    return Where((points[0],)) if len(points) == 1 else None


def places(source: Source, standing: Standing, measures: Sequence[Field] | None = None) -> Map | None:
    """The places of a table; None when there are fewer than three, or none that could be drawn truly. Dots are as large
    as the first of ``measures``, all alike when there is none; None: as an amount that the table has."""
    found = where(source)
    if found is None:
        return None
    try:
        extent, known = _extent(source, found)
    except NoShape:
        return None
    sheet = Projection.of(extent)
    if sheet is None or known < _FEWEST:
        return None
    made = Map(Kind.POINTS, source.table.resource, source.subject, sheet, standing, nowhere=source.table.rows - known)
    if known > DOTS:
        return _cells(source, found, made)
    return _dots(source, found, made, _measure(source) if measures is None else next(iter(measures), None))


def _extent(source: Source, found: Where) -> tuple[Extent, int]:
    extent, known = Extent(), 0
    for x, y in _coordinates(source, found):
        there = ~np.isnan(x)
        x, y = x[there], y[there]
        if len(x):
            on = x % 360
            extent.add(*(float(v) for v in (x.min(), x.max(), on.min(), on.max(), y.min(), y.max())))
            known += len(x)
    return extent, known


def _coordinates(source: Source, found: Where) -> Iterator[tuple[Floats, Floats]]:
    """(longitudes, latitudes) block by block; NaN for a row that is nowhere. Raises NoShape for a geometry that is
    not one point."""
    if found.geometry:
        rows: list[tuple[float, float]] = []
        for _, shape in shapes(source.table):
            if shape.areas or shape.lines or len(shape.points) > 1:
                raise NoShape("no point")
            rows.append(shape.points[0] if shape.points else (math.nan, math.nan))
            if len(rows) == 4096:
                yield _told(np.array(rows))
                rows = []
        if rows:
            yield _told(np.array(rows))
        return
    for block in source.table.blocks(list(found.columns)):
        yield _told(_pairs(block))


def _pairs(block: pa.RecordBatch) -> Floats:
    if block.num_columns == 2:
        sides = [np.array(block.column(n).to_pylist(), dtype=np.float64) for n in range(2)]
        return np.stack(sides, axis=1)
    return np.array([_parsed(said) for said in block.column(0).to_pylist()], dtype=np.float64).reshape(-1, 2)


def _parsed(said: str | None) -> tuple[float, float]:
    one, _, other = (said or "").partition(",")
    try:
        return float(one), float(other)
    except ValueError:
        return math.nan, math.nan


def _told(pairs: Floats) -> tuple[Floats, Floats]:
    """Longitudes and latitudes. Off the globe is nowhere; so is 0, 0, which is how many programs write nothing."""
    x, y = pairs[:, 0], pairs[:, 1]
    with np.errstate(invalid="ignore"):
        there = (np.abs(x) <= 180) & (np.abs(y) <= 90) & ((x != 0) | (y != 0))
    return np.where(there, x, math.nan), np.where(there, y, math.nan)


def _dots(source: Source, found: Where, made: Map, measure: Field | None) -> Map:
    table = source.table
    name = labels.name_of(table, source.languages)
    names = labels.sibling(name, table, source.languages) if name else None
    wanted = [c for _, c in names.columns] if names else []
    wanted += [measure.name] if measure else []
    rows = list(source.rows(wanted)) if wanted else [{}] * table.rows
    xs, ys = (np.concatenate(side) for side in zip(*_coordinates(source, found), strict=True))
    dots = [
        Dot(
            labels.texts(names, row) if names else Text(),
            round(made.sheet.x(x), 1),
            round(made.sheet.y(y), 1),
            x,
            y,
            _SMALL,
            _number(row.get(measure.name)) if measure else None,
        )
        for row, x, y in zip(rows, xs.tolist(), ys.tolist(), strict=True)
        if not math.isnan(x)
    ]
    most = max((d.value for d in dots if d.value is not None), default=0)
    if measure and most > 0:
        dots = [replace(d, radius=_radius(d.value, most)) for d in dots]
    # Large ones first, so that small ones lie on top.
    ordered = tuple(sorted(dots, key=lambda d: (d.value is None, -(d.value or 0))))
    return replace(made, dots=ordered, category=name, measure=measure if most > 0 else None)


def _measure(source: Source) -> Field | None:
    """An amount that the area of a dot can stand for: none below zero."""
    for field in all_measures(source.table, source.figures.fields.values()):
        counted = source.known(field)
        if is_amount(field) and counted and isinstance(counted.smallest, int | float) and counted.smallest >= 0:
            return field
    return None


def _number(value: object) -> int | float | None:
    return value if isinstance(value, int | float) and math.isfinite(value) else None


def _radius(value: float | None, most: float) -> float:
    return round(max(_LARGE * math.sqrt((value or 0) / most), 2.5), 1)


def _cells(source: Source, found: Where, made: Map) -> Map | None:
    counted: Counter[hexagons.Cell] = Counter()
    sheet = made.sheet
    for x, y in _coordinates(source, found):
        there = ~np.isnan(x)
        turned = x[there] % 360 if sheet.onward else x[there]
        across = sheet.left + (turned - sheet.west) * sheet.across
        counted += hexagons.cells(across, sheet.top + (sheet.north - y[there]) * sheet.down, _RADIUS)
    levels = classes(counted.values())
    cells = tuple(
        Cell(
            *hexagons.centre(cell, _RADIUS),
            *sheet.degrees(*hexagons.centre(cell, _RADIUS)),
            count,
            levels.of(count) if levels else 0,
        )
        for cell, count in sorted(counted.items(), key=lambda c: (-c[1], c[0]))
    )
    return replace(made, cells=cells, classes=levels, radius=_RADIUS)
