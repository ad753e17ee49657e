"""Every page of the sample city is valid HTML, and no link on it leads nowhere; the check itself is shown to find."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from publish.urls import file_of
from tests import markup

GOLDEN = Path(__file__).parent / "golden" / "site"
WHOLE = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>t</title></head>'
    "<body><main><h1>t</h1>{}</main></body></html>"
)
# Answered by the service, not by a file of the release.
SERVED = ("/data/", "/api/")


def test_every_page_is_valid(pages):
    found: dict[str, list[str]] = {}
    for path, page in pages.items():
        for fault in markup.faults(page):
            found.setdefault(fault, []).append(path)
    assert len(pages) > 500
    assert {fault: (len(where), where[:3]) for fault, where in found.items()} == {}


def test_every_text_is_in_the_language_it_says(pages):
    """Also on the pages of the small portal, whose texts are not all translated."""
    small = {p.as_posix(): markup.read(p.read_text(encoding="utf-8")) for p in GOLDEN.rglob("*.html")}
    assert len(small) >= 10
    assert {path: found for path, page in {**pages, **small}.items() if (found := markup.strangers(page))} == {}


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ('<p><span lang="zh-Hans">上海</span> has <code>上海</code></p>', 0),
        ("<p>in 上海</p><b>x</b>北京", 2),
        ('<p lang="zh-Hans">可用 CSV、Excel 和 Open Document</p>', 0),
        ('<p lang="zh-Hans">他说 all of this is English<b lang="en">this is not so bad</b></p>', 1),
    ],
)
def test_a_text_in_another_language_is_found(body, count):
    assert len(markup.strangers(markup.read(WHOLE.format(body)))) == count


def test_no_link_and_no_anchor_is_broken(built, pages, portal_base):
    """Every address on every page: its file is in the release and what it points at in a page is there."""
    known = {a.removeprefix("site/") for a in built.release.record["artefacts"] if a.startswith("site/")}
    points = {path: markup.ids(page) for path, page in pages.items()}
    broken: Counter[str] = Counter()
    seen = set()
    for path, page in pages.items():
        here = portal_base + "/" + path.removesuffix("index.html")
        for address in markup.addresses(page):
            whole = urlsplit(urljoin(here, address))
            if f"{whole.scheme}://{whole.netloc}" != portal_base or whole.path.startswith(SERVED):
                continue
            there, anchor = file_of(unquote(whole.path)), unquote(whole.fragment)
            seen.add((there, anchor))
            if there not in known or (anchor and anchor not in points.get(there, ())):
                broken[f"{whole.path}#{anchor} from {path}"] += 1
    assert len(seen) > 800 and sum(bool(anchor) for _, anchor in seen) > 100
    assert broken == {}


@pytest.fixture(scope="module")
def portal_base(port: int) -> str:
    return f"http://127.0.0.1:{port}"


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("<p>fine</p>", ""),
        ("<p><b>open</p>", "syntax: "),
        ("<p>a</p></p>", "syntax: unexpected-end-tag"),
        ("<p>&bogus;</p>", "syntax: "),
        ('<p id="a" id="b"></p>', "syntax: duplicate-attribute"),
        ('<p id="a"></p><p id="a"></p>', "identity: id 'a' 2 times"),
        ('<p id="a b"></p>', "identity: id 'a b'"),
        ('<section aria-labelledby="x"></section>', "identity: aria-labelledby names 'x'"),
        ('<label for="x">x</label>', "identity: for names 'x'"),
        ("<input>", "names: input None has no label"),
        ('<a href="/"></a>', "names: an empty a /"),
        ("<button></button>", "names: an empty button"),
        ('<a href="/"><button>x</button></a>', "places: button in a"),
        ('<button><input aria-label="x"></button>', "places: input in button"),
        ("<span><div>x</div></span>", "places: div in span"),
        ("<ul><div>x</div></ul>", "places: div in ul"),
        ("<div><li>x</li></div>", "places: li in div"),
        ("<dl><dt>x</dt></dl>", "places: dl with a term alone"),
        ("<dl><dd>x</dd><dt>x</dt></dl>", "places: dl with a term alone"),
        ("<details>x<p>x</p><summary>x</summary></details>", "places: summary is not the first"),
        ("<h3>x</h3>", "headings: h3 'x' after h1"),
        ("<h1>x</h1>", "document: 2 h1"),
        ('<img src="/x.png">', "names: img /x.png without alt"),
        ('<div aria-label="x">x</div>', "names: div bears a name and has no role"),
        ('<svg role="img"></svg>', "names: img without a name"),
        ('<p aria-hidden="true"><a href="/">x</a></p>', "names: what is hidden takes the keyboard"),
        ("<table><tr><td>x</td></tr></table>", "tables: a table without a caption"),
        ("<table><caption>x</caption><tr><th>x</th></tr></table>", "tables: a head without scope"),
        ("<table><caption>x</caption><tr><td>x</td></tr></table>", "tables: a table without heads"),
        ('<table><caption>x</caption><tr><th scope="row">x</th></tr><tr><td>x</td><td>x</td></tr></table>',
         "tables: rows of [1, 2] cells"),
        ('<p lang="xx-qqqq">x</p>', "languages: 'xx-qqqq' is none"),
        ('<a href="/" hreflang="english">x</a>', "languages: 'english' is none"),
        ('<time datetime="2026-13-01">x</time>', "values: time '2026-13-01'"),
        ('<a href="/a b">x</a>', "values: a href '/a b'"),
        ('<p onclick="x()">x</p>', "values: p runs or is styled inline"),
        ('<p style="color:red">x</p>', "values: p runs or is styled inline"),
        ('<p align="left">x</p>', "vocabulary: p has no align"),
        ("<center>x</center>", "vocabulary: no element center"),
        ('<p role="knob">x</p>', "vocabulary: no role knob"),
        ("<main>x</main>", "document: 2 main"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_found(body: str, fault: str) -> None:
    found = markup.faults(markup.read(WHOLE.format(body)))
    assert [f for f in found if f.startswith(fault)] if fault else found == []


def test_a_page_without_language_title_or_charset_is_found() -> None:
    found = markup.faults(markup.read("<!doctype html><html><head></head><body><main><h1>t</h1></main></body></html>"))
    assert {"document: 0 title", "document: no charset", "languages: the page names none"} <= set(found)
