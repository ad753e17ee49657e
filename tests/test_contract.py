"""The published schemas, the reader and the rules say the same of a package, and of a report."""

from __future__ import annotations

import json
from collections import defaultdict
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from publish import contract, descriptor, gate, read
from publish.admitted import Dataset
from publish.cache import Cache
from publish.catalogue import render
from publish.model import Package, Portal
from publish.model.change import Cell, Comparison, Difference, ResourceChange, Turn
from publish.model.change import to_record as change_record
from publish.read.descriptor import Described
from publish.report import to_json
from tests import making, releasing
from tests.test_gate import AS_OF, CASES, REGISTERS, catalogue

ROOT = Path(__file__).resolve().parent.parent
PACKAGE, REPORT = contract.schema("package"), contract.schema("report")
# Keys of the standard that say which standard it is: nothing is read from them. How cells are spelled is read by the
# gate, which takes it from the field as it is written.
UNREAD = {"$schema", "profile", "trueValues", "falseValues", "groupChar", "decimalChar"}


def breaks(schema: Any, value: Any) -> list[str]:
    """Where a value breaks a schema."""
    return [f"{error.json_path} {error.message}" for error in Draft202012Validator(schema).iter_errors(value)]


@pytest.fixture(scope="module")
def city() -> tuple[Package, ...]:
    return read.read(ROOT)[0].packages


# --- both are what they claim to be ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", contract.NAMES)
def test_a_schema_is_one_and_needs_no_other(name: str) -> None:
    schema = contract.schema(name)
    Draft202012Validator.check_schema(schema)
    assert all(ref.startswith("#/") for ref in references(schema))


@pytest.mark.parametrize("name", contract.NAMES)
def test_every_key_has_a_name_in_both_languages(name: str) -> None:
    whole = contract.schema(name)
    groups = {"": whole, **whole["$defs"]}
    for where, group in groups.items():
        for key, value in group.get("properties", {}).items():
            named = value if "title" in value else whole["$defs"][value["$ref"].rpartition("/")[2]]
            assert named.get("title") and named.get("title@en"), f"{where}/{key}"


def references(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [v for k, v in value.items() if k == "$ref"] + [r for v in value.values() for r in references(v)]
    return [r for v in value for r in references(v)] if isinstance(value, list) else []


# --- packages ------------------------------------------------------------------------------------------------------


def test_the_sample_city_keeps_to_it(city: tuple[Package, ...]) -> None:
    assert city
    for package in city:
        assert breaks(PACKAGE, package.raw) == [], package.name


def test_what_is_published_keeps_to_it(city: tuple[Package, ...], tmp_path: Path) -> None:
    portal = making.portal()
    for package in city:
        assert breaks(PACKAGE, descriptor.published(Dataset(package), (), portal)) == [], package.name
    admitted = releasing.city(tmp_path)
    offered = releasing.offered(admitted, tmp_path)
    for one in admitted.datasets:
        if one.tables:
            made = descriptor.published(one, offered.get(one.name, ()), portal)
            assert breaks(PACKAGE, made) == [], one.name


class Asked(dict[str, Any]):
    """A group that notes which of its keys are asked for."""

    def __init__(self, name: str, notes: dict[str, set[str]], items: dict[str, Any]) -> None:
        super().__init__(items)
        self.name, self.notes = name, notes

    def get(self, key: str, default: Any = None) -> Any:
        self.notes[self.name].add(key)
        return super().get(key, default)


def example(schema: Any, notes: dict[str, set[str]], name: str = "") -> Any:
    """A value with every key that the schema knows."""
    if "$ref" in schema and "properties" not in schema:
        reference = schema["$ref"].rpartition("/")[2]
        return example(PACKAGE["$defs"][reference], notes, reference)
    if "properties" in schema:
        return Asked(name, notes, {key: example(value, notes) for key, value in schema["properties"].items()})
    if "const" in schema or "enum" in schema:
        return schema.get("const", schema.get("enum", [""])[0])
    if "items" in schema:
        return [example(schema["items"], notes)]
    if "anyOf" in schema:
        return example(schema["anyOf"][0], notes)
    kinds = schema.get("type", "string")
    kind = kinds if isinstance(kinds, str) else kinds[0]
    return {"object": {}, "array": [], "integer": 1, "boolean": True}.get(kind, "2026-01-01")


def test_the_reader_asks_for_the_keys_of_the_schema(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither reads what is not laid down, nor lays down what nobody reads."""
    notes: dict[str, set[str]] = defaultdict(set)
    value = example(PACKAGE, notes, "package")
    monkeypatch.setattr("publish.read.package.describe", lambda *_, **__: Described(value, {}))
    (tmp_path / "datapackage.yaml").write_text("name: a", encoding="utf-8")
    assert read.read_package(tmp_path, Portal("test", making.said("门户")))[0]
    groups = {"package": PACKAGE, **{k: v for k, v in PACKAGE["$defs"].items() if "properties" in v}}
    for name, group in groups.items():
        asked = {key for key in notes[name] if "@" not in key}
        assert asked - UNREAD == set(group["properties"]) - UNREAD, name


BROKEN: dict[str, tuple[str, Any]] = {
    # kind of mistake: (JSON Pointer, what is written there; None takes the key away)
    "no name": ("/name", None),
    "a name that is no address": ("/name", "Public Toilets"),
    "no title": ("/title", None),
    "no resources": ("/resources", None),
    "resources that are no list": ("/resources", {}),
    "a resource without a name": ("/resources/0/name", None),
    "a resource without data": ("/resources/0/path", None),
    "a column without a name": ("/resources/0/schema/fields/0/name", None),
    "keywords that are no list": ("/keywords", "word"),
    "a group that is text": ("/catalogue", "none"),
    "a text that is a list": ("/catalogue/notes", ["x"]),
    "a number that is text": ("/resources/0/bytes", "many"),
    "a malformed code": ("/catalogue/code", "5/1"),
    "no code": ("/catalogue/code", None),
    "no topic": ("/catalogue/topic", None),
    "no provider": ("/catalogue/provider", None),
    "no level": ("/catalogue/level", None),
    "no frequency": ("/catalogue/frequency", None),
    "no word on secrecy": ("/catalogue/secret", None),
    "secret": ("/catalogue/secret", True),
    "secrecy in words": ("/catalogue/secret", "no"),
    "an unknown status": ("/catalogue/status", "gone"),
    "no sharing": ("/catalogue/sharing", None),
    "no opening": ("/catalogue/opening", None),
    "an opening without type": ("/catalogue/opening", {"condition": "x"}),
    "an unknown opening": ("/catalogue/opening/type", "wide"),
    "a condition not said": ("/catalogue/opening", {"type": "conditional", "basis": "x", "apply": "x"}),
    "refused without basis": ("/catalogue/sharing", {"type": "withheld"}),
    "shared by no method": ("/catalogue/sharing", {"type": "conditional", "condition": "x"}),
    "a day that is none": ("/catalogue/issued", "soon"),
    "a period of no days": ("/catalogue/temporal", {"start": "spring"}),
    "a contact that is text": ("/catalogue/contact", "the office"),
    "translated by nobody": ("/translation", {"en": "magic"}),
    "an unknown unit": ("/privacy/unit", "person"),
    "a waiver without reason": ("/waivers", [{"rule": "P201", "approver": "x", "expires": "2026-12-31"}]),
    "a waiver without end": ("/waivers", [{"rule": "P201", "approver": "x", "reason": "x"}]),
}


def changed(value: Any, pointer: str, what: Any) -> Any:
    made = deepcopy(value)
    *path, last = [int(p) if p.isdigit() else p for p in pointer.split("/")[1:]]
    group = made
    for part in path:
        group = group.setdefault(part, {}) if isinstance(group, dict) else group[part]
    if what is None:
        group.pop(last, None)
    else:
        group[last] = what
    return made


@pytest.mark.parametrize("mistake", sorted(BROKEN))
def test_what_breaks_the_schema_is_a_problem(mistake: str, tmp_path: Path) -> None:
    """The schema is the contract, the reader and the rules its judges: none knows a mistake the others pass over."""
    clean = yaml.safe_load((CASES / "clean" / "datapackage.yaml").read_text(encoding="utf-8"))
    clean = json.loads(json.dumps(clean, default=str))
    folder = tmp_path / "clean"
    (folder / "data").mkdir(parents=True)
    (folder / "data" / "stops.csv").write_bytes((CASES / "clean" / "data" / "stops.csv").read_bytes())
    assert breaks(PACKAGE, clean) == [] and found(folder, clean, tmp_path) == []
    pointer, what = BROKEN[mistake]
    wrong = changed(clean, pointer, what)
    assert breaks(PACKAGE, wrong)
    assert found(folder, wrong, tmp_path)


def found(folder: Path, description: Any, tmp_path: Path) -> list[str]:
    (folder / "datapackage.json").write_text(json.dumps(description), encoding="utf-8")
    read_now, problems = catalogue(folder)
    report = gate.check(read_now, problems, as_of=AS_OF, cache=Cache(tmp_path / "cache"), jobs=1)
    return [p.code for p in report.problems]


# --- reports -------------------------------------------------------------------------------------------------------


def test_a_report_keeps_to_it(tmp_path: Path) -> None:
    cases = sorted(p for p in CASES.iterdir() if p.is_dir())
    found, problems = catalogue(*cases)
    assert REGISTERS.organisations
    report = gate.check(found, problems, as_of=AS_OF, cache=Cache(tmp_path), jobs=1)
    assert len(report.problems) > 20
    for published in (False, True):
        assert breaks(REPORT, json.loads(to_json(report, published=published))) == []


def test_changes_keep_to_it() -> None:
    row = Difference(Turn.CHANGED, (("id", "1"),), (Cell("name", "a", "b"),))
    table = ResourceChange("stops", Turn.CHANGED, 1, 2, 1, 0, 1, ("id",), ("x",), (), (row,))
    report = {"as_of": "2026-11-22", "verdict": "open", "packages": [], "problems": []}
    record = change_record(Comparison("stops", Turn.CHANGED, "halts", "1", "2", (table,)))
    assert breaks(REPORT, report | {"changes": [record, change_record(Comparison("new", Turn.ADDED))]}) == []
    assert set(record) == set(REPORT["$defs"]["change"]["properties"])
    assert set(record["resources"][0]) == set(REPORT["$defs"]["resource"]["properties"])


@pytest.mark.parametrize(
    "wrong",
    [
        {"verdict": "held"},
        {"as_of": None},
        {"packages": [{"name": "a", "verdict": "good", "seconds": None}]},
        {"problems": [{"code": "C101"}]},
        {"changes": [{"package": "a", "change": "moved", "resources": []}]},
    ],
)
def test_a_wrong_report_does_not(wrong: Any) -> None:
    assert breaks(REPORT, {"as_of": "2026-11-22", "verdict": "open", "packages": [], "problems": []} | wrong)


# --- published -----------------------------------------------------------------------------------------------------


def test_both_are_published_with_every_release(tmp_path: Path) -> None:
    admitted = releasing.city(tmp_path)
    made = {d.path: d for d in render(admitted, {}, {}, cache=Cache(tmp_path / "cache"))}
    for name in contract.NAMES:
        assert made[f"schema/{name}.json"].content == contract.written(name)
    told = made["llms.txt"].content
    assert isinstance(told, bytes) and b"/schema/package.json" in told
