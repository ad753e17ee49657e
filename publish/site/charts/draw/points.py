"""Points: what a reader can point at on a line. The table beneath it ends where a long one would fill the page, so a
drawing of lines carries the numbers with it, as theme/static/js/chart.js reads them."""

from __future__ import annotations

from publish.site.charts import shapes, words
from publish.site.charts.chart import Plan
from publish.site.tongue import Tongue

_MOMENTS, _NUMBERS = 366, 800  # more cannot be told apart with a pointer, and a page stays small


def points(plan: Plan, tongue: Tongue, left: float = 0.0) -> str:
    """Moments parted by ``|``. Each: where it lies across in thousandths, what it is called, and for each line how high
    it stands in thousandths (``-`` without a number) and the exact number; parted by ``;``. The plot begins at
    ``left``."""
    up = shapes.height(plan)
    said = []
    for place in shown(plan):
        at = plan.moments[place]
        cells = [f"{1000 * (left + (1 - left) * shapes.across(plan, at.at)):.4g}", words.moment(at, tongue)]
        for one in plan.series:
            number = one.numbers[place]
            high = "-" if number is None else f"{1000 * up.place(float(number)):.0f}"
            cells.append(f"{high} {words.exact(number, tongue)}")
        said.append(";".join(cells))
    return "|".join(said)


def shown(plan: Plan) -> list[int]:
    """The places of those moments: all; of very many some, evenly, with the highest and the lowest of each line."""
    count = len(plan.moments)
    most = min(_MOMENTS, _NUMBERS // len(plan.series))
    if count <= most:
        return list(range(count))
    kept = {round(n * (count - 1) / (most - 1)) for n in range(most)}
    for one in plan.series:
        known = [(number, place) for place, number in enumerate(one.numbers) if number is not None]
        kept |= {min(known)[1], max(known)[1]}
    return sorted(kept)
