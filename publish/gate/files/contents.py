"""Is a data file what it says it is?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

from publish.gate.rule import TableRule
from publish.gate.schema.finding import Finding, Findings, What
from publish.gate.schema.magic import FORMS
from publish.gate.schema.said import reported
from publish.model import Package, Resource, Text
from publish.problems import Problem


class Contents(TableRule):
    """A data file holds data, in the format its name and description say.

    A workbook that was renamed to `.csv`, a web page saved under the name of a table, an empty file, or an archive
    that unpacks to a thousand times its size cannot be published: nobody could open it. Save the data again in the
    format you describe, or describe the format they are in.

    中文

    数据文件里要有数据，格式要和文件名、说明一致。把工作簿改名成 `.csv`、把网页当表格保存、空文件，或者一解压就膨胀
    上千倍的压缩包，别人都打不开，不能发布。请按说明的格式重新另存，或者把说明改成文件真正的格式。
    """

    codes: ClassVar[tuple[str, ...]] = ("F401", "F402", "F403")
    _codes: ClassVar = {What.NOT_ITS_FORMAT: "F401", What.BOMB: "F402", What.EMPTY: "F403"}

    def check(self, findings: Findings, package: Package, resource: Resource) -> Iterator[Problem]:
        yield from reported(findings, package, resource, self._codes, _really)


def _really(finding: Finding, resource: Resource) -> Mapping[str, object]:
    form = finding.detail if finding.detail in FORMS else ""
    really = Text((("zh", f"，内容是 {form.upper()}"), ("en", f"; its content is {form.upper()}")))
    return {"value": finding.value.upper(), "detail": really if form else ""}
