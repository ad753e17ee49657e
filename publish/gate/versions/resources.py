"""Are the files of a dataset still there?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from publish.gate.place import at
from publish.gate.rule import Around, ChangeRule
from publish.gate.versions.change import Change
from publish.model import Turn
from publish.problems import Problem, problem


class SameFiles(ChangeRule):
    """Every table and file of a dataset stays, under its name.

    The name is part of its download address and of the name of its table in the query service. One that is gone or has
    another name is an error as long as the version is the same, a warning with a later one.

    中文

    数据集里的每一张表、每一个文件都要在，名字（name）不变。名字是下载地址的一部分，也是查询服务里的表名。少了或改了名，
    版本号没有升时必须改，升了只提醒。
    """

    codes: ClassVar[tuple[str, ...]] = ("V107",)

    def check(self, change: Change, around: Around) -> Iterator[Problem]:
        if not change.promised:
            return
        for resource in change.compared.resources:
            if resource.turn is Turn.REMOVED:
                where = at(change.promised[1], "/resources")
                yield problem("V107", **where, level=change.breach, name=resource.resource, otherwise=change.otherwise)
