"""What hostile and careless people hand in: no crash, the right verdict, and words a person can act on."""

from __future__ import annotations

import gzip
import io
import json
import time
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from publish import gate, read
from publish.cache import Cache
from publish.gate.schema.encoding import looks_like
from publish.gate.schema.spelling import slip
from publish.model import Portal, Text
from publish.problems import Problem

PORTAL = Portal("test", Text((("zh-Hans", "测试"), ("en", "Test"))))
ROWS = [{"name": "id", "type": "integer"}, {"name": "name", "type": "string"}]


def judged(folder: Path, cache: Path) -> tuple[list[str], dict[str, list[list[Any]]], tuple[Problem, ...]]:
    """(codes of the errors, rows of each table, all problems) of one package."""
    packages, problems = read.read_folders([folder], PORTAL)
    catalogue = read.assemble(PORTAL, packages, Path())
    found = gate.admit(catalogue, problems, as_of=date(2026, 11, 22), cache=Cache(cache), jobs=1)
    rows = {t.resource: [list(row.values()) for row in t.head(20)] for t in found.tables}
    return [p.code for p in found.report.problems if p.level == "error"], rows, found.report.problems


def package(folder: Path, files: dict[str, bytes], fields: list[dict[str, Any]] | None = None, **more: Any) -> Path:
    """A package with one resource ``t`` of these files."""
    folder.mkdir(parents=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    paths = list(files)
    resource: dict[str, Any] = {"name": "t"}
    if files:
        resource["path"] = paths[0] if len(paths) == 1 else paths
    resource |= {"schema": {"fields": fields}} if fields else {}
    described = {"name": folder.name, "title": "t", "resources": [{**resource, **more}]}
    (folder / "datapackage.json").write_text(json.dumps(described), encoding="ascii")
    return folder


def book(*rows: list[Any], form: str = "yyyy-mm-dd hh:mm:ss") -> bytes:
    """A workbook of one sheet; moments bear the format."""
    buffer = io.BytesIO()
    made = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet, style = made.add_worksheet(), made.add_format({"num_format": form})
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            if isinstance(cell, datetime):
                sheet.write_datetime(row, column, cell, style)
            else:
                sheet.write(row, column, cell)
    made.close()
    return buffer.getvalue()


def archive(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name in names:
            file.writestr(name, "id,name\n1,a\n")
    return buffer.getvalue()


# --- descriptions -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('{"name": "x", "resources": [{"name": "t", "path": "t.csv", "bytes": 1e400}]}', "D104"),
        ('{"name": "x", "resources": [{"name": "t", "path": "t.csv", "bytes": %s}]}' % ("9" * 5000), "D101"),
        ('{"name": "x", "title": "t", "\\ud800": 1, "resources": []}', "D105"),
        ('{"name": "x", "title": "t", "resources": [{"name": "t", "data": [{"a": "\\udc00"}]}]}', "D105"),
        ('{"name": "x", "title": "t", "resources": [{"name": "t", "path": "http://[::1/t.csv"}]}', "F101"),
        ('{"name": "x", "title": "t", "resources": [{"name": "t", "data": []}]}', "F403"),
    ],
)
def test_a_description_that_tries_to_break_the_reader(tmp_path: Path, text: str, code: str) -> None:
    folder = tmp_path / "x"
    folder.mkdir()
    (folder / "datapackage.json").write_text(text, encoding="utf-8")
    (folder / "t.csv").write_text("a\n1\n", encoding="utf-8")
    assert code in judged(folder, tmp_path / "cache")[0]


@pytest.mark.parametrize(
    ("text", "zh"),
    [
        ("name: x\nresources:\n\t- name: t\n", "Tab"),
        ("name：x\ntitle: t\n", "冒号"),
        ("name: x\n---\nname: y\n", "---"),
        ("name: x\nx: &x {path: t.csv}\nresources:\n  - <<: *x\n", "<<"),
    ],
)
def test_what_is_wrong_with_a_description_is_said(tmp_path: Path, text: str, zh: str) -> None:
    folder = tmp_path / "x"
    folder.mkdir()
    (folder / "datapackage.yaml").write_text(text, encoding="utf-8")
    (problem,) = judged(folder, tmp_path / "cache")[2]
    assert problem.code == "D101" and zh in problem.message["zh"]


def test_no_password_is_repeated(tmp_path: Path) -> None:
    address = "https://user:hunter2@example.org/t.csv?token=abc"
    mores: tuple[dict[str, Any], ...] = ({}, {"hash": "sha256:" + 64 * "0", "bytes": 1})
    for number, more in enumerate(mores):
        folder = package(tmp_path / f"x{number}", {}, path=address, **more)
        codes, _, problems = judged(folder, tmp_path / "cache")
        assert codes == ["F101"]
        assert not [p for p in problems if "hunter2" in str(p) or "abc" in str(p)]


@pytest.mark.parametrize(
    ("name", "names", "code"),
    [
        ("sqlite-x", ["t"], "C505"),
        ("x", ["t", "T"], "C504"),
        ("x", ["a-b", "a_b"], "C504"),
        ("x", ["a", "a_fts"], "C504"),
    ],
)
def test_names_of_one_package_close_it_alone(tmp_path: Path, name: str, names: list[str], code: str) -> None:
    folder = tmp_path / name
    resources = [{"name": n, "data": [{"id": 1}]} for n in names]
    folder.mkdir()
    described = {"name": name, "title": "t", "resources": resources}
    (folder / "datapackage.json").write_text(json.dumps(described), encoding="utf-8")
    assert judged(folder, tmp_path / "cache")[0] == [code]  # raises when it stops everything


# --- files nobody described ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("t.csv", b"", "F403"),
        ("t.csv", "编号,名称\n1,公共厕所\n".encode("gbk"), "F301"),
        ("t.csv", "id,name\n1,a\n".encode("utf-16"), "F301"),
        ("t.csv", book(["id"], [1]), "F401"),
        ("t.xlsx", b"id,name\n1,a\n", "F401"),
        ("t.xlsx", book(), "F403"),
        ("t.parquet", b"x", "F401"),
        ("t.geojson", b'{"type": "Feature", "geometry": null, "properties": {}}', "S501"),
    ],
)
def test_an_undescribed_file_that_cannot_be_read_is_not_published(
    tmp_path: Path, name: str, content: bytes, code: str
) -> None:
    codes, rows, _ = judged(package(tmp_path / "x", {name: content}), tmp_path / "cache")
    assert (codes, rows) == ([code], {})


def test_an_undescribed_parquet_file_keeps_its_types(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    pq.write_table(pa.table({"code": ["1", "2"], "value": [1.0, float("inf")]}), buffer)
    assert judged(package(tmp_path / "x", {"t.parquet": buffer.getvalue()}), tmp_path / "cache")[:2] == (
        [],
        {"t": [["1", 1.0], ["2", None]]},
    )


# --- rows ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('[{"name": "\\ud800"}]', "F401"),
        ('[{"name": "a\\u0000b"}]', "F302"),
        ('[{"name": "a", "name": "b"}]', "S207"),
        ('{"name": "a"}', "S206"),
    ],
)
def test_json_that_cannot_be_kept_is_refused(tmp_path: Path, text: str, code: str) -> None:
    assert judged(package(tmp_path / "x", {"t.json": text.encode()}, ROWS[1:]), tmp_path / "cache")[0] == [code]


def test_characters_beyond_the_first_plane_are_kept(tmp_path: Path) -> None:
    folder = package(tmp_path / "x", {"t.json": b'[{"name": "\\ud842\\udfb7"}]'}, ROWS[1:])
    assert judged(folder, tmp_path / "cache")[1] == {"t": [["𠮷"]]}


@pytest.mark.parametrize(
    "files",
    [
        {"a.csv": b"id,name\n1,a\n", "b.csv": b"2,b\n"},
        {"a.csv": b"id,name\n1,a\n", "b.csv": b"id,name\n2,b\n"},
        {"a.csv": b"\xef\xbb\xbfid,name\r\n1,a", "b.csv": b"id,name\r\n2,b"},
        {"a.csv.gz": gzip.compress(b"id,name\n1,a\n"), "b.csv.gz": gzip.compress(b"id,name\n2,b\n")},
    ],
)
def test_files_of_one_table_may_repeat_the_header(tmp_path: Path, files: dict[str, bytes]) -> None:
    found = judged(package(tmp_path / "x", files, ROWS), tmp_path / "cache")
    assert found[:2] == ([], {"t": [[1, "a"], [2, "b"]]})


def test_csv_written_into_the_description(tmp_path: Path) -> None:
    folder = package(tmp_path / "x", {}, ROWS, data="id,name\n1,a\n", format="csv")
    assert judged(folder, tmp_path / "cache")[:2] == ([], {"t": [[1, "a"]]})


def test_a_row_of_nothing_but_marks_for_missing_is_blank(tmp_path: Path) -> None:
    schema = {"fields": [{"name": "a", "type": "integer"}], "missingValues": ["-"]}
    folder = package(tmp_path / "x", {"t.csv": b"a\n-\n3\n"}, schema=schema)
    assert judged(folder, tmp_path / "cache")[0] == ["S203"]


def test_a_line_end_inside_a_cell_is_no_old_line_end(tmp_path: Path) -> None:
    folder = package(tmp_path / "x", {"t.csv": b'id,name\n1,"a\r"\n2,"b\r"\n'}, ROWS)
    assert "F303" not in [p.code for p in judged(folder, tmp_path / "cache")[2]]


def test_midnight_and_seconds_of_a_workbook(tmp_path: Path) -> None:
    moments = [datetime(2024, 2, 3), datetime(2024, 2, 3, 10, 30, 15, 999_000)]
    fields = [{"name": "at", "type": "datetime"}]
    folder = package(tmp_path / "x", {"t.xlsx": book(["at"], *([m] for m in moments))}, fields)
    assert judged(folder, tmp_path / "cache")[:2] == ([], {"t": [["2024-02-03T00:00:00"], ["2024-02-03T10:30:16"]]})


@pytest.mark.parametrize(
    ("form", "content"),
    [("t.csv", "2024年一览表,\nid,name\n1,a\n".encode()), ("t.xlsx", book(["2024年一览表"], ["id", "name"]))],
)
def test_a_title_over_the_table_is_one_problem(tmp_path: Path, form: str, content: bytes) -> None:
    codes, _, problems = judged(package(tmp_path / "x", {form: content}, ROWS), tmp_path / "cache")
    assert codes == ["S108"]
    assert "headerRows: [2]" in next(p for p in problems if p.code == "S108").fix["zh"]


def test_an_archive_of_two_says_so(tmp_path: Path) -> None:
    found = judged(package(tmp_path / "x", {"t.csv.zip": archive("a", "b")}, ROWS), tmp_path / "cache")[2]
    assert "2 个文件" in next(p for p in found if p.code == "F401").message["zh"]


def test_many_columns_take_seconds(tmp_path: Path) -> None:
    names = [f"c{n}" for n in range(1_000)]
    text = ",".join(names) + "\n" + ",".join("1" for _ in names) + "\n"
    start = time.monotonic()
    assert judged(package(tmp_path / "x", {"t.csv": text.encode()}), tmp_path / "cache")[0] == []
    assert time.monotonic() - start < 15


@pytest.mark.parametrize(
    ("form", "cell"),
    [
        ("default", '"151.266,-27.1944"'),
        ("array", '"[151.266, -27.1944]"'),
        ("object", '"{""lon"": 151.266, ""lat"": -27.1944}"'),
    ],
)
def test_a_point_keeps_the_digits_that_were_written(tmp_path: Path, form: str, cell: str) -> None:
    fields = [{"name": "at", "type": "geopoint", "format": form}]
    folder = package(tmp_path / "x", {"t.csv": f"at\n{cell}\n".encode()}, fields)
    assert judged(folder, tmp_path / "cache")[:2] == ([], {"t": [["151.266,-27.1944"]]})


# --- words --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "value", "why", "mend"),
    [
        ("date", "2021/3/1", "年-月-日", "2021-03-01"),
        ("date", "2021年3月1日", "年-月-日", "2021-03-01"),
        ("date", "20210301", "年-月-日", "2021-03-01"),
        ("date", "28/01/2016", "年-月-日", "2016-01-28"),
        ("date", "01/02/2016", "不是日期", "2026-03-01"),  # which is the month?
        ("date", "45000", "内部编号", "2023-03-15"),
        ("date", "2021-02-30", "不存在", "真实的日期"),
        ("date", "2021/2/30", "不存在", "真实的日期"),
        ("date", " 2021-03-01", "空格", "2021-03-01"),
        ("date", "2021-03-01 00:00:00", "时间", "2021-03-01"),
        ("date", "２０２１-03-01", "全角", "2021-03-01"),
        ("number", "1,234.5", "千位", "1234.5"),
        ("number", "12.5%", "百分号", "12.5"),
        ("number", "12 人", "别的字", "12"),
        ("number", "#N/A", "不是数值", "12.5"),
        ("integer", "1.0", "小数点", "1"),
        ("integer", "合计", "合计行", "删去"),
        ("integer", "", "空着", "missingValues"),
        ("boolean", "是", "true 或 false", "true"),
        ("time", "8:30", "秒", "08:30:00"),
        ("datetime", "2024-02-03 10:00:00", "字母 T", "2024-02-03T10:00:00"),
    ],
)
def test_a_slip_is_named_and_mended(kind: str, value: str, why: str, mend: str) -> None:
    found = slip(kind, value)
    assert why in found.why["zh"] and mend in found.mend["zh"]
    assert found.why["en"] and found.mend["en"] and "真" not in found.mend["en"]


def test_a_space_that_cannot_be_seen_is_said(tmp_path: Path) -> None:
    fields = [{"name": "kind", "type": "string", "constraints": {"enum": ["甲"]}}]
    found = judged(package(tmp_path / "x", {"t.csv": "kind\n甲 \n".encode()}, fields), tmp_path / "cache")[2]
    assert "空格" in next(p for p in found if p.code == "S303").message["zh"]


def test_the_mark_between_cells_is_named(tmp_path: Path) -> None:
    found = judged(package(tmp_path / "x", {"t.csv": b"id\tname\n1\ta\n"}, ROWS), tmp_path / "cache")[2]
    assert 'delimiter: "\\t"' in next(p for p in found if p.code == "S118").fix["en"]


@pytest.mark.parametrize(
    ("text", "codec", "guess"),
    [
        ("观山湖区公共厕所", "gbk", "GBK"),
        ("𠮷野家公共厕所", "gb18030", "GB18030"),
        ("臺北市信義區公共廁所", "big5", "Big5"),
        ("繁體字以國標碼", "gbk", "GBK"),
    ],
)
def test_chinese_encodings_are_told_apart(text: str, codec: str, guess: str) -> None:
    assert looks_like(b"id,name\n1," + text.encode(codec) + b"\n") == guess


def test_what_is_left_open_is_not_published(tmp_path: Path) -> None:
    folder = package(tmp_path / "x", {"t.csv": b"id,name\n1,a\n"}, ROWS)
    described = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    (folder / "datapackage.json").write_text(json.dumps(described | {"description": "待填"}), encoding="utf-8")
    (folder / "README.md").write_text("# x\n\nto fill in\n", encoding="utf-8")
    assert sorted(judged(folder, tmp_path / "cache")[0]) == ["C111", "C112"]


def test_reading_twice_changes_nothing(tmp_path: Path) -> None:
    """A finding of the first reading of an undescribed table is told once."""
    found = judged(package(tmp_path / "x", {"t.csv": "id,name\n1,公共厕所\n".encode("gbk")}), tmp_path / "cache")
    assert [p.code for p in found[2] if p.code == "F301"] == ["F301"]


def _varint(number: int) -> bytes:
    """A whole number as Thrift's compact protocol writes it."""
    number, made = number * 2, bytearray()
    while number > 127:
        made.append(number & 127 | 128)
        number >>= 7
    return bytes([*made, number])


def test_a_page_that_says_it_is_far_larger_is_not_opened(tmp_path: Path) -> None:
    """The footer says the truth and the page does not: readers make room for what the page says."""
    buffer = io.BytesIO()
    rows = pa.table({"id": range(1_000)}, schema=pa.schema([pa.field("id", pa.int64(), nullable=False)]))
    pq.write_table(rows, buffer, compression="zstd", use_dictionary=False, write_statistics=False)
    honest = buffer.getvalue()
    assert judged(package(tmp_path / "x", {"t.parquet": honest}), tmp_path / "cache")[0] == []
    chunk = pq.ParquetFile(io.BytesIO(honest)).metadata.row_group(0).column(0)
    more = len(_varint(2**31 - 1)) - len(_varint(8_000))
    said, length = _varint(8_000), chunk.total_compressed_size
    page = honest[4 : 4 + length].replace(said, _varint(2**31 - 1), 1)
    footer = honest[4 + length :].replace(_varint(length), _varint(length + more))
    lying = b"PAR1" + page + footer
    codes, tables, _ = judged(package(tmp_path / "y", {"t.parquet": lying}), tmp_path / "cache")
    assert (codes, tables) == (["F402"], {})
