"""Scale: where a number lies between two ends, and round numbers to mark on the way."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scale:
    """From ``low`` to ``high`` with its marks, lowest first."""

    low: float
    high: float
    ticks: tuple[float, ...]

    def place(self, value: float) -> float:
        """Where a value lies: 0 at the low end, 1 at the high one. Halved, so that no span is infinite."""
        span = self.high / 2 - self.low / 2
        return min(max((value / 2 - self.low / 2) / span, 0.0), 1.0) if span else 0.0


def scale(low: float, high: float, steps: int = 4) -> Scale:
    """A scale that holds both ends and begins and ends at a round number, in about so many steps."""
    low, high = float(low), float(high)
    if low == high:
        low, high = (min(low, 0.0), max(high, 0.0)) if low else (0.0, 1.0)
    step = _round(high / steps - low / steps)
    if not step:
        return Scale(low, high, (low, high))
    first, last = math.floor(low / step), math.ceil(high / step)
    ticks = tuple(_times(step, n) for n in range(first, last + 1)) if last - first <= 2 * steps + 2 else ()
    if len(ticks) < 2 or not all(map(math.isfinite, ticks)) or len(set(ticks)) < len(ticks):
        return Scale(low, high, (low, high))
    return Scale(ticks[0], ticks[-1], ticks)


def _round(step: float) -> float:
    """The next of 1, 2, 2.5, 5, 10 times a power of ten; 0 when there is none."""
    if not math.isfinite(step) or step < 1e-300:
        return 0.0
    power = math.floor(math.log10(step))
    return next((made for m in (1, 2, 2.5, 5, 10) if (made := _decimal(m, power)) >= step * 0.999999), 0.0)


def _decimal(number: float, power: int) -> float:
    """The float nearest to the decimal: 0.3, not 0.30000000000000004. Infinite beyond Float64."""
    return float(f"{number!r}e{power}")


def _times(step: float, count: int) -> float:
    return float(f"{step * count:.12g}")
