"""Totals: rows that are the sum of others. A bar of the whole beside its parts says nothing of the parts."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

_SAID = re.compile(
    r"(合计|总计|小计|共计|总和)$|^(合计|总计|小计|共计|总数|总和)|^(全[市省国区县州部]|总体|其中.*)$"
    r"|^(grand |sub-?)?totals?\b|\b(sub-?)?totals?$|^(sum|all|overall|world|city ?wide|nation ?wide|of which\b.*)$"
    r"|^all [a-z]+s$",
    re.IGNORECASE,
)
_FEWEST = 4  # parts: of fewer a sum may be chance


def is_total(label: str) -> bool:
    """Does the label say that its row is a sum, or a part counted elsewhere already?"""
    bare = re.sub(r"\s*[（(][^（）()]*[）)]$", "", label).strip(" :：*")
    return bool(_SAID.search(re.sub(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])", "", bare)))


def the_sum(numbers: Sequence[float | None]) -> int | None:
    """The place of the one number that is the sum of all others, or None."""
    known = [(abs(n), place) for place, n in enumerate(numbers) if n is not None]
    if len(known) <= _FEWEST or any(n is not None and n < 0 for n in numbers):
        return None
    largest, place = max(known)
    others = [n for n, at in known if at != place]
    try:
        parts = math.fsum(others)
    except OverflowError:
        return None
    return place if largest and max(others) > 0 and math.isclose(parts, largest, rel_tol=1e-9) else None
