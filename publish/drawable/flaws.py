"""Flaws: why a wanted picture cannot be drawn, or would say something untrue.

Asked for are kinds and columns by name; what a picture needs, its columns must be. Never are keys or codes drawn as
measures, rates added up, or places put on a map whose coordinates nobody declared.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

import pyarrow.compute as pc

from publish.contract import in_words
from publish.crs import in_degrees
from publish.drawable import reasons
from publish.drawable.gathered import CAP, Doubt, Number, gather
from publish.drawable.labels import is_label
from publish.drawable.measures import is_amount, is_measure, is_rate, keys_of
from publish.drawable.reasons import Reason
from publish.drawable.times import is_time
from publish.model import Field, Package, Picture, Resource, ResourceKind, Text, Wanted, bilingual
from publish.tables import Table

MOST = 12  # pictures of one page
SERIES = 7  # lines that can be told apart
THINGS = 5_000  # bars that are compared
DOTS = 500  # places drawn one by one; of more it is counted how many lie where

_KINDS = frozenset({"string", "integer", "boolean", "year", "yearmonth", "date"})  # what sorts rows into kinds
# The keys of each kind of picture: those it needs, and those it may have.
_NEEDS = {Picture.BARS: ("x",), Picture.LINES: ("x",), Picture.HISTOGRAM: ("x",), Picture.AREAS: ("x", "y")}
_MAY = {
    Picture.BARS: ("x", "y"),
    Picture.LINES: ("x", "y", "series"),
    Picture.HISTOGRAM: ("x",),
    Picture.POINTS: ("y",),
    Picture.AREAS: ("x", "y"),
}


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong: the code of its kind, the key of the picture it stands under, and what its message is filled
    with."""

    code: str
    key: str
    blanks: Mapping[str, str | Text] = field(default_factory=dict)


def kind_of(wanted: Wanted) -> Picture | None:
    """What it is to look like; None when nobody knows."""
    return Picture(wanted.kind) if wanted.kind in list(Picture) else None


def resource_of(wanted: Wanted, package: Package) -> Resource | None:
    """The table it is of: the named one, or the only one there is."""
    tabular = [r for r in package.resources if r.tabular]
    if wanted.resource:
        return next((r for r in tabular if r.name == wanted.resource), None)
    return tabular[0] if len(tabular) == 1 else None


def flaw(wanted: Wanted, package: Package, tables: Mapping[str, Table]) -> Flaw | None:
    """The first thing that stands in the way; None when nothing does. ``tables`` are those of the package by resource
    name; of a table that is not there only the description is looked at."""
    kind = kind_of(wanted)
    if kind is None:
        near = get_close_matches(wanted.kind.lower(), [*Picture], 1)
        said = reasons.NO_KIND if not wanted.kind else reasons.STRANGE_KIND
        return Flaw("C911", "kind", {"said": said.filled(value=wanted.kind[:40]).why, "example": (near or ["bars"])[0]})
    resource = resource_of(wanted, package)
    if resource is None:
        names = [r.name for r in package.resources if r.tabular]
        near = get_close_matches(wanted.resource, names, 1) or names or ["public-toilets"]
        said = reasons.NO_TABLE if not wanted.resource else reasons.STRANGE_TABLE
        return Flaw("C912", "resource", {"said": said.filled(value=wanted.resource[:60]).why, "example": near[0]})
    table = tables.get(resource.name)
    fields = table.fields if table else resource.schema.fields if resource.schema else ()
    if not fields:
        return None
    outlined = kind is Picture.AREAS and resource.kind is ResourceKind.GEO
    needs, may = ((), ("y",)) if outlined else (_NEEDS.get(kind, ()), _MAY[kind])
    return _named(wanted, fields, needs, may) or next(_unfit(wanted, kind, package, fields, table), None)


def column(name: str, fields: tuple[Field, ...]) -> Field | None:
    """The column of that name."""
    return next((f for f in fields if f.name == name), None)


def _named(wanted: Wanted, fields: tuple[Field, ...], needs: tuple[str, ...], may: tuple[str, ...]) -> Flaw | None:
    """A key that is missing, or has no place here, or a name that no column bears."""
    kind = Picture(wanted.kind)
    for key in ("x", "y", "series"):
        names = wanted.names(key)
        if not names and key in needs:
            return Flaw(
                "C913",
                key,
                {"key": _word(key), "kind": reasons.KINDS[kind], "example": f"{key}: {_example(key, kind, fields)}"},
            )
        if names and key not in may:
            words = [_word(one) for one in may]
            keys = bilingual("、".join(w["zh"] for w in words), " and ".join(w["en"] for w in words))
            return Flaw("C914", key, {"key": _word(key), "kind": reasons.KINDS[kind], "keys": keys})
        for name in names:
            if column(name, fields) is None:
                near = get_close_matches(name, [f.name for f in fields], 1)
                example = near[0] if near else _example(key, kind, fields)
                return Flaw("C915", key, {"value": name[:60], "example": f"{key}: {example}"})
    return None


def _word(key: str) -> Text:
    """A key of a picture in words."""
    return in_words(f"charts/{key}")


def _example(key: str, kind: Picture, fields: tuple[Field, ...]) -> str:
    """A column that could stand there."""
    measured = key == "y" or kind is Picture.HISTOGRAM
    fits = is_measure if measured else is_time if kind is Picture.LINES and key == "x" else _sorts
    fit = sorted((f for f in fields if fits(f)), key=lambda f: (not f.categories, not is_label(f)))
    return (fit or fields)[0].name


def _amount(table: Table) -> str:
    """A column whose numbers can be added up."""
    return next((f.name for f in table.fields if is_measure(f) and is_amount(f)), "population")


def _sorts(one: Field) -> bool:
    return one.type in _KINDS and not is_measure(one)


def _unfit(
    wanted: Wanted, kind: Picture, package: Package, fields: tuple[Field, ...], table: Table | None
) -> Iterator[Flaw]:
    """What the columns are, then what the rows hold."""
    yield from _across(wanted, kind, fields)
    key = "x" if kind is Picture.HISTOGRAM else "y"
    for name in wanted.names(key):
        one = column(name, fields)
        if one and (why := _no_measure(one, table)):
            yield _column(key, one, why, _example("y", kind, fields))
        elif one and kind is Picture.POINTS and not is_amount(one):
            yield _column(key, one, reasons.NO_AMOUNT, _example("y", kind, fields))
    yield from _together(wanted, kind, fields)
    if kind is Picture.POINTS:
        yield from _placed(package, fields, table)
    if table is not None and table.rows:
        yield from _of_rows(wanted, kind, table)


def _across(wanted: Wanted, kind: Picture, fields: tuple[Field, ...]) -> Iterator[Flaw]:
    """Columns that sort rows, or say when."""
    for key in {Picture.BARS: ("x",), Picture.LINES: ("series",)}.get(kind, ()):
        for name in wanted.names(key):
            if (one := column(name, fields)) and one.type not in _KINDS:
                yield _column(key, one, reasons.NO_KINDS, _example("x", Picture.BARS, fields))
    if kind is Picture.LINES and (one := column(wanted.x, fields)) and not is_time(one):
        yield _column("x", one, reasons.NO_TIME, _example("x", kind, fields))


def _column(key: str, one: Field, why: Text, example: str) -> Flaw:
    return Flaw("C916", key, {"value": one.name[:60], "reason": why, "example": f"{key}: {example}"})


def _no_measure(one: Field, table: Table | None) -> Text | None:
    if one.type not in ("integer", "number"):
        return reasons.NO_NUMBER
    keys = keys_of(table) if table else frozenset()
    return reasons.NO_MEASURE if one.name in keys or not is_measure(one) else None


def _together(wanted: Wanted, kind: Picture, fields: tuple[Field, ...]) -> Iterator[Flaw]:
    """Several measures make several lines, of one unit; nothing else has several."""
    if len(wanted.y) < 2:
        return
    if kind is not Picture.LINES or wanted.series or len(wanted.y) > SERIES:
        yield _picture("y", reasons.SEVERAL, f"y: {wanted.y[0]}")
    if len({one.unit for name in wanted.y if (one := column(name, fields))}) > 1:
        yield _picture("y", reasons.UNITS, f"y: {wanted.y[0]}")


def _placed(package: Package, fields: tuple[Field, ...], table: Table | None) -> Iterator[Flaw]:
    """Are there places, and is it known where they lie?"""
    if not in_degrees(package.entry.crs if package.entry else ""):
        yield _picture("", reasons.NO_CRS, "crs: CGCS2000")
    if table and not (table.geometry or table.point or sum(f.type == "geopoint" for f in fields) == 1):
        yield _picture("", reasons.NO_PLACE, "{name: longitude, type: number}")


def _picture(key: str, why: Reason, example: str) -> Flaw:
    mend = bilingual(f"请{why.how['zh']}，例如 {example}。", f"{why.how['en']}, for example {example}.")
    return Flaw("C917", key, {"reason": why.why, "mend": mend})


# --- what the rows hold -----------------------------------------------------------------------------------------------


def _of_rows(wanted: Wanted, kind: Picture, table: Table) -> Iterator[Flaw]:
    if kind is Picture.POINTS and wanted.y and table.rows > DOTS:
        yield _picture("y", reasons.MANY_PLACES.filled(most=DOTS), "{kind: points}")
    if kind is Picture.POINTS and wanted.y and (below := table.field(wanted.y[0])) and _ends(table, below.name)[0] < 0:
        yield _column("y", below, reasons.NO_AMOUNT, _example("y", kind, table.fields))
    if kind is Picture.HISTOGRAM:
        low, high = _ends(table, wanted.x)
        if high - low < (2 if isinstance(low, int) else 1e-300):
            yield _picture("x", reasons.ALIKE.filled(x=wanted.x), f"x: {_example('x', kind, table.fields)}")
    if kind is Picture.AREAS and wanted.x and not _once(table, wanted.x):
        yield _picture("x", reasons.TWICE.filled(x=wanted.x), "kind: bars")
    if kind in (Picture.BARS, Picture.LINES):
        if table.rows > CAP and kind is Picture.BARS and not wanted.y:
            return  # counting takes no room
        if table.rows > CAP:
            yield _picture("", reasons.MANY_ROWS.filled(most=CAP), "{kind: histogram, x: length}")
            return
        for name in wanted.y or ("",):
            yield from _compared(wanted, kind, table, table.field(name))


def _ends(table: Table, name: str) -> tuple[Number, Number]:
    """The smallest and the largest number of a column; (0, 0) when it has none."""
    ends = [pc.min_max(block.column(0)).as_py() for block in table.blocks([name])]
    known = [end[which] for end in ends for which in ("min", "max") if end[which] is not None]
    return (min(known), max(known)) if known else (0, 0)


def _once(table: Table, name: str) -> bool:
    """Does each value stand in one row only?"""
    values = [v for block in table.blocks([name]) for v in block.column(0).drop_null().to_pylist()]
    return len(set(values)) == len(values)


def _compared(wanted: Wanted, kind: Picture, table: Table, y: Field | None) -> Iterator[Flaw]:
    """Bars and lines: is there one number for each, and something to compare?"""
    x, series = table.field(wanted.x), table.field(wanted.series)
    if x is None:
        return
    found = gather(table, x, y, series)
    if found is Doubt.TIMES:
        yield _picture("x", reasons.TIMES.filled(x=x.name), "kind: lines")
    elif found is Doubt.RATE:
        rate = y is not None and is_rate(y)
        said = (reasons.RATE if rate else reasons.UNSURE).filled(x=x.name, y=y.name if y else "")
        yield _picture("y", said, f"y: {_amount(table)}" if rate else "unit: 人, unit@en: persons")
    else:
        known = {key[1] for key, number in found.numbers.items() if number is not None}
        if len(known) < 2:
            yield _picture("x", reasons.FEW, f"x: {_example('x', kind, table.fields)}")
        if kind is Picture.BARS and len(known) > THINGS:
            yield _picture("x", reasons.MANY.filled(most=THINGS), f"x: {_example('x', kind, table.fields)}")
        if len(found.apart(0)) > SERIES:
            example = f"series: {_example('series', kind, table.fields)}"
            yield _picture("series", reasons.MANY.filled(most=SERIES), example)
