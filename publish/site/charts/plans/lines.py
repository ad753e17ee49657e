"""Lines: a measure over time, one line, or one for each of a few things."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from publish.model import Field, Text
from publish.site.charts import labels
from publish.site.charts.chart import Kind, Moment, Number, Plan, Series
from publish.site.charts.moments import moment
from publish.site.charts.plans.bars import number
from publish.site.charts.source import CAP, Source
from publish.site.charts.totals import is_total
from publish.types import to_text

SERIES = 7  # lines that can be told apart
_FEWEST = 3  # moments
_APART = 10.0  # measures whose sizes differ by more are no lines of one picture


def over_time(source: Source, time: Field, measures: Sequence[Field]) -> Plan | None:
    """The first measure over time, with the others of the same unit and size; None without three moments."""
    if source.table.rows > CAP:
        return None
    chosen = _alike(source, measures)
    found: dict[Moment, tuple[Number | None, ...]] = {}
    for row in source.rows([time.name, *(f.name for f in chosen)]):
        at = moment(row[time.name])
        if at is None:
            continue
        if at in found:
            return None
        found[at] = tuple(number(row[f.name]) for f in chosen)
    moments = tuple(sorted(found, key=lambda m: (m.at, m.iso)))
    many = len(chosen) > 1
    series = tuple(
        Series(tuple(found[m][place] for m in moments), _title(f) if many else Text()) for place, f in enumerate(chosen)
    )
    return plan(source, time, chosen[0], moments, series, source.table.rows - len(moments))


def _title(field: Field) -> Text:
    return field.title or Text((("", field.name),))


def _alike(source: Source, measures: Sequence[Field]) -> list[Field]:
    """The first measure and those that have its unit and about its size, at most SERIES."""
    first = measures[0]
    size = _size(source, first)
    return [
        f
        for f in measures
        if f == first or (f.unit and f.unit == first.unit and size / _APART <= _size(source, f) <= size * _APART)
    ][:SERIES]


def _size(source: Source, field: Field) -> float:
    known = source.known(field)
    return max(abs(float(known.smallest or 0)), abs(float(known.largest or 0))) if known else 0.0


def by_group(source: Source, time: Field, group: Field, measure: Field) -> Plan | None:
    """A measure over time, a line for each of a few things; None when one has two numbers at one time."""
    if source.table.rows > CAP:
        return None
    said = labels.sibling(group, source.table, source.languages)
    coded = source.names(group)
    names: dict[str, Text] = {}
    found: dict[tuple[str, Moment], Number | None] = {}
    for row in source.rows([time.name, group.name, measure.name, *(name for _, name in said.columns)]):
        at, key = moment(row[time.name]), to_text(row[group.name])
        if at is None or not key:
            continue
        if (key, at) in found:
            return None
        found[key, at] = number(row[measure.name])
        names.setdefault(key, coded.get(key) or labels.texts(said, row))
    kept = [key for key, name in names.items() if not any(is_total(text) for _, text in name)]
    moments = tuple(sorted({at for _, at in found}, key=lambda m: (m.at, m.iso)))
    series = [Series(tuple(found.get((key, m)) for m in moments), names[key]) for key in kept]
    if not 2 <= len(series) <= SERIES:
        return None
    series.sort(key=lambda one: -(next((n for n in reversed(one.numbers) if n is not None), 0)))
    return plan(source, time, measure, moments, tuple(series), source.table.rows - len(found))


def plan(
    source: Source, time: Field, measure: Field, moments: tuple[Moment, ...], series: tuple[Series, ...], missing: int
) -> Plan | None:
    """The plan of these lines; None when there is no change to see."""
    shown = tuple(one for one in series if sum(n is not None for n in one.numbers) >= _FEWEST)
    if len({n for one in shown for n in one.numbers if n is not None}) < 2:
        return None
    absent = sum(n is None for one in shown for n in one.numbers)
    return Plan(
        kind=Kind.LINE,
        resource=source.table.resource,
        subject=source.subject,
        series=shown,
        category=time,
        measure=measure,
        moments=moments,
        missing=missing + absent,
    )


def gaps(moments: Sequence[Moment]) -> Mapping[int, bool]:
    """The places before which a line breaks: in a regular series a step is missing there."""
    steps = [b.at - a.at for a, b in pairwise(moments)]
    if len(steps) < _FEWEST:
        return {}
    usual = sorted(steps)[len(steps) // 2]
    regular = sum(0.85 * usual <= s <= 1.15 * usual for s in steps) >= 0.7 * len(steps)
    return {place: True for place, s in enumerate(steps, 1) if regular and s > 1.5 * usual}
