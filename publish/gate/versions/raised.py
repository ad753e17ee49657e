"""Does the version say that something changed?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from publish.gate.place import at
from publish.gate.rule import Around, ChangeRule
from publish.gate.versions.change import Change
from publish.gate.versions.order import following, later
from publish.model import bilingual
from publish.problems import Level, Problem, problem

_DATA = bilingual("数据变了", "The data changed")
_BYTES = bilingual("文件重新保存过（各行没有变）", "A file was saved anew (its rows are the same)")


class Raised(ChangeRule):
    """Data that change get a later version, and a version never goes back.

    People cite a version and come back to its address; it may not mean two different things. `2026.11.0` and `1.10.0`
    are both compared part by part, numbers as numbers, so `1.10` comes after `1.9`. If only the description changed, no
    new version is needed. If a file has other bytes but the same rows, or the dataset never had a version, it is a
    warning.

    中文

    数据变了就要升版本号，版本号不能倒退。人们会引用某一版，也会回到那一版的网址；同一个版本号不能指两份不同的数据。
    `2026.11.0` 和 `1.10.0` 都逐段按数字比较，所以 `1.10` 在 `1.9` 之后。只改了说明，不用升版本号。文件重新保存过而各行
    没有变，或者从来没有写过版本号，只提醒。
    """

    codes: ClassVar[tuple[str, ...]] = ("V201", "V202")

    def check(self, change: Change, around: Around) -> Iterator[Problem]:
        both, before, after = change.both, change.compared.version_before, change.compared.version_after
        if both and later(before, after) and after:
            yield problem("V202", **at(both[1], "/version"), before=before, after=after, example=following(before))
        elif change.promised and not change.raised and (change.data or change.resaved):
            yield problem(
                "V201",
                **at(change.promised[1], "/version"),
                level=None if change.data and before else Level.WARNING,
                what=_DATA if change.data else _BYTES,
                version=after,
                example=following(before),
            )
