"""New data for a dataset that is there: month two of public toilets, and all that a steward may hand in by mistake."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import python_calamine

from publish import pipeline, updating
from publish.draft.update import Choices, Update
from publish.draft.update.folder import apply
from publish.model import Catalogue, Earlier, Package, Registers, Turn
from publish.problems import Exit, PublishError, Report
from publish.read import read, read_folders
from tests import offices
from tests.conftest import plan
from tests.making import portal
from tests.test_cli import run

NAME = "public-toilets"
DAY = date(2026, 11, 20)
COLUMNS = ("id", "name", "kind", "stalls", "area", "opened")
TITLES = ("编号", "名称", "类型", "蹲位数", "面积（平方米）", "启用日期")
KINDS = {"a": "独立式", "b": "附属式"}
HISTORY = "version,date,kind,note,note_en\n2026.10.0,2026-10-20,new,首次发布,First release\n"
README = {"README.md": "# 说明\n\n由各区登记。\n", "README.en.md": "# About\n\nAs registered by the districts.\n"}
DESCRIPTION = f"""\
# 由环卫处维护 kept by the sanitation office
name: {NAME}
id: urn:uuid:7f8d9a52-0d0b-4d45-85af-82ed7ddc94b8
title: 公共厕所  # 不要写月份
title@en: Public toilets
description: 全市公共厕所，一行一座。
description@en: Public toilets of the city, one row each.
languages: [zh-Hans, en]
version: "2026.10.0"
licenses: [{{name: CC-BY-4.0, path: "https://creativecommons.org/licenses/by/4.0/"}}]
keywords: [公厕]
keywords@en: [toilets]
catalogue:
  code: 307310/000778
  topic: weather
  provider: 12310000000001089C
  status: live
  sharing: {{type: unconditional}}
  opening: {{type: unconditional}}
  level: L1
  frequency: monthly
  issued: 2026-10-20
  modified: 2026-10-20   # 更新
  temporal: {{start: 2026-10-01, end: 2026-10-31}}
  spatial: "310000"
  contact: {{name: 数据开放组, name@en: Open Data Desk, phone: 021-00000000, email: opendata@example.org}}
  secret: false
privacy: {{unit: facility}}
resources:
  - name: {NAME}
    path: data/{NAME}.csv
    title: 公共厕所
    title@en: Public toilets
    format: csv
    mediatype: text/csv
    encoding: utf-8
    schema:
      fields:
        - {{name: id, type: string, title: 编号, title@en: Number, constraints: {{required: true}}}}
        - {{name: name, type: string, title: 名称, title@en: Name}}
        - name: kind   # 类型
          type: string
          title: 类型
          title@en: Kind
          categories:
            - {{value: a, label: 独立式, label@en: Detached}}
            - {{value: b, label: 附属式, label@en: Attached}}
        - {{name: stalls, type: integer, title: 蹲位数, title@en: Stalls}}
        - {{name: area, type: number, title: 面积, title@en: Area, unit: 平方米, unit@en: m²}}
        - {{name: opened, type: date, title: 启用日期, title@en: Opened}}
      primaryKey: [id]  # 主键
"""

Row = tuple[str, str, str, int, float, date]


def toilets(count: int) -> list[Row]:
    """So many toilets."""
    return [
        (f"{n:04}", f"第{n}公厕", "ab"[n % 2], n % 9 + 2, 40 + n / 2, date(2001, 1, 1 + n % 28))
        for n in range(1, count + 1)
    ]


def as_csv(rows: Sequence[Row]) -> bytes:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows((*row[:4], f"{row[4]:g}", row[5].isoformat()) for row in rows)
    return buffer.getvalue().encode()


def made(root: Path, description: str = DESCRIPTION, name: str = "datapackage.yaml") -> Path:
    """The dataset in its first month: thirty toilets."""
    folder = root / NAME
    (folder / "data").mkdir(parents=True)
    (folder / "data" / f"{NAME}.csv").write_bytes(as_csv(toilets(30)))
    (folder / name).write_text(description, encoding="utf-8")
    (folder / "history.csv").write_text(HISTORY, encoding="utf-8")
    for path, text in README.items():
        (folder / path).write_text(text, encoding="utf-8")
    return folder


def month_two() -> list[Row]:
    """Forty-two toilets, three of the old ones with more stalls."""
    return [(*row[:3], row[3] + (10 if n in (2, 5, 7) else 0), *row[4:]) for n, row in enumerate(toilets(42))]


def sheet(rows: Sequence[Row], headings: Sequence[str] = TITLES, title: str = "2026年11月公共厕所一览表") -> bytes:
    """A workbook as an office makes it: a title over the table, a total below; columns moved, one renamed."""
    order = (1, 0, 3, 2, 5, 4)
    cells = [(*row[:2], KINDS.get(row[2], row[2]), *row[3:]) for row in rows]
    body = [[row[i] for i in order] for row in cells]
    total = [["合计", "", sum(row[3] for row in rows), "", "", ""]]
    return offices.book({"公厕": [[title], [headings[i] for i in order], *body, *total]}, {"公厕": [(0, 0, 0, 5)]})


RENAMED = ("编号", "公厕名称", "类 型", "蹲位数", "面积(㎡)", "启用日期")


def package(folder: Path) -> Package:
    packages, problems = read_folders([folder], portal())
    assert packages, problems
    return packages[0]


def proposed(folder: Path, file: tuple[str, bytes], **choices: Any) -> Update:
    """The update of a dataset outside of any portal."""
    of = package(folder)
    return updating.propose(
        of, [file], DAY, Choices(**choices), Catalogue(portal(), Registers(), (of,), folder.parent, "")
    )


def bytes_of(folder: Path) -> Mapping[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def rows_of(folder: Path) -> list[dict[str, str]]:
    text = (folder / "data" / f"{NAME}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text)))


# --- month two, from the file to the page ---------------------------------------------------------------------------


def test_month_two(village: Path) -> None:
    folder = made(village / "datasets")
    first = village / "first"
    shutil.copytree(folder, first)
    pipeline.build(plan(village))
    (village / "公厕11月.xlsx").write_bytes(sheet(month_two(), RENAMED))
    done = run(village, "update", NAME, "公厕11月.xlsx", "--as-of", DAY.isoformat(), "--jobs", "1", "--lang", "zh")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "新增 12 行，修改 3 行，删除 0 行" in done.stdout and "公厕名称" in done.stdout

    text = (folder / "datapackage.yaml").read_text(encoding="utf-8")
    changed = {
        'version: "2026.10.0"': 'version: "2026.11.0"',
        "modified: 2026-10-20   # 更新": "modified: 2026-11-20   # 更新",
        "{start: 2026-10-01, end: 2026-10-31}": "{start: 2026-11-01, end: 2026-11-30}",
    }
    expected = DESCRIPTION
    for old, new in changed.items():
        expected = expected.replace(old, new)
    assert text == expected
    assert (folder / "history.csv").read_text(encoding="utf-8") == (
        f'{HISTORY}2026.11.0,2026-11-20,update,新增 12 行，修改 3 行，删除 0 行,"12 rows added, 3 changed, 0 removed"\n'
    )
    assert (folder / "data" / f"{NAME}.csv").read_bytes() == as_csv(month_two())

    report = against(village, first)
    assert not [p for p in report.problems if p.code.startswith("V")], report.problems
    change = report.changes[0].resources[0]
    assert (change.added, change.changed, change.removed) == (12, 3, 0)
    with python_calamine.load_workbook(str(village / f"{NAME}-2026.11.0-变化.xlsx")) as book:
        grid = book.get_sheet_by_index(1).to_python()
    assert [row[0] for row in grid].count("新增 added") == 12 and len(grid) == 1 + 12 + 2 * 3

    built = pipeline.build(plan(village))
    page = (built.release.folder / "site" / "dataset" / NAME / "index.html").read_text(encoding="utf-8")
    assert "2026.11.0" in page and "新增 12 行，修改 3 行，删除 0 行" in page


def against(root: Path, then: Path) -> Report:
    catalogue, problems = read(root)
    earlier = Earlier("first", (package(then),), frozenset({root / "datasets" / NAME}), whole=False)
    return pipeline.judge(plan(root), catalogue, problems, frozenset({NAME}), against=earlier)


def test_what_does_not_pass_leaves_the_folder_as_it_was(village: Path) -> None:
    folder = made(village / "datasets")
    before = bytes_of(folder)
    rows = month_two()
    rows[3] = (*rows[3][:2], "c", *rows[3][3:])  # a kind that nobody described
    (village / "new.xlsx").write_bytes(sheet([*rows, rows[0]]))  # and a row that stands there already
    done = run(village, "update", NAME, "new.xlsx", "--as-of", DAY.isoformat(), "--jobs", "1", "--lang", "zh")
    assert done.returncode == 1, done.stdout + done.stderr
    assert bytes_of(folder) == before and "没有改动" in done.stdout
    assert "new.xlsx" in done.stdout and "D6" in done.stdout  # its place in the file that was handed in
    assert "第 6 行" in done.stdout and "C5" not in done.stdout
    assert "和第 3 行一样" in done.stdout
    assert not list(village.glob("*变化*"))


# --- what is handed in ----------------------------------------------------------------------------------------------


def test_columns_are_known_again(tmp_path: Path) -> None:
    update = proposed(made(tmp_path), ("公厕.xlsx", sheet(month_two(), RENAMED)))
    assert not update.obstacles and update.version == "2026.11.0"
    assert {m.name: m.how.value for m in update.tables[0].matches} == {
        "id": "same",
        "name": "likely",
        "kind": "same",
        "stalls": "same",
        "area": "spelled",
        "opened": "same",
    }
    assert [m.heading for m in update.renames] == ["公厕名称"]
    assert update.counts == {Turn.ADDED: 12, Turn.CHANGED: 3, Turn.REMOVED: 0}


def test_what_is_drawn_is_kept(tmp_path: Path) -> None:
    """Pictures name columns as the description does: a heading spelled another way changes nothing about them."""
    asked = "charts:\n  - {kind: bars, x: kind, y: stalls, title: 蹲位, title@en: Stalls}  # 按类型\n"
    folder = made(tmp_path, DESCRIPTION.replace("resources:", f"{asked}resources:", 1))
    before = package(folder).charts
    apply(proposed(folder, ("公厕11月.xlsx", sheet(month_two(), RENAMED))), folder)
    assert before and package(folder).charts == before
    assert asked in (folder / "datapackage.yaml").read_text(encoding="utf-8")


def test_a_doubtful_rename_is_asked_for(tmp_path: Path) -> None:
    folder = made(tmp_path)
    rows = [(*row[:3], row[3] % 9 + 2, *row[4:]) for row in month_two()]  # like numbers, in other rows
    file = ("公厕.xlsx", sheet(rows, ("编号", "名称", "类型", "坑位数量", "面积", "启用日期")))
    update = proposed(folder, file)
    assert update.obstacles and not update.files
    assert any("--rename 蹲位数=坑位数量" in o.fix["zh"] for o in update.obstacles)
    assert proposed(folder, file, renames={"蹲位数": "坑位数量"}).ready


def test_an_unknown_column_stops_and_may_be_added(tmp_path: Path) -> None:
    folder = made(tmp_path)
    rows: list[list[Any]] = [
        [*TITLES, "是否无障碍"],
        *([*row, "是" if n % 3 else "否"] for n, row in enumerate(toilets(30))),
    ]
    file = ("公厕.csv", offices.delimited(rows, "gb18030"))
    update = proposed(folder, file)
    assert [o.cell for o in update.obstacles] == ["G1"] and "--add-columns" in update.obstacles[0].fix["zh"]
    update = proposed(folder, file, added=True)
    assert update.ready and update.tables[0].added == ("shi_fou_wu_zhang_ai",)
    apply(update, folder)
    after = package(folder)
    assert [f.name for f in after.resources[0].schema.fields][-1] == "shi_fou_wu_zhang_ai"  # type: ignore[union-attr]
    assert rows_of(folder)[0]["shi_fou_wu_zhang_ai"] == "否"
    assert "primaryKey: [id]  # 主键" in (folder / "datapackage.yaml").read_text(encoding="utf-8")


def test_a_missing_column_stops(tmp_path: Path) -> None:
    rows = [TITLES[:5], *(row[:5] for row in toilets(31))]
    update = proposed(made(tmp_path), ("公厕.csv", offices.delimited(rows, "utf-8-sig")))
    assert len(update.obstacles) == 1 and "启用日期" in update.obstacles[0].message["zh"]
    with pytest.raises(PublishError):
        apply(update, tmp_path / NAME)


def test_gbk_with_numbers_as_text_and_lost_zeros(tmp_path: Path) -> None:
    folder = made(tmp_path)
    rows = [
        (row[0], row[1], KINDS[row[2]], f"{row[3]:,}", f"{row[4]}平方米", f"{row[5]:%Y.%m.%d}") for row in toilets(31)
    ]
    update = proposed(folder, ("公厕.csv", offices.delimited([TITLES, *rows], "gbk")))
    assert update.counts == {Turn.ADDED: 1, Turn.CHANGED: 0, Turn.REMOVED: 0}, update.tables[0].rows
    numbers = offices.book({"S": [TITLES, *([float(row[0]), *row[1:]] for row in toilets(31))]})
    update = proposed(folder, ("公厕.xlsx", numbers))
    assert update.counts == {Turn.ADDED: 1, Turn.CHANGED: 0, Turn.REMOVED: 0}, update.tables[0].rows


def test_another_unit_stops(tmp_path: Path) -> None:
    headings = (*TITLES[:4], "面积（万平方米）", TITLES[5])
    update = proposed(made(tmp_path), ("公厕.xlsx", sheet(month_two(), headings)))
    assert len(update.obstacles) == 1 and "单位" in update.obstacles[0].message["zh"]


def test_the_same_data_change_nothing(tmp_path: Path) -> None:
    folder = made(tmp_path)
    update = proposed(folder, ("公厕.xlsx", sheet(toilets(30)[::-1])))
    assert not update.changed and not update.files and not update.obstacles


def test_no_value_is_told(tmp_path: Path) -> None:
    rows = [(row[0], row[1], "13800138000", *row[3:]) for row in month_two()]
    update = proposed(made(tmp_path), ("公厕.xlsx", sheet(rows)))
    said = json.dumps([r.said["zh"] + r.said["en"] for r in update.remarks], ensure_ascii=False)
    assert "取值表里没有" in said and "13800138000" not in said


def test_which_table_must_be_told(tmp_path: Path) -> None:
    second = DESCRIPTION + DESCRIPTION[DESCRIPTION.index(f"  - name: {NAME}") :].replace(NAME, "old-toilets")
    folder = made(tmp_path, second)
    (folder / "data" / "old-toilets.csv").write_bytes(as_csv(toilets(30)))
    file = ("x.xlsx", sheet(month_two()))
    with pytest.raises(PublishError) as stopped:
        proposed(folder, file)
    assert stopped.value.code is Exit.USAGE and "--resource" in stopped.value.said["zh"]
    assert set(proposed(folder, file, resource="old-toilets").files) >= {"data/old-toilets.csv"}


def test_a_published_workbook_is_replaced_by_the_one_handed_in(tmp_path: Path) -> None:
    """As it is when it is laid out alike; else with the columns of before."""
    described = DESCRIPTION.replace(f"data/{NAME}.csv", "data/公厕.xlsx").replace("format: csv", "format: xlsx")
    described = described.replace("mediatype: text/csv\n    encoding: utf-8", "dialect: {sheet: 公厕}")
    folder = made(tmp_path, described)
    (folder / "data" / f"{NAME}.csv").unlink()
    (folder / "data" / "公厕.xlsx").write_bytes(_plain(toilets(30)))
    handed = _plain(month_two())
    update = proposed(folder, ("十一月.xlsx", handed))
    assert update.files["data/公厕.xlsx"] == handed and update.counts[Turn.ADDED] == 12
    update = proposed(folder, ("十一月.xlsx", sheet(month_two())))
    assert update.ready and update.files["data/公厕.xlsx"] != handed and update.counts[Turn.CHANGED] == 3
    apply(update, folder)
    assert not proposed(folder, ("十一月.xlsx", handed)).changed


def _plain(rows: Sequence[Row]) -> bytes:
    return offices.book({"公厕": [COLUMNS, *rows]})


def test_another_file_takes_the_place_of_one_of_its_kind(tmp_path: Path) -> None:
    described = DESCRIPTION + "  - {name: map, path: map.pdf, title: 地图, title@en: Map, format: pdf}\n"
    folder = made(tmp_path, described)
    (folder / "map.pdf").write_bytes(b"%PDF-1.7 old")
    update = proposed(folder, ("新地图.pdf", b"%PDF-1.7 new"))
    assert update.ready and update.files["map.pdf"] == b"%PDF-1.7 new" and "新的文件" in update.note["zh"]
    assert not proposed(folder, ("新地图.pdf", b"%PDF-1.7 old")).changed
