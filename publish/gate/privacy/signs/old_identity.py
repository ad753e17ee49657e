"""Identity numbers without a check: those of fifteen digits, issued until 1999, and those of eighteen whose end a
spreadsheet has rounded to zeros (310105199001011000)."""

from __future__ import annotations

import re

from publish.gate.privacy.signs.identity import NAMED, dated, is_day
from publish.gate.privacy.signs.sign import Confidence, Evidence, Sign, Weight, share

_FIFTEEN = re.compile(r"(?<![0-9A-Za-z.])([1-9]\d{14})(?![0-9A-Za-z]|\.\d)")
_ROUNDED = re.compile(r"(?<![0-9A-Za-z.])([1-9]\d{14}0\d0|[1-9]\d{14}000)(?:\.0)?(?![0-9A-Za-z.])")
_PROVINCES = "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65".split()
_LEAST = 3


def _old(number: str) -> bool:
    return number[:2] in _PROVINCES and is_day("19" + number[6:8], number[8:10], number[10:12])


def weigh(text: str) -> Weight:
    if any(_old(n) for n in _FIFTEEN.findall(text)) or any(dated(n) for n in _ROUNDED.findall(text)):
        return Weight.HIT
    return Weight.ALIKE


def judged(found: Evidence) -> Confidence:
    """Sure when the column says so. Without a name only a column of them counts, and of many years: a serial number
    with a day in it is of a few."""
    if found.named:
        return Confidence.SURE if found.hits and share(found) >= 0.3 else Confidence.NONE
    enough = found.hits >= _LEAST and share(found) >= 0.9
    return Confidence.LIKELY if enough and found.varieties >= min(12, 0.6 * found.hits) else Confidence.NONE


def _year(text: str) -> str:
    found = _FIFTEEN.search(text)
    return found.group(1)[6:8] if found else ""


OLD_IDENTITY = Sign(
    name="old-identity",
    code="P103",
    text_code="",
    look=r"(?:^|[^0-9A-Za-z.])[1-9][0-9]{14}(?:[^0-9A-Za-z]|$|0[0-9]0)",
    weigh=weigh,
    named=NAMED,
    judged=judged,
    variety=_year,
    lengths=frozenset({15, 18}),
)
