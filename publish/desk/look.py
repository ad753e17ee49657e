"""Look: what was found in the table that was handed in, to be looked at and corrected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from publish.desk.words import option
from publish.desk.work import Correction, Heading, Work
from publish.draft import Remark
from publish.draft.remark import HEADINGS, Sort
from publish.questions import lists

ROWS = 10  # that are shown of a table
_SAMPLES = 3  # values that are shown of a column
_KEYS = ("title", "english", "type", "unit", "description")


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a list."""

    code: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class ShownColumn:
    """One column: ``key`` begins the names of its fields in the form, and is its place on the page."""

    key: str
    heading: str
    place: str  # its letter in the sheet, or ""
    said: Correction
    types: tuple[Option, ...]
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownTable:
    """One table: its head, the first rows with their numbers in the sheet, and its columns."""

    key: str  # begins the names of its fields in the form, and is its place on the page
    said: Heading
    title: str
    source: str
    count: int
    head: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    columns: tuple[ShownColumn, ...]


def tables(work: Work, lang: str) -> tuple[ShownTable, ...]:
    """Every table of the draft."""
    return tuple(_table(work, t, lang) for t in range(len(work.draft.tables)))


def _table(work: Work, place: int, lang: str) -> ShownTable:
    table = work.draft.tables[place]
    cells = zip(*(column.values[:ROWS] for column in table.columns), strict=True)
    return ShownTable(
        key=table_key(place),
        said=work.headings[place],
        title=work.headings[place].title,
        source=" · ".join(filter(None, (table.found.sheet.file, table.found.sheet.name))),
        count=len(table.found.rows),
        head=tuple(work.columns[place, c].title for c in range(len(table.columns))),
        rows=tuple(zip(table.found.numbers, cells, strict=False)),
        columns=tuple(_column(work, place, c, lang) for c in range(len(table.columns))),
    )


def _column(work: Work, place: int, number: int, lang: str) -> ShownColumn:
    table = work.draft.tables[place]
    column, said = table.columns[number], work.columns[place, number]
    return ShownColumn(
        key=column_key(place, number),
        heading=column.title,
        place=table.found.cell(0, number).rstrip("0123456789"),
        said=said,
        types=tuple(Option(code, option(lang, "types", code), code == said.type) for _, code in lists()["types"]),
        samples=tuple(dict.fromkeys(value for value in column.values if value))[:_SAMPLES],
    )


def table_key(table: int) -> str:
    """How a table is called in the form, and in addresses after ``#``."""
    return f"t-{table}"


def column_key(table: int, column: int) -> str:
    """How a column is called in the form, and in addresses after ``#``."""
    return f"c-{table}-{column}"


def remarks(said: Sequence[Remark], lang: str) -> tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...]:
    """What there is to say, by sort, the gravest first: (sort, heading, (place, sentence) each)."""
    grouped = ((sort, [(r.place(lang), r.said[lang]) for r in said if r.sort is sort]) for sort in Sort)
    return tuple((sort.value, HEADINGS[sort][lang], tuple(some)) for sort, some in grouped if some)


def corrections(work: Work, form: Mapping[str, str]) -> Work:
    """The work with what the form says of its tables and columns. A title that was emptied stays what it was."""
    types = {code for _, code in lists()["types"]}
    columns = {}
    for (table, column), old in work.columns.items():
        key = column_key(table, column)
        said = {name: form.get(f"{key}-{name}", "").strip() for name in _KEYS}
        said["title"] = said["title"] or old.title
        said["type"] = said["type"] if said["type"] in types else old.type
        columns[table, column] = Correction(**said, left_out=f"{key}-left-out" in form)
    headings = {t: _heading(old, table_key(t), form) for t, old in work.headings.items()}
    return replace(work, columns=columns, headings=headings, looked_at=True)


def _heading(old: Heading, key: str, form: Mapping[str, str]) -> Heading:
    return Heading(form.get(f"{key}-title", "").strip() or old.title, form.get(f"{key}-english", "").strip())


def emptied(work: Work) -> tuple[int, ...]:
    """The tables of which no column would be left."""
    tables_ = range(len(work.draft.tables))
    return tuple(t for t in tables_ if all(c.left_out for (table, _), c in work.columns.items() if table == t))
