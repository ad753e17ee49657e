"""Are the shapes on the map shapes?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from publish.gate.rule import TableRule
from publish.gate.schema.finding import Findings, What
from publish.gate.schema.wording import reported
from publish.model import Package, Resource
from publish.problems import Problem


class Shapes(TableRule):
    """A GeoJSON file is a collection of features whose shapes can be drawn.

    A ring ends where it began and has at least four positions. Coordinates are numbers, longitude first, between -180
    and 180 and between -90 and 90, unless the package names another system under `crs`. The same holds for columns
    named longitude and latitude. GCJ-02 and BD-09, the systems of Chinese map services, are not WGS 84: points in them
    lie hundreds of metres away, so they are drawn on no map and offered as no GeoJSON. What cannot be drawn, or is
    said to be in two systems, is an error; a column that says it is in such a system, while the entry does not, is a
    warning.

    中文

    GeoJSON 文件要是一组要素，形状要画得出来。多边形的每一圈首尾相接，至少四个点。坐标是数字，经度在前，经度在 -180 到
    180、纬度在 -90 到 90 之间；用了别的坐标系，请在 `crs` 里写明。叫“经度”“纬度”的列也一样。GCJ-02 和 BD-09 不是 WGS
    84，位置差几百米，所以不画在地图上，也不提供 GeoJSON。画不出来的、前后说成两种坐标系的必须改；列名说是这样的坐标系，
    而目录信息没有写明的，只提醒。
    """

    codes: ClassVar[tuple[str, ...]] = ("S501", "S502", "S503", "S504", "S505", "S506", "S507")
    _codes: ClassVar = {
        What.NOT_FEATURES: "S501",
        What.GEOMETRY: "S502",
        What.OPEN_RING: "S503",
        What.COORDINATE: "S504",
        What.GEOMETRY_TWICE: "S505",
        What.OTHER_SYSTEM: "S506",
        What.SYSTEM_UNSAID: "S507",
    }

    def check(self, findings: Findings, package: Package, resource: Resource) -> Iterator[Problem]:
        yield from reported(findings, package, resource, self._codes)
