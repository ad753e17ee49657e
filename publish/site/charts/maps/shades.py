"""Shades: a rate of each area, on the outlines that its codes belong to.

Only what is spread over an area is shaded: a rate, a density, an average. An amount is larger where the area is, and a
share of the whole is an amount by another name.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from publish.drawable import labels
from publish.drawable.measures import is_rate, measures
from publish.model import Field, Text
from publish.site.charts.chart import Kind, Number
from publish.site.charts.maps.classes import Classes, classes
from publish.site.charts.maps.joins import Join, Outlines
from publish.site.charts.maps.map import Area, Map
from publish.site.charts.maps.outlines import MOST, Drawn, drawn
from publish.site.charts.maps.standing import Standing
from publish.site.charts.source import Source
from publish.types import to_text

_FEWEST = 3
_FOUND = 0.9  # of the rows must have an outline
_FILLED = 0.5  # of the outlines must have a row


@dataclass(frozen=True, slots=True)
class Told:
    """What a row says of its area."""

    name: Text
    value: Number | None


def shades(source: Source, join: Join, standing: Standing, asked: Field | None = None) -> Map | None:
    """The measure that was asked for, else the first rate of a table that can be shaded on those outlines; None when it
    has none, when its codes are not theirs, or when an area has two rows."""
    if source.table.rows > MOST:
        return None
    names = _names(source, join)
    for measure in [asked] if asked else _rates(source):
        told = _told(source, join.column, measure, names)
        if told is None:
            return None
        numbers = [t.value for t in told.values() if t.value is not None]
        made = classes(map(float, numbers))
        if made is None or len(numbers) < _FEWEST or (_shares(numbers) and not asked):
            continue
        if not _belong(told, join.outlines) or (paths := drawn(join.outlines.table, join.outlines.key)) is None:
            return None
        own = labels.name_of(join.outlines.table, source.languages)
        names_there = labels.register(join.outlines.table, join.outlines.key, source.languages) if own else {}
        areas = sorted(_areas(paths, told, names_there, made), key=lambda a: (a.value is None, -(a.value or 0)))
        return Map(
            Kind.AREAS,
            source.table.resource,
            source.subject,
            paths.sheet,
            standing,
            areas=tuple(areas),
            category=labels.name_of(source.table, source.languages) or own,
            measure=measure,
            classes=made,
            outlines=Text() if join.outlines.table == source.table else join.outlines.package.title,
        )
    return None


def _rates(source: Source) -> Iterator[Field]:
    """Those over an area first: a density is what a map shows best."""
    found = [f for f in measures(source.table, source.figures.fields.values()) if is_rate(f)]
    yield from sorted(found, key=lambda f: not _over_area(f))


def _over_area(field: Field) -> bool:
    said = " ".join([field.name, *(s for text in (field.title, field.unit) for _, s in text)]).lower()
    return any(word in said for word in ("密度", "density", "km²", "平方", "公顷", "/ha", "km2"))


def _shares(numbers: list[Number]) -> bool:
    """Are they parts of one whole?"""
    total = math.fsum(numbers)
    return min(numbers) >= 0 and any(math.isclose(total, whole, rel_tol=0.005) for whole in (1.0, 100.0, 1000.0))


def _names(source: Source, join: Join) -> Mapping[str, Text]:
    field = source.table.field(join.column)
    return source.names(field) if field else {}


def _told(source: Source, column: str, measure: Field, names: Mapping[str, Text]) -> dict[str, Told] | None:
    """By code; None when one has two rows."""
    field = labels.name_of(source.table, source.languages)
    sibling = labels.sibling(field, source.table, source.languages) if field else None
    found: dict[str, Told] = {}
    for row in source.rows([column, measure.name, *([c for _, c in sibling.columns] if sibling else [])]):
        if row[column] is None:
            continue
        code, value = to_text(row[column]), row[measure.name]
        if code in found:
            return None
        name = labels.texts(sibling, row) if sibling else names.get(code, Text())
        known = isinstance(value, int | float) and math.isfinite(value)
        found[code] = Told(name or names.get(code, Text()), value if known else None)  # type: ignore[arg-type]
    return found


def _belong(told: Mapping[str, Told], outlines: Outlines) -> bool:
    """Are the codes of the rows those of the outlines?"""
    codes = {to_text(v) for block in outlines.table.blocks([outlines.key]) for v in block.column(0).to_pylist()}
    both = len(codes & set(told))
    return both >= _FEWEST and both >= _FOUND * len(told) and both >= _FILLED * len(codes)


def _areas(paths: Drawn, told: Mapping[str, Told], names: Mapping[str, Text], made: Classes) -> Iterator[Area]:
    for key, path, rings in paths.paths:
        code = to_text(key)
        one = told.get(code, Told(Text(), None))
        name = one.name or names.get(code) or Text((("", code),))
        yield Area(name, path, rings, one.value, -1 if one.value is None else made.of(one.value))
