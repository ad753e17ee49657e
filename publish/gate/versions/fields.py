"""Are the columns that users rely on still there, under their names and of their types?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from publish.gate.place import Place, at
from publish.gate.rule import Around, ChangeRule
from publish.gate.versions.change import Change, Twin
from publish.model import Field
from publish.problems import Problem, problem
from publish.types import type_of


class SameColumns(ChangeRule):
    """A column that was published stays: under its name, of its type.

    Programs, sheets and other datasets ask for a column by its name and count on its type. One that is removed,
    renamed or of another type breaks them, so it is an error as long as the version is the same. With a later version
    it is a warning: users were told, and can stay with the version before. A column counts as renamed when a new one of
    its type bears one of its titles, or stands in its place. New columns break nothing.

    Nothing is said of a dataset that was or is not open to everybody, or was withdrawn.

    中文

    发布过的列要一直在，列名和类型不变。程序、表格和别的数据集都按列名取数，也认定了类型；删掉、改名或换类型，它们就会
    出错。版本号没有升时必须改；升了版本号只提醒，因为已经告诉了使用者，旧版也还能用。新的一列类型相同，又沿用了原来的标
    题或位置，就算是改名。加一列不影响谁。

    不向所有人开放的、已经撤下的数据集不查。
    """

    codes: ClassVar[tuple[str, ...]] = ("V101", "V102", "V103")

    def check(self, change: Change, around: Around) -> Iterator[Problem]:
        if not change.promised:
            return
        _, after = change.promised
        for twin in change.twins:
            more: dict[str, object] = {"level": change.breach, "otherwise": change.otherwise}
            where = at(after, f"{twin.pointer}/schema/fields")
            yield from self._gone(twin, where, more)
            for index, old, new in twin.pairs:
                if old.type != new.type:
                    kinds = {"before": type_of(old.type).label, "after": type_of(new.type).label}
                    place = at(after, f"{twin.pointer}/schema/fields/{index}/type")
                    yield problem("V102", **place, name=new.name, **kinds, **more)  # type: ignore[arg-type]

    def _gone(self, twin: Twin, where: Place, more: dict[str, object]) -> Iterator[Problem]:
        known = {f.name for f in twin.fields_before}
        fresh = [f for f in twin.fields_after if f.name not in known]
        for field in twin.dropped:
            heir = next((f for f in fresh if _heir(twin, field, f)), None)
            if heir is None:
                yield problem("V101", **where, name=field.name, **more)  # type: ignore[arg-type]
            else:
                fresh.remove(heir)
                yield problem("V103", **where, name=field.name, new=heir.name, **more)  # type: ignore[arg-type]


def _heir(twin: Twin, old: Field, new: Field) -> bool:
    """Does the new column look like the old one under another name?"""
    titles = {said for _, said in old.title if said} & {said for _, said in new.title if said}
    before, after = twin.fields_before, twin.fields_after
    in_place = len(before) == len(after) and before.index(old) == after.index(new)
    return old.type == new.type and bool(titles or in_place)
