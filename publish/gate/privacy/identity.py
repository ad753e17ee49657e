"""Resident identity numbers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import ClassVar

from publish.gate.entry.place import at
from publish.gate.privacy.columns import column_place, counted
from publish.gate.rule import Case, PackageRule
from publish.gate.schema.said import title
from publish.problems import Problem, problem

_LOOK = r"[1-9][0-9]{16}[0-9Xx]"
_NUMBER = re.compile(r"(?<![0-9A-Za-z])([1-9]\d{16}[\dXx])(?![0-9A-Za-z])")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_PROVINCES = frozenset(
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83".split()
)
_SHARE = 0.1  # of the numbers that look alike: by chance one in thirty thousand is valid


def identity_number(text: str) -> bool:
    """Is it a valid number: a province, a day that has been, and the check digit (GB 11643, ISO 7064 MOD 11-2)?"""
    if text[:2] not in _PROVINCES or not "1900" <= text[6:10] <= "2099":
        return False
    try:
        date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return False
    total = sum(int(d) * w for d, w in zip(text[:17], _WEIGHTS, strict=True))
    return _CHECKS[total % 11] == text[17].upper()


def holds_identity(text: str) -> bool:
    """Is there one in this text?"""
    return any(identity_number(m) for m in _NUMBER.findall(text))


class Identity(PackageRule):
    """No resident identity numbers, in any column, text or title.

    A number counts when its place, its day of birth and its check digit are right; a column is reported when a tenth
    or more of the numbers of that length are such. It is taken down at once and cannot be waived. The numbers
    themselves are never printed.

    中文

    任何列、正文和标题里都不能有居民身份证号码。地区、出生日期和校验位都对的才算；一列里十八位号码有一成以上如此，就
    会报告。这样的数据立即下架，也不能豁免。报告里不会出现号码本身。
    """

    codes: ClassVar[tuple[str, ...]] = ("P101", "P102")

    def check(self, case: Case) -> Iterator[Problem]:
        for resource, field, found in counted(case, _LOOK, holds_identity):
            if found.hits and found.hits >= _SHARE * found.alike:
                where = column_place(case, resource, field)
                yield problem("P101", **where, title=title(field.name, resource), count=found.hits)
        written = json.dumps(_words(case.package.raw), ensure_ascii=False)
        if holds_identity(written) or any(holds_identity(s) for _, s in case.package.readme):
            yield problem("P102", **at(case.package, ""))


def _words(value: object) -> list[str]:
    """Every text of a description, data written into it left to their own columns."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [w for k, v in value.items() if k not in ("data", "hash", "id") for w in _words(v)]
    return [w for v in value for w in _words(v)] if isinstance(value, list) else []
