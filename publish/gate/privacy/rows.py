"""The first rows of a column in which a sign stands, so that nobody need search for one number among many remarks.

Only columns in which something was found are read once more, and no further than the third cell that holds it, or than
was weighed when it was counted.
"""

from __future__ import annotations

import polars as pl

from publish.gate.privacy.reading import WEIGHED, plain_cells, smallest_of, written
from publish.gate.privacy.signs.sign import Sign, Weight
from publish.tables import Table

FEW = 3  # rows that are named


def first_rows(table: Table, field: str, sign: Sign) -> tuple[int, ...]:
    """The rows of the table (0-based, in order, FEW at most) whose cell in this column holds the sign."""
    rows: list[int] = []
    start, left = 0, WEIGHED
    for batch in table.blocks([field]):
        texts = _texts(pl.Series(field, batch.column(0)), sign)
        alike = _alike(texts, sign).arg_true().head(left)
        for index, text in zip(alike.to_list(), texts.gather(alike).to_list(), strict=True):
            if sign.weigh(text) is Weight.HIT:
                rows.append(start + index)
            if len(rows) == FEW:
                return tuple(rows)
        start, left = start + batch.num_rows, left - len(alike)
        if not left:
            break
    return tuple(rows)


def _texts(series: pl.Series, sign: Sign) -> pl.Series:
    return plain_cells(series if series.dtype == pl.String else written(series, smallest_of([sign])))


def _alike(texts: pl.Series, sign: Sign) -> pl.Series:
    """Which cells have the look of the sign; one of nothing but digits only when it has as many as the sign."""
    alike = texts.str.contains(sign.look)
    if sign.lengths:
        alike &= ~texts.str.contains("^[0-9]+$") | texts.str.len_bytes().is_in(sorted(sign.lengths))
    return alike.fill_null(False)
