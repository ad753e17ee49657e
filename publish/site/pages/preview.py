"""Preview: the first rows of a table as people read them: labels instead of codes, numbers to the right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from publish import urls
from publish.model import Field
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


@dataclass(frozen=True, slots=True)
class Preview:
    """The first rows of one table."""

    id: str
    title: Phrase
    table: str  # SQL name
    rows: str  # how many there are, said
    total: int
    columns: tuple[Column, ...]
    body: tuple[tuple[Cell, ...], ...]
    address: str  # of the table in the query API


Labels = Mapping[str, Mapping[str, Phrase]]


def preview(table: Table, title: Phrase, head: Sequence[Mapping[str, object]], tongue: Tongue) -> Preview:
    """The head of a table in one language."""
    fields = tuple(f for f in table.fields if f.name != table.geometry)
    labels = {f.name: {c.value: tongue.phrase(c.label) for c in f.categories} for f in fields if f.categories}
    return Preview(
        id=f"rows-{table.resource}",
        title=title,
        table=table.name,
        rows=tongue.n("%(num)s row", "%(num)s rows", table.rows),
        total=table.rows,
        columns=tuple(column(f, tongue) for f in fields),
        body=tuple(tuple(cell(row[f.name], f, labels, tongue) for f in fields) for row in head),
        address=urls.table(table.name),
    )


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
        return Cell(tongue.number(value), numeric=True)
    if isinstance(value, date):
        return Cell(value.isoformat())
    text = to_text(value)
    return Cell(text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…")
