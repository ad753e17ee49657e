"""Which of two versions is later: ``2026.11.0`` and ``1.10.0-rc.1`` alike, part by part, numbers as numbers."""

from __future__ import annotations

import re
from itertools import zip_longest

_PART = re.compile(r"\d+|[a-z]+", re.IGNORECASE)


def later(one: str, other: str) -> bool:
    """Is ``one`` a later version than ``other``? ``2026.11`` and ``2026.11.0`` are one version; words in a version
    (``-rc.1``) stand before it, what follows ``+`` does not count. Any version is later than none."""
    if not one.strip() or not other.strip():
        return bool(one.strip()) and not other.strip()
    for a, b in zip_longest(_parts(one), _parts(other), fillvalue=(1, 0, "")):
        if a != b:
            return a > b
    return False


def _parts(version: str) -> list[tuple[int, int, str]]:
    """A word comes before the end of a version, which is as good as a 0."""
    plain = version.strip().partition("+")[0].lower().removeprefix("v")
    return [(1, int(p), "") if p.isdigit() else (0, 0, p) for p in _PART.findall(plain)]


def following(version: str) -> str:
    """An example of a version that comes after: its last number, one more. ``1.0.0`` after none."""
    head, last, tail = re.fullmatch(r"(.*?)(\d*)(\D*)", version.strip()).groups()  # type: ignore[union-attr]
    return f"{head}{int(last) + 1}{tail}" if last else "1.0.0"
