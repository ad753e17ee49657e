"""Has a map with administrative boundaries been approved?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from publish.boundaries import shows_boundaries
from publish.gate.place import at
from publish.gate.rule import Around, EntryRule
from publish.model import Package, ResourceKind
from publish.problems import Level, Problem, problem


class Approved(EntryRule):
    """A map that shows administrative boundaries carries the number of its approval (`map_approval`, 审图号).

    Maps of China with boundaries are examined before they are published. Without the number such a package is closed;
    a demonstration portal may show one, with a note that it is an illustration.

    中文

    画有行政区域界线的地图要写审图号（`map_approval`）。含有界线的地图公开前要送审，没有审图号的不予通过；演示门户可
    以展示，但会注明只是示意。
    """

    codes: ClassVar[tuple[str, ...]] = ("C401",)

    def check(self, package: Package, around: Around) -> Iterator[Problem]:
        if package.entry is not None and package.entry.map_approval:
            return
        for index, resource in enumerate(package.resources):
            if resource.kind is ResourceKind.GEO and shows_boundaries(package, resource):
                level = Level.NOTE if around.portal.demo else None
                yield problem("C401", **at(package, f"/resources/{index}"), level=level, name=resource.name)
                return
