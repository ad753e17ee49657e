"""Work: one draft on the desk, with what a person corrected and answered. Everything here is pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import yaml

from publish.draft import Draft, Drafted
from publish.draft.columns import Column
from publish.draft.package import set_answer, to_csv, whole
from publish.history import HEADER, HISTORY
from publish.model import Portal
from publish.questions import Question, asked

DESCRIPTION = "datapackage.yaml"
_LIST = re.compile(r"[、，,；;\n]")
_FLAGS = {"true": True, "false": False}

Place = tuple[int, int]  # of a table, and of a column in it


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person says of a column."""

    title: str
    english: str = ""
    type: str = "string"
    unit: str = ""
    description: str = ""
    left_out: bool = False  # it is not taken into the package


@dataclass(frozen=True, slots=True)
class Heading:
    """What a table is called."""

    title: str
    english: str = ""


@dataclass(frozen=True, slots=True)
class Work:
    """A draft as it was made, and what was said since. ``answers`` are by question, a choice by its code."""

    draft: Draft
    name: str
    answers: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[Place, Correction] = field(default_factory=dict)
    headings: Mapping[int, Heading] = field(default_factory=dict)  # by table
    looked_at: bool = False  # a person went through the columns: what was drafted of them is no longer marked

    @classmethod
    def of(cls, draft: Draft) -> Work:
        """The work as it begins: with what the draft could tell."""
        told = {q.key: q for q in asked("dataset")}
        answers = {key: _code(told[key], answer) for key, answer in draft.answers.items() if key in told}
        columns = {
            (t, c): Correction(column.title, column.english, column.type, column.unit)
            for t, table in enumerate(draft.tables)
            for c, column in enumerate(table.columns)
        }
        headings = {t: Heading(table.title) for t, table in enumerate(draft.tables)}
        return cls(draft, draft.name, answers, columns, headings)


def _code(question: Question, answer: str) -> str:
    return answer.rpartition(" ")[2] if question.choices else answer


def corrected(work: Work) -> Draft:
    """The draft with the corrected columns, without those that are left out, and under its name."""
    tables = tuple(_table(table, t, work) for t, table in enumerate(work.draft.tables))
    return replace(work.draft, name=work.name, tables=tables, answers={})


def _table(table: Drafted, place: int, work: Work) -> Drafted:
    columns = (
        _column(column, work.columns[place, c])
        for c, column in enumerate(table.columns)
        if not work.columns[place, c].left_out
    )
    return replace(table, title=work.headings[place].title, columns=tuple(columns))


def _column(column: Column, said: Correction) -> Column:
    """A column as it was corrected. Values with meanings belong to the type they were found with."""
    meanings = column.categories if said.type == column.type else ()
    return replace(column, title=said.title, english=said.english, type=said.type, unit=said.unit, categories=meanings)


def described(work: Work, portal: Portal) -> dict[str, Any]:
    """The description. What must be answered and is not bears the mark “to fill in”, which the gate refuses."""
    record = whole(corrected(work), portal)
    for question in asked("dataset"):
        answer = work.answers.get(question.key, "").strip()
        if answer and question.form != "fixed":
            set_answer(record, question.key.split("/"), _spelled(question, answer))
        elif not question.required and "/" not in question.key and question.form != "fixed":
            record.pop(question.key, None)
    for t, resource in enumerate(record["resources"]):
        alone = len(record["resources"]) == 1
        english = work.headings[t].english or (record.get("title@en") if alone else "")
        if english:
            resource["title@en"] = english
        kept = [said for (table, _), said in sorted(work.columns.items()) if table == t and not said.left_out]
        for described_, said in zip(resource["schema"]["fields"], kept, strict=True):
            if work.looked_at:
                described_.pop("drafted", None)
            if said.description:
                described_["description"] = said.description
    return record


def _spelled(question: Question, answer: str) -> Any:
    """An answer as a description holds it."""
    if question.form == "list":
        return [part.strip() for part in _LIST.split(answer) if part.strip()]
    return _FLAGS.get(answer, answer) if question.form == "flag" else answer


def files(work: Work, portal: Portal) -> dict[str, bytes]:
    """The files of the package by path. The table that was handed in is none of them."""
    text = yaml.safe_dump(described(work, portal), allow_unicode=True, sort_keys=False, width=110)
    beside = {DESCRIPTION: text.encode("utf-8"), HISTORY: HEADER.encode("utf-8")}
    return beside | {table.path: to_csv(table) for table in corrected(work).tables}
