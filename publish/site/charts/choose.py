"""Choose: the one picture that says the main thing of a dataset, or none.

Candidates are ranked by what their table looks like, and tried from the best: a measure over time, a measure of each
thing, how many rows there are of each kind, how a measure is spread. What cannot be drawn truly is not drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from publish.admitted import Dataset
from publish.drawable import labels
from publish.drawable.flaws import SERIES
from publish.drawable.measures import is_amount, measures
from publish.figures import Figures
from publish.model import Field, Text
from publish.site.charts.chart import Plan
from publish.site.charts.plans import bars, histogram, lines
from publish.site.charts.source import Source
from publish.tables import Table

_COMPARED = 200  # things of which each is named; of more the spread says more
_KINDS = 60  # of which rows are counted
_FEW = 12  # values of a text without categories that are still kinds


@dataclass(frozen=True, slots=True)
class Candidate:
    """A picture that may be made; the higher ``rank`` is, the more it says."""

    rank: float
    make: Callable[[], Plan | None]


def plans(sources: Iterable[Source]) -> tuple[Plan, ...]:
    """What is drawn of a dataset: nothing, or the first of the candidates of its tables that can be."""
    found = [c for one in sources for c in candidates(one)]
    for candidate in sorted(found, key=lambda c: -c.rank):
        if made := candidate.make():
            return (made,)
    return ()


def sources(
    dataset: Dataset, figures: Figures, reached: Mapping[str, Table], languages: tuple[str, ...]
) -> Iterator[Source]:
    """The tables of a dataset that hold something. ``reached`` are the tables that its keys point at, by SQL name;
    ``languages`` the portal's."""
    package = dataset.package
    first = (package.languages or languages)[:1]
    tags = (*first, *(tag for tag in languages if tag not in first))
    own = {t.name: t for t in dataset.tables}
    for table in dataset.tables:
        counted, resource = figures.tables.get(table.name), package.resource(table.resource)
        if counted and table.rows:
            title = resource.title if resource and resource.title else package.title
            yield Source(table, counted, title or Text((("", package.name),)), tags, {**reached, **own})


def candidates(source: Source) -> Iterator[Candidate]:
    """What may be drawn of one table."""
    found = sorted(measures(source.table, source.figures.fields.values()), key=_weight)
    if found:
        yield from _over_time(source, found)
        yield from _compared(source, found)
        yield from (Candidate(60 - n, partial(histogram.spread, source, m)) for n, m in enumerate(found))
    if not source.calendar:
        yield from _counted(source)


def _weight(measure: Field) -> tuple[bool, bool]:
    """Amounts first, then what has a unit; otherwise the order of the columns stands."""
    return not is_amount(measure), not measure.unit


def _over_time(source: Source, found: list[Field]) -> Iterator[Candidate]:
    for time in source.times:
        if source.tells(time):
            yield Candidate(100, partial(lines.over_time, source, time, found))
            continue
        for group in _groups(source, time):
            few = (source.distinct(group) or 0) <= SERIES + 1
            make = lines.by_group if few else bars.latest
            yield Candidate(95, partial(make, source, time, group, found[0]))


def _groups(source: Source, time: Field) -> Iterator[Field]:
    """The columns of which each value may have one row at each moment."""
    moments = source.distinct(time) or 0
    for field in source.table.fields:
        many = source.distinct(field) or 0
        readable = labels.is_label(field) or bool(source.names(field))
        if field != time and readable and many > 1 and many < source.table.rows <= moments * many:
            yield field


def _compared(source: Source, found: list[Field]) -> Iterator[Candidate]:
    if source.table.rows > _COMPARED or source.calendar:
        return
    for category in bars.names_rows(source)[:1]:
        for place, measure in enumerate(found):
            yield Candidate(90 - place, partial(bars.measured, source, category, measure))


def _counted(source: Source) -> Iterator[Candidate]:
    """Columns that sort the rows: categories, a list of allowed values, a key that points elsewhere, few texts."""
    for place, field in enumerate(source.table.fields):
        distinct = source.distinct(field) or 0
        if not 2 <= distinct <= _KINDS or labels.translates(field, source.table, source.languages):
            continue
        if rank := _sorts(source, field, distinct):
            yield Candidate(rank - place / 100, partial(bars.counted, source, field))


def _sorts(source: Source, field: Field, distinct: int) -> int:
    """How well a column sorts rows into kinds; 0 when it does not."""
    if field.categories:
        return 70
    if source.names(field):
        return 65
    if not labels.is_label(field):
        return 0
    if "enum" in field.constraints:
        return 70
    return 50 if distinct <= _FEW and distinct * 5 <= source.table.rows else 0
