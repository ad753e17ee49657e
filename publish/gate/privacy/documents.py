"""Passports and travel permits."""

from __future__ import annotations

from typing import ClassVar

from publish.gate.privacy.rule import PersonalRule


class Documents(PersonalRule):
    """No numbers of passports or of permits to and from Hong Kong, Macao and Taiwan.

    These numbers carry no check digit, so the name of the column must say what they are, or the word before them in a
    text: `Passport No. E…`. Then three in ten cells that look like one are enough. The data are taken down at once.

    中文

    不能有护照号码和往来港澳台通行证号码。这类号码没有校验位，所以要列名说明，或者文字里前面就写着“护照号”之类；
    这时一列里有三成像，就会报告。这样的数据立即撤下。
    """

    codes: ClassVar[tuple[str, ...]] = ("P104", "P105")
    in_columns: ClassVar[tuple[str, ...]] = ("P104",)
