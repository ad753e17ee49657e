"""Every form of the report says what, where and how to mend it, and repeats no markup of strangers."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import openpyxl
import pytest
from rich.cells import cell_len

from publish.model import (
    Catalogue,
    Comparison,
    Difference,
    Resource,
    ResourceChange,
    ResourceKind,
    Schema,
    Turn,
)
from publish.problems import Judged, Level, Problem, Report, Verdict, cell_name, closes, in_order, problem
from publish.report import FORMS, About, Terminal, from_json, to_json, to_text
from publish.report.about import line
from publish.report.alike import by_package, grouped, spans
from publish.report.markdown import MARK, MOST, to_markdown
from publish.report.verdict import sentence
from tests import making

PROBLEMS = in_order(
    [
        problem(
            "F102",
            package="toilets",
            file="datapackage.yaml",
            row=12,
            field="/resources/0/path",
            path="a|b*.csv",
            hint="",
        ),
        problem("D113", package="toilets", file="datapackage.yaml", name="toilets"),
        problem("M103", file="metadata.yml", row=3, field="/base_url", value="=cmd"),
    ]
)
REPORT = Report("2026-11-22", (Judged("clean", Verdict.OPEN, 0.1), Judged("toilets", Verdict.HELD, 0.2)), PROBLEMS)


def cell(row: int, code: str = "S302", package: str = "toilets", **more: Any) -> Problem:
    """A problem of the column ``opened``, the fifth of ``data/toilets.csv``."""
    at = {"file": "data/toilets.csv", "field": "opened", "cell": f"E{row}", "row": row} | more
    blanks: dict[str, Any] = {"n": row, "title": "开业日期", "at": f"E{row}", "value": "x", "detail": "y", "hint": ""}
    blanks["these"] = "这一列"
    return problem(code, package=package, **blanks).at(**at)


def report(*problems: Problem, verdict: Verdict = Verdict.CLOSED) -> Report:
    names = sorted({p.package for p in problems if p.package})
    return Report("2026-11-22", tuple(Judged(n, verdict) for n in names), in_order(problems))


@pytest.fixture
def about(tmp_path: Path) -> About:
    """Of a portal with the dataset ``toilets``, that readers reach at data.example.org."""
    opened = making.field("opened", "date", "开业日期", "Opening date")
    table = Resource("toilets", ResourceKind.TABLE, paths=("data/toilets.csv",), schema=Schema((opened,)))
    toilets = making.package(
        "toilets", "公共厕所", "Public toilets", resources=(table,), folder=tmp_path / "datasets/toilets"
    )
    portal = making.portal(base_url="https://data.example.org")
    return About.of(Catalogue(portal, making.registers(), (toilets,), tmp_path), report(cell(5)))


# --- what closes, and where a place is ------------------------------------------------------------------------------


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
    assert ("第 12 行" if lang == "zh" else "line 12") in said


@pytest.mark.parametrize(
    ("lang", "place"),
    [
        ("zh", "data/toilets.csv · 工作表“表 1” · 第 5 行 · E5 · “开业日期”"),
        ("en", "data/toilets.csv · sheet 表 1 · row 5 · E5 · “Opening date”"),
    ],
)
@pytest.mark.parametrize("form", ["text", "markdown"])
def test_a_place_is_file_sheet_row_cell_and_the_title_of_the_column(
    form: str, lang: str, place: str, about: About
) -> None:
    said = FORMS[form](report(cell(5, sheet="表 1")), lang, about)
    assert isinstance(said, str)
    assert place in said and ("公共厕所" if lang == "zh" else "Public toilets") in said


def test_lines_are_of_files_that_have_lines() -> None:
    assert line(cell(5)) == 5
    assert line(cell(5, file="data/toilets.xlsx")) is None
    assert line(cell(5, file="data/toilets.json")) is None
    assert line(problem("D113", file="datapackage.json", row=7, field="/name", name="x")) == 7


# --- the verdict ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("found", "zh", "en"),
    [
        (Report("", (Judged("a", Verdict.OPEN),)), "a 可以发布，没有发现问题。", None),
        (report(cell(5), cell(6)), "toilets 还不能发布：必须改 2 处。", "toilets cannot be published yet: 2 to mend."),
        (
            report(problem("P102", package="a"), verdict=Verdict.SUSPENDED),
            "a 有不能公开的内容，不能发布：必须改 1 处。",
            "a holds what may not be public and cannot be published: 1 to mend.",
        ),
        (
            Report("", (Judged("a", Verdict.CLOSED),), (problem("D113", package="a", name="a"),), strict=True),
            "a 还不能发布：建议改 1 处（严格检查时，建议改的也要改）。",
            "a cannot be published yet: 1 better mended (a strict check lets no such pass).",
        ),
        (
            Report("", (Judged("a", Verdict.OPEN), Judged("b", Verdict.OPEN))),
            "检查了 2 个数据集，都可以发布。",
            "2 datasets checked, all can be published.",
        ),
        (REPORT, "门户自己的设置有问题，什么也不能发布：必须改 2 处，建议改 1 处。", None),
        (
            replace(REPORT, problems=PROBLEMS[1:]),
            "检查了 2 个数据集，1 个还不能发布，1 个可以发布；必须改 1 处，建议改 1 处。",
            "2 datasets checked: 1 cannot be published yet, 1 can; 1 to mend, 1 better mended.",
        ),
    ],
)  # fmt: skip
def test_the_verdict_is_one_sentence(found: Report, zh: str, en: str | None) -> None:
    assert sentence(found, "zh") == zh
    assert en is None or sentence(found, "en") == en


# --- what is alike --------------------------------------------------------------------------------------------------


def test_repeated_problems_are_said_once_with_their_rows() -> None:
    (alike,) = grouped([cell(row) for row in (5, 6, 7, 9)])
    assert alike.first.row == 5 and alike.count == 4
    assert alike.said_of_others("zh") == "另有 3 处同样的问题：第 6–7、9 行。"
    assert alike.said_of_others("en") == "3 more of this kind: rows 6–7, 9."
    assert grouped([cell(5)])[0].said_of_others("zh") == ""
    assert spans(range(2, 100, 3), "zh") == "在第 2–98 行之间"


def test_what_was_not_kept_is_said_with_what_it_is_like() -> None:
    more = problem(
        "S190", package="toilets", file="data/toilets.csv", level=Level.ERROR, count=312, shown=100, which="S302"
    )
    said = to_text(report(*(cell(row) for row in range(5, 105)), more), "zh")
    assert said.count("S190") == 0 and "同样的问题（S302）还有 312 处" in said


def test_the_gravest_comes_first() -> None:
    worst = problem("P101", package="z", title="号码", count=3, rows="")
    many = [cell(row, package="b") for row in range(20)]
    verdicts = (Judged("a", Verdict.CLOSED), Judged("b", Verdict.CLOSED), Judged("z", Verdict.SUSPENDED))
    found = Report("", verdicts, (cell(5, package="a"), *many, worst))
    assert [g.package for g in by_package(found)] == ["z", "b", "a"]
    mixed = [problem("D113", package="a", name="a"), cell(5, package="a"), problem("P102", package="a")]
    assert [a.first.code for a in grouped(mixed)] == ["P102", "S302", "D113"]


# --- a terminal -----------------------------------------------------------------------------------------------------


def crowd(packages: int) -> Report:
    """Many packages with many kinds of problems each."""
    kinds = ("S302", "S402", "S401", "S403")
    some = [cell(row, code, f"p{n:04}") for n in range(packages) for code in kinds for row in (3, 4, 9)]
    some += [problem("D113", package=f"p{n:04}", name="x") for n in range(packages)]
    return report(*some)


@pytest.mark.parametrize("packages", [1, 4, 30, 300])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_text_is_a_screenful(packages: int, lang: str) -> None:
    found = crowd(packages)
    said = to_text(found, lang)
    lines = said.splitlines()
    assert len(lines) <= 56
    assert lines[-1] == sentence(found, lang)
    assert f"{12 * packages}" in lines[-1]  # however much is left out, the count is whole
    if packages > 30:
        assert re.search(r"另有 \d+ 个数据集" if lang == "zh" else r"\d+ more datasets", said)
        assert "--save" in said


def test_lines_end_at_the_edge_and_begin_with_no_comma() -> None:
    said = to_text(crowd(3), "zh", terminal=Terminal(width=50))
    assert all(cell_len(one) <= 52 for one in said.splitlines())
    assert not [one for one in said.splitlines() if one.strip()[:1] in tuple("，。、：）”")]


def test_colours_are_for_terminals_that_want_them(monkeypatch: pytest.MonkeyPatch) -> None:
    class Screen(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert Terminal.of(Screen()).colour and not Terminal.of(io.StringIO()).colour
    assert "\x1b[" in to_text(REPORT, "zh", terminal=Terminal.of(Screen()))
    assert "\x1b[" not in to_text(REPORT, "zh")
    monkeypatch.setenv("NO_COLOR", "1")
    assert not Terminal.of(Screen()).colour and Terminal.of(Screen()).width


def test_a_stranger_cannot_steer_the_terminal() -> None:
    hostile = problem("F102", hint="", package="p", file="a\x1b[2J.csv", path="x\x1b]0;owned\x07\u202e")
    assert not [c for c in to_text(report(hostile), "en") if not c.isprintable() and c != "\n"]


# --- a pull request -------------------------------------------------------------------------------------------------


def test_markdown_holds_no_markup_of_strangers() -> None:
    said = FORMS["markdown"](REPORT, "en")
    assert isinstance(said, str) and "a\\|b\\*.csv" in said
    table = [row for row in said.splitlines() if row.startswith("|")]
    assert {row.replace("\\|", "").count("|") for row in table} == {7}


@pytest.mark.parametrize(
    "text",
    ["@mayor", "<img src=x>", "https://evil.example/", "www.evil.example", "#12", "GH-12", "![x](y)", "`x`", "$x$"],
)  # fmt: skip
def test_markdown_links_and_calls_nobody(text: str) -> None:
    said = to_markdown(report(problem("F102", hint="", package="p", file="x.csv", path=text)), "en")
    assert text not in said
    assert not re.search(r"(?<!\\)<(?!!-- kaimen)(?!/?details|/?summary)", said)


def test_markdown_begins_with_the_mark_and_the_verdict(about: About) -> None:
    said = to_markdown(report(cell(5)), "zh", about).splitlines()
    assert said[:2] == [MARK, "## 还不能发布"]
    assert said[3] == "公共厕所（toilets）还不能发布：必须改 1 处。"
    assert "[S302](https://data.example.org/rules/S302/)" in said[-1]
    assert "[S302](https://data.example.org/en/rules/S302/)" in to_markdown(report(cell(5)), "en", about)
    assert to_markdown(Report("", (Judged("a", Verdict.OPEN),)), "en").splitlines()[1] == "## It can be published"


def test_markdown_shows_what_changes_and_folds_the_notes(about: About) -> None:
    note = problem("C302", package="toilets", level=Level.NOTE, count=1, places="x", lang="英文")
    found = replace(report(cell(5), note), against="main", changes=(Comparison("toilets", Turn.ADDED),))
    said = to_markdown(found, "zh", about)
    assert said.index("S302") < said.index("### 这次改动") < said.index("<details>") < said.index("C302")
    assert "### " not in to_markdown(report(cell(5)), "zh", about)


def test_markdown_fits_into_a_comment() -> None:
    many = report(*(problem("F102", hint="", package=f"p{n}", file="x", path="长" * 60) for n in range(2_000)))
    rows = tuple(Difference(Turn.ADDED, (("编号", "长" * 40),)) for _ in range(5_000))
    table = ResourceChange("toilets", Turn.CHANGED, 0, 5_000, 5_000, 0, 0, ("编号",), sample=rows)
    changes = (Comparison("toilets", Turn.CHANGED, "toilets", "1", "2", (table,)),)
    said = to_markdown(replace(many, against="main", changes=changes), "zh")
    assert len(said) <= MOST
    left = re.search(r"另有 (\d+) 处没有列出", said)
    assert left and int(left[1]) + said.count("| F102 |") == 2_000


# --- programs -------------------------------------------------------------------------------------------------------


def test_a_workflow_command_cannot_be_broken_out_of() -> None:
    hostile = problem("F102", hint="", package="p", file="x,y:z%.csv", row=2, path="a\n::error::b%\r")
    said = FORMS["github"](Report("", (), (hostile,)), "en")
    assert isinstance(said, str)
    (command,) = [row for row in said.splitlines() if row.startswith("::")]
    assert command.startswith("::error file=p/x%2Cy%3Az%25.csv,line=2,title=F102 x%2Cy%3Az%25.csv · row 2::")
    assert "a%0A::error::b%25%0D" in command


def test_places_for_forges_begin_at_the_repository(about: About) -> None:
    said = FORMS["github"](report(cell(5)), "zh", about)
    assert isinstance(said, str) and "file=datasets/toilets/data/toilets.csv,line=5," in said


def test_json_comes_back_as_it_went() -> None:
    assert from_json(to_json(REPORT)) == REPORT
    record = json.loads(to_json(REPORT, published=True))
    assert list(record) == ["as_of", "verdict", "packages", "problems"]
    assert record["packages"][0] == {"name": "clean", "verdict": "open", "seconds": None}
    rows = {p["code"]: p["row"] for p in record["problems"]}
    assert rows == {"F102": 12, "D113": None, "M103": 3}


def _message() -> dict[str, Any]:
    return {"type": "object", "required": ["text"], "properties": {"text": {"type": "string", "minLength": 1}}}


# What SARIF 2.1.0 requires of the parts that are written here.
SARIF: dict[str, Any] = {
    "type": "object",
    "required": ["version", "runs"],
    "properties": {
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["tool", "results"],
                "properties": {
                    "language": {"pattern": "^[a-z]{2}(-[A-Z]{2})?$"},
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "tool": {
                        "required": ["driver"],
                        "properties": {
                            "driver": {
                                "required": ["name"],
                                "properties": {
                                    "rules": {
                                        "uniqueItems": True,
                                        "items": {
                                            "required": ["id"],
                                            "properties": {
                                                "id": {"type": "string"},
                                                "shortDescription": _message(),
                                                "fullDescription": _message(),
                                                "help": _message(),
                                                "helpUri": {"pattern": "^https?://"},
                                            },
                                        },
                                    }
                                },
                            }
                        },
                    },
                    "results": {
                        "items": {
                            "required": ["message", "ruleId", "ruleIndex", "locations"],
                            "properties": {
                                "level": {"enum": ["none", "note", "warning", "error"]},
                                "message": _message(),
                                "locations": {
                                    "minItems": 1,
                                    "items": {
                                        "required": ["physicalLocation"],
                                        "properties": {
                                            "physicalLocation": {
                                                "required": ["artifactLocation"],
                                                "properties": {
                                                    "artifactLocation": {
                                                        "properties": {
                                                            "uri": {"pattern": "^(?!/)(?!.*[ :\\\\])[!-~]+$"}
                                                        }
                                                    },
                                                    "region": {
                                                        "required": ["startLine"],
                                                        "properties": {"startLine": {"type": "integer", "minimum": 1}},
                                                    },
                                                },
                                            }
                                        },
                                    },
                                },
                            },
                        }
                    },
                },
            },
        },
    },
}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_sarif_is_sarif(lang: str, about: About) -> None:
    strange = problem("F102", hint="", package="toilets", file="数据 1.csv", path="x")
    made = problem("P902", package="toilets", which="P201", why="…")
    said = FORMS["sarif"](report(cell(5), strange, made, *PROBLEMS), lang, about)
    record = json.loads(said)
    jsonschema.validate(record, SARIF)
    (run,) = record["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert all(rules[r["ruleIndex"]]["id"] == r["ruleId"] for r in run["results"])
    assert {r["id"] for r in rules} == {r["ruleId"] for r in run["results"]}
    for rule in rules:
        assert "请…。" not in rule["help"]["text"]
        assert re.search("[一-龥]", rule["help"]["text"]) and re.search("[a-z]{3}", rule["help"]["text"])
    places = [r["locations"][0]["physicalLocation"] for r in run["results"]]
    uris = [p["artifactLocation"]["uri"] for p in places]
    assert "datasets/toilets/data/toilets.csv" in uris and "datasets/toilets/%E6%95%B0%E6%8D%AE%201.csv" in uris
    assert {"startLine": 5} in [p.get("region") for p in places]


# --- a workbook -----------------------------------------------------------------------------------------------------


def _list(content: str | bytes) -> Any:
    assert isinstance(content, bytes)
    return openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]


def test_the_workbook_opens_and_runs_nothing() -> None:
    content = FORMS["xlsx"](REPORT, "zh")
    assert content == FORMS["xlsx"](REPORT, "zh")
    sheet = _list(content)
    rows = [[c.value for c in row] for row in sheet.iter_rows(min_row=4)]
    assert len(rows) == len(PROBLEMS)
    assert all(c.data_type in ("s", "n") for row in sheet.iter_rows() for c in row)


def test_no_text_of_a_stranger_is_a_formula() -> None:
    hostile = [
        problem("F102", hint="", package="p", file=name, path=name) for name in ("=1+1", "@SUM(A1)", "+1", "-1", "{=1}")
    ]
    sheet = _list(FORMS["xlsx"](report(*hostile), "en"))
    assert {c.data_type for row in sheet.iter_rows() for c in row} <= {"s", "n"}
    assert "=1+1" in [row[2].value for row in sheet.iter_rows(min_row=4)]


def test_the_workbook_lists_everything_and_leads_to_the_cells(about: About) -> None:
    book = cell(5, file="data/厕所.xlsx", sheet="表 '1'")
    sheet = _list(FORMS["xlsx"](report(book, *(cell(row) for row in range(5, 305))), "zh", about))
    assert sheet.max_row == 3 + 301 and sheet.freeze_panes == "C4" and sheet.auto_filter.ref == "A3:J304"
    head = [c.value for c in sheet[3]]
    assert head == ["程度", "数据集", "文件", "工作表", "行", "单元格", "列", "问题", "怎样改", "规则"]
    found = {row[2].value: row for row in sheet.iter_rows(min_row=4)}
    link = found["data/厕所.xlsx"][5].hyperlink
    assert (link.target.replace("\\", "/"), link.location) == ("datasets/toilets/data/厕所.xlsx", "'表 ''1'''!E5")
    assert found["data/toilets.csv"][5].hyperlink.target.endswith("toilets.csv")
    assert found["data/toilets.csv"][6].value == "开业日期"
    assert isinstance(found["data/toilets.csv"][4].value, int), "rows are sorted as numbers"
    assert found["data/toilets.csv"][4].hyperlink is not None
    assert found["data/toilets.csv"][9].hyperlink.target == "https://data.example.org/rules/S302/"
