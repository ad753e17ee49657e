"""Do the keys hold?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from publish.gate.rule import TableRule
from publish.gate.schema.finding import Findings, What
from publish.gate.schema.wording import reported
from publish.model import Package, Resource
from publish.problems import Problem


class Keys(TableRule):
    """A row is known by its key, and what a column points at is there.

    The columns of a primary key are filled in every row, and no two rows have the same; neither do those declared
    unique. `01` and `1` are one number, so two rows with them in a column of whole numbers clash: a code is text. A
    column that points at another table, of this package or another, holds only what is in that table, of the same type.
    All are errors: rows that cannot be told apart, or that point nowhere, mislead whoever joins two tables.

    中文

    一行数据靠关键列来识别，指向别处的列要真的指得到。关键列每行都要填，任何两行不能一样；声明为不重复的列也是如此。
    `01` 和 `1` 是同一个数，在整数列里会撞车：代码应当用文本类型。指向另一张表（本数据集或别的数据集）的列，只能写那
    张表里有的值，类型也要相同。不合的都必须改：分不清、指不到的行，会让对照两张表的人得出错的结果。
    """

    codes: ClassVar[tuple[str, ...]] = ("S401", "S402", "S403", "S404", "S405", "S406", "S407", "S408")
    _codes: ClassVar = {
        What.KEY_TWICE: "S401",
        What.KEY_EMPTY: "S402",
        What.UNIQUE: "S403",
        What.NO_TARGET_ROW: "S404",
        What.NO_TARGET: "S405",
        What.TARGET_TYPE: "S406",
        What.KEY_COLUMN: "S407",
        What.KEY_WIDTH: "S408",
    }

    def check(self, findings: Findings, package: Package, resource: Resource) -> Iterator[Problem]:
        yield from reported(findings, package, resource, self._codes)
