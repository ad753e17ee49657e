"""CSV on the Web: what a published CSV holds, in the file that its readers look for: ``<resource>.csv-metadata.json``.

A column is found again by its heading, which is the field's name; what people call it stands beside that, in each
language. A table whose columns point at other tables is described as a group with those tables, each complete, for a
reader of a foreign key looks for its target in the same file. Words beyond the standard's are Dublin Core's and
schema.org's: the unit, and the labels of codes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from urllib.parse import quote

from publish.catalogue.listing import Listing
from publish.descriptor import typed
from publish.model import Field, Json, Text
from publish.tables import Table

MEDIA_TYPE = "application/csvm+json"
CONTEXT = "http://www.w3.org/ns/csvw"
_DATATYPES: Mapping[str, str] = {
    "integer": "integer",
    "number": "number",
    "boolean": "boolean",
    "date": "date",
    "datetime": "dateTime",
    "time": "time",
    "year": "gYear",
    "yearmonth": "gYearMonth",
    "duration": "duration",
    "geojson": "json",
    "array": "json",
    "object": "json",
}
_BOUNDS = ("minimum", "maximum", "minLength", "maxLength")
_ONLY_TEXT = frozenset({"minLength", "maxLength"})


def to_csvw(listed: Listing, table: Table) -> Json:
    """The description of one table of a dataset as its CSV has it."""
    targets = {r.table: t for r in table.references if (t := listed.referred.get(r.table)) is not None}
    own = _table(listed, table, targets)
    head = {"@context": [CONTEXT, {"@language": listed.portal.language}]}
    others = [t for name, t in targets.items() if name != table.name]
    if not others:
        return head | {"@type": "Table"} | own
    around = [{"url": _url(t, listed.package.name), "tableSchema": _schema(t, {}, "")} for t in others]
    return head | {"@type": "TableGroup", "tables": [own, *around]}


def _table(listed: Listing, table: Table, targets: Mapping[str, Table]) -> dict[str, Json]:
    package = listed.package
    resource = package.resource(table.resource)
    body = {
        "url": _url(table, package.name),
        "dc:title": _said((resource.title if resource else Text()) or package.title),
        "dc:description": _said((resource.description if resource else Text()) or package.description),
        "dc:license": {"@id": listed.licence_link.path} if listed.licence_link.path else None,
        "dc:publisher": _said(listed.provider.name) if listed.provider else None,
        "dc:modified": {"@value": listed.modified.isoformat(), "@type": "xsd:date"} if listed.modified else None,
        "dc:isPartOf": {"@id": f"urn:uuid:{listed.id}"},
        "dialect": {"encoding": "utf-8", "header": True, "lineTerminators": ["\n"]},
        "tableSchema": _schema(table, targets, package.name),
    }
    return {key: value for key, value in body.items() if value not in (None, [])}


def _url(table: Table, package: str) -> str:
    """A table's CSV, as seen from the folder of this package's data."""
    name = f"{quote(table.resource)}.csv"
    return name if table.package == package else f"../../{quote(table.package)}/data/{name}"


def _said(text: Text) -> list[Json]:
    return [{"@value": string, "@language": tag} for tag, string in text if string]


# --- the schema ---------------------------------------------------------------------------------------------------


def _schema(table: Table, targets: Mapping[str, Table], package: str) -> Json:
    """Its columns and keys; only keys into ``targets``, which the file describes too."""
    keys = [
        {
            "columnReference": [column_name(name) for name in reference.fields],
            "reference": {
                "resource": _url(targets[reference.table], package),
                "columnReference": [column_name(name) for name in reference.columns],
            },
        }
        for reference in table.references
        if reference.table in targets
    ]
    body = {
        "columns": [_column(f) for f in table.fields],
        "primaryKey": [column_name(name) for name in table.primary_key],
        "foreignKeys": keys,
    }
    return {key: value for key, value in body.items() if value}


_NOT_IN_NAME = re.compile(r"[-~]|^_|^\.|\.(?=\.)|\.$")


def column_name(name: str) -> str:
    """A field's name as a variable of URI templates, which is what CSVW takes for one."""
    return _NOT_IN_NAME.sub(lambda found: f"%{ord(found.group()):02X}", quote(name, safe=""))


def _column(field: Field) -> Json:
    titles: dict[str, list[str]] = {}
    for tag, string in field.title:
        if string:
            titles.setdefault(tag, []).append(string)
    body = {
        "name": column_name(field.name),
        "titles": {"und": [field.name], **titles},
        "dc:description": _said(field.description),
        "datatype": _datatype(field),
        "required": field.required or None,
        "null": [""],
        "schema:unitText": _said(field.unit),
        "schema:valueReference": [
            {"schema:value": typed(field, c.value), "schema:name": _said(c.label)} for c in field.categories
        ],
    }
    return {key: value for key, value in body.items() if value not in (None, [])}


def _datatype(field: Field) -> Json:
    """The datatype, with what is required of its values. CSVW has lengths for text, bounds for the rest."""
    base = _DATATYPES.get(field.type, "string")
    text = base == "string"
    held = {key: field.constraints[key] for key in _kept(field.constraints, text) if base != "json"}
    if base == "string" and isinstance(pattern := field.constraints.get("pattern"), str):
        held["format"] = pattern
    return {"base": base, **held} if held else base


def _kept(constraints: Mapping[str, Json], text: bool) -> Iterable[str]:
    return (key for key in _BOUNDS if key in constraints and (key in _ONLY_TEXT) == text)
