"""How each language says numbers, days and sizes; and that nothing is left unsaid in any."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from jinja2.ext import babel_extract

from publish.model import Period, Text
from publish.site.tongue import Phrase, Tongue

ROOT = Path(__file__).resolve().parent.parent
TRANSLATIONS = ROOT / "theme" / "translations"
ZH, EN = Tongue("zh-Hans", str(TRANSLATIONS)), Tongue("en", str(TRANSLATIONS))


@pytest.mark.parametrize(
    ("value", "exact"),
    [
        (24870895, "24,870,895"),
        (0, "0"),
        (-1234, "-1,234"),
        (1234.5, "1,234.5"),
        (-0.25, "-0.25"),
        (5.0, "5"),
        (1e-7, "1e-07"),
        (121.4737, "121.4737"),
    ],
)
def test_exact_numbers(value, exact):
    assert (ZH.number(value), EN.number(value)) == (exact, exact)


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        (9999, "9,999", "9,999"),
        (18421, "1.8 万", "18,421"),
        (24870000, "2487 万", "24.9 million"),
        (1_300_000_000, "13 亿", "1.3 billion"),
    ],
)
def test_big_numbers(value, zh, en):
    assert (ZH.short(value), EN.short(value)) == (zh, en)


@pytest.mark.parametrize(("tag", "said"), [("zh-Hans", "一。二。"), ("en", "One. Two."), ("fr", "Un. Deux.")])
def test_sentences_follow_each_other_as_the_language_writes(tag, said):
    first, second = {"zh-Hans": ("一。", "二。"), "en": ("One.", "Two."), "fr": ("Un.", "Deux.")}[tag]
    assert Tongue(tag).sentences((first, second)) == said


@pytest.mark.parametrize(
    ("start", "end", "zh", "en"),
    [
        (date(2026, 10, 1), date(2026, 10, 31), "2026年10月", "October 2026"),
        (date(2025, 1, 1), date(2025, 12, 31), "2025年", "2025"),
        (date(2020, 1, 1), date(2025, 12, 31), "2020年至2025年", "2020 to 2025"),
        (date(2026, 7, 1), date(2026, 9, 30), "2026年7月至2026年9月", "July 2026 to September 2026"),
        (date(2020, 11, 1), date(2020, 11, 1), "2020年11月1日", "1 November 2020"),
        (date(2026, 1, 5), None, "2026年1月5日起", "since 5 January 2026"),
        (None, date(2026, 1, 5), "截至2026年1月5日", "until 5 January 2026"),
        (None, None, "", ""),
    ],
)
def test_periods(start, end, zh, en):
    assert (ZH.period(Period(start, end)), EN.period(Period(start, end))) == (zh, en)


@pytest.mark.parametrize(
    ("octets", "text"),
    [(0, "0 B"), (999, "999 B"), (1_400, "1.4 KB"), (12_345, "12 KB"), (999_900, "1.0 MB"), (3_200_000_000, "3.2 GB")],
)
def test_sizes(octets, text):
    assert EN.size(octets) == text


def test_shares():
    assert [EN.percent(*x) for x in ((1, 3), (1, 30), (0, 3), (999, 1000), (1, 1), (1, 0))] == [
        "33%",
        "3.3%",
        "0%",
        "99.9%",
        "100%",
        "0%",
    ]


def test_plurals():
    assert [EN.n("%(num)s row", "%(num)s rows", n) for n in (0, 1, 2000)] == ["0 rows", "1 row", "2,000 rows"]
    assert ZH.n("%(num)s row", "%(num)s rows", 2000) == "2,000 行"


def test_a_text_in_another_language_keeps_its_tag():
    both, one = Text((("zh-Hans", "甲"), ("en", "A"))), Text((("zh-Hans", "甲"),))
    assert (EN.phrase(both), EN.phrase(one), ZH.phrase(one), EN.phrase(Text())) == (
        Phrase("A"),
        Phrase("甲", "zh-Hans"),
        Phrase("甲"),
        Phrase(),
    )


def test_tags_find_a_catalogue_by_prefix():
    assert {Tongue(tag, str(TRANSLATIONS)).t("Datasets") for tag in ("zh", "zh-Hans", "zh-Hans-CN")} == {"数据"}


def test_a_language_without_a_catalogue_speaks_english():
    french = Tongue("fr", str(TRANSLATIONS))
    assert french.t("Datasets") == "Datasets"
    assert french.day(date(2026, 11, 3)) == "3 novembre 2026"


# --- nothing is left unsaid -----------------------------------------------------------------------------------------


def said_in_python() -> Iterator[str]:
    for path in (ROOT / "publish" / "site").rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = call.func.attr if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) else ""
            name = call.func.id if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) else name
            if (
                name in ("t", "n")
                and isinstance(call, ast.Call)
                and call.args
                and isinstance(call.args[0], ast.Constant)
            ):
                yield str(call.args[0].value)


def said_in_templates() -> Iterator[str]:
    for path in (ROOT / "theme" / "templates").rglob("*.html"):
        with path.open("rb") as file:
            for _, _, message, _ in babel_extract(file, ["_", "ngettext"], [], {}):
                yield str(message if isinstance(message, str) else (message or ("",))[0])


@pytest.mark.parametrize("path", sorted(TRANSLATIONS.glob("*/LC_MESSAGES/*.po")), ids=lambda p: p.parts[-3])
def test_every_message_is_translated_and_every_translation_used(path):
    with path.open("rb") as file:
        catalogue = read_po(file)
    translated = {m.id if isinstance(m.id, str) else m.id[0]: m for m in catalogue if m.id}
    said = {*said_in_python(), *said_in_templates()}
    assert len(said) > 150
    assert sorted(said - translated.keys()) == []
    assert sorted(translated.keys() - said) == []
    for msgid, message in translated.items():
        forms = message.string if isinstance(message.string, tuple) else (message.string,)
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        names = set().union(*map(blanks, ids))
        assert all(form and blanks(str(form)) == names for form in forms), msgid


def blanks(text: object) -> set[str]:
    return set(re.findall(r"%\(\w+\)s|\{\w+\}", str(text)))
