"""The theme: colours that can be read, few bytes, nothing from elsewhere; and prose made safe."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest

from publish.site.prose import Ground, html, plain, without_title
from publish.urls import Urls

ROOT = Path(__file__).resolve().parent.parent
CSS = (ROOT / "theme" / "static" / "css" / "kaimen.css").read_text(encoding="utf-8")
GROUND = Ground(Urls("https://example.org/open", ("zh-Hans", "en")), "en", {"data/a.csv": "/open/a.csv"})


# --- colour ---------------------------------------------------------------------------------------------------------


def palettes() -> dict[str, dict[str, str]]:
    """The colours of each tone; dark is written twice, for the device's wish and for the reader's."""
    blocks = re.findall(r"(:root[^{]*)\{([^}]*--paper[^}]*)\}", CSS)
    return {
        f"{n} {name.strip()}": dict(re.findall(r"--([\w-]+): (#\w{6});", body)) for n, (name, body) in enumerate(blocks)
    }


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2."""

    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


SCREENS = {name: p for name, p in palettes().items() if "lake" in p}


@pytest.mark.parametrize("name", SCREENS)
def test_text_can_be_read(name):
    p = SCREENS[name]
    pairs = [
        *product(("ink", "ink-2", "seal", "lake", "lake-deep"), ("paper", "leaf")),
        ("on-lake", "lake"),
        ("seal", "warn"),
    ]
    assert [(a, b) for a, b in pairs if contrast(p[a], p[b]) < 4.5] == []


@pytest.mark.parametrize("name", SCREENS)
def test_edges_and_bars_can_be_seen(name):
    p = SCREENS[name]
    assert [c for c in ("edge", "bar") if contrast(p[c], p["paper"]) < 3] == []


def test_what_is_drawn_can_be_seen():
    """Lines and bars against the paper of their tone; in chart.css as in kaimen.css light stands first, dark twice."""
    text = (ROOT / "theme" / "static" / "css" / "chart.css").read_text(encoding="utf-8")
    drawn = [dict(re.findall(r"--(c\d|soft): (#\w{6})", line)) for line in text.splitlines() if "--c1: #" in line]
    assert [len(one) for one in drawn] == [8] * 3 and drawn[1] == drawn[2]
    for colours, tone in zip(drawn, SCREENS.values(), strict=True):
        assert [name for name, colour in colours.items() if contrast(colour, tone["paper"]) < 3] == []


def test_both_ways_to_the_dark_are_the_same():
    light, *dark = SCREENS.values()
    assert len(dark) == 2 and dark[0] == dark[1]
    assert light.keys() == dark[0].keys()


def test_nothing_is_loaded_from_elsewhere():
    for path in (ROOT / "theme" / "static").rglob("*.*"):
        text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"https?://|@import|url\(|document\.cookie|eval\(", text), path


def test_few_bytes():
    sizes = {p.name: p.stat().st_size for p in (ROOT / "theme" / "static").rglob("*.*")}
    assert sizes["kaimen.css"] < 32_000 and sizes["dataset.css"] < 16_000
    assert sum(size for name, size in sizes.items() if name.endswith(".js")) < 72_000  # of which a page takes a part


# --- prose ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[a](javascript:alert(1))",
        "[a](JaVaScRiPt:alert(1))",
        "[a](data:text/html,x)",
        "<a href='&#106;avascript:alert(1)'>a</a>",
        "<iframe src='//x.test'></iframe>",
        "<p style='position:fixed' onclick='x()' id='main'>a</p>",
        "<svg><script>alert(1)</script></svg>",
        "<form action='//x.test'><input></form>",
        "![a](http://x.test/a.png)",
    ],
)
def test_hostile_prose_is_harmless(hostile):
    made = html(hostile, GROUND)
    assert not re.search(r"script|onerror|onclick|style=|id=|<img|<svg|<form|<iframe|href=.data|x\.test", made, re.I)


@pytest.mark.parametrize(
    ("href", "made"),
    [
        ("/guide/", "/open/en/guide/"),
        ("/guide/#x", "/open/en/guide/#x"),
        ("/data/", "/open/data/?_lang=en"),
        ("/catalog.csv", "/open/catalog.csv"),
        ("data/a.csv", "/open/a.csv"),
        ("./data/a.csv", "/open/a.csv"),
        ("https://a.test/", "https://a.test/"),
        ("b.csv", None),
    ],
)
def test_links_hold_where_the_text_stands(href, made):
    found = re.search(r'href="([^"]*)"', html(f"[a]({href})", GROUND))
    assert (found[1] if found else None) == made


def test_a_broken_line_of_chinese_has_no_space_in_it():
    assert "立即下架，不能" in html("立即\n下架，\n不能", GROUND)
    assert "甲\n乙" in html("```\n甲\n乙\n```", GROUND)
    assert "a\nb" in html("a\nb", GROUND)


def test_headings_move_below_the_title():
    assert "<h3>A</h3>" in html("# A\n\n## B", GROUND, level=3)
    assert "<h4>B</h4>" in html("# A\n\n## B", GROUND, level=3)
    assert without_title("# A\n\ntext") == "\n\ntext".removeprefix("\n")


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("短。", 10, "短。"),
        ("第一句说了些什么。第二句太长了所以不要", 12, "第一句说了些什么。"),
        ("one two three four", 12, "one two…"),
        ("没有标点的一长串文字没有标点", 8, "没有标点的一长…"),
    ],
)
def test_texts_are_cut_where_it_hurts_least(text, limit, short):
    assert plain(text, limit) == short
