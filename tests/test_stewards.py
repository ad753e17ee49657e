"""The page for data stewards: what it names exists, it says what reports say, and its pictures are there and small."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from publish.cli import NAMES
from publish.problems import PublishError, kinds
from publish.report.place import LEVELS, VERDICTS
from publish.site import pictures
from publish.site.pictures import Picture
from publish.site.prose import Ground, html
from publish.urls import Urls
from tests.conftest import ROOT
from tests.making import portal

CONTENT = ROOT / "content"
PAGES = {tag: (CONTENT / tag / "stewards.md").read_text(encoding="utf-8") for tag in ("zh-Hans", "en")}
LANGUAGES = [*PAGES]
MOST = 80_000  # bytes of a picture
SIZE = (720).to_bytes(4, "big") + (480).to_bytes(4, "big")
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + SIZE + b"\x08\x02\x00\x00\x00"


def in_words(tag: str) -> str:
    return "zh" if tag.startswith("zh") else tag


# --- the page -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_command_it_names_exists(tag):
    named = set(re.findall(r"build\.py ([a-z]+)", PAGES[tag]))
    assert named == {"new", "check", "update", "serve", "withdraw"} and named <= {*NAMES}


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_rule_it_links_exists(tag):
    linked = re.findall(r"\[([A-Z]\d+)\]\(/rules/(\w+)/\)", PAGES[tag])
    assert len(linked) > 10 and all(shown == code for shown, code in linked)
    assert {code for _, code in linked} <= {*kinds()}


@pytest.mark.parametrize("tag", LANGUAGES)
def test_results_and_weights_are_called_as_reports_call_them(tag):
    said = {words[in_words(tag)] for words in (*VERDICTS.values(), *LEVELS.values())}
    assert [words for words in said if f"| **{words}** |" not in PAGES[tag]] == []


def test_both_languages_show_the_same_things():
    rules, shown = (
        [re.findall(pattern, page) for page in PAGES.values()] for pattern in (r"/rules/\w+/", r"stewards/\w+/([\w-]+)")
    )
    assert rules[0] == rules[1] and shown[0] == shown[1]
    assert len({page.count("\n## ") for page in PAGES.values()}) == 1


def test_its_pictures_are_used_and_small():
    found = pictures.read(CONTENT)
    for tag, page in PAGES.items():
        below = f"/images/stewards/{in_words(tag)}/"
        assert {p for p in found if p.startswith(below)} == set(re.findall(r"!\[[^\]]+\]\(([^)]+)\)", page))
    assert [p for p, one in found.items() if one.file.stat().st_size > MOST] == []


def test_it_is_linked_from_where_people_look():
    for name in ("README.md", "CONTRIBUTING.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert all(f"content/{tag}/stewards.md" in text for tag in PAGES)


# --- pictures of written pages --------------------------------------------------------------------------------------


def ground(known: dict[str, Picture]) -> Ground:
    return Ground(Urls.of(portal()), "en", pictures=known)


@pytest.fixture
def known(tmp_path: Path) -> dict[str, Picture]:
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "a.png").write_bytes(PNG)
    return pictures.read(tmp_path)


def test_a_picture_has_its_size_and_comes_when_it_is_seen(known):
    shown = html("![A door](/images/a.png)", ground(known))
    assert re.search(r'<img [^>]*src="/images/a\.png" width="720" height="480" loading="lazy"', shown)
    assert 'alt="A door"' in shown
    assert [d.path for d in pictures.documents(known)] == ["images/a.png"]


def test_a_text_of_a_package_shows_no_picture():
    assert "<img" not in html("![x](/images/a.png) ![y](http://x.test/y.png)", ground({}))


def test_nothing_else_can_stand_in_a_picture(known):
    shown = html('<img src="http://x.test/y.png" alt="y"><img src="/images/a.png" onerror="x()">', ground(known))
    assert "x.test" not in shown and "onerror" not in shown
    assert html('`src="/images/a.png"`', ground(known)).count("width") == 0


@pytest.mark.parametrize(
    "written", ['<img src="/images/b.png" alt="b">', '<img src="/images/a.png" alt=" ">', '<img src="/images/a.png">']
)
def test_a_picture_that_is_not_there_or_says_nothing_stops_the_build(known, written):
    pictures.assert_shown('<img src="/images/a.png" alt="A door">', known, "page")
    with pytest.raises(PublishError, match=r"/images/"):
        pictures.assert_shown(written, known, "page")


@pytest.mark.parametrize("name", ["drawing.svg", "Upper.png", "no-picture.png"])
def test_only_a_png_with_a_plain_name_is_taken(tmp_path, name):
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / name).write_bytes(b"<svg/>" if name != "Upper.png" else PNG)
    with pytest.raises(PublishError, match=re.escape(name)):
        pictures.read(tmp_path)
