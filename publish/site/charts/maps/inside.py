"""Inside: where in an area its name can stand."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

Corner = tuple[float, float]
Rings = Sequence[Sequence[Corner]]
_GRID = 20  # tried in each direction


def within(x: float, y: float, rings: Rings) -> bool:
    """Does a place lie in an area? An inner ring is a hole."""
    crossed = False
    for ring in rings:
        for (a, b), (c, d) in pairwise((*ring, *ring[:1])):
            if (b > y) != (d > y) and x < (c - a) * (y - b) / (d - b) + a:
                crossed = not crossed
    return crossed


def middle(rings: Rings, flat: float = 1.0) -> tuple[float, float]:
    """A place well inside an area, far from its edges; the middle of its box when none is found. ``flat``: how much
    less a distance across counts than one down, for what stands there is wide."""
    xs, ys = [p[0] for p in rings[0]], [p[1] for p in rings[0]]
    left, top, wide, high = min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)
    found = (left + wide / 2, top + high / 2)
    most = 0.0
    for row in range(_GRID):
        y = top + (row + 0.5) * high / _GRID
        for column in range(_GRID):
            x = left + (column + 0.5) * wide / _GRID
            if within(x, y, rings) and (away := _from_edge(x, y, rings, flat)) > most * 1.0001:
                found, most = (x, y), away
    return found


def _from_edge(x: float, y: float, rings: Rings, flat: float) -> float:
    return min(_distance(x, y, one, other, flat) for ring in rings for one, other in pairwise((*ring, *ring[:1])))


def _distance(x: float, y: float, one: Corner, other: Corner, flat: float) -> float:
    px, py = (x - one[0]) / flat, y - one[1]
    dx, dy = (other[0] - one[0]) / flat, other[1] - one[1]
    length = dx * dx + dy * dy
    along = min(max((px * dx + py * dy) / length, 0.0), 1.0) if length else 0.0
    return math.hypot(px - along * dx, py - along * dy)
