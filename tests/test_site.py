"""The site, built small: what must hold of every page, and what each kind of page must show or hide."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from typing import Any

import pelican.log
import pytest

from publish import urls
from publish.problems import PublishError
from publish.site import run
from publish.site.pages.examples import api
from publish.site.pages.page import Paging
from publish.site.tongue import Tongue
from tests import making
from tests.clinics import HOSTILE, ROOT, build, given
from tests.making import said

# Answered by other stages or by the service: not written by the site itself.
ELSEWHERE = re.compile(
    r"^(/en)?/(data/|api/|catalog\.|catalogue/ckan/|changes\.|assessment\.|openapi\.json|datapackage\.json|llms\.txt|schema/|feeds/|sitemap|dataset/[^/]+/(data/|original/|versions/|datapackage\.json|dcat\.|croissant|[^/]+\.zip))"
)
VOID = {"meta", "link", "br", "hr", "img", "input", "path", "rect", "col"}


@dataclass
class Html(HTMLParser):
    """A page, taken apart: its elements with attributes, its text, and what was left open."""

    elements: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    text: str = ""

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, *tags: str) -> Iterator[dict[str, str]]:
        return (attributes for tag, attributes in self.elements if tag in tags)


def taken_apart(content: bytes) -> Html:
    page = Html()
    page.feed(content.decode())
    return page


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("site")
    return build(given(folder, extra=45), folder / "out", folder / "cache")


@pytest.fixture(scope="module")
def pages(built: dict[str, bytes]) -> dict[str, Html]:
    """Every page but the redirects."""
    return {p: taken_apart(c) for p, c in built.items() if p.endswith(".html") and b'http-equiv="refresh"' not in c}


# --- what holds of every page ---------------------------------------------------------------------------------------


def wrong(pages: dict[str, Html], rule) -> list[str]:
    return [f"{path}: {found}" for path, page in pages.items() for found in [rule(path, page)] if found]


def test_pages_are_well_formed(pages):
    assert wrong(pages, lambda _, page: page.wrong or page.open) == []


def test_pages_say_their_language_and_have_one_heading(pages):
    def rule(path: str, page: Html) -> str:
        lang = next(page.all("html"))["lang"]
        expected = "en" if path.startswith("en/") else "zh-Hans"
        return "" if lang == expected and len([*page.all("h1")]) == 1 and len([*page.all("main")]) == 1 else lang

    assert len(pages) > 150
    assert wrong(pages, rule) == []


def test_ids_are_unique_and_references_hold(pages):
    def rule(_: str, page: Html) -> list[str]:
        ids = [a["id"] for _, a in page.elements if "id" in a]
        named = [x for _, a in page.elements for key in ("aria-labelledby", "for") for x in a.get(key, "").split()]
        return [i for i in ids if ids.count(i) > 1] + [n for n in named if n not in ids]

    assert wrong(pages, rule) == []


def test_links_lead_somewhere(built, pages):
    def rule(path: str, page: Html) -> list[str]:
        found = []
        for link in (a["href"] for a in page.all("a", "link") if "href" in a):
            target, _, anchor = link.partition("#")
            target = target.partition("?")[0]
            if link.startswith(("http", "mailto:", "tel:")) or ELSEWHERE.match(target):
                continue
            if "news/" in path and "/dataset/" in target:  # news of the sample city speaks of its datasets
                continue
            there = urls.file_of(target) if target else path
            if there not in built or (anchor and f'id="{anchor}"' not in built[there].decode()):
                found.append(link)
        return found

    assert wrong(pages, rule) == []


def test_tables_have_heads_and_captions_and_scrolling_parts_have_names(pages):
    def rule(_: str, page: Html) -> str:
        tables, captions = len([*page.all("table")]), len([*page.all("caption")])
        heads = [a for a in page.all("th") if "scope" not in a]
        regions = [
            a for a in page.all("div") if a.get("role") == "region" and not {"aria-label", "aria-labelledby"} & a.keys()
        ]
        written = "long" in str([*page.all("div")])  # Markdown has no captions
        return "" if (tables == captions or written) and (not heads or written) and not regions else "table"

    assert wrong(pages, rule) == []


def test_nothing_runs_inline_and_nothing_comes_from_elsewhere(pages):
    def rule(_: str, page: Html) -> list[str]:
        inline = [tag for tag, a in page.elements if "style" in a or any(name.startswith("on") for name in a)]
        scripts = [a for a in page.all("script") if "src" not in a and a.get("type") != "application/ld+json"]
        loaded = [
            a.get("src") or a["href"]
            for a in page.all("script", "img", "link")
            if "src" in a or a.get("rel") in ("stylesheet", "icon")
        ]
        return inline + [str(s) for s in scripts] + [x for x in loaded if not x.startswith(("/static/", "/images/"))]

    assert wrong(pages, rule) == []


def test_every_page_says_it_is_a_demonstration(pages):
    assert (
        wrong(
            pages,
            lambda path, page: (
                ("This is a demonstration." if path.startswith("en/") else "这是演示。") not in page.text
            ),
        )
        == []
    )


def test_every_listed_page_is_described_and_paired(built, pages):
    def rule(path: str, page: Html) -> list[str]:
        if path.endswith("404.html"):
            return []
        links = {
            a.get("hreflang", a["rel"]): a["href"]
            for a in page.all("link")
            if a["rel"] == "canonical" or "hreflang" in a
        }
        described = any(a.get("name") == "description" and a["content"] for a in page.all("meta"))
        ways = {links["canonical"] in links.values(), {"zh-Hans", "en", "x-default"} <= links.keys(), described}
        there = [urls.file_of(h.removeprefix("http://127.0.0.1:8000")) for h in links.values()]
        return ([] if ways == {True} else ["not paired"]) + [t for t in there if t not in built]

    assert wrong(pages, rule) == []


def test_the_switch_stays_on_the_page(pages):
    page = pages["dataset/clinics/index.html"]
    assert {"/en/dataset/clinics/"} == {a["href"] for a in page.all("a") if a.get("hreflang") == "en"}
    assert {"/dataset/clinics/"} == {
        a["href"] for a in pages["en/dataset/clinics/index.html"].all("a") if a.get("hreflang") == "zh-Hans"
    }


def test_the_filing_number_is_shown_where_it_is_given(pages):
    assert "沪ICP备00000000号" in pages["index.html"].text
    assert "公安备案" not in pages["index.html"].text


# --- what people wrote cannot harm ----------------------------------------------------------------------------------


def test_hostile_text_is_text(built):
    page = built["en/dataset/clinics/index.html"].decode()
    assert HOSTILE not in page
    assert "Clinics &lt;script&gt;" in page
    assert "javascript:" not in page
    assert "\\u003c/script\\u003e" in page  # in the JSON-LD
    assert page.count("</script>") == page.count("<script")
    assert "x.test" not in page  # a picture from another host


def test_links_of_a_readme_lead_to_its_files(built):
    page = built["en/dataset/clinics/index.html"].decode()
    assert '<a href="/dataset/clinics/original/data/clinics.csv" rel="noopener">file</a>' in page
    assert re.search(r"<a( rel=\"noopener\")?>gone</a>", page)


# --- datasets -------------------------------------------------------------------------------------------------------


def test_a_dataset_shows_labels_numbers_and_forms(pages):
    text = " ".join(pages["dataset/clinics/index.html"].text.split())
    for expected in (
        "独立式",
        "1,200",
        "2026年10月",
        "床位",
        "张",
        "下载 CSV",
        "超过 2 行，请选其他格式",
        "首次发布",
        "缺 33%",
        "市大数据中心（示例）",
        "请注意。",
    ):
        assert expected in text, expected
    english = " ".join(pages["en/dataset/clinics/index.html"].text.split())
    for expected in ("Detached", "October 2026", "Beds", "Download CSV", "4 December 2026", "33% missing", "GB/T 7714"):
        assert expected in english, expected


def test_addresses_in_examples_are_real(built):
    page = built["dataset/clinics/index.html"].decode()
    assert "http://127.0.0.1:8000/data/open/clinics.json?_shape=objects&amp;_size=100" in page
    assert page.count("http://127.0.0.1:8000/dataset/clinics/data/clinics.csv") >= 3


def test_links_to_the_query_service_keep_the_language(built):
    for path, expected in (("dataset/clinics/", ""), ("en/dataset/clinics/", "?_lang=en")):
        page = built[f"{path}index.html"].decode()
        assert f'href="/data/open/clinics{expected}"' in page
        assert f'href="/data/{expected}"' in page
        assert 'href="/catalog.csv"' in page


def test_examples_keep_codes_as_text(tmp_path):
    columns: dict[str, list[Any]] = {"code": ["010105"], "name": ["东城区"], "n": [1]}
    table = making.table(tmp_path, "zones", columns, primary_key=("code",))
    made = {e.name: e.code for e in api(table, None, urls.Urls("http://a.test", ("zh-Hans",)), Tongue("en")).examples}
    assert 'csv?_stream=on", dtype={"code": str})' in made["Python"]
    assert 'csv?_stream=on", col_types = cols(`code` = col_character()))' in made["R"]


def test_a_missing_translation_is_shown_in_the_original_with_its_language(built):
    page = built["en/dataset/only-chinese/index.html"].decode()
    assert '<h1 lang="zh-Hans">只有中文</h1>' in page
    assert "only in their original language" in page


def test_what_is_not_open_says_why(pages):
    for path in ("dataset/closed-to-all/index.html", "catalogue/index.html"):
        text = pages[path].text
        assert "涉及个人信息。" in text and "个人信息保护法" in text and "不接受申请。" in text
    assert "姓名" in pages["dataset/closed-to-all/index.html"].text


def test_a_withdrawn_one_leads_to_what_replaced_it(pages):
    page = pages["dataset/gone/index.html"]
    assert "已撤下" in page.text and "有新的。" in page.text
    assert "/dataset/clinics/" in [a.get("href") for a in page.all("a")]


def test_a_closed_or_suspended_one_shows_nothing_but_a_notice(built, pages):
    assert "隐私" in pages["dataset/hidden/index.html"].text
    assert "没有通过发布前检查" in pages["dataset/never/index.html"].text
    assert "上一版" in pages["dataset/held/index.html"].text
    for name in ("hidden", "never"):
        assert any(a.get("content") == "noindex" for a in pages[f"dataset/{name}/index.html"].all("meta"))


# --- lists, redirects, the rest -------------------------------------------------------------------------------------


def test_lists_are_cut_into_pages_that_link_to_each_other(built, pages):
    assert {"datasets/index.html", "datasets/page/2/index.html", "datasets/page/3/index.html"} <= built.keys()
    names = [
        a["href"]
        for n in ("", "page/2/", "page/3/")
        for a in pages[f"datasets/{n}index.html"].all("a")
        if a.get("href", "").startswith("/dataset/")
    ]
    assert len(names) == len(set(names)) == 53
    assert Paging("/x/", 5, 10).shown == (1, 0, 3, 4, 5, 6, 7, 0, 10)


def test_codes_lead_to_pages(built):
    assert b'url=/dataset/clinics/"' in built["entry/307310/000001/index.html"]
    assert b'url=/organization/city-data-centre/"' in built[f"organization/{making.CODE}/index.html"]
    assert b'url=/en/organization/city-data-centre/"' in built[f"en/organization/{making.CODE}/index.html"]


def test_every_rule_and_requirement_has_its_place(built, pages):
    assert "要读得出来。" in pages["rules/D101/index.html"].text
    assert "D102" in pages["rules/D101/index.html"].text
    assert "尚未满足" in pages["requirements/index.html"].text


@pytest.mark.parametrize(("path", "home"), [("404.html", "/"), ("en/404.html", "/en/")])
def test_the_missing_page_is_found_from_anywhere(pages, path, home):
    links = [a["href"] for a in pages[path].all("a")]
    assert home in links
    assert all(link.startswith(("/", "#", "http", "mailto:", "tel:")) for link in links)


# --- the stage ------------------------------------------------------------------------------------------------------


def test_a_waiver_names_the_office_that_allowed_it(pages):
    assert "市大数据中心（示例）" in pages["dataset/clinics/index.html"].text.partition("公务电话。")[2][:60]
    assert (
        "Municipal Big Data Centre" in pages["en/dataset/clinics/index.html"].text.partition("Office numbers.")[2][:90]
    )


def test_an_incremental_build_equals_a_clean_one(tmp_path):
    first = given(tmp_path)
    package = replace(first.datasets[0].package, title=said("新名", "New name"), digest="other")
    changed = replace(first, datasets=(replace(first.datasets[0], package=package), *first.datasets[1:]))
    build(first, tmp_path / "one", tmp_path / "cache")
    after = build(changed, tmp_path / "two", tmp_path / "cache")
    assert after == build(changed, tmp_path / "clean", tmp_path / "other-cache", jobs=2)
    assert "New name" in after["en/datasets/index.html"].decode()


@pytest.mark.slow
def test_many_workers_make_the_same_bytes(tmp_path):
    many = given(tmp_path, extra=12)
    assert build(many, tmp_path / "one", tmp_path / "a") == build(many, tmp_path / "two", tmp_path / "b", jobs=2)


def test_a_dataset_without_its_page_stops_the_build(tmp_path, monkeypatch):
    monkeypatch.setattr(run, "_datasets", lambda *_: iter(()))
    with pytest.raises(PublishError, match="dataset/clinics"):
        build(given(tmp_path), tmp_path / "out", tmp_path / "cache")


def test_a_written_page_that_cannot_be_read_stops_the_build(tmp_path):
    root = tmp_path / "root"
    (root / "content" / "en").mkdir(parents=True)
    (root / "theme").symlink_to(ROOT / "theme")
    (root / "content" / "en" / "bad.md").write_text("No title here.\n")
    with pytest.raises(PublishError, match="bad"):
        build(given(tmp_path), tmp_path / "out", tmp_path / "cache", root=root)


def test_under_a_prefix_every_link_keeps_it(tmp_path):
    first = given(tmp_path)
    moved = replace(first, portal=replace(first.portal, base_url="https://example.org/open/"))
    built = build(moved, tmp_path / "out", tmp_path / "cache")
    for path, content in built.items():
        if path.endswith(".html"):
            links = [a.get("href", "") + a.get("src", "") for a in taken_apart(content).all("a", "link", "script")]
            assert [x for x in links if x.startswith("/") and not x.startswith("/open/")] == [], path


def test_only_written_pages_are_linked(tmp_path):
    root = tmp_path / "root"
    (root / "content").mkdir(parents=True)
    (root / "theme").symlink_to(ROOT / "theme")
    built = build(given(tmp_path), tmp_path / "out", tmp_path / "cache", root=root)
    assert b"/guide/" not in built["index.html"]


def test_pelican_is_left_as_it_was(tmp_path):
    fatal = pelican.log.FatalLogger.fatal_lvl
    build(given(tmp_path), tmp_path / "out", tmp_path / "cache")
    assert pelican.log.FatalLogger.fatal_lvl == fatal
