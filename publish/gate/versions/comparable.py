"""Was there enough to compare with?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from publish.gate.rule import Around, ChangeRule
from publish.gate.versions.change import Change
from publish.model import Text, bilingual
from publish.problems import Problem, problem

_UNREADABLE = bilingual(
    "原来那一版的说明文件读不出来，没有对照", "The earlier description cannot be read, so nothing was compared"
)


class Comparable(ChangeRule):
    """Says, as a note, what could not be compared with the earlier state.

    A released `datapackage.json` without its data beside it tells columns, keys and the version, but no rows; earlier
    data that do not pass the checks of today cannot be read row by row.

    中文

    说明哪些没有对照（提示）。只有 `datapackage.json`、旁边没有数据文件时，能对照的是列、关键列和版本号，对照不了各行；
    原来的数据通不过现在的检查时，也没法逐行对照。
    """

    codes: ClassVar[tuple[str, ...]] = ("V901",)

    def check(self, change: Change, around: Around) -> Iterator[Problem]:
        if change.pair.unreadable:
            yield problem("V901", package=change.pair.name, why=_UNREADABLE)
        if not change.promised:
            return
        names = [t.after.name for t in change.twins if t.then is None and t.now is not None]
        if names:
            yield problem("V901", package=change.pair.name, why=_without_rows(names))


def _without_rows(names: list[str]) -> Text:
    return bilingual(
        f"原来那一版里没有能逐行对照的数据（{'、'.join(names)}），只对照了说明",
        f"The earlier state has no rows to compare with ({', '.join(names)}); only the description was compared",
    )
