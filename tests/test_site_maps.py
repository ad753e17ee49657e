"""Maps: what is drawn of places and outlines, and when nothing is."""

from __future__ import annotations

import json
import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.site.charts.maps import hexagons
from publish.site.charts.maps.classes import classes
from publish.site.charts.maps.inside import middle, within
from publish.site.charts.maps.projection import HEIGHT, POLE, TALL, WIDE, WIDTH, Extent, Projection, bar
from publish.site.charts.maps.shape import NoShape, shape
from publish.site.charts.maps.simplify import simplified, snapped, thinned, twice_area


def _extent(*places: tuple[float, float]) -> Extent:
    extent = Extent()
    for x, y in places:
        extent.add(x, x, x % 360, x % 360, y, y)
    return extent


# --- projection -----------------------------------------------------------------------------------------------------


def test_distances_on_the_sheet_are_those_on_the_ground():
    sheet = Projection.of(_extent((121.0, 30.7), (122.0, 31.9)))
    assert sheet is not None and sheet.exact
    people, lujiazui = (121.4737, 31.2304), (121.5018, 31.2397)
    drawn = math.dist(*((sheet.x(x), sheet.y(y)) for x, y in (people, lujiazui))) * sheet.metres
    assert drawn == pytest.approx(2868, rel=0.01)  # by the haversine formula


def test_all_places_lie_on_the_sheet_and_it_is_no_larger_than_it_may_be():
    for places in (
        [(121.0, 30.7), (122.0, 31.9)],
        [(121.0, 31.2), (122.9, 31.2)],  # one line from west to east
        [(121.0, 30.0), (121.0, 32.0)],
        [(179.5, -18.0), (-179.5, -17.0)],  # on both sides of the antimeridian
    ):
        sheet = Projection.of(_extent(*places))
        assert sheet is not None
        assert sheet.width <= WIDTH + 1e-6 and sheet.height <= HEIGHT + 1e-6
        for x, y in places:
            assert 0 < sheet.x(x) < sheet.width and 0 < sheet.y(y) < sheet.height


def test_places_beside_the_antimeridian_are_drawn_beside_each_other():
    sheet = Projection.of(_extent((179.0, -18.0), (-179.0, -16.0)))
    assert sheet is not None and sheet.onward
    assert 0 < sheet.x(-179.0) - sheet.x(179.0) < WIDTH
    assert [d for d, _ in sheet.meridians()] == [179.0, 179.5, 180.0, -179.5, -179.0]


@pytest.mark.parametrize(
    "places",
    [
        [],
        [(121.0, 31.0)],
        [(121.0, 31.0), (121.0, 31.0)],
        [(0.0, 0.0), (0.0, TALL + 1)],
        [(-WIDE / 2 - 1, 10.0), (WIDE / 2 + 1, 10.0)],
        [(10.0, POLE + 1), (11.0, POLE + 2)],
    ],
)
def test_there_is_no_sheet_for_what_would_be_drawn_wrong(places: list[tuple[float, float]]):
    assert Projection.of(_extent(*places)) is None


def test_a_scale_that_does_not_hold_everywhere_is_not_said_to():
    near, far = Projection.of(_extent((121, 30), (122, 32))), Projection.of(_extent((75, 18), (135, 54)))
    assert near is not None and near.exact
    assert far is not None and not far.exact


def test_a_scale_bar_is_round_and_as_long_as_it_says():
    assert bar(185.0, 120.0) == (20_000, 20_000 / 185.0)
    assert bar(0.5, 100.0) == (50, 100.0)
    assert bar(0.001, 100.0) is None


# --- classes --------------------------------------------------------------------------------------------------------


def test_classes_part_where_the_numbers_do_and_at_round_numbers():
    made = classes([1, 2, 3, 101, 102, 103, 1001, 1002, 1003], most=3)
    assert made is not None and made.breaks == (100.0, 1000.0)
    assert [made.of(v) for v in (1, 3, 101, 103, 1001, 1003)] == [0, 0, 1, 1, 2, 2]


def test_equal_numbers_have_no_classes():
    assert classes([7, 7, 7]) is None
    assert classes([]) is None


@given(st.lists(st.floats(-1e300, 1e300, allow_nan=False), min_size=1, max_size=60))
def test_every_class_of_any_numbers_has_one_and_they_are_in_order(values: list[float]):
    made = classes(values)
    if made is None:
        assert len(set(values)) == 1
        return
    assert 2 <= made.count <= 5
    assert all(a < b for a, b in pairwise(made.breaks))
    assert {made.of(v) for v in values} == set(range(made.count))
    assert made == classes(list(reversed(values)))


def test_many_numbers_are_classed_as_well():
    made = classes([n * n for n in range(10_000)])
    assert made is not None and made.count == 5
    assert {made.of(n * n) for n in range(10_000)} == set(range(5))


# --- shapes ---------------------------------------------------------------------------------------------------------

SQUARE = [[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]]
HOLE = [[1, 1], [1, 2], [2, 2], [2, 1], [1, 1]]


def test_every_kind_of_geometry_is_taken_apart():
    collection = {
        "type": "GeometryCollection",
        "geometries": [
            {"type": "Polygon", "coordinates": [SQUARE, HOLE]},
            {"type": "MultiPolygon", "coordinates": [[SQUARE], [HOLE]]},
            {"type": "LineString", "coordinates": [[0, 0, 17.5], [1, 1, 18.0]]},
            {"type": "MultiPoint", "coordinates": [[5, 5], [6, 6]]},
            {"type": "Point", "coordinates": []},
        ],
    }
    found = shape(json.dumps(collection))
    assert [len(area) for area in found.areas] == [2, 1, 1]
    assert [*found.areas[0][0]] == [(0, 0), (4, 0), (4, 4), (0, 4)]
    assert [[*line] for line in found.lines] == [[(0, 0), (1, 1)]]
    assert [*found.points] == [(5, 5), (6, 6)]


@pytest.mark.parametrize(
    "text",
    [None, "", "null", '{"type":"Polygon","coordinates":[]}', '{"type":"GeometryCollection","geometries":[]}'],
)
def test_nothing_has_no_shape(text: str | None):
    assert not shape(text)


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        "17",
        '{"type":"Circle","coordinates":[0,0]}',
        '{"type":"Point","coordinates":[1e400,0]}',
        '{"type":"Point","coordinates":[NaN,0]}',
        '{"type":"Point","coordinates":[500000.0,3400000.0]}',
        '{"type":"Point","coordinates":["a","b"]}',
        '{"type":"Polygon","coordinates":[[0,0]]}',
        '{"type":"Point"}',
        '{"type":"GeometryCollection","geometries":[' * 3000 + "]}" * 3000,
    ],
)
def test_what_cannot_be_drawn_says_so(text: str):
    with pytest.raises(NoShape):
        shape(text)


# --- simplification -------------------------------------------------------------------------------------------------


def _wave(rows: int) -> list[tuple[int, int]]:
    """A border that is crooked."""
    return [(100 + (7 * n * n) % 13, n * 3) for n in range(rows)]


def test_neighbours_still_meet_after_corners_are_dropped():
    border = _wave(60)
    west = (*border, (0, border[-1][1]), (0, 0))
    east = ((200, 0), (200, border[-1][1]), *reversed(border))
    rings = simplified([west, east], 8.0)
    assert sum(map(len, rings)) < len(west) + len(east) - 40
    assert sum(abs(twice_area(ring)) for ring in rings) == 2 * 200 * border[-1][1]  # no gap, no overlap
    assert set(rings[0]) & set(rings[1]) > {border[0], border[-1]}


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), max_size=40), st.floats(0, 20))
def test_any_ring_is_thinned_or_dropped(points: list[tuple[int, int]], tolerance: float):
    (made,) = simplified([snapped(points)], tolerance)
    assert made == () or (len(made) > 2 and set(made) <= set(points))


def test_a_line_is_thinned_alike_from_either_end():
    line = tuple(_wave(50))
    assert thinned(line, 5.0) == thinned(line[::-1], 5.0)[::-1]
    assert 2 < len(thinned(line, 5.0)) < 50


# --- hexagons and names ---------------------------------------------------------------------------------------------


def test_every_place_is_counted_in_the_hexagon_that_is_nearest():
    random = np.random.default_rng(5)
    x, y = random.uniform(0, 600, 3000), random.uniform(0, 500, 3000)
    counted = hexagons.cells(x, y, 12.0)
    assert sum(counted.values()) == 3000
    for one, other in zip(x[:200], y[:200], strict=True):
        (cell,) = hexagons.cells(np.array([one]), np.array([other]), 12.0)
        away = math.dist(hexagons.centre(cell, 12.0), (one, other))
        assert away <= 12.0 + 1e-9
        assert away <= min(math.dist(hexagons.centre(c, 12.0), (one, other)) for c in counted) + 1e-9


def test_a_name_stands_inside_an_area_that_bends():
    bent = [[(0.0, 0.0), (100.0, 0.0), (100.0, 100.0), (80.0, 100.0), (80.0, 20.0), (0.0, 20.0)]]
    x, y = middle(bent)
    assert within(x, y, bent)
    assert not within(40.0, 60.0, bent)


def test_a_name_does_not_stand_in_a_hole():
    outer = [(0.0, 0.0), (100.0, 0.0), (100.0, 100.0), (0.0, 100.0)]
    hole = [(20.0, 20.0), (80.0, 20.0), (80.0, 80.0), (20.0, 80.0)]
    assert within(*middle([outer, hole]), [outer, hole])
    assert not within(50.0, 50.0, [outer, hole])
