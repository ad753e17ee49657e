"""Is a column held to more than before?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import ClassVar

import polars as pl

from publish.gate.place import Place, at
from publish.gate.rule import Around, ChangeRule
from publish.gate.versions.change import Change
from publish.model import Field, Json, Text, bilingual
from publish.problems import Level, Problem, problem
from publish.tables import Table
from publish.types import to_text

_LISTED = 5  # values named in a message
_ENUMERATED = frozenset({"string", "integer", "number", "boolean", "year", "yearmonth", "date"})


class NotTighter(ChangeRule):
    """A column allows what it allowed before.

    A value that the data used and that is allowed no more breaks whoever looks it up or sends it: an error as long as
    the version is the same, a warning with a later one. Every other tightening (a value nobody used, a narrower range,
    a shorter text, another pattern, “required”, “unique”) is a warning, and a note with a later version. To loosen is
    free.

    中文

    一列原来允许的，以后也要允许。数据里用过的取值不再允许，按代码对照、按代码报送的人就会出错：版本号没有升时必须改，
    升了只提醒。其他的收紧（去掉没人用过的取值、缩小范围、缩短文字、换写法要求、改成必填、改成不能重复）一般提醒，升了
    版本号只提示。放宽不受限制。
    """

    codes: ClassVar[tuple[str, ...]] = ("V104", "V105")

    def check(self, change: Change, around: Around) -> Iterator[Problem]:
        if not change.promised:
            return
        _, after = change.promised
        for twin in change.twins:
            for index, old, new in twin.pairs:
                if old.type != new.type:
                    continue
                where = at(after, f"{twin.pointer}/schema/fields/{index}")
                yield from self._field(change, where, old, new, twin.then)

    def _field(self, change: Change, where: Place, old: Field, new: Field, then: Table | None) -> Iterator[Problem]:
        values, used = _lost(old, new, then)
        said = {"name": new.name, "otherwise": change.otherwise}
        if used:
            more = {**said, "count": used, "values": _listed(values)}
            yield problem("V104", **where, level=change.breach, **more)
            return
        what = [*_tighter(old, new), *([_VALUES] if values is None or values else [])]
        if what:
            level = Level.NOTE if change.raised else None
            yield problem("V105", **where, level=level, what=_together(what), **said)


# --- values ---------------------------------------------------------------------------------------------------------


def _lost(old: Field, new: Field, then: Table | None) -> tuple[frozenset[str] | None, int]:
    """(the declared values that are allowed no more, how many different values of the data then are not allowed now).
    None instead of the first: the column was free and is no more."""
    before, after = allowed(old), allowed(new)
    if after is None or (before is not None and before <= after):
        return frozenset(), 0
    used = _used(then, old) if then is not None and old.type in _ENUMERATED else frozenset()
    values = before - after if before is not None else None
    return values, len(used - after if values is None else used & values)


def allowed(field: Field) -> frozenset[str] | None:
    """The values of an enumeration as CSV writes them; None for a free column."""
    if field.categories:
        return frozenset(_spelled(c.value, field) for c in field.categories)
    listed = field.constraints.get("enum")
    return frozenset(_spelled(value, field) for value in listed) if isinstance(listed, list) else None


def _spelled(value: Json, field: Field) -> str:
    if isinstance(value, str) and field.type in ("integer", "number", "year"):
        try:
            value = json.loads(value)
        except ValueError:
            return to_text(value)
    if field.type == "number" and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    return to_text(value)


def _used(table: Table, field: Field) -> frozenset[str]:
    """The different values of a column."""
    found: set[str] = set()
    for batch in table.blocks([field.name]):
        found |= {to_text(v) for v in pl.Series(batch.column(0)).unique().drop_nulls().to_list()}
    return frozenset(found)


def _listed(values: frozenset[str] | None) -> Text:
    """``：a、b`` of values that were declared. Values of the data themselves are not repeated."""
    if not values:
        return bilingual("", "")
    some, more = sorted(values)[:_LISTED], len(values) > _LISTED
    return bilingual("：" + "、".join(some) + "…" * more, ": " + ", ".join(some) + " …" * more)


# --- everything else ------------------------------------------------------------------------------------------------

_VALUES = bilingual("允许的取值变少了", "fewer values are allowed")
_FLAGS = {
    "required": bilingual("改成必填", "it must be filled"),
    "unique": bilingual("改成不能重复", "its values may not repeat"),
}
_LOWER: dict[str, Text] = {
    "minimum": bilingual("最小值提高了", "a higher minimum"),
    "exclusiveMinimum": bilingual("最小值提高了", "a higher minimum"),
    "minLength": bilingual("最短长度变长了", "a longer least length"),
}
_UPPER: dict[str, Text] = {
    "maximum": bilingual("最大值降低了", "a lower maximum"),
    "exclusiveMaximum": bilingual("最大值降低了", "a lower maximum"),
    "maxLength": bilingual("最长长度变短了", "a shorter greatest length"),
}
_PATTERN = bilingual("对写法的要求变了", "it must be written otherwise")
_STRUCTURE = bilingual("对结构的要求变了", "it must have another structure")
_LENGTHS = bilingual("时长的界限变了", "other limits of its duration")


def _tighter(old: Field, new: Field) -> Iterator[Text]:
    before, after = old.constraints, new.constraints
    for key, said in _FLAGS.items():
        if after.get(key) is True and before.get(key) is not True:
            yield said
    for bounds, crossed in ((_LOWER, _above), (_UPPER, _below)):
        for key, said in bounds.items():
            if key not in after or after[key] == before.get(key):
                continue
            if key in before and new.type == "duration":  # P1M beside P30D: neither is more than the other
                yield _LENGTHS
            elif key not in before or crossed(after[key], before[key]):
                yield said
    for key, said in (("pattern", _PATTERN), ("jsonSchema", _STRUCTURE)):
        if after.get(key) and after[key] != before.get(key):
            yield said


def _above(one: Json, other: Json) -> bool:
    """Is one bound above another? Numbers by value, days as they are written; what cannot be compared is not."""
    numbers = all(isinstance(v, int | float) and not isinstance(v, bool) for v in (one, other))
    return bool(one > other) if numbers or (isinstance(one, str) and isinstance(other, str)) else False


def _below(one: Json, other: Json) -> bool:
    return _above(other, one)


def _together(parts: list[Text]) -> Text:
    return bilingual("，".join(p["zh"] for p in parts), ", ".join(p["en"] for p in parts))
