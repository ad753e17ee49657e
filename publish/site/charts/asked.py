"""Asked: the pictures that a package asks for, in their order. One that cannot be drawn truly is left out.

What is asked for may be drawn where the choosing would prefer another picture. What is never drawn stays so: the same
flaws that the gate tells of are looked for here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from publish.admitted import Dataset
from publish.drawable.flaws import flaw, kind_of, resource_of
from publish.model import Field, Picture, Portal, Wanted
from publish.site.charts.chart import Plan
from publish.site.charts.maps import choose as maps
from publish.site.charts.maps.joins import Join
from publish.site.charts.maps.map import Map
from publish.site.charts.plans import bars, histogram, lines
from publish.site.charts.source import Source


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
    return tuple(_pictures(dataset, sources, joins, portal)) if dataset.shown else ()


def _pictures(
    dataset: Dataset, sources: Mapping[str, Source], joins: Sequence[Join], portal: Portal
) -> Iterator[Plan | Map]:
    tables = {table.resource: table for table in dataset.tables}
    for wanted in dataset.package.charts or ():
        resource = resource_of(wanted, dataset.package)
        source = sources.get(resource.name) if resource else None
        if source is None or flaw(wanted, dataset.package, tables):
            continue
        if made := _picture(Asking(wanted, dataset, source, joins, portal)):
            yield replace(made, title=wanted.title)


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
