"""The table of problems: every text in both languages with the same places, and every kind in use."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

from publish.problems import Kind, kinds

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
def test_a_fix_is_an_imperative_with_an_example(kind: Kind) -> None:
    zh, en = kind.fix["zh"], kind.fix["en"]
    if set(string.Formatter().parse(zh)) == {("", "mend", "", None)}:
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


def test_the_list_of_bare_fixes_is_of_kinds_there_are() -> None:
    assert set(BARE) <= set(kinds())


def test_every_kind_is_used_and_every_code_is_a_kind() -> None:
    used = {code for path in PUBLISH.rglob("*.py") for code in NAMED.findall(path.read_text(encoding="utf-8"))}
    assert used == set(kinds())
