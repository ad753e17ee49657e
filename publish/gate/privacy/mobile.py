"""Mobile telephone numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from publish.gate.privacy.columns import column_place, counted
from publish.gate.rule import Case, PackageRule
from publish.gate.schema.said import title
from publish.model import Field
from publish.problems import Problem, problem

_LOOK = r"(?:^|[^0-9])(?:\+?86[- ]?)?[0-9]{3}[- ]?[0-9]{4}[- ]?[0-9]{4}(?:[^0-9]|$)"
_MOBILE = re.compile(r"(?<![\d.])(?:(?:\+|00)?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?![\d.])")
_NAMED = re.compile(r"phone|mobile|tel|cell|contact|手机|电话|联系|移动号", re.I)
_SHARE = 0.6  # of the eleven-digit numbers of a column; by chance seven in a hundred begin like a mobile number
_LEAST = 3


class Mobile(PackageRule):
    """No mobile telephone numbers of persons.

    A column is reported when most of its eleven-digit numbers begin as mobile numbers do, and there are three or more,
    or its name says telephone. An office's landline is a contact, not a leak. Numbers an office has published for its
    duty may be waived by the responsible office, with a reason and until a day.

    中文

    不能有个人的手机号码。一列里十一位号码大多像手机号，而且有三个以上，或者列名就是电话，就会报告。单位的固定电话是
    联系方式，不算。单位为履职对外公布的手机号，可以由主管单位写明理由、定好期限予以豁免。
    """

    codes: ClassVar[tuple[str, ...]] = ("P201",)

    def check(self, case: Case) -> Iterator[Problem]:
        for resource, field, found in counted(case, _LOOK, lambda text: _MOBILE.search(text) is not None):
            if found.hits >= (1 if _named(field) else _LEAST) and found.hits >= _SHARE * found.alike:
                where = column_place(case, resource, field)
                yield problem("P201", **where, title=title(field.name, resource), count=found.hits)


def _named(field: Field) -> bool:
    return any(_NAMED.search(name) for name in (field.name, *(s for _, s in field.title)))
