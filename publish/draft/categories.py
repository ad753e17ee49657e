"""Columns with few different values: a list of them, with the labels people read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

MOST = 12  # different values
_ROWS = 8  # fewer rows tell nothing
_LONGEST = 20  # characters of a value
_CODED = re.compile(r"([0-9A-Za-z]{1,4})\s*[-_.、:：=—\s]\s*(\D.*)")
_LEGEND = re.compile(r"(.+?)\s*[（(\[【](.+)[)）\]】]")
_PAIR = re.compile(r"\s*([0-9A-Za-z]{1,4})\s*[-—–:：=＝.、]?\s*([^\d\s;；,，、:：=]+)\s*")
_MARKS = re.compile(r"[=;；/\n]")  # what divides values and labels in the sheet a steward fills in
_ENGLISH = {
    "是": "Yes", "否": "No", "有": "Yes", "无": "No", "男": "Male", "女": "Female", "正常": "Normal",
    "异常": "Abnormal",
    "在用": "In use", "停用": "Out of use", "开放": "Open", "关闭": "Closed", "公办": "Public", "民办": "Private",
    "城市": "Urban", "农村": "Rural", "城镇": "Urban", "乡村": "Rural", "合格": "Passed", "不合格": "Failed",
    "优": "Excellent",
    "良": "Good", "中": "Fair", "差": "Poor", "其他": "Other", "未知": "Unknown", "一级": "Level 1", "二级": "Level 2",
    "三级": "Level 3", "存续": "Active", "注销": "Deregistered", "吊销": "Revoked", "免费": "Free", "收费": "Charged",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Label:
    """One value with its label in Chinese, and in English where a list of common ones knows it."""

    value: str
    label: str
    english: str = ""


def legend(heading: str) -> tuple[str, dict[str, str]]:
    """``性别（1男 2女）`` -> (性别, {1: 男, 2: 女}); a heading without a legend: (heading, {})."""
    found = _LEGEND.fullmatch(heading)
    if not found:
        return heading, {}
    parts = [p for p in re.split(r"[\s;；,，、/／]+(?=[0-9A-Za-z])", found[2].strip()) if p]
    pairs = [_PAIR.fullmatch(part) for part in parts]
    codes = {p[1]: p[2] for p in pairs if p and not p[2].isascii()}
    return (found[1].strip(), codes) if len(parts) > 1 and len(codes) == len(parts) else (heading, {})


def categories(values: Sequence[str], known: Mapping[str, str], *, named: bool = False) -> tuple[Label, ...]:
    """The list of a column's values (without the empty ones); none when they are too many to be one. ``known`` are the
    labels of a legend; ``named``: the heading says that it is a class, so that few rows are enough."""
    counts = Counter(values)
    if known and set(counts) <= set(known):
        return tuple(Label(code, label, _ENGLISH.get(label, "")) for code, label in known.items())
    few = 1 < len(counts) <= MOST and all(len(value) <= _LONGEST and "\n" not in value for value in counts)
    often = len(values) >= (3 if named else _ROWS) and len(counts) * (2 if named else 3) <= len(values)
    common = bool(counts) and all(value in _ENGLISH for value in counts) and len(counts) < len(values)
    if not few or not (often or common) or any(_MARKS.search(value) for value in counts):
        return ()
    coded = {value: found[2].strip() for value in counts if (found := _CODED.fullmatch(value))}
    labels = coded if len(coded) == len(counts) == len(set(coded.values())) else {value: value for value in counts}
    return tuple(Label(value, labels[value], _ENGLISH.get(labels[value], "")) for value in sorted(counts))
