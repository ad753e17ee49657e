"""Tables of persons: nobody stands out, no count is too small, and it is said whose the rows are."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from publish import gate, read
from publish.cache import Cache
from publish.model import Limits
from publish.problems import Problem
from tests.test_gate import AS_OF, PORTAL

PERSONS = [
    {"name": "no", "type": "integer"},
    {"name": "sex", "type": "string", "title": "性别"},
    {"name": "year", "type": "integer", "title": "出生年份"},
    {"name": "illness", "type": "string", "title": "病情"},
]
COUNTS = [
    {"name": "year", "type": "integer"},
    {"name": "district", "type": "string"},
    {"name": "persons", "type": "integer", "title": "人数"},
]


def found(folder: Path, csv: str, fields: list[dict[str, Any]], privacy: object, **limits: int) -> list[Problem]:
    """The problems of family P7 of a package with one table, under these limits of the portal."""
    return found_in(folder, {"t": (csv, {"fields": fields})}, privacy, **limits)


def found_in(folder: Path, tables: dict[str, tuple[str, Any]], privacy: object, **limits: int) -> list[Problem]:
    """The same of several tables: their rows and schemas by name."""
    folder = folder / "x"
    folder.mkdir()
    for name, (csv, _) in tables.items():
        (folder / f"{name}.csv").write_text(csv, encoding="utf-8")
    resources = [{"name": n, "path": f"{n}.csv", "schema": schema} for n, (_, schema) in tables.items()]
    described = {"name": "x", "title": "t", "resources": resources} | ({"privacy": privacy} if privacy else {})
    (folder / "datapackage.json").write_text(json.dumps(described, ensure_ascii=False), encoding="utf-8")
    portal = replace(PORTAL, limits=Limits(**limits))
    packages, problems = read.read_folders([folder], portal)
    catalogue = read.assemble(portal, packages, Path())
    report = gate.check(catalogue, problems, as_of=AS_OF, cache=Cache(folder.parent / "cache"), jobs=1)
    return [p for p in report.problems if p.code.startswith(("P7", "D115"))]


def codes(problems: list[Problem]) -> list[str]:
    return [p.code for p in problems]


def of_persons(groups: dict[str, int], illness: str = "abc") -> str:
    """Rows of persons: so many for each ``sex,year``, their illnesses in turn."""

    def rows() -> Iterator[str]:
        number = 0
        for group, size in groups.items():
            for index in range(size):
                number += 1
                yield f"{number},{group},{illness[index % len(illness)]}\n"

    return "no,sex,year,illness\n" + "".join(rows())


INDIVIDUAL = {"unit": "individual", "quasi_identifiers": ["sex", "year"], "sensitive": ["illness"]}


# --- groups -------------------------------------------------------------------------------------------------------


def test_who_shares_with_four_others_is_hidden(tmp_path: Path) -> None:
    assert codes(found(tmp_path, of_persons({"男,1950": 5, "女,1950": 7}), PERSONS, INDIVIDUAL)) == ["P705"]


def test_who_stands_out_is_counted_and_never_named(tmp_path: Path) -> None:
    problems = found(tmp_path, of_persons({"男,1950": 5, "女,1931": 4, "女,1932": 1}), PERSONS, INDIVIDUAL)
    (problem,) = (p for p in problems if p.code == "P701")
    assert (problem.file, problem.row, problem.level, problem.kind.suspends) == ("t.csv", 7, "error", True)
    assert all(words in problem.message["zh"] for words in ("5 行", "7、8、9", "性别、出生年份"))
    assert "smallest group 1" in problem.message["en"]
    assert not any(value in said for _, said in problem.message for value in ("1931", "1932", "女"))


def test_an_empty_cell_is_a_value_like_another(tmp_path: Path) -> None:
    assert "P701" in codes(found(tmp_path, of_persons({"男,1950": 5, "男,": 2}), PERSONS, INDIVIDUAL))


@pytest.mark.parametrize(
    ("own", "portal", "closed"), [(None, 5, False), (7, 5, True), (2, 5, False), (2, 7, True), (None, 7, True)]
)
def test_a_package_may_ask_for_more_than_the_portal_never_for_less(
    tmp_path: Path, own: int | None, portal: int, closed: bool
) -> None:
    privacy = INDIVIDUAL | ({"k": own} if own else {})
    problems = found(tmp_path, of_persons({"男,1950": 6}), PERSONS, privacy, group_rows=portal)
    assert ("P701" in codes(problems)) == closed


def test_a_group_that_says_the_same_gives_itself_away(tmp_path: Path) -> None:
    problems = found(tmp_path, of_persons({"男,1950": 6}, illness="a"), PERSONS, INDIVIDUAL)
    assert [(p.code, p.level) for p in problems] == [("P706", "warning")]


@pytest.mark.parametrize(
    ("number", "key", "level"),
    [
        (lambda n: n, {"primaryKey": ["no"]}, "error"),
        (lambda n: n, {}, "warning"),
        (lambda n: n % 20, {}, None),  # no number of one row
        (lambda n: n + 100, {"primaryKey": ["no"]}, None),  # numbered apart
    ],
)
@pytest.mark.parametrize("odd", [17, None])
def test_tables_that_can_be_laid_together(
    tmp_path: Path, number: Any, key: dict[str, Any], level: str | None, odd: int | None
) -> None:
    """Twenty of each sex and of each year, in tables of their own; both years, of one of each sex, in none."""
    sexes = {n: "男" if n < 20 else "女" for n in range(40)}
    years = {n: 1980 if n < 20 else 1990 for n in range(40)}
    if odd is not None:
        years[odd], years[39 - odd] = years[39 - odd], years[odd]
    tables = {
        "a": ("no,sex\n" + "".join(f"{n},{sex}\n" for n, sex in sexes.items()), {"fields": PERSONS[:2], **key}),
        "b": (
            "no,year\n" + "".join(f"{number(n)},{years[n]}\n" for n in reversed(years)),
            {"fields": [PERSONS[0], PERSONS[2]], **key},
        ),
    }
    told = [p for p in found_in(tmp_path, tables, {**INDIVIDUAL, "sensitive": []}) if p.code != "P705"]
    expected = [] if level is None or odd is None else [("P708", level)]
    assert [(p.code, p.level) for p in told] == expected
    if told:
        assert "a.csv、b.csv 可以用“no”" in told[0].message["zh"] and "有 2 行" in told[0].message["zh"]
        assert (told[0].file, told[0].row) == ("a.csv", 19) and "1980" not in told[0].message["zh"]


def test_a_number_of_ones_own_is_told(tmp_path: Path) -> None:
    problems = found(tmp_path, of_persons({"男,1950": 10}), PERSONS, INDIVIDUAL)
    assert [(p.code, p.level, p.field) for p in problems] == [("P705", "note", "no")]


@pytest.mark.parametrize(
    ("privacy", "expected"),
    [
        ({"unit": "individual"}, ["P702", "P704"]),
        ({"unit": "individual", "quasi_identifiers": ["sex"]}, ["P704"]),
        ({"unit": "individual", "quasi_identifiers": ["sex", "year", "town"]}, ["P703"]),
        ({"unit": "persons"}, ["D115"]),
        ({"unit": "facility"}, []),
        (None, ["P707"]),
    ],
)
def test_it_is_said_whose_the_rows_are(tmp_path: Path, privacy: object, expected: list[str]) -> None:
    assert codes(found(tmp_path, of_persons({"男,1950": 6}), PERSONS, privacy)) == expected


def test_a_list_of_places_is_not_of_persons(tmp_path: Path) -> None:
    fields = [{"name": name, "type": "string"} for name in ("name", "地址", "年龄")]
    assert found(tmp_path, "name,地址,年龄\n古树,路,300\n", fields, None) == []


# --- counts -------------------------------------------------------------------------------------------------------

FREQUENCY = {"unit": "frequency", "count": "persons"}


def test_a_small_count_is_found_and_nought_is_not(tmp_path: Path) -> None:
    problems = found(tmp_path, "year,district,persons\n2020,东,5\n2020,西,0\n2020,南,4\n2020,北,\n", COUNTS, FREQUENCY)
    assert [(p.code, p.row, p.cell, p.field) for p in problems] == [("P711", 4, "C4", "persons")]
    assert "1 处" in problems[0].message["zh"]


def test_the_portal_says_how_small(tmp_path: Path) -> None:
    csv = "year,district,persons\n2020,东,9\n"
    assert codes(found(tmp_path, csv, COUNTS, FREQUENCY, cell_count=10)) == ["P711"]


@pytest.mark.parametrize(
    ("rows", "given_away"),
    [
        ("2020,东,\n2020,西,9\n2020,合计,12\n", True),
        ("2020,东,\n2020,西,\n2020,合计,12\n", False),
        ("2020,东,\n2020,西,9\n2020,合计,\n", False),
        ("2020,东,\n2020,西,9\n", False),
        ("2020,东,\n2021,西,9\n2021,合计,12\n", False),
        ("2020,东,9\n2020,西,9\n2020,合计,18\n2021,东,9\n2021,西,\n2021,合计,20\n", True),
    ],
)
def test_a_total_gives_a_single_empty_count_away(tmp_path: Path, rows: str, given_away: bool) -> None:
    problems = found(tmp_path, "year,district,persons\n" + rows, COUNTS, FREQUENCY)
    assert codes(problems) == (["P713"] if given_away else [])


@pytest.mark.parametrize(
    ("privacy", "expected"), [({"unit": "frequency"}, ["P712"]), ({"unit": "frequency", "count": "n"}, ["P703"])]
)
def test_the_column_that_counts_is_named(tmp_path: Path, privacy: object, expected: list[str]) -> None:
    assert codes(found(tmp_path, "year,district,persons\n2020,东,5\n", COUNTS, privacy)) == expected
