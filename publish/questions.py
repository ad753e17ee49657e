"""The questions of ``entry.xlsx``, the sheet a steward fills in: one table, ``questions.toml``.

``draft`` writes the workbook by it and ``read`` reads it back, so a question stands in one place. A choice is shown as
``名称 code``; a code alone, or a name alone, is understood too.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from publish.model import ENTRY, Text, bilingual

FILE = ENTRY
DATASET, TABLES, FIELDS, LISTS, REMARKS = "数据集", "数据表", "字段", "选项", "起草说明"  # the sheets
FIRST_QUESTION = 4  # the row of the sheet 数据集 in which they begin, from 1
HEADINGS_ROW = 2  # of 数据表 and 字段
ITEM, ANSWER, HELP, EXAMPLE, KEY = range(5)  # the columns of 数据集


@dataclass(frozen=True, slots=True)
class Question:
    """One line of 数据集, or one column of 数据表 and 字段. ``key`` is its path in a description, its parts divided by
    ``/``; ``form`` is text, list, day, flag, or fixed (not to be changed)."""

    key: str
    label: Text
    help: Text = Text()
    example: str = ""
    choices: str = ""  # the name of a list
    required: bool = False
    form: str = "text"
    width: int = 20  # characters

    @property
    def pointer(self) -> str:
        """Its JSON Pointer in a description."""
        return f"/{self.key}"


@cache
def asked(sheet: str) -> tuple[Question, ...]:
    """The questions of a part: ``dataset``, ``tables`` or ``fields``."""
    return tuple(_question(row) for row in _table()[sheet])


@cache
def lists() -> Mapping[str, tuple[tuple[str, str], ...]]:
    """The lists that are the same in every portal: (name, code) in order."""
    return {name: tuple((zh, code) for zh, code in rows) for name, rows in _table()["lists"].items()}


def question(key: str) -> Question | None:
    """The question of the sheet 数据集 with this key."""
    return next((q for q in asked("dataset") if q.key == key), None)


def choice(name: str, code: str) -> str:
    """A choice as the sheet shows it."""
    return f"{name} {code}"


def worded(key: str, codes: Iterable[str]) -> Text:
    """The codes that may stand under a key, in a sentence: in Chinese with the names the sheet shows."""
    asked_for = question(key)
    names = {code: name for name, code in lists().get(asked_for.choices, ())} if asked_for else {}
    said = [f"{names[code]}（{code}）" if code in names else code for code in codes]
    return bilingual("、".join(said), ", ".join(codes))


def _table() -> Mapping[str, Any]:
    return tomllib.loads(files("publish").joinpath("questions.toml").read_text(encoding="utf-8"))


def _question(row: Mapping[str, Any]) -> Question:
    def said(key: str) -> Text:
        return bilingual(row[key]["zh"], row[key]["en"]) if key in row else Text()

    return Question(
        key=row["key"],
        label=said("label"),
        help=said("help"),
        example=row.get("example", ""),
        choices=row.get("choices", ""),
        required=row.get("required", False),
        form=row.get("form", "text"),
        width=row.get("width", 20),
    )
