"""Choose: the one map of a dataset, or none: a rate of each area in shades, places, or outlines for their own sake."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from publish.admitted import Dataset
from publish.drawable import labels
from publish.model import Field, Package, Portal, Resource, Text
from publish.site.charts.chart import Kind
from publish.site.charts.maps import standing
from publish.site.charts.maps.joins import Join, Outlines, keys
from publish.site.charts.maps.map import Area, Map
from publish.site.charts.maps.outlines import drawn
from publish.site.charts.maps.places import places, where
from publish.site.charts.maps.shades import shades
from publish.site.charts.source import Source
from publish.types import to_text


def maps(dataset: Dataset, sources: Iterable[Source], joins: Sequence[Join], portal: Portal) -> tuple[Map, ...]:
    """Nothing, or the first map that can be drawn truly and may be shown."""
    if not dataset.shown:
        return ()
    return next(((made,) for made in _maps(dataset, tuple(sources), joins, portal)), ())


def _maps(dataset: Dataset, sources: Sequence[Source], joins: Sequence[Join], portal: Portal) -> Iterator[Map]:
    for source in sources:
        for join in joins:
            stands = standing.of_areas(join.outlines.package, portal)
            if join.table == source.table.name and stands and (made := shades(source, join, stands)):
                yield made
    package = dataset.package
    for source in sources:
        stands = standing.of_places(package)
        if stands and where(source) and (made := places(source, stands)):
            yield made
        resource = package.resource(source.table.resource)
        if resource and source.table.geometry and (made := _outlines(source, dataset, resource, portal)):
            yield made


def asked_places(package: Package, source: Source, measure: Field | None) -> Map | None:
    """Places as they were asked for; None where they cannot be shown."""
    stands = standing.of_places(package)
    return places(source, stands, [measure] if measure else []) if stands else None


def asked_areas(
    dataset: Dataset, source: Source, measure: Field | None, joins: Sequence[Join], portal: Portal
) -> Map | None:
    """Areas as they were asked for: the outlines of a table, or shades on them or on those its codes belong to."""
    table = source.table
    if not table.geometry:
        shown = ((join, standing.of_areas(join.outlines.package, portal)) for join in joins)
        made = (shades(source, join, stands, measure) for join, stands in shown if stands)
        return next((one for one in made if one), None)
    resource = dataset.package.resource(table.resource)
    if resource is None or measure is None:
        return _outlines(source, dataset, resource, portal) if resource else None
    stands = standing.of_outlines(dataset.package, resource, portal)
    own = [Join(table.name, key, Outlines(table, key, dataset.package), True) for key in keys(table)[:1]]
    return shades(source, own[0], stands, measure) if stands and own else None


def _outlines(source: Source, dataset: Dataset, resource: Resource, portal: Portal) -> Map | None:
    """Areas and lines, each with its name."""
    stands = standing.of_outlines(dataset.package, resource, portal)
    table = source.table
    name = labels.name_of(table, source.languages)
    key = table.primary_key[0] if len(table.primary_key) == 1 else name.name if name else ""
    if stands is None or (paths := drawn(table, key)) is None:
        return None
    names = labels.register(table, key, source.languages) if key else {}
    areas = tuple(
        Area(names.get(to_text(k)) or Text((("", to_text(k)),) if k is not None else ()), path, rings)
        for k, path, rings in paths.paths
    )
    lines = tuple(path for _, path in paths.lines)
    return Map(Kind.AREAS, table.resource, source.subject, paths.sheet, stands, areas, lines, category=name)
