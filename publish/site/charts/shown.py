"""Shown: the pictures of a dataset in their order, charts and maps, and each of them in one language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from publish.admitted import Dataset
from publish.figures import Figures
from publish.model import Portal
from publish.site.charts import asked, choose, telling
from publish.site.charts.chart import Chart, Plan
from publish.site.charts.maps import choose as choose_maps
from publish.site.charts.maps import telling as telling_maps
from publish.site.charts.maps.joins import Join
from publish.site.charts.maps.map import Map
from publish.site.tongue import Tongue
from publish.tables import Table

Shown = Plan | Map


def pictures(
    dataset: Dataset, figures: Figures, reached: Mapping[str, Table], joins: Sequence[Join], portal: Portal
) -> tuple[Shown, ...]:
    """What is drawn of a dataset. Places and outlines are what their rows are, and come first; shades are a second
    look at numbers that a chart compares better. What the dots of a map say already is not said in bars again.
    A package may ask for others instead, or for none."""
    sources = tuple(choose.sources(dataset, figures, reached, portal.languages))
    if dataset.package.charts is not None:
        return asked.pictures(dataset, {one.table.resource: one for one in sources}, joins, portal)
    plans = choose.plans(sources)
    maps = choose_maps.maps(dataset, sources, joins, portal)
    if any(one.areas and one.measure for one in maps):
        return (*plans, *maps)
    sized = [one.measure for one in maps if one.measure]
    return (*maps, *(plan for plan in plans if plan.measure is None or plan.measure not in sized))


def chart(picture: Shown, name: str, tongue: Tongue) -> Chart:
    """What a page shows of it. ``name`` is its id there."""
    if isinstance(picture, Map):
        return telling_maps.chart(picture, name, tongue)
    return telling.chart(picture, name, tongue)
