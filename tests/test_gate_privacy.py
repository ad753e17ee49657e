"""Privacy in the cells of tables: the judgement of a column, and reports that keep what they found.

Every value is invented: the digits are made up, and only the check digits are reckoned.
"""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest

from publish import gate, read
from publish.cache import Cache
from publish.gate.privacy.columns import personal
from publish.gate.privacy.signs import SIGNS
from publish.gate.privacy.signs.sign import Confidence
from publish.model import Privacy, Resource, ResourceKind
from publish.report import FORMS
from tests.benchmarks.leaks import FEW, LEAKS, Made, identity, leaks, mobile
from tests.benchmarks.privacy import alarms, missed
from tests.benchmarks.public import digits_only_code, public
from tests.making import AS_OF, field, package, portal, table

SIGN = {sign.name: sign for sign in SIGNS}
NUMBER = "11010519491231002X"
CARD = "6212345678901232"


# --- a column -----------------------------------------------------------------------------------------------------


def found(folder: Path, columns: dict[str, list[Any]], **more: Any) -> dict[tuple[str, str], Confidence]:
    """What is found in a table of these columns, by column and kind."""
    fields = more.pop("fields", ())
    made = table(folder, "made", columns, fields=fields)
    resource = Resource("made", ResourceKind.TABLE)
    return {
        (f.field.name, f.code): f.confidence
        for f in personal(package("made", resources=(resource,), **more), {"made": made})
    }


def test_one_number_among_ten_thousand_remarks(tmp_path: Path) -> None:
    remarks = [f"第 {n} 次巡查，未见异常" for n in range(10_000)]
    remarks[7_000] = f"申请人证件 {NUMBER} 已核"
    assert found(tmp_path, {"remark": remarks}) == {("remark", "P101"): Confidence.SURE}


def test_serials_that_pass_by_chance_are_none(tmp_path: Path) -> None:
    random = Random(3)
    serials = [f"310101202401{n % 28 + 1:02d}{random.randint(0, 9999):04d}" for n in range(3_000)]
    valid = sum(SIGN["identity"].holds(s) for s in serials)
    assert valid > 100  # one in eleven
    assert found(tmp_path, {"permit": serials}) == {}
    assert found(tmp_path, {"permit": [int(s) for s in serials]}) == {}


def test_credit_codes_are_public_whatever_they_look_like(tmp_path: Path) -> None:
    random = Random(4)
    codes = [digits_only_code(random) for _ in range(400)]
    assert found(tmp_path, {"code": codes, "证件号码": codes}) == {}


@pytest.mark.parametrize("kind", ["integer", "number", "string", "any"])
def test_mobile_numbers_as_numbers(tmp_path: Path, kind: str) -> None:
    random = Random(6)
    numbers = [int(mobile(random)) for _ in range(50)]
    values = (
        [float(n) for n in numbers] if kind == "number" else numbers if kind == "integer" else [str(n) for n in numbers]
    )
    assert ("c", "P201") in found(tmp_path, {"c": values}, fields=[field("c", kind)])


def test_numbers_in_an_object_and_a_list(tmp_path: Path) -> None:
    cells = [json.dumps({"who": NUMBER}), json.dumps([NUMBER])]
    for kind in ("object", "array", "any", "list"):
        assert ("c", "P101") in found(tmp_path, {"c": cells}, fields=[field("c", kind)])


def test_an_identity_number_rounded_by_a_spreadsheet(tmp_path: Path) -> None:
    rounded = [310105199001011000 + 10**10 * n for n in range(5)]
    assert ("sfz", "P101") in found(
        tmp_path, {"sfz": [float(n) for n in rounded]}, fields=[field("sfz", "number", "身份证号")]
    )


def test_old_numbers_are_sure_only_where_the_column_says_so(tmp_path: Path) -> None:
    old = [f"31010{n % 9 + 1}{30 + n:02d}{n % 12 + 1:02d}1{n % 9 + 1}{n:03d}" for n in range(40)]
    assert found(tmp_path, {"身份证号": old}) == {("身份证号", "P101"): Confidence.SURE}
    assert found(tmp_path, {"c": old}) == {("c", "P103"): Confidence.LIKELY}


def test_landlines_and_hotlines_are_contacts(tmp_path: Path) -> None:
    phones = ["021-63210000", "12345", "400-820-8820", "(021)63210001", "8008201234", "02163210002"]
    assert found(tmp_path, {"联系电话": phones}) == {}
    assert found(tmp_path, {"联系电话": [*phones * 5, "13800138000"]}) == {("联系电话", "P201"): Confidence.LIKELY}


def test_serials_of_a_city_are_no_telephones(tmp_path: Path) -> None:
    assert found(tmp_path, {"编号": [f"13010{n % 9 + 1}{n:05d}" for n in range(50)]}) == {}
    assert found(tmp_path, {"volume": [13_812_345_678, 12, 400, 17_712_345_678, 15_912_345_678]}) == {}


def test_addresses_of_offices_are_contacts(tmp_path: Path) -> None:
    homes = [f"江宁路{n}弄3号502室" for n in range(20)]
    assert found(tmp_path, {"单位名称": ["甲"] * 20, "地址": homes}) == {}
    assert found(tmp_path, {"地址": homes}, privacy=Privacy("facility"), raw={"privacy": {"unit": "facility"}}) == {}
    assert found(tmp_path, {"地址": homes}) == {("地址", "P503"): Confidence.LIKELY}
    people = found(tmp_path, {"姓名": ["张伟", "王芳"] * 10, "地址": homes})
    assert people == {("地址", "P503"): Confidence.SURE, ("姓名", "P111"): Confidence.SURE}
    facility = {"raw": {"privacy": {"unit": "facility"}}}
    assert ("家庭住址", "P503") in found(tmp_path, {"家庭住址": homes}, **facility)


def test_e_mail_of_offices_and_of_persons(tmp_path: Path) -> None:
    office = [f"{n}@example.gov.cn" for n in ("info", "bgs", "zhang.wei")]
    assert found(tmp_path, {"邮箱": office}) == {}
    people = [f"zhang_{n}@qq.com" for n in range(9)]
    assert found(tmp_path, {"邮箱": people}) == {("邮箱", "P203"): Confidence.LIKELY}
    assert found(tmp_path, {"单位名称": ["甲"] * 9, "邮箱": people}) == {}
    named = found(tmp_path, {"姓名": ["张伟"] * 9, "邮箱": [f"zhang{n}@example.com" for n in range(9)]})
    assert named == {("姓名", "P111"): Confidence.SURE, ("邮箱", "P203"): Confidence.SURE}


def test_a_name_alone_is_no_leak_nor_is_the_head_of_an_office(tmp_path: Path) -> None:
    names = ["张伟", "王芳", "欧阳明华"]
    assert found(tmp_path, {"姓名": names, "分数": [1, 2, 3]}) == {}
    phones = ["13800138000", "13900139000", "13700137001"]
    assert ("姓名", "P111") in found(tmp_path, {"姓名": names, "手机": phones})
    assert ("法定代表人", "P111") not in found(tmp_path, {"法定代表人": names, "手机": phones})
    born = [date(1990, 1, n) for n in (1, 2, 3)]
    assert found(tmp_path, {"姓名": names, "出生日期": born}) == {("出生日期", "P112"): Confidence.SURE}
    assert found(tmp_path, {"出生日期": born}) == {}


def test_a_column_that_lists_levels_bears_no_mark(tmp_path: Path) -> None:
    cells = {"密级": ["机密", "秘密", "公开"]}
    assert found(tmp_path, cells) == {("密级", "P301"): Confidence.SURE}
    listed = field("密级", constraints={"enum": ["机密", "秘密", "公开"]})
    assert found(tmp_path, cells, fields=[listed]) == {}


def test_a_geometry_and_a_quantity_are_not_read_as_text(tmp_path: Path) -> None:
    assert found(tmp_path, {"x": [121.4737, 13800138000.5, float("nan")], "n": [10**15, 2 * 10**17, None]}) == {}


def test_a_long_column_is_settled_early_and_counted_whole(tmp_path: Path) -> None:
    random = Random(8)
    column = [identity(random) for _ in range(12_000)]
    made = table(tmp_path, "made", {"证件号": column})
    case = package("made", resources=(Resource("made", ResourceKind.TABLE),))
    assert [(f.code, f.count, f.rows) for f in personal(case, {"made": made})] == [("P101", 12_000, (0, 1, 2))]


@pytest.mark.parametrize(
    ("filler", "leaks", "kind"),
    [
        ("第 {} 次巡查，未见异常", [f"联系{NUMBER}", f"{NUMBER[:6]} {NUMBER[6:14]} {NUMBER[14:]}"], "string"),
        (7, [13800138000, 13912345678], "integer"),
    ],
)
def test_a_finding_names_the_rows(tmp_path: Path, filler: Any, leaks: list[Any], kind: str) -> None:
    """In their order, over blocks, whatever the width of the digits."""
    cells: list[Any] = [filler.format(n) if isinstance(filler, str) else filler for n in range(70_000)]
    cells[123], cells[65_999] = leaks
    if kind == "string":
        cells[500] = "１１０１０５１９４９１２３１００２Ｘ"
    made = table(tmp_path, "made", {"电话": cells}, fields=[field("电话", kind)])
    (one,) = personal(package("made", resources=(Resource("made", ResourceKind.TABLE),)), {"made": made})
    assert one.rows == ((123, 500, 65_999) if kind == "string" else (123, 65_999))


def _told(
    folder: Path, files: dict[str, str], schema: str, cache: Path
) -> list[tuple[str, str | None, int | None, str | None, str]]:
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "datapackage.yaml").write_text(
        f"name: leaky\ntitle: leaky\nresources:\n  - name: t\n    path: [{', '.join(files)}]\n    schema: {schema}\n",
        encoding="utf-8",
    )
    packages, problems = read.read_folders([folder], portal())
    report = gate.check(read.assemble(portal(), packages, Path()), problems, as_of=AS_OF, cache=Cache(cache), jobs=1)
    return [(p.code, p.file, p.row, p.cell, p.message["en"]) for p in report.problems if p.code[:2] in ("P1", "P2")]


def test_the_place_is_that_of_the_file_whatever_the_order_of_its_columns(tmp_path: Path) -> None:
    schema = "{fieldsMatch: equal, fields: [{name: id, type: string}, {name: note, type: string}]}"
    files = {"b.csv": f"note,id\n好,2\n无,3\n{NUMBER},4\n"}
    expected = [
        (
            "P101",
            "b.csv",
            4,
            "A4",
            "The column note holds resident identity numbers (1) in row 4, which may not be published.",
        )
    ]
    for _ in range(2):  # made, then from the cache
        assert _told(tmp_path / "x", files, schema, tmp_path / "cache") == expected


_NUMBERED = "{{fields: [{{name: id, type: integer}}, {{name: note, type: {kind}, title: 备注}}]{more}}}"


@pytest.mark.parametrize(
    ("text", "schema", "cell"),
    [
        (f"id,note\n1,{NUMBER}\nx,无\n", {}, "B2"),  # another cell is wrong
        (f"id,note\n1,{NUMBER}\n", {"kind": "date"}, "B2"),  # the very cell
        (f"id,note\n1,{NUMBER}\n1,无\n", {"more": ", primaryKey: [id]"}, "B2"),
        (f"id,备注\n1,{NUMBER}\n", {}, "B2"),  # a title for a name
        (f"id,note,more\n1,无,{NUMBER}\n", {}, "C2"),  # nobody described it
        (f"名单,\nid,note\n1,{NUMBER}\n", {}, "B3"),
        (f"id;note\n1;{NUMBER}\n", {}, "B2"),
        (f'id,note\n1,"无\n2,{NUMBER}\n', {}, "B3"),  # a quote is left open
        (f"id,note\n1\n2,{NUMBER}\n", {}, "B3"),
        (f"id,note\n1,{NUMBER}\n", {"more": ", uniqueKeys: id"}, "B2"),
    ],
)
def test_a_table_that_is_wrong_in_another_way_is_looked_through(
    tmp_path: Path, text: str, schema: dict[str, str], cell: str
) -> None:
    schema_said = _NUMBERED.format(**{"kind": "string", "more": "", **schema})
    found = _told(tmp_path / "x", {"t.csv": text}, schema_said, tmp_path / "cache")
    assert [(code, place) for code, _, _, place, _ in found] == [("P101", cell)]
    assert not list((tmp_path / "cache").rglob("rough-*")), "what was read roughly is not kept"


def test_a_file_that_is_no_table_at_all_is_read_as_a_text(tmp_path: Path) -> None:
    found = _told(tmp_path / "x", {"t.json": f'[{{"id": 1, "note": "{NUMBER}"}}, '}, "{}", tmp_path / "cache")
    assert [(code, file, row) for code, file, row, _, _ in found] == [("P102", "t.json", 1)]


def test_rows_of_several_files_are_not_listed_together(tmp_path: Path) -> None:
    schema = "{fields: [{name: id, type: string}, {name: note, type: string}]}"
    files = {"a.csv": f"id,note\n1,{NUMBER}\n", "b.csv": f"id,note\n2,{NUMBER}\n"}
    (told,) = _told(tmp_path / "x", files, schema, tmp_path / "cache")
    assert told[:4] == ("P101", "a.csv", 2, "B2") and "row" not in told[4]


# --- measured -----------------------------------------------------------------------------------------------------


def test_recall_on_made_tables(tmp_path: Path) -> None:
    """Every leak, way and heading there is, once; ``tests.benchmarks.privacy`` does more."""
    made = leaks(11, 1)
    assert {m.code for m in made} == {leak.code for leak in LEAKS}
    assert len(missed(made, tmp_path)) <= 0.01 * len(made)


def test_false_alarms_on_made_public_tables(tmp_path: Path) -> None:
    made = public(12, 14)
    assert len(alarms(made, tmp_path)) <= 0.01 * len(made)


def test_the_measure_can_fail(tmp_path: Path) -> None:
    leak = Made("t", {"c": [NUMBER] * 3}, "c", "P101")
    assert missed([leak], tmp_path) == [] and alarms([leak], tmp_path) == ["t: c P101"]
    assert missed([Made("t", {"c": ["甲"]}, "c", "P101")], tmp_path) == ["t"]
    assert FEW in {way for leak in LEAKS for way in leak.ways}


# --- reports ------------------------------------------------------------------------------------------------------

PLANTED = {
    "身份证号": [NUMBER, "31010119900307123" + "8", "440305 19850612 0013"],
    "手机": ["13800138000", "15912345678", "177 1234 5678"],
    "银行卡号": [CARD, "4111111111111111", "5500005555555559"],
    "家庭住址": ["江宁路100弄3号502室", "阳光小区3栋2单元1502", "幸福里12号楼301室"],
    "姓名": ["欧阳明华", "司马建国", "诸葛文秀"],
    "邮箱": ["ouyang_8812@qq.com", "sima.7734@163.com", "zhuge99341@126.com"],
    "密码": ["Qw12345xyz", "Zx98765abc", "Mn45678qwe"],
    "护照号": ["E12345678", "G87654321", "EA1234567"],
    "车牌": ["沪A12345", "浙B67890", "京C24680"],
}


def _read(form: str | bytes) -> str:
    """A report as text; a workbook with all its parts."""
    if isinstance(form, str):
        return form
    with zipfile.ZipFile(io.BytesIO(form)) as book:
        return " ".join(book.read(name).decode() for name in book.namelist() if "theme" not in name)


def test_no_report_prints_what_it_found(tmp_path: Path) -> None:
    """Nor any five characters of it, in whatever form."""
    folder = tmp_path / "leaky"
    folder.mkdir()
    rows = [",".join(row) for row in zip(*PLANTED.values(), strict=True)]
    (folder / "t.csv").write_text("\n".join([",".join(PLANTED), *rows]) + "\n", encoding="utf-8")
    fields = ", ".join(f"{{name: {name}, type: string}}" for name in PLANTED)
    (folder / "datapackage.yaml").write_text(
        f"name: leaky\ntitle: leaky\nresources:\n  - name: t\n    path: t.csv\n    schema: {{fields: [{fields}]}}\n",
        encoding="utf-8",
    )
    packages, problems = read.read_folders([folder], portal())
    catalogue = read.assemble(portal(), packages, Path())
    report = gate.check(catalogue, problems, as_of=AS_OF, cache=Cache(tmp_path / "cache"), jobs=1)
    reported = {(p.field, p.code) for p in report.problems if p.code[0] == "P"}
    assert {"P101", "P104", "P111", "P201", "P203", "P401", "P411", "P501", "P503"} <= {code for _, code in reported}
    forms = [form(report, lang) for form in FORMS.values() for lang in ("zh", "en")]
    everything = " ".join([*map(_read, forms), repr(report)])
    for value in (v for values in PLANTED.values() for v in values):
        parts = {value[i : i + 5] for i in range(len(value) - 4)}
        assert not [part for part in parts if part in everything], value[:2]
