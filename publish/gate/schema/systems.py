"""In which system are coordinates? WGS 84 and CGCS2000 are degrees that a map may be drawn from; GCJ-02 and BD-09, of
Chinese map services, look the same and lie hundreds of metres away; projected systems are metres.

Only the catalogue entry (``crs``) is asked when something is shown or converted, so what a file, a resource or the name
of a column says must be said there too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import polars as pl

from publish.gate.schema.finding import Findings, What
from publish.model import Field, Package, Resource

_SHIFTED = re.compile(r"gcj[-_ ]?0?2|bd[-_ ]?0?9|火星坐标|高德|百度|amap|baidu", re.I)
_COORDINATE = re.compile(r"经度|纬度|坐标|lon|lng|lat\b|latitude|point|_x\b|_y\b|gcj|bd[-_ ]?0?9", re.I)
_DEGREES = ("4326", "4490", "4258", "4269", "crs84", "wgs84", "cgcs2000")
_LONGITUDE = frozenset({"longitude", "lon", "lng", "long", "经度"})
_LATITUDE = frozenset({"latitude", "lat", "纬度"})


def declared(package: Package) -> str:
    """The system the catalogue entry names; "" for none, which means WGS 84."""
    return package.entry.crs if package.entry else ""


def in_degrees(system: str) -> bool:
    """Are its coordinates longitude and latitude? Those of GCJ-02 and BD-09 are, of a kind."""
    return not system or bool(_SHIFTED.search(system)) or _plain(system).endswith(_DEGREES)


def check_system(package: Package, resource: Resource, fields: tuple[Field, ...], findings: Findings) -> None:
    """What the resource and its columns say of their system, against the entry."""
    said = resource.raw.get("crs")
    if isinstance(said, str) and not same(said, declared(package)):
        findings.add(What.OTHER_SYSTEM, value=said[:40], detail=declared(package)[:40] or "WGS 84")
        return
    if _SHIFTED.search(declared(package)):
        return
    for field in fields:
        names = [field.name, *(text for _, text in field.title), *(text for _, text in field.description)]
        hint = next((found for name in names if (found := _SHIFTED.search(name))), None)
        if hint and field.type in ("number", "geopoint", "geojson", "string") and any(map(_COORDINATE.search, names)):
            findings.add(What.SYSTEM_UNSAID, name=field.name, value=hint.group())
            return


def named_in(document: Any) -> str:
    """The system a GeoJSON document names in its ``crs`` member (GeoJSON 2008); "" for none."""
    member = document.get("crs") if isinstance(document, dict) else None
    if isinstance(member, str):
        return member
    properties = member.get("properties") if isinstance(member, dict) else None
    name = properties.get("name") or properties.get("href") if isinstance(properties, dict) else None
    return name if isinstance(name, str) else ""


def same(one: str, other: str) -> bool:
    """Do two names mean one system? None said is WGS 84, and CGCS2000 is as good as it."""
    return _kind(one) == _kind(other)


def _kind(system: str) -> str:
    plain = _plain(system)
    if not plain or plain.endswith(_DEGREES):
        return "degrees"
    found = _SHIFTED.search(system)
    if found:
        return "bd09" if re.search(r"bd|百度|baidu", found.group(), re.I) else "gcj02"
    digits = re.search(r"epsg.*?(\d{4,6})$", plain)
    return digits.group(1) if digits else plain


def _plain(system: str) -> str:
    return "".join(c for c in system.lower() if c.isalnum())


def off_the_globe(name: str, values: pl.Series) -> Iterator[tuple[int, float]]:
    """(index, value) of the longitudes or latitudes in a column that are on no globe; of any other column, nothing."""
    most = 90 if name.lower() in _LATITUDE else 360 if name.lower() in _LONGITUDE else 0
    if most and values.dtype == pl.Float64 and not (_within(values.min(), most) and _within(values.max(), most)):
        for index in (values.abs() > most).fill_null(False).arg_true().to_list():
            yield index, values[index]


def _within(value: Any, most: float) -> bool:
    return value is None or -most <= value <= most
