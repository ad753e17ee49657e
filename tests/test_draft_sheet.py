"""From an office's workbook over entry.xlsx to a published dataset, as a steward goes who knows nothing but Excel."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from types import FunctionType

import openpyxl
import pytest
import yaml

from publish import gate, pipeline, read
from publish.cache import Cache
from publish.draft import draft
from publish.model import Package, Portal
from publish.problems import Problem, Report
from publish.questions import ANSWER, DATASET, FIELDS, FILE, HEADINGS_ROW, KEY, LISTS, REMARKS, TABLES, asked
from publish.read.fill_in import read_fill_in
from tests import offices
from tests.conftest import AS_OF, ROOT, make_portal, plan
from tests.test_cli import check, run

PORTAL, _ = read.read_portal(ROOT)
REGISTERS = read.read_only_registers(ROOT, PORTAL)
ANSWERS = {
    "title@en": "Public toilets",
    "description": "全市对外开放的公共厕所，一行一座。",
    "description@en": "Public toilets open to everybody, one row each.",
    "keywords": "环卫、公厕",
    "keywords@en": "sanitation, toilets",
    "catalogue/provider": "市大数据中心",  # a name alone
    "catalogue/topic": "城建住房 urban-construction",  # as the list shows it
    "catalogue/code": "307310/000777",
    "catalogue/frequency": "monthly",  # a code alone
    "catalogue/level": "L1",
    "catalogue/secret": "否",
    "catalogue/issued": date(2026, 11, 3),  # a cell that Excel made a day
    "catalogue/modified": "2026-11-03",
    "catalogue/spatial": 310000,  # and one it made a number
    "catalogue/contact/name": "市容管理处",
    "catalogue/contact/name@en": "Sanitation Division",
    "catalogue/contact/phone": "021-23110000",
    "catalogue/contact/email": "opendata@example.org",
    "catalogue/crs": "WGS84",
}


def new(folder: Path, file: tuple[str, bytes], *, sheet: bool = True) -> Path:
    """The folder drafted from a workbook."""
    folder.mkdir(parents=True, exist_ok=True)
    workbook = folder / file[0]
    workbook.write_bytes(file[1])
    made, _ = draft([workbook], folder / "datasets", PORTAL, REGISTERS, sheet=sheet)
    return made


def write(folder: Path, answers: Mapping[str, object]) -> None:
    """Fill in the sheet 数据集, as a person would with a spreadsheet program."""
    book = openpyxl.load_workbook(folder / FILE)
    sheet = book[DATASET]
    rows = {str(sheet.cell(row, KEY + 1).value): row for row in range(1, sheet.max_row + 1)}
    for key, value in answers.items():
        sheet.cell(rows[key], ANSWER + 1).value = value  # type: ignore[assignment]
    book.save(folder / FILE)


def change(folder: Path, sheet: str, name: str, **values: object) -> None:
    """Change the line of 数据表 or 字段 that speaks of ``name``; keys are the headings."""
    book = openpyxl.load_workbook(folder / FILE)
    page = book[sheet]
    heads = {str(c.value).partition("\n")[0]: c.column for c in page[HEADINGS_ROW] if c.value}
    named = heads["列名" if sheet == FIELDS else "代号"]
    row = next(r for r in range(HEADINGS_ROW + 1, page.max_row + 1) if page.cell(r, named).value == name)
    for heading, value in values.items():
        page.cell(row, heads[heading]).value = value  # type: ignore[assignment]
    book.save(folder / FILE)


def read_one(folder: Path) -> tuple[Package, tuple[Problem, ...]]:
    package, problems = read.read_package(folder, PORTAL)
    assert package is not None, problems
    return package, problems


def judged(folder: Path, cache: Path) -> Report:
    packages, problems = read.read_folders([folder], PORTAL)
    registers = [ROOT / "datasets" / name for name in read.REGISTERS]
    known, _ = read.read_folders(registers, PORTAL)
    catalogue = read.assemble(PORTAL, [*packages, *known], ROOT)
    return gate.check(
        catalogue, problems, as_of=AS_OF, cache=Cache(cache), jobs=1, names=frozenset(p.name for p in packages)
    )


def errors(report: Report) -> list[str]:
    return [p.code for p in report.problems if p.level == "error"]


@pytest.fixture
def toilets(tmp_path: Path) -> Path:
    return new(tmp_path, offices.public_toilets())


def test_the_workbook_has_its_sheets_and_drop_downs(toilets: Path) -> None:
    book = openpyxl.load_workbook(toilets / FILE)
    assert book.sheetnames == [DATASET, TABLES, FIELDS, REMARKS, LISTS]
    assert book[LISTS].sheet_state == "hidden"
    lists = {str(column[0].value): [c.value for c in column[1:] if c.value] for column in book[LISTS].columns}
    assert "市大数据中心 1231000000000102X4" in lists["organisations"]
    assert "城建住房 urban-construction" in lists["topics"]
    assert len(book[DATASET].data_validations.dataValidation) >= 10
    assert "填表人" in "".join(str(c.value) for row in book[REMARKS].rows for c in row)


def test_a_draft_is_closed_only_by_what_a_person_must_say(toilets: Path, tmp_path: Path) -> None:
    report = judged(toilets, tmp_path / "cache")
    assert set(errors(report)) == {"C113", "C202"}
    asked = {p.cell: p.message["zh"] for p in report.problems if p.code == "C113"}
    assert asked["B6"] == "“数据说明”还没有填。"
    assert all((p.file, p.sheet) == (FILE, DATASET) for p in report.problems if p.code in ("C113", "C202"))


def test_filled_in_it_passes(toilets: Path, tmp_path: Path) -> None:
    write(toilets, ANSWERS)
    report = judged(toilets, tmp_path / "cache")
    assert errors(report) == [], report.problems
    package, problems = read_one(toilets)
    assert problems == ()
    assert package.entry is not None
    assert package.entry.provider == "1231000000000102X4"
    assert (package.entry.topic, package.entry.frequency, package.entry.level) == (
        "urban-construction",
        "monthly",
        "L1",
    )
    assert (package.entry.secret, package.entry.spatial, package.entry.crs) == (False, "310000", "EPSG:4326")
    assert package.entry.issued == date(2026, 11, 3)
    assert [dict(k) for k in package.keywords] == [
        {"zh-Hans": "环卫", "en": "sanitation"},
        {"zh-Hans": "公厕", "en": "toilets"},
    ]
    schema = package.resources[0].schema
    assert schema is not None and schema.primary_key == ("bian_hao",)
    kind = schema.field("lei_xing")
    assert kind is not None and [c.value for c in kind.categories] == ["独立式", "附属式"]
    assert package.sheet is not None and package.sheet.path == FILE
    assert FILE not in {f.path for f in package.extras}  # it is no part of what is published


def test_every_example_of_a_list_may_be_written(toilets: Path) -> None:
    """What a message gives as an example is taken when it is typed as it stands there."""
    listed = {q.key: q for q in asked("dataset") if q.choices and q.example}
    write(toilets, {key: q.example for key, q in listed.items()})
    columns = openpyxl.load_workbook(toilets / FILE)[LISTS].iter_cols(values_only=True)
    codes = {str(name): {str(one).rpartition(" ")[2] for one in offered if one} for name, *offered in columns}
    answers = {a.question.key: a.value for a in read_fill_in(toilets / FILE).dataset}
    flags = {"true": True, "false": False}
    wrong = [k for k, q in listed.items() if answers[k] not in {flags.get(c, c) for c in codes[q.choices]}]
    assert len(listed) >= 10 and not wrong


def test_a_wrong_choice_and_a_missing_one_say_what_to_write_in_the_cell(toilets: Path, tmp_path: Path) -> None:
    write(toilets, {**ANSWERS, "catalogue/level": "一级", "privacy/unit": "个人"})
    found = {p.code: p for p in judged(toilets, tmp_path / "cache").problems}
    assert "下拉列表" in found["C106"].fix["zh"] and "level:" not in found["C106"].fix["zh"]
    assert found["P702"].file == FILE and found["P702"].cell and "nian_ling" in found["P702"].fix["zh"]


def test_what_is_wrong_points_to_its_cell(toilets: Path, tmp_path: Path) -> None:
    write(toilets, ANSWERS | {"catalogue/provider": "没有这个单位", "catalogue/issued": "2026-02-30"})
    change(toilets, FIELDS, "ming_cheng", 类型="数字")
    found = {p.code: p for p in judged(toilets, tmp_path / "cache").problems}
    assert (found["C102"].file, found["C102"].sheet, found["C102"].cell) == (FILE, DATASET, "B10")
    assert found["D106"].cell is not None and found["D106"].sheet == DATASET
    assert (found["S111"].sheet, found["S111"].cell) == (FIELDS, "F5")


def test_a_status_with_its_reason_and_a_trial_that_is_too_short_are_said_in_cells(
    toilets: Path, tmp_path: Path
) -> None:
    trial = {
        "catalogue/status": "试运行",
        "catalogue/trial/start": "2026-11-20",
        "catalogue/trial/end": date(2026, 11, 23),
    }
    said = {
        "catalogue/status_reason": "正在核对",
        "catalogue/status_reason@en": "Being checked",
        "catalogue/status_from": "2026-11-20",
        "catalogue/replaced_by": "toilets-2026",
        "catalogue/mandate": "《城市公厕管理办法》",
        "catalogue/services": "公厕查询",
        "catalogue/related": "refuse-stations、parks",
        "catalogue/notes@en": "Without bathing places",
        "privacy/quasi_identifiers": "lei_xing",
    }
    write(toilets, {**ANSWERS, **said, **trial})
    entry = read_one(toilets)[0].entry
    assert entry is not None and entry.related == ("refuse-stations", "parks")
    assert (entry.status_reason["zh"], entry.status_reason["en"]) == ("正在核对", "Being checked")
    assert (entry.status_from, entry.trial.end) == (date(2026, 11, 20), date(2026, 11, 23))
    assert (entry.replaced_by, entry.services["zh"], entry.notes["en"]) == (
        "toilets-2026", "公厕查询", "Without bathing places",
    )  # fmt: skip
    found = judged(toilets, tmp_path / "cache").problems
    short = [p for p in found if "trial" in (p.field or "")]
    related = [p for p in found if "related" in (p.field or "")]
    assert short and related
    assert all((p.file, p.sheet) == (FILE, DATASET) and p.cell for p in (*short, *related)), found


def test_english_that_nobody_looked_at_is_noted_until_the_mark_is_deleted(toilets: Path, tmp_path: Path) -> None:
    write(toilets, ANSWERS)
    note = next(p for p in judged(toilets, tmp_path / "cache").problems if p.code == "C313")
    assert note.level == "note" and note.sheet == FIELDS and "Number" in note.message["zh"]
    package, _ = read_one(toilets)
    assert package.resources[0].schema is not None
    for field in package.resources[0].schema.fields:
        change(toilets, FIELDS, field.name, 英文待核对=None)
    assert "C313" not in {p.code for p in judged(toilets, tmp_path / "cache").problems}


def test_an_empty_cell_leaves_what_the_description_says_and_a_clash_is_told(toilets: Path) -> None:
    write(toilets, ANSWERS | {"catalogue/contact/phone": None})
    path = toilets / "datapackage.yaml"
    record = yaml.safe_load(path.read_text(encoding="utf-8"))
    record["title"] = "别的名称"
    record["catalogue"] = {"contact": {"phone": "021-99999999"}}
    path.write_text(yaml.safe_dump(record, allow_unicode=True), encoding="utf-8")
    package, problems = read_one(toilets)
    assert package.title["zh"] == "2026年10月公共厕所一览表"
    assert package.entry is not None and package.entry.contact.phone == "021-99999999"
    assert [(p.code, p.level, p.cell) for p in problems] == [("D117", "warning", "B4")]


def test_a_line_of_the_columns_takes_the_place_of_the_description(toilets: Path) -> None:
    """Also where it was emptied: a steward sees the sheet alone."""
    change(toilets, FIELDS, "bian_hao", 主键=None, 必填=None, 标题="公厕编号")
    change(toilets, FIELDS, "lei_xing", 值的含义=None, 必填="是")
    package, problems = read_one(toilets)
    assert not [p for p in problems if p.code.startswith("D11")]
    schema = package.resources[0].schema
    assert schema is not None and schema.primary_key == ()
    number, kind = schema.field("bian_hao"), schema.field("lei_xing")
    assert number is not None and number.title["zh"] == "公厕编号" and not number.required
    assert kind is not None and kind.required and kind.categories == ()


def test_a_line_that_speaks_of_nothing_is_told(toilets: Path) -> None:
    change(toilets, FIELDS, "ming_cheng", 列名="mingcheng")
    _, problems = read_one(toilets)
    assert [(p.code, p.sheet, p.cell) for p in problems] == [("D118", FIELDS, "B5")]


def test_workbook_and_entry_and_nothing_else(toilets: Path, tmp_path: Path) -> None:
    """What ``new`` wrote into datapackage.yaml is not needed: entry.xlsx says it all."""
    write(toilets, ANSWERS)
    (toilets / "datapackage.yaml").unlink()
    (toilets / "history.csv").unlink()
    assert errors(judged(toilets, tmp_path / "cache")) == []
    package, problems = read_one(toilets)
    assert problems == ()
    assert package.descriptor is not None and package.descriptor.path == FILE
    assert package.id.startswith("urn:uuid:") and package.resources[0].files


def test_a_workbook_with_two_rows_of_headings_beside_the_sheet(tmp_path: Path) -> None:
    """The office's own workbook is the data; 数据表 says which sheet and which rows."""
    folder = new(tmp_path, offices.three_levels())
    (folder / "datapackage.yaml").unlink()
    shutil.rmtree(folder / "data")
    (folder / "教育.xlsx").write_bytes(offices.three_levels()[1])
    write(folder, ANSWERS | {"catalogue/crs": None})
    change(folder, TABLES, "jiao-yu", 文件="教育.xlsx", 工作表="教育", 列名所在行="2,3,4")
    titles = {"qu_xian": "区县", "jiao_zhi_gong_shu": "教职\n工数"}
    package, _ = read_one(folder)
    assert package.resources[0].schema is not None
    for field in package.resources[0].schema.fields:
        change(folder, FIELDS, field.name, 列名=titles.get(field.name, field.title["zh"]))
    report = judged(folder, tmp_path / "cache")
    assert errors(report) == [], report.problems


def test_files_beside_a_sheet_that_lists_none(tmp_path: Path) -> None:
    folder = new(tmp_path, offices.bus_lines())
    (folder / "datapackage.yaml").unlink()
    book = openpyxl.load_workbook(folder / FILE)
    for name in (TABLES, FIELDS):
        del book[name]
    book.save(folder / FILE)
    write(folder, ANSWERS | {"catalogue/crs": None})
    package, problems = read_one(folder)
    assert [(r.name, r.paths) for r in package.resources] == [("gong-jiao", ("data/gong-jiao.csv",))]
    assert problems == ()
    assert errors(judged(folder, tmp_path / "cache")) == []


def test_an_unreadable_sheet_is_a_problem(toilets: Path) -> None:
    (toilets / FILE).write_bytes(b"PK\x03\x04 no workbook")
    _, problems = read.read_package(toilets, PORTAL)
    assert [p.code for p in problems if p.code == "D116"] == ["D116"]
    (toilets / "datapackage.yaml").unlink()
    package, problems = read.read_package(toilets, PORTAL)
    assert package is None and [p.code for p in problems] == ["D116"]


def test_without_a_sheet_all_is_in_the_description(tmp_path: Path) -> None:
    folder = new(tmp_path, offices.public_toilets(), sheet=False)
    assert not (folder / FILE).exists()
    assert set(errors(judged(folder, tmp_path / "cache"))) == {"C111", "C202"}
    record = yaml.safe_load((folder / "datapackage.yaml").read_text(encoding="utf-8"))
    fields = record["resources"][0]["schema"]["fields"]
    assert fields[2] == {
        "name": "ming_cheng",
        "type": "string",
        "title": "名称",
        "title@en": "Name",
        "drafted": ["title@en"],
    }


OFFICES = [
    office
    for office in vars(offices).values()
    if getattr(office, "__annotations__", {}) == {"return": "tuple[str, bytes]"}
]


@pytest.mark.parametrize("office", OFFICES, ids=lambda office: office.__name__)
def test_what_is_drafted_passes_the_gate(office: object, tmp_path: Path) -> None:
    """But for what only a person knows, and for what may not be published at all."""
    assert callable(office) and len(OFFICES) >= 20
    folder = new(tmp_path, office())
    report = judged(folder, tmp_path / "cache")
    closing = {code for code in errors(report) if not code.startswith("P")}
    assert closing == {"C113", "C202"}, report.problems
    assert office is offices.persons or not [code for code in errors(report) if code.startswith("P")]


def test_new_check_and_build_from_the_command_line(village: Path) -> None:
    name, content = offices.public_toilets()
    (village / name).write_bytes(content)
    done = run(village, "new", name, "--lang", "zh")
    assert done.returncode == 0, done.stderr
    assert (
        "12 行" in done.stdout and "合计" in done.stdout and "entry.xlsx" in done.stdout and "张三" not in done.stdout
    )
    folder = village / "datasets" / "gong-ce"
    code, report = check(village, "gong-ce")
    assert code == 1 and {p["file"] for p in report["problems"] if p["code"] == "C113"} == {FILE}
    write(folder, ANSWERS)
    code, report = check(village, "gong-ce")
    assert code == 0, report["problems"]
    built = pipeline.build(plan(village))
    site = built.release.folder / "site" / "dataset" / "gong-ce"
    page = (site / "index.html").read_text(encoding="utf-8")
    assert "2026年10月公共厕所一览表" in page
    assert not list(site.rglob(FILE))
    assert run(village, "new", name).returncode == 2  # it is there already


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory, hamlet: Path) -> pipeline.Built:
    """A portal with every workbook handed in, nothing filled in but the yellow cells of entry.xlsx."""
    folder = make_portal(tmp_path_factory.mktemp("offices") / "village", ("solar-terms",))
    shutil.copytree(hamlet / ".cache", folder / ".cache")
    for number, office in enumerate(OFFICES):
        assert callable(office)
        name, content = office()
        (folder / name).write_bytes(content)
        made, draft_of = draft(
            [folder / name], folder / "datasets", PORTAL, REGISTERS, name=office.__name__.replace("_", "-")
        )
        (folder / name).unlink()
        places = any(column.role == "longitude" for table in draft_of.tables for column in table.columns)
        write(
            made,
            ANSWERS
            | {"title": f"{draft_of.answers['title']}（{number}）", "title@en": f"Table {number}"}
            | {"description": f"第 {number} 份办公表格，一行一条。", "catalogue/code": f"307310/{900 + number:06}"}
            | {"catalogue/crs": "WGS84" if places else None},
        )
    return pipeline.build(plan(folder))


@pytest.mark.parametrize("office", OFFICES, ids=lambda office: office.__name__)
def test_from_a_workbook_to_its_page_with_only_the_sheet_filled_in(
    office: FunctionType, published: pipeline.Built
) -> None:
    name = office.__name__.replace("_", "-")
    verdict = next(p.verdict for p in published.report.packages if p.name == name)
    pages = [published.release.folder / "site" / tongue / "dataset" / name for tongue in ("", "en")]
    if office is offices.persons:  # names and identity numbers never get there
        assert verdict != "open" and not any(p.suffix in (".csv", ".xlsx", ".parquet") for p in pages[0].rglob("*"))
        return
    said = [p for p in published.report.problems if p.package == name and p.level == "error"]
    assert verdict == "open", said
    chinese, english = ((page / "index.html").read_text(encoding="utf-8") for page in pages)
    number = OFFICES.index(office)
    assert f"（{number}）" in chinese and f"Table {number}" in english
    assert list((pages[0] / "data").glob("*.csv")) and not list(pages[0].rglob(FILE))


def test_a_portal_is_needed_for_its_record_only() -> None:
    assert isinstance(PORTAL, Portal) and REGISTERS.field_names
