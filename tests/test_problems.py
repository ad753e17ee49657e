"""The table of problems: every text in both languages with the same places, and every kind in use."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

from publish.problems import Kind, kinds

PUBLISH = Path(__file__).resolve().parent.parent / "publish"
NAMED = re.compile(r'"([A-Z][0-9]{3})"')


def places(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


@pytest.mark.parametrize("kind", kinds().values(), ids=lambda kind: kind.code)
def test_a_kind_says_the_same_in_both_languages(kind: Kind) -> None:
    for text in (kind.title, kind.message, kind.fix):
        assert text["zh"].strip() and text["en"].strip()
    assert places(kind.message["zh"]) == places(kind.message["en"])
    assert places(kind.fix["zh"]) == places(kind.fix["en"])
    assert not kind.blanks & {"package", "cell", "field"}  # these stand beside the message


@pytest.mark.parametrize("kind", kinds().values(), ids=lambda kind: kind.code)
def test_a_message_is_plain(kind: Kind) -> None:
    jargon = ("schema", "descriptor", "regex", "primarykey", "null", "json pointer", "boolean", "utf8")
    said = (kind.title["zh"] + kind.message["zh"] + kind.fix["zh"]).lower()
    assert not [word for word in jargon if word in said]
    assert not re.search("[！!]|抱歉|对不起|sorry|please", said + kind.message["en"] + kind.fix["en"])
    assert kind.message["zh"].endswith(("。", "}")) and kind.fix["zh"].endswith(("。", "}"))


def test_every_kind_is_used_and_every_code_is_a_kind() -> None:
    used = {code for path in PUBLISH.rglob("*.py") for code in NAMED.findall(path.read_text(encoding="utf-8"))}
    assert used == set(kinds())
