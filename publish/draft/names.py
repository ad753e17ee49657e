"""Names that can stand in an address, from titles: Chinese by pinyin."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pypinyin import lazy_pinyin

_OTHER = re.compile(r"[^a-z0-9]+")


def slug(title: str, joint: str = "-") -> str:
    """``公共厕所`` -> ``gong-gong-ce-suo``; lower-case letters and digits joined by ``joint``."""
    spelled = " ".join(lazy_pinyin(title, errors=lambda other: other))
    return _OTHER.sub(joint, spelled.lower()).strip(joint)[:60].strip(joint) or "data"


def unique(names: Sequence[str], joint: str = "-") -> list[str]:
    """The names with a number behind those that stood before, joined by ``joint``."""
    seen: dict[str, int] = {}
    result = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        result.append(name if seen[name] == 1 else f"{name}{joint}{seen[name]}")
    return result
