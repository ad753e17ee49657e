"""A table schema that says what cannot be: keys that are no lists of columns, columns named twice, unknown words."""

from __future__ import annotations

from collections.abc import Sequence

from publish.gate.schema.finding import Findings, What
from publish.model import Resource

_MATCHES = ("exact", "equal", "subset", "superset", "partial")


def check_written(resource: Resource, findings: Findings) -> None:
    """What the schema of a resource gets wrong, whatever the rows say."""
    schema = resource.schema
    if schema is None:
        return
    if schema.fields_match not in _MATCHES:
        _wrong(findings, "fieldsMatch")
    unique = schema.raw.get("uniqueKeys")
    if unique is not None and not (isinstance(unique, list) and all(isinstance(k, str | list) and k for k in unique)):
        _wrong(findings, "uniqueKeys")
    for index, key in enumerate(schema.foreign_keys):
        pointer = f"foreignKeys/{index}"
        if len(key.fields) != len(key.reference) or not key.fields:
            findings.add(
                What.KEY_WIDTH,
                value=str(len(key.fields)),
                detail=str(len(key.reference)),
                pointer=f"/schema/{pointer}",
            )
        elif _twice(key.fields) or _twice(key.reference):
            _wrong(findings, pointer)
    if _twice(schema.primary_key):
        _wrong(findings, "primaryKey")
    if any(map(_twice, schema.unique_keys)):
        _wrong(findings, "uniqueKeys")
    names = [field.name for field in schema.fields]
    seen: set[str] = set()
    for index, name in enumerate(names):
        if name.strip() and name in seen:
            _wrong(findings, f"fields/{index}/name")
        seen.add(name)
    for index, field in enumerate(schema.fields):
        if not field.name.strip() and "name" in field.raw:
            findings.add(What.SCHEMA, value="name", pointer=f"/schema/fields/{index}")


def _twice(names: Sequence[str]) -> bool:
    return len(set(names)) < len(names)


def _wrong(findings: Findings, key: str) -> None:
    name = "name" if key.startswith("fields/") else key.partition("/")[0]
    findings.add(What.SCHEMA, value=name, pointer=f"/schema/{key}")
