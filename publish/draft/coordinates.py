"""Longitude and latitude: which columns they are, and degrees with minutes and seconds as decimals."""

from __future__ import annotations

import re
from collections.abc import Sequence

_LONGITUDE = re.compile(r"(?:.*[_\s（(])?(?:东?经度|东经|longitude|lon|lng|long)(?:[（(].*[)）])?", re.I)
_LATITUDE = re.compile(r"(?:.*[_\s（(])?(?:北?纬度|北纬|latitude|lat)(?:[（(].*[)）])?", re.I)
_ANGLE = re.compile(
    r"(?:[东西北南]经?纬?|[EWNS])?\s*(\d{1,3})\s*[°度]\s*(?:(\d{1,2}(?:\.\d+)?)\s*[′'’分]\s*)?"
    r"(?:(\d{1,2}(?:\.\d+)?)\s*(?:[″\"”秒]|''))?\s*[EWNS]?"
)
_CHINA = {"longitude": (73.0, 136.0), "latitude": (3.0, 54.0)}


def role(title: str, values: Sequence[str], kind: str) -> str:
    """``longitude``, ``latitude`` or "": by its heading, when every value is one of degrees. The two may be exchanged,
    which is told later."""
    found = named(title)
    if not found:
        return ""
    said = [value for value in values if value]
    if kind in ("integer", "number"):
        return found if said and all(abs(float(value)) <= 180 for value in said) else ""
    return found if said and all(decimal(value) is not None for value in said) else ""


def named(title: str) -> str:
    """``longitude``, ``latitude`` or "": what a heading says it is."""
    return "longitude" if _LONGITUDE.fullmatch(title) else "latitude" if _LATITUDE.fullmatch(title) else ""


def decimal(text: str) -> str | None:
    """121°28′30″ -> 121.475; None when it is no angle."""
    found = _ANGLE.fullmatch(text.strip())
    if not found:
        return None
    degrees = float(found[1]) + float(found[2] or 0) / 60 + float(found[3] or 0) / 3600
    return f"{degrees:.6f}".rstrip("0").rstrip(".")


def exchanged(longitudes: Sequence[str], latitudes: Sequence[str]) -> bool:
    """Do the values look as if the two columns had changed places? In China no latitude is one of its longitudes."""
    low, high = _CHINA["longitude"]
    return _within(longitudes, *_CHINA["latitude"]) and _within(latitudes, low, high)


def _within(values: Sequence[str], low: float, high: float) -> bool:
    said = [value for value in values if value]
    return bool(said) and all(low <= float(value) <= high for value in said)
