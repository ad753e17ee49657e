"""Every text of a description that people read, with its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from publish.model import Field, Json, Package, Text

Said = tuple[str, Text]  # JSON Pointer, text
_MOST = 5  # places that a message names
_FRAME = frozenset({"resources", "schema", "fields", "categories"})  # what the names in it make plain


def texts(package: Package) -> Iterator[Said]:
    """The texts of the package, its entry, its resources and their columns; empty ones too."""
    yield "/title", package.title
    yield "/description", package.description
    for index, keyword in enumerate(package.keywords):
        yield f"/keywords/{index}", keyword
    yield from _of_entry(package)
    for index, query in enumerate(package.queries):
        yield f"/queries/{index}/title", query.title
    for index, resource in enumerate(package.resources):
        where = f"/resources/{index}"
        yield f"{where}/title", resource.title
        yield f"{where}/description", resource.description
        if resource.schema:
            yield from _of_fields(resource.schema.fields, f"{where}/schema/fields")
            yield from _of_fields(resource.schema.withheld, f"{where}/schema/withheld")


def _of_entry(package: Package) -> Iterator[Said]:
    entry = package.entry
    if entry is None:
        return
    for key in ("status_reason", "mandate", "services", "notes"):
        yield f"/catalogue/{key}", getattr(entry, key)
    for group, access in (("sharing", entry.sharing), ("opening", entry.opening)):
        for key in ("condition", "method", "basis", "apply"):
            yield f"/catalogue/{group}/{key}", getattr(access, key)
    yield "/catalogue/contact/name", entry.contact.name
    yield from _of_fields(entry.items, "/catalogue/items")


def _of_fields(fields: Iterable[Field], where: str) -> Iterator[Said]:
    for number, field in enumerate(fields):
        yield f"{where}/{number}/title", field.title
        yield f"{where}/{number}/description", field.description
        yield f"{where}/{number}/basis", field.basis
        for place, category in enumerate(field.categories):
            yield f"{where}/{number}/categories/{place}/label", category.label


def few(package: Package, pointers: Sequence[str]) -> str:
    """The first places of many, as a message lists them: ``toilets.kind.title``, not their JSON Pointers."""
    return listed([_named(package, pointer) for pointer in pointers[:_MOST]], len(pointers))


def listed(names: Sequence[str], count: int = 0) -> str:
    """The first of several names, with a sign that there are more."""
    return "、".join(names[:_MOST]) + ("…" if max(count, len(names)) > _MOST else "")


def _named(package: Package, pointer: str) -> str:
    """A place by the names of what it lies in, as far as they are written."""
    value: Json = package.raw
    parts: list[str] = []
    for key in pointer.split("/")[1:]:
        value = value.get(key) if isinstance(value, dict) else _item(value, key)
        own = value.get("name", value.get("value", "")) if isinstance(value, dict) and key.isdigit() else ""
        if key not in _FRAME:
            parts.append(str(own) or key)
    return ".".join(parts)


def _item(value: Json, key: str) -> Json:
    return value[int(key)] if isinstance(value, list) and key.isdigit() and int(key) < len(value) else None
