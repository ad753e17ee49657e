"""Outlines: a column of GeoJSON geometries as paths on a sheet. The table is read in small parts, twice: once for how
far it reaches, once for the paths, snapped to the sheet as they come, so that no more lies in memory than is drawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import pyarrow.parquet as pq

from publish.site.charts.maps.inside import Corner
from publish.site.charts.maps.projection import Extent, Projection
from publish.site.charts.maps.shape import NoShape, Path, Shape, shape
from publish.site.charts.maps.simplify import Line, simplified, snapped, thinned, twice_area
from publish.tables import Table

FINE = 4  # steps of the grid in a unit of the drawing
MOST = 2_000  # shapes: of more none could be told apart
_LETTERS = 24_000  # of all paths together
_CORNERS = 400_000  # after snapping
_BYTES = 200_000_000  # of the file
_PART = 64  # rows read at a time
_TOLERANCES = (1.5, 2.5, 4.0, 6.0, 9.0, 14.0)  # in steps of the grid


@dataclass(slots=True)
class Feature:
    """One row: its key, and its rings and lines on the grid."""

    key: object
    areas: list[list[Line]] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Drawn:
    """``paths`` by key, each with the rings of its largest part in units; ``lines`` are paths that enclose nothing."""

    sheet: Projection
    paths: tuple[tuple[object, str, tuple[tuple[Corner, ...], ...]], ...]
    lines: tuple[tuple[object, str], ...]


def drawn(table: Table, key: str, *, areas: bool = False) -> Drawn | None:
    """The outlines of a table, or None when there are none, too many, or some that would be drawn wrong. Points are
    left out; ``areas``: lines too."""
    if table.rows > MOST or table.bytes > _BYTES:
        return None
    try:
        sheet = Projection.of(_extent(table, areas))
        features = list(_features(table, key, sheet)) if sheet else []
    except NoShape:
        return None
    if sheet is None or sum(len(ring) for f in features for ring in _lines(f)) > _CORNERS:
        return None
    for tolerance in _TOLERANCES:
        made = _made(sheet, features, tolerance, areas)
        if _letters(made) <= _LETTERS:
            return made if made.paths or made.lines else None
    return None


def shapes(table: Table, key: str = "") -> Iterator[tuple[object, Shape]]:
    """(key, shape) row by row. Raises NoShape."""
    columns = [table.geometry, *([key] if key and key != table.geometry else [])]
    with pq.ParquetFile(table.path) as file:
        for batch in file.iter_batches(_PART, columns=columns, use_threads=False):
            keys = batch.column(key).to_pylist() if key else [None] * batch.num_rows
            for one, text in zip(keys, batch.column(table.geometry).to_pylist(), strict=True):
                yield one, shape(text)


def _extent(table: Table, areas: bool) -> Extent:
    extent = Extent()
    for _, found in shapes(table):
        for path in (ring for area in found.areas for ring in area[:1]):
            _reach(extent, path)
        for path in () if areas else found.lines:
            _reach(extent, path)
    return extent


def _reach(extent: Extent, path: Path) -> None:
    xs, ys = [p[0] for p in path], [p[1] for p in path]
    on = [x % 360 for x in xs]
    extent.add(min(xs), max(xs), min(on), max(on), min(ys), max(ys))


def _features(table: Table, key: str, sheet: Projection) -> Iterator[Feature]:
    """Raises NoShape for a path that jumps over the globe: it crosses the antimeridian without saying so."""
    for one, found in shapes(table, key):
        feature = Feature(one)
        feature.areas = [[_on_grid(ring, sheet, closed=True) for ring in area] for area in found.areas]
        feature.lines = [_on_grid(line, sheet, closed=False) for line in found.lines]
        yield feature


def _on_grid(path: Path, sheet: Projection, *, closed: bool) -> Line:
    xs = [x % 360 if sheet.onward else x for x, _ in path]
    if any(abs(b - a) > 180 for a, b in pairwise((*xs, *(xs[:1] if closed else ())))):
        raise NoShape("jumps over half of the globe")
    points = snapped((round(sheet.x(x) * FINE), round(sheet.y(y) * FINE)) for x, y in path)
    return points[:-1] if closed and len(points) > 1 and points[0] == points[-1] else points


def _lines(feature: Feature) -> Iterator[Line]:
    yield from (ring for area in feature.areas for ring in area)
    yield from feature.lines


def _made(sheet: Projection, features: Sequence[Feature], tolerance: float, areas: bool) -> Drawn:
    rings = [ring for f in features for area in f.areas for ring in area]
    thin = iter(simplified(rings, tolerance))
    paths, lines = [], []
    for feature in features:
        parts = [[next(thin) for _ in area] for area in feature.areas]
        kept = [[ring for ring in part if ring] for part in parts if part and part[0]]
        if not kept and feature.areas:
            kept = [[_speck(feature)]]  # smaller than can be drawn, and yet there
        if kept:
            largest = max(kept, key=lambda part: abs(twice_area(part[0])))
            units = tuple(tuple((x / FINE, y / FINE) for x, y in ring) for ring in largest)
            paths.append((feature.key, "".join(_path(ring) + "z" for part in kept for ring in part), units))
        if feature.lines and not areas:
            drawn_lines = (_path(thinned(line, tolerance)) for line in feature.lines if len(line) > 1)
            lines.append((feature.key, "".join(drawn_lines)))
    return Drawn(sheet, tuple(paths), tuple(lines))


def _speck(feature: Feature) -> Line:
    x, y = next((point for area in feature.areas for point in area[0]), (0, 0))
    return ((x, y), (x + 2, y), (x + 2, y + 2), (x, y + 2))


def _path(line: Line) -> str:
    """Path data: the first point, then steps from each to the next."""
    (x, y), steps = line[0], []
    for (a, b), (c, d) in pairwise(line):
        across, down = c - a, d - b
        steps.append(f"{across}{'' if down < 0 else ' '}{down}")
    joined = "".join(step if step.startswith("-") or not n else f" {step}" for n, step in enumerate(steps))
    return f"M{x} {y}l{joined}" if steps else ""


def _letters(made: Drawn) -> int:
    return sum(len(path) for _, path, _ in made.paths) + sum(len(path) for _, path in made.lines)
