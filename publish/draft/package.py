"""The draft as values: what datapackage.yaml says, what entry.xlsx is filled with, the files beside them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from publish.draft.categories import Label
from publish.draft.columns import Column
from publish.draft.keys import primary_key
from publish.draft.remark import Remark
from publish.draft.table import Found
from publish.draft.units import english as english_unit
from publish.model import FILL_IN, Portal, same_language
from publish.questions import asked, choice, lists

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"


@dataclass(frozen=True, slots=True)
class Drafted:
    """One table of the draft."""

    name: str
    title: str
    found: Found
    columns: tuple[Column, ...]

    @property
    def path(self) -> str:
        return f"data/{self.name}.csv"

    @property
    def notes(self) -> str:
        return "\n".join(self.found.notes)


@dataclass(frozen=True, slots=True)
class Draft:
    """A package that is not finished. ``answers`` are those of the sheet 数据集, by question, as it shows them."""

    name: str
    id: str
    tables: tuple[Drafted, ...]
    answers: Mapping[str, str]
    remarks: tuple[Remark, ...]


def to_csv(table: Drafted) -> bytes:
    """The rows as UTF-8 CSV under the names of the columns, lines ending in LF."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow([column.name for column in table.columns])
    writer.writerows(zip(*(column.values for column in table.columns), strict=True))
    return buffer.getvalue().encode("utf-8")


# --- datapackage.yaml beside entry.xlsx ------------------------------------------------------------------------------


def technical(draft: Draft, portal: Portal) -> dict[str, Any]:
    """The description of the tables, as they were found; everything else is asked for in entry.xlsx."""
    return _head(draft, portal) | {"resources": [_described(t, portal) for t in draft.tables]}


def _head(draft: Draft, portal: Portal) -> dict[str, Any]:
    return {"$schema": PROFILE, "name": draft.name, "id": draft.id, "languages": list(portal.languages)}


def _resource(table: Drafted, fields: Sequence[Mapping[str, Any]], **more: Any) -> dict[str, Any]:
    form = {"type": "table", "path": table.path, "format": "csv", "mediatype": "text/csv", "encoding": "utf-8"}
    return {"name": table.name, **more, **form, "schema": {"fields": list(fields)}}


# --- datapackage.yaml alone ------------------------------------------------------------------------------------------


def whole(draft: Draft, portal: Portal) -> dict[str, Any]:
    """The whole description, with a mark wherever only a person knows what to write."""
    record = _head(draft, portal)
    blanks = {**FILL_IN_KEYS, **{q.key: portal.language for q in asked("dataset") if q.required}}
    for question in asked("dataset"):
        told = draft.answers.get(question.key, "")
        value: Any = told.rpartition(" ")[2] if question.choices and told else told
        if not value and question.key in blanks:
            value = FILL_IN[blanks[question.key]]
        if question.key == "catalogue/secret":
            continue  # a person says so, or nobody does
        if value and question.form != "fixed":
            set_answer(record, question.key.split("/"), value)
    record["resources"] = [_described(t, portal) for t in draft.tables]
    return record


FILL_IN_KEYS = {"title@en": "en", "description@en": "en"}


def set_answer(group: Any, parts: Sequence[str], value: Any) -> None:
    """Write an answer into a description at the path of its question; groups and lists on the way are made."""
    for part, after in zip(parts, [*parts[1:], ""], strict=True):
        if not after:
            group[part] = value
        elif isinstance(group, list):
            if int(part) == len(group):
                group.append({})
            group = group[int(part)]
        else:
            group = group.setdefault(part, [] if after.isdigit() else {})


def _described(table: Drafted, portal: Portal) -> dict[str, Any]:
    chinese = same_language(portal.language, "zh")
    fields = [field_record(column, chinese) for column in table.columns]
    texts = {"title": table.title} | ({"description": table.notes} if table.notes else {})
    resource = _resource(table, fields, **texts)
    if key := primary_key(table.columns):
        resource["schema"]["primaryKey"] = list(key)
    return resource


def field_record(column: Column, chinese: bool) -> dict[str, Any]:
    field: dict[str, Any] = {"name": column.name, "type": column.type, "title": column.title}
    if column.english:
        field |= {"title@en": column.english, "drafted": ["title@en"]}
    if column.unit:
        field["unit"] = column.unit
        field |= {"unit@en": english} if (english := english_unit(column.unit)) else {}
    if column.categories:
        field["categories"] = [_category(label, column.type) for label in column.categories]
    return field


def _category(label: Label, kind: str) -> dict[str, Any]:
    value: Any = int(label.value) if kind == "integer" else label.value
    return {"value": value, "label": label.label} | ({"label@en": label.english} if label.english else {})


# --- the lines of entry.xlsx -----------------------------------------------------------------------------------------


def table_lines(draft: Draft) -> list[dict[str, str]]:
    """The lines of the sheet 数据表, by question."""
    return [{"name": t.name, "title": t.title, "path": t.path, "description": t.notes} for t in draft.tables]


def field_lines(draft: Draft) -> list[dict[str, str]]:
    """The lines of the sheet 字段, by question."""
    return [line for table in draft.tables for line in _lines(table)]


def _lines(table: Drafted) -> Iterable[dict[str, str]]:
    types = {code: choice(zh, code) for zh, code in lists()["types"]}
    yes = next(choice(zh, code) for zh, code in lists()["marks"])
    unlooked = next(choice(zh, code) for zh, code in lists()["drafted"])
    key = primary_key(table.columns)
    for column in table.columns:
        line = {
            "resource": table.name,
            "name": column.name,
            "title": column.title,
            "title@en": column.english,
            "drafted": unlooked if column.english else "",
            "type": types[column.type],
            "unit": column.unit,
            "unit@en": english_unit(column.unit),
            "required": yes if column.name in key else "",
            "key": yes if column.name in key else "",
            "categories": "\n".join(map(_meaning, column.categories)),
        }
        yield line


def _meaning(label: Label) -> str:
    return f"{label.value}={label.label}" + (f"/{label.english}" if label.english else "")
