"""Shapes: where everything of a plan lies, in parts of a square of one: across from the left, up from the bottom.

Whoever draws a plan, on a page with words or in an image without, takes the shapes from here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from publish.site.charts.chart import Number, Plan
from publish.site.charts.plans.lines import gaps
from publish.site.charts.scale import Scale, scale

_POINTS = 1_200  # of one line; more cannot be told apart on a screen


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar from ``start`` to ``end`` of the width; a number that is missing has none."""

    start: float
    end: float
    most: bool  # is it the largest?
    known: bool = True


@dataclass(frozen=True, slots=True)
class Run:
    """An unbroken stretch of a line, as (across, up)."""

    points: tuple[tuple[float, float], ...]


def bars(plan: Plan) -> tuple[Bar, ...]:
    """The bars of those labels that are drawn, from zero."""
    numbers = plan.series[0].numbers[: plan.drawn]
    known = [n for n in numbers if n is not None]
    low, high = float(min([0, *known])), float(max([0, *known]))
    axis, zero = Scale(low, high, ()), Scale(low, high, ()).place(0.0)
    return tuple(_bar(n, axis, zero, max(known)) for n in numbers)


def _bar(number: Number | None, axis: Scale, zero: float, most: Number) -> Bar:
    if number is None:
        return Bar(zero, zero, False, False)
    place = axis.place(float(number))
    return Bar(min(zero, place), max(zero, place), number == most)


def height(plan: Plan, steps: int = 4) -> Scale:
    """The scale up the side. Counts begin at zero; so does a line whose numbers are not far from it, or all alike."""
    values = [float(n) for n in plan.values()]
    low, high = min(values), max(values)
    if plan.edges or 0 <= low <= high / 2 or 0 <= low == high:
        low = 0.0
    return scale(low, high if high > low else low + 1, steps)


def across(plan: Plan, at: float) -> float:
    """Where a moment lies."""
    return Scale(plan.moments[0].at, plan.moments[-1].at, ()).place(at)


def lines(plan: Plan) -> tuple[tuple[Run, ...], ...]:
    """The stretches of each series; a line breaks where a number or a step is missing."""
    up, broken = height(plan), gaps(plan.moments)
    found = []
    for one in plan.series:
        runs: list[list[tuple[float, float]]] = [[]]
        for place, number in enumerate(one.numbers):
            if number is None or place in broken:
                runs.append([])
            if number is not None:
                runs[-1].append((across(plan, plan.moments[place].at), up.place(float(number))))
        found.append(tuple(Run(tuple(_thinned(run))) for run in runs if run))
    return tuple(found)


def _thinned(points: Sequence[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    """Of many points the lowest and the highest of each small stretch: the line looks the same."""
    if len(points) <= _POINTS:
        yield from points
        return
    size = -(-2 * len(points) // _POINTS)
    for start in range(0, len(points), size):
        part = points[start : start + size]
        yield from sorted({min(part, key=lambda p: p[1]), max(part, key=lambda p: p[1])})


def columns(plan: Plan) -> tuple[tuple[float, float, float], ...]:
    """(left, right, height) of each step of a histogram."""
    side, up = Scale(plan.edges[0], plan.edges[-1], ()), height(plan)
    places = [side.place(edge) for edge in plan.edges]
    counts = [float(n or 0) for n in plan.series[0].numbers]
    return tuple((left, right, up.place(n)) for left, right, n in zip(places, places[1:], counts, strict=False))
