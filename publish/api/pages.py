"""What the pages for people carry: the portal's frame, the columns by their titles, Datasette's words in two languages.

Datasette makes the pages of tables, rows and queries; the templates beside this file give them the look of the site
and say everything in the language of the answer, which ``?_lang=`` carries from link to link.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from datasette.utils import path_with_added_args, path_with_removed_args
from datasette.utils.asgi import Request
from markupsafe import Markup, escape

from publish import foreign, urls
from publish.api.instance import CATALOGUE, OPEN, Instance
from publish.api.known import Known
from publish.model import Json

# What the filters of Datasette are called, where their English names will not do in Chinese.
_LOOKUPS: Mapping[str, str] = {
    "exact": "等于",
    "not": "不等于",
    "contains": "含有",
    "endswith": "结尾是",
    "startswith": "开头是",
    "gt": "大于",
    "gte": "不小于",
    "lt": "小于",
    "lte": "不大于",
    "like": "符合 like",
    "notlike": "不符合 like",
    "glob": "符合 glob",
    "in": "是其中之一",
    "notin": "不在其中",
    "arraycontains": "数组含有",
    "arraynotcontains": "数组不含",
    "date": "日期是",
    "isnull": "为空",
    "notnull": "不为空",
    "isblank": "空白",
    "notblank": "不空白",
}
_LINK = re.compile(r'(<a href="[^"?#]+)"')


def frame(instance: Instance, request: Request | None) -> dict[str, Any]:
    """What the templates say of the portal on every page."""
    known = instance.known
    portal = known.raw["portal"]
    return {
        "portal": known.say(portal["title"]),
        "notice": known.say(portal["notice"]),
        "sponsor": known.say(portal["sponsor"]),
        "operator": known.say(portal["operator"]),
        "contact": portal["contact"],
        "say": known.say,
        "lang": known.lang,
        "carried": carried(known),
        "home": known.page("/"),
        "ways": _ways(instance),
        "static": lambda path: f"{known.prefix}/static/{path}?v={instance.version(f'/static/{path}')}",
        "dataset_page": lambda name: known.page(urls.dataset(name)),
        "rules_page": known.page(urls.RULES),
        "phrase": known.phrase,
        "mistake": known.mistake,
        "languages": [(tag, _in_language(request, tag)) for tag in known.languages if tag != known.lang],
    }


def table_words(instance: Instance, request: Request | None, database: str, table: str) -> dict[str, Any]:
    """What the page of a table, a row or a query needs besides."""
    known = instance.known
    base, _ = known.views.get(table, (table, ""))
    fields = known.raw["tables"].get(base, {}).get("fields", ()) if database == OPEN else ()
    by_name = {field["name"]: field for field in fields}

    def changed(added: dict[str, Any]) -> str:
        """This page with more asked for, from its first row."""
        if request is None:
            return ""
        path = path_with_removed_args(request, {"_next"})
        return str(instance.urls.path(path_with_added_args(request, added, path)))

    return {
        "dataset_of": lambda name: known.raw["tables"].get(known.views.get(name, (name, ""))[0], {}).get("package", ""),
        "title_of": lambda name: known.say(by_name.get(name, {}).get("title")) or name,
        "unit_of": lambda name: known.say(by_name.get(name, {}).get("unit")),
        "meaning_of": lambda name: known.meaning(by_name.get(name, {})),
        "label_of": lambda name, value: label(known, by_name.get(name), value) or value,
        "is_number": lambda name: by_name.get(name, {}).get("type") in ("integer", "number"),
        "lookup_words": lambda key, words: known.phrase(_LOOKUPS.get(key, words), words),
        "changed": changed,
        "in_language": _in_this_language(known),
        "database_title": instance.metadata("title", database=database) if database in (OPEN, CATALOGUE) else database,
    }


def cell(known: Known, database: str | None, table: str | None, column: str, value: Json) -> Markup | None:
    """A code with what it stands for, or None when there is nothing to add. Bytes are in no table of ours, so there is
    nothing to take home of those that somebody's SQL made."""
    if isinstance(value, bytes):
        return Markup('<span class="code">{}</span>').format(
            known.phrase(f"{len(value):,} 字节", f"{len(value):,} bytes")
        )
    fields = known.raw["tables"].get(table, {}).get("fields", ()) if database == OPEN else ()
    said = label(known, next((field for field in fields if field["name"] == column), None), value)
    return Markup('{} <span class="code">{}</span>').format(said, value) if said else None


def label(known: Known, field: Mapping[str, Any] | None, value: Json) -> str:
    """What a code or a truth value is called in the language of the answer; "" for any other value."""
    if field is None or isinstance(value, dict) or value is None:
        return ""
    if field["type"] == "boolean" and str(value) in ("0", "1"):
        return known.phrase("是", "yes") if str(value) == "1" else known.phrase("否", "no")
    found = next((said for code, said in field.get("categories", ()) if str(code) == str(value)), None)
    return known.say(found) if found else ""


def carried(known: Known) -> str:
    """The query that keeps the language: "" in the portal's own."""
    return "" if known.lang == known.languages[0] else f"?_lang={known.lang}"


def _in_this_language(known: Known) -> Callable[[Any], Any]:
    """A value of a cell: the links that Datasette made in it keep the language; what is Chinese elsewhere says so."""
    own, query = f"{known.prefix}/data/", carried(known)

    def spoken(value: Any) -> Any:
        if query and isinstance(value, Markup):
            value = Markup(_LINK.sub(lambda m: f'{m[1]}{query if own in m[1] else ""}"', str(value)))
        return foreign.runs(value, known.lang) if isinstance(value, str) else value

    return spoken


def _ways(instance: Instance) -> list[tuple[str, str]]:
    """The ways of the site's head that this release has."""
    known = instance.known
    ways = (
        (known.phrase("数据", "Datasets"), urls.DATASETS),
        (known.phrase("主题", "Topics"), urls.TOPICS),
        (known.phrase("机构", "Organisations"), urls.ORGANISATIONS),
        (known.phrase("目录", "Catalogue"), urls.CATALOGUE),
        (known.phrase("指南", "Guide"), "/guide/"),
    )
    return [(str(escape(words)), known.page(path)) for words, path in ways if instance.version(path)]


def _in_language(request: Request | None, tag: str) -> str:
    """This page in another language."""
    query = request.query_string if request else ""
    others = [part for part in query.split("&") if part and not part.startswith("_lang=")]
    return "?" + "&".join([*others, f"_lang={tag}"])
