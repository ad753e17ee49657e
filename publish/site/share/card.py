"""Card: what stands around the picture, the same on every one: paper, lintel, mark, and a lattice for the topic."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256

from publish.admitted import Dataset
from publish.figures import Figures
from publish.site.charts.shown import Shown
from publish.site.share.drawing import INK, LINE, Box, drawing, first, ledger

WIDTH, HEIGHT = 1200, 630  # pixels, as the readers of Open Graph want it

_PAPER, _SEAL = "#fbfaf6", "#b5301f"
_TOPICS = ("#11607a", "#8a5a12", "#4d6b2f", "#6b4a86", "#8c3a4c", "#2f6b60", "#44546a", "#7a4a2a")
_PICTURE = Box(404, 92, 716, 446)
_LATTICE = Box(84, 352, 192, 192)
_BARS = 6  # of the lattice, each way


def of_dataset(dataset: Dataset, figures: Figures, topic: str, pictures: Sequence[Shown]) -> str:
    """The card of a dataset as SVG; ``topic`` is its slug."""
    if shown := first(pictures):
        picture = drawing(shown, _PICTURE)
    elif any(t.rows and t.fields for t in dataset.tables):
        picture = ledger([t for t in dataset.tables if t.rows and t.fields], figures, _PICTURE)
    else:
        picture = "".join(_lattice(topic, Box(404, 92, 716, 446), 12))
    return _card(f"{_mark(84, 84, 7.4)}{''.join(_lattice(topic, _LATTICE, _BARS))}{picture}")


def of_portal() -> str:
    """The card of the portal, and of whatever has no picture of its own: the door alone."""
    return _card(_mark(420, 138, 15))


def _card(matter: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{_PAPER}"/><rect width="{WIDTH}" height="14" fill="{INK}"/>'
        f'<rect y="{HEIGHT - 3}" width="{WIDTH}" height="3" fill="{LINE}"/>{matter}</svg>'
    )


def _mark(x: float, y: float, size: float) -> str:
    """The door, ``size`` times 24 pixels wide, drawn from its own corner."""
    return (
        f'<g transform="translate({x:g} {y:g}) scale({size:g})"><path d="M6 6.2 13.4 9v13L6 21z" fill="{_SEAL}"/>'
        f'<path d="M1.5 4h21M5 4v17.5M19 4v17.5" fill="none" stroke="{INK}" stroke-width="2.2"/></g>'
    )


def _lattice(topic: str, box: Box, count: int) -> Iterator[str]:
    """The lattice of a window: which bars are there is the topic's own, the same left and right."""
    seed = sha256(topic.encode()).digest()
    colour = _TOPICS[seed[0] % len(_TOPICS)]
    wide, high = box.width / count, box.height / count
    lines = []
    for row in range(count):
        for column in range(-(-count // 2)):
            kind = seed[1 + (row * 7 + column) % 30] % 4
            for place in {column, count - 1 - column}:
                x, y = box.x + place * wide, box.y + row * high
                flipped = place != column
                lines += _cell(kind, flipped, x, y, wide, high)
    frame = f"M{box.x:g} {box.y:g}h{box.width:g}v{box.height:g}h-{box.width:g}z"
    yield f'<path d="{frame}{"".join(sorted(lines))}" fill="none" stroke="{colour}" stroke-width="3"/>'


def _cell(kind: int, flipped: bool, x: float, y: float, wide: float, high: float) -> list[str]:
    side = x if flipped else x + wide
    return {
        0: [f"M{x:.1f} {y + high:.1f}h{wide:.1f}"],
        1: [f"M{side:.1f} {y:.1f}v{high:.1f}"],
        2: [f"M{x:.1f} {y + high:.1f}h{wide:.1f}", f"M{side:.1f} {y:.1f}v{high:.1f}"],
        3: [],
    }[kind]
