"""Preview: the first rows of a table as people read them: labels instead of codes, numbers to the right."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from urllib.parse import quote

from publish import foreign, urls
from publish.drawable.measures import is_measure
from publish.model import Field
from publish.site.pages.correction import Correction
from publish.site.tongue import Phrase, Tongue
from publish.tables import Table
from publish.types import to_text

_LONGEST = 120  # characters of a cell; the whole value is in the data


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a column."""

    name: str
    title: Phrase
    unit: Phrase
    numeric: bool


class Cell(NamedTuple):
    """One value as read; ``code`` is what the data hold when that is something else. A tuple, because a page has a
    thousand of them and a template unpacks a tuple faster than it asks for names."""

    text: str
    lang: str = ""
    code: str = ""
    numeric: bool = False


class Row(NamedTuple):
    """One row: its cells, what tells it from the others, and the address to say what is wrong with it."""

    cells: tuple[Cell, ...]
    name: str
    report: str


@dataclass(frozen=True, slots=True)
class Preview:
    """The first rows of one table."""

    id: str
    title: Phrase
    table: str  # SQL name
    rows: str  # how many there are, said
    total: int
    columns: tuple[Column, ...]
    body: tuple[Row, ...]
    address: str  # of the table in the query API
    asked: str  # where its rows are asked for, as JSON
    facts: str  # what a browser needs to show other rows alike, as JSON: see ``_facts``
    key: str  # the names of the columns that tell a row, as JSON
    report: str  # the address to say what is wrong with a row, with ROW in it; "" when nobody can be asked
    outside: bool  # it is a page elsewhere, not a letter


Labels = Mapping[str, Mapping[str, Phrase]]


def preview(
    table: Table, title: Phrase, head: Sequence[Mapping[str, object]], ask: Correction | None, tongue: Tongue
) -> Preview:
    """The head of a table in one language. ``ask`` is where to say what is wrong with a row."""
    fields = tuple(f for f in table.fields if f.name != table.geometry)
    labels = {f.name: {c.value: tongue.phrase(c.label) for c in f.categories} for f in fields if f.categories}
    return Preview(
        id=f"rows-{table.resource}",
        title=title,
        table=table.name,
        rows=tongue.n("%(num)s row", "%(num)s rows", table.rows),
        total=table.rows,
        columns=tuple(column(f, tongue) for f in fields),
        body=tuple(_row(row, number, table, fields, labels, ask, tongue) for number, row in enumerate(head, 1)),
        address=urls.table(table.name),
        asked=urls.table(table.name, "json") + (f"?_nocol={quote(table.geometry)}" if table.geometry else ""),
        facts=_facts(fields, labels),
        key=json.dumps(table.primary_key, ensure_ascii=False),
        report=ask.template if ask else "",
        outside=bool(ask and ask.outside),
    )


def _row(
    row: Mapping[str, object],
    number: int,
    table: Table,
    fields: Sequence[Field],
    labels: Labels,
    ask: Correction | None,
    tongue: Tongue,
) -> Row:
    cells = tuple(cell(row[f.name], f, labels, tongue) for f in fields)
    named = ", ".join(f"{name}={to_text(row[name])}" for name in table.primary_key)
    named = named or tongue.t("row %(number)s", number=number)
    return Row(cells, named, ask.of(named) if ask else "")


def _facts(fields: Iterable[Field], labels: Labels) -> str:
    """One list a column: its name, what it holds (``number``, ``yes``, ``text``; a number that only names something,
    an id or a year, is text: no mark stands between its thousands) and, of codes, their labels: code ->
    the label, or the label and its language where that is not the page's."""
    found = []
    for field in fields:
        kind = "number" if is_measure(field) else "yes" if field.type == "boolean" else "text"
        said = {code: [p.text, p.lang] if p.lang else p.text for code, p in labels.get(field.name, {}).items()}
        found.append([field.name, kind, said] if said else [field.name, kind])
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"))


def column(field: Field, tongue: Tongue) -> Column:
    """The head of one column."""
    numeric = field.type in ("integer", "number") and not field.categories
    return Column(field.name, tongue.phrase(field.title) or Phrase(field.name), tongue.phrase(field.unit), numeric)


def cell(value: object, field: Field, labels: Labels, tongue: Tongue) -> Cell:
    """One value in one language."""
    if value is None:
        return Cell("")
    if field.categories:
        code = to_text(value)
        label = labels[field.name].get(code)
        return Cell(label.text, label.lang, code) if label else Cell(code)
    if isinstance(value, bool):
        return Cell(tongue.t("yes") if value else tongue.t("no"))
    if isinstance(value, int | float) and field.type in ("integer", "number"):
        return Cell(tongue.number(value) if is_measure(field) else to_text(value), numeric=True)
    if isinstance(value, date):
        return Cell(value.isoformat())
    text = to_text(value)
    return Cell(text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…", foreign.tag(text, tongue.tag))
