"""A picture that a package asks for, in place of those that would be chosen."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from publish.model.text import Text, Value


class Picture(StrEnum):
    """What may be asked for."""

    BARS = "bars"  # one bar for each value of x
    LINES = "lines"  # over the time in x; a line for each y, or for each value of series
    HISTOGRAM = "histogram"  # how the numbers in x are spread
    POINTS = "points"  # places on a map; y is how large they are drawn
    AREAS = "areas"  # outlines on a map; x holds their codes, y gives the shades


@dataclass(frozen=True, slots=True)
class Wanted(Value):
    """One picture of ``charts``, as it is written: the kind and the names may be wrong. ``x``, ``y`` and ``series`` are
    names of columns; without ``y`` rows are counted, without ``resource`` the only table is meant."""

    kind: str
    resource: str = ""
    x: str = ""
    y: tuple[str, ...] = ()
    series: str = ""
    title: Text = Text()

    def names(self, key: str) -> tuple[str, ...]:
        """The columns under ``x``, ``y`` or ``series``."""
        found = {"x": (self.x,), "y": self.y, "series": (self.series,)}[key]
        return tuple(name for name in found if name)
