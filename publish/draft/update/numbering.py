"""The version that comes next: by months (2026.11.0), by days, or by kinds of change (1.2.0)."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date

_MONTHLY = re.compile(r"(v?)((?:19|20)\d{2})\.(\d{1,2})(?:\.(\d+))?")
_DAILY = re.compile(r"((?:19|20)\d{2})([-.]?)(\d{2})\2(\d{2})")
_KINDS = re.compile(r"(v?)(\d+)\.(\d+)(?:\.(\d+))?")
_LAST = re.compile(r"(.*?)(\d+)(\D*)")
FIRST = "1.0.0"


def next_version(version: str, today: date, *, taken: Collection[str] = (), corrects: bool = False) -> str:
    """The version after this one, numbered as it is; one that is ``taken`` is passed over. ``corrects``: no row is new
    or gone, which counts less where numbers tell kinds of change."""
    found = _next(version.strip(), today, corrects)
    while found in taken:
        found = _one_more(found)
    return found


def _next(version: str, today: date, corrects: bool) -> str:
    if month := _MONTHLY.fullmatch(version):
        mark, year, number, patch = month.groups()
        if (today.year, today.month) <= (int(year), int(number)):
            return f"{mark}{year}.{number}.{int(patch or 0) + 1}"
        shown = f"{today.month:02}" if number.startswith("0") else str(today.month)
        return f"{mark}{today.year}.{shown}" + (".0" if patch is not None else "")
    if day := _DAILY.fullmatch(version):
        joint = day[2]
        then = f"{today.year}{joint}{today.month:02}{joint}{today.day:02}"
        return then if then > version else f"{version}.1"
    if kinds := _KINDS.fullmatch(version):
        mark, major, minor, patch = kinds.groups()
        if corrects and patch is not None:
            return f"{mark}{major}.{minor}.{int(patch) + 1}"
        return f"{mark}{major}.{int(minor) + 1}" + (".0" if patch is not None else "")
    return _one_more(version)


def _one_more(version: str) -> str:
    found = _LAST.fullmatch(version)
    return f"{found[1]}{int(found[2]) + 1}{found[3]}" if found else FIRST
