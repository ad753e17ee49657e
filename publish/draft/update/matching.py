"""Which column of the file is which column of the dataset: by name or title, by another spelling, by likeness."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from publish.draft import units
from publish.draft.categories import legend
from publish.draft.dictionary import Dictionary
from publish.draft.names import column_name
from publish.draft.update.likeness import Beside, Values, likeness
from publish.draft.update.nouns import How, Match
from publish.model import Field

Keys = Callable[[str], set[str]]
_MARKS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Matched:
    """The columns that were known again; the fields no column is; the places of the columns that are no field; and
    what a person said that fits nothing."""

    matches: tuple[Match, ...]
    missing: tuple[Field, ...]
    new: tuple[int, ...]
    strangers: tuple[str, ...] = ()


def match(
    fields: Sequence[Field],
    headings: Sequence[str],
    told: Mapping[str, str],
    dictionary: Dictionary,
    values: Values,
) -> Matched:
    """Match fields with headings, the surest way first; what could be two things is left to the next way. ``told`` are
    headings by the field they are; ``values`` sets those of a field then beside those of a place now."""
    known: dict[str, tuple[int, How]] = {}
    strangers = _told(fields, headings, told, known)
    _pass(fields, headings, _exact, How.SAME, known)
    for keys in (_whole, _bare, _other(dictionary)):
        _pass(fields, headings, keys, How.SPELLED, known)
    left, free = _left(fields, headings, known)
    places = {name: place for name, (place, _) in known.items()}
    for field, place, sure in likeness(left, [(p, headings[p]) for p in free if headings[p]], places, values):
        known[field.name] = (place, How.LIKELY if sure else How.PERHAPS)
    left, free = _left(fields, headings, known)
    made = [Match(f.name, _title(f), place, headings[place], how) for f, place, how in _in_order(fields, known)]
    return Matched(tuple(made), tuple(left), tuple(free), strangers)


def unlike(field: Field, place: int, known: Mapping[str, int]) -> Beside:
    """Where values do not count: only names tell."""
    return Beside((), (), 0.0)


def _in_order(fields: Iterable[Field], known: Mapping[str, tuple[int, How]]) -> list[tuple[Field, int, How]]:
    return [(f, *known[f.name]) for f in fields if f.name in known]


def _title(field: Field) -> str:
    return field.title["zh"] or field.name


def _left(
    fields: Sequence[Field], headings: Sequence[str], known: Mapping[str, tuple[int, How]]
) -> tuple[list[Field], list[int]]:
    taken = {place for place, _ in known.values()}
    return [f for f in fields if f.name not in known], [p for p in range(len(headings)) if p not in taken]


def _told(
    fields: Sequence[Field], headings: Sequence[str], told: Mapping[str, str], known: dict[str, tuple[int, How]]
) -> tuple[str, ...]:
    strangers = []
    for old, new in told.items():
        field = next((f for f in fields if _whole(old) & _names(f, _whole)), None)
        place = next((p for p, heading in enumerate(headings) if _whole(heading) & _whole(new)), None)
        if field is None or place is None:
            strangers.append(old if field is None else new)
        else:
            known[field.name] = (place, How.TOLD)
    return tuple(strangers)


def _pass(
    fields: Sequence[Field], headings: Sequence[str], keys: Keys, how: How, known: dict[str, tuple[int, How]]
) -> None:
    """One way of knowing columns again; only pairs that are each other's only match are taken."""
    left, free = _left(fields, headings, known)
    of_field = {f.name: _names(f, keys) for f in left}
    of_place = {p: keys(headings[p]) for p in free if headings[p]}
    pairs = [(name, place) for name, a in of_field.items() for place, b in of_place.items() if a & b]
    for name, place in pairs:
        if sum(n == name for n, _ in pairs) == 1 == sum(p == place for _, p in pairs):
            known[name] = (place, how)


# --- by what a heading is known ---------------------------------------------------------------------------------------


def _names(field: Field, keys: Keys) -> set[str]:
    return set().union(*(keys(text) for text in (field.name, *(said for _, said in field.title)) if text))


def _exact(text: str) -> set[str]:
    return {text.strip()}


def plain(text: str) -> str:
    """A heading without spaces and marks, letters small and narrow."""
    return _MARKS.sub("", unicodedata.normalize("NFKC", text).casefold())


def _whole(text: str) -> set[str]:
    return {plain(text)} - {""}


def _bare(text: str) -> set[str]:
    """Without the unit or the legend in brackets behind it."""
    title, _ = legend(text)
    return {plain(units.of_heading(title)[0])} - {""}


def _other(dictionary: Dictionary) -> Keys:
    """By the other names that the register of field names knows, and by the name a draft gives to such a heading."""

    def keys(text: str) -> set[str]:
        title = units.of_heading(legend(text)[0])[0]
        found = dictionary.find(title)
        return {f"known:{found.title}"} if found else {plain(column_name(title, 1)), plain(text)} - {""}

    return keys
