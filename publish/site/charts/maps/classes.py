"""Classes: numbers in at most five groups that are alike, with round numbers between them.

The groups are natural breaks (Fisher and Jenks): the sum of squared distances within the groups is the least there is.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

MOST = 5
_SKEWED = 20
_EXACT = 200  # values beyond which the breaks are those of every so many of them, in order


@dataclass(frozen=True, slots=True)
class Classes:
    """``breaks`` lie between the classes: a value that equals one belongs above it. ``low`` and ``high`` are the
    smallest and the largest value."""

    low: float
    high: float
    breaks: tuple[float, ...]

    @property
    def count(self) -> int:
        return len(self.breaks) + 1

    def of(self, value: float) -> int:
        """The class of a value, 0 the lowest."""
        return bisect_right(self.breaks, value)


def classes(values: Iterable[float], most: int = MOST) -> Classes | None:
    """The classes of these values; None when all are equal, or there are none. Values are finite."""
    known = sorted(values)
    distinct = sorted(set(known))
    if len(distinct) < 2:
        return None
    count = min(most, max(2, (len(distinct) + 1) // 2))
    if len(known) > _EXACT:
        known = [known[(2 * n + 1) * len(known) // (2 * _EXACT)] for n in range(_EXACT)]
        known[0], known[-1] = distinct[0], distinct[-1]
    starts = _natural(known, min(count, len(set(known))), _evened(known))
    breaks = [_between(_below(distinct, start), start) for start in starts]
    return Classes(distinct[0], distinct[-1], tuple(dict.fromkeys(breaks)))


def _below(distinct: Sequence[float], value: float) -> float:
    """The next smaller value."""
    return distinct[bisect_right(distinct, value) - 2]


def _evened(values: Sequence[float]) -> list[float]:
    """The values as they are told apart, at most 1. Where the largest is many times the smallest, their logarithms:
    else all the small ones, which differ as much in kind, would fall into one class."""
    if values[0] > 0 and values[-1] / values[0] > _SKEWED:
        logs = [math.log(v) - math.log(values[0]) for v in values]
        return [v / logs[-1] for v in logs]
    scale = max(abs(values[0]), abs(values[-1])) or 1.0
    return [v / scale for v in values]  # no square is infinite


def _natural(values: Sequence[float], count: int, scaled: Sequence[float]) -> list[float]:
    """The first value of each class but the lowest. ``values`` are sorted and have ``count`` distinct ones or more."""
    sums, squares = [0.0], [0.0]
    for value in scaled:
        sums.append(sums[-1] + value)
        squares.append(squares[-1] + value * value)

    def spread(start: int, end: int) -> float:
        total = sums[end] - sums[start]
        return squares[end] - squares[start] - total * total / (end - start)

    size = len(values)
    best = [0.0, *(spread(0, end) for end in range(1, size + 1))]
    cuts: list[list[int]] = []
    for classed in range(2, count + 1):
        row, cut = [math.inf] * (size + 1), [0] * (size + 1)
        for end in range(classed, size + 1):
            for start in range(classed - 1, end):
                # Equal values stay together.
                if values[start] != values[start - 1] and (cost := best[start] + spread(start, end)) < row[end]:
                    row[end], cut[end] = cost, start
        best = row
        cuts.append(cut)
    found, end = [], size
    for cut in reversed(cuts):
        end = cut[end]
        found.append(values[end])
    return found[::-1]


def _between(below: float, above: float) -> float:
    """The roundest number above one value and not above the other, near their middle."""
    middle = below / 2 + above / 2
    power = math.ceil(math.log10(max(abs(below), abs(above))))
    for digit in range(power, power - 17, -1):
        for step in (5, 2, 1):
            number = float(f"{step * round(middle / (step * 10.0**digit))}e{digit}")
            if below < number <= above:
                return number
    return above
