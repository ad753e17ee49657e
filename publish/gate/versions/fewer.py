"""Are most of the rows still there?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from publish.gate.place import at
from publish.gate.rule import Around, ChangeRule
from publish.gate.versions.change import Change
from publish.problems import Problem, problem


class MostRowsKept(ChangeRule):
    """A table keeps most of its rows from one edition to the next.

    An export that broke off looks like any other file. If fewer than the share of `rows_kept_percent` under `limits` in
    metadata.yml are left (80 unless it says otherwise), it is a warning: somebody should look, and there are good
    reasons for fewer rows.

    中文

    一张表的行数不该一下子少很多。导出到一半的文件，看上去和别的文件没有两样。剩下的行不到 metadata.yml 里
    `rows_kept_percent` 写的比例（不写就是 80），会提醒：请看一眼，确有原因也是可以的。
    """

    codes: ClassVar[tuple[str, ...]] = ("V301",)

    def check(self, change: Change, around: Around) -> Iterator[Problem]:
        percent = around.portal.limits.rows_kept_percent
        for twin in change.twins if change.promised else ():
            before, after = twin.change.rows_before, twin.change.rows_after
            if change.both and before is not None and after is not None and after * 100 < before * percent:
                where = at(change.both[1], twin.pointer)
                yield problem(
                    "V301", **where, name=twin.after.name, before=f"{before:,}", after=f"{after:,}", percent=percent
                )
