"""Lettering: which names stand on a map, and where, so that none covers another."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from publish.site.charts.draw.svg import width
from publish.site.charts.maps.inside import middle, within
from publish.site.charts.maps.map import Area, Dot, Map
from publish.site.tongue import Phrase, Tongue

_NAMED = 60  # areas; of more none is named
_PLACES = 16  # of dots, the largest
_FEW = 30  # dots without a number that are all named, where there is room
_MIDDLE = 0.35  # of the height of letters: from their baseline to their middle
_AIR = 0.25  # around a name, in heights of its letters
_KIND = 0.6  # of the names that end in one word: then it says what they are, and is left off


@dataclass(frozen=True, slots=True)
class Box:
    """What a name covers, in units."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Do they cover a place in common?"""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


@dataclass(frozen=True, slots=True)
class Letter:
    """A name at its place: the baseline's ``anchor`` is at ``x``, ``y``, moved by ``across`` and ``down``, which are
    heights of its letters: so it stays beside its dot when the map is drawn larger and the letters are not."""

    said: Phrase
    x: float
    y: float
    across: float
    down: float
    anchor: str
    box: Box


def names(drawn: Map, tongue: Tongue, size: float) -> tuple[Letter, ...]:
    """The names that fit, in letters of that size (units)."""
    if drawn.areas:
        return tuple(_of_areas(drawn.areas, tongue, size)) if len(drawn.areas) <= _NAMED else ()
    return tuple(_of_dots(drawn, tongue, size))


def apart(letters: Iterable[Letter]) -> Iterator[Letter]:
    """Those that cover none before them."""
    taken: list[Box] = []
    for one in letters:
        if not any(one.box.meets(box) for box in taken):
            taken.append(one.box)
            yield one


def letter(
    said: Phrase, x: float, y: float, size: float, anchor: str = "middle", across: float = 0.0, down: float = 0.0
) -> Letter:
    """A name with what it covers."""
    wide = width(said.text) * size
    left = x + across * size - {"start": 0.0, "middle": wide / 2, "end": wide}[anchor]
    base = y + down * size
    air = _AIR * size
    box = Box(left - air, base - 0.8 * size - air, left + wide + air, base + 0.2 * size + air)
    return Letter(said, round(x, 1), round(y, 1), round(across, 2), round(down, 2), anchor, box)


def _of_areas(areas: Sequence[Area], tongue: Tongue, size: float) -> Iterator[Letter]:
    """A name stands within its own area, or not at all."""
    said = _short([tongue.phrase(area.name) for area in areas])
    found = []
    for area, name in zip(areas, said, strict=True):
        if not area.rings or not name:
            continue
        x, y = middle(area.rings, max(width(name.text), 1.0))
        one = letter(name, x, y, size, down=_MIDDLE)
        inner = one.box
        air = 0.3 * size
        corners = [
            (u, v) for u in (inner.left + air, x, inner.right - air) for v in (inner.top + air, inner.bottom - air)
        ]
        if all(within(u, v, area.rings) for u, v in corners):
            found.append(one)
    yield from apart(found)


def _short(said: Sequence[Phrase]) -> list[Phrase]:
    """Without the word in which most of them end: ``Minhang District`` is Minhang on a map of districts."""
    last = Counter(found[0] for one in said if (found := re.search(r" [A-Za-z]+$", one.text)))
    word, count = last.most_common(1)[0] if last else ("", 0)
    if not word or count < _KIND * len(said):
        return list(said)
    return [Phrase(one.text.removesuffix(word), one.lang) for one in said]


def _of_dots(drawn: Map, tongue: Tongue, size: float) -> Iterator[Letter]:
    """Beside the dot, where no other name and no large dot is: right, left, above, below."""
    named = [dot for dot in drawn.dots if dot.name]
    chosen = named[:_PLACES] if drawn.measure else named if len(named) <= _FEW else []
    sheet = Box(0, 0, drawn.sheet.width, drawn.sheet.height)
    large, all_dots = ([_around(d) for d in drawn.dots if d.radius > least] for least in (5.0, 0.0))
    taken: list[Box] = []
    for dot in chosen:
        tried = [one for one in _beside(dot, tongue.phrase(dot.name), size) if _inside(one.box, sheet)]
        free = [one for one in tried if not any(one.box.meets(box) for box in taken)]
        own = _around(dot)
        # Best where no dot is at all; else where no large one is.
        for dots in (all_dots, large):
            if found := next((one for one in free if all(d == own or not one.box.meets(d) for d in dots)), None):
                taken.append(found.box)
                yield found
                break


def _around(dot: Dot) -> Box:
    half = dot.radius * 0.8
    return Box(dot.x - half, dot.y - half, dot.x + half, dot.y + half)


def _beside(dot: Dot, said: Phrase, size: float) -> Iterator[Letter]:
    away = dot.radius / size + 0.3
    for across, down, anchor in (
        (away, _MIDDLE, "start"),
        (-away, _MIDDLE, "end"),
        (0.0, -away, "middle"),
        (0.0, away + 0.7, "middle"),
    ):
        yield letter(said, dot.x, dot.y, size, anchor, across, down)


def _inside(box: Box, sheet: Box) -> bool:
    return box.left >= 0 and box.top >= 0 and box.right <= sheet.right and box.bottom <= sheet.bottom
