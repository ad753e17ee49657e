"""The actions that list and show: packages, resources, organisations, groups, tags, licences, the site."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from publish.api.ckan_errors import invalid, not_found
from publish.api.ckan_parameters import flag, names, number, required, several
from publish.api.ckan_shelf import Shelf
from publish.model import Json

Asked = Mapping[str, Any]

_TERMS = 20  # of a search for resources


def site_read(shelf: Shelf, asked: Asked) -> Json:
    """Return true: this site can be read."""
    return True


def status_show(shelf: Shelf, asked: Asked) -> Json:
    """Return the title, address and version of this site."""
    return shelf.result("status_show")


def package_list(shelf: Shelf, asked: Asked) -> Json:
    """Return the names of the datasets, sorted. ``limit``, ``offset``."""
    return _cut([p["name"][0] for p in shelf.index], asked)


def package_show(shelf: Shelf, asked: Asked) -> Json:
    """Return a dataset with its resources. ``id``: its name or id."""
    return shelf.package(required(asked, "id", "name_or_id"))


def current_package_list_with_resources(shelf: Shelf, asked: Asked) -> Json:
    """Return datasets with their resources, the last changed first.

    ``limit`` (at most 1,000), ``offset``, or ``page`` of as many.
    """
    newest = sorted(shelf.index, key=lambda p: p["metadata_modified"], reverse=True)
    limit = min(number(asked, "limit", 1_000), 1_000)
    start = number(asked, "offset", max(number(asked, "page", 1) - 1, 0) * limit)
    return [shelf.result("package_show", p["name"][0]) for p in newest[start : start + limit]]


def resource_show(shelf: Shelf, asked: Asked) -> Json:
    """Return a resource. ``id``."""
    key = required(asked, "id")
    found = shelf.resources.get(key)
    if found is None:
        raise not_found()
    package = shelf.package(found[0])
    return next(r for r in package["resources"] if r["id"] == key)


def resource_search(shelf: Shelf, asked: Asked) -> Json:
    """Return resources whose ``field:term`` holds.

    ``query`` (several may be given), ``order_by``, ``limit``, ``offset``.
    """
    terms = [term.partition(":")[::2] for term in several(asked, "query")]
    if not terms or len(terms) > _TERMS or any(not value for _, value in terms):
        raise invalid(query=f"Must be <field>:<value> pair(s), {_TERMS} at most")
    every = [r for p in shelf.index for r in shelf.result("package_show", p["name"][0])["resources"]]
    order = str(asked.get("order_by") or "")
    unknown = [key for key in (*(key for key, _ in terms), order) if key and every and key not in every[0]]
    if unknown:
        raise invalid(query=f'Field "{unknown[0]}" not recognised in Resource search.')
    found = [r for r in every if _says(r, terms)]
    if order:
        found.sort(key=lambda r: str(r[order]))
    return {"count": len(found), "results": _cut(found, asked)}


def _says(resource: Json, terms: Sequence[tuple[str, str]]) -> bool:
    return all(value.casefold() in str(resource.get(key) or "").casefold() for key, value in terms)


def organization_list(shelf: Shelf, asked: Asked) -> Json:
    """Return the names of the offices, or all that is known of them.

    ``all_fields``, ``organizations``, ``sort``, ``limit``, ``offset``.
    """
    return _members(shelf.result("organization_list"), asked, "organizations")


def group_list(shelf: Shelf, asked: Asked) -> Json:
    """Return the names of the topics, or all that is known of them.

    ``all_fields``, ``groups``, ``sort``, ``limit``, ``offset``.
    """
    return _members(shelf.result("group_list"), asked, "groups")


def _members(members: list[Json], asked: Asked, key: str) -> Json:
    wanted = names(asked, key)
    chosen = [m for m in members if not wanted or m["name"] in wanted]
    by, _, way = str(asked.get("sort") or asked.get("order_by") or "title asc").partition(" ")
    by = "package_count" if by in ("packages", "package_count") else by
    if by not in ("name", "title", "package_count"):
        raise invalid(sort=f"Cannot sort by field `{by}`")
    chosen.sort(key=lambda m: m["name"])
    chosen.sort(key=lambda m: m[by], reverse=way.strip() == "desc")
    every = flag(asked, "all_fields")
    if every:
        return _cut(chosen, asked)
    return _cut([m["name"] for m in chosen], asked)


def organization_show(shelf: Shelf, asked: Asked) -> Json:
    """Return an office. ``id``: its name or id; ``include_datasets``."""
    return _member(shelf, shelf.organisations, asked, "organization")


def group_show(shelf: Shelf, asked: Asked) -> Json:
    """Return a topic. ``id``: its name or id; ``include_datasets``."""
    return _member(shelf, shelf.groups, asked, "groups")


def _member(shelf: Shelf, members: Mapping[str, Json], asked: Asked, key: str) -> Json:
    member = members.get(required(asked, "id"))
    if member is None:
        raise not_found()
    if not flag(asked, "include_datasets"):
        return member
    mine = [p["name"][0] for p in shelf.index if member["name"] in p[key]][:1_000]
    return member | {"packages": [shelf.result("package_show", name) for name in mine]}


def tag_list(shelf: Shelf, asked: Asked) -> Json:
    """Return the keywords. ``query``, ``all_fields``; there are no vocabularies."""
    if asked.get("vocabulary_id"):
        raise not_found(f'Vocabulary "{asked["vocabulary_id"]}" was not found.')
    query = str(asked.get("query") or "").casefold()
    tags = [t for t in shelf.result("tag_list") if query in t.casefold()]
    if not flag(asked, "all_fields"):
        return tags
    known = _tags(shelf)
    return [known[name] for name in tags if name in known]


def tag_show(shelf: Shelf, asked: Asked) -> Json:
    """Return a keyword. ``id``: its name or id; ``include_datasets``."""
    key = required(asked, "id")
    tag = next((t for t in _tags(shelf).values() if key in (t["id"], t["name"])), None)
    if tag is None:
        raise not_found()
    if not flag(asked, "include_datasets"):
        return tag
    mine = [p["name"][0] for p in shelf.index if tag["name"] in p["tags"]][:1_000]
    return tag | {"packages": [shelf.result("package_show", name) for name in mine]}


def _tags(shelf: Shelf) -> dict[str, Json]:
    keys = (("name", "name"), ("id", "id"))
    return {
        name: {out: {"name": name, "id": tid}[key] for out, key in keys}
        | {"display_name": name, "state": "active", "vocabulary_id": None}
        for p in shelf.index
        for name, tid in zip(p["tags"], p["tag_ids"], strict=True)
    }


def license_list(shelf: Shelf, asked: Asked) -> Json:
    """Return the licences that datasets may have."""
    return shelf.result("license_list")


def _cut(found: list[Any], asked: Asked) -> list[Any]:
    start = number(asked, "offset", 0)
    limit = number(asked, "limit", -1)
    return found[start:] if limit < 0 else found[start : start + limit]


ACTIONS = {
    "site_read": site_read,
    "status_show": status_show,
    "package_list": package_list,
    "package_show": package_show,
    "dataset_list": package_list,
    "dataset_show": package_show,
    "current_package_list_with_resources": current_package_list_with_resources,
    "resource_show": resource_show,
    "resource_search": resource_search,
    "organization_list": organization_list,
    "organization_show": organization_show,
    "group_list": group_list,
    "group_show": group_show,
    "tag_list": tag_list,
    "tag_show": tag_show,
    "license_list": license_list,
}
