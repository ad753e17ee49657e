"""What the pages of the desk say, in both languages: one table, ``words.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from publish.model import Text, bilingual
from publish.questions import lists

LANGUAGES = {"zh": "zh-Hans", "en": "en"}  # as addresses name them, and the tag a page bears


@cache
def words() -> Mapping[str, Text]:
    """Every message by its key: the group and the name, divided by a dot."""
    return dict(_flat("", tomllib.loads(files("publish.desk").joinpath("words.toml").read_text(encoding="utf-8"))))


def _flat(group: str, table: Mapping[str, Any]) -> Iterator[tuple[str, Text]]:
    for name, inner in table.items():
        key = f"{group}.{name}" if group else name
        if "zh" in inner:
            yield key, bilingual(inner["zh"], inner["en"])
        else:
            yield from _flat(key, inner)


def say(lang: str, key: str, **names: object) -> str:
    """A message with its ``{named}`` places filled. Raises KeyError for one that is not there: that is a bug."""
    said = words()[key][lang]
    return said.format(**names) if names else said


def option(lang: str, name: str, code: str) -> str:
    """What a choice of a list that is the same in every portal is called."""
    chinese = next((zh for zh, known in lists()[name] if known == code), code)
    return chinese if lang == "zh" else words()[f"choice.{name}.{code.replace(':', '-')}"][lang]
