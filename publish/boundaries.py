"""Boundaries: does a resource draw those of administrative divisions? Maps with them are examined before they are
published (map approval, 审图号)."""

from __future__ import annotations

import re

from publish.model import Package, Resource

_BOUNDARY = re.compile(
    r"行政区划|行政边界|行政区域|区界|县界|省界|国界|界线|边界|轮廓|boundar|admin(?:istrative)?[-_ ]|outline|border",
    re.I,
)


def shows_boundaries(package: Package, resource: Resource) -> bool:
    """Does it say so, in its name or title or those of its package?"""
    said = [package.name, resource.name, *(s for text in (package.title, resource.title) for _, s in text)]
    return any(_BOUNDARY.search(text) for text in said)
