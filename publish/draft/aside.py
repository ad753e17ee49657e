"""Rows that are no data: totals, notes, sources, signatures, headings said again, headings of groups."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from publish.draft.sheet import Cell, filled, seen

_TOTAL = re.compile(
    r"(?:本页|本表|本年|本月|全[国省市区县州镇乡村]|其中)?(?:合计|总计|小计|共计|总和|总数|累计|总合计)(?:数|金额|人数|[（(].*[)）])?|"
    r"全[国省市区县州]|平均|平均值|均值|承前页|过次页|.{1,16}(?:小计|合计|总计)|(?:sub|grand)?\s*-?total|sum",
    re.I,
)
_TOTALS = re.compile(r"[计数页和累均]|汇总|全[\s　]*[国省市区县州镇乡村]|total|sum", re.I)  # what every total has
_SUBTOTAL = re.compile(r".{1,20}\s(?:汇总|平均值|计数)")  # as Excel's own subtotals are called: 甲局 汇总
_NOTE = re.compile(
    r"[*※▲]?\s*(?:备?注|附注|说明|填报说明|填表说明|指标解释|注释|notes?)\s*\d{0,2}\s*[:：.、．].*", re.I | re.S
)
_SOURCE = re.compile(r"(?:数据|资料)?来源\s*[:：]\s*(.+)|source\s*[:：]\s*(.+)", re.I | re.S)
_SIGNED = re.compile(
    r"\W*(?:单位负责人|统计负责人|负责人|填表人|填报人|制表人?|制表单位|审核人?|复核人?|经办人|联系人|联系电话|联系方式|电话|"
    r"填报日期|填表日期|报出日期|制表日期|打印日期|制表时间|填报时间|填报单位|盖章|（?公章）?|签字|签章)\s*(?:（.*?）)?\s*[:：].*",
    re.S,
)
_PERSON = re.compile(r"(?:填表|填报|制表|审核|复核|经办|负责|联系)人|联系电话|(?<!\d)1[3-9]\d{9}(?!\d)")
_GROUP = re.compile(r"(?:[一二三四五六七八九十]{1,3}|[(（][一二三四五六七八九十]{1,3}[)）])[、.．]?\s*\S.*")
_NUMBERED_NOTE = re.compile(r"[（(]?\d{1,2}[)）.、．]\s*\S.*", re.S)
_NUMBER = re.compile(r"^[（(]?\d{1,2}[)）.、．]\s*")
_SENTENCE = re.compile(r".*[。；;].*|.{30,}", re.S)
_LABELS = 3  # cells from the left in which a total is named


class Why(StrEnum):
    """Why a row is set aside."""

    BLANK = "blank"
    TOTAL = "total"
    NOTE = "note"
    SOURCE = "source"
    SIGNED = "signed"  # who filled it in: never taken into the draft
    AGAIN = "again"  # the headings, repeated for printing
    COUNTED = "counted"  # a row that numbers the columns
    HIDDEN = "hidden"  # somebody hid it
    GROUP = "group"  # a heading over the rows below


def why(row: Sequence[Cell], headings: Sequence[Sequence[str]], *, over_all: bool, last: bool) -> Why | None:
    """Why this row is no data; None when it is. ``over_all``: one merged cell lies over the whole row; ``last``: no
    data come below it."""
    said = [place for place, cell in enumerate(row) if filled(cell)]
    if not said:
        return Why.BLANK
    first = seen(row[said[0]])
    for heading in headings:
        if heading and first == heading[0] and [seen(row[place]) for place in said] == list(heading):
            return Why.AGAIN
    if any(_total(cell) for cell in row[:_LABELS] if isinstance(cell, str)):
        return Why.TOTAL
    if _SIGNED.match(first) and all(_SIGNED.fullmatch(seen(row[place])) for place in said):
        return Why.SIGNED
    if len(said) == 1:
        return _line(first, len(row), over_all=over_all, last=last)
    return _spread([seen(row[place]) for place in said]) if last else None


def _total(text: str) -> bool:
    if _SUBTOTAL.fullmatch(text):
        return True
    return bool(_TOTALS.search(text)) and bool(_TOTAL.fullmatch(re.sub(r"[\s　:：]", "", text)))


def _line(text: str, width: int, *, over_all: bool, last: bool) -> Why | None:
    """A row with one text in it."""
    if _SOURCE.fullmatch(text):
        return Why.SOURCE
    if _NOTE.fullmatch(text):
        return Why.SIGNED if _PERSON.search(text) else Why.NOTE
    if width < 2:
        return None
    if last and (over_all or _SENTENCE.fullmatch(text) or _NUMBERED_NOTE.fullmatch(text) or _SIGNED.match(text)):
        return Why.SIGNED if _SIGNED.match(text) or _PERSON.search(text) else Why.NOTE
    if over_all or (width > 2 and _GROUP.fullmatch(text)):
        return Why.NOTE if last else Why.GROUP
    return None


def _spread(texts: Sequence[str]) -> Why | None:
    """A row below all data with several texts: 注： | 常住人口；填表人：… | 2025年3月."""
    if _SIGNED.match(texts[0]):
        return Why.SIGNED
    if re.fullmatch(r"(?:备?注|说明)\s*[:：]?", texts[0]):
        return Why.NOTE
    return Why.SOURCE if _SOURCE.fullmatch("".join(texts)) and len(texts) == 2 else None


def is_note(text: str) -> bool:
    """Is a line over a table a note that may be taken over? One that names a person is not."""
    return bool(_NOTE.fullmatch(text)) and not _PERSON.search(text)


def is_group(text: str) -> bool:
    """Is it a heading over some rows of one list: 一、行政许可?"""
    return bool(_GROUP.fullmatch(text))


def is_sentence(text: str) -> bool:
    """Is it a line of text, as one writes it below or beside a table?"""
    return bool(_SENTENCE.fullmatch(text) or _NUMBERED_NOTE.fullmatch(text) or _NOTE.fullmatch(text))


def source_in(text: str) -> str:
    """Who the data are from, in a line that says so; "" when it does not."""
    found = _SOURCE.fullmatch(_NUMBER.sub("", text.strip()))
    return (found[1] or found[2]).strip(" 。.") if found else ""
