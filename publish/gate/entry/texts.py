"""Every text of a description that people read, with its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from publish.model import Field, Package, Text, bilingual
from publish.questions import question

Said = tuple[str, Text]  # JSON Pointer, text
_MOST = 5  # places that a message names
_PARTS = {"description": ("的说明", "description of "), "basis": ("的依据", "basis of ")}


def texts(package: Package) -> Iterator[Said]:
    """The texts of the package, its entry, its resources and their columns; empty ones too."""
    yield "/title", package.title
    yield "/description", package.description
    for index, keyword in enumerate(package.keywords):
        yield f"/keywords/{index}", keyword
    yield from _of_entry(package)
    for index, query in enumerate(package.queries):
        yield f"/queries/{index}/title", query.title
    for index, wanted in enumerate(package.charts or ()):
        yield f"/charts/{index}/title", wanted.title
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


def few(package: Package, pointers: Sequence[str]) -> Text:
    """The first places of many, as people call them: “类型”一列, 联系部门; not their JSON Pointers."""
    words = [pointer for pointer in pointers if pointer.startswith("/keywords/")]  # all in one cell
    places = [pointer for pointer in pointers if pointer not in words[1:]]
    named = [_named(package, pointer) for pointer in places[:_MOST]]
    more = "…" if len(places) > _MOST else ""
    return bilingual("、".join(n["zh"] for n in named) + more, ", ".join(n["en"] for n in named) + more)


def listed(names: Sequence[str], count: int = 0) -> str:
    """The first of several names, with a sign that there are more."""
    return "、".join(names[:_MOST]) + ("…" if max(count, len(names)) > _MOST else "")


def _named(package: Package, pointer: str) -> Text:
    """A place as people call it: by the titles of what it lies in, or by the question of entry.xlsx."""
    parts = pointer.split("/")[1:]
    if asked := question("/".join(parts)):
        return bilingual(asked.label["zh"], asked.label["en"].partition(" (")[0])
    match parts:
        case ["resources", table, "schema", group, column, *rest]:
            schema = package.resources[int(table)].schema
            return _of_column(getattr(schema, group)[int(column)], rest)
        case ["catalogue", "items", column, *rest] if package.entry:
            return _of_column(package.entry.items[int(column)], rest)
        case ["resources", table, *rest]:
            one = package.resources[int(table)]
            named = bilingual(f"“{one.title['zh'] or one.name}”一表", f"table “{one.title['en'] or one.name}”")
            return _part(named, rest)
        case ["keywords", _]:
            return bilingual("关键词", "keywords")
        case ["queries", number, *_]:
            return bilingual(f"查询“{package.queries[int(number)].name}”", f"query {package.queries[int(number)].name}")
        case _:
            return bilingual(".".join(parts), ".".join(parts))


def _of_column(field: Field, rest: Sequence[str]) -> Text:
    named = bilingual(f"“{field.title['zh'] or field.name}”一列", f"column “{field.title['en'] or field.name}”")
    if rest[:1] != ["categories"]:
        return _part(named, rest)
    value = field.categories[int(rest[1])].value
    return bilingual(f"{named['zh']}的“{value}”", f"“{value}” of {named['en']}")


def _part(named: Text, rest: Sequence[str]) -> Text:
    """What of it is meant; of a column its title."""
    zh, en = _PARTS.get(rest[0] if rest else "", ("", ""))
    return bilingual(f"{named['zh']}{zh}", f"{en}{named['en']}")
