"""Are the columns given those that are described, and the withheld ones not among them?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from publish.gate.entry.texts import listed
from publish.gate.place import at
from publish.gate.rule import Case, PackageRule, TableRule
from publish.gate.schema.finding import Findings, What
from publish.gate.schema.wording import reported
from publish.model import Package, Resource
from publish.problems import Problem, problem


class WithheldAbsent(TableRule):
    """A column that is withheld is described, and is not in the file.

    Columns that exist but may not be given stand under `withheld` in the description of a table, beside `fields`: name,
    title, and on what basis. One that is in the file all the same would be given to everybody with the next click, so
    its data are taken down at once.

    中文

    不予开放的列要有说明，但不能出现在文件里。有而不能给的列，写在表格说明的 `withheld` 下面，和 `fields` 并列：名称、标
    题、依据。如果文件里还有这一列，任何人点一下就能拿到，所以立即撤下这份数据。
    """

    codes: ClassVar[tuple[str, ...]] = ("C612",)

    def check(self, findings: Findings, package: Package, resource: Resource) -> Iterator[Problem]:
        yield from reported(findings, package, resource, {What.WITHHELD_COLUMN: "C612"})


class DescribedAsGiven(PackageRule):
    """What an entry says of its columns and what its tables hold is the same.

    An entry without data describes its columns under `items`. When the data are here as well, both lists name the same
    columns, those withheld included, else one of the two is out of date: a warning. A withheld column says on what
    basis, and is not described as given at the same time.

    中文

    条目里写的各列和表格里实际的列要一致。没有数据的条目用 `items` 写明各列；数据也在这里时，两处的列名（连同不予开放
    的）要相同，否则总有一处过时了，只提醒。不予开放的列要写明依据，也不能同时又列为开放的列。
    """

    codes: ClassVar[tuple[str, ...]] = ("C611", "C613", "C614")

    def check(self, case: Case) -> Iterator[Problem]:
        package = case.package
        yield from _items(package)
        for index, resource in enumerate(package.resources):
            for number, field in enumerate(resource.schema.withheld if resource.schema else ()):
                where = f"/resources/{index}/schema/withheld/{number}"
                if not field.basis:
                    yield problem("C613", **at(package, where), name=field.title or field.name)
                if resource.schema and resource.schema.field(field.name):
                    yield problem("C614", **at(package, where), name=field.title or field.name)


def _items(package: Package) -> Iterator[Problem]:
    tables = [r.schema for r in package.resources if r.tabular and r.schema is not None and r.schema.fields]
    if package.entry is None or not package.entry.items or not tables:
        return
    said = [item.name for item in package.entry.items]
    held = [f.name for schema in tables for f in (*schema.fields, *schema.withheld)]
    missing, more = [n for n in held if n not in said], [n for n in said if n not in held]
    differing = list(dict.fromkeys(missing + more))
    if differing:
        yield problem("C611", **at(package, "/catalogue/items"), count=len(differing), names=listed(differing))
