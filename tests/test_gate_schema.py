"""Schema and rows: what a description may say and must not, what cells hold, and where the judge sits."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from publish.gate.schema import judge_process as processes
from publish.gate.schema.finding import What
from publish.gate.schema.judge import Judge, Unusable
from publish.gate.schema.judge_process import JudgeProcess, NoField, OutOfTime
from publish.gate.schema.judge_program import _refuse
from publish.gate.schema.systems import same
from publish.model import Field
from tests.test_gate_hostile import ROWS, judged, package

ID = {"name": "id", "type": "integer"}
PLACES = [ID, {"name": "lng", "type": "number"}, {"name": "lat", "type": "number"}]
POINT = {"type": "Point", "coordinates": [121.5, 31.2]}
ELSEWHERE = {"properties": {"a": {"$id": "https://example.org/a", "$ref": "#/properties/b"}, "b": {}}}  # not from there


def codes(folder: Path, content: bytes, fields: list[dict[str, Any]], name: str = "t.csv", **more: Any) -> list[str]:
    """The errors and warnings of one table, without those of the description of the dataset."""
    _, _, problems = judged(package(folder / "x", {name: content}, fields, **more), folder / "cache")
    return [p.code for p in problems if p.level != "note" and p.code[0] in "FSD"]


# --- descriptions -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("uniqueKeys", "id", "S119"),
        ("uniqueKeys", [["id", "id"]], "S119"),
        ("primaryKey", ["id", "id"], "S119"),
        ("primaryKey", ["nothing"], "S407"),
        ("fieldsMatch", "sometimes", "S119"),
        ("foreignKeys", [{"fields": ["id"]}], "S408"),
        ("foreignKeys", [{"fields": ["id", "name"], "reference": {"resource": "", "fields": ["id"]}}], "S408"),
        ("foreignKeys", [{"fields": ["id", "id"], "reference": {"resource": "", "fields": ["id", "name"]}}], "S119"),
    ],
)
def test_a_schema_that_cannot_be(tmp_path: Path, key: str, value: Any, code: str) -> None:
    assert codes(tmp_path, b"id,name\n1,a\n", [], schema={"fields": ROWS, key: value}) == [code]


def test_a_key_whose_column_is_not_in_the_file(tmp_path: Path) -> None:
    schema = {"fields": ROWS, "primaryKey": ["id"], "fieldsMatch": ["superset"]}
    assert codes(tmp_path, b"name\na\n", [], schema=schema) == ["S407"]


def test_a_column_described_twice(tmp_path: Path) -> None:
    schema = {"fields": [*ROWS, ROWS[1]], "fieldsMatch": ["partial"]}
    assert codes(tmp_path, b"id,name\n1,a\n", [], schema=schema) == ["S119"]


@pytest.mark.parametrize(
    "field",
    [
        {"type": "string", "constraints": {"minLength": -1}},
        {"type": "string", "constraints": {"pattern": ["a"]}},
        {"type": "string", "constraints": {"minimum": 1}},
        {"type": "string", "constraints": {"required": "true"}},
        {"type": "string", "constraints": {"enum": "a"}},
        {"type": "integer", "constraints": {"pattern": "[0-9]"}},
        {"type": "integer", "constraints": {"minimum": "x"}},
        {"type": "integer", "categories": ["x"]},
        {"type": "string", "categories": []},
        {"type": "string", "categories": ["a", "a"]},
        {"type": "string", "format": "telephone"},
        {"type": "boolean", "trueValues": ["a"], "falseValues": ["a"]},
        {"type": "duration", "constraints": {"minimum": "3 days"}},
        {"type": "duration", "constraints": {"minimum": "P2M", "maximum": "P1M"}},
        {"type": "string", "constraints": {"jsonSchema": {}}},
        {"type": "object", "constraints": {"jsonSchema": {"type": "text"}}},
        {"type": "object", "constraints": {"jsonSchema": {"properties": {"a": {"pattern": "["}}}}},
        {"type": "object", "constraints": {"jsonSchema": {"$ref": "#"}}},  # without end
        {"type": "object", "constraints": {"jsonSchema": {"$schema": "http://json-schema.org/draft-03/schema#"}}},
        {"type": "object", "constraints": {"jsonSchema": {"$ref": "#/$defs/none"}}},
        {"type": "object", "constraints": {"jsonSchema": {"$ref": "http://127.0.0.1:9/schema.json"}}},  # not fetched
        {"type": "object", "constraints": {"jsonSchema": {"$ref": "file:///etc/hostname"}}},
    ],
)
def test_a_field_that_cannot_be(tmp_path: Path, field: dict[str, Any]) -> None:
    assert codes(tmp_path, b"v\n1\n", [{"name": "v", **field}]) == ["S112"]


@pytest.mark.parametrize(
    ("field", "cells", "code"),
    [
        ({"type": "integer", "categories": [1, 2]}, ["1", "02"], ""),
        ({"type": "integer", "categories": [1, 2]}, ["3"], "S303"),
        ({"type": "string", "format": "binary"}, ["YQ=="], ""),
        ({"type": "string", "format": "binary"}, ["@@@"], "S301"),
        ({"type": "array"}, ["[NaN]"], "S301"),
        ({"type": "geojson"}, [json.dumps(POINT)], ""),
        ({"type": "geojson"}, ['{"type":"Point","coordinates":[200,1]}'], "S504"),
        ({"type": "duration"}, ["P1Y2M3DT4H5M6S", "-P1D"], ""),
        ({"type": "duration", "constraints": {"minimum": "P1D", "maximum": "P1M"}}, ["P1D", "P28D", "P1M"], ""),
        ({"type": "duration", "constraints": {"minimum": "P1D"}}, ["PT23H"], "S304"),
        ({"type": "duration", "constraints": {"maximum": "P1M"}}, ["P30D"], "S304"),  # February is shorter
        ({"type": "duration", "constraints": {"exclusiveMaximum": "P9Y"}}, ["P10000Y"], "S304"),  # beyond all dates
        ({"type": "duration", "constraints": {"enum": ["P1D", "P1W"]}}, ["P7D"], ""),
        ({"type": "duration", "constraints": {"enum": ["P1D"]}}, ["P2D"], "S303"),
        ({"type": "list", "constraints": {"enum": [["a", "b"], "c"]}}, ["a,b", "c"], ""),
        ({"type": "list", "constraints": {"enum": [["a", "b"]]}}, ["b,a"], "S303"),
        ({"type": "array", "constraints": {"jsonSchema": {"minItems": 2}}}, ["[1, 2]"], ""),
        ({"type": "array", "constraints": {"jsonSchema": {"minItems": 2}}}, ["[1]"], "S312"),
        ({"type": "object", "constraints": {"jsonSchema": ELSEWHERE}}, ['{"a": 1}'], "S312"),
        ({"type": "geopoint"}, ["31.2,121.5"], "S301"),
    ],
)
def test_what_frictionless_does_not_look_at(tmp_path: Path, field: dict[str, Any], cells: list[str], code: str) -> None:
    rows = "".join('{},"{}"\n'.format(n, cell.replace('"', '""')) for n, cell in enumerate(cells))
    assert codes(tmp_path, f"id,v\n{rows}".encode(), [ID, {"name": "v", **field}]) == [code] * bool(code)


OPENING = {
    "type": "object",
    "required": ["open"],
    "properties": {
        "open": {"type": "array", "items": {"type": "string", "pattern": "^[0-9]{2}:[0-9]{2}$"}},
        "days": {"type": ["integer", "null"], "minimum": 1},
        "kind": {"enum": ["a", 1]},
    },
    "patternProperties": {"^never": False},
    "additionalProperties": False,
}


@pytest.mark.parametrize(
    ("cell", "zh", "en"),
    [
        ('{"open": ["08:00"], "days": 3}', "", ""),
        ("{}", "缺少“open”", "“open” is missing"),
        ('{"open": [], "x": 1}', "多了“x”", "“x” should not be there"),
        ('{"open": [], "never": 1}', "不应出现", "should not be there"),
        ('{"open": [1]}', "“open”的第 1 项：应为文字", "“open”, item 1: should be text"),
        ('{"open": [], "days": ""}', "“days”：应为整数或空", "“days”: should be a whole number or null"),
        ('{"open": [], "days": 0}', "“days”：应不小于 1", "“days”: should be at least 1"),
        ('{"open": [], "kind": "z"}', "“kind”：应为 a、1 之一", "“kind”: should be one of a, 1"),
    ],
)
def test_where_in_a_cell_its_structure_is_left(tmp_path: Path, cell: str, zh: str, en: str) -> None:
    fields: list[dict[str, Any]] = [
        ID,
        {"name": "v", "title": "开放", "type": "object", "constraints": {"jsonSchema": OPENING}},
    ]
    quoted = cell.replace('"', '""')
    _, _, found = judged(package(tmp_path / "x", {"t.csv": f'id,v\n1,"{quoted}"\n'.encode()}, fields), tmp_path / "c")
    said = [p.message for p in found if p.code == "S312"]
    assert [m["zh"] for m in said] == [f"第 2 行“开放”（B2）不符合这一列说明的结构：{zh}。"] * bool(zh)
    assert [m["en"] for m in said] == [
        f"Row 2, 开放 (B2), is not of the structure this column describes: {en}."
    ] * bool(en)


@pytest.mark.parametrize("names", ["ß,ss", "ａ,a", "а,a", "rowid,oid"])
def test_names_that_differ_to_sqlite_too(tmp_path: Path, names: str) -> None:
    fields = [{"name": name, "type": "string"} for name in names.split(",")]
    assert codes(tmp_path, f"{names}\nx,y\n".encode(), fields) == []


@pytest.mark.parametrize(
    ("content", "dialect", "found"),
    [
        (b'id,name\n1,"a\\"b"\n', {"escapeChar": "\\", "doubleQuote": False}, []),
        (b"id,name\n1,'a,b'\n", {"quoteChar": "'"}, []),
        (b"# a remark\nid,name\n1,a\n", {"commentChar": "#"}, []),
        (b"id,name\n1,a\n", {"headerRows": [9]}, ["S116"]),
        (b"id,name\n1,a\n", {"delimiter": '"'}, ["S116"]),
        ("id，name\n1，a\n".encode(), {}, ["S118"]),
    ],
)
def test_layouts(tmp_path: Path, content: bytes, dialect: dict[str, Any], found: list[str]) -> None:
    assert codes(tmp_path, content, ROWS, dialect=dialect) == found


@pytest.mark.parametrize(
    ("later", "how", "rows"),
    [
        (b"name,id\nb,2\n", "equal", [["1", "a"], ["2", "b"]]),  # read by its own header
        (b'"id",name\n2,b\n', "exact", [["1", "a"], ["2", "b"]]),
        (b"2,b\n", "exact", [["1", "a"], ["2", "b"]]),
        (b"name,id\nb,2\n", "exact", None),
        (b"id\n2\n", "superset", None),  # else its rows were lost
        (b"2,b\nname,id\n", "exact", None),
    ],
)
def test_a_later_file_is_read_by_its_own_header(tmp_path: Path, later: bytes, how: str, rows: Any) -> None:
    files = {"t.csv": b"id,name\n1,a\n", "u.csv": later}
    schema = {"fields": [{**ROWS[0], "type": "string"}, ROWS[1]], "fieldsMatch": [how]}
    folder = package(tmp_path / "x", files, [], schema=schema, path=[*files])
    _, tables, problems = judged(folder, tmp_path / "cache")
    assert ([p.code for p in problems if p.code[0] in "FS"] == ["S110"]) == (rows is None)
    assert tables.get("t") == rows


@pytest.mark.parametrize("turned", [False, True])
def test_a_property_that_one_of_several_files_does_not_say_is_empty_there(tmp_path: Path, turned: bool) -> None:
    files = {"t.json": b'[{"name": "a", "id": 1}]', "u.json": b'[{"id": 2}]'}
    files = dict(reversed(files.items())) if turned else files
    _, tables, _ = judged(package(tmp_path / "x", files, ROWS), tmp_path / "cache")
    assert sorted(tables["t"]) == [[1, "a"], [2, None]]


@pytest.mark.parametrize("text", ['[{"id": 1, "name": "a"}, [2, "b"]]', '{"id": 1, "name": "a"}\n[2, "b"]\n'])
def test_a_list_among_objects_is_no_row(tmp_path: Path, text: str) -> None:
    name = "t.json" if text.startswith("[") else "t.ndjson"
    assert codes(tmp_path, text.encode(), ROWS, name) == ["S205"]


# --- cells of a workbook ------------------------------------------------------------------------------------------


def book(*cells: tuple[str, str]) -> bytes:
    """A workbook with a formula and its result in each row."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as made:
        sheet = made.add_worksheet("数据")
        sheet.write_row(0, 0, ["id", "v"])
        for row, (formula, value) in enumerate(cells, 1):
            sheet.write(row, 0, row)
            sheet.write_formula(row, 1, formula, None, value)
    return buffer.getvalue()


@pytest.mark.parametrize("kind", ["number", "string"])
def test_an_error_of_the_spreadsheet_is_no_value(tmp_path: Path, kind: str) -> None:
    content = book(("=NA()", "#N/A"), ("=1+1", "2"), ("=1/0", "#DIV/0!"))
    folder = package(tmp_path / "x", {"t.xlsx": content}, [ID, {"name": "v", "type": kind}])
    found = [p for p in judged(folder, tmp_path / "cache")[2] if p.code == "S311"]
    assert [p.cell for p in found] == ["B2", "B4"] and "#DIV/0!" in found[1].message["zh"]


# --- places -------------------------------------------------------------------------------------------------------


def collection(*shapes: Any, properties: Any = None, **more: Any) -> bytes:
    features = [{"type": "Feature", "properties": properties or {"id": 1}, "geometry": shape} for shape in shapes]
    return json.dumps({"type": "FeatureCollection", **more, "features": features}).encode()


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (collection(POINT), []),
        (collection(POINT, properties={"id": 1, "geometry": "x"}), ["S505"]),
        (collection(POINT, crs={"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}), []),
        (collection(POINT, crs={"type": "name", "properties": {"name": "GCJ-02"}}), ["S506"]),
        (collection({"type": "Point", "coordinates": [31.2, 121.5]}), ["S504"]),
        (collection({"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1]]]}), ["S503"]),
        (json.dumps({"type": "FeatureCollection", "features": [POINT]}).encode(), ["S502"]),
        (collection(None, properties=[1]), ["S502"]),
    ],
)
def test_features(tmp_path: Path, content: bytes, found: list[str]) -> None:
    assert codes(tmp_path, content, [], "t.geojson") == found


@pytest.mark.parametrize(
    ("content", "fields", "found"),
    [
        (b"id,lng,lat\n1,121.5,31.2\n", PLACES, []),
        (b"id,lng,lat\n1,31.2,121.5\n", PLACES, ["S504"]),
        (b"id,lng,lat\n1,359.5,31.2\n", PLACES, []),
        (b"id,lng_gcj02\n1,121.5\n", [ID, {"name": "lng_gcj02", "type": "number"}], ["S507"]),
        (b"id,lng\n1,121.5\n", [ID, {"name": "lng", "type": "number", "title": "百度坐标经度"}], ["S507"]),
        (b"id,name\n1,a\n", [ID, {"name": "name", "type": "string", "title": "百度百科名称"}], []),
    ],
)
def test_coordinates_in_columns(tmp_path: Path, content: bytes, fields: list[dict[str, Any]], found: list[str]) -> None:
    assert codes(tmp_path, content, fields) == found


def test_systems_of_one_name() -> None:
    assert same("", "EPSG:4326") and same("CGCS2000", "urn:ogc:def:crs:OGC:1.3:CRS84") and same("gcj02", "GCJ-02")
    assert not same("GCJ-02", "BD-09") and not same("", "BD09") and not same("EPSG:3857", "EPSG:4326")


# --- the judge ----------------------------------------------------------------------------------------------------

SLOW = """
import pickle, sys, time
pickle.dump("ready", sys.stdout.buffer)
sys.stdout.buffer.flush()
time.sleep(60)
"""


def test_what_takes_for_ever_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "slow.py"
    program.write_text(SLOW, encoding="utf-8")
    slow = JudgeProcess()
    monkeypatch.setattr(processes, "PROGRAM", program)
    monkeypatch.setattr(processes, "SECONDS", 0.1)
    with pytest.raises(OutOfTime):
        list(slow.cells({"name": "v", "type": "string"}, ["a"]))
    monkeypatch.setattr("publish.gate.schema.judge.judge_process", lambda: slow)
    verdicts = Judge(Field("v", "integer"), ("",)).cells(["1", "x"])
    assert [v.what for v in verdicts] == [What.OUT_OF_TIME, None]
    assert slow.starts == 2  # it is replaced, and not asked again
    monkeypatch.undo()
    assert next(iter(slow.cells({"name": "v", "type": "integer"}, ["1"]))) == (1, None)
    slow.close()


def test_the_judge_says_why() -> None:
    process = JudgeProcess()
    with pytest.raises(NoField, match="minimum"):
        process.constraints({"name": "v", "type": "string", "constraints": {"minimum": 1}})
    assert process.constraints({"name": "v", "type": "integer", "constraints": {"minimum": "1"}}) == {"minimum": 1}
    with pytest.raises(Unusable):
        Judge(Field("v", "integer", constraints={"minimum": "x"}), ("",))
    process.close()


@pytest.mark.parametrize("event", ["socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.system"])
def test_the_judge_has_no_network(event: str) -> None:
    with pytest.raises(PermissionError):
        _refuse(event, ())


def test_plain_cells_need_no_judge(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("publish.gate.schema.judge.judge_process", None)
    made = Judge(Field("v", "integer", constraints={"minimum": 0, "required": True}), ("",))
    assert made.bound("minimum") == 0
