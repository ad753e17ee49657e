"""Words and numeric codes of the guide's lists -> the portal's own: sharing, opening, secrecy, cycles, status.

The numbers of sharing are the guide's. Numbers of cycles differ from one system to the next: 1 to 5 mean the same
everywhere, 6 does not and is left to a person.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from publish.model import Frequency
from publish.questions import lists

_CODED = re.compile(r"0?(\d)(?:[.、:=\-—\s]*(\D.*))?", re.S)
_ACCESS = {"1": "unconditional", "2": "conditional", "3": "withheld"}
_YES = frozenset("是 1 true yes y √ 对 开放 可开放 向社会开放".split())
_NO = frozenset("否 0 false no n × x 不开放 不向社会开放 不予开放 非开放".split())
_NOTHING = frozenset("无 / \\ - — —— -- 暂无 没有 n/a na 空 nil null none".split())
_CYCLES: Mapping[str, str] = {
    "continuous": "实时 即时 实时更新", "daily": "每日 每天 日 天 按日 日更新", "weekly": "每周 周 按周 每星期",
    "monthly": "每月 月 按月 月度 每月一次", "quarterly": "每季度 每季 季 季度 按季 按季度",
    "semiannual": "每半年 半年 半年度 按半年", "annual": "每年 年 年度 按年 每年度 每年一次",
    "biennial": "每两年 两年 每二年", "decennial": "每十年 十年", "irregular": "不定期 不定时 不定期更新",
    "as-needed": "按需 按需更新 根据需要", "never": "不再更新 不更新 一次性 静态 永久 无更新",
}  # fmt: skip
_CYCLE = {word: slug for slug, words in _CYCLES.items() for word in words.split()}
_CYCLE_CODES = {"1": "continuous", "2": "daily", "3": "weekly", "4": "monthly", "5": "quarterly"}
_STATUS = {
    "已发布": "live", "发布": "live", "已开放": "live", "正式": "live", "未发布": "planned", "待发布": "planned",
    "规划中": "planned", "计划": "planned", "已下架": "withdrawn", "下架": "withdrawn", "停用": "suspended",
}  # fmt: skip


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).strip("。.;；").lower()


def nothing(text: str) -> bool:
    """Does the cell say, in words or by a stroke, that there is nothing to say?"""
    return _plain(text) in _NOTHING or not text.strip()


def access(text: str) -> str | None:
    """``有条件共享``, ``2``, ``2 有条件共享`` -> conditional; None when it is none of these."""
    plain = _plain(text)
    coded = _CODED.fullmatch(plain)
    words = (coded[2] or "") if coded else plain
    if coded and not words:
        return _ACCESS.get(coded[1])
    for mark, found in (
        ("无条件", 1),
        ("有条件", 2),
        ("依申请", 2),
        ("受限", 2),
        ("不予", 3),
        ("不共享", 3),
        ("不开放", 3),
    ):
        if mark in words:
            return _ACCESS[str(found)]
    return None


def yes_or_no(text: str) -> bool | None:
    """``是``, ``1``, ``1=是`` -> True; None when it is neither yes nor no."""
    plain = _plain(text)
    coded = re.fullmatch(r"[01][.、:=\-—]*(是|否)", plain)
    plain = coded[1] if coded else plain
    return True if plain in _YES else False if plain in _NO else None


def secret(text: str) -> bool | None:
    """``涉密`` -> True, ``非涉密`` -> False; None when it says neither."""
    plain = _plain(text)
    if plain in ("非涉密", "不涉密", "非密", "无密级", "公开"):
        return False
    return True if plain in ("涉密", "秘密", "机密", "绝密") else yes_or_no(plain)


def cycle(text: str, known: Mapping[str, Frequency]) -> str | None:
    """The slug of a cycle in the register of frequencies, by its name, its slug or its number; None for another."""
    plain = _plain(text)
    coded = _CODED.fullmatch(plain)
    words = (coded[2] or "") if coded else plain
    if coded and not words:
        return _CYCLE_CODES.get(coded[1])
    named = {_plain(string): slug for slug, one in known.items() for _, string in one.name}
    found = named.get(words) or (words if words in known else _CYCLE.get(words))
    return found if found in known else None


def status(text: str) -> str | None:
    """``试运行`` -> trial; None for a word that is not known."""
    plain = _plain(text)
    known = dict(lists()["statuses"]) | _STATUS
    return known.get(plain) or (plain if plain in known.values() else None)
