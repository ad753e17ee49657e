"""Does the description say when the data changed?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from publish.gate.place import at
from publish.gate.rule import Around, ChangeRule
from publish.gate.versions.change import Change
from publish.model import Package, bilingual
from publish.problems import Problem, problem


class Renewed(ChangeRule):
    """Data that change get a new `modified`, the day of the update.

    Readers, feeds and other portals see by it that there is something new, and timeliness is measured by it. So it must
    be later than before, or be the day of the check, for data may change twice in one day. It is an error: nobody would
    learn of the change.

    中文

    数据变了，就要写上新的更新日期（modified）。读者、订阅和别的门户靠它知道有更新，更新是否及时也按它算。它要比原来的
    晚，或者就是检查当天：一天里可以更新两次。没有改的必须改：不然谁也不知道有更新。
    """

    codes: ClassVar[tuple[str, ...]] = ("V203",)

    def check(self, change: Change, around: Around) -> Iterator[Problem]:
        if not change.promised or not change.data:
            return
        before, after = change.promised
        if after.entry is None or _renewed(before, after, around):
            return
        day = after.entry.modified
        yield problem(
            "V203",
            **at(after, "/catalogue/modified"),
            day=bilingual(f" {day}", f"{day}") if day else bilingual("空着", "not given"),
            today=around.as_of.isoformat(),
        )


def _renewed(before: Package, after: Package, around: Around) -> bool:
    then = before.entry.modified if before.entry else None
    now = after.entry.modified if after.entry else None
    return now is not None and (then is None or now > then or now == around.as_of)
