"""Accounts of messaging services: QQ, WeChat and the like. Only a column's name, or the word before them, tells."""

from __future__ import annotations

import re

from publish.gate.privacy.signs.sign import Confidence, Evidence, Sign, Weight, share, weighing

_ACCOUNT = re.compile(r"[1-9]\d{4,11}|[A-Za-z][A-Za-z0-9_.-]{4,31}|@[A-Za-z0-9_]{4,32}|1[3-9]\d{9}")
_PUBLIC = re.compile(r"gh_|公众|服务号|订阅号|官方|小程序|客服|工作群|群号|official", re.I)
_SAID = re.compile(
    r"(?<![A-Za-z])(?:(?:微信号?|wechat|weixin|vx)\s?(?:id|号)?\s{0,2}[:=]\s{0,2}(?:wxid_[a-z0-9]{6,}|[a-z][a-z0-9_-]{5,19}"
    r"|1[3-9]\d{9})|(?:qq|QQ号)\s?(?:号码?|number)?\s{0,2}[:=]?\s{0,2}[1-9]\d{5,10})(?![0-9A-Za-z@.])|wxid_[a-z0-9]{10,}",
    re.I,
)


def weigh(text: str) -> Weight:
    if _PUBLIC.search(text):
        return Weight.ALIKE
    return Weight.HIT if _ACCOUNT.fullmatch(text.strip()) or stands(text) else Weight.ALIKE


def stands(text: str) -> bool:
    """Does this text give somebody's account?"""
    found = _SAID.search(text)
    return found is not None and not _PUBLIC.search(text[max(0, found.start() - 12) : found.end()])


def judged(found: Evidence) -> Confidence:
    if not found.named or not found.hits or share(found) < 0.5:
        return Confidence.NONE
    return Confidence.LIKELY if found.about.organisations or found.about.facility else Confidence.SURE


ACCOUNT = Sign(
    name="account",
    code="P205",
    text_code="P206",
    look=r"[0-9A-Za-z_.\-]{5}",
    weigh=weigh,
    named=re.compile(
        r"微信(?!公众|小程序|服务号|订阅)|(?<![a-z])(?:qq|wechat|weixin|wx|wx id|wxid|openid"
        r"|open id|unionid|whatsapp|telegram|line id|skype)(?![a-z])(?!\s*(?:群|group))"
        r"|qq(?!群)号|支付宝|微博(?!官)|抖音号|alipay"
    ),
    judged=judged,
    stands=stands,
    only_named=True,
    smallest=10_000,
)
SAID_ACCOUNT = Sign(
    name="said-account",
    code="P205",
    text_code="",
    look=r"(?i:微信|wechat|weixin|vx|qq|wxid_)",
    weigh=weighing(stands),
    named=ACCOUNT.named,
    judged=lambda found: Confidence.LIKELY if found.hits and not found.named else Confidence.NONE,
)
