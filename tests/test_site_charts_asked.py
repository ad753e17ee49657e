"""Pictures that a package asks for: read, judged, and drawn in both languages; what the gate lets pass is drawn."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from publish import contract, gate, read, site
from publish.admitted import Dataset
from publish.cache import Cache
from publish.drawable.flaws import MOST, flaw
from publish.drawable.gathered import Doubt, Gathered, gather
from publish.figures import Figures
from publish.gate.entry.charts import Charts
from publish.gate.rule import Case
from publish.model import Picture, Wanted
from publish.profile.statistics import statistics
from publish.site.charts import shown
from publish.site.charts.chart import Chart, Kind
from publish.site.charts.maps.joins import joins, outlined
from publish.site.charts.maps.map import Map
from publish.site.charts.shapes import height
from tests import making
from tests.test_gate import AS_OF, CASES, PORTAL, catalogue
from tests.test_site_charts import EN, NAMES, ZH, sound

BEDS = making.field("beds", "integer", "床位", "Beds", unit=making.said("张", "beds"))
USED = making.field("used", "number", "使用率", "Occupancy", unit=making.said("%", "%"))
KIND = making.field("kind", zh="类型", en="Kind", categories=making.categories(h="医院/Hospital", s="站点/Post"))
YEAR = making.field("year", "year", "年份", "Year")


def pictures(folder: Path, columns: dict[str, list[Any]], *wanted: Wanted, **more: Any) -> list[Any]:
    """What is drawn of a table; the gate must say the same of each picture that is wanted."""
    package = making.package("things", "东西", "Things", charts=wanted, entry=making.entry(crs=more.pop("crs", "")))
    table = making.table(folder, "things", columns, fields=(BEDS, USED, KIND, YEAR), **more)
    dataset = making.dataset(package, table)
    figures = Figures({table.name: statistics(table)})
    portal = making.portal()
    drawn = shown.pictures(dataset, figures, {}, joins(dataset, outlined([dataset])), portal)
    assert len(drawn) == sum(flaw(w, dataset.package, {"things": table}) is None for w in wanted)
    return list(drawn)


def said(drawn: Any) -> tuple[Chart, Chart]:
    made = shown.chart(drawn, "c", ZH), shown.chart(drawn, "c", EN)
    for one in made:
        if one.kind not in (Kind.POINTS, Kind.AREAS):
            sound(one)
    return made


# --- read ---------------------------------------------------------------------------------------------------------


def wanted_of(folder: Path, written: str) -> tuple[Any, list[tuple[str, str, str | None]]]:
    (folder / "datapackage.yaml").write_text(f"name: a\ntitle: a\nresources: []\n{written}\n", encoding="utf-8")
    package, problems = read.read_package(folder, PORTAL)
    assert package
    return package.charts, [(p.code, p.level, p.field) for p in problems]


def test_what_is_asked_for_is_read(tmp_path: Path) -> None:
    charts, problems = wanted_of(
        tmp_path, "charts: [{kind: line, resource: t, x: year, y: [a, b], title: 题, title@en: Title}, {kind: bars}]"
    )
    assert problems == []
    assert charts == (Wanted("lines", "t", "year", ("a", "b"), title=making.said("题", "Title")), Wanted("bars"))


@pytest.mark.parametrize(("written", "charts"), [("", None), ("charts:", None), ("charts: []", ())])
def test_nothing_said_and_nothing_wanted_are_two_things(tmp_path: Path, written: str, charts: Any) -> None:
    assert wanted_of(tmp_path, written) == (charts, [])


@pytest.mark.parametrize(
    ("written", "charts", "place"),
    [
        ("charts: 5", None, "/charts"),
        ("charts: {kind: bars}", None, "/charts"),
        ("charts: [3]", (), "/charts/0"),
        ("charts: [{kind: [bars]}]", (Wanted(""),), "/charts/0/kind"),
        ("charts: [{kind: bars, x: {a: b}}]", (Wanted("bars"),), "/charts/0/x"),
        ("charts: [{kind: bars, y: true}]", (Wanted("bars"),), "/charts/0/y"),
        ("charts: [{kind: bars, title: [x]}]", (Wanted("bars"),), "/charts/0/title"),
    ],
)
def test_what_is_written_wrong_is_told_and_closes_nothing(
    tmp_path: Path, written: str, charts: Any, place: str
) -> None:
    assert wanted_of(tmp_path, written) == (charts, [("D104", "warning", place)])


# --- drawn --------------------------------------------------------------------------------------------------------


def test_several_are_drawn_in_their_order_under_their_titles(tmp_path: Path) -> None:
    """The package of the gate's case: what it warns of is left out, the rest is there in both languages."""
    found, problems = catalogue(CASES / "charts")
    admitted = gate.admit(found, problems, as_of=AS_OF, cache=Cache(tmp_path), jobs=1)
    (dataset,) = admitted.datasets
    figures = Figures({t.name: statistics(t) for t in dataset.tables})
    drawn = [said(one) for one in shown.pictures(dataset, figures, {}, (), admitted.portal)]
    assert [zh.kind for zh, _ in drawn] == ["bars", "bars", "line", "line", "histogram", "bars"]
    titles = [(zh.title, en.title) for zh, en in drawn]
    assert titles == [(w.title["zh"], w.title["en"]) for w in dataset.package.charts or () if w.title]
    assert [[cell.text for cell in row] for row in drawn[0][1].rows] == [
        ["Hospital", "1,520", "97.4%"],
        ["Health post", "40", "2.6%"],
    ]
    assert [[cell.text for cell in row] for row in drawn[2][0].rows] == [
        [f"{year}年", str({1998: 1, 2005: 2, 2012: 2, 2019: 1}.get(year, 0))] for year in range(1998, 2020)
    ]


def test_a_title_that_is_not_translated_is_shown_as_it_is(tmp_path: Path) -> None:
    columns: dict[str, list[Any]] = {"name": NAMES, "beds": [6, 5, 4, 3, 2, 1]}
    (one,) = pictures(tmp_path, columns, Wanted("bars", x="name", y=("beds",), title=making.said("床位")))
    assert [c.title for c in said(one)] == ["床位", "床位"]


def test_amounts_are_added_up_and_rates_are_not(tmp_path: Path) -> None:
    columns: dict[str, list[Any]] = {
        "name": NAMES,
        "kind": list("hhssss"),
        "beds": [6, 5, 4, 3, 2, 1],
        "used": [6.0, 5.0, 4.0, 3.0, 2.0, 1.0],
    }
    (one,) = pictures(
        tmp_path, columns, Wanted("bars", x="kind", y=("beds",)), Wanted("bars", x="kind", y=("used",)),
    )  # fmt: skip
    assert one.series[0].numbers == (11, 10) and one.measure == BEDS
    (one,) = pictures(tmp_path, columns, Wanted("bars", x="name", y=("used",)))
    assert one.series[0].numbers[0] == 6.0 and not one.summed


def test_a_row_of_totals_is_in_no_sum(tmp_path: Path) -> None:
    columns: dict[str, list[Any]] = {
        "kind": list("hhsss"),
        "sex": ["男", "女", "男", "女", "合计"],
        "beds": [6, 5, 4, 3, 7],
    }
    (one,) = pictures(tmp_path, columns, Wanted("bars", x="kind", y=("beds",)))
    assert one.series[0].numbers == (11, 7)
    assert "合计" in said(one)[0].mark


def test_of_things_at_several_times_the_last_counts(tmp_path: Path) -> None:
    """People of two years are not twice as many."""
    columns: dict[str, list[Any]] = {
        "name": ["甲", "乙", "甲", "乙"],
        "year": [2020, 2020, 2021, 2021],
        "beds": [5, 7, 6, 9],
    }
    (one,) = pictures(tmp_path, columns, Wanted("bars", x="name", y=("beds",)))
    assert one.series[0].numbers == (9, 6) and one.when.iso == "2021"
    columns = {"kind": list("hhhsss"), "year": [2020, 2020, 2021] * 2, "beds": [1, 2, 3, 4, 5, 6]}
    assert pictures(tmp_path / "b", columns, Wanted("bars", x="kind", y=("beds",))) == []


def test_years_of_opening_part_no_things(tmp_path: Path) -> None:
    columns: dict[str, list[Any]] = {
        "title": ["中心医院", "东院", "西院", "南院"], "kind": list("hhss"), "year": [1990, 1990, 2001, 2001],
        "beds": [5, 7, 6, 9],
    }  # fmt: skip
    (one,) = pictures(tmp_path, columns, Wanted("bars", x="kind", y=("beds",)))
    assert one.series[0].numbers == (15, 12)


def test_lines_of_measures_of_values_and_of_counts(tmp_path: Path) -> None:
    columns: dict[str, list[Any]] = {
        "year": [2019, 2019, 2020, 2020, 2021], "kind": list("hshsh"), "beds": [1, 2, 3, 5, 4],
        "used": [1.0, 2.0, 3.0, 4.0, 5.0],
    }  # fmt: skip
    plain, parted, counted = pictures(
        tmp_path, columns,
        Wanted("lines", x="year", y=("beds",)),
        Wanted("lines", x="year", y=("beds",), series="kind"),
        Wanted("lines", x="year"),
        Wanted("lines", x="year", y=("used",)),
    )  # fmt: skip
    assert plain.series[0].numbers == (3, 8, 4)
    assert [(s.name["en"], s.numbers) for s in parted.series] == [("Post", (2, 5, None)), ("Hospital", (1, 3, 4))]
    assert counted.series[0].numbers == (2, 2, 1)
    assert "数" in said(counted)[0].finding and not said(counted)[1].finding.startswith(":")


@pytest.mark.parametrize(
    ("days", "first", "second"),
    [(30, "2026-01-01", ("2026-01-02", 0)), (900, "2026-01", ("2026-02", 14)), (9_000, "2026", ("2027", 182))],
)
def test_rows_of_a_long_time_are_counted_by_the_month_or_the_year(
    tmp_path: Path, days: int, first: str, second: tuple[str, int]
) -> None:
    """Every second day has a row."""
    columns: dict[str, list[Any]] = {"d": [date(2026, 1, 1) + timedelta(n) for n in range(0, days, 2)]}
    (one,) = pictures(tmp_path, columns, Wanted("lines", x="d"))
    numbers = one.series[0].numbers
    assert one.moments[0].iso == first and (one.moments[1].iso, numbers[1]) == second
    assert sum(numbers) == days / 2


def test_a_flat_line_is_said_to_be_one(tmp_path: Path) -> None:
    (one,) = pictures(tmp_path, {"year": [2001, 2002, 2003], "beds": [7, 7, 7]}, Wanted("lines", x="year", y=("beds",)))
    assert [c.finding for c in said(one)] == [
        "床位从2001年到2003年一直是 7 张。", "Beds: 7 beds throughout, from 2001 to 2003.",
    ]  # fmt: skip
    assert height(one).low == 0


def test_years_stand_in_their_order_and_yes_and_no_in_words(tmp_path: Path) -> None:
    columns: dict[str, list[Any]] = {"year": [2003, 2001, 2002], "beds": [1, 3, 2]}
    (one,) = pictures(tmp_path, columns, Wanted("bars", x="year", y=("beds",)))
    assert [label["zh"] for label in one.labels] == ["2001", "2002", "2003"]
    (one,) = pictures(tmp_path / "b", {"open": [True, False, True]}, Wanted("bars", x="open"))
    assert [label["zh"] for label in one.labels] == ["是", "否"]


PLACES: dict[str, list[Any]] = {
    "name": ["东", "西", "南"], "longitude": [121.5, 121.4, 121.45], "latitude": [31.2, 31.25, 31.1], "beds": [9, 4, 1],
    "used": [1.0, 2.0, 3.0],
}  # fmt: skip


def test_places_are_sized_only_when_that_is_asked_for(tmp_path: Path) -> None:
    plain, sized = pictures(
        tmp_path,
        PLACES,
        Wanted("points", title=making.said("位置", "Places")),
        Wanted("points", y=("beds",)),
        crs="WGS84",
    )
    assert plain.measure is None and sized.measure == BEDS
    assert [c.title for c in said(plain)] == ["位置", "Places"]


@pytest.mark.parametrize(
    ("wanted", "more"),
    [
        (Wanted("points"), {}),  # no crs
        (Wanted("points"), {"crs": "GCJ-02"}),
        (Wanted("points", y=("used",)), {"crs": "WGS84"}),
        (Wanted("bars", x="name", y=("longitude",)), {}),
        (Wanted("histogram", x="beds"), {"primary_key": ("beds",)}),
        (Wanted("areas", x="name", y=("used",)), {"crs": "WGS84", "expect": 1}),  # no outlines: the gate cannot know
    ],
)
def test_what_is_forbidden_is_not_drawn(tmp_path: Path, wanted: Wanted, more: dict[str, Any]) -> None:
    if more.pop("expect", 0):
        with pytest.raises(AssertionError):
            pictures(tmp_path, PLACES, wanted, **more)
        return
    assert pictures(tmp_path, PLACES, wanted, **more) == []


SQUARES = [
    f'{{"type":"Polygon","coordinates":[[[{a},31],[{b},31],[{b},31.1],[{a},31.1],[{a},31]]]}}'
    for a, b in ((121.0, 121.1), (121.1, 121.2), (121.2, 121.3))
]


@pytest.mark.parametrize(("demo", "count"), [(True, 2), (False, 0)])
def test_areas_are_shaded_on_outlines_that_may_be_shown(tmp_path: Path, demo: bool, count: int) -> None:
    """Boundaries without approval are drawn in a demonstration only, whoever asks."""
    outlines = making.table(
        tmp_path, "outlines", {"code": ["a", "b", "c"], "beds": [1, 2, 5], "g": SQUARES}, fields=(BEDS,),
        primary_key=("code",), geometry="g",
    )  # fmt: skip
    there = making.dataset(
        making.package("outlines", charts=(Wanted("areas", y=("beds",)),), entry=making.entry(crs="WGS84")), outlines
    )
    table = making.table(tmp_path, "things", {"code": ["a", "b", "c"], "beds": [3, 9, 30]}, fields=(BEDS,))
    here = making.dataset(making.package("things", charts=(Wanted("areas", x="code", y=("beds",)),)), table)
    portal = replace(making.portal(), demo=demo)
    drawn = [
        one
        for dataset in (here, there)
        for one in shown.pictures(
            dataset,
            Figures({t.name: statistics(t) for t in dataset.tables}),
            {},
            joins(dataset, outlined([here, there])),
            portal,
        )
    ]
    assert len(drawn) == count and all(isinstance(one, Map) and one.standing.illustration for one in drawn)


# --- gathered -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [k for k in Picture if k is not Picture.AREAS])
def test_what_the_gate_lets_pass_is_drawn(tmp_path: Path, kind: Picture) -> None:
    """Of one table, every way to ask; ``pictures`` compares. Areas need outlines, which the gate does not know."""
    columns: dict[str, list[Any]] = {
        "name": NAMES,
        "kind": list("hhssss"),
        "beds": [6, 5, 4, None, 2, 1],
        "used": [1.5, 2.5, None, 4.0, 5.0, 6.0],
        "day": [date(2026, 1, n) for n in (1, 2, 3, 4, 5, 6)],
        "longitude": [121.1, 121.2, 121.3, None, 121.5, 121.6],
        "latitude": [31.1, 31.2, 31.3, None, 31.5, 31.6],
    }
    wanted = [
        Wanted(kind, x=x, y=(y,) if y else ())
        for x in ("", "name", "kind", "beds", "used", "day", "nothing")
        for y in ("", "name", "beds", "used", "day")
    ]
    batches = [wanted[n : n + MOST] for n in range(0, len(wanted), MOST)]
    drawn = [one for batch in batches for one in pictures(tmp_path, columns, *batch, crs="WGS84")]
    assert drawn and all(chart.finding and chart.title for one in drawn for chart in said(one))


def test_a_large_table_is_not_read_for_a_sum(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("publish.drawable.flaws.CAP", 4)
    monkeypatch.setattr("publish.site.charts.plans.bars.CAP", 4)
    columns: dict[str, list[Any]] = {"name": NAMES, "kind": list("hhssss"), "beds": [6, 5, 4, 3, 2, 1]}
    wanted = Wanted("bars", x="kind", y=("beds",)), Wanted("bars", x="kind"), Wanted("lines", x="year")
    (one,) = pictures(tmp_path, {**columns, "year": [2001, 2002, 2003, 2004, 2005, 2006]}, *wanted)
    assert one.measure is None and one.total == 6


def test_what_cannot_be_added_gives_no_number(tmp_path: Path) -> None:
    table = making.table(tmp_path, "t", {"kind": list("hhs"), "used": [1.0, 2.0, None]}, fields=(KIND, USED))
    assert gather(table, KIND, USED) is Doubt.RATE
    found = gather(table, KIND, None)
    assert isinstance(found, Gathered) and found.numbers == {("", "h"): 2, ("", "s"): 1}


def test_a_map_without_outlines_is_told_when_the_portal_is_made(tmp_path: Path) -> None:
    """And one that is drawn is not."""
    table = making.table(tmp_path, "things", {"code": ["a", "b", "c"], "beds": [3, 9, 30]}, fields=(BEDS,))
    here = making.dataset(making.package("things", charts=(Wanted("areas", x="code", y=("beds",)),)), table)
    outlines = making.table(
        tmp_path, "outlines", {"code": ["a", "b", "c"], "g": SQUARES}, primary_key=("code",), geometry="g"
    )
    approved = making.entry(crs="WGS84", map_approval="沪S(2026)001号")
    there = making.dataset(making.package("outlines", entry=approved), outlines)
    figures = {"things": Figures({table.name: statistics(table)})}

    def told(*datasets: Dataset) -> list[tuple[str, str | None]]:
        return [(p.code, p.field) for p in site.drawn(making.admitted(datasets), figures).report.problems]

    assert told(here) == [("C919", "/charts/0")]
    assert told(here, there) == []


def test_a_page_has_only_so_many_pictures(tmp_path: Path) -> None:
    columns: dict[str, list[Any]] = {"name": NAMES, "beds": [6, 5, 4, 3, 2, 1]}
    table = making.table(tmp_path, "things", columns, fields=(BEDS,))
    wanted = [Wanted("bars", x="name", y=("beds",))] * (MOST + 3)
    dataset = making.dataset(making.package("things", charts=tuple(wanted)), table)
    figures = Figures({table.name: statistics(table)})
    assert len(shown.pictures(dataset, figures, {}, (), making.portal())) == MOST
    found = [p.code for p in Charts().check(Case(dataset.package, PORTAL, {"things": table}))]
    assert found == ["C918"]


def test_every_kind_of_picture_is_in_the_published_schema() -> None:
    assert set(Picture) <= set(contract.schema("package")["$defs"]["chart"]["properties"]["kind"]["enum"])


def test_a_case_of_the_gate_is_only_warned_of(tmp_path: Path) -> None:
    found, problems = catalogue(CASES / "charts")
    report = gate.check(found, problems, as_of=AS_OF, cache=Cache(tmp_path), jobs=1)
    assert {p.level for p in report.problems} == {"warning"}
