"""Makes a seeded portal of any size: ``python -m tests.benchmarks.city 1000 FOLDER [--seed 1] [--scale 1.0]``.

The same number, seed and scale make the same bytes, on any machine with the same polars. Table sizes follow a real
portal's: most hold 50 to 5,000 rows (log-normal), one in a hundred 100,000, and from 1,000 packages on three hold a
million. Registers, content, theme and metadata.yml are the repository's own, so a city is judged like the real portal.
"""

from __future__ import annotations

import argparse
import re
import shutil
from collections.abc import Iterator, Mapping
from csv import DictReader
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import polars as pl
import yaml

from tests.benchmarks.fills import CITY_DAY
from tests.benchmarks.subjects import DISTRICTS, SUBJECTS, Column, Said, Subject

REPO = Path(__file__).resolve().parents[2]
REGISTERS = ("organisations", "topics", "standards", "levels", "licences", "frequencies", "holidays")
OPTIONAL_REGISTERS = ("requirements",)
SHARED = ("content", "theme")
FIRST_SERIAL = 100_000  # above the catalogue codes of the registers
YEARS = range(2016, 2027)


@dataclass(frozen=True)
class Made:
    """One package that was made; ``kind`` is a value its column ``kind`` holds."""

    name: str
    kind: str
    rows: int
    bytes: int

    @property
    def table(self) -> str:
        return self.name.replace("-", "_")


@dataclass(frozen=True)
class City:
    folder: Path
    packages: tuple[Made, ...]

    @property
    def rows(self) -> int:
        return sum(package.rows for package in self.packages)

    @property
    def bytes(self) -> int:
        return sum(package.bytes for package in self.packages)


@dataclass(frozen=True)
class Codes:
    """The register codes a package may refer to."""

    providers: tuple[Mapping[str, str], ...]
    topics: tuple[str, ...]
    frequencies: Mapping[str, int]  # days between two updates
    level: str
    licence: str


# --- one package --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Plan:
    """Everything a package will say, drawn before anything is written."""

    index: int
    name: str
    title: Said
    subject: Subject
    year: int
    rows: int
    issued: date
    modified: date


def plans(n: int, seed: int, scale: float) -> Iterator[Plan]:
    """What each of ``n`` packages will be; names and titles are unique."""
    random = Random(f"kaimen/{seed}")
    combinations = list(product(SUBJECTS, DISTRICTS, YEARS))
    random.shuffle(combinations)
    for index, rows in enumerate(table_sizes(random, n, scale)):
        round_, position = divmod(index, len(combinations))
        subject, (slug, district, district_en), year = combinations[position]
        series = (f"-{round_ + 1}", f"（第 {round_ + 1} 辑）", f", part {round_ + 1}") if round_ else ("", "", "")
        modified = CITY_DAY - timedelta(days=random.randint(1, 60))
        yield Plan(
            index=index,
            name=f"{subject.slug}-{slug}-{year}{series[0]}",
            title=(
                f"{district}{subject.title[0]}（{year} 年）{series[1]}",
                f"{subject.title[1]} in {district_en}, {year}{series[2]}",
            ),
            subject=subject,
            year=year,
            rows=rows,
            issued=modified - timedelta(days=random.choice((0, 31, 92, 366))),
            modified=modified,
        )


def table_sizes(random: Random, n: int, scale: float) -> list[int]:
    """Rows of each table, shuffled; ``scale`` multiplies them, with five rows at least."""
    millions = 3 if n >= 1000 else 0
    large = n // 100
    small = (min(max(random.lognormvariate(6.0, 1.0), 50), 5000) for _ in range(n - millions - large))
    sizes = [1_000_000] * millions + [100_000] * large + [round(size) for size in small]
    random.shuffle(sizes)
    return [max(5, round(size * scale)) for size in sizes]


def field(column: Column) -> dict[str, Any]:
    """The Table Schema field of a column."""
    said: dict[str, Any] = {"name": column.name, "type": column.type, "title": column.title[0]}
    said["title@en"] = column.title[1]
    if column.unit:
        said |= {"unit": column.unit[0], "unit@en": column.unit[1]}
    if column.categories:
        said["categories"] = [{"value": v, "label": zh, "label@en": en} for v, (zh, en) in column.categories]
    if column.constraints:
        said["constraints"] = dict(column.constraints)
    return said


def entry(plan: Plan, random: Random, codes: Codes) -> dict[str, Any]:
    """The catalogue entry of a package."""
    provider = random.choice(codes.providers)
    frequency = plan.subject.frequency if plan.year == CITY_DAY.year else "annual"
    end = min(date(plan.year, 12, 31), plan.modified - timedelta(days=1))
    return {
        "code": f"307310/{FIRST_SERIAL + plan.index}",
        "topic": plan.subject.topic if plan.subject.topic in codes.topics else codes.topics[0],
        "provider": provider["code"],
        "status": "live",
        "sharing": {"type": "unconditional"},
        "opening": {"type": "unconditional"},
        "level": codes.level,
        # A promise the dates keep: the last update is 60 days old at most.
        "frequency": frequency if codes.frequencies.get(frequency, 0) > 60 else "quarterly",
        "issued": plan.issued.isoformat(),
        "modified": plan.modified.isoformat(),
        "temporal": {"start": f"{plan.year}-01-01", "end": end.isoformat()},
        "spatial": "310000",
        "contact": {
            "name": provider["name"],
            "name@en": provider["name_en"],
            "phone": provider["phone"],
            "email": provider["email"],
        },
        "secret": False,
    }


def descriptor(plan: Plan, random: Random, codes: Codes) -> dict[str, Any]:
    """The data package of a plan."""
    zh, en = plan.title
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": plan.name,
        "id": UUID(int=random.getrandbits(128), version=4).urn,
        "title": zh,
        "title@en": en,
        "description": f"{zh}的明细数据，每行一条记录，由主管单位汇总后公开。为性能测试生成，不是真实数据。",
        "description@en": f"{en}: one record a row, compiled by the office in charge. Made for benchmarks; not real.",
        "languages": ["zh-Hans", "en"],
        "version": version(plan.modified),
        "licenses": [{"name": codes.licence}],
        "keywords": [plan.subject.title[0], f"{plan.year} 年"],
        "keywords@en": [plan.subject.title[1].lower(), str(plan.year)],
        "catalogue": entry(plan, random, codes),
        "privacy": {"unit": "facility"},
        "resources": [
            {
                "name": plan.name,
                "title": zh,
                "title@en": en,
                "path": f"data/{plan.name}.csv",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "type": "table",
                "schema": {"fields": [field(c) for c in plan.subject.columns], "primaryKey": ["id"]},
            }
        ],
    }


class PlainDumper(yaml.CSafeDumper):
    """Writes a value out wherever it stands, never as a reference to where it stood first."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def as_yaml(value: Mapping[str, Any]) -> str:
    return yaml.dump(value, Dumper=PlainDumper, allow_unicode=True, sort_keys=False, width=120)


def version(day: date) -> str:
    return f"{day.year}.{day.month}.0"


def history(plan: Plan) -> str:
    """history.csv: the first release, and the update when there was one."""
    lines = ["version,date,kind,note,note_en"]
    if version(plan.issued) != version(plan.modified):
        lines.append(f"{version(plan.issued)},{plan.issued},new,首次发布,First release")
        lines.append(f"{version(plan.modified)},{plan.modified},update,按期更新,Regular update")
    else:
        lines.append(f"{version(plan.modified)},{plan.modified},new,首次发布,First release")
    return "\n".join(lines) + "\n"


def readme(plan: Plan) -> Said:
    zh, en = plan.title
    columns = plan.subject.columns
    fields_zh = "\n".join(f"- `{c.name}`：{c.title[0]}" for c in columns)
    fields_en = "\n".join(f"- `{c.name}`: {c.title[1]}" for c in columns)
    return (
        f"# {zh}\n\n每行是一条记录。数据为性能测试生成，不是真实数据。\n\n## 字段\n\n{fields_zh}\n",
        f"# {en}\n\nOne record a row. Made for benchmarks; not real.\n\n## Fields\n\n{fields_en}\n",
    )


def write_package(root: Path, plan: Plan, seed: int, codes: Codes) -> Made:
    """Write one package below ``root``. Its bytes depend on its plan and the seed alone."""
    random = Random(f"kaimen/{seed}/{plan.name}")
    folder = root / plan.name
    (folder / "data").mkdir(parents=True)
    text = as_yaml(descriptor(plan, random, codes))
    (folder / "datapackage.yaml").write_text(text, encoding="utf-8")
    (folder / "history.csv").write_text(history(plan), encoding="utf-8")
    for name, said in zip(("README.md", "README.en.md"), readme(plan), strict=True):
        (folder / name).write_text(said, encoding="utf-8")
    table = pl.DataFrame({c.name: c.fill(random, plan.rows, plan.year) for c in plan.subject.columns})
    path = folder / "data" / f"{plan.name}.csv"
    table.write_csv(path)
    return Made(plan.name, table["kind"][0], plan.rows, path.stat().st_size)


def change_package(folder: Path, name: str) -> None:
    """What a steward does on an ordinary day: one more row, a new version, a line of history."""
    package = folder / "datasets" / name
    data = package / "data" / f"{name}.csv"
    last = data.read_bytes().rstrip(b"\n").rsplit(b"\n", 1)[-1].decode()
    key, rest = last.split(",", 1)
    with data.open("a", encoding="utf-8", newline="") as file:
        file.write(f"K{int(key[1:]) + 1:07d},{rest}\n")
    path = package / "datapackage.yaml"
    described = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    major, minor, patch = described["version"].split(".")
    described["version"] = f"{major}.{minor}.{int(patch) + 1}"
    described["catalogue"]["modified"] = CITY_DAY.isoformat()
    path.write_text(as_yaml(described), encoding="utf-8")
    with (package / "history.csv").open("a", encoding="utf-8", newline="") as file:
        file.write(f"{described['version']},{CITY_DAY},update,新增一条记录,One more record\n")


# --- the city -----------------------------------------------------------------------------------------------------


def register(repo: Path, name: str) -> list[dict[str, str]]:
    with (repo / "datasets" / name / "data" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(DictReader(file))


def read_codes(repo: Path) -> Codes:
    """What the registers of the repository allow a package to say."""
    offices = [o for o in register(repo, "organisations") if "provider" in o["roles"] and not o["valid_to"]]
    licences = [licence["id"] for licence in register(repo, "licences")]
    return Codes(
        providers=tuple(offices),
        topics=tuple(topic["slug"] for topic in register(repo, "topics")),
        frequencies={f["slug"]: int(f["days"]) for f in register(repo, "frequencies") if f["days"]},
        level=register(repo, "levels")[0]["code"],
        licence="CC-BY-4.0" if "CC-BY-4.0" in licences else licences[0],
    )


def copy_house(repo: Path, folder: Path) -> None:
    """What a city shares with the repository: its record, its registers, what people write, its looks."""
    record = (repo / "metadata.yml").read_text(encoding="utf-8")
    # The repository may read packages from more folders than one; a city has its own folder alone.
    record = re.sub(r"(?m)^sources:.*(?:\n[ -].*)*", "sources: [datasets]", record)
    (folder / "metadata.yml").write_text(record, encoding="utf-8")
    present = (name for name in OPTIONAL_REGISTERS if (repo / "datasets" / name).is_dir())
    for name in (*REGISTERS, *present):
        shutil.copytree(repo / "datasets" / name, folder / "datasets" / name)
    for name in SHARED:
        if (repo / name).is_dir():
            shutil.copytree(repo / name, folder / name)


def make_city(folder: Path, n: int, seed: int = 1, scale: float = 1.0, repo: Path = REPO) -> City:
    """Make a portal of ``n`` packages in ``folder``, which must be new or empty. ``scale`` multiplies table sizes."""
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise FileExistsError(f"{folder} is not empty")
    copy_house(repo, folder)
    codes = read_codes(repo)
    root = folder / "datasets"
    return City(folder, tuple(write_package(root, plan, seed, codes) for plan in plans(n, seed, scale)))


def main() -> None:
    parser = argparse.ArgumentParser(description="Make a seeded portal to measure with.")
    parser.add_argument("packages", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--scale", type=float, default=1.0, help="multiplies the rows of every table")
    said = parser.parse_args()
    city = make_city(said.folder, said.packages, said.seed, said.scale)
    print(f"{len(city.packages)} packages, {city.rows:,} rows, {city.bytes / 1e6:,.0f} MB in {city.folder}")


if __name__ == "__main__":
    main()
