"""Columns that seem to be one under two headings: by what they are called and what stands in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher

from publish.model import Field

Values = Callable[[Field, int], tuple[Sequence[str], Sequence[str], float]]
_LEAST = 0.45  # of likeness, for a person to be asked at all
_MARGIN = 0.15  # by which the next best is less like
_FIT = 0.8  # of the values that must be of the type
_TELLING = 6  # different values that must be shared before these alone tell


def likeness(
    fields: Sequence[Field], headings: Sequence[tuple[int, str]], values: Values
) -> Iterator[tuple[Field, int, bool]]:
    """(field, place, is it sure?) of the pairs that are much alike, the likest first, each side once."""
    scores = {}
    for field in fields:
        for place, heading in headings:
            then, now, fit = values(field, place)
            if fit >= _FIT:
                scores[field.name, place] = _score(field, heading, then, now)
    known = {f.name: f for f in fields}
    while scores:
        (name, place), (score, sure) = max(scores.items(), key=lambda item: (item[1][0], -item[0][1]))
        if score < _LEAST:
            return
        rivals = [s for (n, p), (s, _) in scores.items() if (n == name) != (p == place)]
        yield known[name], place, sure and score - max(rivals, default=0.0) >= _MARGIN
        scores = {(n, p): s for (n, p), s in scores.items() if n != name and p != place}


def _score(field: Field, heading: str, then: Sequence[str], now: Sequence[str]) -> tuple[float, bool]:
    alike = max(_alike(heading, text) for text in (field.name, *(said for _, said in field.title)) if text)
    old, new = set(then) - {""}, set(now) - {""}
    both = old & new
    shared = len(both) / min(len(old), len(new)) if old and new else 0.0
    telling = len(both) >= _TELLING
    sure = (alike >= 0.5 and shared >= 0.5 and len(both) > 1) or (telling and shared >= 0.8)
    return max(0.6 * alike + 0.4 * shared, 0.9 * shared if telling else 0.0), sure


def _alike(one: str, other: str) -> float:
    """0 to 1: how many characters they share, in order."""
    return SequenceMatcher(None, one.casefold(), other.casefold(), autojunk=False).ratio()
