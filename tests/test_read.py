"""Descriptors of both versions and all spellings become one model; what stands in the way is said, with its place."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path

import pytest

from publish.cache import Cache
from publish.model import Package, Portal, ResourceKind, Text
from publish.problems import Problem
from publish.read import read_folders, read_package
from publish.read.descriptor import describe
from publish.read.kept import Kept
from publish.read.paths import unsafe
from publish.read.registers import read_registers
from publish.read.unreadable import Unreadable
from tests.conftest import SHARED

PORTAL = Portal("test", Text((("zh-Hans", "测试"),)))


def write(folder: Path, text: str, name: str = "datapackage.yaml", **files: str | bytes) -> Path:
    folder.mkdir(exist_ok=True, parents=True)
    (folder / name).write_text(text, encoding="utf-8")
    for file, content in files.items():
        path = folder / file.replace("__", "/").replace("_csv", ".csv").replace("_json", ".json")
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return folder


def read_one(folder: Path) -> tuple[Package, tuple[Problem, ...]]:
    package, problems = read_package(folder, PORTAL)
    assert package is not None, problems
    return package, problems


def codes(problems: tuple[Problem, ...]) -> list[str]:
    return [p.code for p in problems]


class TestDescriptor:
    def test_text_keys_stay_as_written(self) -> None:
        text = (
            b"name: no\nversion: 2026.10\ncreated: 2026-03-01\ncatalogue: {code: 010105, spatial: 310000}\nbytes: 12\n"
        )
        value = describe(text, is_json=False).value
        assert value["name"] == "no"
        assert value["version"] == "2026.10"
        assert value["created"] == "2026-03-01"
        assert value["catalogue"] == {"code": "010105", "spatial": "310000"}
        assert value["bytes"] == 12

    def test_other_scalars_follow_yaml_1_2(self) -> None:
        value = describe(b"data: [no, yes, true, 1:30, 0o7, 1e3, ~, '7', 2026-01-01]", is_json=False).value["data"]
        assert value == ["no", "yes", True, "1:30", "0o7", 1000.0, None, "7", "2026-01-01"]

    def test_bounds_of_a_text_field_are_text_and_of_a_number_are_numbers(self) -> None:
        text = (
            b"a: {type: string, constraints: {enum: [010, no], minLength: 2, required: true}, categories: [01, 02]}\n"
            b"b: {type: integer, constraints: {minimum: 3}, categories: [1, {value: 2, label: 02}]}\n"
        )
        value = describe(text, is_json=False).value
        assert value["a"]["constraints"] == {"enum": ["010", "no"], "minLength": 2, "required": True}
        assert value["a"]["categories"] == ["01", "02"]
        assert value["b"]["constraints"] == {"minimum": 3}
        assert value["b"]["categories"] == [1, {"value": 2, "label": "02"}]

    @pytest.mark.parametrize("is_json", [True, False])
    def test_a_byte_order_mark_is_no_text(self, is_json: bool) -> None:
        assert describe(b'\xef\xbb\xbf{"name": "x"}', is_json=is_json).value == {"name": "x"}

    def test_every_value_has_its_line(self) -> None:
        text = b'{"name": "x",\n\t"resources": [\n\t{"a/b": 1},\n\t{"path": ["p",\n"q"]}]}'
        lines = describe(text, is_json=True).lines
        assert (lines["/name"], lines["/resources/0/a~1b"], lines["/resources/1/path/1"]) == (1, 3, 5)
        assert describe(b"name: x\nresources:\n- path: p\n", is_json=False).lines["/resources/0/path"] == 3

    @pytest.mark.parametrize("is_json", [True, False])
    def test_a_key_written_twice_is_told(self, is_json: bool) -> None:
        assert describe(b'{"name": "x",\n"name": "y"}', is_json=is_json).repeated == (("/name", 2),)

    @pytest.mark.parametrize(
        ("content", "is_json"),
        [
            (b"", True),
            (b" \n", False),
            (b"[]", True),
            (b'{"a": }', True),
            (b'{"a": NaN}', True),
            (b"a: [", False),
            (b"a: 1\n---\nb: 2\n", False),
            (b"a: \x07", False),
            ("名: 值".encode("gb18030"), False),
            (b"[" * 100_000, True),
            (b"[" * 5_000 + b"]" * 5_000, False),
            (b"? [a]\n: 1\n", False),
        ],
    )
    def test_what_is_no_descriptor_is_refused_with_a_reason(self, content: bytes, is_json: bool) -> None:
        with pytest.raises(Unreadable) as caught:
            describe(content, is_json=is_json)
        assert all(caught.value.why[tag] and caught.value.mend[tag] for tag in ("zh", "en")) and caught.value.line >= 1

    def test_references_that_explode_are_refused(self) -> None:
        levels = "a: &a0 [x,x,x,x,x,x,x,x,x]\n"
        levels += "".join(f"b{i}: &a{i} [{','.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 10))
        with pytest.raises(Unreadable, match="too large"):
            describe(levels.encode(), is_json=False)


class TestPaths:
    @pytest.mark.parametrize(
        "path",
        ["/etc/passwd", "../x.csv", "a/../../x", "a/%2e%2e/x", "~/x", "C:\\x", "C:/x", "s3://b/x", "file:///x",
         "a\x00b", "a\\b", "", " ", ".git/config", "a/.hidden", "//host/x", "%2fetc", "zip://x"],
    )  # fmt: skip
    def test_a_path_that_leaves_the_folder_is_unsafe(self, path: str) -> None:
        assert unsafe(path) is not None

    @pytest.mark.parametrize("path", ["data/x.csv", "数据/表 一.csv", "./x.csv", "a..b.csv", "100%.csv"])
    def test_a_path_inside_is_safe(self, path: str) -> None:
        assert unsafe(path) is None

    def test_a_link_out_of_the_folder_a_loop_a_folder_and_a_pipe_are_not_read(self, tmp_path: Path) -> None:
        (tmp_path / "secret.csv").write_text("a\n1\n")
        resources = [{"name": n, "path": n} for n in ("out", "loop", "dir", "pipe")]
        folder = write(tmp_path / "p", json.dumps({"name": "p", "resources": resources}), "datapackage.json")
        (folder / "out").symlink_to(tmp_path / "secret.csv")
        (folder / "loop").symlink_to(folder / "loop")
        (folder / "dir").mkdir()
        os.mkfifo(folder / "pipe")
        package, problems = read_one(folder)
        assert codes(problems) == ["F101"] * 4
        assert [r.files for r in package.resources] == [()] * 4


class TestPackage:
    def test_version_1_and_version_2_become_one_shape(self, tmp_path: Path) -> None:
        one = {
            "name": "one",
            "resources": [
                {
                    "name": "t",
                    "path": "t.csv",
                    "profile": "tabular-data-resource",
                    "schema": {
                        "fields": [{"name": "a", "title": "甲"}],
                        "primaryKey": "a",
                        "missingValues": ["", "-"],
                        "foreignKeys": [{"fields": "a", "reference": {"resource": "", "fields": "a"}}],
                    },
                }
            ],
        }
        two = json.loads(json.dumps(one))
        two["$schema"] = "https://datapackage.org/profiles/2.0/datapackage.json"
        schema = two["resources"][0]["schema"]
        schema |= {"primaryKey": ["a"], "missingValues": [{"value": ""}, {"value": "-", "label": "不详"}]}
        schema |= {"fieldsMatch": ["exact"], "foreignKeys": [{"fields": ["a"], "reference": {"fields": ["a"]}}]}
        read = [
            read_one(write(tmp_path / str(i), json.dumps(d), "datapackage.json", t_csv="a\n1\n"))
            for i, d in enumerate((one, two))
        ]
        assert [codes(problems) for _, problems in read] == [[], []]
        first, second = (package.resources[0].schema for package, _ in read)
        assert first and second
        assert first.primary_key == second.primary_key == ("a",)
        assert first.foreign_keys == second.foreign_keys
        assert first.missing_values == second.missing_values == ("", "-")

    def test_a_translation_stands_beside_its_original(self, tmp_path: Path) -> None:
        text = "name: p\nlanguages: [zh-Hans, en]\ntitle: 厕所\ntitle@en: Toilets\nkeywords: [环卫, 城市]\n"
        text += "keywords@en: [sanitation]\nresources: []\n"
        package, problems = read_one(write(tmp_path / "p", text))
        assert problems == ()
        assert package.title["en"] == "Toilets" and package.title["zh"] == "厕所"
        assert [k["en"] for k in package.keywords] == ["sanitation", "城市"]
        assert not package.keywords[1].has("en")

    def test_kinds_and_formats(self, tmp_path: Path) -> None:
        resources = [
            {"name": "a", "path": ["a_1.csv", "a_2.csv"]},
            {"name": "b", "path": "b.csv.gz"},
            {"name": "c", "path": "c.geojson"},
            {"name": "d", "path": "d.PDF"},
            {"name": "e", "data": [{"x": 1}]},
            {"name": "f", "path": "https://example.org/x.csv", "hash": "sha256:0", "bytes": 1},
            {"name": "g", "path": "g.json"},
        ]
        folder = write(tmp_path / "p", json.dumps({"name": "p", "resources": resources}), "datapackage.json")
        for name in ("a_1.csv", "a_2.csv", "b.csv.gz", "c.geojson", "d.PDF", "g.json"):
            (folder / name).write_bytes(b"x")
        package, problems = read_one(folder)
        assert problems == ()
        kinds = [(r.kind, r.format, r.compression, len(r.files)) for r in package.resources]
        table, geo, file, link = ResourceKind.TABLE, ResourceKind.GEO, ResourceKind.FILE, ResourceKind.LINK
        assert kinds == [
            (table, "csv", "", 2),
            (table, "csv", "gz", 1),
            (geo, "geojson", "", 1),
            (file, "pdf", "", 1),
            (table, "json", "", 0),
            (link, "csv", "", 0),
            (file, "json", "", 1),
        ]

    def test_problems_have_place_message_and_fix_in_both_languages(self, tmp_path: Path) -> None:
        text = "name: P Q\ntitle: [x]\nkeywords: a\nresources:\n- path: nothere.csv\n- name: r\n  path: http://127.0.0.1/x\n"
        package, problems = read_package(write(tmp_path / "folder", text), PORTAL)
        assert package is not None and package.name == "folder"
        assert [(p.code, p.row, p.field) for p in problems] == [
            ("D107", 1, "/name"),
            ("F102", 5, "/resources/0/path"),
            ("D108", 5, "/resources/0"),
            ("F103", 7, "/resources/1/path"),
            ("D104", 2, "/title"),
            ("D104", 3, "/keywords"),
        ]
        for p in problems:
            assert p.package == "folder" and p.file == "datapackage.yaml"
            assert all(said[lang] for said in (p.message, p.fix) for lang in ("zh", "en"))
            assert "{" not in p.message["zh"] + p.fix["en"]

    def test_a_typing_mistake_never_opens_anything(self, tmp_path: Path) -> None:
        text = "name: p\nresources: []\ncatalogue: {opening: {type: uncondtional}, status: lives}\n"
        package, problems = read_one(write(tmp_path / "p", text))
        assert package.entry and package.entry.opening.type == "withheld" and not package.entry.open
        assert codes(problems) == ["D115", "D115"]

    def test_a_folder_without_or_with_two_descriptions_is_no_package(self, tmp_path: Path) -> None:
        (tmp_path / "none").mkdir()
        assert codes(read_package(tmp_path / "none", PORTAL)[1]) == ["D102"]
        write(tmp_path / "two", "name: two\nresources: []\n")
        write(tmp_path / "two", "{}", "datapackage.json")
        assert codes(read_package(tmp_path / "two", PORTAL)[1]) == ["D103"]

    def test_the_digest_follows_every_byte(self, tmp_path: Path) -> None:
        folder = write(tmp_path / "p", "name: p\nresources: [{name: t, path: t.csv}]\n", t_csv="a\n1\n")
        before = read_one(folder)[0].digest
        assert read_one(folder)[0].digest == before
        (folder / "t.csv").write_text("a\n2\n")
        assert read_one(folder)[0].digest != before


class TestMemory:
    def test_an_untouched_folder_is_not_read_again_and_a_touched_one_is(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        folder = write(tmp_path / "p", "name: p\ntitle: a\nresources: []\n")
        old = folder.joinpath("datapackage.yaml")
        os.utime(old, (1_700_000_000, 1_700_000_000))
        cache = Cache(tmp_path / "cache")
        first, _ = read_folders([folder], PORTAL, cache=cache)
        reads: list[Path] = []

        def noted(folder: Path, portal: Portal) -> object:
            reads.append(folder)
            return read_package(folder, portal)

        monkeypatch.setattr("publish.read.read_package", noted)
        again, _ = read_folders([folder], PORTAL, cache=cache)
        assert again == first and reads == []
        old.write_text("name: p\ntitle: b\nresources: []\n")
        changed, _ = read_folders([folder], PORTAL, cache=cache)
        assert changed[0].title["zh"] == "b" and reads == [folder]

    def test_what_a_release_never_kept_is_not_there(self) -> None:
        kept = Kept(None, PORTAL)
        assert len(kept) == 0 and kept.get("x") is None


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared packages are not beside this checkout")
class TestShared:
    @pytest.mark.parametrize("folder", sorted((SHARED / "packages").glob("*/")), ids=lambda p: p.name)
    def test_real_packages_are_read(self, folder: Path) -> None:
        package, problems = read_one(folder)
        assert package.resources and codes(problems) == []

    @pytest.mark.parametrize("folder", sorted((SHARED / "cases" / "bad").glob("*/")), ids=lambda p: p.name)
    def test_hostile_packages_are_read_or_refused(self, folder: Path) -> None:
        package, problems = read_package(folder, PORTAL)
        assert package is not None or problems
        for resource in package.resources if package else ():
            assert all(f.location.resolve().is_relative_to(folder.resolve()) for f in resource.files)


def test_the_plan_is_read_as_written_with_every_language_and_days_only_where_there_are(tmp_path) -> None:
    text = "name: open-data-plan\nlanguages: [zh-Hans, en]\nresources: [{name: open-data-plan, path: data/plan.csv}]\n"
    rows = (
        "id,title,title_en,dataset,provider,planned,actual,status,note,note_en\r\n"
        "2026-01,行政区划,Divisions,divisions,P1,2026-09-01,2026-09-02,released,晚一天,A day late\r\n"
        "2027-02,停车场,,,P2,soon,,planned,,\r\n"
    )
    package, _ = read_one(write(tmp_path / "open-data-plan", text, data__plan_csv=rows))
    plan = read_registers([package]).plan
    assert list(plan) == ["2026-01", "2027-02"]
    done, open_ = plan["2026-01"], plan["2027-02"]
    assert (done.title["zh-Hans"], done.title["en"], done.note["en"]) == ("行政区划", "Divisions", "A day late")
    assert (done.dataset, done.provider, done.status) == ("divisions", "P1", "released")
    assert (done.planned, done.actual) == (date(2026, 9, 1), date(2026, 9, 2))
    assert open_.title == Text((("zh-Hans", "停车场"),)) and not open_.note
    assert (open_.planned, open_.actual) == (None, None)  # "soon" is no day: the gate names it, the page leaves it out


def test_a_portal_without_a_plan_has_none() -> None:
    assert read_registers([]).plan == {}
