"""Relation: one table of catalogue.db as a value: its columns, its rules and its rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from publish.cache import digest
from publish.model import Text, same_language
from publish.tables import quoted

Value = str | int | float | bool | date | None


@dataclass(frozen=True, slots=True)
class Relation:
    """``columns`` are (name, SQL type and rule); ``rules`` end the CREATE TABLE; ``indexed`` are columns."""

    name: str
    columns: tuple[tuple[str, str], ...]
    rules: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    indexed: tuple[str, ...] = ()

    @property
    def ddl(self) -> str:
        body = ",\n  ".join([f"{quoted(name)} {kind}" for name, kind in self.columns] + list(self.rules))
        return f"CREATE TABLE {quoted(self.name)} (\n  {body}\n)"

    @property
    def digest(self) -> str:
        """Of the columns and the rows."""
        return digest(self.ddl, self.indexed, self.rows)

    def write(self, database: sqlite3.Connection) -> None:
        """Create and fill the table, then its indexes."""
        database.execute(self.ddl)
        places = ", ".join("?" * len(self.columns))
        rows = ([v.isoformat() if isinstance(v, date) else v for v in row] for row in self.rows)
        database.executemany(f"INSERT INTO {quoted(self.name)} VALUES ({places})", rows)
        for column in self.indexed:
            name = quoted(f"ix_{self.name}_{column}")
            database.execute(f"CREATE INDEX {name} ON {quoted(self.name)} ({quoted(column)})")


def columns(text: str) -> tuple[tuple[str, str], ...]:
    """``"name TEXT, rows INTEGER NOT NULL"`` as columns."""
    pairs = (part.strip().partition(" ") for part in text.split(","))
    return tuple((name, kind) for name, _, kind in pairs)


def bilingual(name: str, languages: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """A text column for each language of the portal: ``title_zh_hans``, ``title_en``."""
    return tuple((f"{name}_{suffix(lang)}", "TEXT") for lang in languages)


def suffix(lang: str) -> str:
    """A language tag as the end of a column's name."""
    return lang.lower().replace("-", "_")


def spoken(text: Text, languages: Iterable[str]) -> tuple[str | None, ...]:
    """A text in each language, None where it is not said in it."""
    return tuple(next((said for tag, said in text if said and same_language(tag, lang)), None) for lang in languages)
