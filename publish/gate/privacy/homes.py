"""Addresses of homes."""

from __future__ import annotations

from typing import ClassVar

from publish.gate.privacy.rule import PersonalRule


class Homes(PersonalRule):
    """No addresses of homes, down to the house or the flat.

    A column that is called home or registered address is an error when it goes down to the house; another column of
    addresses when it goes down to the flat and the table is of persons; where that is not sure it is a warning. The
    addresses of offices, shops and facilities are contacts: a table that names organisations, or a package that says it
    is of facilities, is left alone.

    中文

    不能有写到门牌、房号的家庭住址。列名叫住址、户籍地址的，写到门牌就必须改；别的地址列，写到房号、表里又是个人的，才必
    须改，拿不准的只提醒。单位、店铺、设施的地址是联系方式：写机构的表，以及说明了是设施的数据集，不算。
    """

    codes: ClassVar[tuple[str, ...]] = ("P503",)
    in_columns: ClassVar[tuple[str, ...]] = ("P503",)
