"""Plan: what is drawn, in no language. Chart: what a page shows of it, in one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from markupsafe import Markup

from publish.model import Field, Text
from publish.site.tongue import Phrase

Number = int | float


class Kind(StrEnum):
    """What a picture looks like."""

    BARS = "bars"  # one bar a label
    LINE = "line"  # one line a series, over time
    HISTOGRAM = "histogram"  # how many rows lie in each step of a measure
    POINTS = "points"  # places on a map
    AREAS = "areas"  # districts in shades


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time: ``at`` is days since 1970, ``iso`` as the data write it (``2026``, ``2026-11`` …)."""

    at: float
    iso: str


@dataclass(frozen=True, slots=True)
class Series:
    """The numbers of one line or of all bars, in the order of the labels; None where the data have none."""

    numbers: tuple[Number | None, ...]
    name: Text = Text()  # of a line among several


@dataclass(frozen=True, slots=True)
class Plan:
    """One picture, chosen: enough to draw it in any language, and nothing that depends on one.

    BARS: ``labels`` and one series, in the order drawn. LINE: ``moments`` and one to seven series.
    HISTOGRAM: ``edges`` (one more than numbers) and one series of counts of rows.
    """

    kind: Kind
    resource: str
    subject: Text  # what the rows are: the title of the resource
    series: tuple[Series, ...]
    category: Field | None = None  # what the labels, or the moments, are
    measure: Field | None = None  # None: rows are counted
    labels: tuple[Text, ...] = ()
    moments: tuple[Moment, ...] = ()
    edges: tuple[float, ...] = ()
    summed: bool = False  # a sum of the numbers, and so a share of it, means something
    total: Number = 0  # that sum, also of what is not drawn
    missing: int = 0  # rows without a number, or without a label
    totals: tuple[Text, ...] = ()  # rows that are sums of others: left out
    undrawn: int = 0  # labels beyond those drawn
    drawn: int = 0  # how many labels, from the first, have a mark; the rest stand in the table alone
    title: Text = Text()  # as the publisher says it; else made from the fields
    when: Moment | None = None  # the one moment the numbers are of, when the data have several

    def values(self) -> Iterator[Number]:
        """Every number there is."""
        return (n for one in self.series for n in one.numbers if n is not None)


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture as a page shows it. ``rows`` are the numbers as a table, the first cell of each its label."""

    id: str  # unique on the page
    kind: str
    title: str  # what it shows, with the unit
    finding: str  # the main thing, in one sentence
    description: str  # from the numbers: largest, smallest, change
    svg: Markup  # complete, with its own title and description
    head: tuple[Phrase, ...]
    rows: tuple[tuple[Phrase, ...], ...]
    more: str = ""  # how many rows the table leaves out, said
    mark: str = ""  # a remark shown beneath
