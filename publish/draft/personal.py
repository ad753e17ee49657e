"""Which columns speak of persons: by their headings, and by values that can be nothing else."""

from __future__ import annotations

import re

from publish.draft.columns import Column

_TITLE = re.compile(
    r"身份证|证件号码|护照|社保号|社会保障号|银行卡|银行账号|手机|移动电话|姓\s*名$|家庭住址|家庭地址|户籍地址|户籍住址|"
    r"出生日期|出生年月|^申请人$|^持证人$|^患者$|^学生$|^被保险人$"
)
_IDENTITY = re.compile(r"身份证|^申请人|^患者|^学生姓名|^被保险人")
_NUMBER = re.compile(r"[1-8]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_SHARE = 2  # every second value


def of_persons(column: Column) -> bool:
    """Does the column show that each row is about a person: by its role, or by identity numbers? A mobile number may be
    that of somebody who answers for a place."""
    if column.role == "person" or _IDENTITY.search(column.title):
        return True
    said = [value for value in column.values if value]
    return bool(said) and sum(bool(_NUMBER.fullmatch(value)) for value in said) * _SHARE >= len(said)


def personal(column: Column) -> bool:
    """Does the column look personal?"""
    if column.role == "person" or _TITLE.search(column.title):
        return True
    said = [value for value in column.values if value]
    like = sum(bool(_NUMBER.fullmatch(value) or _MOBILE.fullmatch(value)) for value in said)
    return bool(said) and column.type != "number" and like * _SHARE >= len(said)
