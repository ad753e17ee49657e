"""Asked: the pictures that a package asks for, in their order. One that cannot be drawn truly is left out.

What is asked for may be drawn where the choosing would prefer another picture. What is never drawn stays so: the same
flaws that the gate tells of are looked for here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from publish.admitted import Dataset
from publish.drawable.flaws import MOST, flaw, kind_of, resource_of
from publish.model import Field, Picture, Portal, Wanted
from publish.site.charts.chart import Plan
from publish.site.charts.maps import choose as maps
from publish.site.charts.maps.joins import Join
from publish.site.charts.maps.map import Map
from publish.site.charts.plans import bars, histogram, lines
from publish.site.charts.source import Source

_MAPS = (Picture.POINTS, Picture.AREAS)


@dataclass(frozen=True, slots=True)
class Asking:
    """One wanted picture beside what it is made of."""

    wanted: Wanted
    dataset: Dataset
    source: Source
    joins: Sequence[Join]
    portal: Portal

    def field(self, name: str) -> Field | None:
        """A column by its name."""
        return self.source.table.field(name)


def pictures(
    dataset: Dataset, sources: Mapping[str, Source], joins: Sequence[Join], portal: Portal
) -> tuple[Plan | Map, ...]:
    """Those that can be drawn. ``sources`` are by the name of the resource."""
    drawn = ((one.wanted, _picture(one)) for _, one in _sound(dataset, sources, joins, portal))
    return tuple(replace(made, title=wanted.title) for wanted, made in drawn if made)


def undrawn(dataset: Dataset, sources: Mapping[str, Source], joins: Sequence[Join], portal: Portal) -> tuple[int, ...]:
    """The places of maps in which the gate finds no flaw, and which cannot be drawn all the same: it does not know the
    outlines of other datasets."""
    found = _sound(dataset, sources, joins, portal)
    return tuple(n for n, one in found if kind_of(one.wanted) in _MAPS and _picture(one) is None)


def _sound(
    dataset: Dataset, sources: Mapping[str, Source], joins: Sequence[Join], portal: Portal
) -> Iterator[tuple[int, Asking]]:
    """What is asked for and has no flaw, with its place among ``charts``."""
    tables = {table.resource: table for table in dataset.tables}
    wanted = dataset.package.charts if dataset.shown else None
    for number, one in enumerate((wanted or ())[:MOST]):
        resource = resource_of(one, dataset.package)
        source = sources.get(resource.name) if resource else None
        if source is not None and flaw(one, dataset.package, tables) is None:
            yield number, Asking(one, dataset, source, joins, portal)


def _picture(asking: Asking) -> Plan | Map | None:
    wanted, source = asking.wanted, asking.source
    x, y = asking.field(wanted.x), asking.field(wanted.y[0] if wanted.y else "")
    match kind_of(wanted):
        case Picture.BARS if x:
            return bars.asked(source, x, y)
        case Picture.LINES if x:
            measures = [field for name in wanted.y if (field := asking.field(name))]
            return lines.asked(source, x, measures, asking.field(wanted.series))
        case Picture.HISTOGRAM if x:
            return histogram.asked(source, x)
        case Picture.POINTS:
            return maps.asked_places(asking.dataset.package, source, y)
        case Picture.AREAS:
            joined = [j for j in asking.joins if j.table == source.table.name and wanted.x in ("", j.column)]
            return maps.asked_areas(asking.dataset, source, y, joined, asking.portal)
    return None
