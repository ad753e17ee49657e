"""Is every cell what its column says?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

from publish.gate.rule import TableRule
from publish.gate.schema.finding import Finding, Findings, What
from publish.gate.schema.spelling import described_otherwise, slip
from publish.gate.schema.structure import departure
from publish.gate.schema.wording import listed, reported, unnumbered
from publish.model import Package, Resource, Text, bilingual
from publish.problems import Problem
from publish.types import to_text


class Cells(TableRule):
    """Every cell holds a value of its column's type, within the limits that are described.

    Dates are written 2026-03-01 and exist; numbers have no thousands mark and no unit; a column that must be filled is
    filled; a value is one of those listed, within the smallest and largest, as long and of such a form as described; a
    list or an object has the structure that is described. A whole number must fit into 64 bits. A number that is not
    one (NaN, infinity) is shown as empty, with a warning, and one with more digits than a computer's number keeps is
    shown with those it keeps, with a warning. A cell of a workbook that shows an error such as #N/A or #DIV/0! holds
    no value, and is refused.

    中文

    每个单元格的值要符合这一列的类型，并且在说明的界限之内。日期写成 2026-03-01，而且真有这一天；数字里不带千位分隔
    符和单位；必填的列要填；值要在列出的范围里，不小于最小、不大于最大，长短和写法符合说明；列表和成组的“名称: 值”要
    符合说明的结构。整数不能超过 64 位。不是数的“数”（NaN、无穷）按空白显示并提醒；位数多到计算机存不下的小数，按存
    得下的位数显示并提醒。工作簿里显示 #N/A、#DIV/0! 这类错误的单元格没有值，不予通过。
    """

    codes: ClassVar[tuple[str, ...]] = (
        "S301",
        "S302",
        "S303",
        "S304",
        "S305",
        "S306",
        "S307",
        "S308",
        "S309",
        "S310",
        "S311",
        "S312",
    )
    _codes: ClassVar = {
        What.TYPE: "S301",
        What.REQUIRED: "S302",
        What.ENUM: "S303",
        What.RANGE: "S304",
        What.LENGTH: "S305",
        What.PATTERN: "S306",
        What.TOO_LARGE: "S307",
        What.NOT_FINITE: "S308",
        What.DIGITS: "S309",
        What.NUMBER_AS_TEXT: "S310",
        What.ERROR_VALUE: "S311",
        What.STRUCTURE: "S312",
    }

    def check(self, findings: Findings, package: Package, resource: Resource) -> Iterator[Problem]:
        yield from reported(findings, package, resource, self._codes, _about_field)


def _about_field(finding: Finding, resource: Resource) -> Mapping[str, object]:
    field = resource.schema.field(finding.name) if resource.schema else None
    kind = field.type if field else "string"
    values = [to_text(v) for v in field.constraints.get("enum") or ()] if field else []
    values = values or ([c.value for c in field.categories] if field else [])
    own = described_otherwise(kind, field.raw) if field else None
    wrong = own or slip(kind, finding.value, field.format if field else "")
    return {
        "why": unnumbered(wrong.why),
        "mend": unnumbered(wrong.mend),
        "values": listed(values),
        "limits": _limits(field.constraints, kind) if field else Text(),
        "departure": departure(finding.detail) if finding.what is What.STRUCTURE else Text(),
    }


def _limits(constraints: Mapping[str, object], kind: str) -> Text:
    """The limits in words: from 0 to 100, at most 12 characters, or items of a list."""
    zh, en = [], []
    unit = bilingual("项", "items") if kind in ("list", "array", "object") else bilingual("个字符", "characters")
    for key, said_zh, said_en in (
        ("minimum", "不小于 {}", "at least {}"),
        ("exclusiveMinimum", "大于 {}", "more than {}"),
        ("maximum", "不大于 {}", "at most {}"),
        ("exclusiveMaximum", "小于 {}", "less than {}"),
        ("minLength", f"不少于 {{}} {unit['zh']}", f"at least {{}} {unit['en']}"),
        ("maxLength", f"不多于 {{}} {unit['zh']}", f"at most {{}} {unit['en']}"),
    ):
        if constraints.get(key) is not None:
            zh.append(said_zh.format(constraints[key]))
            en.append(said_en.format(constraints[key]))
    return bilingual("、".join(zh), " and ".join(en))
