"""Do the columns of a file fit their description?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

from publish.gate.rule import TableRule
from publish.gate.schema.finding import Finding, Findings, What
from publish.gate.schema.wording import reported, short
from publish.model import Package, Resource, bilingual
from publish.problems import Problem, cell_name


class Columns(TableRule):
    """The first row names the columns, exactly as they are described and in the same order.

    A column that is missing, one too many, another name (a different letter case counts), a blank name and a name that
    stands twice are refused: a program that reads the data by name would stop or, worse, take one column for another.
    Two names that differ only in letter case, or in how an accented letter is written, are one to the query service.
    When columns may stand in any order, say `fieldsMatch: equal`; when some may be absent, `superset`.
    When a title stands above the names, say in which row the names are: `dialect: {headerRows: [2]}`.
    A table may lie in several files (`path: [2025.csv, 2026.csv]`). The later ones repeat the names or leave them out;
    where they say them in another order or spelling, they are refused rather than read into the wrong columns.

    中文

    第一行是列名，要和说明里写的一字不差，次序也一样。少一列、多一列、名字不同（大小写不同也算）、列名空着、同名出现
    两次，都不予通过：按列名读数据的程序会停下来，甚至张冠李戴。只差大小写，或者只差带音标字母写法的两个列名，在查询
    服务里是同一个。列的次序可以变动时，请写 `fieldsMatch: equal`；有的列可以没有时，写 `superset`。
    列名上面还有标题的，写明列名在第几行：`dialect: {headerRows: [2]}`。
    一张表可以分成几个文件（`path: [2025.csv, 2026.csv]`）。后面的文件可以重复列名，也可以不写；次序或写法不同的，不予
    通过，免得值读进别的列。
    """

    codes: ClassVar[tuple[str, ...]] = ("S101", "S102", "S103", "S104", "S105", "S106", "S107", "S108", "S109", "S110")
    _codes: ClassVar = {
        What.MISSING_COLUMN: "S101",
        What.EXTRA_COLUMN: "S102",
        What.WRONG_COLUMN: "S103",
        What.TWICE_COLUMN: "S104",
        What.BLANK_COLUMN: "S105",
        What.CLASH_COLUMN: "S106",
        What.MANY_COLUMNS: "S107",
        What.TITLE_ROW: "S108",
        What.MANY_ROWS: "S109",
        What.OTHER_HEADER: "S110",
    }

    def check(self, findings: Findings, package: Package, resource: Resource) -> Iterator[Problem]:
        yield from reported(findings, package, resource, self._codes, _differing)


def _differing(finding: Finding, resource: Resource) -> Mapping[str, object]:
    """What a later header says in the first place where it is another one."""
    said, wanted = short(finding.value), short(finding.name)
    column = cell_name(finding.column or 1, 1)[:-1]
    if not wanted:
        how = bilingual(f"这里多了 {column} 列“{said}”", f"column {column}, “{said}”, was not there")
    elif not said:
        how = bilingual(f"这里没有 {column} 列“{wanted}”", f"column {column}, “{wanted}”, is missing here")
    else:
        how = bilingual(
            f"{column} 列开头是“{wanted}”，这里是“{said}”", f"column {column} was “{wanted}” and is “{said}” here"
        )
    return {"how": how}
