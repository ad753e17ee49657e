"""Undrawn: the maps that packages ask for and that cannot be drawn, told in the report.

Whether codes belong to outlines, and whether these may be shown, depends on other datasets: the gate, which judges one
package by its bytes, cannot know it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from publish.admitted import Admitted, Dataset
from publish.figures import Figures
from publish.model import nearest
from publish.problems import Problem, in_order, problem
from publish.site.charts import asked, choose
from publish.site.charts.maps.joins import Outlines, joins, outlined


def drawn(admitted: Admitted, figures: Mapping[str, Figures]) -> Admitted:
    """The edition, with a warning in its report for each wanted map that is left out."""
    outlines = outlined(admitted.datasets)
    wanting = (dataset for dataset in admitted.shown if dataset.package.charts)
    found = [one for dataset in wanting for one in _left_out(dataset, figures, outlines, admitted)]
    if not found:
        return admitted
    problems = in_order([*admitted.report.problems, *found])
    return replace(admitted, report=replace(admitted.report, problems=problems))


def _left_out(
    dataset: Dataset, figures: Mapping[str, Figures], outlines: tuple[Outlines, ...], admitted: Admitted
) -> Iterator[Problem]:
    package, portal = dataset.package, admitted.portal
    counted = figures.get(dataset.name, Figures())
    sources = {s.table.resource: s for s in choose.sources(dataset, counted, {}, portal.languages)}
    for number in asked.undrawn(dataset, sources, joins(dataset, outlines), portal):
        where = f"/charts/{number}"
        line = nearest(where, package.lines, {})
        yield problem(
            "C919",
            package=package.name,
            file=package.descriptor.path if package.descriptor else None,
            row=line if isinstance(line, int) else None,
            field=where,
            number=number + 1,
        )
