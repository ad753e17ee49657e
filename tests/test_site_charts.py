"""The pictures chosen from a table: what is never drawn, what is, and that whatever the values nothing breaks."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from publish.drawable.measures import is_amount, is_measure, is_rate
from publish.drawable.totals import is_total, the_sum
from publish.figures import Figures
from publish.model import Field
from publish.profile.statistics import statistics
from publish.site.charts import choose, shown
from publish.site.charts.chart import Chart, Kind, Plan
from publish.site.charts.draw.svg import width
from publish.site.charts.telling import chart
from publish.site.tongue import Tongue
from tests import making
from tests.conftest import ROOT

NAMES = ["甲", "乙", "丙", "丁", "戊", "己"]
ZH, EN = (Tongue(tag, str(ROOT / "theme" / "translations")) for tag in ("zh-Hans", "en"))


def plans(folder: Path, columns: dict[str, list[Any]], *fields: Field, **more: Any) -> tuple[Plan, ...]:
    table = making.table(folder, "things", columns, fields=fields, **more)
    dataset = making.dataset(making.package("things", "东西", "Things"), table)
    sources = choose.sources(dataset, Figures({table.name: statistics(table)}), {}, ("zh-Hans", "en"))
    return choose.plans(sources)


def sound(one: Chart) -> ElementTree.Element:
    """The picture as XML, with its name and description, without script and style."""
    root = ElementTree.fromstring(one.svg)
    title, desc = root.attrib["aria-labelledby"].split()
    said = {e.attrib.get("id"): e.text for e in root.iter()}
    assert root.attrib["role"] == "img" and said[title] == one.title and said[desc] == one.description
    for element in root.iter():
        assert element.tag not in ("script", "style") and not {"style", "onload"} & set(element.attrib)
        assert not {"nan", "inf", "-inf", "nan%", "inf%"} & set(element.attrib.values())
    return root


@pytest.mark.parametrize(
    ("name", "zh", "en"),
    [
        ("code", "代码", "Code"),
        ("id", "编号", "Identifier"),
        ("rank", "排名", "Rank"),
        ("phone", "联系电话", "Telephone"),
        ("built", "建成年份", "Year built"),
        ("zip", "邮编", "Postcode"),
        ("longitude", "经度", "Longitude"),
        ("sort", "排序", "Order"),
    ],
)
def test_what_names_something_is_no_measure(tmp_path: Path, name: str, zh: str, en: str) -> None:
    field = making.field(name, "integer", zh, en)
    assert not is_measure(field)
    assert plans(tmp_path, {"name": NAMES, name: [9, 4, 7, 1, 30, 2]}, field) == ()


def test_a_key_or_a_running_number_is_no_measure(tmp_path: Path) -> None:
    assert plans(tmp_path, {"name": NAMES, "n": [9, 4, 7, 1, 30, 2]}, primary_key=("n",)) == ()
    assert plans(tmp_path, {"name": NAMES, "n": [1, 2, 3, 4, 5, 6]}) == ()


@pytest.mark.parametrize(
    "field",
    [
        making.field("amount", "number", "出生率", "Birth rate"),
        making.field("amount", "number", "人均收入", "Mean income"),
        making.field("amount", "number", "人口密度", "Density", unit=making.said("人/平方千米", "persons per km²")),
        making.field("amount", "number", "完成", "Done", unit=making.said("%", "%")),
        making.field("amount", "number", "人数", "Growth", unit=making.said("‰", "‰")),
    ],
)
def test_a_rate_is_drawn_and_never_added_up(tmp_path: Path, field: Field) -> None:
    assert is_rate(field) and not is_amount(field)
    (plan,) = plans(tmp_path, {"name": NAMES, "amount": [1.5, 2.5, 9.0, 4.0, 3.0, 2.0]}, field)
    assert not plan.summed
    assert "总数" not in chart(plan, "c", ZH).finding and "total" not in chart(plan, "c", EN).finding


def test_bars_are_sorted_and_their_finding_has_a_share(tmp_path: Path) -> None:
    field = making.field("people", "integer", "人口", "Population", unit=making.said("人", "persons"))
    (plan,) = plans(tmp_path, {"name": NAMES, "people": [10, 40, 20, 5, 15, 10]}, field)
    assert plan.kind is Kind.BARS and plan.series[0].numbers == (40, 20, 15, 10, 10, 5) and plan.total == 100
    assert chart(plan, "c", ZH).finding == "乙的人口最多，40 人，占总数的 40%。"
    assert chart(plan, "c", EN).finding == "乙 has the largest population: 40 persons, 40% of the total."
    rows = [[cell.text for cell in row] for row in chart(plan, "c", EN).rows]
    assert rows[0] == ["乙", "40", "40%"] and len(rows) == 6
    assert chart(plan, "c", EN).rows[0][0].lang == "zh-Hans"


@pytest.mark.parametrize(
    ("field", "numbers", "zh", "en"),
    [
        (
            making.field("beds", "integer", "床位", "Beds", unit=making.said("张", "beds")),
            [10, 20, 40, 10, 10, 10],
            "丙的床位最多，40 张，占总数的 40%。",
            "丙 has the most beds: 40, 40% of the total.",
        ),
        (
            making.field("green", "number", "绿地面积", "Green area", unit=making.said("公顷", "ha")),
            [1.5, 2, 6, 0, 0.5, 0],
            "丙的绿地面积最大，6 公顷，占总数的 60%。",
            "丙 has the largest green area: 6 ha, 60% of the total.",
        ),
        (
            making.field("length", "number", "长度", "Length", unit=making.said("km", "km")),
            [1.5, 2, 6, 0, 0.5, 0],
            "丙的长度最长，6 km。",
            "丙 has the greatest length: 6 km.",
        ),
        (
            making.field("used", "number", "GDP 增速", "GDP growth", unit=making.said("%", "%")),
            [1.5, 2, 6, 0, 0.5, 6],
            "丙等 2 项的GDP 增速最高，都是 6%。",
            "丙 and others, 2 in all, have the highest GDP growth: 6% each.",
        ),
        (
            making.field("days", "integer", "最长间隔", "Longest interval", unit=making.said("天", "days")),
            [1, 7, 31, 5, 5, 9],
            "最长间隔：丙居首，31 天。",
            "Longest interval: 丙 comes first with 31 days.",
        ),
    ],
)
def test_a_finding_names_what_is_most(tmp_path: Path, field: Field, numbers: list[Any], zh: str, en: str) -> None:
    (plan,) = plans(tmp_path, {"name": NAMES, field.name: numbers}, field)
    assert (chart(plan, "c", ZH).finding, chart(plan, "c", EN).finding) == (zh, en)


def test_a_title_in_another_language_stands_before_the_sentence(tmp_path: Path) -> None:
    field = Field("people", "integer", title=making.said("人口"), unit=making.said("人"))
    (plan,) = plans(tmp_path, {"name": NAMES, "people": [10, 40, 20, 5, 15, 10]}, field)
    assert chart(plan, "c", EN).finding == "人口: 乙 comes first with 40 人."


def test_days_that_share_an_extreme_are_counted(tmp_path: Path) -> None:
    days = [date(2026, 1, 1) + timedelta(n) for n in range(8)]
    field = making.field("length", "integer", "昼长", "Day length", unit=making.said("分钟", "minutes"))
    (plan,) = plans(tmp_path, {"d": days, "length": [3, 9, 9, 5, 1, 5, 3, 3]}, field, primary_key=("d",))
    assert chart(plan, "c", ZH).finding == "昼长在 1 分钟（2026年1月5日）和 9 分钟（2026年1月2日等 2 天）之间。"
    assert (
        chart(plan, "c", EN).finding
        == "Day length: between 1 minutes (5 January 2026) and 9 minutes (2 days, first 2 January 2026)."
    )


@pytest.mark.parametrize("tongue", [ZH, EN])
def test_nothing_is_drawn_on_the_marks_of_a_scale(tmp_path: Path, tongue: Tongue) -> None:
    """On the narrowest screen: the marks up the side end before the plot, those along the foot stand apart."""
    days = [date(2026, 1, 1) + timedelta(n) for n in range(700)]
    numbers = [2_500 + 30 * (n % 97) for n in range(700)]
    columns: dict[str, list[Any]] = {"d": days, "people": numbers}
    (plan,) = plans(tmp_path, columns, making.field("people", "integer", "人口", "Population"), primary_key=("d",))
    root = sound(chart(plan, "c", tongue))
    plot = next(e for e in root if e.tag == "svg")
    left = float(plot.attrib["x"].rstrip("%")) * 3
    ticks = [e for e in root if e.attrib.get("class") == "tick"]
    side = [e for e in ticks if e.attrib["x"] == "0"]
    assert side and all(12 * width(e.text or "") <= left for e in side)
    foot = sorted((float(e.attrib["x"].rstrip("%")) * 3, 12 * width(e.text or "")) for e in ticks if e not in side)
    assert all(x + wide / 2 <= other - wide_too / 2 for (x, wide), (other, wide_too) in pairwise(foot))


def test_a_total_is_no_bar_beside_its_parts(tmp_path: Path) -> None:
    field = making.field("people", "integer", "人口", "Population", unit=making.said("人", "persons"))
    (plan,) = plans(tmp_path, {"name": [*NAMES, "合 计"], "people": [10, 40, 20, 5, 15, 10, 100]}, field)
    assert plan.total == 100 and [t["zh"] for t in plan.totals] == ["合 计"]
    (plan,) = plans(tmp_path / "b", {"name": ["本市", *NAMES], "people": [100, 10, 40, 20, 5, 15, 10]}, field)
    assert max(plan.values()) == 40 and [t["zh"] for t in plan.totals] == ["本市"]
    assert is_total("Total") and is_total("其中：女") and not is_total("合肥市") and the_sum([1, 2, 3]) is None


def test_a_missing_number_is_said_and_no_share_is(tmp_path: Path) -> None:
    field = making.field("people", "integer", "人口", "Population", unit=making.said("人", "persons"))
    (plan,) = plans(tmp_path, {"name": NAMES, "people": [10, None, 20, 5, 10, 5]}, field)
    made = chart(plan, "c", ZH)
    assert plan.missing == 1 and not plan.summed and "1 项无数据" in made.mark
    assert "无数据" in [e.text for e in sound(made).iter()] and made.rows[-1][1].text == "无数据"


def test_a_line_breaks_where_a_year_is_missing(tmp_path: Path) -> None:
    years = [2000, 2001, 2002, 2003, 2004, 2007, 2008, 2009]
    field = making.field("t", "year", "年份", "Year")
    columns: dict[str, list[Any]] = {"t": years, "births": [5.0, 6.0, None, 8.0, 9.0, 12.0, 13.0, 15.0]}
    (plan,) = plans(tmp_path, columns, field, making.field("births", "number", "出生", "Births"), primary_key=("t",))
    made = chart(plan, "c", EN)
    path = next(e for e in sound(made).iter() if e.tag == "path")
    assert plan.kind is Kind.LINE and path.attrib["d"].count("M") == 3
    assert made.finding == "Births: up from 5 (2000) to 15 (2009), +200%."


def test_a_line_carries_its_numbers_and_never_too_many(tmp_path: Path) -> None:
    days = [date(2020, 1, 1) + timedelta(n) for n in range(1_500)]
    flow = [float(n % 97) for n in range(1_500)]
    flow[700], flow[703], flow[1] = 5_000.25, -8.0, None  # type: ignore[call-overload]
    (plan,) = plans(tmp_path, {"day": days, "flow": flow}, making.field("flow", "number", "流量", "Flow"))
    root = sound(chart(plan, "c", EN))
    carried = root.attrib["data-points"].split("|")
    assert 360 < len(carried) < 370  # the highest and the lowest are among them, the first and the last
    left = float(next(e for e in root if e.tag == "svg").attrib["x"].rstrip("%"))  # where the plot begins
    assert carried[0].startswith(f"{10 * left:.4g};1 January 2020;") and carried[-1].startswith("1000;8 February 2024;")
    assert any(one.endswith(" 5,000.25") for one in carried) and any(one.endswith(" -8") for one in carried)
    short: dict[str, list[Any]] = {"day": days[:6], "flow": flow[:6]}
    (plan,) = plans(tmp_path / "b", short, making.field("flow", "number", "流量", "Flow"))
    carried = sound(chart(plan, "c", ZH)).attrib["data-points"].split("|")
    assert len(carried) == 6 and carried[1].endswith(";2020年1月2日;- 无数据")


def test_kinds_are_counted_and_equal_counts_are_not_drawn(tmp_path: Path) -> None:
    kind = making.field("kind", zh="类型", en="Kind", categories=making.categories(a="医院/Hospital", b="站点/Post"))
    (plan,) = plans(tmp_path, {"id": [1, 2, 3, 4, 5], "kind": list("aabaa")}, kind, primary_key=("id",))
    assert chart(plan, "c", EN).finding == "“Hospital” is the most common: 4 of 5, 80%."
    assert plans(tmp_path / "b", {"id": [1, 2, 3, 4], "kind": list("aabb")}, kind, primary_key=("id",)) == ()


def test_days_of_a_calendar_are_not_counted(tmp_path: Path) -> None:
    days = [date(2026, 1, 1) + timedelta(n) for n in range(30)]
    kind = making.field("kind", categories=making.categories(a="工作日/Work", b="假日/Holiday"))
    assert plans(tmp_path, {"d": days, "kind": ["a"] * 20 + ["b"] * 10}, kind, primary_key=("d",)) == ()


def test_many_rows_are_spread_over_steps(tmp_path: Path) -> None:
    numbers = [float((7 * n) % 300) + 0.5 for n in range(900)]
    (plan,) = plans(tmp_path, {"n": [f"x{n}" for n in range(900)], "cost": numbers})
    assert plan.kind is Kind.HISTOGRAM and sum(plan.values()) == 900
    sound(chart(plan, "c", ZH))


@pytest.mark.parametrize(
    "numbers",
    [
        [1e308, -1e308, 1.7e308, 0.0, 5e-324, 1.0],
        [-1.0, -2.0, -3.0, -4.0, -5.0, -6.5],
        [1.0, None, None, None, None, 2.0],
        [1e-300, 2e-300, 3e-300, 4e-300, 5e-300, 6e-300],
    ],
)
@pytest.mark.parametrize("over_time", [False, True])
def test_no_value_breaks_the_drawing(tmp_path: Path, numbers: list[float], over_time: bool) -> None:
    first = [date(2026, 1, 1) + timedelta(n) for n in range(6)] if over_time else NAMES
    for plan in plans(tmp_path, {"d": first, "amount": numbers}, making.field("amount", "number", "水面", "Surface")):
        for tongue in (ZH, EN):
            sound(chart(plan, "c", tongue))


@pytest.mark.parametrize("numbers", [[3.0] * 6, [None] * 6])
def test_where_nothing_differs_nothing_is_drawn(tmp_path: Path, numbers: list[float]) -> None:
    field = making.field("amount", "number", "床位数", "Beds")
    assert plans(tmp_path, {"name": NAMES, "amount": numbers}, field) == ()
    assert plans(tmp_path / "one", {"name": NAMES[:1], "amount": [4.0]}, field) == ()


def test_hostile_labels_stay_text(tmp_path: Path) -> None:
    names = ["<script>alert(1)</script>", "\u202eevil", "a\x00\x07b", "长" * 300, "عربي", "&amp;\"'"]
    (plan,) = plans(tmp_path, {"name": names, "amount": [6.0, 5.0, 4.0, 3.0, 2.0, 1.0]})
    made = chart(plan, "c", EN)
    sound(made)
    assert "<script" not in made.svg and "\u202e" not in made.svg and "\x07" not in made.svg
    assert all(len(row[0].text) <= 80 for row in made.rows)


def test_a_package_that_wants_no_picture_has_none(tmp_path: Path) -> None:
    table = making.table(tmp_path, "things", {"name": NAMES, "amount": [6.0, 5.0, 4.0, 3.0, 2.0, 1.0]})
    figures = Figures({table.name: statistics(table)})
    for charts, count in ((None, 1), ((), 0)):
        dataset = making.dataset(making.package("things", charts=charts), table)
        assert len(shown.pictures(dataset, figures, {}, (), making.admitted([dataset]).portal)) == count
