"""Numbers of bank cards: a prefix (62; 4; 51 to 55) and the Luhn check, which a tenth passes by chance."""

from __future__ import annotations

import re

from publish.gate.privacy.signs.identity import dated, of_an_organisation
from publish.gate.privacy.signs.sign import (
    Confidence,
    Evidence,
    Sign,
    Weight,
    column_name,
    more_than_chance,
    share,
)

_CARD = re.compile(r"(?<![0-9A-Za-z.])((?:62\d{14,17}|4\d{15}|5[1-5]\d{14}))(?:\.0)?(?![0-9A-Za-z]|\.\d)")
_PARTED = re.compile(
    r"(?<![0-9A-Za-z.])(?=((?:62\d{2}|4\d{3}|5[1-5]\d{2})([ -])\d{4}\2\d{4}\2\d{4}(?:\2\d{1,3})?)(?![0-9A-Za-z]|\2\d))"
)
_ORDER = re.compile(r"(?:订单|单号|流水|编号|序列|批号|条码|order|serial|no\.?|barcode|isbn)[^\d]{0,6}$", re.I)
_CHANCE = 0.1


def luhn(number: str) -> bool:
    """Is the last digit right (ISO/IEC 7812)?"""
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _numbers(text: str) -> list[tuple[str, int]]:
    """What begins and is as long as a card's number, and where."""
    found = [(m.group(1), m.start()) for m in _CARD.finditer(text)]
    found += [(re.sub(r"\D", "", m.group(1)), m.start()) for m in _PARTED.finditer(text)]
    return [(n, at) for n, at in found if not (len(n) == 18 and (of_an_organisation(n) or dated(n)))]


def weigh(text: str) -> Weight:
    found = _numbers(text)
    if any(luhn(number) for number, _ in found):
        return Weight.HIT
    return Weight.ALIKE if found else Weight.NOTHING


def stands(text: str) -> bool:
    """Is there one in this text, not said to be the number of an order or the like?"""
    return any(luhn(number) and not _ORDER.search(text, 0, at) for number, at in _numbers(text))


def judged(found: Evidence) -> Confidence:
    if found.named:
        return Confidence.SURE if found.hits and share(found) >= 0.3 else Confidence.NONE
    in_words = found.kin < 0.5 * found.cells
    enough = found.hits >= (1 if in_words else 3) and share(found) >= 0.5 and found.hits >= 0.3 * found.kin
    return Confidence.SURE if enough and more_than_chance(found, _CHANCE) else Confidence.NONE


BANK_CARD = Sign(
    name="bank-card",
    code="P401",
    text_code="P402",
    look=r"(?:^|[^0-9A-Za-z.])(?:62[0-9]{2}|4[0-9]{3}|5[1-5][0-9]{2})[ -]?[0-9]{4}[ -]?[0-9]{4}[ -]?[0-9]{4}",
    kin=r"(?:^|[^0-9A-Za-z.])[0-9]{4}[ -]?[0-9]{4}[ -]?[0-9]{4}[ -]?[0-9]{4}[ -]?[0-9]{0,3}(?:[^0-9A-Za-z]|$)",
    weigh=weigh,
    named=column_name(
        "银行卡", "卡号", "银行账", "银行帐", "账号", "帐号", "账户", "帐户", "开户", "收款",
        "bank card", "bankcard", "card no", "card number", "cardno", "card num", "bank account", "account no",
        "account number",
        "bank no", "credit card", "yhkh", "yhzh",
    ),
    judged=judged,
    stands=stands,
    lengths=frozenset({16, 17, 18, 19}),
)  # fmt: skip
