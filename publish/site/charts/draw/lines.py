"""Lines, drawn: marks of the scale stand on their rules, the name of a line at its end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from publish.site.charts import moments, shapes, words
from publish.site.charts.chart import Plan
from publish.site.charts.draw.points import points
from publish.site.charts.draw.svg import Drawing, cut, dot, line, part, path, stretched, text, width
from publish.site.charts.scale import Scale
from publish.site.tongue import Phrase, Tongue

_TOP, _HIGH, _FOOT = 22, 230, 26  # pixels above, of, and below the plot
_APART = 17  # pixels between the names of two lines
_NAME = 16.0  # heights of a letter
_TICK, _GAP = 12, 8  # pixels of a letter at a mark, and beside it
_BESIDE = 0.03  # of the width: so far a mark may be from the middle of its label
_NARROW, _WIDEST = 300, 0.24  # pixels of the narrowest picture, and how much of it the marks of a scale may have


def draw(plan: Plan, tongue: Tongue) -> Drawing:
    """Each series a line."""
    up, found = shapes.height(plan), shapes.lines(plan)
    left = gutter(up, tongue)
    paths = [path([run.points for run in runs], f"line c{n}") for n, runs in enumerate(found, 1)]
    parts = [
        *rules(up),
        *_moments(plan, left, tongue),
        stretched(paths, left, _TOP, _HIGH),
        *numbers(up, tongue),
        *_ends(plan, found, left, tongue),
    ]
    return Drawing(_TOP + _HIGH + _FOOT, tuple(parts), points(plan, tongue, left))


def gutter(up: Scale, tongue: Tongue) -> float:
    """The part of the width, at the left, that is kept for the numbers of the scale, so that nothing is drawn under
    them. The longest, as “25.5 million”, have not all of it on a phone."""
    widest = max(width(words.short(_plain(value), tongue)) for value in up.ticks)
    return min((widest * _TICK + _GAP) / _NARROW, _WIDEST)


def rules(up: Scale, top: int = _TOP, high: int = _HIGH) -> Iterator[str]:
    """A rule at each mark of the scale."""
    for value in up.ticks:
        y = top + high * (1 - up.place(value))
        yield line(0, 1, y, y, "zero" if value == 0 else "rule")


def numbers(up: Scale, tongue: Tongue, top: int = _TOP, high: int = _HIGH) -> Iterator[str]:
    """Its number standing on each rule."""
    for value in up.ticks:
        y = top + high * (1 - up.place(value))
        yield text(words.short(_plain(value), tongue), "0", y - 4, kind="tick")


def _plain(value: float) -> float | int:
    return int(value) if value.is_integer() and abs(value) < 1e15 else value


def _moments(plan: Plan, left: float, tongue: Tongue) -> Iterator[str]:
    """As many moments as stand beside each other on the narrowest screen."""
    found: list[Mark] = []
    for most in (5, 4, 3, 2):
        times = moments.ticks(plan.moments[0], plan.moments[-1], most)
        found = [mark(left + (1 - left) * shapes.across(plan, at.at), words.tick(at, tongue)) for at in times]
        if all(one.end < other.start for one, other in pairwise(found)):
            break
    for one in found:
        yield line(one.x, one.x, _TOP + _HIGH, _TOP + _HIGH + 5, "zero")
        yield text(one.said, part(one.there), _TOP + _HIGH + 18, kind="tick", anchor=one.anchor)


@dataclass(frozen=True, slots=True)
class Mark:
    """A label below the foot of a picture: its point, where it is written, and from where to where it reaches on the
    narrowest screen."""

    x: float
    said: str
    there: float
    anchor: str
    start: float
    end: float


def mark(x: float, said: str) -> Mark:
    """A label in the middle below its point, a little beside it, or beside it where it would lie outside."""
    wide = (width(said) * _TICK + _GAP / 2) / _NARROW
    anchor = "start" if x < wide / 2 - _BESIDE else "end" if x > 1 - wide / 2 else "middle"
    there = max(x, wide / 2) if anchor == "middle" else x
    start = {"start": there, "middle": there - wide / 2, "end": there - wide}[anchor]
    return Mark(x, said, there, anchor, start, start + wide)


def _ends(plan: Plan, found: tuple[tuple[shapes.Run, ...], ...], left: float, tongue: Tongue) -> Iterator[str]:
    """A dot at the end of each line; its name and last number, moved apart where they would lie on each other."""
    ends = []
    for n, (one, runs) in enumerate(zip(plan.series, found, strict=True), 1):
        across, up = runs[-1].points[-1]
        x = left + (1 - left) * across
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
