"""Does the history tell of every version?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from publish.gate.rule import Around, ChangeRule
from publish.gate.versions.change import Change
from publish.history import HISTORY
from publish.problems import Problem, problem


class Told(ChangeRule):
    """A new version has its line in `history.csv`, and no line of an earlier version is taken out.

    The page and the feeds tell from it what changed. A missing line makes the release poorer, not wrong, so both are
    warnings.

    中文

    新的版本要在 `history.csv` 里有一行，旧版本的各行不能删。页面和订阅靠它说明改了什么。少一行只是说得不清楚，数据并没
    有错，所以只提醒。
    """

    codes: ClassVar[tuple[str, ...]] = ("V204", "V205")

    def check(self, change: Change, around: Around) -> Iterator[Problem]:
        if not change.both:
            return
        before, after = change.both
        told = {line.version for line in after.history}
        if change.raised and after.version not in told:
            today = around.as_of.isoformat()
            yield problem("V204", package=after.name, file=HISTORY, version=after.version, today=today)
        lost = [line.version for line in before.history if line.version not in told]
        if lost:
            yield problem("V205", package=after.name, file=HISTORY, versions="、".join(dict.fromkeys(lost)))
