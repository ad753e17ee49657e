"""The forms for Excel, read back: nothing runs, nothing loses a digit, titles and labels are in both languages."""

import csv
from datetime import date, datetime

import openpyxl
import pytest

from publish.cache import Cache
from publish.downloads import make
from tests import making

KINDS = making.categories(a="独立式/Detached", b="附属式/Attached")
FIELDS = [
    making.field("code", "string", "代码", "Code"),
    making.field("kind", "string", "类型", "Kind", categories=KINDS),
    making.field("area", "number", "面积", "Area", unit=making.said("平方米", "m²")),
    making.field("opened", "date", "启用日期", "Opened"),
    making.field("open", "boolean", "开放", "Open"),
    making.field("beds", "integer", "床位", "Beds"),
]
COLUMNS = {
    "code": ["310101000000000001", "=HYPERLINK(1)", None],
    "kind": ["a", "b", None],
    "area": [-5.0, 2.5, None],
    "opened": [date(2026, 11, 3), date(1888, 2, 29), None],
    "open": [True, False, None],
    "beds": [12, 2**62, None],
}


def made(folder, columns=COLUMNS, fields=FIELDS, cache="cache"):
    table = making.table(folder, "clinics", columns, fields=fields, primary_key=("code",))
    admitted = making.admitted([making.dataset(making.package("clinics", "诊所", "Clinics"), table)])
    return {d.form: d.document.content for d in make(admitted, cache=Cache(folder / cache))["clinics"] if d.document}


def sheet_csv(path):
    content = path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf") and b"\r\n" in content
    return list(csv.reader(content.decode("utf-8-sig").splitlines(keepends=True)))


def test_csv_for_excel_has_titles_and_labels(tmp_path):
    head, first, *_ = sheet_csv(made(tmp_path)["excel.csv"])
    assert head == [
        "代码 Code",
        "类型 Kind",
        "类型 Kind（名称 label）",
        "面积 Area (平方米 m²)",
        "启用日期 Opened",
        "开放 Open",
        "床位 Beds",
    ]
    assert first == ["310101000000000001\t", "a", "独立式 Detached", "-5", "2026-11-03", "true", "12"]


def test_csv_for_excel_keeps_long_numbers(tmp_path):
    assert sheet_csv(made(tmp_path)["excel.csv"])[2][-1] == "4611686018427387904\t"


@pytest.mark.parametrize(
    "text", ["=1+1", "+86 21", "-1-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "=cmd|' /C calc'!A0"]
)
def test_nothing_runs(tmp_path, text):
    rows = sheet_csv(made(tmp_path, {"a": [text, "x"]}, [])["excel.csv"])
    assert rows[1][0].startswith("'") and rows[1][0][1] == text[0]


@pytest.mark.parametrize("text", ["010105", "1E5", "3-1", "2026-03", "1/2", "12.50", "50%", "123456789012345678"])
def test_a_code_stays_text(tmp_path, text):
    assert sheet_csv(made(tmp_path, {"a": [text]}, [])["excel.csv"])[1] == [text + "\t"]


@pytest.mark.parametrize("text", ["医院", "A1", "-", "=", "2026-01-01T00:00:00Z", "1号", "a=b"])
def test_an_ordinary_text_is_left_alone(tmp_path, text):
    assert sheet_csv(made(tmp_path, {"a": [text]}, [])["excel.csv"])[1] == [text]


def test_a_title_does_not_run_either(tmp_path):
    rows = sheet_csv(made(tmp_path, {"a": ["x"]}, [making.field("a", "string", "=1+1", "=1+1")])["excel.csv"])
    assert rows[0] == ["'=1+1"]


def test_workbook_holds_real_types(tmp_path):
    book = openpyxl.load_workbook(made(tmp_path)["xlsx"])
    assert book.sheetnames == ["数据 Data", "数据字典 Dictionary", "说明 About"]
    data = book["数据 Data"]
    assert [c.value for c in data[1]][:3] == ["代码 Code", "类型 Kind", "类型 Kind（名称 label）"]
    assert [c.value for c in data[2]] == [
        "310101000000000001",
        "a",
        "独立式 Detached",
        -5,
        datetime(2026, 11, 3),
        True,
        12,
    ]
    assert [c.data_type for c in data[2]] == ["s", "s", "s", "n", "d", "b", "n"]
    assert data.freeze_panes == "A2"
    assert data.max_row in (3, 4)


def test_workbook_never_computes(tmp_path):
    data = openpyxl.load_workbook(made(tmp_path)["xlsx"])["数据 Data"]
    assert data["A3"].value == "=HYPERLINK(1)" and data["A3"].data_type in ("s", "inlineStr")
    assert all(cell.data_type != "f" and cell.hyperlink is None for row in data.iter_rows() for cell in row)


def test_workbook_writes_as_text_what_excel_cannot_hold(tmp_path):
    data = openpyxl.load_workbook(made(tmp_path)["xlsx"])["数据 Data"]
    assert data["E3"].value == "1888-02-29"
    assert data["G3"].value == "4611686018427387904"


def test_workbook_cuts_what_no_cell_can_hold(tmp_path):
    data = openpyxl.load_workbook(made(tmp_path, {"a": ["长" * 40_000, "http://example.org"]}, [])["xlsx"])["数据 Data"]
    assert len(data["A2"].value) == 32_767 and data["A2"].value.endswith("…")
    assert data["A3"].hyperlink is None


def test_dictionary_and_notes_are_in_both_languages(tmp_path):
    book = openpyxl.load_workbook(made(tmp_path)["xlsx"])
    lines = [[c.value for c in row] for row in book["数据字典 Dictionary"].iter_rows()]
    assert lines[1][:3] == ["code", "代码 Code", "文本 text"]
    assert lines[2][7] == "a = 独立式 Detached\nb = 附属式 Attached"
    notes = {row[0].value: [c.value for c in row[1:]] for row in book["说明 About"].iter_rows()}
    assert notes["名称 Title"] == ["诊所", "Clinics"]
    assert notes["引用格式 How to cite"] == [
        "市大数据中心（示例）：《诊所》，版本 2026.11.0，开门，http://127.0.0.1:8000/dataset/clinics/",
        "Municipal Big Data Centre (sample): Clinics, version 2026.11.0. Kaimen, "
        "http://127.0.0.1:8000/en/dataset/clinics/",
    ]


def test_a_workbook_is_the_same_every_time(tmp_path):
    one, two = made(tmp_path, cache="one"), made(tmp_path, cache="two")
    assert one["xlsx"] != two["xlsx"] and one["xlsx"].read_bytes() == two["xlsx"].read_bytes()
    assert openpyxl.load_workbook(one["xlsx"]).properties.created == datetime(2026, 11, 3)
