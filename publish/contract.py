"""The published contract: two JSON Schemas (draft 2020-12), each a data file of ``publish/schemas/``.

``package.json`` describes what a package may say beyond Data Package version 2; ``report.json`` the report of a check.
They are written by hand, in both languages, and published as they are with every release. The reader and the rules of
the gate hold packages to the same: tests/test_contract.py keeps the three together.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files

from publish.model import Json, Text, bilingual

NAMES = ("package", "report")
_STANDARD = frozenset({"field", "resource", "link"})  # groups that the standard lays down, and others may extend
_TONGUES = {"en": "英文", "zh": "中文", "zh-Hans": "中文"}
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


@lru_cache(maxsize=1024)
def in_words(pointer: str) -> Text:
    """What is at this place of a description, in the words of the schema, with its key: ``更新周期（frequency）``. Just
    the key where nothing is laid down."""
    parts = [part for part in pointer.split("/") if part and not part.isdigit()]
    if not parts:
        return Text()
    written, whole = parts[-1], schema("package")
    group: Json = whole
    for part in (part.partition("@")[0] for part in parts):
        found = _opened(group, whole).get("properties", {}).get(part)
        if found is None:
            return bilingual(written, written)
        group = _opened(found, whole) | {k: v for k, v in found.items() if k.startswith("title")}
    tag, zh = written.partition("@")[2], group.get("title", "")
    if not zh:
        return bilingual(written, written)
    in_tongue = f"的{_TONGUES.get(tag, tag)}" if tag else ""
    plain = written.isalpha() and written.islower()  # an English word already
    return bilingual(f"{zh}{in_tongue}（{written}）", written if plain or tag else f"{group['title@en']} ({written})")


def _opened(value: Json, whole: Json) -> Json:
    """The keys of a property, wherever they are laid down."""
    inner = value.get("items", value)
    inner = inner if "properties" in inner else inner.get("anyOf", [inner])[0]
    reference = inner.get("$ref", "").removeprefix("#/$defs/")
    found = whole["$defs"].get(reference, inner)
    return found if "properties" in found or "$ref" not in found else _opened(found, whole)


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
