"""A draft made once more of a table that was mended: what a person filled in before is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from publish.draft.package import Draft
from publish.history import HEADER, HISTORY
from publish.questions import ANSWER, DATASET, FILE, FIRST_QUESTION, KEY, asked
from publish.workbook import Unopened, Workbook

_FIXED = frozenset({"name"})  # it is the folder's


def is_draft(folder: Path) -> bool:
    """Was nothing of this folder published yet? Its history has no line then."""
    history = folder / HISTORY
    return history.is_file() and history.read_text(encoding="utf-8").strip() == HEADER.strip()


def cleared(folder: Path) -> None:
    """Take away the tables of the draft before; what a person put beside them stays."""
    for table in (folder / "data").glob("*.csv"):
        table.unlink()


def kept(made: Draft, folder: Path) -> Draft:
    """The draft with the id and the answers of the entry.xlsx in a folder, where there is one.

    Raises Unopened when it cannot be read: it would be written anew, and the answers lost.
    """
    path = folder / FILE
    if not path.is_file():
        return made
    with Workbook(path) as book:
        number = book.number(DATASET)
        if number is None:
            raise Unopened("broken")
        rows = book.read(number)[0]
    known = {question.key for question in asked("dataset")} - _FIXED
    lines = [row for row in rows[FIRST_QUESTION - 1 :] if len(row) > KEY]
    said = {str(row[KEY]).strip(): _text(row[ANSWER]) for row in lines}
    answers = {key: text for key, text in said.items() if key in known and text}
    return replace(made, id=answers.pop("id", made.id), answers={**made.answers, **answers})


def _text(cell: Any) -> str:
    if isinstance(cell, datetime | date):
        return cell.isoformat()[:10]
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()
