"""Can the description of the columns itself be used?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import ClassVar

from publish.contract import in_words
from publish.gate.rule import TableRule
from publish.gate.schema.finding import Finding, Findings, What
from publish.gate.schema.wording import listed, reported, short
from publish.model import Package, Resource, Text, bilingual
from publish.problems import Problem
from publish.types import TYPES, type_of

_AT_PROPERTY = re.compile(r"at property '(?:constraints/)?(?P<key>\w+)'")  # as JSON Schema says it
_ALLOWED = re.compile(r"is not one of \[(.*)\]")
_FORM = re.compile(r"format: (.*)", re.S)  # of a day or a time
_NOT_FOR_TYPE = re.compile(r'constraint "(\w+)" is not supported by type "(\w+)"')

_FIELD = "/resources/schema/fields"

_MARKS = {
    ";": bilingual("分号", "a semicolon"),
    "\t": bilingual("制表符（Tab）", "a tab"),
    "|": bilingual("竖线", "a bar |"),
    ",": bilingual("逗号", "a comma"),
    "，": bilingual("全角逗号", "a full-width comma"),
    "；": bilingual("全角分号", "a full-width semicolon"),
}


_KEYS = {  # how what is said of a table is written
    "fieldsMatch": "fieldsMatch: equal",
    "foreignKeys": "foreignKeys: [{fields: district, reference: {resource: districts, fields: code}}]",
    "name": "name: 编号",
    "primaryKey": "primaryKey: [id]",
    "uniqueKeys": "uniqueKeys: [[code], [name, year]]",
}
_ONE = bilingual("只能是一个字符", "it is one character")
_YES_NO = bilingual("只能是 true 或 false", "it is true or false")
_ROWS = bilingual(
    "要写成列表，里面是行号，从 1 数起，不能超过文件的行数", "it is a list of rows of the file, counted from 1"
)
_TEXT = bilingual("只能是文字", "it is text")
_NAMES = bilingual("要写成列表，里面是名称", "it is a list of names")
_LAYOUT = {  # what each key of a layout may say, and how it is written
    "commentChar": (_TEXT, 'commentChar: "#"'),
    "commentRows": (_ROWS, "commentRows: [2]"),
    "delimiter": (
        bilingual("只能是一个字符，不能是引号或换行", "it is one character, and no quote or line end"),
        'delimiter: ";"',
    ),
    "doubleQuote": (_YES_NO, "doubleQuote: true"),
    "escapeChar": (
        bilingual("只能是一个字符，不能和分隔符号相同", "it is one character, and not the delimiter"),
        r"escapeChar: '\'",
    ),
    "fillMergedCells": (_YES_NO, "fillMergedCells: true"),
    "header": (_YES_NO, "header: false"),
    "headerJoin": (_TEXT, 'headerJoin: "-"'),
    "headerRows": (_ROWS, "headerRows: [1]"),
    "itemKeys": (_NAMES, "itemKeys: [id, name]"),
    "keys": (_NAMES, "keys: [id, name]"),
    "nullSequence": (_TEXT, 'nullSequence: "-"'),
    "property": (_TEXT, "property: rows"),
    "quoteChar": (_ONE, """quoteChar: "'\""""),
    "sheet": (
        bilingual("要写工作表的名称，或从 1 数起的号码", "it is the name of a sheet, or its number from 1"),
        "sheetName: 数据",
    ),
    "skipInitialSpace": (_YES_NO, "skipInitialSpace: true"),
}


class Description(TableRule):
    """The description of a table can be held against its file.

    Types are those of Table Schema. A limit must be a value of its column's type, a pattern must be one that can be
    checked in bounded time, keys are lists of columns, the sheet must be in the workbook, and the character between
    cells must be the one that is declared. Cells whose check takes too long are refused. A table without any
    description of its columns is published with types found by looking at the data, and a note: nobody can tell what
    its columns mean.

    中文

    对表格的说明要能拿来核对文件。类型只用规定的那些；界限要和列的类型一致；格式规则要能在有限时间内核对完；关键列写成
    列名的列表；工作簿里要有所说的工作表；单元格之间的分隔符号要和声明的一样。核对起来没完没了的内容不予通过。完全没
    有列说明的表格也能发布，类型按数据推断，同时提示一句：别人看不懂各列的意思。
    """

    codes: ClassVar[tuple[str, ...]] = (
        *("S111", "S112", "S113", "S114", "S115", "S116"),
        *("S117", "S118", "S119", "S190", "S191"),
    )
    _codes: ClassVar = {
        What.UNKNOWN_TYPE: "S111",
        What.BAD_FIELD: "S112",
        What.COSTLY_PATTERN: "S113",
        What.UNCHECKED_PATTERN: "S114",
        What.NO_SCHEMA: "S115",
        What.DIALECT: "S116",
        What.NO_SHEET: "S117",
        What.DELIMITER: "S118",
        What.SCHEMA: "S119",
        What.OUT_OF_TIME: "S191",
    }

    def check(self, findings: Findings, package: Package, resource: Resource) -> Iterator[Problem]:
        types = listed(list(TYPES), 16)
        yield from reported(findings, package, resource, self._codes, lambda f, r: {"types": types, **_reason(f)})


def _reason(finding: Finding) -> Mapping[str, object]:
    """Why a field cannot be used, said in each language as far as it is known."""
    if finding.what is What.DELIMITER:
        return {"mark": _MARKS[finding.detail], "detail": finding.detail.replace("\t", "\\t")}
    if finding.what is What.DIALECT:
        detail, example = _LAYOUT[finding.value]
        return {"value": in_words(f"/resources/dialect/{finding.value}"), "detail": detail, "example": example}
    if finding.what is What.SCHEMA:
        place = "/fields/name" if finding.value == "name" else f"/{finding.value}"
        return {"value": in_words(f"/resources/schema{place}"), "example": _KEYS[finding.value]}
    if finding.what is not What.BAD_FIELD:
        return {}
    if form := _FORM.fullmatch(finding.detail):
        zh = f"format 写的是“{short(form[1])}”，年月日要写成 %Y-%m-%d 这样，时分秒写成 %H:%M:%S"
        return {"detail": bilingual(zh, f"the format “{short(form[1])}” is not written like %Y-%m-%d or %H:%M:%S")}
    known = _NOT_FOR_TYPE.search(finding.detail)
    if known:
        constraint, kind = known.groups()
        zh = f"{type_of(kind).label['zh']}类型的列不能规定{_in_words(constraint)['zh']}"
        return {"detail": bilingual(zh, f"a column of type {kind} takes no {constraint}")}
    if wrong := _AT_PROPERTY.search(finding.detail):
        key, allowed = wrong["key"], _ALLOWED.search(finding.detail)
        choice = listed(re.findall(r"'([^']*)'", allowed[1]), 16) if allowed else bilingual("", "")
        name = _in_words(key)["zh"]
        zh = f"{name}只能是 {choice['zh']}" if allowed else f"{name}一项写得不对"
        en = f"{key} is one of {choice['en']}" if allowed else f"{key} is not as it should be"
        return {"detail": bilingual(zh, en)}
    key, _, written = finding.detail.partition(": ")
    if key.isidentifier():
        said = _in_words(key)
        zh = f"{said['zh']}写的是“{short(written)}”" if written else f"{said['zh']}一项写得不对"
        en = f"{said['en']} says “{short(written)}”" if written else f"{said['en']} is not as it should be"
        if key == "jsonSchema":  # what follows is said by a library, in English
            zh = f"{said['zh']}一项写得不对"
            en = f"{said['en']} cannot be used: {short(written, 120)}" if written else en
        return {"detail": bilingual(zh, en)}
    return {"detail": bilingual(_plain(finding.detail), short(finding.detail, 120))}


def _in_words(key: str) -> Text:
    """A key of a field, or of its constraints."""
    field, limit = in_words(f"{_FIELD}/{key}"), in_words(f"{_FIELD}/constraints/{key}")
    return field if field["zh"] != key else limit


def _plain(detail: str) -> str:
    """A reason in Chinese: what was written wrong, when that is all the reason says."""
    said = detail.isascii() and not re.fullmatch(r"\w+(: .*)?", detail)
    return "写法不合规定" if said else short(detail, 120)
