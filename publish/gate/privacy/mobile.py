"""Mobile telephone numbers."""

from __future__ import annotations

from typing import ClassVar

from publish.gate.privacy.rule import PersonalRule


class Mobile(PersonalRule):
    """No mobile telephone numbers of persons.

    A column is an error when most of its numbers of eleven digits begin as mobile numbers do, and there are three or
    more, or its name says telephone, or they stand among words. A few among landlines are a warning. Serial numbers
    that all begin with the code of a city are passed over. An office's landline is a contact, not a leak; so is a
    hotline. Numbers an office has published for its duty may be waived by the responsible office, with a reason and
    until a day.

    中文

    不能有个人的手机号码。一列里十一位号码大多像手机号，而且有三个以上，或者列名就是电话，或者夹在文字里，就必须改。
    固定电话里夹着几个手机号，只提醒。都以城市代码开头的流水号不算。单位的固定电话和服务热线是联系方式，不算。单位为
    履职对外公布的手机号，可以由主管单位写明理由、定好期限予以豁免。
    """

    codes: ClassVar[tuple[str, ...]] = ("P201", "P202")
    in_columns: ClassVar[tuple[str, ...]] = ("P201",)
