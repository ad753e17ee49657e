"""Is every row a row?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from publish.gate.rule import TableRule
from publish.gate.schema.finding import Findings, What
from publish.gate.schema.wording import reported
from publish.model import Package, Resource
from publish.problems import Problem


class Rows(TableRule):
    """Every row has as many cells as there are columns, and says something.

    A row with a cell too few or too many has usually lost a quotation mark around a text with a comma in it; a blank
    row in the middle is often the end of the table and the start of a remark. Both are refused, with their numbers. In
    JSON the rows stand in a list, and an object says each of its keys once. A line of more than eight million
    characters is refused; a row that repeats the header, as where several tables were put together, is kept, with a
    warning.

    中文

    每一行的单元格个数要和列数一样，而且要有内容。少一格或多一格，常常是含有逗号的文字漏了引号；中间的空行，往往是表
    格已经结束、后面是备注。两种情况都不予通过，并指出是哪一行。JSON 里各行要放在一个列表里，一行里同一个名称只写一次。
    一行超过八百万字的不予通过；中间又出现一遍表头的（多半是几张表拼在一起），照收，但会提醒。
    """

    codes: ClassVar[tuple[str, ...]] = ("S201", "S202", "S203", "S204", "S205", "S206", "S207", "S208", "S209")
    _codes: ClassVar = {
        What.SHORT_ROW: "S201",
        What.LONG_ROW: "S202",
        What.BLANK_ROW: "S203",
        What.OPEN_QUOTE: "S204",
        What.NOT_A_ROW: "S205",
        What.NOT_A_LIST: "S206",
        What.KEY_WRITTEN_TWICE: "S207",
        What.LONG_LINE: "S208",
        What.HEADER_AGAIN: "S209",
    }

    def check(self, findings: Findings, package: Package, resource: Resource) -> Iterator[Problem]:
        yield from reported(findings, package, resource, self._codes)
