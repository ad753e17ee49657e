"""The published contract: two JSON Schemas (draft 2020-12), each a data file of ``publish/schemas/``.

``package.json`` describes what a package may say beyond Data Package version 2; ``report.json`` the report of a check.
They are written by hand, in both languages, and published as they are with every release. The reader and the rules of
the gate hold packages to the same: tests/test_contract.py keeps the three together.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from publish.model import Json

NAMES = ("package", "report")
_STANDARD = frozenset({"field", "resource", "link"})  # groups that the standard lays down, and others may extend
MEDIA_TYPE = "application/schema+json"


@dataclass(frozen=True, slots=True)
class Shape:
    """The keys that a group may have; ``inner`` are those whose own keys are laid down too."""

    known: frozenset[str]
    inner: Mapping[str, Shape] = field(default_factory=dict)


def written(name: str) -> bytes:
    """A schema as it is published."""
    return files("publish").joinpath("schemas", f"{name}.json").read_bytes()


def schema(name: str) -> Json:
    """A schema as a value."""
    return json.loads(written(name))


@cache
def package_shape() -> Shape:
    """The keys of a package: at the top all that are known, inside those of the portal's own groups."""
    whole = schema("package")
    own = {k: v for k, v in whole["properties"].items() if "$ref" in v or "items" in v}
    shape = _shape({"properties": own}, whole)
    return Shape(frozenset(whole["properties"]), {k: v for k, v in shape.inner.items() if k != "resources"})


def _shape(group: Json, whole: Json) -> Shape:
    properties = group.get("properties", {})
    inner = {key: _shape(found, whole) for key, value in properties.items() if (found := _group(value, whole))}
    return Shape(frozenset(properties), inner)


def _group(value: Json, whole: Json) -> Json | None:
    """The group that a property holds, or a list of it does; None for anything else. The columns of a table are a
    standard of their own, which may be extended."""
    reference = value.get("items", value).get("$ref", "").removeprefix("#/$defs/")
    found = whole["$defs"].get(reference)
    if found is None or reference in _STANDARD:
        return None
    return found if "properties" in found else _group(found, whole)
