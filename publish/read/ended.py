"""A dataset that was withdrawn or suspended: its entry is read, its data are not even opened.

So nothing of them can reach a release, and a tombstone needs no files: they may still lie in the folder, or be gone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from publish.model import Json, Status
from publish.read.descriptor import Described
from publish.read.paths import find, is_remote, unsafe

_ENDED = frozenset({Status.SUSPENDED.value, Status.WITHDRAWN.value})

# What a tombstone tells: what it was, who answers for it, and where it stood in the catalogue.
_KEPT = frozenset(
    """
    $schema profile name id title description languages version created licenses keywords sources contributors
    catalogue privacy origin
    """.split()
)


def ended(described: Mapping[str, Json]) -> bool:
    """Does the description say that its data are no longer offered? A word that is misspelt does not."""
    entry = described.get("catalogue")
    return isinstance(entry, dict) and entry.get("status") in _ENDED


def entry_alone(described: Mapping[str, Json]) -> dict[str, Json]:
    """The description of a dataset whose data were taken away: without tables, queries, charts and pictures."""
    kept = {key: value for key, value in described.items() if key.partition("@")[0] in _KEPT}
    return kept | {"resources": []}


def data_files(folder: Path, described: Described) -> Iterator[Path]:
    """The files that a description names as data, or as its picture, each once; those that lie in the folder."""
    resources = described.value.get("resources")
    groups = [r for r in resources if isinstance(r, dict)] if isinstance(resources, list) else []
    named = [described.value.get("image")]
    for group in groups:
        path = group.get("path")
        named += path if isinstance(path, list) else [path]
    for written in dict.fromkeys(n for n in named if isinstance(n, str)):
        found = None if is_remote(written) or unsafe(written) else find(folder, written)
        if isinstance(found, Path):
            yield found
