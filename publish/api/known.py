"""Known: the configuration of a release as the service reads it, and the language of the answer being made."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from publish.api.config import FORMAT
from publish.guard import PAGE
from publish.mistakes import mistake
from publish.model import Category, Field, Json, Text, same_language

# The language asked for by ``?_lang=``, "" for the portal's own. Set by the application for each request.
LANGUAGE: ContextVar[str] = ContextVar("language", default="")

_ROWS = 100  # of a page, unless a table is so wide that fewer fit
_SPELT = {"zh": ("中文", "Chinese"), "en": ("英文", "English")}


def text(value: Mapping[str, str] | None) -> Text:
    """A text that was written as ``{tag: string}``."""
    return Text(tuple((value or {}).items()))


@dataclass(frozen=True)
class Known:
    """The configuration, with what is looked up often."""

    raw: Mapping[str, Any]

    @classmethod
    def read(cls, path: Path) -> Known:
        """Read ``api.json``. Raises ValueError for one that this code does not understand."""
        raw = json.loads(path.read_bytes())
        if raw.get("format") != FORMAT:
            raise ValueError(f"{path}: format {raw.get('format')!r}, not {FORMAT}")
        return cls(raw)

    @property
    def prefix(self) -> str:
        return str(self.raw["portal"]["prefix"])

    @cached_property
    def languages(self) -> Sequence[str]:
        return list(self.raw["portal"]["languages"])

    @property
    def lang(self) -> str:
        """The language of this answer: the one asked for when the portal speaks it, else the default."""
        asked = LANGUAGE.get()
        return next((tag for tag in self.languages if asked and same_language(tag, asked)), self.languages[0])

    def say(self, value: Mapping[str, str] | None) -> str:
        """A text in the language of this answer."""
        return text(value)[self.lang]

    def phrase(self, zh: str, en: str) -> str:
        """One of the service's own phrases."""
        return zh if same_language(self.lang, "zh") else en

    def mistake(self, said: str) -> str:
        """What is wrong with a question, in the language of this answer."""
        zh, en = mistake(said)
        return self.phrase(zh[1], en[1])

    def page(self, path: str) -> str:
        """A page of the site as a link, in the language of this answer."""
        first = same_language(self.lang, self.languages[0])
        return f"{self.prefix}{path}" if first else f"{self.prefix}/{self.lang.lower()}{path}"

    @property
    def tables(self) -> Mapping[str, Json]:
        """The tables of open.db by name."""
        found: Mapping[str, Json] = self.raw["tables"]
        return found

    @property
    def views(self) -> Mapping[str, tuple[str, str]]:
        """The views of open.db: by name, the table whose codes they spell out, and in which language."""
        found: Mapping[str, tuple[str, str]] = self.raw["views"]
        return found

    @cached_property
    def views_of(self) -> Mapping[str, list[str]]:
        """The views of each table that has any, in the order of the portal's languages."""
        found: dict[str, list[str]] = {}
        for name, (table, _) in sorted(self.views.items(), key=lambda view: self.languages.index(view[1][1])):
            found.setdefault(table, []).append(name)
        return found

    @cached_property
    def incoming(self) -> Mapping[str, list[Json]]:
        """Foreign keys that point at a table, as Datasette lists them."""
        found: dict[str, list[Json]] = {}
        for name, table in self.tables.items():
            for fields, other, columns in table["references"]:
                if len(fields) == 1:
                    key = {"other_table": name, "column": columns[0], "other_column": fields[0]}
                    found.setdefault(other, []).append(key)
        return found

    def outgoing(self, name: str) -> list[Json]:
        """Foreign keys of a table, as Datasette lists them: those of one column."""
        return [
            {"other_table": other, "column": fields[0], "other_column": columns[0]}
            for fields, other, columns in self.tables[name]["references"]
            if len(fields) == 1
        ]

    def fields(self, name: str) -> tuple[Field, ...]:
        """The fields of a table, with what searching and labelling need."""
        return tuple(
            Field(
                name=f["name"],
                type=f["type"],
                title=text(f.get("title")),
                categories=tuple(Category(value, text(label)) for value, label in f.get("categories", ())),
            )
            for f in self.tables[name]["fields"]
        )

    def about(self, name: str) -> dict[str, Json]:
        """A table or view as Datasette's metadata describes it, in the language of this answer."""
        key = (name, self.lang)
        if key not in self._abouts:
            self._abouts[key] = self._about(name)
        return dict(self._abouts[key])  # Datasette adds to it

    @cached_property
    def _abouts(self) -> dict[tuple[str, str], dict[str, Json]]:
        return {}

    def _about(self, name: str) -> dict[str, Json]:
        base, lang = self.views.get(name, (name, ""))
        table = self.tables[base]
        title = self.say(table["title"])
        if lang:
            zh, en = _SPELT.get(lang.lower().partition("-")[0], (lang, lang))
            title = self.phrase(f"{title}（代码写成{zh}）", f"{title} (codes in {en})")
        return {
            "title": title,
            "description": self.say(table["description"]),
            "license": self.say(table["licence"].get("title")) or table["licence"]["id"],
            "license_url": table["licence"].get("url", ""),
            "source": self.say(table["provider"]),
            "source_url": self.page(f"/dataset/{table['package']}/"),
            "columns": {f["name"]: self._column(f) for f in table["fields"]},
            **({"size": size} if (size := PAGE.cells // len(table["fields"])) < _ROWS else {}),
        }

    def _column(self, field: Mapping[str, Any]) -> str:
        """``开放时间（小时）。每周…``: title, unit, description, and what the codes mean."""
        title, unit = self.say(field.get("title")), self.say(field.get("unit"))
        if unit:
            title += self.phrase(f"（{unit}）", f" ({unit})")
        return self._sentences(title, self.meaning(field))

    def meaning(self, field: Mapping[str, Any]) -> str:
        """The description of a field and what its codes mean; at most thirty codes."""
        labels = [f"{value} = {self.say(label)}" for value, label in field.get("categories", ())[:30]]
        return self._sentences(self.say(field.get("description")), self.phrase("；", "; ").join(labels))

    def _sentences(self, *parts: str) -> str:
        return self.phrase("。", ". ").join(part.rstrip("。.") for part in parts if part)

    def query(self, name: str) -> dict[str, Json] | None:
        """A canned query as Datasette describes it, or None."""
        found = self.raw["queries"].get(name)
        if found is None:
            return None
        package = f"/dataset/{found['package']}/"
        return {"name": name, "sql": found["sql"], "title": self.say(found["title"]), "source_url": self.page(package)}
