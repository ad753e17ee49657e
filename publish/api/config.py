"""What the service needs to know of a release, as JSON: titles, columns, units, licences, limits, canned queries.

It is written once, when the release is made. A text is ``{language tag: string}``; the service picks a language for
each answer, so nothing is said twice.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from publish import urls
from publish.admitted import Admitted, Dataset
from publish.api.turns import QUICK
from publish.figures import Figures
from publish.model import Field, Json, Limits, Package, Text
from publish.tables import Table, labelled
from publish.urls import Urls

FORMAT = 3  # of this file; a service that reads another refuses it


def config(admitted: Admitted, figures: Mapping[str, Figures]) -> Json:
    """The configuration of one release."""
    portal = admitted.portal
    return {
        "format": FORMAT,
        "as_of": admitted.as_of.isoformat(),
        "portal": {
            "title": said(portal.title),
            "description": said(portal.description),
            "languages": list(portal.languages),
            "base_url": Urls.of(portal).base,
            "prefix": Urls.of(portal).prefix,
            "notice": said(portal.demo_notice) if portal.demo else {},
            "licence": _licence(admitted, portal.licence),
            "sponsor": said(portal.sponsor),
            "operator": said(portal.operator),
            "contact": {
                "name": said(portal.contact.name),
                "phone": portal.contact.phone,
                "email": portal.contact.email,
            },
        },
        "settings": settings(portal.limits),
        "tables": {t.name: _table(admitted, d, t) for d in admitted.shown for t in d.tables},
        "views": {name: [t.name, lang] for t in admitted.tables for name, lang in _views(t, portal.languages)},
        "queries": {urls.query(d.name, q.name): _query(d.package, n) for d in admitted.shown for n, q in _queries(d)},
    }


def to_text(value: Json) -> str:
    """The configuration as it is written: equal values, equal bytes."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"


def settings(limits: Limits) -> dict[str, Json]:
    """Datasette's settings. Suggesting facets cost 1.3 s a page on a million rows; the release offers the whole
    database as a download, so Datasette does not."""
    return {
        "allow_csv_stream": True,
        "allow_download": False,
        "default_cache_ttl": 300,
        "default_facet_size": 30,
        "default_page_size": min(100, limits.api_rows),
        "facet_time_limit_ms": min(500, limits.api_ms),
        "max_csv_mb": 100,
        "max_returned_rows": limits.api_rows,
        "num_sql_threads": QUICK,
        "sql_time_limit_ms": limits.api_ms,
        "suggest_facets": False,
        "truncate_cells_html": 300,
    }


def said(text: Text) -> dict[str, str]:
    """A text by language tag."""
    return {tag: string for tag, string in text if string}


def _table(admitted: Admitted, dataset: Dataset, table: Table) -> Json:
    package = dataset.package
    resource = package.resource(table.resource)
    entry = package.entry
    office = admitted.provider(package)
    own = resource is not None and bool(resource.title) and len(dataset.tables) > 1
    return {
        "package": package.name,
        "resource": table.resource,
        "title": said(resource.title if resource and own else package.title),
        "description": said((resource.description if resource else Text()) or package.description),
        "rows": table.rows,
        "primary_key": list(table.primary_key),
        "references": [[list(r.fields), r.table, list(r.columns)] for r in table.references],
        "fields": [_field(field) for field in table.fields],
        "licence": _licence(admitted, package.licenses[0].name if package.licenses else admitted.portal.licence),
        "provider": said(office.name) if office else {},
        "modified": entry.modified.isoformat() if entry and entry.modified else None,
    }


def _views(table: Table, languages: Sequence[str]) -> Iterator[tuple[str, str]]:
    """(name, language) of the views of a table."""
    named = (name for name, _ in labelled(table, languages))
    return zip(named, languages, strict=False)  # none for a table without codes


def _field(field: Field) -> Json:
    body = {
        "name": field.name,
        "type": field.type,
        "title": said(field.title),
        "description": said(field.description),
        "unit": said(field.unit),
        "categories": [[category.value, said(category.label)] for category in field.categories],
    }
    return {key: value for key, value in body.items() if value not in ({}, [])}


def _licence(admitted: Admitted, name: str) -> Json:
    licence = admitted.registers.licences.get(name)
    return {"id": name, "title": said(licence.name), "url": licence.url} if licence else {"id": name}


def _queries(dataset: Dataset) -> list[tuple[int, Json]]:
    return list(enumerate(dataset.package.queries)) if dataset.tables else []


def _query(package: Package, number: int) -> Json:
    query = package.queries[number]
    return {"package": package.name, "name": query.name, "sql": query.sql, "title": said(query.title)}
