"""``--against``: which state is meant, what differs from it, and what is judged because of that."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from publish import gate, read
from publish.cache import Cache
from publish.model import Turn
from publish.problems import Exit, Judged, PublishError, Report, Verdict
from publish.read.earlier import read_earlier
from publish.read.repository import Repository
from tests.conftest import AS_OF
from tests.test_cli import check, run


def git(folder: Path, *arguments: str) -> str:
    own = ("-c", "user.name=A Steward", "-c", "user.email=steward@example.org", "-c", "init.defaultBranch=main")
    done = subprocess.run(["git", "-C", str(folder), *own, *arguments], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def write(folder: Path, csv: str = "1,a\n2,b\n", *, name: str = "", id: str = "", version: str = "1.0.0") -> Path:
    """A package of one table with the columns ``id`` (a key) and ``kind``."""
    name = name or folder.name
    folder.mkdir(parents=True, exist_ok=True)
    folder.joinpath("datapackage.yaml").write_text(
        f"name: {name}\nid: urn:uuid:{id or name}\ntitle: {name}\nversion: {version}\nresources:\n"
        f"  - name: {name}\n    path: t.csv\n    schema:\n      fields: [{{name: id, type: integer}}, {{name: kind}}]\n"
        "      primaryKey: [id]\n",
        encoding="utf-8",
    )
    folder.joinpath("t.csv").write_text(f"id,kind\n{csv}", encoding="utf-8")
    return folder


@pytest.fixture
def town(tmp_path: Path) -> Path:
    """A portal of three small packages in a repository, committed."""
    root = tmp_path / "town"
    for name in ("beds", "clinics", "doctors"):
        write(root / "datasets" / name)
    root.joinpath("metadata.yml").write_text("id: town\ntitle: 镇\ntitle@en: Town\n", encoding="utf-8")
    git(root.parent, "init", "-q", str(root))
    git(root, "add", ".")
    git(root, "commit", "-q", "-m", "first")
    return root


def against(root: Path, ref: str, tmp_path: Path, names: frozenset[str] | None = None) -> Report:
    catalogue, problems = read.read(root)
    room = tmp_path / "room"
    room.mkdir()
    earlier = read_earlier(ref, catalogue, room)
    return gate.check(
        catalogue, problems, as_of=AS_OF, cache=Cache(tmp_path / "cache"), jobs=1, names=names, against=earlier
    )


def versions(report: Report) -> dict[str, list[str]]:
    said: dict[str, list[str]] = {}
    for one in report.problems:
        if one.code.startswith("V"):
            said.setdefault(one.package or "", []).append(one.code)
    return {name: sorted(codes) for name, codes in said.items()}


def turns(report: Report) -> dict[str, Turn]:
    return {c.package: c.turn for c in report.changes}


def test_nothing_differs_from_the_commit(town: Path, tmp_path: Path) -> None:
    report = against(town, "HEAD", tmp_path)
    assert report.changes == () and report.against.startswith("HEAD") and report.packages == ()


def test_only_what_differs_is_judged(town: Path, tmp_path: Path) -> None:
    write(town / "datasets" / "clinics", "1,a\n2,c\n3,d\n")
    write(town / "datasets" / "nurses")
    report = against(town, "HEAD", tmp_path)
    assert turns(report) == {"clinics": Turn.CHANGED, "nurses": Turn.ADDED}
    assert [j.name for j in report.packages] == ["clinics", "nurses"]
    assert versions(report) == {"clinics": ["V201"]}
    (clinics, nurses) = report.changes
    assert (clinics.resources[0].added, clinics.resources[0].changed, clinics.resources[0].removed) == (1, 1, 0)
    assert nurses.resources[0].rows_after == 2


def test_a_commit_is_compared_too(town: Path, tmp_path: Path) -> None:
    write(town / "datasets" / "clinics", "1,a\n")
    git(town, "commit", "-q", "-a", "-m", "second")
    assert against(town, "HEAD", tmp_path).changes == ()
    (tmp_path / "room").rmdir()
    report = against(town, "HEAD~1", tmp_path)
    assert versions(report) == {"clinics": ["V201", "V301"]}
    assert git(town, "status", "--porcelain") == ""


def test_what_others_did_since_is_no_change_of_ours(town: Path, tmp_path: Path) -> None:
    git(town, "branch", "ours")
    write(town / "datasets" / "beds", "1,z\n")
    git(town, "commit", "-q", "-a", "-m", "theirs")
    git(town, "switch", "-q", "ours")
    write(town / "datasets" / "clinics", "1,z\n2,b\n")
    git(town, "commit", "-q", "-a", "-m", "ours")
    assert list(turns(against(town, "main", tmp_path))) == ["clinics"]


def test_a_folder_that_was_deleted(town: Path, tmp_path: Path) -> None:
    for path in (town / "datasets" / "beds").iterdir():
        path.unlink()
    report = against(town, "HEAD", tmp_path)
    assert versions(report) == {"beds": ["V401"]} and report.verdict is Verdict.CLOSED
    assert report.packages == (Judged("beds", Verdict.CLOSED, 0.0),)


def test_a_folder_that_was_renamed(town: Path, tmp_path: Path) -> None:
    (town / "datasets" / "beds").rename(town / "datasets" / "places")
    write(town / "datasets" / "places", name="places", id="beds")
    report = against(town, "HEAD", tmp_path)
    assert versions(report) == {"places": ["V403"]}
    assert report.changes[0].before == "beds" and report.changes[0].resources[0].turn is Turn.SAME


def test_a_broken_description_is_neither_gone_nor_new(town: Path, tmp_path: Path) -> None:
    (town / "datasets" / "beds" / "datapackage.yaml").write_text("name: [", encoding="utf-8")
    report = against(town, "HEAD", tmp_path)
    assert [p.code for p in report.problems] == ["D101"] and report.changes == ()
    git(town, "commit", "-q", "-a", "-m", "broken")
    write(town / "datasets" / "beds")
    (tmp_path / "room" / "datasets").rename(tmp_path / "elsewhere")
    assert versions(against(town, "HEAD", tmp_path / "room")) == {"beds": ["V901"]}


def test_what_refers_to_a_change_is_judged_again(town: Path, tmp_path: Path) -> None:
    doctors = town / "datasets" / "doctors" / "datapackage.yaml"
    key = "      foreignKeys: [{fields: [id], reference: {package: clinics, resource: clinics, fields: [id]}}]\n"
    doctors.write_text(doctors.read_text(encoding="utf-8") + key, encoding="utf-8")
    git(town, "commit", "-q", "-a", "-m", "a key")
    write(town / "datasets" / "clinics", "1,a\n", version="1.0.1")
    report = against(town, "HEAD", tmp_path)
    assert [j.name for j in report.packages] == ["clinics", "doctors"]
    assert "S404" in {p.code for p in report.problems if p.package == "doctors"}
    assert list(turns(report)) == ["clinics"]


def test_the_record_of_the_portal_concerns_every_package(town: Path, tmp_path: Path) -> None:
    with (town / "metadata.yml").open("a", encoding="utf-8") as file:
        file.write("licence: CC-BY-4.0\n")
    report = against(town, "HEAD", tmp_path)
    assert {"beds", "clinics", "doctors"} <= {j.name for j in report.packages} and report.changes == ()


def test_a_folder_from_the_desk_is_held_against_the_one_it_replaces(town: Path, tmp_path: Path) -> None:
    desk = write(tmp_path / "desk" / "clinics", "1,a\n2,b\n3,c\n")
    catalogue, _ = read.read(town)
    brought, _ = read.read_folders([desk], catalogue.portal)
    kept = [p for p in catalogue.packages if p.name != "clinics"]
    catalogue = read.assemble(catalogue.portal, [*kept, *brought], town)
    (tmp_path / "room").mkdir()
    earlier = read_earlier("HEAD", catalogue, tmp_path / "room")
    report = gate.check(
        catalogue, (), as_of=AS_OF, cache=Cache(tmp_path / "c"), jobs=1, names=frozenset({"clinics"}), against=earlier
    )
    assert versions(report) == {"clinics": ["V201"]} and report.changes[0].resources[0].added == 1


def test_an_unknown_state_is_wrong_usage(town: Path, tmp_path: Path) -> None:
    for ref in ("", " ", "nowhere", "--output=x", "./missing.json", str(town / "metadata.yml" / "x")):
        with pytest.raises(PublishError) as stopped:
            read_earlier(ref, read.read(town)[0], tmp_path)
        assert stopped.value.code is Exit.USAGE
        assert "对照" in stopped.value.said["zh"] and "compare" in stopped.value.said["en"]
    (tmp_path / "empty").mkdir()
    with pytest.raises(PublishError):
        read_earlier(str(tmp_path / "empty"), read.read(town)[0], tmp_path)


def test_a_first_check_has_nothing_to_compare_with(tmp_path: Path) -> None:
    root = tmp_path / "new"
    write(root / "datasets" / "beds")
    root.joinpath("metadata.yml").write_text("id: town\ntitle: 镇\ntitle@en: Town\n", encoding="utf-8")
    for repository in (False, True):
        if repository:
            git(tmp_path, "init", "-q", str(root))
        with pytest.raises(PublishError) as stopped:
            read_earlier("HEAD", read.read(root)[0], tmp_path)
        assert "第一次检查" in stopped.value.said["zh"] and "first check" in stopped.value.said["en"]


def test_a_shallow_clone_is_enough(town: Path, tmp_path: Path) -> None:
    write(town / "datasets" / "beds", "1,z\n2,b\n")
    git(town, "commit", "-q", "-a", "-m", "second")
    git(tmp_path, "clone", "-q", "--depth=1", f"file://{town}", "shallow")
    shallow = tmp_path / "shallow"
    write(shallow / "datasets" / "clinics", "1,z\n2,b\n")
    assert list(turns(against(shallow, "HEAD", tmp_path))) == ["clinics"]
    with pytest.raises(PublishError):
        read_earlier("HEAD~1", read.read(shallow)[0], tmp_path)


def test_names_of_every_kind_and_stored_files(town: Path, tmp_path: Path) -> None:
    folder = town / "datasets" / "诊所 二"
    write(folder, name="second")
    (folder / "large.bin").write_text(
        f"version https://git-lfs.github.com/spec/v1\noid sha256:{'a' * 64}\nsize 9\n", encoding="utf-8"
    )
    (folder / "link").symlink_to("t.csv")
    git(town, "add", ".")
    git(town, "commit", "-q", "-m", "named")
    repository = Repository(town)
    commit = repository.commit("HEAD")
    assert commit and repository.extract(commit, "datasets/诊所 二", tmp_path / "out")
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["datapackage.yaml", "t.csv"]
    assert not repository.extract(commit, "datasets/nothing", tmp_path / "none")
    write(folder, "1,z\n2,b\n", name="second")
    assert repository.changed(commit, ["datasets"]) == {"datasets/诊所 二/t.csv"}


# --- what was released ----------------------------------------------------------------------------------------------


def test_a_released_description_with_its_data(town: Path, tmp_path: Path) -> None:
    old = write(tmp_path / "old" / "clinics", "1,a\n")
    report = against(town, str(old / "datapackage.yaml"), tmp_path)
    assert versions(report) == {"clinics": ["V201"]} and report.changes[0].resources[0].added == 1
    assert [j.name for j in report.packages] == ["clinics"]


def test_a_released_description_alone(town: Path, tmp_path: Path) -> None:
    field = {"name": "id", "type": "string"}
    resource = {"name": "clinics", "path": "data/clinics.csv", "format": "csv", "schema": {"fields": [field]}}
    old = {"name": "clinics", "id": "urn:uuid:clinics", "version": "1.0.0", "resources": [resource]}
    file = tmp_path / "clinics-1.0.0.json"
    file.write_text(json.dumps(old), encoding="utf-8")
    report = against(town, str(file), tmp_path)
    assert versions(report) == {"clinics": ["V102", "V201", "V901"]}
    (changed,) = report.changes[0].resources
    assert not changed.compared and changed.added is None and changed.fields_added == ("kind",)


@pytest.mark.parametrize("place", ["", "dataset", "site/dataset", "packages", "portal"])
def test_a_whole_release(place: str, town: Path, tmp_path: Path) -> None:
    folder = tmp_path / "released" / ("datasets" if place == "portal" else place)
    write(folder / "clinics", "1,a\n2,b\n")
    write(folder / "beds", "1,a\n2,x\n")
    write(folder / "wards")
    if place.endswith("dataset"):  # a site describes itself
        write(folder.parent, name="town")
    if place == "portal":
        (tmp_path / "released" / "metadata.yml").write_text("id: x\ntitle: x\n", encoding="utf-8")
    report = against(town, str(tmp_path / "released"), tmp_path)
    assert turns(report) == {"beds": Turn.CHANGED, "doctors": Turn.ADDED, "wards": Turn.REMOVED}


def test_one_that_is_named_is_held_against_the_one_that_is_given(town: Path, tmp_path: Path) -> None:
    old = write(tmp_path / "old" / "surgeries")
    report = against(town, str(old), tmp_path, frozenset({"clinics"}))
    assert versions(report) == {"clinics": ["V402", "V403"]}


# --- as a steward runs it -------------------------------------------------------------------------------------------


def test_the_command(village: Path) -> None:
    git(village.parent, "init", "-q", str(village))
    git(village, "add", "metadata.yml", "datasets")
    git(village, "commit", "-q", "-m", "first")
    code, report = check(village, "--against", "HEAD")
    assert code == 0 and report["changes"] == []
    table = next((village / "datasets" / "census-2020-districts").rglob("*.csv"))
    lines = (village / "datasets" / "solar-terms" / "data" / "solar-terms.csv").read_text(encoding="utf-8").splitlines()
    assert table.is_file() and len(lines) > 700
    (village / "datasets" / "solar-terms" / "data" / "solar-terms.csv").write_text(
        "\n".join(lines[:-3]) + "\n", encoding="utf-8"
    )
    code, report = check(village, "--against", "HEAD")
    assert code == 1 and [c["package"] for c in report["changes"]] == ["solar-terms"]
    assert report["changes"][0]["resources"][0]["rows"] == {"added": 0, "changed": 0, "removed": 3}
    assert {"V201", "V203"} <= {p["code"] for p in report["problems"]}
    assert [p["name"] for p in report["packages"]] == ["solar-terms"]
    for unknown in ("nowhere", ""):  # a variable that is not set is no wish to compare with nothing
        assert run(village, "check", "--against", unknown, "--lang", "en").returncode == 2
    done = run(village, "check", "--against", "HEAD", "--lang", "zh", "--jobs", "1", "--as-of", AS_OF.isoformat())
    assert "删除 3 行" in done.stdout and "版本号没有升" not in done.stderr
