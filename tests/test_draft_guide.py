"""A department's resource catalogue becomes a folder an entry, says what is wrong at its cell, and is written back."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from click.testing import CliRunner

from publish import gate, guide
from publish.admitted import Admitted, Dataset
from publish.cache import Cache
from publish.catalogue.guide import HEADER, to_csv, to_row, write_xlsx
from publish.catalogue.listing import listings
from publish.cli import commands
from publish.draft.guide import Imported, Known, catalogue_of, make, telling, write
from publish.draft.guide import words as guide_words
from publish.draft.remark import Sort
from publish.model import Catalogue, Portal, Registers, Text
from publish.problems import Report
from publish.read import assemble, read, read_folders, read_only_registers
from publish.report import FORMS, About
from tests import catalogues, making, offices
from tests.conftest import ROOT

PORTAL = Portal("test", Text((("zh-Hans", "测试"), ("en", "Test"))), licence="CC-BY-4.0", region="310000")
NOTHING = Known({}, {}, {}, frozenset())
AS_OF = date(2026, 11, 22)


@cache
def registers() -> Registers:
    return read_only_registers(ROOT, PORTAL)


@cache
def imported(content: bytes) -> Imported:
    return again(content, NOTHING)


def again(content: bytes, known: Known) -> Imported:
    return make(catalogue_of("目录.xlsx", content), PORTAL, registers(), known, AS_OF)


@cache
def messy(seed: int = 1) -> catalogues.Messy:
    return catalogues.messy(seed)


def entries(content: bytes) -> list[Any]:
    return [record["catalogue"] for record in imported(content).records.values()]


def portal_of(made: Imported, target: Path) -> Catalogue:
    """The portal whose packages are these drafts and the registers."""
    write(made.records, target)
    city = [p for p in read(ROOT)[0].packages if p.name in ("organisations", "levels", "frequencies", "topics")]
    packages, problems = read_folders(sorted(p for p in target.iterdir() if p.is_dir()), PORTAL)
    assert problems == ()
    return replace(assemble(PORTAL, [*city, *packages], ROOT), registers=registers())


def rows_of(catalogue: Catalogue) -> list[tuple[str, ...]]:
    """The rows of catalog.xlsx for the packages without data."""
    packages = [p for p in catalogue.packages if not p.resources]
    report = Report(AS_OF.isoformat(), ())
    admitted = Admitted(PORTAL, catalogue.registers, tuple(Dataset(p, ()) for p in packages), report, AS_OF, "made")
    return [to_row(each, admitted) for each in listings(admitted, {})]


def book_of(rows: list[tuple[str, ...]], folder: Path) -> bytes:
    write_xlsx(rows, folder / "catalog.xlsx")
    return (folder / "catalog.xlsx").read_bytes()


# --- what is a catalogue ------------------------------------------------------------------------------------------


def test_an_ordinary_table_is_none() -> None:
    assert catalogue_of(*offices.public_toilets()) == []
    assert catalogue_of("x.csv", "名称,代码,提供单位\n甲,1,乙\n".encode()) == []
    assert catalogue_of("x.xlsx", b"PK\x03\x04 no workbook") == []


def test_the_plain_layout() -> None:
    made = imported(catalogues.plain([catalogues.row(1)]))
    ((name, record),) = made.records.items()
    assert name == record["name"] == "yang-lao-ji-gou-di-1-pi"
    assert record["title"] == "养老机构第1批" and record["resources"] == []
    assert record["catalogue"] | {"items": []} == {
        "code": "307310/900001",
        "provider": catalogues.OFFICE,
        "status": "planned",
        "sharing": {"type": "unconditional", "condition": "作为工作参考", "method": "共享平台接口"},
        "opening": {"type": "unconditional"},
        "level": "L1",
        "frequency": "monthly",
        "issued": date(2025, 3, 1),
        "secret": False,
        "formats": "电子表格：xlsx",
        "items": [],
    }
    assert record["catalogue"]["items"] == [
        {"name": "ming_cheng", "type": "string", "constraints": {"maxLength": 60}, "title": "名称"},
        {"name": "mian_ji", "type": "number", "guide_type": "N8,2", "title": "面积"},
        {"name": "kai_ye_ri_qi", "type": "date", "title": "开业日期"},
    ]
    assert {gap.item["en"] for gap in made.gaps} == {"Topic"}


def test_a_provincial_template_of_two_rows() -> None:
    one, two, three, four = entries(catalogues.provincial())
    assert one["code"] == "307310/000101" and "classification" not in one
    assert one["opening"] == {"type": "unconditional"}
    assert two["sharing"] == {"type": "conditional", "condition": "用于核查", "method": "文件下载"}
    assert two["opening"] == {"type": "conditional", "condition": "注册后下载"}
    assert three["sharing"] == {"type": "withheld", "basis": "《某条例》第三条"}
    assert {**three, "code": ""} == {**four, "code": ""}
    assert one["formats"] == "电子表格：xlsx" and one["frequency"] == "quarterly" and one["issued"] == date(2025, 3, 1)
    made = imported(catalogues.provincial())
    assert "张三" not in str(made.records), "a contact is an office, not a person"
    assert any("联系人" in r.said["zh"] for r in made.remarks)


def test_items_one_a_row() -> None:
    made = imported(catalogues.one_item_a_row())
    one, two = (record["catalogue"] for record in made.records.values())
    assert [i["title"] for i in one["items"]] == ["名称", "面积", "建成日期"]
    assert [i.get("type") for i in one["items"]] == ["string", "number", "date"]
    assert one["items"][0]["constraints"] == {"maxLength": 60} and one["items"][1]["guide_type"] == "N8,2"
    assert [i["title"] for i in two["items"]] == ["长度", "是否贯通"]
    assert two["provider"] == one["provider"] == catalogues.OFFICE
    assert [r.cell for r in made.remarks if "合并" in r.said["zh"]] == ["A3"]


@pytest.mark.parametrize(
    ("written", "read_back"),
    [
        *[
            ("C..60", "C..60"),
            ("c6", "C6"),
            ("varchar(20)", "C..20"),
            ("Ｎ８，２", "N8,2"),
            ("T14", "T14"),
            ("备注型", "M"),
        ],
        *[("货币型", "Y"), ("D", "D"), ("decimal(8,2)", "N8,2"), ("整型", "I"), ("逻辑型", "L"), ("通用型", "G")],
    ],
)
def test_a_type_is_written_back(written: str, read_back: str) -> None:
    found = guide.typed(written)
    assert found is not None
    field = making.field("x", found["type"])
    assert guide.notation(replace(field, raw=found, constraints=found.get("constraints", {}))) == read_back


def test_words_and_codes() -> None:
    assert [guide_words.access(t) for t in ("1", "02", "3 不予共享", "有条件共享", "4", "随便")] == [
        "unconditional", "conditional", "withheld", "conditional", None, None,
    ]  # fmt: skip
    assert [guide_words.yes_or_no(t) for t in ("是", "1=是", "0", "否", "2")] == [True, True, False, False, None]
    assert [guide_words.secret(t) for t in ("非涉密", "涉密", "否")] == [False, True, False]
    known = registers().frequencies
    assert [guide_words.cycle(t, known) for t in ("4", "每季", "实时", "6", "每旬", "weekly")] == [
        "monthly", "quarterly", "continuous", None, None, "weekly",
    ]  # fmt: skip


# --- faults -------------------------------------------------------------------------------------------------------

SAID = {
    "dragged": (None, "往下拖"),
    "space": (Sort.CHANGED, "多余的空格"),
    "code twice": (Sort.DAMAGED, "另编一个代码"),
    "name twice": (Sort.DOUBT, "同名"),
    "malformed code": (Sort.DOUBT, "不是信息资源代码"),
    "wrong class": (Sort.DOUBT, "前段不同"),
    "bad credit code": (Sort.DAMAGED, "校验位"),
    "unknown office": (Sort.DOUBT, "organisations"),
    "unknown cycle": (Sort.DOUBT, "不认识“6”"),
    "unknown day": (Sort.DOUBT, "不是完整的日期"),
    "secret": (Sort.PRIVATE, "涉密"),
}


@pytest.mark.parametrize("seed", [1, 2])
def test_every_fault_of_a_messy_catalogue_is_said_at_its_cell(seed: int) -> None:
    made = imported(messy(seed).content)
    assert set(SAID) == set(messy(seed).faults)
    for kind, (sort, words) in SAID.items():
        cells = {r.cell for r in made.remarks if words in r.said["zh"] and (sort is None or r.sort is sort)}
        assert cells == messy(seed).faults[kind], kind
    assert made.entries == 300 and made.refused == 2 and len(made.records) == 298
    assert len({record["id"] for record in made.records.values()}) == 298


def test_a_dragged_code_is_not_taken_where_the_register_knows_the_office() -> None:
    made = imported(messy().content)
    assert {r["catalogue"]["provider"] for r in made.records.values()} == {catalogues.OFFICE, catalogues.stranger()}


def test_nothing_is_invented() -> None:
    bare = catalogues.row(1, **{heading: None for heading in catalogues.PLAIN if "名称" not in heading})
    made = imported(catalogues.plain([bare]))
    (record,) = made.records.values()
    assert record["catalogue"] == {"status": "planned"} and "description" not in record
    wanted = "信息资源代码 信息资源提供方 信息资源摘要 信息资源格式 信息项 共享类型 开放属性 更新周期 是否涉密"
    assert {gap.item["zh"] for gap in made.gaps} >= set(wanted.split())


# --- folders ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Catalogue]:
    target = tmp_path_factory.mktemp("drafts") / "datasets"
    return target, portal_of(imported(messy().content), target)


def test_a_second_import_changes_nothing(drafted: tuple[Path, Catalogue]) -> None:
    target, catalogue = drafted
    before = {p: p.read_bytes() for p in target.rglob("*") if p.is_file()}
    second = again(messy().content, Known.of(catalogue, target))
    write(second.records, target)
    assert len(second.there) == 298 and second.records == {}
    assert {p: p.read_bytes() for p in target.rglob("*") if p.is_file()} == before
    assert second.gaps == imported(messy().content).gaps, "what is missing is still missing"


def test_an_entry_is_known_again_by_code_id_or_name() -> None:
    bare = catalogues.row(1, 信息资源代码=None)
    (record,) = imported(catalogues.plain([bare])).records.values()
    by_id = Known({}, {record["id"]: "there"}, {"there": "养老机构第1批"}, frozenset({"there"}))
    assert again(catalogues.plain([bare]), by_id).there == ("there",)
    assert again(catalogues.plain([catalogues.row(1)]), by_id).there == ("there",), "it was given its code since"
    headings = [*catalogues.PLAIN, "名称代号 Name in addresses"]
    by_name = Known({}, {}, {"homes": "养老机构第1批"}, frozenset({"homes"}))
    assert again(catalogues.plain([[*bare, "homes"]], headings), by_name).there == ("homes",)


def test_a_code_that_is_another_entrys_is_said() -> None:
    known = Known({"307310/900001": "parks"}, {}, {"parks": "公园"}, frozenset({"parks"}))
    made = again(catalogues.plain([catalogues.row(1)]), known)
    assert made.there == ("parks",) and [r.cell for r in made.remarks if "公园" in r.said["zh"]] == ["B4"]


def test_a_name_that_is_taken_is_not_given_again(tmp_path: Path) -> None:
    (tmp_path / "yang-lao-ji-gou-di-1-pi").mkdir()
    known = Known.of(Catalogue(PORTAL, Registers(), ()), tmp_path)
    rows = [catalogues.row(1), catalogues.row(2, 信息资源名称="养老机构第1批")]
    assert list(again(catalogues.plain(rows), known).records) == [
        "yang-lao-ji-gou-di-1-pi-2",
        "yang-lao-ji-gou-di-1-pi-3",
    ]


def test_all_folders_or_none(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "kept").touch()
    with pytest.raises(FileExistsError):
        write({"a": {"name": "a"}, "b": {"name": "b"}}, tmp_path)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["b"] and (tmp_path / "b" / "kept").exists()


def test_what_check_refuses_the_gap_list_names(drafted: tuple[Path, Catalogue], tmp_path: Path) -> None:
    """An entry is closed only for what its row of the gap list asks for; the others open."""
    _, catalogue = drafted
    report = gate.check(catalogue, (), as_of=AS_OF, cache=Cache(tmp_path), jobs=1)
    named: dict[str, set[str]] = {}
    for gap in imported(messy().content).gaps:
        named.setdefault(gap.name, set()).add(gap.item["en"])
    asked = {"C105": "Code", "C102": "Provider code"}
    errors = {(p.package, p.code) for p in report.problems if p.level == "error" and p.package in named}
    assert {code for _, code in errors} == set(asked)
    assert all(asked[code] in named[package or ""] for package, code in errors)


# --- there and back -----------------------------------------------------------------------------------------------


def test_what_was_imported_is_published_as_it_was_handed_in(tmp_path: Path) -> None:
    row = catalogues.row
    handed = [row(n, 关联资源代码="307310/000009" if n == 2 else None) for n in range(1, 9)]
    handed[3] = row(
        4, 共享类型="3", 共享条件="《条例》第一条", 共享方式=None, 是否向社会开放="0", 开放条件="《条例》第二条"
    )
    handed[4] = row(5, 共享类型="2", 开放条件="注册后下载", 信息资源分类="部门信息资源", 信息项="a、b；")
    handed[5] = row(6, 共享类型=None, 是否向社会开放=None, 信息资源格式=None)
    handed[6] = row(7, 信息项="经度、纬度（C..20）；高程（N8,2）")
    published = rows_of(portal_of(imported(catalogues.plain(handed)), tmp_path))
    core = len(catalogues.PLAIN) - 2
    words = {"1": "无条件共享", "2": "有条件共享", "3": "不予共享"}
    wanted = []
    for each in handed:
        said = dict(zip(catalogues.PLAIN, ("" if cell is None else cell for cell in each), strict=True))
        said["共享类型"] = words.get(said["共享类型"], "")
        said["开放条件"] = said["开放条件"] or ("无条件开放" if said["是否向社会开放"] == "1" else "")
        said["是否向社会开放"] = {"1": "是", "0": "否"}.get(said["是否向社会开放"], "")
        said["信息项"] = {catalogues.ITEMS: catalogues.ITEMS.replace("、", "；")}.get(said["信息项"], said["信息项"])
        wanted.append(tuple(said.values())[:core])
    assert sorted(row[:core] for row in published) == sorted(wanted)


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_the_portals_own_catalogue_comes_back_as_it_went(form: str, tmp_path: Path) -> None:
    """The sample city's catalog.xlsx, drafted anew, gives the same rows, but for the codes of its own registers."""
    catalogue = read(ROOT)[0]
    packages = tuple(p for p in catalogue.packages if not p.ended)
    admitted = Admitted(
        catalogue.portal, catalogue.registers, tuple(Dataset(p, ()) for p in packages), Report("", ()), AS_OF, "made"
    )
    rows = [to_row(each, admitted) for each in listings(admitted, {})]
    content = book_of(rows, tmp_path) if form == "xlsx" else to_csv(rows)
    sheets = catalogue_of(f"catalog.{form}", content)
    made = make(sheets, PORTAL, catalogue.registers, NOTHING, AS_OF)
    assert made.refused == 0 and list(made.records) == [row[-1] for row in rows]
    back = rows_of(portal_of(made, tmp_path / "datasets"))
    for one, other in zip(sorted(rows, key=lambda r: r[-1]), back, strict=True):
        differing = {HEADER[n]: (a, b) for n, (a, b) in enumerate(zip(one, other, strict=True)) if a != b}
        assert differing == {}, one[1]


# --- the list of gaps and the command -----------------------------------------------------------------------------


def sheets_of(content: bytes) -> dict[str, list[tuple[Any, ...]]]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def test_the_gap_list_has_a_sheet_a_department() -> None:
    made = imported(messy().content)
    book = sheets_of(telling.gap_book(made, "zh"))
    assert list(book) == ["市统计局", "市某某局", "原表里的问题"]
    head, *rows = book["市某某局"]
    assert len(rows) == 1 and "信息资源提供方代码" in head
    assert "organisations" in rows[0][head.index("信息资源提供方代码")]
    assert telling.gap_book(made, "zh") == telling.gap_book(made, "zh")


def test_check_lists_the_gaps_of_the_whole_portal(drafted: tuple[Path, Catalogue], tmp_path: Path) -> None:
    _, catalogue = drafted
    report = gate.check(catalogue, (), as_of=AS_OF, cache=Cache(tmp_path), jobs=1)
    about = About.of(catalogue, report)
    book = sheets_of(bytes(FORMS["gaps"](report, "zh", about)))  # type: ignore[arg-type]
    head, *rows = book["市某某局"]
    assert [row[1] for row in rows] == [code for code in about.codes.values() if code in {row[1] for row in rows}]
    assert "organisations" in str(rows) and "提供单位不在机构名录里" in head
    assert FORMS["gaps"](report, "zh", about) == FORMS["gaps"](report, "zh", about)
    assert sheets_of(bytes(FORMS["gaps"](Report("", ()), "en")))  # type: ignore[arg-type]


def test_a_gap_list_that_somebody_fills_in_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "目录.xlsx"
    assert telling.gap_file(file, b"a", "zh").name == "目录-缺项.xlsx"
    (tmp_path / "目录-缺项.xlsx").write_bytes(b"a")
    assert telling.gap_file(file, b"a", "zh").name == "目录-缺项.xlsx"
    assert telling.gap_file(file, b"b", "zh").name == "目录-缺项-2.xlsx"


@pytest.fixture
def portal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A portal of the sample's registers, and the folder it is run in."""
    (tmp_path / "metadata.yml").write_bytes((ROOT / "metadata.yml").read_bytes())
    (tmp_path / "datasets").mkdir()
    for name in ("organisations", "levels", "frequencies", "topics"):
        (tmp_path / "datasets" / name).symlink_to(ROOT / "datasets" / name)
    monkeypatch.chdir(tmp_path)
    yield tmp_path


def test_new_drafts_the_entries_of_a_catalogue(portal: Path) -> None:
    (portal / "目录.xlsx").write_bytes(catalogues.messy(1, 140).content)
    first = CliRunner().invoke(commands, ["new", "目录.xlsx", "--lang", "zh"], standalone_mode=False)
    assert "140 个条目：新起草 138 个，已有 0 个" in first.output and "目录-缺项.xlsx" in first.output
    folder = portal / "datasets" / "yang-lao-ji-gou-di-1-pi"
    assert yaml.safe_load((folder / "datapackage.yaml").read_text(encoding="utf-8"))["title"] == "养老机构第1批"
    assert (portal / "目录-缺项.xlsx").exists()
    second = CliRunner().invoke(commands, ["new", "目录.xlsx", "--lang", "en"], standalone_mode=False)
    assert "140 entries: 0 drafted, 138 there already" in second.output


def test_a_catalogue_is_handed_in_by_itself(portal: Path) -> None:
    (portal / "目录.xlsx").write_bytes(catalogues.plain([catalogues.row(1)]))
    (portal / "other.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    result = CliRunner().invoke(commands, ["new", "other.csv", "目录.xlsx"])
    assert result.exit_code == 2 and "资源目录请单独交" in result.output
