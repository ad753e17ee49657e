"""Croissant 1.1: a Listing with tables as what tools for machine learning load; read with ``mlcroissant``.

| Kaimen | Croissant |
|---|---|
| title, description, at every level | name, description, by language |
| each table | a RecordSet whose fields are columns of its Parquet file, the form that keeps every type |
| CSV and Parquet of each table | FileObjects, with size and SHA-256 |
| primary key; a key of one column into a table of the package | key; references |
| categories | a RecordSet of sc:Enumeration with its codes and their labels, which the field references |

Keys into other packages and keys of several columns are told by ``datapackage.json`` and CSVW: a reader of Croissant
looks for what a field references in the same file, and joins on one column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from publish import urls
from publish.catalogue.listing import Listing
from publish.catalogue.rdf import iri_text, xml_text
from publish.catalogue.schema_org import coverage, describe
from publish.descriptor import typed
from publish.model import Field, Json, Text, same_language
from publish.release import Download
from publish.tables import Reference, Table

MEDIA_TYPE = f'application/ld+json; profile="{urls.CROISSANT}"'
PARQUET = "application/x-parquet"  # the name that readers of Croissant know it by, beside IANA's
_LASTING = frozenset({"NEVER", "NOT_PLANNED", "UNKNOWN"})  # frequencies of data that nobody means to renew
_TYPES: Mapping[str, str] = {
    "integer": "sc:Integer",
    "year": "sc:Integer",
    "number": "sc:Float",
    "boolean": "sc:Boolean",
    "date": "sc:Date",
    "datetime": "sc:DateTime",
}
_OWN = (
    "arrayShape citeAs column containedIn equivalentProperty extract field fileProperty fileObject fileSet format "
    "includes isArray isLiveDataset jsonPath key md5 parentField path recordSet references regex repeated replace "
    "samplingRate separator source subField transform"
).split()


def context(lang: str) -> Json:
    """The context of Croissant 1.1. ``lang`` is that of texts that do not say theirs."""
    return {
        "@language": lang,
        "@vocab": "https://schema.org/",
        "sc": "https://schema.org/",
        "cr": "http://mlcommons.org/croissant/",
        "rai": "http://mlcommons.org/croissant/RAI/",
        "dct": "http://purl.org/dc/terms/",
        "conformsTo": "dct:conformsTo",
        "data": {"@id": "cr:data", "@type": "@json"},
        "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
        "description": {"@container": "@language"},
        "examples": {"@id": "cr:examples", "@type": "@json"},
        "name": {"@container": "@language"},
        **{name: f"cr:{name}" for name in _OWN},
    }


def to_croissant(listed: Listing) -> Json:
    """The description of a dataset that has a table in Parquet; None for any other."""
    files = [d for d in listed.downloads if d.form in ("csv", "parquet")]
    tables = loadable(listed)
    if not tables:
        return None
    body = {
        "@context": context(listed.portal.language),
        "@type": "sc:Dataset",
        "@id": f"urn:uuid:{listed.id}",
        "conformsTo": urls.CROISSANT,
        **_about(listed),
        "distribution": [_file(listed, d) for d in files],
        "recordSet": [each for table in tables for each in _record_sets(listed, table, tables)],
    }
    return {key: value for key, value in body.items() if value not in ("", [], {}, None)}


def loadable(listed: Listing) -> list[Table]:
    """Its tables that are offered as Parquet."""
    held = {d.resource for d in listed.downloads if d.form == "parquet"}
    return [table for table in listed.dataset.tables if table.resource in held]


def _about(listed: Listing) -> dict[str, Json]:
    package, lang = listed.package, listed.portal.language
    said = [tag for tag, string in package.title if string]
    creator = _creator(listed)
    return {
        "name": _spoken(package.title) or package.name,
        "description": {tag: describe(listed, tag) for tag in said} or describe(listed, lang),
        "url": listed.url,
        "identifier": [value for value in (package.id, listed.entry.code) if value],
        "license": listed.licence_link.path,
        "keywords": list(dict.fromkeys(word for _, word in listed.keywords)),
        "creator": creator,
        "publisher": creator,
        "inLanguage": list(package.languages),
        "version": package.version,
        "datePublished": listed.issued.isoformat() if listed.issued else "",
        "dateModified": listed.modified.isoformat() if listed.modified else "",
        "temporalCoverage": coverage(listed.entry.temporal),
        "isLiveDataset": listed.frequency not in _LASTING,
        "citeAs": _cite(listed),
    }


def _spoken(text: Text) -> dict[str, str]:
    return {tag: xml_text(string) for tag, string in text if string}


def _creator(listed: Listing) -> Json:
    office, portal = listed.provider, listed.portal
    name = (office.name if office else portal.sponsor or portal.operator or portal.title)[portal.language]
    path = urls.organisation(office.slug) if office else urls.HOME
    return {"@type": "sc:Organization", "name": name, "url": listed.urls.absolute(path)}


_BRACES = re.compile(r"[{}\\]")


def _cite(listed: Listing) -> str:
    """BibTeX, as Croissant wants it."""
    lang, when = listed.portal.language, listed.modified or listed.issued
    said = {
        "title": listed.package.title[lang],
        "author": f"{{{_BRACES.sub('', _creator(listed)['name'])}}}",  # one name, not first and last
        "year": str(when.year) if when else "",
        "version": listed.package.version,
        "publisher": listed.portal.title[lang],
        "url": listed.url,
    }
    plain = {key: value if key == "author" else _BRACES.sub("", value) for key, value in said.items() if value}
    return f"@misc{{{listed.package.name}, {', '.join(f'{key} = {{{value}}}' for key, value in plain.items())}}}"


# --- files and record sets ----------------------------------------------------------------------------------------


def _file_id(listed: Listing, download: Download) -> str:
    """Its path below the dataset's page: ``data/clinics.csv``."""
    return download.url.removeprefix(urls.dataset(listed.package.name))


def _file(listed: Listing, download: Download) -> Json:
    media_type = download.media_type.split(";")[0]
    identity = _file_id(listed, download)
    resource = listed.resource(download)
    body = {
        "@type": "cr:FileObject",
        "@id": identity,
        "name": identity.rpartition("/")[2],
        "description": _spoken(resource.title) if resource else {},
        "contentUrl": listed.urls.absolute(download.url),
        "encodingFormat": [media_type, PARQUET] if download.form == "parquet" else media_type,
        "contentSize": f"{download.size} B",
        "sha256": download.document.sha256 if download.document else "",
    }
    return {key: value for key, value in body.items() if value}


def _id(*names: str) -> str:
    """``clinics/beds``; two names never become one."""
    return "/".join(iri_text(name.replace("%", "%25").replace("/", "%2F")) for name in names)


def _record_sets(listed: Listing, table: Table, tables: list[Table]) -> Iterator[Json]:
    """The table, then the lists of codes its columns use."""
    resource = listed.package.resource(table.resource)
    file = next(d for d in listed.downloads if d.form == "parquet" and d.resource == table.resource)
    known = {t.name: t for t in tables}
    body = {
        "@type": "cr:RecordSet",
        "@id": _id(table.resource),
        "name": (_spoken(resource.title) if resource else {}) or table.resource,
        "description": _spoken(resource.description) if resource else {},
        "key": [{"@id": _id(table.resource, name)} for name in table.primary_key],
        "field": [_field(table, f, _file_id(listed, file), known) for f in table.fields],
    }
    yield {key: value for key, value in body.items() if value}
    yield from (_codes(table, f) for f in table.fields if f.categories)


def _field(table: Table, field: Field, file: str, known: Mapping[str, Table]) -> Json:
    target = next((r for r in table.references if r.fields == (field.name,)), None)
    described = Text(tuple((tag, _with_unit(field, tag)) for tag in _tags(field)))
    body = {
        "@type": "cr:Field",
        "@id": _id(table.resource, field.name),
        "name": _spoken(field.title) or field.name,
        "description": _spoken(described),
        "dataType": _TYPES.get(field.type, "sc:Text"),
        "source": {"fileObject": {"@id": file}, "extract": {"column": field.name}},
        "references": _target(table, field, target, known),
    }
    return {key: value for key, value in body.items() if value}


def _tags(field: Field) -> list[str]:
    return list(dict.fromkeys(tag for text in (field.description, field.unit) for tag, string in text if string))


def _with_unit(field: Field, tag: str) -> str:
    """Croissant has no word for a unit, so the description says it."""
    unit = field.unit[tag]
    label = ("单位：" if same_language(tag, "zh") else "Unit: ") + unit if unit else ""
    own = field.description[tag] if field.description.has(tag) else ""
    return "\n".join(part for part in (own, label) if part)


def _target(table: Table, field: Field, reference: Reference | None, known: Mapping[str, Table]) -> Json:
    """The field that this one's values are found in: a key of another table, else its list of codes."""
    if reference and reference.table in known and reference.table != table.name:
        return {"field": {"@id": _id(known[reference.table].resource, reference.columns[0])}}
    return {"field": {"@id": _id(_codes_name(table, field), "code")}} if field.categories else None


def _codes_name(table: Table, field: Field) -> str:
    return f"{table.resource}.{field.name}"


def _codes(table: Table, field: Field) -> Json:
    """The codes of a column and their labels, one column a language."""
    name = _codes_name(table, field)
    tags = list(dict.fromkeys(tag for c in field.categories for tag, string in c.label if string))
    kind_of_code = _TYPES[field.type] if field.type in ("integer", "number") else "sc:Text"
    columns = [("code", kind_of_code), *((f"label-{tag}", "sc:Text") for tag in tags)]
    return {
        "@type": "cr:RecordSet",
        "@id": _id(name),
        "name": _spoken(field.title) or name,
        "dataType": "sc:Enumeration",
        "key": {"@id": _id(name, "code")},
        "field": [
            {"@type": "cr:Field", "@id": _id(name, column), "name": column, "dataType": kind}
            for column, kind in columns
        ],
        "data": [
            {_id(name, "code"): typed(field, c.value)} | {_id(name, f"label-{tag}"): c.label[tag] for tag in tags}
            for c in field.categories
        ],
    }
