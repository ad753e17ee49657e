"""Can the text of a data file be read?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

from publish.gate.rule import TableRule
from publish.gate.schema.finding import Finding, Findings, What
from publish.gate.schema.said import reported
from publish.model import Package, Resource, Text
from publish.problems import Problem


class TextEncoding(TableRule):
    """The text of a file is in the encoding that is declared, UTF-8 when none is.

    Spreadsheet programs on Chinese systems often save CSV as GBK. Read as UTF-8 such a file is noise, so it is refused,
    with the row where the trouble starts. Either save it as “CSV UTF-8”, or declare `encoding: gbk`. Text that was
    garbled earlier and then saved is refused as well, and so are cells with an invisible zero character. Line ends of
    very old machines are read, with a warning.

    中文

    文件里的文字要和声明的编码一致；没有声明就按 UTF-8 读。中文系统里的表格软件常把 CSV 存成 GBK，按 UTF-8 读出来就
    是乱码，所以不予通过，并指出从哪一行开始不对。请另存为“CSV UTF-8”，或者在说明里写上 `encoding: gbk`。早先已经
    变成乱码又保存下来的文字、含有看不见的零字符的单元格，同样不予通过。很旧的换行方式可以读，但会提醒。
    """

    codes: ClassVar[tuple[str, ...]] = ("F301", "F302", "F303", "F304", "F305")
    _codes: ClassVar = {
        What.ENCODING: "F301",
        What.NUL: "F302",
        What.OLD_LINE_ENDS: "F303",
        What.CODEC: "F304",
        What.TWICE_ENCODED: "F305",
    }

    def check(self, findings: Findings, package: Package, resource: Resource) -> Iterator[Problem]:
        yield from reported(findings, package, resource, self._codes, _guess)


def _guess(finding: Finding, resource: Resource) -> Mapping[str, object]:
    if finding.what is not What.ENCODING:
        return {}
    value = finding.value.upper()
    if not finding.detail:
        return {"value": value, "detail": "", "codec": "gbk"}
    return {
        "value": value,
        "codec": finding.detail.lower(),
        "detail": Text((("zh", f"，看来是 {finding.detail}"), ("en", f"; it looks like {finding.detail}"))),
    }
