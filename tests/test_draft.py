"""Tables as offices make them become drafts that pass, but for what only a person knows."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter
import yaml

from publish import gate, read
from publish.cache import Cache
from publish.draft import draft
from publish.model import Portal, Text

PORTAL = Portal("test", Text((("zh-Hans", "测试"), ("en", "Test"))))


def described(folder: Path) -> list[list[dict[str, object]]]:
    record = yaml.safe_load((folder / "datapackage.yaml").read_text(encoding="utf-8"))
    return [r["schema"]["fields"] for r in record["resources"]]


def open_problems(folder: Path, cache: Path) -> set[str]:
    """The codes of what closes a package."""
    packages, problems = read.read_folders([folder], PORTAL)
    catalogue = read.assemble(PORTAL, packages, Path())
    report = gate.check(catalogue, problems, as_of=date(2026, 11, 22), cache=Cache(cache), jobs=1)
    return {p.code for p in report.problems if p.level == "error"}


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """A title over merged cells, two rows of names, a note below, an empty sheet."""
    path = tmp_path / "人口.xlsx"
    book = xlsxwriter.Workbook(str(path))
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    one = book.add_worksheet("一区")
    one.merge_range(0, 0, 0, 2, "2024年人口统计表")
    one.write_row(1, 0, ["区", "人口（万人）", "日期"])
    one.write_row(2, 0, ["浦东", 568.1])
    one.write_datetime(2, 2, datetime(2024, 1, 1), day)
    one.write_row(4, 0, ["注：常住人口"])
    book.add_worksheet("空")
    two = book.add_worksheet("两级")
    two.merge_range(0, 0, 1, 0, "地区")
    two.merge_range(0, 1, 0, 2, "人口")
    two.write_row(1, 1, ["男", "女"])
    two.write_row(2, 0, ["甲", 1, 2])
    book.close()
    return path


def test_a_workbook_of_an_office(workbook: Path, tmp_path: Path) -> None:
    folder = draft([workbook], tmp_path / "datasets", PORTAL)
    one, two = described(folder)
    assert [(f["title"], f["type"]) for f in one] == [("区", "string"), ("人口（万人）", "number"), ("日期", "date")]
    assert [(f["name"], f["type"]) for f in two] == [
        ("di_qu", "string"),
        ("ren_kou_nan", "integer"),
        ("ren_kou_nv", "integer"),
    ]
    data = sorted(p.read_text(encoding="utf-8") for p in (folder / "data").iterdir())
    assert data == ["di_qu,ren_kou_nan,ren_kou_nv\n甲,1,2\n", "qu,ren_kou_wan_ren,ri_qi\n浦东,568.1,2024-01-01\n"]
    readme = (folder / "README.md").read_text(encoding="utf-8")
    assert "2024年人口统计表" in readme and "注：常住人口" in readme


@pytest.mark.parametrize("encoding", ["gbk", "utf-8", "utf-8-sig", "utf-16"])
def test_a_csv_with_a_title(tmp_path: Path, encoding: str) -> None:
    table = tmp_path / "公厕.csv"
    table.write_bytes("2024年公厕,,\n编号,名称,编号\n001,甲厕,1\n002,乙厕,2\n".encode(encoding))
    folder = draft([table], tmp_path / "datasets", PORTAL)
    assert [(f["name"], f["type"]) for f in described(folder)[0]] == [
        ("bian_hao", "string"),
        ("ming_cheng", "string"),
        ("bian_hao_2", "integer"),
    ]
    assert "2024年公厕" in (folder / "README.md").read_text(encoding="utf-8")


def test_a_draft_passes_but_for_what_is_marked(workbook: Path, tmp_path: Path) -> None:
    folder = draft([workbook], tmp_path / "datasets", PORTAL)
    assert open_problems(folder, tmp_path / "cache") == {"C111", "C112"}
