"""The plain forms: CSV, JSON, NDJSON, Parquet, GeoJSON, originals, the zip; and how they are kept."""

import csv
import json
import os
import zipfile
from dataclasses import replace
from datetime import date

import frictionless
import pyarrow.parquet as pq
import pytest

from publish import descriptor
from publish.cache import Cache
from publish.downloads import make
from publish.downloads.csv import spelled
from publish.model import ForeignKey, Limits, Resource, ResourceKind, Schema
from publish.problems import Verdict
from publish.release import write
from publish.tables import BLOCK
from publish.types import to_json, to_text
from tests import making

COLUMNS: dict[str, list] = {
    "id": ["310101000000000001", "00012", "3"],
    "name": ['第一"医院"，东院', "=1+1", None],
    "beds": [-5, 2**62, None],
    "share": [0.1, 1e22, -0.0],
    "opened": [date(1888, 2, 29), date(2026, 11, 3), None],
    "open": [True, False, None],
    "note": ["", "两行\n\r中", None],
}


def clinics(folder, **more):
    return making.table(folder, "clinics", COLUMNS, primary_key=("id",), **more)


def offered(folder, *tables, cache=None, of=None, **more):
    """The downloads of one dataset by (resource, form)."""
    package = of or making.package(tables[0].package)
    admitted = making.admitted([making.dataset(package, *tables)], **more)
    made = make(admitted, cache=cache or Cache(folder / "cache"))
    return {(d.resource, d.form): d for d in made[package.name]}


def content(download):
    found = download.document.content
    return found if isinstance(found, bytes) else found.read_bytes()


def test_csv_reads_back_as_to_text_says(tmp_path):
    table = clinics(tmp_path)
    text = content(offered(tmp_path, table)["clinics", "csv"]).decode()
    assert not text.startswith("\ufeff")
    rows = list(csv.reader(text.splitlines(keepends=True)))
    assert rows[0] == list(COLUMNS)
    assert rows[1:] == [[to_text(v) for v in row.values()] for row in table.head(9)]
    assert rows[2][3] == "1e+22" and rows[3][3] == "0"


def test_csv_tells_missing_from_empty(tmp_path):
    lines = content(offered(tmp_path, clinics(tmp_path))["clinics", "csv"]).decode().split("\n")
    assert lines[1].endswith(',""')
    assert lines[-2].endswith(",")


def test_csv_of_one_column_has_no_blank_line(tmp_path):
    single = making.table(tmp_path, "single", {"a": ["x", None, "y"]})
    assert content(offered(tmp_path, single)["single", "csv"]) == b'a\nx\n""\ny\n'


@pytest.mark.parametrize("value", [1e-4, 1e-3, 9.99e-4, 1e9, 9999999999.5, 1e10, 2.0**53, 1e15, 1e16, 1e300, 5e-324])
def test_numbers_are_spelled_as_in_every_other_place(tmp_path, value):
    table = making.table(tmp_path, "numbers", {"n": [value, -value, 1.5, None]})
    for block in table.blocks():
        column = spelled(block.column("n")).to_pylist()
        assert column == [to_text(value), to_text(-value), "1.5", None]


def test_json_and_ndjson_hold_the_rows(tmp_path):
    table = clinics(tmp_path)
    made = offered(tmp_path, table)
    rows = [{k: to_json(v) for k, v in row.items()} for row in table.head(9)]
    assert json.loads(content(made["clinics", "json"])) == rows
    assert [json.loads(line) for line in content(made["clinics", "ndjson"]).splitlines()] == rows


def test_json_of_several_blocks_is_one_array(tmp_path):
    table = making.table(tmp_path, "long", {"n": list(range(BLOCK + 10))})
    rows = json.loads(content(offered(tmp_path, table)["long", "json"]))
    assert [row["n"] for row in rows] == list(range(BLOCK + 10))


def test_json_of_no_rows_is_an_empty_array(tmp_path):
    empty = making.table(tmp_path, "nothing", {"id": []}, fields=[making.field("id", "integer")])
    made = offered(tmp_path, empty)
    assert json.loads(content(made["nothing", "json"])) == []
    assert content(made["nothing", "ndjson"]) == b""
    assert content(made["nothing", "csv"]) == b"id\n"


def test_parquet_is_the_table_itself(tmp_path):
    table = clinics(tmp_path)
    download = offered(tmp_path, table)["clinics", "parquet"]
    assert download.document.content == table.path and download.document.sha256 == table.sha256
    assert pq.read_table(table.path).num_rows == 3


def test_points_become_features(tmp_path):
    columns: dict[str, list] = {"id": [1, 2, 3], "lon": [121.5, None, 200.0], "lat": [31.2, 31.0, 31.0]}
    table = making.table(tmp_path, "points", columns, primary_key=("id",))
    features = json.loads(content(offered(tmp_path, table)["points", "geojson"]))["features"]
    assert features[0] == {
        "type": "Feature",
        "id": 1,
        "geometry": {"type": "Point", "coordinates": [121.5, 31.2]},
        "properties": {"id": 1, "lon": 121.5, "lat": 31.2},
    }
    assert [f["geometry"] for f in features[1:]] == [None, None]


def test_shapes_become_features(tmp_path):
    shape = '{"type":"Point","coordinates":[121.5,31.2]}'
    table = making.table(tmp_path, "shapes", {"name": ["甲\n乙", "丙"], "geometry": [shape, None]}, geometry="geometry")
    collection = json.loads(content(offered(tmp_path, table)["shapes", "geojson"]))
    assert [f["geometry"] for f in collection["features"]] == [json.loads(shape), None]
    assert collection["features"][0]["properties"] == {"name": "甲\n乙"}


@pytest.mark.parametrize("crs, there", [("", True), ("WGS 84", True), ("EPSG:4490", True), ("GCJ-02", False)])
def test_only_what_would_be_drawn_in_its_place_is_geojson(tmp_path, crs, there):
    table = making.table(tmp_path, "points", {"lon": [121.5], "lat": [31.2]})
    of = making.package("points", entry=making.entry(crs=crs))
    assert (("points", "geojson") in offered(tmp_path, table, of=of)) is there


FORMS = ("csv", "excel.csv", "xlsx", "json", "ndjson", "parquet")


@pytest.mark.parametrize("form", FORMS)
def test_a_table_above_a_ceiling_says_so(tmp_path, form):
    portal = making.portal(limits=Limits(**{f"{form.replace('.', '_')}_rows": 2}))
    made = offered(tmp_path, clinics(tmp_path), portal=portal)
    assert [f for f in FORMS if made["clinics", f].document is None] == [form]
    assert [f for f in FORMS if made["clinics", f].ceiling is not None] == [form]
    assert made["clinics", form].ceiling == 2


def test_excel_is_not_handed_more_rows_than_it_shows():
    assert Limits().rows("excel.csv") == 2**20 - 1 and Limits().rows("xlsx") < 2**20


def handed_in(folder):
    """A dataset of a CSV and a document, with files on disk."""
    source = making.source(folder, "data/clinics.csv", b"id,name\n1,a\n")
    table = making.table(folder, "clinics", {"id": ["1"], "name": ["a"]})
    guide = making.source(folder, "docs/说明 1.pdf", b"%PDF-1.7")
    document = Resource("guide", ResourceKind.FILE, paths=(guide.path,), files=(guide,), format="pdf")
    readme = making.source(folder, "README.md", "# 说明\n".encode())
    resources = (making.resource(table, (source,)), document)
    return making.package("clinics", resources=resources, extras=(readme,)), table


def test_originals_are_as_they_were(tmp_path):
    package, table = handed_in(tmp_path)
    made = offered(tmp_path, table, of=package)
    assert made["guide", "original"].url == "/dataset/clinics/original/docs/%E8%AF%B4%E6%98%8E%201.pdf"
    assert made["guide", "original"].document.path == "dataset/clinics/original/docs/说明 1.pdf"
    assert content(made["clinics", "original"]) == b"id,name\n1,a\n"


def test_a_file_of_two_resources_is_published_once(tmp_path):
    package, table = handed_in(tmp_path)
    again = replace(package.resources[1], name="again")
    package = replace(package, resources=(*package.resources, again))
    made = make(making.admitted([making.dataset(package, table)]), cache=Cache(tmp_path / "cache"))
    written = write((d.document for d in made["clinics"] if d.document), tmp_path / "site")
    assert "dataset/clinics/original/docs/说明 1.pdf" in written


def test_the_zip_is_a_package_that_reads(tmp_path):
    package, table = handed_in(tmp_path)
    made = offered(tmp_path, table, of=package)["", "zip"]
    with zipfile.ZipFile(made.document.content) as archive:
        assert archive.namelist() == ["datapackage.json", "README.md", "data/clinics.csv", "docs/说明 1.pdf"]
        archive.extractall(tmp_path / "unpacked")
    report = frictionless.validate(str(tmp_path / "unpacked" / "datapackage.json"))
    assert report.valid, report.flatten(["message"])


def test_a_key_of_another_package_is_set_apart(tmp_path):
    package, table = handed_in(tmp_path)
    here, there = ForeignKey(("id",), "guide", ("id",)), ForeignKey(("id",), "districts", ("code",), "divisions")
    keyed = Schema(table.fields, foreign_keys=(here, there), raw={"fields": [{"name": "id"}], "foreignKeys": ["…"]})
    package = replace(package, resources=(replace(package.resources[0], schema=keyed),))
    dataset = making.dataset(package, table)
    for value in (
        descriptor.bundled(dataset, making.portal()),
        descriptor.published(dataset, offered(tmp_path, table, of=package).values(), making.portal()),
    ):
        schema = value["resources"][0]["schema"]
        assert [key["reference"]["resource"] for key in schema["foreignKeys"]] == ["guide"]
        assert schema["catalogue:foreignKeys"][0]["reference"]["package"] == "divisions"


def test_the_published_descriptor_is_true(tmp_path):
    table = clinics(tmp_path)
    package = making.package("clinics")
    admitted = making.admitted([making.dataset(package, table)])
    made = make(admitted, cache=Cache(tmp_path / "cache"))["clinics"]
    write((d.document for d in made if d.document), tmp_path / "site")
    value = descriptor.published(admitted.datasets[0], made, admitted.portal)
    folder = tmp_path / "site" / "dataset" / "clinics"
    (folder / "datapackage.json").write_text(json.dumps(value), encoding="utf-8")
    report = frictionless.validate(str(folder / "datapackage.json"))
    assert report.valid, report.flatten(["message"])
    assert value["title@en"] == "clinics" and value["catalogue"]["modified"] == "2026-11-03"
    assert value["resources"][0]["hash"].startswith("sha256:") and value["resources"][0]["path"] == "data/clinics.csv"


def test_the_same_data_give_the_same_bytes(tmp_path):
    package, table = handed_in(tmp_path)
    one = offered(tmp_path, table, of=package, cache=Cache(tmp_path / "one"))
    os.utime(tmp_path / "data" / "clinics.csv", (0, 0))
    two = offered(tmp_path, table, of=package, cache=Cache(tmp_path / "two"))
    assert one.keys() == two.keys()
    assert {k: content(d) for k, d in one.items()} == {k: content(d) for k, d in two.items()}


def test_documents_say_their_digest_and_size(tmp_path):
    package, table = handed_in(tmp_path)
    made = offered(tmp_path, table, of=package)
    known = {d.document.path: (d.document.size, d.document.sha256) for d in made.values()}
    plain = [replace(d.document, sha256="", size=-1) for d in made.values()]
    assert known == {a.path: (a.size, a.sha256) for a in write(plain, tmp_path / "site").values()}


def test_what_is_made_is_not_made_again_and_a_lost_file_is(tmp_path, monkeypatch):
    table, cache = clinics(tmp_path), Cache(tmp_path / "cache")
    made = offered(tmp_path, table, cache=cache)
    made["clinics", "csv"].document.content.unlink()
    written = []
    monkeypatch.setattr("publish.downloads.json.write", lambda *_: written.append("json"))
    again = offered(tmp_path, table, cache=cache)
    assert made == again and content(again["clinics", "csv"]) and written == []


def test_other_titles_make_another_workbook_but_the_same_csv(tmp_path):
    cache = Cache(tmp_path / "cache")
    one = offered(tmp_path, clinics(tmp_path), cache=cache)
    two = offered(tmp_path, clinics(tmp_path, fields=[making.field("id", "string", "编号")]), cache=cache)
    path = {form: [m["clinics", form].document.content for m in (one, two)] for form in ("csv", "xlsx", "excel.csv")}
    assert path["csv"][0] == path["csv"][1]
    assert path["xlsx"][0] != path["xlsx"][1] and path["excel.csv"][0] != path["excel.csv"][1]


def test_a_notice_offers_nothing(tmp_path):
    closed = making.dataset(making.package("gone"), verdict=Verdict.CLOSED)
    assert make(making.admitted([closed]), cache=Cache(tmp_path)) == {"gone": ()}
    assert descriptor.published(closed, (), making.portal())["resources"] == []


def test_two_processes_make_what_one_makes(tmp_path):
    tables = [making.table(tmp_path, f"t{n}", {"id": [n]}) for n in range(10)]
    admitted = making.admitted([making.dataset(making.package(t.package), t) for t in tables])
    one = make(admitted, cache=Cache(tmp_path / "one"))
    two = make(admitted, cache=Cache(tmp_path / "two"), jobs=2)
    digests = [{n: [d.document.sha256 for d in ds if d.document] for n, ds in made.items()} for made in (one, two)]
    assert digests[0] == digests[1]
