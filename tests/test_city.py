"""The cities that benchmarks run on: the same seed makes the same bytes, and what is made is sound."""

from __future__ import annotations

import shutil
from csv import DictReader
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml
from frictionless import Package

from tests.benchmarks.city import City, change_package, make_city, table_sizes
from tests.benchmarks.fills import CITY_DAY
from tests.benchmarks.measure import size_of

SCALE = 0.05


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> City:
    return make_city(tmp_path_factory.mktemp("city"), 24, seed=7, scale=SCALE)


def described(city: City, name: str) -> dict[str, Any]:
    path = city.folder / "datasets" / name / "datapackage.yaml"
    package: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    return package


def digest(folder: Path) -> str:
    digests = sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        digests.update(path.relative_to(folder).as_posix().encode() + path.read_bytes())
    return digests.hexdigest()


def test_a_seed_makes_the_same_bytes(city, tmp_path):
    again = make_city(tmp_path / "again", 24, seed=7, scale=SCALE)
    other = make_city(tmp_path / "other", 24, seed=8, scale=SCALE)
    assert digest(again.folder) == digest(city.folder)
    assert digest(other.folder) != digest(city.folder)


def test_a_folder_in_use_is_left_alone(city):
    with pytest.raises(FileExistsError):
        make_city(city.folder, 1)


def test_names_titles_and_codes_are_unique(city):
    packages = [described(city, made.name) for made in city.packages]
    for key in ("name", "title", "title@en", "id"):
        assert len({package[key] for package in packages}) == len(packages)
    assert len({package["catalogue"]["code"] for package in packages}) == len(packages)


def test_providers_are_in_the_register(city):
    path = city.folder / "datasets" / "organisations" / "data" / "organisations.csv"
    with path.open(encoding="utf-8", newline="") as file:
        codes = {row["code"] for row in DictReader(file)}
    assert {described(city, made.name)["catalogue"]["provider"] for made in city.packages} <= codes


def test_every_package_keeps_to_its_schema(city):
    for made in city.packages:
        package = described(city, made.name)
        package["catalogue"] = {}
        report = Package.from_descriptor(package, basepath=str(city.folder / "datasets" / made.name)).validate()
        assert report.flatten(["type", "fieldName", "note"]) == [], made.name


def test_sizes_are_a_citys():
    from_thousand = table_sizes(Random(1), 1000, 1.0)
    assert sorted(from_thousand)[-13:] == [100_000] * 10 + [1_000_000] * 3
    assert min(from_thousand) >= 50
    assert 300 < sorted(from_thousand)[500] < 550


def test_a_change_is_one_row_and_a_version(tmp_path):
    made = make_city(tmp_path / "city", 3, scale=SCALE)
    name = made.packages[0].name
    before = described(made, name)
    change_package(made.folder, name)
    after = described(made, name)
    history = (made.folder / "datasets" / name / "history.csv").read_text(encoding="utf-8").splitlines()
    rows = (made.folder / "datasets" / name / "data" / f"{name}.csv").read_text(encoding="utf-8").splitlines()
    assert after["version"] == f"{before['version'].removesuffix('.0')}.1"
    assert history[-1].startswith(f"{after['version']},{CITY_DAY},update,")
    assert len(rows) == made.packages[0].rows + 2  # with the header


def test_a_file_with_two_names_is_counted_once(tmp_path):
    (tmp_path / "a").write_bytes(b"1234")
    (tmp_path / "b").hardlink_to(tmp_path / "a")
    assert size_of(tmp_path) == (1, 4)


def test_a_city_reads_its_own_folder_alone(city, tmp_path):
    repo = tmp_path / "repo"
    shutil.copytree(city.folder / "datasets", repo / "datasets")
    (repo / "metadata.yml").write_text("id: x\nsources:\n  - datasets\n  - ../harvested\ntier: city\n")
    made = make_city(tmp_path / "city", 1, scale=SCALE, repo=repo)
    assert (made.folder / "metadata.yml").read_text() == "id: x\nsources: [datasets]\ntier: city\n"
