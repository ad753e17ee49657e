"""The table of problems: every text in both languages with the same places, and every kind in use."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from publish.contract import in_words, schema
from publish.model import ENTRY, Json
from publish.problems import Kind, kinds, problem

PUBLISH = Path(__file__).resolve().parent.parent / "publish"
NAMED = re.compile(r'"([A-Z][0-9]{3})"')
JARGON = (
    "schema descriptor regex primarykey primary key foreign key null json pointer boolean utf8 float enum parse "
    "iso 8601 object uuid description 主键 外键 正则 字符串 数组 布尔 编码格式异常 校验失败 非法 无效"
)
PHRASES = ("primary key", "foreign key", "json pointer", "iso 8601")
# What a fix shows: an example, a word to write, or the exact thing to choose.
SHOWN = re.compile(r"例如|如 |写成|[“《]|[{][a-z]|[a-z_]{3,}|[0-9]")
# Fixes that need no example: what to do is one thing, done without writing anything.
BARE = {
    **dict.fromkeys(["S303", "D115", "D118"], "the message lists what may be written"),
    **dict.fromkeys(["S190", "S311"], "a way to look, nothing to write"),
    **dict.fromkeys(["P301", "P302", "P411"], "whom to call, what to change: nothing to write"),
    **dict.fromkeys(["P105", "P206", "P801", "P802", "P901", "C603", "C612"], "take something away"),
    **dict.fromkeys(["P711", "P713", "F506", "C206"], "put together, empty or move what is there"),
    **dict.fromkeys(["C803", "C806", "V205"], "the missing line is in a register or in git"),
}
# What a message of the P family may hold: places, titles and counts, and what the package says of itself.
HARMLESS = frozenset(
    "title count file path sheet part rows row fields name key least k smallest which why approver until reason lang "
    "line page places".split()
)


def keys(value: Json) -> Iterator[str]:
    """Every key that a description may have."""
    if isinstance(value, dict):
        yield from value.get("properties", {})
        for inner in value.values():
            yield from keys(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from keys(inner)


# What stands in files that stewards may never open: keys of a description and of the portal, names of registers.
KEYS = {*keys(schema("package"))} | set(
    "base_url sources corrections remote_hosts rows_kept_percent limits minimum maximum pattern required enum unique "
    "organisations topics levels frequencies licences successor reference delimiter headerRows header".split()
)
WRITTEN = (  # where a key may stand: beside its name, written out as it is in a file, in an example, in a command
    r"（[^）]*）|git(?: [\w./-]+)+"
    r"|[\w@-]+: ?(?:\{[^，。；]*\}|\[[^，。；]*\]|[^，。；、）]*)|\{\{.*?\}\}(?=[，。； ]|$)"
    r"|“[^”]* [^”]*”|\{[^{}]*\}|<[^>]*>"
)


def bare(text: str) -> list[str]:
    """The keys that a Chinese text names without saying what they are."""
    words = re.findall(r"(?<![\w./@-])[A-Za-z_]+(?![\w./@-])", re.sub(WRITTEN, " ", text))
    return [word for word in words if word in KEYS]


def said_in_code() -> Iterator[tuple[str, str]]:
    """(file, Chinese) of the parts of sentences that are put together by the gate, the reader and the reports."""
    for path in (p for stage in ("gate", "read", "report") for p in sorted((PUBLISH / stage).rglob("*.py"))):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "bilingual":
                parts = (n for n in ast.walk(node.args[0]) if isinstance(n, ast.Constant) and isinstance(n.value, str))
                text = "".join(str(n.value) for n in parts)
                if re.search("[\u4e00-\u9fff]", text):
                    yield path.name, text


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
    said = (kind.title["zh"] + kind.message["zh"] + kind.fix["zh"]).lower()
    without_blanks = re.sub(r"\{\w+\}", "", said)
    words = [*PHRASES, *(word for word in JARGON.split() if word not in " ".join(PHRASES).split())]
    assert not [word for word in words if word in without_blanks]
    assert not re.search("[！!]|抱歉|对不起|sorry|please", said + kind.message["en"] + kind.fix["en"])
    assert kind.message["zh"].endswith(("。", "}")) and kind.fix["zh"].endswith(("。", "}"))


@pytest.mark.parametrize("kind", kinds().values(), ids=lambda kind: kind.code)
def test_a_key_is_named_in_words(kind: Kind) -> None:
    """A key is said as a steward sees it; the key itself stands in brackets, or in what is to be written."""
    for text in (kind.title, kind.message, kind.fix, *filter(None, [kind.sheet])):
        assert not bare(text["zh"]), text["zh"]


def test_what_is_put_together_names_keys_in_words_too() -> None:
    assert not [(name, text) for name, text in said_in_code() if bare(text)]


def test_a_bare_key_is_seen() -> None:
    assert bare("请在 status_reason 里写一句话。") == ["status_reason"]
    assert bare("请把 opening 的 type 改窄，例如 level: L1。") == ["opening", "type"]
    assert not bare("请写明原因（status_reason），例如 status_reason: 停用、status: withdrawn，或“build.py new type”。")


@pytest.mark.parametrize(
    ("pointer", "zh", "en"),
    [
        ("/catalogue/modified", "更新日期（modified）", "modified"),
        (
            "/privacy/quasi_identifiers/0",
            "合起来可能认出人的列（quasi_identifiers）",
            "Columns that together may tell who it is",
        ),
        ("/resources/0/schema/fields/2/title@en", "标题的英文（title@en）", "title@en"),
        ("/resources/0/schema/primaryKey", "关键列（primaryKey）", "Primary key (primaryKey)"),
        ("/x_own/key", "key", "key"),
    ],
)
def test_a_place_of_a_description_in_words(pointer: str, zh: str, en: str) -> None:
    assert in_words(pointer)["zh"] == zh and in_words(pointer)["en"].startswith(en)


@pytest.mark.parametrize("kind", kinds().values(), ids=lambda kind: kind.code)
def test_a_fix_is_an_imperative_with_an_example(kind: Kind) -> None:
    zh, en = kind.fix["zh"], kind.fix["en"]
    if places(zh) == {"mend"}:
        return  # made for each value, and tried in test_gate
    assert "请" in zh, "an official is asked, not told"
    assert re.match(r"[A-Z][a-z]+ ", en) and not re.match(r"(You|It|The|This|There|That|A|An) ", en)
    if kind.code in BARE:
        assert not re.search("例如", zh), "it has an example: take it from the list"
    else:
        assert SHOWN.search(zh), "say what to write"


@pytest.mark.parametrize("kind", [k for k in kinds().values() if k.code[0] == "P"], ids=lambda kind: kind.code)
def test_a_finding_of_privacy_repeats_no_value(kind: Kind) -> None:
    assert kind.blanks <= HARMLESS


@pytest.mark.parametrize("kind", [k for k in kinds().values() if k.sheet], ids=lambda kind: kind.code)
def test_what_a_cell_wants_is_no_key(kind: Kind) -> None:
    """A steward writes a word into a cell of entry.xlsx, never “level: L1”."""
    assert kind.sheet is not None
    zh, en = kind.sheet["zh"], kind.sheet["en"]
    assert zh.startswith("请") and not re.search(r"\b[a-z_]+: |[{（]\w+[）}]：", re.sub(r"\{known\}", "", zh + en))
    assert places(zh) == places(en) <= kind.blanks
    blanks: dict[str, Any] = dict.fromkeys(kind.blanks, "x")
    inside = problem(kind.code, file=ENTRY, **blanks)
    assert inside.fix["zh"][:8] == zh[:8] and inside.fix != problem(kind.code, **blanks).fix


def test_the_list_of_bare_fixes_is_of_kinds_there_are() -> None:
    assert set(BARE) <= set(kinds())


def test_every_kind_is_used_and_every_code_is_a_kind() -> None:
    used = {code for path in PUBLISH.rglob("*.py") for code in NAMED.findall(path.read_text(encoding="utf-8"))}
    assert used == set(kinds())
