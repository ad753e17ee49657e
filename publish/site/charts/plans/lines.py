"""Lines: a measure over time, one line, or one for each of a few things."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from publish.drawable import labels
from publish.drawable.flaws import SERIES
from publish.drawable.gathered import CAP, Doubt, Gathered, Key, gather
from publish.drawable.totals import is_total
from publish.model import Field, Text
from publish.site.charts.chart import Kind, Moment, Number, Plan, Series
from publish.site.charts.moments import moment, run
from publish.site.charts.plans.bars import number
from publish.site.charts.source import Source
from publish.types import to_text

_FEWEST = 3  # moments
_BY_DAY, _BY_MONTH = 400, 3_000  # days of which rows are counted by the day, and by the month; of more by the year
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
    series = tuple(Series(tuple(found[m][place] for m in moments), _title(f, chosen)) for place, f in enumerate(chosen))
    return plan(source, time, chosen[0], moments, series, source.table.rows - len(moments))


def _title(field: Field | None, of: Sequence[Field]) -> Text:
    """What the line of a measure is called among several."""
    return (field.title or Text((("", field.name),))) if field and len(of) > 1 else Text()


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


def asked(source: Source, time: Field, measures: Sequence[Field], group: Field | None) -> Plan | None:
    """Lines as they were asked for: one for each measure, or for each value of a column; of how many rows there are
    when there is no measure. None when there are too many, or the numbers of a moment cannot be added."""
    if source.table.rows > CAP:
        return None
    said = labels.sibling(group, source.table, source.languages) if group else labels.Names(())
    wanted: Sequence[Field | None] = measures or [None]
    pairs = [(one, gather(source.table, time, one, group, [name for _, name in said.columns])) for one in wanted]
    known = [(one, found if one else _coarser(found, time)) for one, found in pairs if not isinstance(found, Doubt)]
    days = _days([found for _, found in known], time, counted=not measures)
    none = None if measures else 0  # where no row is, none was counted
    names = _names(source, group, said, known[0][1]) if group and known else {}
    series = [
        Series(tuple(found.numbers.get((one, day), none) for day in days), names.get(one) or _title(measure, measures))
        for measure, found in known
        for one in found.apart(0)
        if not any(is_total(text) for _, text in names.get(one, Text()))
    ]
    if len(known) < len(pairs) or not 1 <= len(series) <= SERIES:
        return None
    series.sort(key=lambda one: -(next((n for n in reversed(one.numbers) if n is not None), 0)))
    lost = known[0][1].lost + sum(f.missing - sum(n is None for n in f.numbers.values()) for _, f in known)
    made = plan(source, time, wanted[0], tuple(days.values()), tuple(series), lost, asked=True)
    totals = dict.fromkeys(said for _, found in known for said in found.totals)
    return made and replace(made, totals=tuple(Text((("", said),)) for said in totals))


def _coarser(found: Gathered, time: Field) -> Gathered:
    """Counts of days over a long time, by the month or the year: single days could not be told apart."""
    at = {key: m for key, row in found.rows.items() if (m := moment(row[time.name]))}
    span = max(m.at for m in at.values()) - min(m.at for m in at.values()) if at else 0.0
    letters = 10 if span <= _BY_DAY else 7 if span <= _BY_MONTH else 4
    if span < _FEWEST or any(len(m.iso) < 10 for m in at.values()):
        return found
    numbers: dict[Key, Number | None] = {}
    rows: dict[Key, Mapping[str, object]] = {}
    for key, m in at.items():
        cut = m.iso[:letters]
        place = (key[0], cut)
        numbers[place] = (numbers.get(place) or 0) + (found.numbers[key] or 0)
        rows.setdefault(place, {**found.rows[key], time.name: int(cut) if letters == 4 else cut})
    return replace(found, numbers=numbers, rows=rows)


def _days(gathered: Sequence[Gathered], time: Field, *, counted: bool) -> Mapping[str, Moment]:
    """Value -> moment, in order; of what is counted also the moments between that have no row."""
    known = {key: moment(row[time.name]) for found in gathered for (_, key), row in found.rows.items()}
    days = dict(sorted(((key, m) for key, m in known.items() if m), key=lambda pair: (pair[1].at, pair[1].iso)))
    written = {m.iso: key for key, m in days.items()}
    return {written.get(m.iso, m.iso): m for m in run(tuple(days.values()))} if counted else days


def _names(source: Source, group: Field, said: labels.Names, found: Gathered) -> Mapping[str, Text]:
    """Value of a column -> what its line is called."""
    coded = source.names(group)
    names: dict[str, Text] = {}
    for (name, _), row in found.rows.items():
        names.setdefault(name, coded.get(name) or labels.texts(said, row))
    return names


def plan(
    source: Source,
    time: Field,
    measure: Field | None,
    moments: tuple[Moment, ...],
    series: tuple[Series, ...],
    missing: int,
    *,
    asked: bool = False,
) -> Plan | None:
    """The plan of these lines; None when there is no change to see. When it was asked for, two moments are enough, and
    a line may be flat."""
    shown = tuple(one for one in series if sum(n is not None for n in one.numbers) >= (2 if asked else _FEWEST))
    if len({n for one in shown for n in one.numbers if n is not None}) < (1 if asked else 2):
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
