"""Coordinate systems: is a declared one degrees of longitude and latitude as a map of the world wants them?

CGCS2000, which differs from WGS 84 by less than a metre, is taken for it. GCJ-02 and BD-09, of Chinese map services,
look the same and lie hundreds of metres away; plane systems are metres.
"""

from __future__ import annotations

_DEGREES = ("wgs84", "cgcs2000", "epsg4326", "epsg4490", "crs84")


def in_degrees(declared: str) -> bool:
    """Does this name mean WGS 84, or what is as good as it? A name that is not given means nothing."""
    named = "".join(c for c in declared.lower() if c.isalnum())
    return named in _DEGREES or named.endswith("crs84")
