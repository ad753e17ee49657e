"""Every interface of the portal, once: ``interfaces.toml`` and the shapes of its answers.

``catalogue`` makes ``openapi.json`` of it, ``site`` the page of interfaces; what is added there is in both.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import parse_qsl, quote, unquote

from publish.admitted import Admitted, Dataset
from publish.model import Json, Package, Text, bilingual
from publish.tables import Table

_BRACED = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Parameter:
    """What may be said in a question. ``type`` is one of JSON Schema's; ``values`` are all there are, when few."""

    name: str
    about: Text
    type: str = "string"
    values: tuple[str, ...] = ()
    least: int | None = None
    required: bool = False
    place: str = "query"  # or path


@dataclass(frozen=True, slots=True)
class Operation:
    """One question that the portal answers. ``answer`` is the name of a schema, or a media type."""

    id: str
    group: str
    path: str
    name: Text
    answer: str
    example: str
    parameters: tuple[Parameter, ...] = ()
    statuses: tuple[int, ...] = ()  # besides 200
    methods: tuple[str, ...] = ("GET",)


@dataclass(frozen=True, slots=True)
class Group:
    """Operations that belong together."""

    key: str
    name: Text
    about: Text
    operations: tuple[Operation, ...]


_OF_CKAN = (400, 404, 409)


@cache
def groups() -> tuple[Group, ...]:
    """All interfaces, in order."""
    table = tomllib.loads(files("publish").joinpath("interfaces.toml").read_text(encoding="utf-8"))
    made = [_operation(row, table["parameters"]) for row in table["operations"]]
    return tuple(
        Group(g["key"], _said(g["name"]), _said(g["about"]), tuple(o for o in made if o.group == g["key"]))
        for g in table["groups"]
    )


@cache
def answers() -> Mapping[str, Json]:
    """The shapes of answers in JSON, by name, as schemas of OpenAPI."""
    found: Mapping[str, Json] = json.loads(files("publish").joinpath("schemas", "answers.json").read_bytes())
    return found


def _said(both: Mapping[str, str]) -> Text:
    return bilingual(both["zh"], both["en"])


def _operation(row: Mapping[str, Any], known: Mapping[str, Any]) -> Operation:
    named = frozenset(_BRACED.findall(row["path"]))
    ckan = row["group"] == "ckan"
    required = row.get("required", ())
    return Operation(
        id=row["id"],
        group=row["group"],
        path=row["path"],
        name=_said(row["name"]),
        answer=row["answer"],
        example=row.get("example", row["path"]),
        parameters=tuple(_parameter(key, known[key], key in required, named) for key in row.get("parameters", ())),
        statuses=tuple(row.get("statuses", _OF_CKAN if ckan else ())),
        methods=("GET", "POST") if ckan else (row.get("method", "get").upper(),),
    )


def _parameter(key: str, row: Mapping[str, Any], required: bool, named: frozenset[str]) -> Parameter:
    name = row.get("name", key)
    return Parameter(
        name=name,
        about=bilingual(row["zh"], row["en"]),
        type=row.get("type", "string"),
        values=tuple(dict.fromkeys(row.get("values", ()))),
        least=row.get("least"),
        required=required,
        place="path" if key in named else "query",
    )


# --- examples that work ---------------------------------------------------------------------------------------------


def examples(admitted: Admitted) -> Mapping[str, str]:
    """What stands for the braces of an example: things that this portal has. Empty when it has no table."""
    found = next(_tables(admitted), None)
    if found is None:
        return {}
    dataset, table = found
    package = dataset.package
    office, topic = admitted.provider(package), admitted.topic(package)
    said = {
        "dataset": dataset.name,
        "resource": table.resource,
        "table": table.name,
        "organisation": office.slug if office else "",
        "topic": topic.slug if topic else "",
        "tag": next((word for text in package.keywords for _, word in text if word), ""),
        "key": _key(table),
        "original": _original(package, table),
        "version": package.version,
    }
    return {name: quote(value, safe=",") for name, value in said.items()}


def _tables(admitted: Admitted) -> Iterator[tuple[Dataset, Table]]:
    """The tables with a key of plain text, then any."""
    every = [(dataset, table) for dataset in admitted.shown for table in dataset.tables]
    yield from (pair for pair in every if pair[0].package.keywords and _key(pair[1]))
    yield from every


def _original(package: Package, table: Table) -> str:
    resource = package.resource(table.resource)
    return next(iter(resource.paths), "") if resource else ""


def _key(table: Table) -> str:
    """The key of its first row, as an address says it; "" where that would need spelling of its own."""
    first = next(iter(table.head(1)), {}) if table.primary_key else {}
    values = [str(first.get(name, "")) for name in table.primary_key]
    return ",".join(values) if values and all(v.isascii() and v.isalnum() for v in values) else ""


def values(operation: Operation, address: str) -> Mapping[str, str]:
    """What an example says for each parameter, in the path and in the query."""
    path, _, query = address.partition("?")
    parts = _BRACED.split(operation.path)  # what is written and names, in turn
    pattern = "".join(f"(?P<{part}>[^/]+?)" if n % 2 else re.escape(part) for n, part in enumerate(parts))
    found = re.fullmatch(pattern, path)
    placed = {name: unquote(value) for name, value in found.groupdict().items()} if found else {}
    return placed | dict(parse_qsl(query))


def example(operation: Operation, known: Mapping[str, str]) -> str:
    """The address of an example of this portal; "" when it has none."""
    wanted = _BRACED.findall(operation.example)
    if not all(known.get(name) for name in wanted):
        return ""
    return _BRACED.sub(lambda found: known[found.group(1)], operation.example)
