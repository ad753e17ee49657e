"""Lists: by what they can be narrowed down and in which order they stand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from publish.figures import Figures, Timeliness
from publish.model import Frequency, Text
from publish.site import narrowing
from publish.site.gather import gather
from publish.site.pages import facets
from publish.site.pages.given import Given
from publish.site.pages.lists import counted, in_order
from publish.site.pages.numbers import numbers
from publish.site.tongue import Tongue
from tests import making

TRANSLATIONS = str(Path(__file__).resolve().parent.parent / "theme" / "translations")
ZH, EN = Tongue("zh-Hans", TRANSLATIONS), Tongue("en", TRANSLATIONS)


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> tuple[Given, ...]:
    folder = tmp_path_factory.mktemp("lists")
    one = making.package("a", "北区学校", "Schools", entry=making.entry(modified=date(2026, 3, 1)))
    two = making.package("b", entry=making.entry(modified=date(2026, 5, 1)))
    two = replace(two, title=Text((("zh-Hans", "安全检查"),)))
    gone = making.package("c", "撤下的", "Gone", entry=making.entry(status="withdrawn", modified=date(2026, 11, 1)))
    return gather(
        making.admitted(
            [
                making.dataset(one, making.table(folder, "a", {"id": [1, 2, 3]})),
                making.dataset(two, making.table(folder, "b", {"id": [1]})),
                making.dataset(gone),
            ]
        ),
        {},
        {},
    )


def answers(given: tuple[Given, ...], key: str) -> list[list[str]]:
    """What each dataset answers to a facet, as codes."""
    facet = next(one for one in facets.facets(given) if one.key == key)
    return [[facet.values[place].code for place in places] for places in facet.of]


def test_what_can_be_taken_stands_first_the_newest_first(given):
    assert [one.dataset.name for one in in_order(given)] == ["b", "a", "c"]


def test_each_dataset_answers_as_its_entry_says(given):
    assert answers(given, "language") == [["zh-Hans", "en"], ["zh-Hans"], ["zh-Hans", "en"]]
    assert answers(given, "status") == [["live"], ["live"], ["withdrawn"]]
    assert {tuple(a) for a in answers(given, "organization")} == {tuple(answers(given, "organization")[0])} != {()}


def test_whether_something_is_late_is_left_to_the_reader(given):
    """The file holds the last day in time, not whether it had passed when the pages were made."""
    monthly = Frequency("monthly", making.said("每月", "Monthly"), 31, grace=7)
    due = Figures(timeliness=Timeliness(date(2026, 4, 1), overdue=True))
    one = replace(given[0], figures=due, frequency=monthly)
    facet = next(f for f in facets.facets([one, given[1]]) if f.key == "timeliness")
    assert [value.code for value in facet.values] == ["on-time", "late"] and facet.until == ("2026-04-08", "")
    assert narrowing.spelled(facet) == {
        "key": "timeliness", "values": ["on-time", "late"], "until": ["", "2026-04-08"], "of": [1, 0]
    }  # fmt: skip
    assert not any(f.key == "timeliness" for f in facets.facets(given))


def test_values_are_called_in_each_language(given):
    language = next(one for one in facets.facets(given) if one.key == "language")
    assert [name.text for name in facets.named(language, ZH)] == ["中文", "英语"]
    assert [name.text for name in facets.named(language, EN)] == ["Chinese", "English"]
    assert all(facets.legend(one.key, ZH) != facets.legend(one.key, EN) for one in facets.facets(given))


def test_the_files_say_sets_and_orders(given):
    listed = in_order(given)
    made = narrowing.files(listed, ["dataset"] * 3 + ["page"], (ZH, EN))
    known = made["facets.json"]
    assert known["datasets"] == 3 and known["rows"] == [1, 0, 2]
    kind, language = (next(f for f in known["facets"] if f["key"] == key) for key in ("kind", "language"))
    assert [language["sets"][n] for n in language["of"]] == [[0], [0, 1], [0, 1]]
    assert [kind["values"][kind["sets"][n][0]] for n in kind["of"]] == ["dataset"] * 3 + ["page"]
    assert made["zh-hans/facets.json"]["title"] == [0, 1, 2], "安 before 北 before 撤"
    assert made["en/facets.json"]["names"]["language"] == ["Described in", ["Chinese", ""], ["English", ""]]


def test_numbers_are_those_of_what_is_open(given):
    assert [(n.exact, n.label) for n in numbers(given, EN)][:2] == [("2", "Open datasets"), ("4", "Rows of data")]
    assert [*numbers(given[2:], EN)] == []
    assert counted(given, EN) == "3 datasets, 2 of them to download" and counted(given[:2], EN) == "2 datasets"
