"""Simplify: fewer corners, and neighbours that still meet.

Rings are cut where three or more of them meet; each piece is thinned by the rule of Douglas and Peucker, in the same
direction whichever ring it belongs to. So a border that two districts share is drawn once for both, without gaps.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

Point = tuple[int, int]  # on the grid of the drawing
Line = tuple[Point, ...]


def simplified(rings: Sequence[Line], tolerance: float) -> list[Line]:
    """Each ring with no corner kept that lies within ``tolerance`` of the line without it; an empty one where fewer
    than three are left. A ring does not repeat its first point."""
    joints = _joints(rings)
    return [_ring(ring, joints, tolerance) for ring in rings]


def snapped(points: Iterable[Point]) -> Line:
    """Without points that repeat the one before, or, in a ring, the first at the end."""
    kept: list[Point] = []
    for point in points:
        if not kept or kept[-1] != point:
            kept.append(point)
    return tuple(kept)


def thinned(line: Line, tolerance: float) -> Line:
    """A line with its ends and the corners that matter."""
    if len(line) < 3:
        return line
    forward = line if line[0] <= line[-1] else line[::-1]
    kept = [False] * len(forward)
    kept[0] = kept[-1] = True
    waiting = [(0, len(forward) - 1)]
    while waiting:
        first, last = waiting.pop()
        far, at = _farthest(forward, first, last)
        if far > tolerance * tolerance:
            kept[at] = True
            waiting += [(first, at), (at, last)]
    found = tuple(p for p, keep in zip(forward, kept, strict=True) if keep)
    return found if forward is line else found[::-1]


def twice_area(ring: Sequence[Point]) -> int:
    """Twice the area of a ring; its sign says which way round it goes."""
    return sum(x * v - u * y for (x, y), (u, v) in pairwise((*ring, *ring[:1])))


def _joints(rings: Sequence[Line]) -> set[Point]:
    """Points from which the rings go on in more than two ways."""
    beside: dict[Point, set[Point]] = defaultdict(set)
    for ring in rings:
        for one, other in pairwise((*ring, *ring[:1])):
            beside[one].add(other)
            beside[other].add(one)
    return {point for point, near in beside.items() if len(near) > 2}


def _ring(ring: Line, joints: set[Point], tolerance: float) -> Line:
    if len(ring) < 3:
        return ()
    cuts = [n for n, point in enumerate(ring) if point in joints]
    if len(cuts) < 2:
        # Alone, or met at one point: cut at that point, or the first in order, and at the one farthest from it.
        start = cuts[0] if cuts else ring.index(min(ring))
        a, b = ring[start]
        far = max(range(len(ring)), key=lambda n: ((ring[n][0] - a) ** 2 + (ring[n][1] - b) ** 2, ring[n]))
        cuts = sorted((start, far))
    turned = (*ring[cuts[0] :], *ring[: cuts[0]])
    ends = [cut - cuts[0] for cut in cuts] + [len(ring)]
    closed = (*turned, turned[0])
    found: list[Point] = []
    for start, end in pairwise(ends):
        found += thinned(closed[start : end + 1], tolerance)[:-1]
    return tuple(found) if len(found) > 2 and twice_area(found) else ()


def _farthest(line: Line, first: int, last: int) -> tuple[float, int]:
    """(squared distance, place) of the point farthest from the straight line between two."""
    (x, y), (u, v) = line[first], line[last]
    dx, dy = u - x, v - y
    length = dx * dx + dy * dy
    far, at = -1.0, first
    for n in range(first + 1, last):
        px, py = line[n][0] - x, line[n][1] - y
        along = min(max((px * dx + py * dy) / length, 0.0), 1.0) if length else 0.0
        away = (px - along * dx) ** 2 + (py - along * dy) ** 2
        if away > far:
            far, at = away, n
    return far, at
