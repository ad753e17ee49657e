"""What the two forms for Excel show: titles in every language, and beside a coded column its labels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from publish.model import Field, Text, same_language
from publish.tables import Table


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet: its head, the field it shows, and what to write for each value (None: the value)."""

    head: str
    field: Field
    labels: Mapping[str, str] | None = None


def columns(table: Table, languages: Sequence[str]) -> Iterator[Column]:
    """The columns of a table as people read it: the codes stay, their labels follow in a column of their own."""
    for field in table.fields:
        head = together(field.title, languages) or field.name
        unit = together(field.unit, languages)
        yield Column(f"{head} ({unit})" if unit else head, field)
        labels = {c.value: label for c in field.categories if (label := together(c.label, languages))}
        if any(label != value for value, label in labels.items()):
            yield Column(f"{head}{_LABEL}", field, labels)


_LABEL = "（名称 label）"


def together(text: Text, languages: Sequence[str]) -> str:
    """A text in every language it is said in, one after the other: ``名称 Name``."""
    found = [next((s for tag, s in text if s and same_language(tag, lang)), "") for lang in languages]
    return " ".join(dict.fromkeys(string for string in found if string)) or text[languages[0]]
