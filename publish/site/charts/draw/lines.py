"""Lines, drawn: marks of the scale stand on their rules, the name of a line at its end."""

from __future__ import annotations

from collections.abc import Iterator

from publish.site.charts import moments, shapes, words
from publish.site.charts.chart import Plan
from publish.site.charts.draw.points import points
from publish.site.charts.draw.svg import Drawing, cut, dot, line, part, path, stretched, text
from publish.site.charts.scale import Scale
from publish.site.tongue import Phrase, Tongue

_TOP, _HIGH, _FOOT = 22, 230, 26  # pixels above, of, and below the plot
_APART = 17  # pixels between the names of two lines
_NAME = 16.0  # heights of a letter


def draw(plan: Plan, tongue: Tongue) -> Drawing:
    """Each series a line."""
    up, found = shapes.height(plan), shapes.lines(plan)
    paths = [path([run.points for run in runs], f"line c{n}") for n, runs in enumerate(found, 1)]
    parts = [*rules(up, tongue), *_moments(plan, tongue), stretched(paths, _TOP, _HIGH), *_ends(plan, found, tongue)]
    return Drawing(_TOP + _HIGH + _FOOT, tuple(parts), points(plan, tongue))


def rules(up: Scale, tongue: Tongue, top: int = _TOP, high: int = _HIGH) -> Iterator[str]:
    """A rule at each mark of the scale, with its number standing on it."""
    for value in up.ticks:
        y = top + high * (1 - up.place(value))
        yield line(0, 1, y, y, "zero" if value == 0 else "rule")
        yield text(words.short(_plain(value), tongue), "0", y - 4, kind="tick")


def _plain(value: float) -> float | int:
    return int(value) if value.is_integer() and abs(value) < 1e15 else value


def _moments(plan: Plan, tongue: Tongue) -> Iterator[str]:
    y = _TOP + _HIGH + 18
    for at in moments.ticks(plan.moments[0], plan.moments[-1]):
        x = shapes.across(plan, at.at)
        yield line(x, x, _TOP + _HIGH, _TOP + _HIGH + 5, "zero")
        anchor = "start" if x < 0.06 else "end" if x > 0.94 else "middle"
        yield text(words.tick(at, tongue), part(x), y, kind="tick", anchor=anchor)


def _ends(plan: Plan, found: tuple[tuple[shapes.Run, ...], ...], tongue: Tongue) -> Iterator[str]:
    """A dot at the end of each line; its name and last number, moved apart where they would lie on each other."""
    ends = []
    for n, (one, runs) in enumerate(zip(plan.series, found, strict=True), 1):
        x, up = runs[-1].points[-1]
        last = next(v for v in reversed(one.numbers) if v is not None)
        name = tongue.phrase(one.name)
        said = f"{cut(name.text, _NAME)} {words.short(last, tongue)}".strip()
        ends.append((_TOP + _HIGH * (1 - up), x, n, Phrase(said, name.lang)))
        yield dot(x, ends[-1][0], f"dot c{n}")
    for (_, x, n, label), y in zip(sorted(ends, key=lambda e: e[0]), _spread([e[0] for e in ends]), strict=True):
        yield text(label, part(x), y, kind=f"end c{n}", anchor="end" if x > 0.4 else "start")


def _spread(places: list[float]) -> list[float]:
    """Heights of labels above their points, at least _APART from each other, none outside."""
    found: list[float] = []
    for y in sorted(places):
        found.append(max(y - 9, found[-1] + _APART if found else 12))
    over = found[-1] - (_TOP + _HIGH - 3)
    return [y - over for y in found] if over > 0 else found
