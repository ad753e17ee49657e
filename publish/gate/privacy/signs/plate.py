"""Licence plates of vehicles (GA 36-2018), those of new energy with one character more."""

from __future__ import annotations

import re

from publish.gate.privacy.signs.sign import Confidence, Evidence, Sign, column_name, share, weighing

_PROVINCE = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领"
_PLATE = re.compile(
    rf"[{_PROVINCE}][A-HJ-NP-Z][·\-\s.•]?(?:[A-HJK][A-HJ-NP-Z0-9]\d{{4}}|\d{{5}}[A-HJK]"
    r"|[A-HJ-NP-Z0-9]{4}[A-HJ-NP-Z0-9挂学警港澳])(?![A-Za-z0-9])"
)


def holds(text: str) -> bool:
    return any(sum(c.isdigit() for c in found) >= 2 for found in _PLATE.findall(text.upper()))


def judged(found: Evidence) -> Confidence:
    """Beside persons a plate is a person's; the buses and taxis of a fleet are likely published for a reason."""
    if not found.hits or share(found) < 0.5 or found.hits < (1 if found.named or found.kin < 0.5 * found.cells else 2):
        return Confidence.NONE
    return Confidence.SURE if found.about.persons and not found.about.organisations else Confidence.LIKELY


PLATE = Sign(
    name="plate",
    code="P501",
    text_code="P502",
    look=rf"[{_PROVINCE}][A-HJ-NP-Za-hj-np-z][·\-\s.•]?[A-HJ-NP-Za-hj-np-z0-9]{{4}}",
    weigh=weighing(holds),
    named=column_name(
        "车牌",
        "号牌",
        "牌照",
        "车号",
        "车辆号",
        "plate",
        "plate no",
        "license plate",
        "licence plate",
        "car no",
        "vehicle no",
        "cphm",
        "cph",
    ),
    judged=judged,
    stands=holds,
)
