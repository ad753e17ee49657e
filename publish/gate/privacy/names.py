"""Names and days of birth beside other personal data."""

from __future__ import annotations

from typing import ClassVar

from publish.gate.privacy.rule import PersonalRule


class Names(PersonalRule):
    """No names of persons beside other personal data.

    A name alone is no leak, nor is a day of birth. Beside an identity number, a telephone, a card, an address or an
    account in the same table it tells whose that is, so the column of names is an error too; a day of birth beside
    names is a warning. Legal representatives and heads of offices are named by law and are left alone.

    中文

    个人信息旁边不能写姓名。单独的姓名不算，单独的出生日期也不算；同一张表里还有身份证号、手机号、卡号、住址或账号，
    姓名就说明了是谁的，姓名这一列也必须改。姓名旁边有出生日期，只提醒。法定代表人和单位负责人依法公示，不算。
    """

    codes: ClassVar[tuple[str, ...]] = ("P111", "P112")
    in_columns: ClassVar[tuple[str, ...]] = ("P111", "P112")
