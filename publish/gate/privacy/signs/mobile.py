"""Mobile telephone numbers of the mainland. An office's landline is a contact, not a leak."""

from __future__ import annotations

import re

from publish.gate.privacy.signs.sign import Confidence, Evidence, Sign, Weight, column_name

_MOBILE = re.compile(
    r"(?<![\d.+])((?:(?:\+|00)?86[- ]{0,2})?(?:1[3-9]\d[- ]?\d{4}[- ]?\d{4}"
    r"|1[3-9]\d([.·_])\d{4}\2\d{4}))(?!\d|\.\d*[1-9]|\.0\d)"
)
_BEFORE = re.compile(r"([A-Za-z]+)([-_./:]?)$")
_WORDS = frozenset("tel phone mobile mob cell cellphone ph m t contact call sms whatsapp wechat n".split())
_CODED = frozenset("id uid pid sn no nr num code order ref serial number key version isbn issn doi urn oid".split())
_ADDRESS = re.compile(r"https?://\S+|www\.\S+")
_CITY = re.compile(r"13(?:0[1-9]|1[01])|14(?:0[1-9]|1[01])|15(?:0[1-9]|2[259])")  # Hebei, Shanxi, Inner Mongolia
_LEAST = 3
_SHARE = 0.6


def mobiles(text: str) -> list[str]:
    """The numbers in this text, in digits; those inside a web address or a longer code left out."""
    text = _ADDRESS.sub(" ", text)
    found = []
    for match in _MOBILE.finditer(text):
        after = text[match.end() : match.end() + 1]
        if not _coded(text, match.start()) and not (after.isascii() and (after.isalpha() or after == "_")):
            found.append(re.sub(r"\D", "", match.group(1))[-11:])
    return found


def _coded(text: str, start: int) -> bool:
    """Do letters before the number make it part of a code, as in AB-13912345678 or SN:13912345678? What stands before
    a colon is else a label, whatever it says."""
    before = _BEFORE.search(text, 0, start)
    if before is None or before.end() != start:
        return False
    word, mark = before.group(1).lower(), before.group(2)
    return word in _CODED if mark == ":" else word not in _WORDS


def holds(text: str) -> bool:
    return bool(mobiles(text))


def weigh(text: str) -> Weight:
    return Weight.HIT if holds(text) else Weight.NOTHING


def _beginning(text: str) -> str:
    """The first digits of a number; nothing where they are the code of a city, as serials of a place begin."""
    found = mobiles(text)
    return "" if not found or _CITY.match(found[0]) else found[0][:3]


def judged(found: Evidence) -> Confidence:
    """``kin`` are all numbers of eleven digits: by chance seven in a hundred of them begin as a mobile number does.
    Five or more that all begin with the code of a city (1301 …) are serials, unless the column says telephone."""
    of_all = found.hits / max(found.kin, found.hits, 1)
    if found.named:
        return Confidence.NONE if not found.hits else Confidence.SURE if of_all >= _SHARE else Confidence.LIKELY
    if found.hits >= 5 and not found.varieties:
        return Confidence.NONE
    if found.numbers and found.hits < 0.9 * found.cells:
        return Confidence.NONE  # a quantity
    in_words = found.kin < 0.5 * found.cells  # the others are words: this is a column of remarks
    if found.hits >= (1 if in_words else _LEAST) and of_all >= _SHARE:
        return Confidence.SURE
    return Confidence.NONE


MOBILE = Sign(
    name="mobile",
    code="P201",
    text_code="P202",
    look=r"(?:^|[^0-9.])(?:(?:\+|00)?86[- ]{0,2})?1[3-9][0-9][- .·_]?[0-9]{4}[- .·_]?[0-9]{4}(?:[^0-9]|$)",
    kin=r"(?:^|[^0-9])(?:\+?86[- ]{0,2})?[0-9]{3}[- .·_]?[0-9]{4}[- .·_]?[0-9]{4}(?:[^0-9]|$)",
    weigh=weigh,
    named=column_name(
        "手机", "电话", "联系", "移动号", "号码簿", "通讯",
        "phone", "mobile", "mobile phone", "cell phone", "contact phone", "user phone", "tel", "cell", "contact",
        "telephone", "sjh", "sjhm", "lxdh",
    ),
    judged=judged,
    stands=holds,
    variety=_beginning,
    lengths=frozenset({11, 13, 15}),
)  # fmt: skip
