"""Histogram: how a number that many rows hold is spread."""

from __future__ import annotations

import numpy as np

from publish.model import Field
from publish.site.charts.chart import Kind, Plan, Series
from publish.site.charts.scale import scale
from publish.site.charts.source import Source

FEWEST = 30  # rows
_VALUES = 12  # different ones
_STEPS = 14
_LOPSIDED = 0.95  # of the rows in one step: the rest cannot be seen


def spread(source: Source, measure: Field) -> Plan | None:
    """Rows in round steps of a measure; None when there are too few, or nearly all lie in one step."""
    known = source.known(measure)
    if known is None or source.table.rows - known.missing < FEWEST:
        return None
    if known.distinct is not None and known.distinct < _VALUES:
        return None
    made = asked(source, measure)
    if made is None or len(made.edges) < 5 or max(made.values()) > _LOPSIDED * made.total:
        return None
    return made


def asked(source: Source, measure: Field) -> Plan | None:
    """The same as it was asked for: None only when there are no two steps."""
    known = source.known(measure)
    if known is None or known.smallest is None:
        return None
    edges = _edges(float(known.smallest), float(known.largest), measure)
    if len(edges) < 3:
        return None
    counts = _count(source, measure, edges)
    return Plan(
        kind=Kind.HISTOGRAM,
        resource=source.table.resource,
        subject=source.subject,
        series=(Series(counts),),
        measure=measure,
        edges=edges,
        summed=True,
        total=sum(counts),
        missing=known.missing,
    )


def _edges(low: float, high: float, measure: Field) -> tuple[float, ...]:
    """Round steps that hold all values; of whole numbers no step is smaller than one."""
    steps = _STEPS if measure.type == "number" else max(1, min(_STEPS, int(min(high - low, 1e6))))
    return scale(low, high, steps).ticks


def _count(source: Source, measure: Field, edges: tuple[float, ...]) -> tuple[int, ...]:
    total = np.zeros(len(edges) - 1, dtype=np.int64)
    halves = np.array(edges) / 2  # so that no difference is infinite
    for block in source.table.blocks([measure.name]):
        values = block.column(0).drop_null().cast("float64", safe=False).to_numpy(zero_copy_only=False)
        places = np.clip(np.searchsorted(halves, values / 2, side="right") - 1, 0, len(total) - 1)
        total += np.bincount(places, minlength=len(total))
    return tuple(int(n) for n in total)
