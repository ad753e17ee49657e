"""Bars: a number for each thing, the largest first; or how many rows there are of each kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import pyarrow.compute as pc

from publish.drawable import labels
from publish.drawable.flaws import THINGS
from publish.drawable.gathered import CAP, Doubt, gather
from publish.drawable.measures import is_amount
from publish.drawable.times import is_time
from publish.drawable.totals import is_total, the_sum
from publish.model import Field, Text, bilingual
from publish.site.charts.chart import Kind, Moment, Number, Plan, Series
from publish.site.charts.moments import moment
from publish.site.charts.source import Source
from publish.types import to_text

ALL, FIRST = 24, 20  # so many bars are all drawn; of more the first
_LOPSIDED = 0.97  # of the rows of one kind: there is nothing to compare
_YES_NO = {"true": bilingual("是", "Yes"), "false": bilingual("否", "No")}
_TOP = 20  # of the commonest values, as many as the profile keeps


@dataclass(frozen=True, slots=True)
class Bar:
    """A label with its number."""

    label: Text
    number: Number | None


def names_rows(source: Source) -> tuple[Field, ...]:
    """The columns of which each value is the name of one row, best first."""
    table, found = source.table, []
    for field in table.fields:
        if labels.translates(field, table, source.languages):
            continue
        readable = labels.is_label(field) or bool(source.names(field))
        distinct = source.distinct(field)
        if readable and distinct and (distinct == table.rows or (distinct >= 0.9 * table.rows and table.primary_key)):
            found.append(field)
    return tuple(sorted(found, key=lambda f: not labels.is_label(f)))


def measured(source: Source, category: Field, measure: Field) -> Plan | None:
    """A measure of each thing; None when there is nothing to compare."""
    if source.table.rows > THINGS:
        return None
    return plan(source, category, measure, _bars(source, category, measure))


def _bars(source: Source, category: Field, measure: Field) -> Iterable[Bar]:
    said = labels.sibling(category, source.table, source.languages)
    other = next((f for f in source.table.fields if f != category and source.tells(f) and source.names(f)), None)
    columns = [category.name, measure.name, *(name for _, name in said.columns), *([other.name] if other else [])]
    coded, elsewhere = source.names(category), source.names(other) if other else {}
    for row in source.rows(columns):
        label = coded.get(to_text(row[category.name])) or labels.texts(said, row)
        if other:
            label = _also(label, elsewhere.get(to_text(row[other.name]), Text()))
        yield Bar(label, number(row[measure.name]))


def _also(label: Text, known: Text) -> Text:
    """A label with what a register calls the same thing in languages that the label lacks."""
    return Text((*label, *((tag, said) for tag, said in known if not label.has(tag))))


def number(value: object) -> Number | None:
    """A value of a measure."""
    return value if isinstance(value, int | float) else None


def latest(source: Source, time: Field, category: Field, measure: Field) -> Plan | None:
    """A measure of each thing at the last moment there is of a table with many things and many moments."""
    ends = source.known(time)
    if ends is None or ends.largest is None:
        return None
    last: Moment | None = None
    bars: dict[str, Bar] = {}
    coded = source.names(category)
    said = labels.sibling(category, source.table, source.languages)
    for row in source.rows([time.name, category.name, measure.name, *(name for _, name in said.columns)]):
        if to_text(row[time.name]) != to_text(ends.largest):
            continue
        last, key = moment(row[time.name]), to_text(row[category.name])
        if key in bars or len(bars) >= THINGS:
            return None
        bars[key] = Bar(coded.get(key) or labels.texts(said, row), number(row[measure.name]))
    made = plan(source, category, measure, bars.values())
    return replace(made, when=last) if made and last else None


def counted(source: Source, category: Field) -> Plan | None:
    """How many rows there are of each kind; None when every kind has as many."""
    known = source.known(category)
    if known is None or not known.distinct or not 2 <= known.distinct <= THINGS:
        return None
    if source.table.rows < 2 * known.distinct:
        return None
    found = known.top if 0 < len(known.top) < _TOP else _tally(source, category)
    coded, tag = source.names(category), source.languages[0]
    if category.type == "boolean" and not coded:
        return None
    counts = Counter({to_text(value): count for value, count in found})
    bars = [Bar(coded.get(value) or labels.named(value, tag), count) for value, count in counts.items()]
    if max(counts.values()) > _LOPSIDED * sum(counts.values()):
        return None
    made = plan(source, category, None, bars)
    return replace(made, missing=known.missing) if made else None


def _tally(source: Source, category: Field) -> list[tuple[object, int]]:
    seen: Counter[object] = Counter()
    for block in source.table.blocks([category.name]):
        pairs = pc.value_counts(block.column(0).drop_null())
        for value, count in zip(pairs.field("values").to_pylist(), pairs.field("counts").to_pylist(), strict=True):
            seen[value] += count
    return list(seen.items())


def asked(source: Source, category: Field, measure: Field | None) -> Plan | None:
    """A number for each value of a column, as it was asked for: how many rows, or a measure, added up where a value
    has several rows. None when nothing is to be compared, or the numbers cannot be added."""
    if source.table.rows > CAP:
        return counted(source, category) if measure is None else None
    said = labels.sibling(category, source.table, source.languages)
    found = gather(source.table, category, measure, more=[name for _, name in said.columns])
    if isinstance(found, Doubt):
        return None
    coded = source.names(category) or (_YES_NO if category.type == "boolean" else {})
    bars = [
        Bar(coded.get(key) or labels.texts(said, found.rows["", key]), number)
        for (_, key), number in found.numbers.items()
    ]
    made = plan(source, category, measure, bars, equal=True)
    return made and replace(
        made,
        summed=made.summed and not (measure and found.lost + found.missing),
        missing=found.lost + found.missing,
        totals=(*made.totals, *(Text((("", said),)) for said in found.totals)),
        when=moment(found.when),
    )


def plan(
    source: Source, category: Field, measure: Field | None, bars: Iterable[Bar], *, equal: bool = False
) -> Plan | None:
    """The plan of these bars: totals out, the largest first, or in the order that the categories or times have. With
    ``equal`` also of two and more that are all the same."""
    given = [b for b in bars if b.label]
    kept = [b for b in given if not any(is_total(said) for _, said in b.label)]
    summed = measure is None or is_amount(measure)
    whole = the_sum([b.number for b in kept]) if measure is not None and summed and len(kept) == len(given) else None
    totals = [b.label for b in given if b not in kept] + ([kept[whole].label] if whole is not None else [])
    kept = [b for place, b in enumerate(kept) if place != whole]
    numbers = [b.number for b in kept if b.number is not None]
    if len(numbers if equal else set(numbers)) < 2:
        return None
    kept = _in_order(category, kept)
    drawn = len(kept) if len(kept) <= ALL else min(FIRST, len(numbers))
    return Plan(
        kind=Kind.BARS,
        resource=source.table.resource,
        subject=source.subject,
        series=(Series(tuple(b.number for b in kept)),),
        category=category,
        measure=measure,
        labels=tuple(b.label for b in kept),
        summed=summed and min(numbers) >= 0 and len(numbers) == len(kept),  # what is missing would be in the sum too
        total=sum(numbers),
        missing=len(kept) - len(numbers),
        totals=tuple(totals),
        undrawn=len(kept) - drawn,
        drawn=drawn,
    )


def _in_order(category: Field, bars: list[Bar]) -> list[Bar]:
    """The largest first, those without a number last; categories that have an order keep it, and so do times."""
    if is_time(category):
        return sorted(bars, key=lambda b: [*b.label])
    if category.categories_ordered:
        places: Mapping[Text, int] = {t: n for n, t in enumerate(labels.of_categories(category).values())}
        return sorted(bars, key=lambda b: places.get(b.label, len(places)))
    return sorted(bars, key=lambda b: (b.number is None, -(b.number or 0), [*b.label]))
