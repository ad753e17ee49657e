"""``llms.txt``: what an assistant needs to find and read the data, in Markdown."""

from __future__ import annotations

from collections.abc import Sequence

from publish import urls
from publish.catalogue.listing import Listing
from publish.model import Portal
from publish.urls import Urls

_MOST = 500  # datasets named one by one


def to_llms(portal: Portal, listed: Sequence[Listing]) -> bytes:
    """The file: the portal, its interfaces, its datasets."""
    at = Urls.of(portal).absolute
    notice = [f"> {portal.demo_notice['en']}", ""] if portal.demo and portal.demo_notice else []
    lines = [
        f"# {portal.title['en']} ({portal.title[portal.language]})",
        "",
        f"> {portal.description['en']}",
        "",
        *notice,
        "Open government data. Titles, descriptions and column names are given in Chinese and English; English pages "
        "stand under `/en/`. No key and no login is needed; every interface is read-only.",
        "",
        "## Interfaces",
        "",
        f"- [All datasets]({at(urls.INDEX)}): one JSON index of Data Package descriptors",
        f"- [Query interface]({at(urls.API)}): tables as JSON and CSV with filters, facets and search; "
        f"SQL (SQLite) at {at(urls.SQL)}.json?sql=",
        f"- [MCP]({at(urls.ASSISTANTS)}): for assistants, streamable HTTP: find_tables, describe_table, execute_sql",
        f"- [The whole database]({at(urls.DATABASE)}): every table in one SQLite file; "
        f"[every file with its SHA-256]({at(urls.MANIFEST)})",
        f"- [CKAN Action API]({at(urls.action('package_search'))}?q=): search, lists, datastore_search, SQL",
        f"- [OpenAPI 3.1]({at(urls.OPENAPI)}): every interface with its parameters; "
        f"[for people]({at(Urls.of(portal).page(urls.INTERFACES, 'en'))})",
        f"- [DCAT-AP catalogue]({at(urls.catalog('jsonld'))}): also as .ttl and .rdf",
        f"- [Changes]({at(urls.CHANGES)}): every version of every dataset, oldest first; "
        f"[Atom]({at(urls.feed())}) for people",
        f"- [JSON Schema of a package]({at(urls.schema('package'))}): what a descriptor says beyond Data Package 2; "
        f"[of the check's report]({at(urls.schema('report'))})",
        "",
        f"What is under `{urls.API}` and `/api/` is answered by the query service: it is not there while that rests, "
        "nor where a portal is published as files alone. All else is files; so is what CKAN's actions list and show, "
        f"at {at(urls.ckan('package_list'))} and {at(urls.ckan('package_show', 'NAME'))}.",
        "",
        "Each table is at `/dataset/<name>/data/<resource>.<form>` as csv, json, ndjson and parquet; each dataset is "
        "described at `/dataset/<name>/datapackage.json`, for machine learning at `/dataset/<name>/croissant.json`.",
        "",
        "## Datasets",
        "",
        *(_line(each, at(urls.descriptor(each.package.name))) for each in listed[:_MOST]),
    ]
    if len(listed) > _MOST:
        lines.append(f"- … and {len(listed) - _MOST} more in {at(urls.INDEX)}")
    return ("\n".join(lines) + "\n").encode()


def _line(listed: Listing, url: str) -> str:
    package = listed.package
    both = " · ".join(dict.fromkeys(s for s in (package.title["en"], package.title["zh"]) if s))
    about = _plain(package.description["en"])
    return f"- [{_plain(both)}]({url}): {about[:200]}" if about else f"- [{_plain(both)}]({url})"


def _plain(text: str) -> str:
    """On one line, and nothing of it Markdown's: no link, no HTML."""
    return " ".join(text.replace("[", "(").replace("]", ")").replace("<", "\\<").split())
