"""A histogram, drawn: columns that touch, since a measure has no gaps."""

from __future__ import annotations

from collections.abc import Iterator

from publish.site.charts import shapes, words
from publish.site.charts.chart import Plan
from publish.site.charts.draw.lines import gutter, mark, numbers, rules
from publish.site.charts.draw.svg import Drawing, line, part, rect, text
from publish.site.tongue import Tongue

_TOP, _HIGH, _FOOT = 22, 190, 26  # pixels above, of, and below the plot
_MARKS = 5  # numbers along the foot


def draw(plan: Plan, tongue: Tongue) -> Drawing:
    """A column for each step."""
    up, found = shapes.height(plan, 3), shapes.columns(plan)
    most = max(high for _, _, high in found)
    side = gutter(up, tongue)
    bars = [
        rect(
            side + (1 - side) * left,
            (1 - side) * (right - left),
            _TOP + _HIGH * (1 - high),
            _HIGH * high,
            "column most" if high == most else "column",
        )
        for left, right, high in found
    ]
    parts = (*rules(up, _TOP, _HIGH), *bars, *numbers(up, tongue, _TOP, _HIGH), *_edges(plan, side, tongue))
    return Drawing(_TOP + _HIGH + _FOOT, parts)


def _edges(plan: Plan, side: float, tongue: Tongue) -> Iterator[str]:
    """Some of the edges: all would not fit."""
    step = -(-(len(plan.edges) - 1) // (_MARKS - 1))
    left = [found[0] for found in shapes.columns(plan)] + [1.0]
    for place in range(0, len(plan.edges), step):
        edge = plan.edges[place]
        said = words.short(int(edge) if edge.is_integer() and abs(edge) < 1e15 else edge, tongue)
        one = mark(side + (1 - side) * left[place], said)
        yield line(one.x, one.x, _TOP + _HIGH, _TOP + _HIGH + 5, "zero")
        yield text(said, part(one.there), _TOP + _HIGH + 18, kind="tick", anchor=one.anchor)
