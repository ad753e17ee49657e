"""Personal data in what is written about the data: descriptions, labels, names, READMEs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from publish.problems import Problem
from tests.papers import IDENTITY, MOBILE
from tests.test_gate_hostile import judged

TABLE = {"name": "t", "path": "t.csv", "schema": {"fields": [{"name": "id", "type": "integer"}]}}


def found(folder: Path, readme: str = "", **more: Any) -> list[Problem]:
    """The privacy problems of a package with a harmless table."""
    folder = folder / "x"
    folder.mkdir()
    (folder / "t.csv").write_text("id\n1\n", encoding="utf-8")
    if readme:
        (folder / "README.en.md").write_text(readme, encoding="utf-8")
    described = {"name": "x", "title": "t", "resources": [TABLE]} | more
    (folder / "datapackage.json").write_text(json.dumps(described, ensure_ascii=False, indent=1), encoding="utf-8")
    return [p for p in judged(folder, folder.parent / "cache")[2] if p.code[0] == "P"]


@pytest.mark.parametrize(
    ("more", "pointer"),
    [
        ({"description": f"户主 {IDENTITY}"}, "/description"),
        ({"title@en": f"Card {IDENTITY}"}, "/title@en"),
        ({"queries": [{"name": "q", "sql": f"SELECT * FROM x WHERE no = '{IDENTITY}'"}]}, "/queries/0/sql"),
        ({"contributors": [{"title": f"张 {IDENTITY}"}]}, "/contributors/0/title"),
        (
            {"resources": [TABLE | {"schema": {"fields": [{"name": "id", "type": "any", "example": IDENTITY}]}}]},
            "/resources/0/schema/fields/0/example",
        ),
        (
            {"resources": [TABLE | {"schema": {"fields": [{"name": "id"}], "missingValues": [IDENTITY]}}]},
            "/resources/0/schema/missingValues/0",
        ),
    ],
)
def test_an_identity_number_is_found_wherever_it_is_written(tmp_path: Path, more: dict[str, Any], pointer: str) -> None:
    (problem,) = found(tmp_path, **more)
    assert (problem.code, problem.field, problem.kind.suspends) == ("P102", pointer, True)
    assert problem.row and IDENTITY[:5] not in str(problem)


def test_a_readme_is_read_line_by_line(tmp_path: Path) -> None:
    (problem,) = found(tmp_path, readme=f"# About\n\nCall {MOBILE}.\n")
    assert (problem.code, problem.file, problem.row) == ("P202", "README.en.md", 3)
    assert "line 3" in problem.message["en"] and "第 3 行" in problem.message["zh"]
    assert MOBILE[:5] not in str(problem)


def test_a_mobile_number_of_a_contact_only_warns(tmp_path: Path) -> None:
    contact = {"name": "数据科", "phone": MOBILE, "email": "shuju@163.com"}
    (problem,) = found(tmp_path, catalogue={"contact": contact}, description="x")
    assert (problem.code, problem.level, problem.field) == ("P202", "warning", "/catalogue/contact/phone")


def test_the_name_of_a_file_is_a_text(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    path = f"{IDENTITY}.txt"
    (tmp_path / "x" / path).write_text("a", encoding="utf-8")
    described = {"name": "x", "title": "t", "resources": [{"name": "t", "path": path}]}
    (tmp_path / "x" / "datapackage.json").write_text(json.dumps(described), encoding="utf-8")
    problems = [p for p in judged(tmp_path / "x", tmp_path / "cache")[2] if p.code == "P102"]
    assert [p.field for p in problems] == ["/resources/0/path"]


def test_what_stands_above_the_header_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "x"
    folder.mkdir()
    (folder / "t.csv").write_text(f"登记表\n制表 {MOBILE}\nid\n1\n", encoding="utf-8")
    described = {"name": "x", "title": "t", "resources": [TABLE | {"dialect": {"headerRows": [3]}}]}
    (folder / "datapackage.json").write_text(json.dumps(described), encoding="utf-8")
    problems = [p for p in judged(folder, tmp_path / "cache")[2] if p.code[0] == "P"]
    assert [(p.code, p.file, p.row) for p in problems] == [("P202", "t.csv", 2)]


def test_an_ordinary_description_is_none_of_this(tmp_path: Path) -> None:
    text = "电话 021-23110000，邮箱 opendata@example.org，订单 20261122000000000001，见 https://example.org/1380013800"
    assert found(tmp_path, readme=text, description=text, id="urn:uuid:11010519-4912-4100-8000-13800138000a") == []


def test_the_text_before_is_no_word_before_a_number(tmp_path: Path) -> None:
    """A number of an order is none of a card; but where another text ends in such a word, it says nothing of this."""
    card = "6212345678901232"
    assert [p.code for p in found(tmp_path, keywords=["订单编号", card])] == ["P402"]
    (tmp_path / "y").mkdir()
    assert found(tmp_path / "y", keywords=[f"订单编号{card}"]) == []
