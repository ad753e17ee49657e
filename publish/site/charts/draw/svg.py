"""SVG: the few elements that pictures are made of. Every text is escaped here; colours are classes of chart.css."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from publish.site.tongue import Phrase

FONT = 14  # pixels of a label
_HALF = 0.54  # of its height: the mean width of a Latin letter


@dataclass(frozen=True, slots=True)
class Drawing:
    """Elements in a box as wide as its place and so many pixels high."""

    height: int
    parts: tuple[str, ...]
    points: str = ""  # what its marks say, where the table does not hold it


def whole(drawing: Drawing, kind: str, name: str, title: str, description: str) -> Markup:
    """The picture with its name and description, which stand for it where it cannot be seen."""
    points = f' data-points="{escape(drawing.points)}"' if drawing.points else ""
    return Markup(  # every part was escaped when it was made
        f'<svg class="chart {kind}" role="img" aria-labelledby="{name}-t {name}-d" width="100%" '
        f'height="{drawing.height}"{points}><title id="{name}-t">{escape(title)}</title>'
        f'<desc id="{name}-d">{escape(description)}</desc>{"".join(drawing.parts)}</svg>'
    )


def part(share: float) -> str:
    """A part of the width."""
    return f"{round(100 * share, 2):g}%"


def width(said: str) -> float:
    """About how wide a text is, in heights of its letters."""
    return sum(1.0 if ord(c) > 0x2E7F else _HALF for c in said)


def cut(said: str, most: float) -> str:
    """A text of at most such a width; one that is longer ends in an ellipsis."""
    if width(said) <= most:
        return said
    kept = ""
    for letter in said:
        if width(kept + letter) > most - 1:
            break
        kept += letter
    return kept.rstrip() + "…"


def text(said: str | Phrase, x: str, y: float, *, kind: str = "", anchor: str = "", dx: int = 0) -> str:
    """A text whose baseline is at ``y``; ``kind`` is its class, ``anchor`` where ``x`` is of it."""
    words, lang = (said.text, said.lang) if isinstance(said, Phrase) else (said, "")
    more = "".join(
        f' {name}="{escape(value)}"'
        for name, value in (("class", kind), ("text-anchor", anchor), ("dx", dx), ("lang", lang))
        if value
    )
    return f'<text x="{x}" y="{y:g}"{more}>{escape(words)}</text>'


def rect(x: float, across: float, y: float, high: float, kind: str) -> str:
    """A rectangle: across in parts of the width, high in pixels."""
    return f'<rect class="{kind}" x="{part(x)}" y="{y:g}" width="{part(across)}" height="{high:g}"/>'


def line(x1: float, x2: float, y1: float, y2: float, kind: str) -> str:
    """A straight line."""
    return f'<line class="{kind}" x1="{part(x1)}" x2="{part(x2)}" y1="{y1:g}" y2="{y2:g}"/>'


def dot(x: float, y: float, kind: str) -> str:
    """A point of a line."""
    return f'<circle class="{kind}" cx="{part(x)}" cy="{y:g}" r="3.5"/>'


def stretched(paths: Iterable[str], left: float, top: float, high: float) -> str:
    """Paths in a square of 1000, stretched over the width right of ``left`` and so many pixels; their strokes keep
    their width."""
    inner = "".join(paths)
    return (
        f'<svg x="{part(left)}" y="{top:g}" width="{part(1 - left)}" height="{high:g}" viewBox="0 0 1000 1000" '
        f'preserveAspectRatio="none" '
        f'overflow="visible">{inner}</svg>'
    )


def path(runs: Iterable[Sequence[tuple[float, float]]], kind: str) -> str:
    """Stretches of a line; a single point is a stretch to itself, which round ends make visible."""
    drawn = "".join(
        "M" + "L".join(f"{1000 * x:.4g} {1000 - 1000 * y:.4g}" for x, y in (run if len(run) > 1 else (*run, *run)))
        for run in runs
    )
    return f'<path class="{kind}" vector-effect="non-scaling-stroke" d="{re.sub("-0(?![.0-9])", "0", drawn)}"/>'
