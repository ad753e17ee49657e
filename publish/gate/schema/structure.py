"""How a list or an object in a cell departs from the structure its column describes, in words for people.

The judge of cells says it as a JSON list: the keyword of JSON Schema, the place in the cell, and what was wanted.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from publish.gate.schema.wording import listed, short
from publish.model import Text, bilingual

_KINDS: Mapping[str, Text] = {
    "string": bilingual("文字", "text"),
    "number": bilingual("数", "a number"),
    "integer": bilingual("整数", "a whole number"),
    "boolean": bilingual("true 或 false", "true or false"),
    "object": bilingual("大括号里的一组“名称: 值”", "an object in braces"),
    "array": bilingual("方括号里的列表", "a list in brackets"),
    "null": bilingual("空", "null"),
}
_WANTED: Mapping[str, Text] = {
    "required": bilingual("缺少“{}”", "“{}” is missing"),
    "additionalProperties": bilingual("多了“{}”", "“{}” should not be there"),
    "const": bilingual("应为 {}", "should be {}"),
    "pattern": bilingual("不符合写法“{}”", "does not have the form “{}”"),
    "minimum": bilingual("应不小于 {}", "should be at least {}"),
    "maximum": bilingual("应不大于 {}", "should be at most {}"),
    "exclusiveMinimum": bilingual("应大于 {}", "should be more than {}"),
    "exclusiveMaximum": bilingual("应小于 {}", "should be less than {}"),
    "multipleOf": bilingual("应是 {} 的倍数", "should be a multiple of {}"),
    "minLength": bilingual("应不少于 {} 个字符", "should have at least {} characters"),
    "maxLength": bilingual("应不多于 {} 个字符", "should have at most {} characters"),
    "minItems": bilingual("应不少于 {} 项", "should have at least {} items"),
    "maxItems": bilingual("应不多于 {} 项", "should have at most {} items"),
    "minProperties": bilingual("应不少于 {} 项", "should have at least {} members"),
    "maxProperties": bilingual("应不多于 {} 项", "should have at most {} members"),
    "false": bilingual("不应出现", "should not be there"),
    "uniqueItems": bilingual("有相同的项", "holds the same item twice"),
}
_OTHER = bilingual("不符合说明里 {} 的规定", "does not keep what {} asks for")


def departure(said: str) -> Text:
    """What is wrong, and where in the cell: of ``["type", ["open", 1], "string"]``, “open” 的第 2 项：应为文字."""
    keyword, path, wanted = json.loads(said)
    where, what = _place(path), _what(keyword, wanted)
    return bilingual(where["zh"] + what["zh"], where["en"] + what["en"])


def _place(path: Sequence[str | int]) -> Text:
    zh = "的".join(f"第 {part + 1} 项" if isinstance(part, int) else f"“{short(part)}”" for part in path)
    en = ", ".join(f"item {part + 1}" if isinstance(part, int) else f"“{short(part)}”" for part in path)
    return bilingual(f"{zh}：" if path else "", f"{en}: " if path else "")


def _what(keyword: str, wanted: Any) -> Text:
    if keyword == "type":
        kinds = [_KINDS[kind] for kind in (wanted if isinstance(wanted, list) else [wanted])]
        return bilingual("应为" + "或".join(k["zh"] for k in kinds), "should be " + " or ".join(k["en"] for k in kinds))
    if keyword == "enum":
        values = listed([_written(value) for value in wanted])
        return bilingual(f"应为 {values['zh']} 之一", f"should be one of {values['en']}")
    said = _WANTED.get(keyword)
    if said is None or isinstance(wanted, dict):
        return bilingual(_OTHER["zh"].format(keyword), _OTHER["en"].format(keyword))
    return bilingual(said["zh"].format(_written(wanted)), said["en"].format(_written(wanted)))


def _written(value: Any) -> str:
    return short(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
