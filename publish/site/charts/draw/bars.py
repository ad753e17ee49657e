"""Bars, drawn: short labels stand beside their bars, longer ones above."""

from __future__ import annotations

from collections.abc import Iterator

from publish.site.charts import shapes, words
from publish.site.charts.chart import Plan
from publish.site.charts.draw.svg import FONT, Drawing, cut, line, part, rect, text, width
from publish.site.tongue import Phrase, Tongue

_BESIDE, _ABOVE = 28, 42  # pixels of a row
_START, _ROOM = 0.27, 0.55  # of the width: where bars beside their labels begin, and how long the longest is
_LABEL, _VALUE = 5.2, 4.2  # heights of a letter that fit beside a bar on the narrowest screen
_NARROW = 280  # pixels of the narrowest screen


def draw(plan: Plan, tongue: Tongue) -> Drawing:
    """One row for each bar."""
    said = [tongue.phrase(label) for label in plan.labels[: plan.drawn]]
    numbers = plan.series[0].numbers[: plan.drawn]
    values = ["" if n is None else words.short(n, tongue) for n in numbers]
    drawn = shapes.bars(plan)
    short = max(map(width, values)) <= _VALUE and max(width(s.text) for s in said) <= _LABEL
    if short and all(one.start == 0 for one in drawn):
        return Drawing(_BESIDE * len(said) + 2, tuple(_beside(said, values, drawn, tongue)))
    return Drawing(_ABOVE * len(said), tuple(_above(said, values, drawn, tongue)))


def _beside(said: list[Phrase], values: list[str], drawn: tuple[shapes.Bar, ...], tongue: Tongue) -> Iterator[str]:
    for place, (label, value, bar) in enumerate(zip(said, values, drawn, strict=True)):
        top = _BESIDE * place
        yield text(label, part(_START), top + 19, anchor="end", dx=-10)
        end = _START + _ROOM * bar.end
        if bar.known:
            yield rect(_START, max(end - _START, 0.002), top + 5, 18, "bar most" if bar.most else "bar")
            yield text(value, part(end), top + 19, kind="value", dx=7)
        else:
            yield text(tongue.t("no figure"), part(_START), top + 19, kind="none", dx=7)
    yield line(_START, _START, 0, _BESIDE * len(said) + 2, "zero")


def _above(said: list[Phrase], values: list[str], drawn: tuple[shapes.Bar, ...], tongue: Tongue) -> Iterator[str]:
    room = (_NARROW - FONT * max(map(width, values))) / FONT
    zero = next((one.start if one.end > one.start else one.end for one in drawn if one.known and one.end), 0.0)
    for place, (label, value, bar) in enumerate(zip(said, values, drawn, strict=True)):
        top = _ABOVE * place
        yield text(Phrase(cut(label.text, room), label.lang), "0", top + 16)
        if bar.known:
            yield rect(bar.start, max(bar.end - bar.start, 0.002), top + 23, 10, "bar most" if bar.most else "bar")
            yield text(value, "100%", top + 16, kind="value", anchor="end")
        else:
            yield text(tongue.t("no figure"), "100%", top + 16, kind="none", anchor="end")
    if any(one.start < zero for one in drawn):
        yield line(zero, zero, 0, _ABOVE * len(said), "zero")
