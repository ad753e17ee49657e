"""The cells of a column -> values as its description has them. What does not fit stays as it is, for the gate to name.

The same decisions as in a draft (days, numbers, marks for “no value”), with one difference: the type is known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime

from publish.draft import coordinates
from publish.draft.columns import TICKS, Change, code_digits, dittoed, unpadded
from publish.draft.dates import when
from publish.draft.digits import narrow
from publish.draft.missing import missing
from publish.draft.numbers import damaged, number, times_hundred
from publish.draft.sheet import Cell, seen
from publish.model import Field

_TIMES: Mapping[str, str] = {
    "date": "日期", "datetime": "日期时间", "time": "时间", "yearmonth": "年月", "year": "年份",
    "duration": "时长",
}  # fmt: skip
_YES, _NO = frozenset("是 有 对 真 √ ✓ yes y true 1".split()), frozenset("否 无 错 假 × ✗ no n false 0".split())
_TRUE, _FALSE = ("true", "True", "TRUE", "1"), ("false", "False", "FALSE", "0")  # of Table Schema
_ZEROS = re.compile(r"0{2,}(?:;.*)?")  # a number format that shows leading zeros


@dataclass(frozen=True, slots=True)
class Spelled:
    """The values of a column, "" for none; what was spelled anew; and the rows whose cells do not fit its type, have a
    value that its list does not hold, or were damaged before."""

    values: tuple[str, ...]
    changes: tuple[Change, ...] = ()
    against: tuple[int, ...] = ()
    strange: tuple[int, ...] = ()
    damaged: tuple[int, ...] = ()


def spell(
    cells: Sequence[Cell],
    field: Field,
    gaps: Sequence[str],
    *,
    heading: str = "",
    shown: str = "",
    then: Sequence[str] = (),
) -> Spelled:
    """The values of these cells. ``gaps`` are the texts that mean “no value” there; ``shown`` is the number format of
    the column; ``then`` are its values of before: a spelling that stands among them is kept."""
    listed, kept = _listed(field), frozenset(then)
    empty = missing(cells) - set(listed)
    gap = gaps[0] if gaps and "" not in gaps else ""
    cells, repeated = dittoed(cells)
    read = _reader(field, heading, shown, kept)
    ticked = _ticked(cells, field, {*listed, *kept}, {*gaps, *empty})
    made: dict[Cell, tuple[str, str, bool]] = {}  # the value, how it was changed, does it fit
    for cell in set(cells):
        text = seen(cell)
        if not text or text in gaps or text in empty:
            made[cell] = (text if text in gaps else gap, "missing" if text and text not in gaps else "", True)
        elif text in listed:
            made[cell] = (listed[text], "", True)
        else:
            value, change = (TICKS[text], "tick") if ticked and text in TICKS else read(cell)
            made[cell] = (seen(cell), "", False) if value is None else (listed.get(value, value), change, True)
    fine = {*listed.values(), "", gap, *gaps}
    unfit = {cell for cell, (_, _, fits) in made.items() if not fits}
    strange = {cell for cell, (value, _, _) in made.items() if listed and value not in fine}
    lost = {cell for cell in made if field.type == "string" and damaged(cell)}
    return Spelled(
        tuple(made[cell][0] for cell in cells),
        (*repeated, *_changes([made[cell][1] for cell in cells])),
        _places(cells, unfit),
        _places(cells, strange),
        _places(cells, lost),
    )


def _places(cells: Sequence[Cell], wanted: Set[Cell]) -> tuple[int, ...]:
    return tuple(i for i, cell in enumerate(cells) if cell in wanted) if wanted else ()


def _changes(ways: Sequence[str]) -> tuple[Change, ...]:
    found = dict.fromkeys(way for way in ways if way)
    return tuple(Change(way, ways.count(way), ways.index(way)) for way in found)


def _listed(field: Field) -> dict[str, str]:
    """The values of a list of categories, by themselves and by the labels people read."""
    labels = {said: c.value for c in field.categories for _, said in c.label}
    values = [c.value for c in field.categories] or [str(v) for v in field.constraints.get("enum", ())]
    return labels | {value: value for value in values}


def _ticked(cells: Sequence[Cell], field: Field, known: Set[str], empty: Set[str]) -> bool:
    """Are ticks and crosses 是 and 否 here, as a draft reads them? Not where the dataset itself has ticks."""
    if field.type != "string" or known & TICKS.keys():
        return False
    return {"是", "否"} <= known or {seen(cell) for cell in set(cells)} <= {"", *empty, *TICKS}


Read = Callable[[Cell], tuple[str | None, str]]  # (value or None when it does not fit, how it was changed)


def _reader(field: Field, heading: str, shown: str, kept: Set[str]) -> Read:
    if field.type in ("integer", "number"):
        return _number(field, shown)
    if field.type in _TIMES:
        return _time(field, heading, shown)
    if field.type == "boolean":
        return _flag(field)
    return _text(shown, code_digits(kept - {""}), kept)


def _number(field: Field, shown: str) -> Read:
    percent = shown.endswith("%") and any(said in ("%", "％") for _, said in field.unit)
    units = {said for _, said in field.unit}
    point = str(field.raw.get("decimalChar") or ".")
    angles = bool(coordinates.named(field.name) or coordinates.named(field.title["zh"]))

    def read(cell: Cell) -> tuple[str | None, str]:
        if angles and isinstance(cell, str) and (degrees := coordinates.decimal(cell)) and not number(cell):
            return degrees.replace(".", point), "angle"
        found = number(cell)
        if found is None or (found.behind and found.behind not in units):
            return None, ""
        text = times_hundred(found.text) if percent and isinstance(cell, float) else found.text
        if field.type == "integer" and "." in text:
            whole, _, rest = text.partition(".")
            if rest.strip("0"):
                return None, ""
            text = whole
        change = "percent" if text != found.text and percent else "behind" if found.behind else found.change
        return text.replace(".", point), change

    return read


def _time(field: Field, heading: str, shown: str) -> Read:
    pattern = field.format if field.format not in ("default", "any", "") else ""
    hint = f"{heading}{_TIMES[field.type]}"

    def read(cell: Cell) -> tuple[str | None, str]:
        if pattern and isinstance(cell, str) and _as_pattern(cell, pattern):
            return cell.strip(), ""
        if isinstance(cell, str) and _as_it_is(cell.strip(), field.type):
            return cell.strip(), ""
        found = when(cell, hint, shown)
        text = _narrowed(found.type, found.text, field.type) if found else None
        if found is None or text is None:
            return None, ""
        if pattern:
            day = datetime.fromisoformat(text) if field.type in ("date", "datetime") else None
            return (day.strftime(pattern), "written") if day else (None, "")
        return text, found.change

    return read


def _as_it_is(text: str, kind: str) -> bool:
    """A moment with a zone, or how long something lasts: 2026-10-01T00:00:00Z, PT2H."""
    return (kind == "datetime" and text.endswith("Z")) or (kind == "duration" and text.startswith("P"))


def _as_pattern(text: str, pattern: str) -> bool:
    try:
        datetime.strptime(text.strip(), pattern)
    except ValueError:
        return False
    return True


def _narrowed(found: str, text: str, wanted: str) -> str | None:
    """A time as the type that is wanted: a first of a month is that month, a first of January that year; a day is its
    midnight. None when something would be lost."""
    if found == wanted:
        return text
    if wanted == "datetime" and found == "date":
        return f"{text}T00:00:00"
    if wanted == "yearmonth" and found == "date" and text.endswith("-01"):
        return text[:7]
    return text[:4] if wanted == "year" and text.endswith("-01-01") else None


def _flag(field: Field) -> Read:
    yes = [str(v) for v in field.raw.get("trueValues") or _TRUE]
    no = [str(v) for v in field.raw.get("falseValues") or _FALSE]

    def read(cell: Cell) -> tuple[str | None, str]:
        text = narrow(seen(cell))
        if text in (*yes, *no) and not isinstance(cell, bool):
            return text, ""
        for words, spelled in ((_YES, yes[0]), (_NO, no[0])):
            if text.casefold() in words:
                return spelled, "flag"
        return None, ""

    return read


def _text(shown: str, digits: int, kept: Set[str]) -> Read:
    def read(cell: Cell) -> tuple[str | None, str]:
        text = narrow(seen(cell)).replace("\r\n", "\n")
        if isinstance(cell, float) and cell.is_integer() and not damaged(cell):
            wide = len(shown.partition(";")[0]) if _ZEROS.fullmatch(shown) else digits
            if len(text) < wide:
                return text.zfill(wide), "zeros"
        if text not in kept and (closed := unpadded(text)) != text:
            return closed, "padded"
        changed = isinstance(cell, str) and text != cell.strip().replace("\r\n", "\n")
        return text, "wide" if changed else ""

    return read


def days_of(value: str) -> tuple[date, date] | None:
    """First and last day of a time as CSV has it: 2026, 2026-10, 2026-10-05, 2026-10-05T08:00:00; None for another."""
    try:
        if re.fullmatch(r"\d{4}", value):
            return date(int(value), 1, 1), date(int(value), 12, 31)
        if re.fullmatch(r"\d{4}-\d{2}", value):
            year, month = int(value[:4]), int(value[5:])
            after = date(year + month // 12, month % 12 + 1, 1)
            return date(year, month, 1), date.fromordinal(after.toordinal() - 1)
        day = date.fromisoformat(value[:10])
    except ValueError:
        return None
    return day, day
