"""Hexagons: many places counted in cells of one size, when dots would cover one another."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Cell = tuple[int, int]  # half columns and rows


def cells(x: Floats, y: Floats, radius: float) -> Counter[Cell]:
    """How many places lie in each hexagon. ``x`` and ``y`` are units of the drawing; ``radius`` that of the circle
    around a cell. A cell stands on its point."""
    across, down = radius * math.sqrt(3), radius * 3
    even = np.stack([2 * np.rint(x / across), 2 * np.rint(y / down)])
    odd = np.stack([2 * np.rint(x / across - 0.5) + 1, 2 * np.rint(y / down - 0.5) + 1])
    away = [(x - c[0] * across / 2) ** 2 + (y - c[1] * down / 2) ** 2 for c in (even, odd)]
    nearest = np.where(away[0] <= away[1], even, odd).astype(np.int64)
    found, counts = np.unique(nearest, axis=1, return_counts=True)
    return Counter({(int(a), int(b)): int(n) for (a, b), n in zip(found.T, counts, strict=True)})


def centre(cell: Cell, radius: float) -> tuple[float, float]:
    """The middle of a cell."""
    return cell[0] * radius * math.sqrt(3) / 2, cell[1] * radius * 1.5


def path(x: float, y: float, radius: float) -> str:
    """The cell around a middle, as SVG path data: from its upper corner."""
    half, side = round(radius * math.sqrt(3) / 2, 1), radius / 2
    return f"M{x:.1f} {y - radius:.1f}l{half:g} {side:g}v{radius:g}l-{half:g} {side:g}-{half:g}-{side:g}v-{radius:g}z"
