"""Can the text of a data file be read?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

from publish.gate.rule import TableRule
from publish.gate.schema.finding import Finding, Findings, What
from publish.gate.schema.wording import reported
from publish.model import Package, Resource, bilingual
from publish.problems import Problem


class TextEncoding(TableRule):
    """The text of a file is in the encoding that is declared, UTF-8 when none is.

    Spreadsheet programs on Chinese systems often save CSV as GBK. Read as UTF-8 such a file is noise, so it is refused,
    with the row where the trouble starts. Either save it as “CSV UTF-8”, or declare `encoding: gbk`. A file put
    together from parts in two encodings is refused at the row where the second begins. So is text that was garbled
    earlier and then saved, or of which nothing is left but replacement signs, and cells with an invisible zero
    character or another control character. Characters nobody can see, cells of nothing but question marks, line ends
    of very old machines and line ends of two kinds are read, with a warning.

    中文

    文件里的文字要和声明的编码一致；没有声明就按 UTF-8 读。中文系统里的表格软件常把 CSV 存成 GBK，按 UTF-8 读出来就
    是乱码，所以不予通过，并指出从哪一行开始不对。请另存为“CSV UTF-8”，或者在说明里写上 `encoding: gbk`。早先已经
    变成乱码又保存下来的文字、只剩下“�”或“锟斤拷”的文字、含有看不见的零字符或其他控制字符的单元格，同样不予通过；
    用几种编码的文件拼起来的，也指出从哪一行开始不对。看不见的字符、只有问号的单元格、很旧的换行方式、两种换行混用，
    可以读，但会提醒。
    """

    codes: ClassVar[tuple[str, ...]] = (
        *("F301", "F302", "F303", "F304", "F305", "F306"),
        *("F307", "F308", "F309", "F310", "F311"),
    )
    _codes: ClassVar = {
        What.ENCODING: "F301",
        What.NUL: "F302",
        What.OLD_LINE_ENDS: "F303",
        What.CODEC: "F304",
        What.TWICE_ENCODED: "F305",
        What.CONTROL: "F306",
        What.UNSEEN: "F307",
        What.LOST: "F308",
        What.QUESTION_MARKS: "F309",
        What.MIXED: "F310",
        What.MIXED_LINE_ENDS: "F311",
    }

    def check(self, findings: Findings, package: Package, resource: Resource) -> Iterator[Problem]:
        yield from reported(findings, package, resource, self._codes, _guess)


def _guess(finding: Finding, resource: Resource) -> Mapping[str, object]:
    if finding.what not in (What.ENCODING, What.MIXED):
        return {}
    value = finding.value.upper().removesuffix("-SIG")
    if not finding.detail:
        detail = bilingual(
            "，也看不出是别的编码，多半是这一行坏了", ", nor any other that is known: the row may be damaged"
        )
        hint = bilingual(
            f"；先打开看第 {finding.row} 行，只坏了几个字的，重新输入后再存；整个文件都读不出来的，从原系统重新导出",
            f"; look at row {finding.row} first, and where a few characters are damaged type them again; where nothing"
            " can be read, export it again",
        )
        return {"value": value, "detail": detail, "codec": "gbk", "hint": hint}
    codec = finding.detail.lower()
    return {
        "value": value,
        "codec": codec,
        "hint": bilingual(
            f"，或在说明里写明编码，例如 encoding: {codec}", f", or declare its encoding, for example encoding: {codec}"
        ),
        "detail": bilingual(f"，看来是 {finding.detail}", f"; it looks like {finding.detail}"),
    }
