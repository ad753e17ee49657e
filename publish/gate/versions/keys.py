"""Are rows told apart as before?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from publish.gate.place import at
from publish.gate.rule import Around, ChangeRule
from publish.gate.versions.change import Change, Twin
from publish.model import Text, bilingual
from publish.problems import Problem, problem


class SameKey(ChangeRule):
    """The key of a table stays: the columns that tell one row from another.

    Users match the next edition with the last by it, and other datasets point at it. Another key, or none, is an error
    as long as the version is the same, a warning with a later one. A table that had no key may get one; the order of
    its columns does not count.

    中文

    一张表的关键列不能变。使用者靠它把这一期和上一期对起来，别的数据集也指向它。换了关键列或者去掉了，版本号没有升时必
    须改，升了只提醒。原来没有的可以加上；几列的先后不算变。
    """

    codes: ClassVar[tuple[str, ...]] = ("V106",)

    def check(self, change: Change, around: Around) -> Iterator[Problem]:
        if not change.promised:
            return
        for twin in change.twins:
            before, after = _keys(twin)
            if before and set(before) != set(after) and twin.fields_after:
                yield problem(
                    "V106",
                    **at(change.promised[1], f"{twin.pointer}/schema/primaryKey"),
                    level=change.breach,
                    before=bilingual("、".join(before), ", ".join(before)),
                    after=_now(after),
                    otherwise=change.otherwise,
                )


def _now(key: tuple[str, ...]) -> Text:
    if not key:
        return bilingual("没有了", "without a key")
    return bilingual(f"是 {'、'.join(key)}", f"by {', '.join(key)}")


def _keys(twin: Twin) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The key then and now, as described."""
    old, new = twin.before.schema, twin.after.schema
    return old.primary_key if old else (), new.primary_key if new else ()
