"""Every form of the report says what, where and how to mend it, and repeats no markup of strangers."""

from __future__ import annotations

import io
import json

import openpyxl
import pytest

from publish.problems import Judged, Level, Report, Verdict, cell_name, closes, in_order, problem
from publish.report import FORMS, from_json, to_json, to_text

PROBLEMS = in_order(
    [
        problem("F102", package="toilets", file="datapackage.yaml", row=12, field="/resources/0/path", path="a|b*.csv"),
        problem("D113", package="toilets", file="datapackage.yaml", name="toilets"),
        problem("M103", file="metadata.yml", row=3, field="/base_url", value="=cmd"),
    ]
)
REPORT = Report("2026-11-22", (Judged("clean", Verdict.OPEN, 0.1), Judged("toilets", Verdict.HELD, 0.2)), PROBLEMS)


def test_an_error_closes_and_a_warning_only_when_strict() -> None:
    warning = problem("D113", name="x")
    assert warning.level is Level.WARNING
    assert not closes(warning) and closes(warning, strict=True)
    assert Report("", (), (warning,)).verdict is Verdict.OPEN
    assert Report("", (), (warning,), strict=True).verdict is Verdict.CLOSED
    assert REPORT.verdict is Verdict.CLOSED and REPORT.stops


def test_an_unfilled_blank_is_a_bug() -> None:
    with pytest.raises(KeyError):
        problem("F102")


@pytest.mark.parametrize(("column", "row", "name"), [(1, 1, "A1"), (26, 2, "Z2"), (27, 3, "AA3"), (703, 4, "AAA4")])
def test_cells_are_named_as_in_a_spreadsheet(column: int, row: int, name: str) -> None:
    assert cell_name(column, row) == name


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("form", ["text", "markdown", "github"])
def test_a_person_reads_place_message_and_fix(form: str, lang: str) -> None:
    said = FORMS[form](REPORT, lang)
    assert isinstance(said, str)
    for p in PROBLEMS:
        assert p.code in said
    assert ("找不到文件" if lang == "zh" else "is not there") in said
    assert ("请放入这个文件" if lang == "zh" else "Add the file") in said
    assert ("第 12 行" if lang == "zh" else "row 12") in said


def test_markdown_holds_no_markup_of_strangers() -> None:
    said = FORMS["markdown"](REPORT, "en")
    assert isinstance(said, str) and "a\\|b\\*.csv" in said
    table = [line for line in said.splitlines() if line.startswith("|")]
    assert {line.replace("\\|", "").count("|") for line in table} == {7}


def test_a_workflow_command_cannot_be_broken_out_of() -> None:
    hostile = problem("F102", package="p", file="x.csv", path="a\n::error::b%")
    said = FORMS["github"](Report("", (), (hostile,)), "en")
    assert isinstance(said, str)
    assert len([line for line in said.splitlines() if line.startswith("::")]) == 1


def test_json_comes_back_as_it_went() -> None:
    assert from_json(to_json(REPORT)) == REPORT
    record = json.loads(to_json(REPORT, published=True))
    assert list(record) == ["as_of", "verdict", "packages", "problems"]
    assert record["packages"][0] == {"name": "clean", "verdict": "open", "seconds": None}
    rows = {p["code"]: p["row"] for p in record["problems"]}
    assert rows == {"F102": 12, "D113": None, "M103": 3}


def test_sarif_names_every_rule_it_uses() -> None:
    said = FORMS["sarif"](REPORT, "zh")
    run = json.loads(said)["runs"][0]
    assert {r["id"] for r in run["tool"]["driver"]["rules"]} == {r["ruleId"] for r in run["results"]}


def test_the_workbook_opens_and_runs_nothing() -> None:
    content = FORMS["xlsx"](REPORT, "zh")
    assert isinstance(content, bytes) and content == FORMS["xlsx"](REPORT, "zh")
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    rows = [[c.value for c in row] for row in sheet.iter_rows(min_row=4)]
    assert len(rows) == len(PROBLEMS)
    assert all(c.data_type in ("s", "n") for row in sheet.iter_rows() for c in row)


def test_text_is_cut_after_a_screenful() -> None:
    many = tuple(problem("F102", package="p", file="x", row=i, path=str(i)) for i in range(50))
    said = to_text(Report("", (), many), "en")
    assert "and 47 more" in said and said.count("F102") == 3
    other = problem("F403", package="p", file="x", path="x")
    assert "F403" in to_text(Report("", (), (*many, other)), "en")  # what else there is can be seen
