"""Makes a seeded portal of any size: ``python tests/benchmarks/city.py 1000 FOLDER [--seed 1] [--scale 1.0]``.

The same number, seed and scale make the same bytes, on any machine with the same polars. Table sizes follow a real
portal's: most hold 50 to 5,000 rows (log-normal), one in a hundred 100,000, and from 1,000 packages on three hold a
million. Registers, content, theme and metadata.yml are the repository's own, so a city is judged like the real portal.
"""

from __future__ import annotations

import argparse
import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from csv import DictReader
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import polars as pl
import pyarrow as pa
import yaml

REPO = Path(__file__).resolve().parents[2]
REGISTERS = ("organisations", "topics", "standards", "levels", "licences", "frequencies", "holidays")
OPTIONAL_REGISTERS = ("requirements",)
SHARED = ("content", "theme")
# Every date of a city lies before it, those of the registers it takes over too: build as of this day or a later one.
CITY_DAY = date(2026, 12, 31)
FIRST_SERIAL = 100_000  # above the catalogue codes of the registers
YEARS = range(2016, 2027)

Said = tuple[str, str]  # Chinese, English
Fill = Callable[[Random, int, int], pl.Series]  # (random, rows, year) -> the values of a column


# --- values: whole columns at a time ------------------------------------------------------------------------------


def draw(random: Random, rows: int) -> pl.Series:
    """``rows`` unsigned 64-bit numbers. The generator is Python's own, whose bytes no release of polars changes."""
    buffer = pa.py_buffer(random.randbytes(8 * rows))
    return pl.Series(pa.Array.from_buffers(pa.uint64(), rows, [None, buffer]))


def whole(low: int, high: int) -> Fill:
    """Whole numbers from low to high, both included."""
    return lambda random, rows, _: (draw(random, rows) % (high - low + 1)).cast(pl.Int64) + low


def decimal(low: float, high: float, places: int) -> Fill:
    """Numbers with at most so many decimal places."""
    unit = 10**places
    steps = whole(round(low * unit), round(high * unit))
    # Divided by a column: polars would multiply by the inverse of a single number, and 1.1 become 1.1000000000000001.
    return lambda random, rows, year: steps(random, rows, year) / pl.repeat(unit, rows, eager=True)


def pick(words: Sequence[str]) -> Fill:
    """Words, the first of them more often than the last."""
    choice = pl.Series(words)

    def fill(random: Random, rows: int, _: int) -> pl.Series:
        n = len(words)
        return choice.gather((draw(random, rows) % n) * (draw(random, rows) % n + 1) // n)

    return fill


def keys(random: Random, rows: int, _: int) -> pl.Series:
    """K0000001, K0000002 …"""
    return "K" + pl.int_range(1, rows + 1, eager=True).cast(pl.String).str.zfill(7)


def days(random: Random, rows: int, year: int) -> pl.Series:
    """Days of the year, of the current one those that are past."""
    first = date(year, 1, 1)
    length = (min(date(year, 12, 31), CITY_DAY - timedelta(days=90)) - first).days + 1
    offset = (draw(random, rows) % length).cast(pl.Int32)
    return (offset + (first - date(1970, 1, 1)).days).cast(pl.Date)


def join(*parts: Fill | str) -> Fill:
    """Text put together from fills and fixed words."""

    def fill(random: Random, rows: int, year: int) -> pl.Series:
        columns = [pl.lit(p) if isinstance(p, str) else pl.lit(p(random, rows, year)).cast(pl.String) for p in parts]
        return pl.select(pl.concat_str(columns)).to_series()

    return fill


def sparse(fill: Fill, one_in: int) -> Fill:
    """The same, with every so-manieth value missing."""

    def with_gaps(random: Random, rows: int, year: int) -> pl.Series:
        values = fill(random, rows, year)
        return pl.select(pl.when(pl.lit(draw(random, rows) % one_in != 0)).then(pl.lit(values))).to_series()

    return with_gaps


# --- what a city publishes ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Column:
    """One field: how it is described, and how it is filled."""

    name: str
    type: str
    title: Said
    fill: Fill
    unit: Said | None = None
    categories: tuple[tuple[str, Said], ...] = ()
    constraints: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Subject:
    """What a package is about: slug, title, topic, frequency, and the columns of its table."""

    slug: str
    title: Said
    topic: str
    frequency: str
    columns: tuple[Column, ...]


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


DISTRICTS = (
    ("pudong", "浦东新区", "Pudong"), ("huangpu", "黄浦区", "Huangpu"), ("xuhui", "徐汇区", "Xuhui"),
    ("changning", "长宁区", "Changning"), ("jingan", "静安区", "Jing’an"), ("putuo", "普陀区", "Putuo"),
    ("hongkou", "虹口区", "Hongkou"), ("yangpu", "杨浦区", "Yangpu"), ("minhang", "闵行区", "Minhang"),
    ("baoshan", "宝山区", "Baoshan"), ("jiading", "嘉定区", "Jiading"), ("jinshan", "金山区", "Jinshan"),
    ("songjiang", "松江区", "Songjiang"), ("qingpu", "青浦区", "Qingpu"), ("fengxian", "奉贤区", "Fengxian"),
    ("chongming", "崇明区", "Chongming"),
)  # fmt: skip
ROADS = pick(("世纪大道", "人民路", "中山路", "和平路", "解放路", "建设路", "新华路", "滨江大道", "科苑路", "学府路"))
STATIONS = pick(("虹桥", "张江", "外滩", "五角场", "徐家汇", "漕河泾", "临港", "朱家角", "佘山", "东滩"))
TRADES = pick(("餐饮", "零售", "建材", "物流", "教育", "医药", "软件", "文化传媒"))

KEY = Column("id", "string", ("编号", "Identifier"), keys, constraints={"required": True, "pattern": r"^K\d{7}$"})
PLACE = (
    Column("lon", "number", ("经度", "Longitude"), decimal(120.9, 122.0, 6), ("度", "degrees"),
           constraints={"minimum": 73, "maximum": 136}),
    Column("lat", "number", ("纬度", "Latitude"), decimal(30.7, 31.8, 6), ("度", "degrees"),
           constraints={"minimum": 3, "maximum": 54}),
)  # fmt: skip


def kind(title: Said, *categories: tuple[str, str, str]) -> Column:
    """The column ``kind``: every table has one, to filter by."""
    labels = tuple((value, (chinese, english)) for value, chinese, english in categories)
    values = [value for value, _ in labels]
    return Column("kind", "string", title, pick(values), categories=labels, constraints={"required": True})


FACILITY = (
    KEY,
    Column("name", "string", ("名称", "Name"), join(ROADS, " ", whole(1, 999), " 号站点")),
    kind(("类型", "Kind"), ("a", "独立式", "Detached"), ("b", "附属式", "Attached"), ("c", "移动式", "Mobile")),
    Column("address", "string", ("地址", "Address"), join(ROADS, " ", whole(1, 2999), " 号")),
    *PLACE,
    Column("opened", "date", ("启用日期", "Opened"), sparse(days, 40)),
    Column("places", "integer", ("容量", "Places"), sparse(whole(1, 900), 50), ("个", "places"),
           constraints={"minimum": 0}),
    Column("accessible", "boolean", ("无障碍", "Step-free"), pick(("true", "false"))),
)  # fmt: skip
READING = (
    KEY,
    Column("station", "string", ("站点", "Station"), join(STATIONS, "监测站")),
    kind(("指标", "Indicator"), ("pm25", "细颗粒物", "PM2.5"), ("o3", "臭氧", "Ozone"),
         ("no2", "二氧化氮", "Nitrogen dioxide"), ("so2", "二氧化硫", "Sulphur dioxide")),
    Column("day", "date", ("日期", "Date"), days, constraints={"required": True}),
    Column("value", "number", ("浓度", "Concentration"), sparse(decimal(1, 180, 1), 30), ("微克/立方米", "µg/m³"),
           constraints={"minimum": 0}),
    *PLACE,
)  # fmt: skip
COUNT = (
    KEY,
    Column("road", "string", ("路段", "Road section"), join(ROADS, "（", whole(1, 40), " 段）")),
    kind(("方向", "Direction"), ("up", "上行", "Inbound"), ("down", "下行", "Outbound")),
    Column("day", "date", ("日期", "Date"), days, constraints={"required": True}),
    Column("hour", "integer", ("时", "Hour"), whole(0, 23), constraints={"minimum": 0, "maximum": 23}),
    Column("vehicles", "integer", ("车流量", "Vehicles"), whole(0, 4200), ("辆", "vehicles")),
    Column("speed", "number", ("平均车速", "Mean speed"), sparse(decimal(4, 80, 1), 25), ("公里/小时", "km/h")),
)
LICENSING = (
    KEY,
    Column("holder", "string", ("持证单位", "Holder"), join("申江", TRADES, "第", whole(1, 999), "有限公司")),
    kind(("状态", "Status"), ("valid", "有效", "Valid"), ("lapsed", "过期", "Lapsed"), ("revoked", "撤销", "Revoked")),
    Column("trade", "string", ("行业", "Trade"), TRADES),
    Column("granted", "date", ("发证日期", "Granted"), days, constraints={"required": True}),
    Column("capital", "number", ("注册资本", "Capital"), sparse(decimal(1, 9000, 2), 20), ("万元", "CNY 10,000")),
    Column("address", "string", ("经营地址", "Address"), join(ROADS, " ", whole(1, 2999), " 号")),
)
FIGURES = (
    KEY,
    Column("year", "integer", ("年份", "Year"), lambda random, rows, year: pl.repeat(year, rows, eager=True)),
    kind(("指标", "Indicator"), ("output", "生产总值", "Output"), ("retail", "零售总额", "Retail sales"),
         ("income", "居民收入", "Household income"), ("invest", "固定资产投资", "Investment")),
    Column("area", "string", ("街镇", "Subdistrict"), join(STATIONS, "街道")),
    Column("value", "number", ("数值", "Value"), sparse(decimal(0, 99999, 2), 60), ("亿元", "CNY 100 million")),
    Column("change", "number", ("同比", "Change on a year"), sparse(decimal(-20, 30, 1), 15), ("%", "%")),
)  # fmt: skip

SUBJECTS = (
    Subject("toilets", ("公共厕所", "Public toilets"), "urban-construction", "monthly", FACILITY),
    Subject("parking", ("公共停车场", "Car parks"), "transport", "monthly", FACILITY),
    Subject("chargers", ("充电站", "Charging stations"), "transport", "weekly", FACILITY),
    Subject("libraries", ("公共图书馆", "Public libraries"), "culture", "quarterly", FACILITY),
    Subject("schools", ("学校", "Schools"), "education", "annual", FACILITY),
    Subject("clinics", ("社区卫生服务站", "Community clinics"), "health", "quarterly", FACILITY),
    Subject("parks", ("公园绿地", "Parks"), "urban-construction", "annual", FACILITY),
    Subject("shelters", ("应急避难场所", "Emergency shelters"), "public-safety", "annual", FACILITY),
    Subject("air", ("空气质量监测", "Air quality"), "environment", "daily", READING),
    Subject("emissions", ("污染源监测", "Emission monitoring"), "environment", "weekly", READING),
    Subject("odour", ("异味监测", "Odour monitoring"), "environment", "monthly", READING),
    Subject("traffic", ("道路交通流量", "Traffic counts"), "transport", "daily", COUNT),
    Subject("trucks", ("货运车流量", "Freight counts"), "transport", "weekly", COUNT),
    Subject("cycling", ("非机动车流量", "Cycle counts"), "transport", "monthly", COUNT),
    Subject("food-permits", ("食品经营许可", "Food licences"), "health", "weekly", LICENSING),
    Subject("building-permits", ("施工许可", "Building permits"), "urban-construction", "weekly", LICENSING),
    Subject("school-permits", ("办学许可", "School licences"), "education", "monthly", LICENSING),
    Subject("lodging-permits", ("旅馆业许可", "Lodging licences"), "public-safety", "monthly", LICENSING),
    Subject("economy", ("经济运行指标", "Economic indicators"), "economy", "quarterly", FIGURES),
    Subject("prices", ("价格与消费指标", "Prices and consumption"), "economy", "monthly", FIGURES),
)


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
