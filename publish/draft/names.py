"""Names that can stand in an address, from titles: Chinese by pinyin."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pypinyin import lazy_pinyin

_OTHER = re.compile(r"[^a-z0-9]+")
LONGEST = 60  # characters


def slug(title: str, joint: str = "-") -> str:
    """``公共厕所`` -> ``gong-gong-ce-suo``; lower-case letters and digits joined by ``joint``."""
    spelled = " ".join(lazy_pinyin(title, errors=lambda other: other))
    return _OTHER.sub(joint, spelled.lower()).strip(joint)[:LONGEST].strip(joint) or "data"


def column_name(title: str, place: int) -> str:
    """``人口数`` -> ``ren_kou_shu``; a column without a title is named by its place, from 1. A letter comes first."""
    name = slug(title, "_") if re.search(r"\w", title) else ""
    if name in ("", "data") and title.lower() != "data":
        return f"column_{place}"
    return f"y{name}" if name[0].isdigit() else name


def unique(names: Sequence[str], joint: str = "-") -> list[str]:
    """The names with a number behind those that stood before, joined by ``joint``."""
    taken: set[str] = set()
    result = []
    for name in names:
        one, count = name, 1
        while one in taken:
            count += 1
            one = f"{name}{joint}{count}"
        taken.add(one)
        result.append(one)
    return result
