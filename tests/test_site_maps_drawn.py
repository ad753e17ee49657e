"""Maps of datasets: which is drawn, what it says, and when there is none."""

from __future__ import annotations

import json
import random
import re
import tracemalloc
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from publish import profile
from publish.cache import Cache
from publish.model import Portal
from publish.site.charts.maps.joins import joins, outlined
from publish.site.charts.maps.map import Map
from publish.site.charts.shown import chart, pictures
from publish.site.tongue import Tongue
from publish.tables import Reference
from tests import making

DEMO = making.portal(demo=True)
ENGLISH = Tongue("en")
CHINESE = Tongue("zh-Hans", "theme/translations")
CODES = [f"31010{n}" for n in range(1, 7)]
DENSITY = making.field("density", "integer", "人口密度", "Density", unit=making.said("人/平方千米", "persons per km²"))


def square(x: float, y: float, side: float = 0.1) -> dict[str, Any]:
    ring = [[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]
    return {"type": "Polygon", "coordinates": [ring]}


def geo(folder: Path, name: str, shapes: Sequence[Any], codes: Sequence[str] = CODES, **entry: Any):
    table = making.table(
        folder,
        name.replace("-", "_"),
        {
            "code": list(codes)[: len(shapes)],
            "name": [f"区{c}" for c in codes][: len(shapes)],
            "geometry": [s if s is None or isinstance(s, str) else json.dumps(s) for s in shapes],
        },
        fields=[making.field("geometry", "geojson")],
        primary_key=("code",),
        geometry="geometry",
    )
    return making.dataset(making.package(name, entry=making.entry(**entry)), table)


def districts(folder: Path, **entry: Any):
    return geo(folder, "district-outlines", [square(121 + n / 10, 31) for n in range(6)], **entry)


def census(folder: Path, codes: Sequence[str] = CODES, values: Sequence[int] = (500, 900, 4000, 5000, 20000, 30000)):
    columns: dict[str, Sequence[Any]] = {
        "code": list(codes),
        "name": [f"区{c}" for c in codes],
        "density": list(values),
    }
    table = making.table(folder, "census", columns, fields=[DENSITY], primary_key=("code",))
    return making.dataset(making.package("census"), table)


def places(folder: Path, rows: Mapping[str, Sequence[Any]], **entry: Any):
    table = making.table(folder, "places", rows)
    return making.dataset(making.package("places", entry=making.entry(**{"crs": "EPSG:4326", **entry})), table)


def drawn(folder: Path, of: Any, *others: Any, portal: Portal = DEMO) -> Map | None:
    admitted = making.admitted([of, *others], portal=portal)
    figures = profile.figures(admitted, cache=Cache(folder / "cache"))
    found = joins(of, outlined(admitted.datasets))
    made = [p for p in pictures(of, figures[of.name], {}, found, portal) if isinstance(p, Map)]
    return made[0] if made else None


# --- shades ---------------------------------------------------------------------------------------------------------


def test_a_density_is_shaded_on_the_outlines_its_codes_belong_to(tmp_path):
    made = drawn(tmp_path, census(tmp_path), districts(tmp_path, crs="CGCS2000"))
    assert made and made.measure == DENSITY and made.classes
    assert [area.value for area in made.areas] == [30000, 20000, 5000, 4000, 900, 500]
    assert made.areas[0].level == made.classes.count - 1 and made.areas[-1].level == 0
    said = chart(made, "chart-1", ENGLISH)
    assert said.title == "Density (persons per km²) by name"
    assert "30,000 persons per km²" in said.description and "500 persons per km²" in said.description
    assert [row[1].text for row in said.rows] == ["30,000", "20,000", "5,000", "4,000", "900", "500"]
    assert "Illustration, without map approval." in said.mark and "Illustration" in said.svg
    assert said.svg.count("<title>区") == 6 and 'class="scale"' in said.svg


def test_what_must_stand_with_the_map_is_said_in_the_language_of_the_page(tmp_path):
    made = drawn(tmp_path, census(tmp_path), districts(tmp_path, crs="CGCS2000"))
    assert made and "示意图，未经地图审核。" in chart(made, "chart-1", CHINESE).mark
    approved = drawn(tmp_path, census(tmp_path), districts(tmp_path, crs="CGCS2000", map_approval="沪S(2026)001号"))
    assert approved and "审图号：沪S(2026)001号" in chart(approved, "chart-1", CHINESE).mark
    assert "示意图" not in chart(approved, "chart-1", CHINESE).mark


def test_outside_a_demonstration_boundaries_want_an_approval(tmp_path):
    portal = making.portal(demo=False)
    assert drawn(tmp_path, census(tmp_path), districts(tmp_path, crs="CGCS2000"), portal=portal) is None
    approved = districts(tmp_path, crs="CGCS2000", map_approval="沪S(2026)001号")
    assert drawn(tmp_path, census(tmp_path), approved, portal=portal)
    assert drawn(tmp_path, approved, portal=portal)
    assert drawn(tmp_path, districts(tmp_path, crs="CGCS2000"), portal=portal) is None


def test_shapes_that_lie_nobody_knows_where_carry_shades_without_scale_and_degrees(tmp_path):
    made = drawn(tmp_path, census(tmp_path), districts(tmp_path))
    assert made and not made.standing.placed
    said = chart(made, "chart-1", ENGLISH)
    assert "no coordinate system" in said.mark
    assert 'class="scale"' not in said.svg and 'class="grid"' not in said.svg and "data-metres" not in said.svg
    assert drawn(tmp_path, districts(tmp_path)) is None


@pytest.mark.parametrize("crs", ["GCJ-02", "BD-09", "EPSG:4549", "Shanghai 2000"])
def test_no_map_is_drawn_from_another_system(tmp_path, crs):
    assert drawn(tmp_path, census(tmp_path), districts(tmp_path, crs=crs)) is None
    assert drawn(tmp_path, districts(tmp_path, crs=crs)) is None
    rows = {"longitude": [121.1, 121.2, 121.3], "latitude": [31.1, 31.2, 31.3]}
    assert drawn(tmp_path, places(tmp_path, rows, crs=crs)) is None


def test_codes_that_are_not_those_of_the_outlines_are_not_shaded(tmp_path):
    strangers = census(tmp_path, ["A", "B", "C", "D", "E", "F"])
    assert drawn(tmp_path, strangers, districts(tmp_path, crs="WGS 84")) is None
    few = census(tmp_path, CODES[:2], (1, 2))
    assert drawn(tmp_path, few, districts(tmp_path, crs="WGS 84")) is None


def test_amounts_and_parts_of_a_whole_are_not_shaded(tmp_path):
    people = making.field("people", "integer", "人口", "Population", unit=making.said("人", "persons"))
    share = making.field("share", "number", "占比", "Share", unit=making.said("%", "%"))
    columns: dict[str, Sequence[Any]] = {
        "code": CODES,
        "people": [1, 2, 3, 4, 5, 6],
        "share": [10.0, 15.0, 15.0, 20.0, 20.0, 20.0],
    }
    table = making.table(tmp_path, "people", columns, fields=[people, share], primary_key=("code",))
    of = making.dataset(making.package("people"), table)
    assert drawn(tmp_path, of, districts(tmp_path, crs="WGS 84")) is None


def test_an_area_with_two_rows_is_not_shaded_and_one_without_is_said(tmp_path):
    twice = census(tmp_path, [*CODES[:5], CODES[0]])
    table = replace(twice.tables[0], primary_key=())
    assert drawn(tmp_path, replace(twice, tables=(table,)), districts(tmp_path, crs="WGS 84")) is None
    made = drawn(tmp_path, census(tmp_path, CODES[:5], (1, 2, 30, 40, 500)), districts(tmp_path, crs="WGS 84"))
    assert made and [a.level for a in made.areas][-1] == -1
    assert chart(made, "chart-1", ENGLISH).rows[-1][1].text == "no figure"


def test_a_key_of_another_name_joins_when_both_point_at_one_register(tmp_path):
    register = Reference(("code",), "divisions", ("code",))
    outlines = districts(tmp_path, crs="WGS 84")
    outlines = replace(outlines, tables=(replace(outlines.tables[0], references=(register,)),))
    columns: dict[str, Sequence[Any]] = {"district": CODES, "density": [1, 2, 3, 40, 50, 600]}
    points = (replace(register, fields=("district",)),)
    table = making.table(tmp_path, "rates", columns, fields=[DENSITY], primary_key=("district",), references=points)
    of = making.dataset(making.package("rates"), table)
    assert drawn(tmp_path, of, outlines)
    unpointed = making.dataset(making.package("rates"), replace(table, references=()))
    assert drawn(tmp_path, unpointed, outlines) is None


# --- outlines -------------------------------------------------------------------------------------------------------


def test_outlines_and_lines_are_drawn_with_their_names(tmp_path):
    park = square(121.4, 31.2, 0.01)
    path = {"type": "LineString", "coordinates": [[121.4, 31.2], [121.45, 31.25]]}
    made = drawn(tmp_path, geo(tmp_path, "parks", [park, path, None], crs="WGS 84"), portal=making.portal(demo=False))
    assert made and len(made.areas) == 1 and len(made.lines) == 1
    said = chart(made, "chart-1", ENGLISH)
    assert said.mark == "" and "121.4° E" in said.description and "1 area, 1 line between" in said.description


@pytest.mark.parametrize(
    "shapes",
    [
        [None, None],
        ['{"type":"GeometryCollection","geometries":[]}'],
        [square(121, 89.5), square(122, 31)],
        [square(-170, 10), square(60, 10)],
        [{"type": "Polygon", "coordinates": [[[179, 0], [-179, 0], [-179, 1], [0, 1], [179, 0]]]}],
        ["{}"],
        [{"type": "Polygon", "coordinates": [[[5e5, 3e6], [6e5, 3e6], [6e5, 4e6], [5e5, 3e6]]]}],
    ],
)
def test_no_map_rather_than_a_wrong_one(tmp_path, shapes):
    assert drawn(tmp_path, geo(tmp_path, "zones", shapes, crs="WGS 84")) is None


def test_an_outline_on_both_sides_of_the_antimeridian_is_in_one_piece(tmp_path):
    ring = [[179.5, -17], [-179.5, -17], [-179.5, -16], [179.5, -16], [179.5, -17]]
    made = drawn(tmp_path, geo(tmp_path, "islands", [{"type": "Polygon", "coordinates": [ring]}], crs="WGS 84"))
    assert made and made.sheet.onward and "M" in made.areas[0].path


def test_detailed_outlines_stay_small(tmp_path):
    chance = random.Random(7)
    shapes = []
    for n in range(30):
        border = [[121 + k / 400, 31 + n / 20 + chance.uniform(0, 0.01)] for k in range(2000)]
        shapes.append({"type": "Polygon", "coordinates": [[*border, [126, 31.2 + n / 20], border[0]]]})
    codes = [f"{n:06}" for n in range(30)]
    made = drawn(tmp_path, geo(tmp_path, "zones", shapes, codes, crs="WGS 84"))
    assert made and len(made.areas) == 30
    assert len(chart(made, "chart-1", ENGLISH).svg.encode()) < 40_000


# --- places ---------------------------------------------------------------------------------------------------------


def test_places_are_dots_and_an_amount_is_their_area(tmp_path):
    rows: dict[str, Sequence[Any]] = {
        "name": ["甲", "乙", "丙", "丁"],
        "longitude": [121.1, 121.2, 121.3, 0.0],
        "latitude": [31.1, 31.2, 31.3, 0.0],
        "population": [100, 400, None, 900],
    }
    made = drawn(tmp_path, places(tmp_path, rows))
    assert made and made.nowhere == 1
    assert [(d.name["zh-Hans"], d.value) for d in made.dots] == [("乙", 400), ("甲", 100), ("丙", None)]
    assert made.dots[0].radius == pytest.approx(2 * made.dots[1].radius)
    said = chart(made, "chart-1", ENGLISH)
    assert "1 row has no place." in said.mark and said.rows[0][0].text == "乙"
    assert said.svg.count("<circle") == 3


def test_points_of_any_form_are_read(tmp_path):
    points = [f'{{"type":"Point","coordinates":[121.{n},31.{n}]}}' for n in range(1, 6)]
    made = drawn(tmp_path, geo(tmp_path, "stops", [*points, None], crs="WGS 84"))
    assert made and len(made.dots) == 5 and made.nowhere == 1
    table = making.table(
        tmp_path,
        "posts",
        {"place": ["121.1,31.1", "121.2,31.2", "121.4,31.3"]},
        fields=[making.field("place", "geopoint")],
    )
    posts = making.dataset(making.package("posts", entry=making.entry(crs="WGS 84")), table)
    made = drawn(tmp_path, posts)
    assert made and [d.longitude for d in made.dots] == [121.1, 121.2, 121.4]


def test_without_a_declared_system_there_is_no_map(tmp_path):
    rows = {"longitude": [121.1, 121.2, 121.3], "latitude": [31.1, 31.2, 31.3]}
    assert drawn(tmp_path, places(tmp_path, rows))
    assert drawn(tmp_path, places(tmp_path, rows, crs="")) is None


@pytest.mark.parametrize(
    "rows",
    [
        {"longitude": [None, None, None, 121.0], "latitude": [31.0, None, None, 31.0]},
        {"longitude": [0.0, 0.0, 0.0], "latitude": [0.0, 0.0, 0.0]},
        {"longitude": [1e300, -1e300, 400.0], "latitude": [1.0, 2.0, 3.0]},
        {"longitude": [-100.0, 0.5, 100.0], "latitude": [1.0, 2.0, 3.0]},
    ],
)
def test_places_that_cannot_be_drawn_truly_are_not(tmp_path, rows):
    assert drawn(tmp_path, places(tmp_path, {"name": [""] * len(rows["longitude"]), **rows})) is None


def test_thousands_of_places_are_counted_in_hexagons(tmp_path):
    chance = random.Random(3)
    rows = {
        "longitude": [chance.gauss(121.5, 0.2) for _ in range(20_000)],
        "latitude": [chance.gauss(31.2, 0.2) for _ in range(20_000)],
    }
    of = places(tmp_path, rows)
    tracemalloc.start()
    made = drawn(tmp_path, of)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert made and sum(cell.count for cell in made.cells) == 20_000
    assert made == drawn(tmp_path, of)
    said = chart(made, "chart-1", ENGLISH)
    assert len(said.svg.encode()) < 40_000 and peak < 40_000_000
    most = made.cells[0]
    assert abs(most.longitude - 121.5) < 0.15 and abs(most.latitude - 31.2) < 0.15


def test_texts_of_the_data_cannot_break_out(tmp_path):
    evil = '"><script>alert(1)</script>'
    rows: dict[str, Sequence[Any]] = {
        "name": [evil, "b", "c"],
        "longitude": [121.1, 121.2, 121.3],
        "latitude": [31.1, 31.2, 31.3],
    }
    made = drawn(tmp_path, places(tmp_path, rows))
    assert made
    assert "<script" not in chart(made, "chart-1", ENGLISH).svg


# --- one clock, one cache -------------------------------------------------------------------------------------------


def test_a_page_is_made_anew_when_the_outlines_it_is_drawn_on_change(tmp_path):
    def key(**entry: Any) -> tuple[Any, ...]:
        of, on = census(tmp_path), districts(tmp_path, **entry)
        return tuple(join.outlines.key_parts for join in joins(of, outlined([of, on])))

    assert key(crs="WGS 84") == key(crs="WGS 84")
    assert len({key(), key(crs="WGS 84"), key(crs="WGS 84", map_approval="沪S(2026)001号")}) == 3
    moved = geo(tmp_path, "district-outlines", [square(121 + n / 10, 31, 0.09) for n in range(6)], crs="WGS 84")
    of = census(tmp_path)
    assert tuple(j.outlines.key_parts for j in joins(of, outlined([of, moved]))) != key(crs="WGS 84")


def test_letters_do_not_cover_one_another(tmp_path):
    made = drawn(tmp_path, census(tmp_path), districts(tmp_path, crs="WGS 84"))
    assert made
    svg = str(chart(made, "chart-1", ENGLISH).svg)
    group = re.search(r'<g class="names on-wide-page" font-size="([\d.]+)">(.*?)</g>', svg)
    assert group
    xs = [float(x) for x in re.findall(r'<text x="([\d.]+)"', group[2])]
    wide = 4.2 * float(group[1])  # 区310101
    assert len(xs) == 6 and all(abs(a - b) > wide for n, a in enumerate(xs) for b in xs[:n])
    assert "names on-phone" not in svg  # no name has room there
