"""The image a shared link carries: without letters, the same bytes every time, and only of what is open to all."""

from __future__ import annotations

import struct
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from publish.cache import Cache
from publish.figures import Figures
from publish.model import Access, Field
from publish.problems import Verdict
from publish.profile.statistics import statistics
from publish.site.charts import choose
from publish.site.charts.chart import Kind
from publish.site.charts.maps.map import Dot, Map
from publish.site.charts.maps.projection import Projection
from publish.site.charts.maps.standing import Standing
from publish.site.charts.shown import Shown
from publish.site.share import card, png
from publish.site.share.drawing import first
from tests import making

NAMES = ["甲", "乙", "丙", "丁", "戊", "己"]
DAYS = [date(2026, 1, 1) + timedelta(days=n) for n in range(40)]


def drawn(folder: Path, columns: dict[str, list[Any]], *fields: Field) -> tuple[str, tuple[Shown, ...]]:
    table = making.table(folder, "things", columns, fields=fields)
    dataset = making.dataset(making.package("things", "东西", "Things"), table)
    figures = Figures({table.name: statistics(table)})
    pictures = choose.plans(choose.sources(dataset, figures, {}, ("zh-Hans", "en")))
    return card.of_dataset(dataset, figures, "health", pictures), pictures


def size(image: bytes) -> tuple[int, int]:
    assert image[:8] == b"\x89PNG\r\n\x1a\n"
    across, down = struct.unpack(">II", image[16:24])
    return across, down


COLUMNS: dict[str, dict[str, list[Any]]] = {
    "bars": {"name": NAMES, "beds": [9, 4, 7, 1, 30, 2]},
    "line": {"day": DAYS, "visits": [n * n % 37 for n in range(40)]},
    "histogram": {"beds": [n % 17 for n in range(300)]},
    "none": {"code": [f"A{n}" for n in range(9)]},
}


@pytest.mark.parametrize("kind", COLUMNS)
def test_a_card_has_no_letters_and_the_size_that_readers_want(tmp_path: Path, kind: str) -> None:
    svg, pictures = drawn(tmp_path, COLUMNS[kind])
    assert [p.kind for p in pictures] == ([] if kind == "none" else [Kind(kind)])
    assert "<text" not in svg and "font" not in svg and not any("\u4e00" <= c <= "\u9fff" for c in svg)
    assert size(png.png(svg)) == (card.WIDTH, card.HEIGHT)
    assert png.png(svg) == png.png(svg)


def test_the_bytes_are_the_same_on_every_machine() -> None:
    """A new digest is right when the drawing was changed, or resvg; never because of where the tests run."""
    assert (
        sha256(png.png(card.of_portal())).hexdigest()
        == "ad83d6892451ade48e4844201f106f520211f060a3c7197594eb399ffcd2631b"
    )


def test_the_picture_is_that_of_the_numbers(tmp_path: Path) -> None:
    one, _ = drawn(tmp_path / "a", {"name": NAMES, "beds": [9, 4, 7, 1, 30, 2]})
    other, _ = drawn(tmp_path / "b", {"name": NAMES, "beds": [9, 4, 7, 1, 12, 2]})
    renamed, _ = drawn(tmp_path / "c", {"name": NAMES[::-1], "beds": [2, 30, 1, 7, 4, 9]})
    assert one != other and one == renamed


def test_a_card_is_drawn_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def draw(svg: str) -> bytes:
        made.append(svg)
        return b"x"

    monkeypatch.setattr(png, "png", draw)
    assert png.kept("<svg/>", Cache(tmp_path)) == png.kept("<svg/>", Cache(tmp_path)) and len(made) == 1
    assert png.kept("<svg />", Cache(tmp_path)) and len(made) == 2


def test_boundaries_that_need_words_beside_them_are_left_out(tmp_path: Path) -> None:
    _, (plan,) = drawn(tmp_path, COLUMNS["bars"])
    sheet = Projection(121.0, 32.0, 600.0, 700.0, 20.0, 20.0, 640.0, 740.0, onward=False, exact=True)
    dots = (Dot(making.said("甲"), 10, 10, 121.0, 31.0, 3),)
    places = Map(Kind.POINTS, "x", making.said("甲"), sheet, Standing(True), dots=dots)
    for standing in (Standing(True, illustration=True), Standing(True, approval="沪S(2026)001号")):
        bound = Map(Kind.AREAS, "x", making.said("甲"), sheet, standing, lines=("M0 0L9 9",))
        assert first((bound, plan)) is plan and first((bound,)) is None
    assert first((places, plan)) is places


@pytest.mark.parametrize(
    ("more", "verdict", "expected"),
    [
        ({}, Verdict.OPEN, True),
        ({}, Verdict.HELD, True),
        ({"status": "trial"}, Verdict.OPEN, True),
        ({"status": "withdrawn"}, Verdict.OPEN, False),
        ({"status": "suspended"}, Verdict.OPEN, False),
        ({"opening": Access("conditional")}, Verdict.OPEN, False),
        ({"opening": Access("withheld")}, Verdict.OPEN, False),
        ({}, Verdict.SUSPENDED, False),
        ({}, Verdict.CLOSED, False),
    ],
)
def test_only_what_is_open_to_all_has_an_image(
    tmp_path: Path, more: dict[str, Any], verdict: Verdict, expected: bool
) -> None:
    table = making.table(tmp_path, "things", COLUMNS["bars"])
    of = replace(making.package("things"), entry=making.entry(**more))
    assert making.dataset(of, table, verdict=verdict).pictured is expected
