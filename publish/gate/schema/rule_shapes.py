"""Are the shapes on the map shapes?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from publish.gate.rule import TableRule
from publish.gate.schema.finding import Findings, What
from publish.gate.schema.said import reported
from publish.model import Package, Resource
from publish.problems import Problem


class Shapes(TableRule):
    """A GeoJSON file is a collection of features whose shapes can be drawn.

    A ring ends where it began and has at least four positions. Coordinates are numbers, longitude first, between -180
    and 180 and between -90 and 90, unless the package names another system under `crs`.

    中文

    GeoJSON 文件要是一组要素，形状要画得出来。多边形的每一圈首尾相接，至少四个点。坐标是数字，经度在前，经度在 -180
    到 180、纬度在 -90 到 90 之间；用了别的坐标系，请在 `crs` 里写明。
    """

    codes: ClassVar[tuple[str, ...]] = ("S501", "S502", "S503", "S504")
    _codes: ClassVar = {
        What.NOT_FEATURES: "S501",
        What.GEOMETRY: "S502",
        What.OPEN_RING: "S503",
        What.COORDINATE: "S504",
    }

    def check(self, findings: Findings, package: Package, resource: Resource) -> Iterator[Problem]:
        yield from reported(findings, package, resource, self._codes)
