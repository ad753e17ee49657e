"""The sample city as a visitor and as a machine: no link is broken, and the API answers in its usual shapes."""

from __future__ import annotations

import gzip
import json
from collections import deque
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree

import httpx
import pytest

from publish.pipeline import Built
from publish.problems import Level, Verdict

TABLE = "census_2020_districts"


class Links(HTMLParser):
    """The addresses a page points at, the ids it has, and the languages it says it is in."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.ids: set[str] = set()
        self.headings = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        self.headings += tag == "h1"
        self.ids.add(said.get("id", ""))
        if tag == "link" and said.get("rel") in ("canonical", "alternate"):
            return
        for name in ("href", "src", "action"):
            if said.get(name):
                self.found.add(said[name])


@pytest.fixture(scope="module")
def client(portal_url: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=portal_url, follow_redirects=True, timeout=30) as found:
        yield found


def test_the_city_is_open(built: Built) -> None:
    errors = [(p.package, p.code, p.message["en"]) for p in built.report.problems if p.level is Level.ERROR]
    assert errors == [] and built.report.verdict is Verdict.OPEN
    assert len(built.release.record["packages"]) >= 14


def test_a_version_has_an_address_that_stays_and_changes_can_be_followed(client: httpx.Client) -> None:
    page = client.get("/en/dataset/census-2020-districts/").text
    assert page.count("/dataset/census-2020-districts/versions/") == 1  # only the current one is kept
    assert "/dataset/census-2020-districts/versions/2026.9.1/census-2020-districts.zip" in Links(page).found
    assert "Files of earlier versions are no longer kept here" in page
    assert "/en/feeds/dataset/census-2020-districts.atom" in Links(page).found


def test_no_link_is_broken(client: httpx.Client, portal_url: str) -> None:
    seen: dict[str, int] = {}
    wanted, broken, headings = deque(["/", "/en/"]), [], []
    while wanted:
        path = wanted.popleft()
        if path in seen:
            continue
        with client.stream("GET", path) as answer:
            seen[path] = answer.status_code
            if answer.status_code != 200:
                broken.append((path, answer.status_code))
                continue
            if not answer.headers["content-type"].startswith("text/html") or path.startswith("/data/"):
                continue
            answer.read()
            page = Links(answer.text)
        if page.headings != 1:
            headings.append((path, page.headings))
        for link in page.found:
            whole = urlsplit(urljoin(portal_url + path, link))
            if whole.netloc == urlsplit(portal_url).netloc and whole.scheme.startswith("http"):
                if whole.fragment and whole.path == urlsplit(path).path and whole.fragment not in page.ids:
                    broken.append((f"{path}#{whole.fragment}", 0))
                wanted.append(whole.path + (f"?{whole.query}" if whole.query else ""))
    assert broken == []
    assert headings == [], "every page has one heading of the first order"
    assert len(seen) > 150


def test_every_page_of_the_sitemap_is_there(client: httpx.Client, portal_url: str) -> None:
    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    tree = ElementTree.fromstring(client.get("/sitemap.xml").content)
    found = [loc.text or "" for loc in tree.findall(".//s:loc", names)]
    assert f"{portal_url}/en/guide/" in found and f"{portal_url}/dataset/census-2020-districts/" in found
    assert len(found) == len(set(found))
    assert [u for u in found if client.get(u.removeprefix(portal_url)).status_code != 200] == []


def test_datasette_answers_in_its_shapes(client: httpx.Client) -> None:
    answer = client.get(f"/data/open/{TABLE}.json?_shape=objects&_size=3")
    body = answer.json()
    assert answer.headers["access-control-allow-origin"] == "*"
    assert len(body["rows"]) == 3 and body["rows"][0]["code"] == "310101"
    assert client.get(f"/data/open/{TABLE}.json?_shape=array").json()[0]["population"] == 662030
    rows = client.get("/data/open.json", params={"sql": f"select sum(population) as n from {TABLE}"}).json()["rows"]
    assert rows == [[24870895]]
    assert client.get(f"/data/open/{TABLE}.csv").text.splitlines()[0].startswith("code,")
    listed = client.get("/data/open.json").json()
    assert TABLE in {t["name"] for t in listed["tables"]}


def test_a_query_that_writes_is_refused(client: httpx.Client) -> None:
    for sql in (f"delete from {TABLE}", "attach 'x' as y", "select load_extension('x')", "pragma journal_mode=wal"):
        assert client.get("/data/open.json", params={"sql": sql}).status_code == 400


def test_two_characters_are_found(client: httpx.Client) -> None:
    found = client.get("/api/3/action/package_search", params={"q": "人口"}).json()["result"]
    assert "census-2020-districts" in {p["name"] for p in found["results"]}
    rows = client.get(f"/data/open/{TABLE}.json?_search=浦东&_shape=objects").json()["rows"]
    assert [r["code"] for r in rows] == ["310115"]


def test_what_is_not_open_is_listed_and_carries_nothing(client: httpx.Client, built: Built) -> None:
    for name in ("transit-card-ridership", "resident-register", "census-2010-districts"):
        assert client.get(f"/dataset/{name}/").status_code == 200
        assert client.get(f"/en/dataset/{name}/").status_code == 200
        files = [a for a in built.release.record["artefacts"] if a.startswith(f"site/dataset/{name}/data/")]
        assert files == []


def test_files_are_as_the_record_says(client: httpx.Client, built: Built) -> None:
    path = f"dataset/census-2020-districts/data/{TABLE.replace('_', '-')}.csv"
    size, _ = built.release.record["artefacts"][f"site/{path}"]
    answer = client.get(f"/{path}", headers={"accept-encoding": "identity"})
    assert len(answer.content) == size
    again = client.get(f"/{path}", headers={"accept-encoding": "identity", "if-none-match": answer.headers["etag"]})
    assert again.status_code == 304
    assert client.get(f"/{path}", headers={"range": "bytes=0-3"}).content == answer.content[:4]
    with client.stream("GET", "/", headers={"accept-encoding": "gzip"}) as packed:
        assert packed.headers["content-encoding"] == "gzip"
        body = b"".join(packed.iter_raw())
    assert b"<html" in gzip.decompress(body)


def test_the_descriptor_is_true(client: httpx.Client) -> None:
    body = client.get("/dataset/census-2020-districts/datapackage.json").json()
    assert body["name"] == "census-2020-districts" and body["title"] and body["title@en"]
    for resource in body["resources"]:
        paths = resource["path"] if isinstance(resource["path"], list) else [resource["path"]]
        assert all(client.get(f"/dataset/census-2020-districts/{p}").status_code == 200 for p in paths)
    assert json.loads(client.get("/datapackage.json").text)
