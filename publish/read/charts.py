"""``charts`` of a description -> the pictures that are wanted."""

from __future__ import annotations

from dataclasses import replace

from publish.model import Wanted
from publish.problems import Level
from publish.read.node import Node

_SAME = {"line": "lines", "bar": "bars", "area": "areas", "point": "points"}


def read_charts(node: Node) -> tuple[Wanted, ...] | None:
    """The pictures in their order; None where nothing is said, or no list. What is not written as it should be spoils
    a picture and not the data, so it only warns."""
    before = len(node.sheet.found)
    made = tuple(_wanted(one) for one in node.maps("charts"))
    node.sheet.found[before:] = [replace(p, level=Level.WARNING) for p in node.sheet.found[before:]]
    return made if isinstance(node.value.get("charts"), list) else None


def _wanted(node: Node) -> Wanted:
    kind = node.string("kind").strip()
    return Wanted(
        kind=_SAME.get(kind, kind),
        resource=node.string("resource"),
        x=node.string("x"),
        y=tuple(name for name in node.strings("y") if name),
        series=node.string("series"),
        title=node.text("title"),
    )
