"""The unified social credit code of an organisation (统一社会信用代码, GB 32100-2015).

Eighteen characters: digits and capitals without I, O, S, V and Z. The last is a check character, modulo 31. Codes that
begin with a letter (N1 rural collectives, Y1, A1 …) are as good as others. A code names an organisation, so it is
public: nothing here is about persons.
"""

from __future__ import annotations

import re

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_VALUES = {character: value for value, character in enumerate(_ALPHABET)}
_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_FORM = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}")


def valid(code: str) -> bool:
    """Has it the form, and is its check character right? Capitals only, no spaces."""
    return _FORM.fullmatch(code) is not None and code[17] == check_character(code[:17])


def check_character(first: str) -> str:
    """The check character of the first seventeen."""
    total = sum(_VALUES[character] * weight for character, weight in zip(first, _WEIGHTS, strict=True))
    return _ALPHABET[-total % 31]
