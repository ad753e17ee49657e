"""Columns that seem to be one under two headings: by what stands in them, row by row, and what they are called.

Headings alone are never enough: 男生人数 and 女生人数 differ by one character.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from publish.model import Field


@dataclass(frozen=True, slots=True)
class Beside:
    """The values of a column then and of one now. ``fit``: how many of those of now are of the type (0 to 1);
    ``agrees``: in how many of the rows that are there then and now both say the same, None where rows have no key."""

    then: Sequence[str]
    now: Sequence[str]
    fit: float
    agrees: float | None = None


Values = Callable[[Field, int, Mapping[str, int]], Beside]
_LEAST = 0.45  # of likeness, for a person to be asked at all
_MARGIN = 0.15  # by which the next best is less like
_FIT = 0.8  # of the values that must be of the type
_AGREES = 0.8  # of the rows that must say the same
_VARIED = 3  # different values that must be shared for agreement to tell anything
_MANY, _LONG = 6, 4.0  # without rows to compare: so many shared values, so long on average


def likeness(
    fields: Sequence[Field], headings: Sequence[tuple[int, str]], known: Mapping[str, int], values: Values
) -> Iterator[tuple[Field, int, bool]]:
    """(field, place, is it sure?) of the pairs that are much alike, the likest first, each side once. ``known`` are the
    places of the fields that were found already."""
    scores = {}
    for field in fields:
        for place, heading in headings:
            beside = values(field, place, known)
            if beside.fit >= _FIT:
                scores[field.name, place] = _score(field, heading, beside)
    named = {f.name: f for f in fields}
    while scores:
        (name, place), (score, sure) = max(scores.items(), key=lambda item: (item[1][0], -item[0][1]))
        if score < _LEAST:
            return
        rivals = [s for (n, p), (s, _) in scores.items() if (n == name) != (p == place)]
        yield named[name], place, sure and score - max(rivals, default=0.0) >= _MARGIN
        scores = {(n, p): s for (n, p), s in scores.items() if n != name and p != place}


def _score(field: Field, heading: str, beside: Beside) -> tuple[float, bool]:
    """How much alike, 0 to 1, and whether that is sure."""
    alike = max(_alike(heading, text) for text in (field.name, *(said for _, said in field.title)) if text)
    old, new = set(beside.then) - {""}, set(beside.now) - {""}
    both = old & new
    shared = len(both) / min(len(old), len(new)) if old and new else 0.0
    if beside.agrees is not None:
        varied = len(both) >= _VARIED
        return max(0.6 * alike + 0.4 * beside.agrees, 0.9 * beside.agrees if varied else 0.0), (
            varied and beside.agrees >= _AGREES
        )
    telling = len(both) >= _MANY and sum(map(len, both)) >= _LONG * len(both)
    return max(0.6 * alike + 0.4 * shared, 0.8 * shared if telling else 0.0), telling and shared >= 0.8 and alike >= 0.3


def _alike(one: str, other: str) -> float:
    """0 to 1: how many characters they share, in order."""
    return SequenceMatcher(None, one.casefold(), other.casefold(), autojunk=False).ratio()
