"""What describes tables for programs: Croissant as ``mlcroissant`` reads it, CSV on the Web by its own rules."""

import csv
import io
import json
import re
from urllib.parse import unquote, urljoin

import pytest

from publish.cache import Cache
from publish.catalogue import render
from publish.catalogue.csvw import column_name
from tests import releasing

mlcroissant = pytest.importorskip("mlcroissant")
quietly = pytest.mark.filterwarnings("ignore")  # what the library itself does in ways that others call old


@pytest.fixture(scope="module")
def documents(tmp_path_factory):
    folder = tmp_path_factory.mktemp("city")
    admitted = releasing.city(folder)
    offered = releasing.offered(admitted, folder)
    made = [*render(admitted, {}, offered, cache=Cache(folder / "cache"))]
    made += [d.document for every in offered.values() for d in every if d.document]
    return {d.path: d.content if isinstance(d.content, bytes) else d.content.read_bytes() for d in made}


@pytest.fixture
def croissant(documents, tmp_path):
    """The description, and its files in a folder, as if they had been loaded."""
    said = json.loads(documents["dataset/clinics/croissant.json"])
    mapping = {}
    for file in said["distribution"]:
        mapping[file["@id"]] = tmp_path / file["name"]
        mapping[file["@id"]].write_bytes(documents[f"dataset/clinics/{file['@id']}"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CROISSANT_CACHE", str(tmp_path))
        yield mlcroissant.Dataset(jsonld=said, mapping=mapping)


@quietly
def test_croissant_is_accepted_without_a_word(croissant):
    assert croissant.metadata.ctx.issues.report() == ""
    assert croissant.metadata.name == {"zh-Hans": "诊所“大全” & <名录>", "en": "Clinics & <list>"}


@quietly
def test_records_are_those_of_the_table(croissant):
    records = list(croissant.records("clinics"))
    assert [r["clinics/name"].decode() for r in records] == ["第一医院", "社区卫生站", "Renji Hospital", "牙科诊所"]
    assert [r["clinics/beds"] for r in records] == [120.5, 8.0, None, 2.0]
    assert [r["clinics/open"] for r in records] == [True, False, None, True]
    assert str(records[0]["clinics/since"].date()) == "1950-05-01"
    # A code keeps its zeros: the fields are columns of the Parquet file.
    assert [r["clinics/district"] for r in records] == [b"310101", b"310104", b"310101", None]


@quietly
def test_keys_and_codes_are_references(croissant):
    fields = {f.id: f for r in croissant.metadata.record_sets for f in r.fields}
    assert fields["clinics/district"].references.field == "districts/code"
    assert fields["clinics/kind"].references.field == "clinics.kind/code"
    labels = list(croissant.records("clinics.kind"))
    assert labels[0] == {
        "clinics.kind/code": "a",
        "clinics.kind/label-zh-Hans": "医院",
        "clinics.kind/label-en": "Hospital",
    }
    assert {r.id: r.key for r in croissant.metadata.record_sets}["clinics"] == ["clinics/id"]
    assert fields["clinics/beds"].description == {"zh-Hans": "单位：张", "en": "Unit: beds"}


def test_only_a_dataset_with_a_table_is_described(documents):
    assert [p for p in documents if p.endswith("croissant.json")] == ["dataset/clinics/croissant.json"]
    assert b"dataset/clinics/croissant.json" in documents["dataset/clinics/dcat.ttl"]
    assert b"croissant.json" not in documents["dataset/beds/dcat.ttl"]


# --- CSV on the Web -----------------------------------------------------------------------------------------------


def tables(documents, resource):
    """The tables of a description, by the path of their CSV."""
    path = f"dataset/clinics/data/{resource}.csv-metadata.json"
    said = json.loads(documents[path])
    assert said["@context"] == ["http://www.w3.org/ns/csvw", {"@language": "zh-Hans"}]
    listed = said["tables"] if said["@type"] == "TableGroup" else [said]
    return {urljoin(path, table["url"]): table for table in listed}


@pytest.mark.parametrize("resource", ["clinics", "districts"])
def test_the_columns_are_those_of_the_csv(documents, resource):
    for path, table in tables(documents, resource).items():
        header = next(csv.reader(io.StringIO(documents[path].decode())))
        columns = table["tableSchema"]["columns"]
        assert [c["titles"]["und"][0] for c in columns] == header
        assert [unquote(c["name"]) for c in columns] == header
        assert all({"zh-Hans", "en"} <= set(c["titles"]) for c in columns)


def test_a_key_of_another_table_is_found_in_the_same_file(documents):
    own, other = tables(documents, "clinics").values()
    assert own["tableSchema"]["primaryKey"] == ["id"]
    (key,) = own["tableSchema"]["foreignKeys"]
    assert key["reference"]["resource"] == other["url"] == "districts.csv"
    assert key["reference"]["columnReference"] == ["code"] == other["tableSchema"]["primaryKey"]
    assert "foreignKeys" not in other["tableSchema"]


def test_a_column_says_its_type_unit_and_codes(documents):
    own = next(iter(tables(documents, "clinics").values()))
    columns = {c["name"]: c for c in own["tableSchema"]["columns"]}
    assert [columns[n]["datatype"] for n in ("id", "beds", "open", "since", "name")] == [
        "integer",
        "number",
        "boolean",
        "date",
        "string",
    ]
    assert columns["beds"]["schema:unitText"][0] == {"@value": "张", "@language": "zh-Hans"}
    assert columns["kind"]["schema:valueReference"][1]["schema:name"][1]["@value"] == "Post"
    assert all(c["null"] == [""] for c in columns.values())


@pytest.mark.parametrize("name", ["类型", "a-b", "_id", "a..b", ".a", "a.", "~", "a b/c", "%", "x"])
def test_a_name_is_a_variable_of_uri_templates(name):
    made = column_name(name)
    assert re.fullmatch(r"(?!_)(?:[A-Za-z0-9_]|%[0-9A-F]{2})(?:\.?(?:[A-Za-z0-9_]|%[0-9A-F]{2}))*", made)
    assert unquote(made) == name
