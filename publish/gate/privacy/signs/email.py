"""E-mail addresses of persons. An office's address is a contact: by its domain, or by a name that is a post."""

from __future__ import annotations

import re

from publish.gate.privacy.signs.sign import Confidence, Evidence, Sign, Weight, column_name, share

_ADDRESS = re.compile(
    r"(?<![A-Za-z0-9._%+-])([A-Za-z0-9._%+-]{1,64})@((?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24})(?![A-Za-z0-9-])"
)
_FREE = frozenset(
    """qq.com vip.qq.com foxmail.com 163.com 126.com yeah.net 188.com
    vip.163.com sina.com sina.cn vip.sina.com sohu.com
    139.com 189.cn wo.cn 21cn.com tom.com aliyun.com gmail.com googlemail.com outlook.com hotmail.com live.com live.cn
    msn.com
    yahoo.com yahoo.cn yahoo.com.cn yahoo.com.hk yahoo.co.uk ymail.com icloud.com me.com mac.com aol.com proton.me
    protonmail.com gmx.com gmx.de mail.com mail.ru yandex.ru""".split()
)
_OFFICE = re.compile(r"(?:^|\.)(?:gov|edu|mil|int)(?:\.[a-z]{2})?$|\.(?:gouv|gob|gov|go)\.[a-z]{2}$")
_POST = re.compile(
    r"^(?:[a-z]*(?:info|service|contact|office|admin|support|help|desk|press|media|news|data|mail|webmaster|postmaster"
    r"|enquir|inquir|sales|market|hr|jobs|recruit|hello|team|public|bureau|dept|center|centre|library|museum|school"
    r"|hospital|reception|booking|feedback|noreply|no-reply|editor|secretary|bangong|bgs|kefu|fuwu|xinxi|zhaosheng|zixun)"
    r"[a-z0-9._-]*)$"
)
_PERSONAL = re.compile(r"^[a-z]{2,}[._][a-z]{2,}\d{0,4}$")
_RESERVED = re.compile(r"(?:^|\.)(?:example\.(?:com|net|org|cn)|example|test|invalid|localhost)$")


def addresses(text: str) -> list[tuple[str, str]]:
    """(name, domain) of every address that is not a post's or an office's by its form."""
    found = ((name.lower(), domain.lower()) for name, domain in _ADDRESS.findall(text))
    return [(name, domain) for name, domain in found if not _POST.match(name) and not _OFFICE.search(domain)]


def weigh(text: str) -> Weight:
    if addresses(text):
        return Weight.HIT
    return Weight.ALIKE if _ADDRESS.search(text) else Weight.NOTHING


def stands(text: str) -> bool:
    """Is there an address in this text that only a person has: of a service for everybody?"""
    return any(domain in _FREE for _, domain in addresses(text))


def variety(text: str) -> str:
    """The domain where it is an office's own or nobody's; each address of a free service counts for itself."""
    for name, domain in addresses(text):
        return f"{name}@" if domain in _FREE or (_PERSONAL.match(name) and not _RESERVED.search(domain)) else domain
    return ""


def judged(found: Evidence) -> Confidence:
    """Beside persons every address is a person's. Elsewhere, addresses of free services or with a first and a last name
    are likely so; an office's domain that all share is not; beside organisations all are contacts."""
    if not found.hits or share(found) < 0.3:
        return Confidence.NONE
    if found.about.persons and not found.about.organisations:
        return Confidence.SURE
    if found.about.organisations or (found.about.facility and found.named):
        return Confidence.NONE
    return Confidence.LIKELY if found.varieties >= 0.5 * min(found.hits, 64) else Confidence.NONE


EMAIL = Sign(
    name="email",
    code="P203",
    text_code="P204",
    look=r"@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2}",
    weigh=weigh,
    named=column_name("邮箱", "电子邮件", "邮件", "email", "e mail", "mail", "emails", "dzyx"),
    judged=judged,
    stands=stands,
    variety=variety,
)
