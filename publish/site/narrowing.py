"""What a browser needs to narrow down a list and to sort it: two files beside the search index.

``facets.json``, for every language: ``{"datasets", "facets": [{"key", "values", "sets", "of"}], "rows"}``. Documents
are numbered as in the index, datasets first. ``sets`` are the sets of values that occur, each a list of places in
``values``; ``of`` gives the place of its set for each document, as far as the facet goes. A facet that depends on the
reader's day has, in place of sets, ``until``: the last days on which the first of its two values holds. ``rows`` are
the numbers of the datasets, the one with most rows first. ``<lang>/facets.json``: ``{"names": {key: [legend, [name,
lang] …]}, "title"}`` with the numbers of the datasets by title.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from publish.model import Json
from publish.site.pages import facets
from publish.site.pages.facets import Facet, Value
from publish.site.pages.given import Given
from publish.site.tongue import Phrase, Tongue

KINDS = ("dataset", "topic", "organization", "page", "news")


def files(given: Sequence[Given], kinds: Sequence[str], tongues: Sequence[Tongue]) -> dict[str, Json]:
    """The files by path. ``given`` in the order of the index, ``kinds`` of every document in it."""
    known = [_kinds(kinds), *facets.facets(given)]
    rows = [sum(table.rows for table in one.dataset.tables) for one in given]
    made: dict[str, Json] = {
        "facets.json": {
            "datasets": len(given),
            "facets": [spelled(facet) for facet in known],
            "rows": sorted(range(len(given)), key=lambda number: -rows[number]),
        }
    }
    for tongue in tongues:
        read = [by_reading(tongue.phrase(one.dataset.package.title).text or one.dataset.name) for one in given]
        made[f"{tongue.tag.lower()}/facets.json"] = {
            "names": dict(_names(known, tongue)),
            "title": sorted(range(len(given)), key=lambda number, read=read: read[number]),  # type: ignore[misc]
        }
    return made


def by_reading(title: str) -> bytes:
    """A key to sort titles by. The common Chinese characters stand in GB 18030 by their reading, Latin letters before
    them: 北 before 上, as a reader looks them up."""
    return title.casefold().encode("gb18030", "replace")


def _kinds(kinds: Sequence[str]) -> Facet:
    values = tuple(Value(kind, lambda tongue, kind=kind: Phrase(_kind(kind, tongue))) for kind in KINDS)  # type: ignore[misc]
    return Facet("kind", values, tuple((KINDS.index(kind),) for kind in kinds))


def _kind(kind: str, tongue: Tongue) -> str:
    t = tongue.t
    words = (t("Dataset"), t("Topic"), t("Organisation"), t("Page"), t("News"))
    return words[KINDS.index(kind)]


def spelled(facet: Facet) -> Json:
    """A facet as ``facets.json`` holds it."""
    known: Json = {"key": facet.key, "values": [value.code for value in facet.values]}
    if facet.until:
        days = sorted(set(facet.until))
        return known | {"until": days, "of": [days.index(day) for day in facet.until]}
    sets = sorted(set(facet.of))
    place = {one: number for number, one in enumerate(sets)}
    return known | {"sets": [list(one) for one in sets], "of": [place[one] for one in facet.of]}


def _names(known: Sequence[Facet], tongue: Tongue) -> Iterator[tuple[str, Json]]:
    for facet in known:
        said: list[Json] = [[name.text, name.lang] for name in facets.named(facet, tongue)]
        yield facet.key, [facets.legend(facet.key, tongue), *said]
