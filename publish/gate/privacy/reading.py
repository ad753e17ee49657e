"""The cells of a table weighed for every sign, in one reading of its Parquet.

Most cells are passed over by one pattern of the linear-time engine, made of the looks of all signs; only what is left
is asked sign by sign, and only what looks like a sign is weighed exactly. A column of a million numbers of persons is
settled after the first thousands.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import polars as pl
import pyarrow as pa

from publish.gate.privacy.signs import SIGNS
from publish.gate.privacy.signs.sign import HYPHENS, INVISIBLE, ODD, Evidence, Sign, Weight, spoken
from publish.model import Field
from publish.tables import Table

_TEXT = frozenset({"string", "any", "array", "object", "list"})
_NUMBERS = frozenset({"integer", "number"})
_DATES = frozenset({"date", "year", "datetime"})
_TOGETHER = 32  # columns read at once: opening a table costs as much as it has columns
WEIGHED = 5_000  # cells of a column weighed for a sign; the rest are taken to be as these were
_VARIETIES = 64
_EXACT = 2**53  # a float holds every whole number up to here
_LONGEST = 4_000  # characters of a cell that are looked at

_GENERAL = tuple(sign for sign in SIGNS if not sign.only_named)
# Long numbers, as people write them. The patterns of the signs that are numbers are dear on columns of digits, so only
# cells that have such a number are held against them.
_DIGITS = r"[0-9](?:[ .\-·]{0,2}[0-9]){9}"
_WORDS = "|".join(f"(?:{sign.look})" for sign in _GENERAL if not sign.lengths)
_ANY = f"{_DIGITS}|{ODD}|{_WORDS}"  # whatever any sign may want to see, and what has to be made plain first
_SMALLEST = min(sign.smallest for sign in _GENERAL)


@dataclass(slots=True)
class Count:
    """What one sign is in one column so far."""

    sign: Sign
    named: bool
    kin: int = 0
    alike: int = 0
    hits: int = 0
    weighed: int = 0
    varieties: set[str] = field(default_factory=set)
    known: dict[str, Weight] = field(default_factory=dict)

    def add(self, texts: pl.Series) -> None:
        """Weigh these cells, all of the sign's look."""
        left = WEIGHED - self.weighed
        for text in texts.head(max(left, 0)).to_list():
            if text not in self.known:
                self.known[text] = self.sign.weigh(text)
            weight = self.known[text]
            self.alike += weight > Weight.NOTHING
            if weight is Weight.HIT:
                self.hits += 1
                if self.sign.variety is not None and len(self.varieties) < _VARIETIES:
                    self.varieties |= {self.sign.variety(text)} - {""}
        self.weighed += min(len(texts), max(left, 0))
        beyond = len(texts) - max(left, 0)
        if beyond > 0 and self.weighed:
            self.known.clear()
            self.hits, self.alike = (n + round(beyond * n / self.weighed) for n in (self.hits, self.alike))
            self.weighed += beyond


@dataclass(slots=True)
class Column:
    """One column and its counts."""

    field: Field
    counts: list[Count]
    cells: int = 0

    def evidence(self, count: Count) -> Evidence:
        """What was counted, without what the table is about."""
        return Evidence(
            self.cells,
            max(count.kin, count.alike),
            count.alike,
            count.hits,
            len(count.varieties),
            count.named,
            self.field.type in _NUMBERS,
        )


def read_through(table: Table) -> list[Column]:
    """Every column of the table that may hold a sign, counted."""
    columns = [c for f in table.fields if f.name != table.geometry and (c := _column(f)).counts]
    for start in range(0, len(columns), _TOGETHER):
        some = columns[start : start + _TOGETHER]
        for batch in table.blocks([c.field.name for c in some]):
            _add(batch, some)
    return columns


def _column(of: Field) -> Column:
    names = [spoken(name) for name in (of.name, *(said for _, said in of.title)) if name]
    speaks = {sign.name: any(sign.named.search(name) for name in names) for sign in SIGNS}
    if of.type in _TEXT or of.type in _NUMBERS:
        signs: Iterable[Sign] = (s for s in SIGNS if not s.only_named or speaks[s.name])
    else:
        signs = (s for s in SIGNS if of.type in _DATES and s.name == "birth" and speaks[s.name])
    return Column(of, [Count(sign, speaks[sign.name]) for sign in signs])


def _add(batch: pa.RecordBatch, columns: Sequence[Column]) -> None:
    """Count one block."""
    frame = pl.DataFrame(pa.Table.from_batches([batch]).rename_columns([str(n) for n in range(len(columns))]))
    for place, column in enumerate(columns):
        series = frame[str(place)]
        column.cells += len(series) - series.null_count()
    looked = frame.select(
        pl.col(str(place)).str.contains(_ANY).fill_null(False)
        for place, column in enumerate(columns)
        if frame.schema[str(place)] == pl.String
    )
    for place, column in enumerate(columns):
        series = frame[str(place)]
        if series.dtype != pl.String:
            _weigh_numbers(written(series, smallest_of(c.sign for c in column.counts)).drop_nulls(), column.counts)
            continue
        named = [c for c in column.counts if c.sign.only_named]
        if named:
            _weigh(plain_cells(series.drop_nulls()), named)
        some = plain_cells(series.filter(looked[str(place)]))
        _weigh_digits(some.filter(some.str.contains(_DIGITS)), [c for c in column.counts if c.sign.lengths])
        of_words = [c for c in column.counts if not (c.sign.lengths or c.sign.only_named)]
        _weigh(some.filter(some.str.contains(_WORDS)), of_words)


def _weigh(cells: pl.Series, counts: Sequence[Count]) -> None:
    """Hold cells against the looks of these signs, and weigh those that pass."""
    if not len(cells) or not counts:
        return
    text = pl.col(cells.name)
    looks = {f"look {n}": text.str.contains(count.sign.look) for n, count in enumerate(counts)}
    kins = {f"kin {n}": text.str.contains(c.sign.kin).sum() for n, c in enumerate(counts) if c.sign.kin}
    seen = cells.to_frame().select(**looks, **kins)
    for n, count in enumerate(counts):
        alike = cells.filter(seen[f"look {n}"])
        count.kin += int(seen[f"kin {n}"][0]) if count.sign.kin else len(alike)
        count.add(alike)


def _weigh_digits(cells: pl.Series, counts: Sequence[Count]) -> None:
    """The same for cells with a long number in them; one that is nothing else is first told by how long it is."""
    bare = cells.str.contains("^[0-9]+$")
    _weigh(cells.filter(~bare), counts)
    numbers = cells.filter(bare)
    lengths = numbers.str.len_bytes()
    for length in lengths.unique().sort().to_list():
        some = numbers.filter(lengths == length)
        for count in counts:
            if length in count.sign.lengths:
                count.kin += len(some)
                count.add(some.filter(some.str.contains(count.sign.look)))


def _weigh_numbers(cells: pl.Series, counts: Sequence[Count]) -> None:
    """The same for numbers."""
    _weigh_digits(cells, [c for c in counts if c.sign.lengths])
    _weigh(cells, [c for c in counts if c.sign.only_named])


def smallest_of(signs: Iterable[Sign]) -> int:
    """The smallest number that could be any of these signs."""
    return min((sign.smallest for sign in signs), default=_SMALLEST)


def written(series: pl.Series, smallest: int) -> pl.Series:
    """Numbers and dates as text, cell by cell; null for those that are too small to be any sign."""
    value = pl.col(series.name)
    if series.dtype.is_float():
        known = pl.when((value.abs() >= smallest) & (value.abs() < 10**18) & (value == value.floor())).then(value)
        # Beyond what a float holds exactly, fifteen digits are sure: the rest were lost before we came.
        rough = (known / 1000).round().cast(pl.Int64) * 1000
        text = pl.when(known <= _EXACT).then(known.cast(pl.Int64)).otherwise(rough)
    else:
        text = pl.when(value >= smallest).then(value) if series.dtype.is_integer() else value
    return series.to_frame().select(text.cast(pl.String)).to_series()


def plain_cells(series: pl.Series) -> pl.Series:
    """The cells as they look (``signs.sign.plain``), in their order, and no more of a cell than is looked at."""
    series = series.str.slice(0, _LONGEST) if (series.str.len_bytes() > _LONGEST).any() else series
    odd = series.str.contains(ODD).fill_null(False)
    if not odd.any():
        return series
    made = series.filter(odd).str.replace_all(INVISIBLE, "").str.normalize("NFKC").str.replace_all(HYPHENS, "-")
    return series.clone().scatter(odd.arg_true(), made)
