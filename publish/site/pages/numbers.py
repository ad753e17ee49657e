"""Numbers: what there is, counted: on the home page, and of one topic or organisation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from publish.site.pages.given import Given
from publish.site.pages.lists import has_data
from publish.site.tongue import Tongue


@dataclass(frozen=True, slots=True)
class Number:
    """A number with what it counts; ``exact`` is the whole figure when the number is shortened."""

    value: str
    exact: str
    label: str


def number(count: int, label: str, tongue: Tongue) -> Number:
    """A count, shortened as people say it."""
    return Number(tongue.short(count), tongue.number(count), label)


def numbers(given: Sequence[Given], tongue: Tongue) -> Iterator[Number]:
    """Open datasets, their rows, and how many of those with a promise are on time; nothing where nothing is open."""
    open_ones = [g for g in given if has_data(g)]
    if not open_ones:
        return
    yield number(len(open_ones), tongue.t("Open datasets"), tongue)
    if rows := sum(t.rows for g in open_ones for t in g.dataset.tables):
        yield number(rows, tongue.t("Rows of data"), tongue)
    promised = [g.figures.timeliness for g in open_ones if g.figures.timeliness.due]
    if promised:
        share = tongue.percent(sum(not p.overdue for p in promised), len(promised))
        yield Number(share, share, tongue.t("Updated on time"))
