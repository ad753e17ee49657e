"""Numbers of bank cards."""

from __future__ import annotations

from typing import ClassVar

from publish.gate.privacy.rule import PersonalRule


class BankCards(PersonalRule):
    """No numbers of bank cards.

    A number counts when it begins as cards do (62, 4, 51 to 55), is as long as they are and its check digit is right.
    One number in ten passes that by chance, so a column is reported only when half of the numbers that look alike do,
    or its name says card or account. The data are then taken down at once. Credit codes of organisations and identity
    numbers are not taken for cards.

    中文

    不能有银行卡号。开头（62、4、51 至 55）、长度和校验位都对的才算。随便一个号码有一成会碰巧通过，所以一列里相像的
    号码要有一半如此，或者列名写着卡号、账号，才算，数据立即撤下。统一社会信用代码和身份证号码不会当成卡号。
    """

    codes: ClassVar[tuple[str, ...]] = ("P401", "P402")
    in_columns: ClassVar[tuple[str, ...]] = ("P401",)
