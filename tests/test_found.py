"""The sample city as machines find it: one address a page, its translations, the map, what describes it, the news."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import feedparser
import pytest

from publish.pipeline import Built
from publish.urls import file_of
from tests.markup import Page

SITEMAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
LANGUAGES = {"zh-Hans", "en"}


@pytest.fixture(scope="module")
def base(port: int) -> str:
    return f"http://127.0.0.1:{port}"


@pytest.fixture(scope="module")
def known(built: Built) -> set[str]:
    """The files of the site."""
    return {path.removeprefix("site/") for path in built.release.record["artefacts"] if path.startswith("site/")}


@pytest.fixture(scope="module")
def listed(pages: Mapping[str, Page]) -> dict[str, Page]:
    """The pages that search engines are to know."""
    return {path: page for path, page in pages.items() if not path.endswith("404.html") and not unlisted(page)}


@pytest.fixture(scope="module")
def embedded(listed: Mapping[str, Page]) -> dict[str, list[dict[str, Any]]]:
    """What the pages embed for machines."""
    found = {}
    for path, page in listed.items():
        scripts = [e.text or "" for e in page.all("script") if e.get("type") == "application/ld+json"]
        if scripts:
            made = [json.loads(script) for script in scripts]
            found[path] = [node for one in made for node in one.get("@graph", [one])]
    return found


def unlisted(page: Page) -> bool:
    return any(e.get("name") == "robots" and "noindex" in e.get("content", "") for e in page.all("meta"))


def links(page: Page, rel: str, attribute: str = "hreflang") -> dict[str, str]:
    """The links of the head of one kind, by an attribute."""
    return {e.get(attribute, ""): e.get("href", "") for e in page.all("link") if e.get("rel") == rel}


def meta(page: Page, name: str) -> str:
    return next((e.get("content", "") for e in page.all("meta") if name in (e.get("property"), e.get("name"))), "")


def at(address: str) -> str:
    """The file of an address."""
    return file_of(urlsplit(address).path)


# --- one address a page ---------------------------------------------------------------------------------------------


def test_every_page_has_one_address_and_names_its_translations(listed, base):
    assert len(listed) > 500
    for path, page in listed.items():
        own = f"{base}/{path.removesuffix('index.html')}"
        assert links(page, "canonical") == {"": own}, path
        ways = {tag: there for tag, there in links(page, "alternate").items() if tag}
        assert set(ways) in (LANGUAGES | {"x-default"}, set()), path
        if ways:
            assert own in ways.values() and ways["x-default"] == ways["zh-Hans"]
            for tag in LANGUAGES:  # each names the others the same way
                there = listed[at(ways[tag])]
                assert there.root.get("lang") == tag and links(there, "alternate") | ways == links(there, "alternate")
        assert meta(page, "og:url") == own and meta(page, "og:title") and meta(page, "description"), path


def test_every_page_has_an_image_that_is_there(listed, known, base):
    own = set()
    for path, page in listed.items():
        image = meta(page, "og:image")
        assert image.startswith(base) and at(image) in known and meta(page, "og:image:alt"), path
        assert (meta(page, "og:image:width"), meta(page, "og:image:height")) == ("1200", "630"), path
        assert meta(page, "twitter:card") == "summary_large_image", path
        if at(image) != "share.png":
            assert f"/{path}".endswith(f"/{at(image).removesuffix('share.png')}index.html"), path
            own.add(at(image))
    assert own == {path for path in known if path.endswith("/share.png")} and len(own) > 15
    assert "dataset/census-2020-districts/share.png" in own
    assert not own & {"dataset/resident-register/share.png", "dataset/census-2010-districts/share.png"}


def test_no_two_pages_of_a_kind_have_one_title(listed):
    titles = Counter((next(page.all("title")).text, page.root.get("lang"), page.kind) for page in listed.values())
    assert [title for title, count in titles.items() if count > 1] == []


# --- the map --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def mapped(built: Built, known: set[str]) -> dict[str, ElementTree.Element]:
    """The entries of the map, through its index where there is one."""
    site = built.release.site
    tree = ElementTree.parse(site / "sitemap.xml").getroot()
    parts = [at(e.text or "") for e in tree.findall("s:sitemap/s:loc", SITEMAP)] or ["sitemap.xml"]
    assert set(parts) <= known
    entries = [e for part in parts for e in ElementTree.parse(site / part).getroot().findall("s:url", SITEMAP)]
    assert len(entries) <= 50_000 * len(parts)
    return {e.findtext("s:loc", "", SITEMAP): e for e in entries}


def test_the_map_holds_the_pages_that_are_to_be_found(mapped, listed, embedded):
    found = {at(address): entry for address, entry in mapped.items()}
    assert set(found) <= set(listed), "only pages that are there and may be listed"
    left = {p for p in listed if p not in found and "/page/" not in p and not _empty(listed[p])}
    assert {p for p in left if embedded.get(p) or listed[p].kind in ("article", "home", "rule")} == set()
    for entry in found.values():
        ways = {e.get("hreflang", ""): e.get("href", "") for e in entry.findall("x:link", SITEMAP)}
        own = listed[at(entry.findtext("s:loc", "", SITEMAP))]
        assert ways == {tag: there for tag, there in links(own, "alternate").items() if tag}


def _empty(page: Page) -> bool:
    """Is it the page of a group without datasets?"""
    return page.kind == "group" and not any(e.get("class") == "card" for e in page.all())


def test_the_day_in_the_map_is_that_of_the_data(mapped, embedded):
    days = {at(address): entry.findtext("s:lastmod", "", SITEMAP) for address, entry in mapped.items()}
    datasets = {path: nodes[0]["dateModified"] for path, nodes in embedded.items() if "dataset/" in path}
    assert len(datasets) > 30 and len(set(datasets.values())) > 5
    assert {path: days.get(path) for path in datasets} == datasets
    assert days["index.html"] == max(datasets.values())


def test_crawlers_may_read_everything_but_the_endless(built, base):
    robots = RobotFileParser()
    robots.parse((built.release.site / "robots.txt").read_text(encoding="utf-8").splitlines())
    assert robots.site_maps() == [f"{base}/sitemap.xml"]
    for path in (
        "/",
        "/en/dataset/solar-terms/",
        "/dataset/solar-terms/data/solar-terms.csv",
        "/static/css/kaimen.css",
    ):
        assert robots.can_fetch("*", base + path)
    for path in ("/data/open/solar_terms", "/api/3/action/package_search"):
        assert not robots.can_fetch("*", base + path)


# --- what describes a page ------------------------------------------------------------------------------------------


def test_every_dataset_page_describes_a_dataset(embedded, listed, known, base):
    """What Google asks of a Dataset, and what it recommends."""
    shown = [path for path in embedded if listed[path].kind == "dataset"]
    assert len(shown) >= 40
    for path in shown:
        dataset, crumbs = embedded[path]
        own = f"{base}/{path.removesuffix('index.html')}"
        assert (dataset["@type"], dataset["url"]) == ("Dataset", own)
        assert dataset["name"] and 50 <= len(dataset["description"]) <= 5_000
        assert dataset["license"].startswith("http") and dataset["creator"]["name"] and dataset["isAccessibleForFree"]
        assert dataset["inLanguage"] == listed[path].root.get("lang")
        offered = dataset.get("distribution", [])
        assert all(d["encodingFormat"] and at(d["contentUrl"]) in known for d in offered)
        buttons = [e for e in listed[path].all("a") if "download" in e.attrib]
        assert bool(offered) == bool(buttons), "machines are offered what people are"
        items = crumbs["itemListElement"]
        assert crumbs["@type"] == "BreadcrumbList" and [i["position"] for i in items] == list(range(1, len(items) + 1))
        assert all(i["name"] and at(i["item"]) in known for i in items) and items[-1]["item"] == own
    assert embedded["index.html"][0]["@type"] == embedded["en/index.html"][0]["@type"] == "DataCatalog"


# --- the news -------------------------------------------------------------------------------------------------------


def test_every_feed_is_one_and_is_found_from_its_page(built, listed, known, base):
    feeds = {path for path in known if path.endswith(".atom")}
    assert {"feeds/all.atom", "en/feeds/all.atom", "en/feeds/dataset/solar-terms.atom"} <= feeds
    assert sum("feeds/organization/" in path for path in feeds) >= 6
    pointed = set()
    for path, page in listed.items():
        ways = [e.get("href", "") for e in page.all("link") if e.get("type") == "application/atom+xml"]
        pointed |= {at(way) for way in ways}
        if page.kind == "dataset":
            assert at(f"{'/en' if path.startswith('en/') else ''}/feeds/{path.removeprefix('en/')[:-11]}.atom") in feeds
    assert pointed <= feeds and {path for path in feeds if "/all.atom" not in path} <= pointed
    for path in sorted(feeds):
        feed = feedparser.parse((built.release.site / path).read_bytes())
        assert not feed.bozo and feed.version == "atom10", path
        assert feed.feed.title and feed.feed.id and feed.feed.updated_parsed
        ids = [entry.id for entry in feed.entries]
        assert ids and len(set(ids)) == len(ids)
        assert all(e.title and e.summary is not None and at(e.link) in known for e in feed.entries)
        assert {at(link["href"]) for link in feed.feed.links if link["rel"] == "self"} == {path}


def test_an_assistant_is_told_what_there_is(built, known, base):
    text = (built.release.site / "llms.txt").read_text(encoding="utf-8")
    assert re.match(r"# .+\n\n> .+\n", text)
    named = re.findall(r"\]\(([^)\s]+)\)", text)
    served = ("/data/", "/api/", "/mcp")
    assert [n for n in named if not urlsplit(n).path.startswith(served) and at(n) not in known] == []
    shown = [p for p in built.release.record["packages"] if f"dataset/{p}/dcat.ttl" in known]  # not the withdrawn
    assert len(shown) >= 20
    assert {f"{base}/dataset/{name}/datapackage.json" for name in shown} - set(named) == set()
