"""The values of an entry -> its datapackage.yaml: an entry without data, planned unless the catalogue says otherwise.

Nothing is marked “to fill in”: what the catalogue does not say is left out, stands in the list of gaps, and is asked
for by ``check``.
"""

from __future__ import annotations

import uuid
from typing import Any

from publish.draft.guide.values import Values
from publish.draft.package import PROFILE
from publish.model import Portal, same_language


def identifier(values: Values, portal: Portal, *, by_name: bool = False) -> str:
    """The id of an entry: the same each time the same code is read, so that an entry is known again. Without a code, or
    ``by_name``, it is made from its office and its name."""
    named = f"{values.provider or values.office} {values.title}"
    what = named if by_name else values.code or named
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'urn:kaimen:guide:{portal.id}:{what}')}"


def to_record(values: Values, name: str, portal: Portal) -> dict[str, Any]:
    """What datapackage.yaml says. The guide is Chinese, so Chinese is the package's first language."""
    line = values.line
    record: dict[str, Any] = {"$schema": PROFILE, "name": name, "id": identifier(values, portal)}
    record |= _filled(
        {"title": values.title, "title@en": line.text("title_en")}
        | {"description": line.text("abstract"), "description@en": line.text("abstract_en")}
    )
    record["languages"] = sorted(portal.languages, key=lambda tag: not same_language(tag, "zh"))
    if values.office and not values.listed:
        record["contributors"] = [{"title": values.office, "roles": ["publisher"]}]
    return record | {"catalogue": _entry(values), "resources": []}


def _entry(values: Values) -> dict[str, Any]:
    return _filled(
        {
            "code": values.code,
            "classification": values.classification,
            "topic": values.topic,
            "provider": values.provider,
            "status": values.status,
            "sharing": dict(values.sharing),
            "opening": dict(values.opening),
            "level": values.level,
            "frequency": values.frequency,
            "issued": values.issued,
            "modified": values.modified,
            "secret": values.secret,
            "related": list(values.related),
            "formats": values.formats,
            "items": [dict(item) for item in values.items],
        }
    )


def _filled(group: dict[str, Any]) -> dict[str, Any]:
    """The group without what is not said; ``false`` is said."""
    return {key: value for key, value in group.items() if value is False or value}
