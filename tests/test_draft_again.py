"""What ``new`` made of a file, ``update`` makes of it again: the same file a second time changes nothing, and month two
may be kept in the same way as month one."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from publish import updating
from publish.draft import draft
from publish.draft.update import Choices, Update
from publish.draft.update.nouns import Stop
from publish.history import HEADER
from publish.model import Catalogue, Cell, Comparison, Difference, ResourceChange, Turn
from publish.problems import PublishError, Report, kinds, problem
from publish.read import read_folders
from publish.report import About
from publish.report.changes import to_markdown
from tests import offices
from tests.offices import Rows, book
from tests.test_draft_habits import workbook
from tests.test_draft_sheet import ANSWERS, OFFICES, PORTAL, REGISTERS, new, write

DAY = date(2026, 11, 28)
TICKED: Rows = [["编号", "站名", "无障碍", "公司"], ["001", "黄 浦 站", "√", "一公司"], ["002", "外滩站", "×", "同上"]]
ANGLES: Rows = [["名称", "经度", "纬度"], ["甲站", "121°28′30″", "31°13′12″"], ["乙站", "121°30′", "31°10′06″"]]
LASTING: Rows = [["活动", "时长"], ["义诊", timedelta(hours=2)], ["展览", timedelta(hours=26)]]
MIXED: Rows = [
    ["名称", "有效期自", "开放"],
    ["甲", date(2026, 3, 1), True],
    ["乙", 46086, False],
    ["丙", "2026.3.8", None],
]
SHARES: Rows = [["区", "绿化率", "补贴"], ["东区", "35.5%", "￥1,000"], ["西区", "40%", "￥300.5"]]

BLANKS: dict[str, Any] = dict.fromkeys(kinds()["S303"].blanks - {"row"}, "")


def again(folder: Path, file: tuple[str, bytes]) -> Update:
    """The update of a drafted folder by a file."""
    (package,), _ = read_folders([folder], PORTAL)
    catalogue = Catalogue(PORTAL, REGISTERS, (package,), folder.parent, "")
    return updating.propose(package, [file], DAY, Choices(), catalogue)


@pytest.mark.parametrize("office", OFFICES, ids=lambda o: o.__name__)
def test_an_office_hands_the_same_file_in_again(office: object, tmp_path: Path) -> None:
    assert callable(office)
    update = again(new(tmp_path, office()), office())
    assert not update.obstacles and not update.changed, update.note["zh"]


@pytest.mark.parametrize(
    "rows", [TICKED, ANGLES, SHARES, LASTING, MIXED], ids=["ticks", "angles", "shares", "lasting", "mixed"]
)
def test_what_a_draft_spelled_anew_is_spelled_so_again(rows: Rows, tmp_path: Path) -> None:
    update = again(new(tmp_path, ("表.xlsx", workbook(rows))), ("表.xlsx", workbook(rows)))
    assert not update.obstacles and not update.changed, update.note["zh"]


def test_a_new_row_is_spelled_as_the_others_are(tmp_path: Path) -> None:
    folder = new(tmp_path, ("表.xlsx", book({"表": TICKED})))
    update = again(folder, ("表.xlsx", book({"表": [*TICKED, ["003", "黄 浦 站", "√", "〃"]]})))
    content = next(c for path, c in update.files.items() if path.endswith(".csv") and "data/" in path)
    assert _rows(content)[-1] == ["003", "黄浦站", "是", "一公司"]
    assert any("√ 写成“是”" in remark.said["zh"] for remark in update.remarks)


def test_a_dataset_that_has_ticks_keeps_them(tmp_path: Path) -> None:
    folder = new(tmp_path, ("表.csv", offices.delimited([["编号", "站名", "开放"], ["A1", "甲站", "是"]], "utf-8")))
    (data,) = (folder / "data").iterdir()
    data.write_text(data.read_text(encoding="utf-8").replace("是", "√").replace("甲站", "甲 站"), encoding="utf-8")
    rows: Rows = [["编号", "站名", "开放"], ["A1", "甲 站", "√"], ["A2", "乙站", "√"]]
    content = again(folder, ("表.xlsx", book({"表": rows}))).files[f"data/{data.name}"]
    assert _rows(content)[1:] == [["A1", "甲 站", "√"], ["A2", "乙站", "√"]]


def test_the_file_of_another_dataset_is_told_in_one_sentence(tmp_path: Path) -> None:
    folder = new(tmp_path, ("表.xlsx", workbook(TICKED)))
    parks: Rows = [["编号", "停车场名称", "泊位数（个）"], ["P001", "人民广场", 500], ["P002", "外滩", 80]]
    (obstacle,) = again(folder, ("停车场.xlsx", workbook(parks))).obstacles
    assert obstacle.stop is Stop.OTHER and "4 列里，文件只对得上 1 列" in obstacle.message["zh"]
    renamed: Rows = [["编号", "车站", "无障碍", "公司"], *TICKED[1:]]
    assert Stop.OTHER not in {o.stop for o in again(folder, ("表.xlsx", workbook(renamed))).obstacles}


def test_a_multiple_of_the_unit_stops(tmp_path: Path) -> None:
    folder = new(tmp_path, ("表.xlsx", workbook([["名称", "泊位数（个）"], ["甲", 500], ["乙", 80]])))
    (obstacle,) = again(folder, ("表.xlsx", workbook([["名称", "泊位数（百个）"], ["甲", 5], ["乙", 1]]))).obstacles
    assert obstacle.stop is Stop.UNIT and "百个" in obstacle.message["zh"]


def test_a_column_of_a_file_handed_in_has_its_title(tmp_path: Path) -> None:
    (package,), _ = read_folders([new(tmp_path, ("表.xlsx", workbook(TICKED)))], PORTAL)
    inside = problem("S303", package=package.name, file="新表.xlsx", row=1, field="wu_zhang_ai", **BLANKS)
    catalogue = Catalogue(PORTAL, REGISTERS, (package,), tmp_path, "")
    about = About.of(catalogue, Report("2026-11-28", problems=(inside,)))
    assert about.column(inside, "zh") == "无障碍"


def test_what_changed_is_told_by_titles(tmp_path: Path) -> None:
    (package,), _ = read_folders([new(tmp_path, ("表.xlsx", workbook(TICKED)))], PORTAL)
    row = Difference(Turn.CHANGED, (("bian_hao", "001"),), (Cell("gong_si", "一公司", "二公司"),))
    table = ResourceChange(package.name, Turn.CHANGED, rows_before=2, rows_after=2, added=0, removed=0, changed=1,
                           key=("bian_hao",), sample=(row,), compared=True)  # fmt: skip
    one = Comparison(package.name, Turn.CHANGED, package.name, "1", "2", (table,))
    report = Report("2026-11-28", changes=(one,), against="main")
    about = About.of(Catalogue(PORTAL, REGISTERS, (package,), tmp_path, ""), report)
    said = to_markdown(report, "zh", about, str)
    assert "| 修改 | 编号=001 | 公司 | 一公司 | 二公司 |" in said and "**表**" in said and "gong_si" not in said


def test_a_mended_table_is_drafted_anew_and_keeps_what_was_filled_in(tmp_path: Path) -> None:
    folder = new(tmp_path, ("表.xlsx", workbook([["编号", "身份证号"], ["A1", "310101197001010017"]])))
    write(folder, {**ANSWERS, "privacy/unit": "设施、机构或事项"})
    (before,), _ = read_folders([folder], PORTAL)
    mended = tmp_path / "表.xlsx"
    mended.write_bytes(workbook([["编号", "名称"], ["A1", "甲馆"]]))
    with pytest.raises(PublishError, match="--again"):
        draft([mended], tmp_path / "datasets", PORTAL, REGISTERS)
    draft([mended], tmp_path / "datasets", PORTAL, REGISTERS, again=True)
    (after,), _ = read_folders([folder], PORTAL)
    assert after.id == before.id and after.entry == before.entry and after.title == before.title
    schema = after.resources[0].schema
    assert schema and [f.title["zh"] for f in schema.fields] == ["编号", "名称"]
    assert b"310101" not in b"".join(p.read_bytes() for p in folder.rglob("*.csv"))


def test_answers_that_cannot_be_read_are_not_written_over(tmp_path: Path) -> None:
    folder = new(tmp_path, ("表.xlsx", workbook(TICKED)))
    (folder / "entry.xlsx").write_bytes(b"locked with a password")
    before = {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    with pytest.raises(PublishError, match=r"entry\.xlsx"):
        draft([tmp_path / "表.xlsx"], tmp_path / "datasets", PORTAL, REGISTERS, again=True)
    assert {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()} == before


def test_what_was_published_is_not_drafted_anew(tmp_path: Path) -> None:
    folder = new(tmp_path, ("表.xlsx", workbook(TICKED)))
    (folder / "history.csv").write_text(HEADER + "0.1.0,2026-11-01,new,首次发布,First\n", encoding="utf-8")
    with pytest.raises(PublishError, match="update"):
        draft([tmp_path / "表.xlsx"], tmp_path / "datasets", PORTAL, REGISTERS, again=True)


def _rows(content: bytes) -> Sequence[Sequence[str]]:
    return list(csv.reader(content.decode("utf-8-sig").splitlines()))
