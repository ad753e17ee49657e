"""``changes.ndjson``: every version of every dataset, oldest first, one JSON object a line; the machine's feed."""

from __future__ import annotations

import json
from collections.abc import Iterable

from publish.catalogue.feeds import changes
from publish.catalogue.listing import Listing
from publish.model import Json

_CHANGE = {"new": "added", "update": "changed", "correction": "changed", "withdrawal": "withdrawn"}


def to_changes(listed: Iterable[Listing]) -> bytes:
    """The lines. A file that has been read once needs only its new lines read again: nothing is put before the old."""
    lines = []
    for change in reversed(changes(listed)):
        package, version = change.listed.package, change.version
        line: Json = {
            "date": change.date.isoformat(),
            "change": _CHANGE.get(version.kind, "changed"),
            "kind": version.kind,
            "package": package.name,
            "id": f"urn:uuid:{change.listed.id}",
            "version": version.version,
            "title": dict(package.title),
            "note": dict(version.note),
            "url": change.listed.url,
        }
        lines.append(json.dumps(line, ensure_ascii=False) + "\n")
    return "".join(lines).encode()
