"""The published descriptor: a Data Package, version 2, made from an admitted dataset.

``published`` describes what the site offers: every table as the CSV at ``data/<resource>.csv``, typed as it is in the
portal, other files as handed in; paths are relative to ``/dataset/<name>/`` and resolve there, hashes and sizes are
those of the files. ``bundled`` describes the files of the zip: as they were handed in, with their own schema and
dialect. Every translation stands beside its original under ``key@language``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date

from publish.admitted import Dataset
from publish.model import (
    Access,
    Contact,
    Entry,
    Field,
    ForeignKey,
    Json,
    Link,
    Package,
    Portal,
    Resource,
    ResourceKind,
    Schema,
    Text,
    same_language,
)
from publish.release import Download
from publish.tables import Table

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"

# In the published CSV these are spelled in one way, so what their source said of its spelling is left behind.
_RESPELLED = frozenset({"integer", "number", "boolean", "date", "datetime", "time", "yearmonth"})
_SPELLED = frozenset({"minimum", "maximum", "enum", "exclusiveMinimum", "exclusiveMaximum"})
_SPELLINGS = frozenset({"decimalChar", "groupChar", "bareNumber", "trueValues", "falseValues"})


def published(dataset: Dataset, downloads: Iterable[Download], portal: Portal) -> Json:
    """``datapackage.json`` as ``/dataset/<name>/`` serves it. A dataset with a notice only has its name alone."""
    lang = language(dataset.package, portal)
    made = {(d.resource, d.form): d for d in downloads if d.document}
    resources = [_offered(r, dataset.table(r.name), made.get((r.name, "csv")), lang) for r in dataset.package.resources]
    return _package(dataset, [r for r in resources if r], lang)


def bundled(dataset: Dataset, portal: Portal) -> Json:
    """``datapackage.json`` of the zip, whose paths are the files beside it."""
    lang = language(dataset.package, portal)
    resources = [_handed_in(r, dataset.table(r.name), lang) for r in dataset.package.resources]
    return _package(dataset, [r for r in resources if r], lang)


def language(package: Package, portal: Portal) -> str:
    """The language whose texts have no suffix."""
    return package.languages[0] if package.languages else portal.language


def said(key: str, text: Text, lang: str) -> dict[str, Json]:
    """``{"title": "公共厕所", "title@en": "Public toilets"}``; nothing for an empty text."""
    if not text:
        return {}
    main = text.tag(lang)
    others = {f"{key}@{tag}": string for tag, string in text if string and tag != main and not same_language(tag, lang)}
    return {key: text[lang]} | others


def _filled(value: Mapping[str, Json]) -> dict[str, Json]:
    """Without what is empty; dates as ISO text."""
    kept = {k: v for k, v in value.items() if v is not None and v != "" and v != [] and v != {} and v != ()}
    return {
        k: v.isoformat() if isinstance(v, date) else list(v) if isinstance(v, tuple) else v for k, v in kept.items()
    }


# --- the package --------------------------------------------------------------------------------------------------


def _package(dataset: Dataset, resources: list[Json], lang: str) -> Json:
    package = dataset.package
    if not dataset.shown:
        return {"$schema": PROFILE, "name": package.name, "resources": []}
    head = _filled(
        {"$schema": PROFILE, "name": package.name, "id": package.id}
        | said("title", package.title, lang)
        | said("description", package.description, lang)
        | {
            "languages": package.languages,
            "translation": dict(package.translation),
            "version": package.version,
            "created": package.created,
        }
        | {"homepage": package.homepage, "image": package.image}
        | {"licenses": [_link(v, lang) for v in package.licenses]}
        | {"sources": [_link(v, lang) for v in package.sources]}
        | {"contributors": [_link(v, lang) for v in package.contributors]}
        | _keywords(package.keywords, lang)
        | {"catalogue": _entry(package.entry, lang) if package.entry else None}
        | {"queries": [{"name": q.name, "sql": q.sql} | said("title", q.title, lang) for q in package.queries]}
    )
    return head | {"resources": resources}


def _link(link: Link, lang: str) -> Json:
    titles = said("title", link.title, lang)
    rest = {"path": link.path, "version": link.version, "email": link.email, "organization": link.organization}
    return _filled({"name": link.name} | titles | rest | {"roles": link.roles})


def _keywords(keywords: tuple[Text, ...], lang: str) -> dict[str, Json]:
    """A list for each language, matched by place as far as all are translated."""
    lists: dict[str, list[str]] = {}
    for keyword in keywords:
        for key, string in said("keywords", keyword, lang).items():
            lists.setdefault(key, []).append(string)
    return dict(lists)


def _entry(entry: Entry, lang: str) -> Json:
    period = {"start": entry.temporal.start, "end": entry.temporal.end}
    return _filled(
        {"code": entry.code, "topic": entry.topic, "provider": entry.provider, "status": entry.status}
        | {"status_from": entry.status_from}
        | said("status_reason", entry.status_reason, lang)
        | {"trial": _filled({"start": entry.trial.start, "end": entry.trial.end})}
        | {"replaced_by": entry.replaced_by}
        | {"sharing": _access(entry.sharing, lang), "opening": _access(entry.opening, lang)}
        | {"level": entry.level, "frequency": entry.frequency, "issued": entry.issued, "modified": entry.modified}
        | {"temporal": _filled(period), "spatial": entry.spatial, "contact": _contact(entry.contact, lang)}
        | {"secret": entry.secret}
        | said("mandate", entry.mandate, lang)
        | said("services", entry.services, lang)
        | said("notes", entry.notes, lang)
        | {"crs": entry.crs, "map_approval": entry.map_approval, "registrations": entry.registrations}
        | {"related": entry.related, "renamed_from": entry.renamed_from}
        | {"items": [to_field(f, lang) for f in entry.items]}
        | {"classification": entry.classification, "formats": entry.formats}
    )


def _access(access: Access, lang: str) -> Json:
    texts = {"condition": access.condition, "method": access.method, "basis": access.basis, "apply": access.apply}
    value: dict[str, Json] = {"type": access.type}
    for key, text in texts.items():
        value |= said(key, text, lang)
    return value


def _contact(contact: Contact, lang: str) -> Json:
    return _filled(said("name", contact.name, lang) | {"phone": contact.phone, "email": contact.email})


# --- resources ----------------------------------------------------------------------------------------------------


def _texts(resource: Resource, lang: str) -> dict[str, Json]:
    head: dict[str, Json] = {"name": resource.name}
    return head | said("title", resource.title, lang) | said("description", resource.description, lang)


def _offered(resource: Resource, table: Table | None, csv: Download | None, lang: str) -> Json:
    """A resource as the site offers it; None when it offers nothing of it."""
    head = _texts(resource, lang)
    if table is not None and csv is not None and csv.document is not None:
        form = {"path": f"data/{resource.name}.csv", "format": "csv", "mediatype": "text/csv", "encoding": "utf-8"}
        facts = {"bytes": csv.document.size, "hash": f"sha256:{csv.document.sha256}"}
        return head | {"type": "table"} | form | facts | {"schema": to_schema(table, resource.schema, lang)}
    if resource.files:
        paths = [f"original/{f.path}" for f in resource.files]
        return head | _file(resource, paths)
    if resource.paths:
        facts = {"bytes": resource.bytes, "hash": resource.hash}
        form = {"path": _one_or_all(resource.paths), "format": resource.format, "mediatype": resource.mediatype}
        return head | _filled(form | facts)
    return None


def _handed_in(resource: Resource, table: Table | None, lang: str) -> Json:
    """A resource as the zip holds it; None for inline data that are no table, and for what is elsewhere and unknown."""
    head = _texts(resource, lang)
    described = _own_schema(resource, table, lang)
    dialect = {"dialect": dict(resource.dialect)} if resource.dialect else {}
    kind = {"type": "table"} if resource.kind is ResourceKind.TABLE else {}
    if resource.files:
        return head | kind | _file(resource, [f.path for f in resource.files]) | dialect | described
    if resource.data is not None:
        return head | kind | {"data": resource.data} | described
    if resource.paths:
        facts = {"bytes": resource.bytes, "hash": resource.hash, "format": resource.format}
        return head | _filled({"path": _one_or_all(resource.paths)} | facts)
    return None


def _own_schema(resource: Resource, table: Table | None, lang: str) -> dict[str, Json]:
    """The schema as it was written, with the keys of other packages set apart as ``to_schema`` does. None for GeoJSON:
    its features are no rows to a reader of the standard."""
    if resource.kind is not ResourceKind.TABLE:
        return {}
    if resource.schema is not None and resource.schema.raw:
        kept = {k: v for k, v in resource.schema.raw.items() if k != "foreignKeys"}
        return {"schema": kept | _keys(resource.schema)}
    return {"schema": to_schema(table, resource.schema, lang)} if table is not None else {}


def _file(resource: Resource, paths: list[str]) -> Json:
    """Where the files are; a hash of one file only, for the standard knows no other."""
    form = {"path": _one_or_all(paths), "format": resource.format, "mediatype": resource.mediatype}
    encoding = {"encoding": resource.encoding if resource.tabular else None, "compression": resource.compression}
    digest = f"sha256:{resource.files[0].sha256}" if len(resource.files) == 1 else None
    return _filled(form | encoding | {"bytes": sum(f.bytes for f in resource.files), "hash": digest})


def _one_or_all(paths: Iterable[str]) -> Json:
    found = list(paths)
    return found[0] if len(found) == 1 else found


# --- schema -------------------------------------------------------------------------------------------------------


def to_schema(table: Table, schema: Schema | None, lang: str) -> Json:
    """The Table Schema of a published table. A key of another package is told under ``catalogue:foreignKeys``: a reader
    of the standard looks for its resource in this package and would stop."""
    return _filled(
        {
            "fields": [to_field(f, lang, respelled=True) for f in table.fields],
            "primaryKey": table.primary_key,
            "uniqueKeys": [list(k) for k in table.unique_keys],
            "withheld": [to_field(f, lang) for f in schema.withheld] if schema else [],
        }
        | (_keys(schema) if schema else {})
    )


def _keys(schema: Schema) -> dict[str, Json]:
    keys = schema.foreign_keys
    inside, outside = [_key(k) for k in keys if not k.package], [_key(k) for k in keys if k.package]
    return _filled({"foreignKeys": inside, "catalogue:foreignKeys": outside})


def _key(key: ForeignKey) -> Json:
    target: dict[str, Json] = {"package": key.package} if key.package else {}
    return {"fields": list(key.fields), "reference": target | {"resource": key.resource, "fields": list(key.reference)}}


def to_field(field: Field, lang: str, *, respelled: bool = False) -> Json:
    """A field of a Table Schema; ``respelled``: its values are spelled as the portal does, not as their source did."""
    moved = respelled and field.type in _RESPELLED
    spelled_anew = moved and (field.format != "default" or any(key in field.raw for key in _SPELLINGS))
    constraints = {k: v for k, v in field.constraints.items() if not (spelled_anew and k in _SPELLED)}
    labels = [{"value": typed(field, c.value)} | said("label", c.label, lang) for c in field.categories]
    return _filled(
        {"name": field.name, "type": field.type, "format": "" if moved or field.format == "default" else field.format}
        | said("title", field.title, lang)
        | said("description", field.description, lang)
        | said("unit", field.unit, lang)
        | said("basis", field.basis, lang)
        | {"constraints": constraints, "categories": labels}
        | {"categoriesOrdered": field.categories_ordered or None}
    )


def typed(field: Field, value: str) -> Json:
    """A category's value as the field's type has it: ``1`` of an integer field is a number."""
    if field.type not in ("integer", "number"):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value
