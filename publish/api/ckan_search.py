"""``package_search``: words through the catalogue's full text, filters, sorting and facets through the index."""

from __future__ import annotations

from asyncio import to_thread
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from publish import finding
from publish.api.ckan_errors import Refused, bad_search
from publish.api.ckan_parameters import flag, names, number, several
from publish.api.ckan_query import filters, parted
from publish.api.ckan_shelf import Shelf
from publish.api.instance import CATALOGUE
from publish.model import Json

Asked = Mapping[str, Any]
Package = Mapping[str, Any]

_SORT = "score desc, metadata_modified desc"
_SORTABLE = {"name": "name", "title": "title", "title_string": "title", "metadata_modified": "metadata_modified"}
_SORTABLE |= {"metadata_created": "metadata_created", "id": "id"}
_KEYS, _FILTERS = 10, 20  # of one search
_FACETS = ("organization", "groups", "tags", "res_format", "license_id")


async def package_search(shelf: Shelf, asked: Asked) -> Json:
    """Return the datasets that answer a search.

    ``q``: words; ``fq``, ``fq_list``: filters such as ``organization:x tags:y``; ``sort``; ``rows`` (at most 1,000);
    ``start``; ``facet``, ``facet.field``, ``facet.limit``, ``facet.mincount``.
    """
    found, ranked = await _found(shelf, " ".join(several(asked, "q")).strip())
    return await to_thread(_answer, shelf, found, asked, ranked)


def _answer(shelf: Shelf, found: Sequence[Package], asked: Asked, ranked: bool) -> Json:
    """What is left of these packages by the filters, in order, counted and a page of it shown."""
    rows, start = min(number(asked, "rows", 10), 1_000), number(asked, "start", 0)
    sort, texts = str(asked.get("sort") or _SORT), [*several(asked, "fq"), *several(asked, "fq_list")]
    if len(texts) > _FILTERS:
        raise bad_search(f"more than {_FILTERS} filters")
    tests = [filters(text) for text in texts if text.strip()]
    kept = _sorted([p for p in found if all(test(p) for test in tests)], sort, ranked)
    counted = _facets(shelf, kept, asked)
    return {
        "count": len(kept),
        "facets": {key: {i["name"]: i["count"] for i in value["items"]} for key, value in counted.items()},
        "results": [shelf.result("package_show", p["name"][0]) for p in kept[start : start + rows]],
        "sort": sort,
        "search_facets": counted,
    }


async def _found(shelf: Shelf, query: str) -> tuple[list[Package], bool]:
    """The packages that hold the words, and whether the best come first. Filters among the words are heard."""
    if query in ("*:*", "*", ""):
        return list(shelf.index), False
    if ":" in query:
        try:
            test = filters(query)
        except Refused:
            pass  # a colon in a title is no filter
        else:
            return [p for p in shelf.index if test(p)], False
    terms, words = parted(query)
    test = filters(terms) if terms else lambda package: True
    question = finding.datasets(words)
    if question is None:
        return [], False
    database = shelf.instance.get_database(CATALOGUE)
    rows = await database.execute(question.sql, question.parameters)
    found = (shelf.by_key[row["name"]] for row in rows if row["name"] in shelf.by_key)
    return [package for package in found if test(package)], True


def _sorted(found: Sequence[Package], sort: str, ranked: bool) -> Sequence[Package]:
    """The order asked for; the last key is sorted by first, since sorting keeps what is equal as it was."""
    keys = [part.split() for part in sort.split(",") if part.strip()]
    if len(keys) > _KEYS:
        raise bad_search(f"more than {_KEYS} keys to sort by")
    for words in reversed(keys):
        way = words[1].lower() if len(words) > 1 else "asc"
        if way not in ("asc", "desc") or len(words) > 2:
            raise bad_search(f"cannot sort by {' '.join(words)!r}")
        if words[0] in ("score", "views_recent", "views_total"):
            continue  # the order they were found in
        key = _SORTABLE.get(words[0])
        if key is None:
            raise bad_search(f"cannot sort by {words[0]!r}")
        if not ranked or keys[0][0] != "score":
            found = sorted(found, key=lambda p, key=key: p[key], reverse=way == "desc")  # type: ignore[misc]
    return found


def _facets(shelf: Shelf, found: Sequence[Package], asked: Asked) -> dict[str, Json]:
    if not flag(asked, "facet", True):
        return {}
    limit, least = number_or_all(asked, "facet.limit", 50), number(asked, "facet.mincount", 1)
    counted: dict[str, Json] = {}
    for key in dict.fromkeys(names(asked, "facet.field")):
        if key not in _FACETS:
            counted[key] = {"title": key, "items": []}
            continue
        counts = Counter(value for p in found for value in dict.fromkeys(p[key]))
        ordered = sorted((c for c in counts.items() if c[1] >= least), key=lambda pair: (-pair[1], pair[0]))
        items = [{"name": n, "display_name": _label(shelf, key, n), "count": c} for n, c in ordered[:limit]]
        counted[key] = {"title": key, "items": items}
    return counted


def number_or_all(asked: Asked, key: str, default: int) -> int | None:
    """A limit, where a negative one means none."""
    return None if str(asked.get(key, "")).startswith("-") else number(asked, key, default)


def _label(shelf: Shelf, key: str, name: str) -> str:
    members = {"organization": shelf.organisations, "groups": shelf.groups}.get(key, {})
    return str(members[name]["title"]) if name in members else name


ACTIONS = {"package_search": package_search}
