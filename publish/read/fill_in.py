"""entry.xlsx -> what a steward wrote into it, answer by answer, each with its cell.

The workbook is the one that ``new`` writes; lines may be moved, left empty and taken out, columns too: a line is known
by the code at its end or by its label, a column by its heading.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from publish.model import EntryCell, Json
from publish.problems import cell_name
from publish.questions import (
    ANSWER,
    DATASET,
    FIELDS,
    FILE,
    FIRST_QUESTION,
    HEADINGS_ROW,
    ITEM,
    KEY,
    LISTS,
    TABLES,
    Question,
    asked,
    lists,
)
from publish.workbook import Workbook

MOST_BYTES = 5_000_000
_UNPACKED = 100_000_000
_ROWS = 20_000
_LIST = re.compile(r"[、，,；;\n]")
_FLAGS = {"true": True, "false": False}


class Unopened(ValueError):
    """It is no workbook that can be read."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What stands in one cell: text, a flag, a list, or None for nothing."""

    question: Question
    value: Json
    cell: EntryCell


Line = Mapping[str, Answer]  # by key, one line of 数据表 or 字段


@dataclass(frozen=True, slots=True)
class FillIn:
    """Everything in entry.xlsx."""

    dataset: tuple[Answer, ...] = ()
    tables: tuple[Line, ...] = ()
    fields: tuple[Line, ...] = ()


def read_fill_in(path: Path) -> FillIn:
    """The answers in a workbook. Raises Unopened."""
    try:
        if path.stat().st_size > MOST_BYTES or _unpacked(path) > _UNPACKED:
            raise Unopened
        with Workbook(path) as book:
            grids = {
                name: book.read(number)[0][:_ROWS]
                for name in (DATASET, TABLES, FIELDS, LISTS)
                if (number := book.number(name)) is not None
            }
    except (zipfile.BadZipFile, OSError, ValueError) as error:  # Unopened of the workbook is one of them
        raise Unopened from error
    if DATASET not in grids:
        raise Unopened
    known = _lists(grids.get(LISTS, []))
    return FillIn(
        tuple(_dataset(grids[DATASET], known)),
        tuple(_lines(TABLES, "tables", grids.get(TABLES, []), known)),
        tuple(_lines(FIELDS, "fields", grids.get(FIELDS, []), known)),
    )


def _unpacked(path: Path) -> int:
    with zipfile.ZipFile(path) as archive:
        return sum(info.file_size for info in archive.infolist())


def _lists(grid: Sequence[Sequence[Any]]) -> dict[str, dict[str, str]]:
    """Code by name, for each list: those of every portal, and those of the hidden sheet."""
    known = {name: dict(items) for name, items in lists().items()}
    for place, name in enumerate(grid[0] if grid else ()):
        shown = [_spelled(row[place]) for row in grid[1:] if place < len(row) and row[place] not in ("", None)]
        pairs = (choice.rpartition(" ")[::2] for choice in shown)
        known.setdefault(_spelled(name), {}).update({zh: code for zh, code in pairs if zh})
    return known


# --- the three sheets ---------------------------------------------------------------------------------------------


def _dataset(grid: Sequence[Sequence[Any]], known: Mapping[str, Mapping[str, str]]) -> Iterator[Answer]:
    by_key = {q.key: q for q in asked("dataset")}
    by_label = {q.label["zh"]: q for q in asked("dataset")}
    seen: set[str] = set()
    for number, row in enumerate(grid[FIRST_QUESTION - 1 :], FIRST_QUESTION):
        cells = [*row, *[""] * (KEY + 1 - len(row))]
        label = _spelled(cells[ITEM]).partition("\n")[0].removesuffix("*").strip()
        question = by_key.get(_spelled(cells[KEY])) or by_label.get(label)
        if question is None or question.key in seen:
            continue
        seen.add(question.key)
        place = EntryCell(FILE, DATASET, number, cell_name(ANSWER + 1, number))
        yield Answer(question, _value(question, cells[ANSWER], known), place)


def _lines(
    sheet: str, part: str, grid: Sequence[Sequence[Any]], known: Mapping[str, Mapping[str, str]]
) -> Iterator[Line]:
    """The lines of 数据表 or 字段 that name something."""
    if len(grid) < HEADINGS_ROW:
        return
    labels = {q.label["zh"]: q for q in asked(part)}
    headings = [_spelled(cell).partition("\n")[0].strip() for cell in grid[HEADINGS_ROW - 1]]
    columns = [(place, labels[heading]) for place, heading in enumerate(headings) if heading in labels]
    for number, row in enumerate(grid[HEADINGS_ROW:], HEADINGS_ROW + 1):
        cells = [*row, *[""] * (len(headings) - len(row))]
        line = {
            q.key: Answer(
                q, _value(q, cells[place], known), EntryCell(FILE, sheet, number, cell_name(place + 1, number))
            )
            for place, q in columns
        }
        if "name" in line and line["name"].value is not None:
            yield line


# --- values -------------------------------------------------------------------------------------------------------


def _value(question: Question, cell: Any, known: Mapping[str, Mapping[str, str]]) -> Json:
    text = _spelled(cell)
    if not text:
        return None
    if question.choices:
        text = _code(text, known.get(question.choices, {}))
    if question.form == "flag":
        return _FLAGS.get(text, text)
    if question.form == "list":
        return [part.strip() for part in _LIST.split(text) if part.strip()]
    return text


def _code(text: str, known: Mapping[str, str]) -> str:
    """The code of a choice, by ``名称 code``, by its code or its name alone. Anything else is left to be refused."""
    name, _, code = text.rpartition(" ")
    if name and (known.get(name) == code or code in known.values()):
        return code
    return known.get(text, text)


def _spelled(cell: Any) -> str:
    """A cell as text: whole numbers without a point, days as ISO."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(timespec="seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    return "" if cell is None else str(cell).strip()
