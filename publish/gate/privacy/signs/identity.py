"""Resident identity numbers of eighteen characters (GB 11643), with the residence permits numbered the same way: those
for Hong Kong, Macao and Taiwan residents (81, 82, 83) and for foreigners (9). A student's number is one after a G."""

from __future__ import annotations

import re
from datetime import date

from publish import credit_code
from publish.gate.privacy.signs.sign import Confidence, Evidence, Sign, Weight, column_name, more_than_chance

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_PROVINCES = frozenset(
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83".split()
)
_CLASSES = frozenset(
    "11 12 13 19 21 29 31 32 33 34 35 39 41 49 51 52 53 54 59 61 62 69 71 72 79 81 89 91 92 93".split()
)
_WHOLE = re.compile(r"(?<![0-9A-Za-z])[GJL]?([1-9]\d{16}[\dXx])(?![0-9A-Za-z])")
# In parts, as it is read aloud or shown on a card; every place where one could begin is tried.
_PARTED = re.compile(r"(?<![0-9A-Za-z])(?=([1-9](?:[ .\-·]{0,2}\d){16}[ .\-·]{0,2}[\dXx])(?![0-9A-Za-z]))")
_BETWEEN = re.compile(r"[ .\-·]")

_CHANCE = 1 / 11  # a number with a region and a day in it has the right check digit by chance
_RARE = 0.002  # of all numbers of that length: fewer are chance, for one in sixty thousand looks so
_SHARE = 0.1
NAMED = column_name(
    "身份证", "身份号", "证件号", "证件编号", "证号码", "公民号", "居民身份", "社会保障号", "社保号", "学籍号",
    "居住证", "居留证",
    "id card", "id card no", "idcard", "identity", "identity card", "id number", "id no", "idno", "sfz", "sfzh",
    "sfzhm",
    "zjhm", "gmsfhm", "citizen id", "national id", "resident id", "ssn", "id num",
    "cert no", "certificate no", "id document",
)  # fmt: skip


def dated(text: str) -> bool:
    """Are its first six characters a region and the next eight a day of 1900 to 2099?"""
    region = text[1:3] if text[0] == "9" else text[:2]
    return region in _PROVINCES and "1900" <= text[6:10] <= "2099" and is_day(text[6:10], text[10:12], text[12:14])


def of_an_organisation(text: str) -> bool:
    """Is it a credit code all the same: of a class there is, of a province, and with the right check?"""
    return text[:2] in _CLASSES and text[2:4] in _PROVINCES and credit_code.valid(text)


def is_day(year: str, month: str, day: str) -> bool:
    """Is there such a day?"""
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        return False
    return True


def right_check(text: str) -> bool:
    """Is the last of eighteen characters the check of the others?"""
    total = sum(int(d) * w for d, w in zip(text[:17], _WEIGHTS, strict=True))
    return _CHECKS[total % 11] == text[17].upper()


def _numbers(text: str) -> list[str]:
    """What could be one, the credit codes of organisations left out."""
    found = _WHOLE.findall(text) or [_BETWEEN.sub("", m) for m in _PARTED.findall(text)]
    return [number for number in found if dated(number) and not of_an_organisation(number)]


def weigh(text: str) -> Weight:
    found = _numbers(text)
    if any(right_check(number) for number in found):
        return Weight.HIT
    return Weight.ALIKE if found else Weight.NOTHING


def stands(text: str) -> bool:
    """Is there one in this text?"""
    return weigh(text) is Weight.HIT


def judged(found: Evidence) -> Confidence:
    if not found.hits or found.hits < _SHARE * found.alike:
        return Confidence.NONE
    if not found.named and (found.hits < _RARE * found.kin or not more_than_chance(found, _CHANCE)):
        return Confidence.NONE
    return Confidence.SURE


_GAP = r"[ .\-·]{0,2}"
IDENTITY = Sign(
    name="identity",
    code="P101",
    text_code="P102",
    look=rf"[1-9](?:{_GAP}[0-9]){{5}}{_GAP}(?:19|20|1{_GAP}9|2{_GAP}0)(?:{_GAP}[0-9]){{9}}{_GAP}[0-9Xx]",
    kin=r"(?:^|[^0-9A-Za-z])[0-9]{17}[0-9Xx](?:$|[^0-9A-Za-z])",
    weigh=weigh,
    named=NAMED,
    judged=judged,
    stands=stands,
    lengths=frozenset({18}),
)
