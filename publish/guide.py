"""The words in which catalogues are handed in and published: types of data items, sharing, opening, status. They are
those of the guide of 2017 (政务信息资源目录编制指南（试行）).

A data item is written ``名称（C..60）``. The letters are the guide's, the lengths those of GB/T 19488.1: ``C6`` is six
characters, ``C..60`` sixty at most, ``N8,2`` eight digits of which two are decimals.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from publish.model import Field
from publish.questions import lists
from publish.types import type_of

WRITTEN = "guide_type"  # in a description: the guide's notation, where the type and its lengths do not tell it

_TYPES: Mapping[str, str] = {
    "C": "string", "M": "string", "N": "number", "Y": "number", "B": "number", "F": "number",
    "I": "integer", "D": "date", "T": "datetime", "L": "boolean", "G": "any",
}  # fmt: skip
_WORDS: Mapping[str, str] = {
    "字符型": "C", "字符串型": "C", "字符串": "C", "字符": "C", "文本型": "C", "文本": "C", "varchar": "C", "char": "C",
    "string": "C", "nvarchar": "C", "varchar2": "C", "数值型": "N", "数值": "N", "数字型": "N", "数字": "N",
    "number": "N", "numeric": "N", "decimal": "N", "货币型": "Y", "货币": "Y", "money": "Y", "日期型": "D", "日期": "D",
    "date": "D", "日期时间型": "T", "日期时间": "T", "时间型": "T", "datetime": "T", "timestamp": "T", "逻辑型": "L",
    "布尔型": "L", "是否型": "L", "bool": "L", "boolean": "L", "备注型": "M", "备注": "M", "text": "M", "clob": "M",
    "通用型": "G", "blob": "G", "双精度型": "B", "双精度": "B", "double": "B", "整型": "I", "整数型": "I", "整数": "I",
    "int": "I", "integer": "I", "bigint": "I", "浮点型": "F", "浮点": "F", "float": "F",
}  # fmt: skip
_NOTATION = re.compile(
    r"(?P<type>[^\W\d]+2?)\s*[(\[]?\s*(?P<most>\.\.)?\s*(?P<length>\d*)(?:[,.](?P<places>\d+))?[)\]]?"
)
_ITEM = re.compile(r"(.+?)\s*[（(]([^（()）]+(?:[(（][\d,]+[)）])?)[)）]", re.S)
_BETWEEN = re.compile(r"(?<=[)）])\s*[；;\n]\s*")
_MARKS = ("\n", "；", ";", "、", "，", ",")


def notation(field: Field) -> str:
    """The guide's letter and length of a field: ``C..60``, ``N8,2``, ``D``."""
    written = field.raw.get(WRITTEN)
    if isinstance(written, str) and written:
        return written
    if field.raw and not field.raw.get("type"):
        return ""  # nobody said it; that it is read as text is no more than a habit
    letter = type_of(field.type).guide
    least, most = field.constraints.get("minLength"), field.constraints.get("maxLength")
    if letter != "C" or not isinstance(most, int):
        return letter
    return f"C{most}" if least == most else f"C..{most}"


def typed(written: str, length: str = "", places: str = "") -> dict[str, Any] | None:
    """What a field says of a type written as ``C..60``, ``字符型`` or ``varchar(60)``, or with its length apart:
    ``type``, ``constraints`` and, where these do not tell it, the notation itself. None when it is no type."""
    found = _NOTATION.fullmatch(unicodedata.normalize("NFKC", written).strip())
    if found is None:
        return None
    letter = _letter(found["type"])
    if letter not in _TYPES:
        return None
    apart = re.fullmatch(r"(\.\.)?(\d+)(?:[,.](\d+))?", unicodedata.normalize("NFKC", length).replace(" ", ""))
    size = found["length"] or (apart[2] if apart else "")
    decimals = found["places"] or (apart[3] if apart else "") or (places if places.isdigit() else "")
    fixed = letter == found["type"].upper() and bool(found["length"]) and not found["most"]
    if letter == "C" and size and int(size):
        bounds = {"minLength": int(size)} if fixed else {}
        return {"type": "string", "constraints": bounds | {"maxLength": int(size)}}
    said = f"{letter}{'..' if found['most'] and size else ''}{size}{f',{decimals}' if decimals and size else ''}"
    kind = _TYPES[letter]
    return {"type": kind} | ({} if said == type_of(kind).guide else {WRITTEN: said})


def _letter(written: str) -> str:
    return written.upper() if len(written) == 1 else _WORDS.get(written.lower(), "")


def items_text(items: Sequence[tuple[str, str]]) -> str:
    """``名称（C..60）；面积（N8,2）`` of (title, type); the title alone where the type is not said."""
    text = "；".join(f"{title}（{kind}）" if kind else title for title, kind in items)
    alone = len(items) == 1 and any(mark in text for mark in _MARKS)
    return f"{text}；" if alone else text  # so that a mark in the title is not taken for one between two items


def split_items(text: str) -> list[tuple[str, str]]:
    """(title, type as written or "") of the data items in one cell, divided by line breaks, ；, 、 or commas. Where
    each has its type behind it in brackets and ； divides them, a title may hold a mark itself."""
    parts = _BETWEEN.split(text.strip())
    found = [_ITEM.fullmatch(part) for part in parts if part]
    if len(parts) > 1 and all(f and typed(f[2]) for f in found):
        return [(f[1].strip(), f[2].strip()) for f in found if f]
    mark = next((mark for mark in _MARKS if len(_apart(text, mark)) > 1), "\n")
    return [_item(part.strip(" \t　。.；;")) for part in _apart(text, mark) if part.strip(" \t　。.；;")]


def _item(part: str) -> tuple[str, str]:
    found = _ITEM.fullmatch(part)
    return (found[1].strip(), found[2].strip()) if found and typed(found[2]) else (part, "")


def _apart(text: str, mark: str) -> list[str]:
    """The text divided by a mark that does not stand in brackets."""
    parts, depth = [""], 0
    for character in text:
        depth = max(0, depth + (character in "（(") - (character in "）)"))
        if character == mark and not depth:
            parts.append("")
        else:
            parts[-1] += character
    return parts


def word(choices: str, code: str) -> str:
    """The Chinese word of a code of the list ``sharings``, ``openings`` or ``statuses``; "" for an unknown one."""
    return next((zh for zh, known in lists()[choices] if known == code), "")
