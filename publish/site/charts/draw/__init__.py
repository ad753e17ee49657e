"""How a plan is drawn as SVG for a page: what lies across the width in parts of it, so that the picture fits a phone
and a desk and its letters keep their size; what lies up and down in pixels."""

from __future__ import annotations

from markupsafe import Markup

from publish.site.charts.chart import Kind, Plan
from publish.site.charts.draw import bars, histogram, lines
from publish.site.charts.draw.svg import Drawing, whole
from publish.site.tongue import Tongue

_DRAW = {Kind.BARS: bars.draw, Kind.LINE: lines.draw, Kind.HISTOGRAM: histogram.draw}


def svg(plan: Plan, tongue: Tongue, name: str, title: str, description: str) -> Markup:
    """The picture of a plan, complete. ``name`` begins the ids in it."""
    drawn: Drawing = _DRAW[plan.kind](plan, tongue)
    return whole(drawn, plan.kind, name, title, description)
