"""Clients that exist already, on the sample city as it is served: each as its own users call it."""

from __future__ import annotations

import io
import json
import re
from datetime import datetime
from email.utils import parsedate_to_datetime
from hashlib import sha256
from typing import Any
from urllib.error import HTTPError
from urllib.parse import unquote, urlencode, urljoin
from urllib.request import Request, urlopen

import ckanapi
import fsspec  # type: ignore[import-untyped]
import polars
import pytest
from fsspec.spec import AbstractBufferedFile  # type: ignore[import-untyped]

quietly = pytest.mark.filterwarnings("ignore")  # what the libraries themselves do in ways that others call old


def fetched(url):
    with urlopen(url, timeout=60) as answer:
        return answer.read()


def told(url):
    return json.loads(fetched(url))


@pytest.fixture(scope="session")
def descriptors(portal_url):
    """Every published descriptor by the path of its folder."""
    index = told(f"{portal_url}/datapackage.json")
    return {r["path"].removesuffix("datapackage.json"): told(f"{portal_url}/{r['path']}") for r in index["resources"]}


# --- Croissant ----------------------------------------------------------------------------------------------------


@quietly
def test_mlcroissant_reads_every_dataset_that_has_a_table(portal_url, descriptors, tmp_path, monkeypatch):
    mlcroissant = pytest.importorskip("mlcroissant")
    download = pytest.importorskip("mlcroissant._src.operation_graph.operations.download")
    monkeypatch.setattr(download.constants, "DOWNLOAD_PATH", type(download.constants.DOWNLOAD_PATH)(tmp_path))
    tables = {p: [r for r in d["resources"] if r.get("type") == "table"] for p, d in descriptors.items()}
    for path, resources in tables.items():
        if not resources:
            continue
        dataset = mlcroissant.Dataset(f"{portal_url}/{path}croissant.json")
        assert dataset.metadata.ctx.issues.report() == "", path
        sets = {r.id: r for r in dataset.metadata.record_sets}
        for resource in resources:
            names = [f["name"] for f in resource["schema"]["fields"]]
            assert [unquote(f.id.rpartition("/")[2]) for f in sets[resource["name"]].fields] == names
            first = next(iter(dataset.records(resource["name"])))  # its files are loaded and their digests compared
            assert len(first) == len(names)


# --- Data Package -------------------------------------------------------------------------------------------------


@quietly
def test_every_descriptor_is_valid_its_paths_lead_to_files_and_its_hashes_are_true(portal_url, descriptors):
    frictionless = pytest.importorskip("frictionless")
    checked = 0
    for folder, descriptor in {"": told(f"{portal_url}/datapackage.json"), **descriptors}.items():
        if descriptor["resources"]:  # an entry without data describes none, and frictionless wants one
            assert list(frictionless.Package.metadata_validate(descriptor)) == [], folder
        for resource in descriptor["resources"]:
            content = b"".join(fetched(urljoin(f"{portal_url}/{folder}", path)) for path in paths(resource))
            assert resource["bytes"] == len(content), (folder, resource["name"])
            assert resource["hash"] == f"sha256:{sha256(content).hexdigest()}"
            checked += 1
    assert checked > len(descriptors)


def paths(resource):
    return resource["path"] if isinstance(resource["path"], list) else [resource["path"]]


@quietly
def test_frictionless_reads_a_package_by_its_address(portal_url):
    frictionless = pytest.importorskip("frictionless")
    report = frictionless.validate(f"{portal_url}/dataset/administrative-divisions/datapackage.json")
    assert report.valid, report.flatten(["title", "note"])
    assert report.stats["tasks"] == 3


# --- CKAN ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def ckan(portal_url):
    with ckanapi.RemoteCKAN(portal_url, user_agent="test") as remote:
        yield remote.action


def test_ckanapi_walks_every_list(ckan):
    names = ckan.package_list()
    assert names == sorted(names)
    package = ckan.package_show(id="census-2020-districts")
    assert ckan.package_show(id=package["id"]) == package
    assert ckan.resource_show(id=package["resources"][0]["id"]) == package["resources"][0]
    office = ckan.organization_show(id=package["organization"]["id"], include_datasets=True)
    assert package["name"] in {p["name"] for p in office["packages"]}
    assert office["name"] in ckan.organization_list()
    assert {g["name"] for g in package["groups"]} <= set(ckan.group_list())
    assert ckan.group_show(id=package["groups"][0]["name"])["package_count"] > 0
    assert {t["name"] for t in package["tags"]} <= set(ckan.tag_list())
    assert package["license_id"] in {licence["id"] for licence in ckan.license_list()}
    assert ckan.status_show()["site_title"]
    assert ckan.site_read() is True
    assert "Return" in ckan.help_show(name="package_search")
    assert len(ckan.current_package_list_with_resources(limit=5)) == 5
    assert ckan.resource_search(query="format:geojson")["count"] > 0


def test_ckanapi_finds_datasets_and_rows(ckan):
    found = ckan.package_search(
        q="人口", sort="metadata_modified desc", **{"facet.field": ["organization", "res_format"], "rows": 5}
    )
    assert "census-2020-districts" in {p["name"] for p in found["results"]}
    assert found["search_facets"]["res_format"]["items"][0]["count"] > 0
    package = ckan.package_show(id="census-2020-districts")
    table = next(r for r in package["resources"] if r["datastore_active"])
    info = ckan.datastore_info(id=table["id"])
    assert info["meta"]["count"] == 16
    rows = ckan.datastore_search(resource_id=table["id"], limit=3, sort=f"{info['fields'][0]['id']} desc")
    assert len(rows["records"]) == 3
    assert rows["total"] == 16
    counted = ckan.datastore_search_sql(sql=f'SELECT count(*) AS n FROM "{table["id"]}"')
    assert counted["records"] == [{"n": 16}]


def test_ckanapi_knows_the_errors(ckan):
    with pytest.raises(ckanapi.NotFound):
        ckan.package_show(id="none")
    with pytest.raises(ckanapi.ValidationError):
        ckan.datastore_search(resource_id="holidays", limit="x")
    with pytest.raises(ckanapi.SearchQueryError):
        ckan.package_search(fq="none:x")
    with pytest.raises(ckanapi.CKANAPIError, match="Action name not known"):
        ckan.package_create(name="x")


def test_a_harvester_collects_what_changed_and_what_it_may_take(portal_url):
    """The calls of ckanext-harvest's CKAN harvester: the whole in pages by id, then what changed since, by office."""

    def search(**asked) -> dict[str, Any]:
        asked |= {"rows": "10", "sort": "id asc"}
        found: dict[str, Any] = {}
        start = 0
        while True:
            page = told(f"{portal_url}/api/3/action/package_search?{urlencode(asked | {'start': start})}")["result"]
            if not page["results"]:
                return found
            assert not found.keys() & {p["id"] for p in page["results"]}
            found |= {p["id"]: p for p in page["results"]}
            start += 10

    every = search()
    names = told(f"{portal_url}/api/3/action/package_list")["result"]
    assert sorted(p["name"] for p in every.values()) == names
    assert list(every) == sorted(every)
    since = sorted(p["metadata_modified"] for p in every.values())[-3]
    changed = search(fq=f"metadata_modified:[{since}Z TO *]")
    assert set(changed) == {i for i, p in every.items() if p["metadata_modified"] >= since}
    office = next(p["organization"]["name"] for p in every.values() if p["organization"])
    mine = search(fq=f"(organization:{office} OR organization:nobody)")
    others = search(fq=f"-organization:{office}")
    assert mine
    assert {**mine, **others} == every
    for package in list(mine.values())[:2]:
        assert told(f"{portal_url}/api/action/package_show?id={package['id']}")["result"] == package
        shown = told(f"{portal_url}/api/3/action/organization_show?id={package['owner_org']}")["result"]
        assert shown["name"] == office
    taken = [resource for package in every.values() for resource in package["resources"]]
    for resource in taken:  # the last step: each file, whole and unchanged
        content = fetched(resource["url"])
        assert resource["size"] == len(content), resource["url"]
        assert resource["hash"] == f"sha256:{sha256(content).hexdigest()}", resource["url"]
    assert len(taken) > len(every)


def test_ckanrs_ways_of_asking(portal_url):
    """ckanr asks by GET with its defaults written out, and by forms."""
    asked = (
        "q=*%3A*&rows=2&start=0&sort=metadata_modified%20desc&facet=true&facet.limit=50&facet.field=%5B%22tags%22%5D"
    )
    found = told(f"{portal_url}/api/3/action/package_search?{asked}")["result"]
    assert len(found["results"]) == 2
    assert found["facets"]["tags"]
    assert told(f"{portal_url}/api/3/action/organization_list?all_fields=TRUE&sort=name%20asc&limit=2")["result"]
    form = Request(
        f"{portal_url}/api/3/action/datastore_search", urlencode({"resource_id": "holidays", "limit": 2}).encode()
    )
    with urlopen(form, timeout=60) as answer:
        assert len(json.load(answer)["result"]["records"]) == 2


# --- notebooks and spreadsheets -----------------------------------------------------------------------------------


def test_pandas_reads_in_one_line(portal_url):
    pandas = pytest.importorskip("pandas")
    table = f"{portal_url}/dataset/census-2020-districts/data/census-2020-districts"
    frame = pandas.read_csv(f"{table}.csv")
    assert len(frame) == 16
    assert list(pandas.read_parquet(f"{table}.parquet").columns) == list(frame.columns)
    assert len(pandas.read_json(f"{table}.ndjson", lines=True)) == 16
    rows = told(f"{portal_url}/api/3/action/datastore_search?resource_id=census_2020_districts&limit=4")
    assert len(pandas.DataFrame(rows["result"]["records"])) == 4
    queried = pandas.read_csv(f"{portal_url}/data/open/census_2020_districts.csv?_size=5")
    assert len(queried) == 5


@quietly
def test_polars_reads_only_what_it_needs_of_a_parquet(portal_url):
    url = f"{portal_url}/dataset/administrative-divisions/data/villages.parquet"
    scanned = polars.scan_parquet(url).select(polars.len()).collect().item()
    assert scanned == len(polars.read_parquet(io.BytesIO(fetched(url)))) > 1_000


def test_duckdb_reads_a_parquet_by_its_address_in_parts(portal_url):
    """Its own extension for HTTP comes from a host that a test may not reach; any file system of fsspec will do."""
    duckdb = pytest.importorskip("duckdb")
    web = Ranges()
    url = f"{portal_url}/dataset/administrative-divisions/data/villages.parquet"
    with duckdb.connect() as connection:
        connection.register_filesystem(web)
        path = url.replace("http://", "ranges://")
        counted = connection.sql(f"SELECT count(*) FROM read_parquet('{path}')").fetchall()[0][0]
    assert counted == len(polars.read_parquet(io.BytesIO(fetched(url)))) > 1_000
    assert web.asked, "nothing was read over HTTP"


class Ranges(fsspec.AbstractFileSystem):  # type: ignore[misc]
    """Files of a web server, read by ``Range``; keeps the parts that were asked for."""

    protocol = "ranges"
    cachable = False

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[int, int]] = []

    @staticmethod
    def address(path: str) -> str:
        return f"http://{path.removeprefix('ranges://')}"

    def info(self, path: str, **_: Any) -> dict[str, Any]:
        with urlopen(Request(self.address(path), method="HEAD"), timeout=60) as answer:
            return {"name": path, "size": int(answer.headers["content-length"]), "type": "file"}

    def modified(self, path: str) -> datetime:
        with urlopen(Request(self.address(path), method="HEAD"), timeout=60) as answer:
            return parsedate_to_datetime(answer.headers["last-modified"])

    def _open(self, path: str, mode: str = "rb", **_: Any) -> Part:
        return Part(self, path, mode, cache_type="none")


class Part(AbstractBufferedFile):  # type: ignore[misc]
    def _fetch_range(self, start: int, end: int) -> bytes:
        asked = Request(Ranges.address(self.path), headers={"range": f"bytes={start}-{end - 1}"})
        with urlopen(asked, timeout=60) as answer:
            assert answer.status == 206
            self.fs.asked.append((start, end))
            return bytes(answer.read())


# --- what changed -------------------------------------------------------------------------------------------------


def test_feedparser_reads_every_feed_and_the_machines_feed_says_the_same(portal_url):
    feedparser = pytest.importorskip("feedparser")
    lines = [json.loads(line) for line in fetched(f"{portal_url}/changes.ndjson").splitlines()]
    assert {line["change"] for line in lines} >= {"added", "withdrawn"}
    assert [line["date"] for line in lines] == sorted(line["date"] for line in lines)
    for path, lang in (("feeds/all.atom", "zh"), ("en/feeds/all.atom", "en")):
        feed = feedparser.parse(fetched(f"{portal_url}/{path}"))
        assert not feed.bozo, feed.get("bozo_exception")
        assert feed.version == "atom10"
        assert feed.feed.language.startswith(lang)
        assert len(feed.entries) == min(len(lines), 100)
        newest = feed.entries[0]
        assert newest.updated.startswith(lines[-1]["date"])
        assert newest.link.startswith(portal_url)
    gone = next(line for line in lines if line["change"] == "withdrawn")
    one = feedparser.parse(fetched(f"{portal_url}/feeds/dataset/{gone['package']}.atom"))
    assert not one.bozo
    assert any(gone["title"]["zh-Hans"] in e.title for e in one.entries)


# --- harvesters of DCAT, search engines, assistants ---------------------------------------------------------------


@quietly
def test_a_harvester_of_dcat_finds_every_dataset_in_every_spelling(portal_url):
    rdflib = pytest.importorskip("rdflib")
    names = told(f"{portal_url}/api/3/action/package_list")["result"]
    sizes = set()
    for suffix, spelling in (("jsonld", "json-ld"), ("ttl", "turtle"), ("rdf", "xml")):
        graph = rdflib.Graph().parse(data=fetched(f"{portal_url}/catalog.{suffix}"), format=spelling)
        sizes.add(len(graph))
        assert len(set(graph.subjects(rdflib.RDF.type, rdflib.DCAT.Dataset))) == len(names)
    assert len(sizes) == 1


def test_a_search_engine_finds_a_description_it_takes_on_every_page(portal_url):
    names = told(f"{portal_url}/api/3/action/package_list")["result"]
    for path in [f"/{lang}dataset/{name}/" for name in names for lang in ("", "en/")]:
        page = fetched(portal_url + path).decode()
        start = page.index('<script type="application/ld+json">') + 35
        dataset = json.loads(page[start : page.index("</script>", start)])["@graph"][0]
        assert dataset["@type"] == "Dataset"
        assert dataset["name"] and dataset["url"] == portal_url + path
        assert 50 <= len(dataset["description"]) <= 5_000, path


def test_every_address_of_llms_txt_answers(portal_url):
    lines = fetched(f"{portal_url}/llms.txt").decode()
    found = {a for a in re.findall(r"\((http[^)\s]+)\)", lines) if a.startswith(portal_url)}
    assert f"{portal_url}/openapi.json" in found
    posted = {a for a in found if a.endswith("/mcp")}
    assert len(posted) == 1, "the one address that is only posted to"
    for address in found - posted:
        with urlopen(address, timeout=60) as answer:
            assert answer.status == 200
    for address in posted:
        with pytest.raises(HTTPError) as refused:
            urlopen(address, timeout=60)
        assert refused.value.code == 405 and "POST" in refused.value.headers["allow"]
        refused.value.close()
