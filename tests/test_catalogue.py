"""The other tongues of the catalogue: Data Package, schema.org, CKAN, the guide of 2017, Atom, for crawlers."""

import csv
import io
import json
import os
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest

from publish.cache import Cache
from publish.catalogue import embedded, render
from publish.catalogue.guide import HEADER, formats, to_csv
from publish.catalogue.listing import download_id, listings, package_id
from publish.catalogue.schema_org import LONGEST, coverage, describe
from publish.catalogue.sitemap import Page, to_sitemap
from publish.model import Link, Period, Resource, ResourceKind
from publish.urls import Urls
from tests import making, releasing

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"
GOLDEN = Path(__file__).parent / "golden" / "catalogue"


@pytest.fixture(scope="module")
def city(tmp_path_factory):
    folder = tmp_path_factory.mktemp("city")
    admitted = releasing.city(folder)
    return admitted, releasing.offered(admitted, folder), folder


@pytest.fixture(scope="module")
def documents(city):
    admitted, offered, folder = city
    made = list(render(admitted, {}, offered, cache=Cache(folder / "cache")))
    assert len({d.path for d in made}) == len(made)
    return {d.path: d.content.read_bytes() if isinstance(d.content, Path) else d.content for d in made}


def told(documents, path):
    return json.loads(documents[path])


def listed(city, name):
    admitted, offered, _ = city
    return next(each for each in listings(admitted, offered) if each.package.name == name)


# --- golden -------------------------------------------------------------------------------------------------------

KEPT = [
    "datapackage.json",
    "dataset/beds/datapackage.json",
    "dataset/beds/dcat.ttl",
    "catalogue/ckan/package_show/beds.json",
    "catalogue/ckan/organization_list.json",
    "catalogue/ckan/group_list.json",
    "catalogue/ckan/tag_list.json",
    "catalogue/ckan/license_list.json",
    "catalogue/ckan/status_show.json",
    "catalog.csv",
    "feeds/all.atom",
    "en/feeds/organization/city-data-centre.atom",
    "changes.ndjson",
    "robots.txt",
    "llms.txt",
]


@pytest.mark.parametrize("path", KEPT)
def test_the_file_is_as_it_was(documents, path):
    """A golden file that is missing is made, but not where nobody looks at it."""
    golden = GOLDEN / path
    if not golden.exists():
        assert not os.environ.get("CI"), f"{golden} is missing"
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_bytes(documents[path])
    assert documents[path].decode() == golden.read_bytes().decode()


# --- Data Package -------------------------------------------------------------------------------------------------


def test_the_index_names_every_dataset_and_its_true_hash(documents):
    index = told(documents, "datapackage.json")
    assert [r["name"] for r in index["resources"]] == ["beds", "clinics", "staff"]
    for resource in index["resources"]:
        content = documents[resource["path"]]
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{sha256(content).hexdigest()}"


def test_a_withdrawn_dataset_keeps_its_descriptor_and_a_closed_one_has_none(documents):
    assert told(documents, "dataset/old-clinics/datapackage.json")["catalogue"]["status"] == "withdrawn"
    assert not any(path.startswith("dataset/wrong/") for path in documents)


# --- identity -----------------------------------------------------------------------------------------------------


def test_identifiers_outlive_a_rename(city):
    one = listed(city, "clinics")
    other = replace(one.package, name="renamed")
    assert package_id(other) == package_id(one.package) == one.package.id.removeprefix("urn:uuid:")
    download = one.downloads[0]
    moved = replace(
        download, package="renamed", resource="renamed" if download.resource == "clinics" else download.resource
    )
    assert download_id(other, moved) == download_id(one.package, download)


def test_every_download_has_its_own_identifier(city):
    one = listed(city, "clinics")
    assert len({download_id(one.package, d) for d in one.downloads}) == len(one.downloads)


@pytest.mark.parametrize("written", ["", "https://doi.org/10.1/x", "no uuid"])
def test_a_package_without_a_uuid_gets_one_that_stays(written):
    assert package_id(making.package("x", id=written)) == package_id(making.package("x", id=written))


# --- schema.org ---------------------------------------------------------------------------------------------------


def test_every_listed_dataset_and_the_home_page_have_something_to_embed(city):
    admitted, offered, _ = city
    made = embedded(admitted, {}, offered)
    assert list(made) == ["", "beds", "clinics", "staff"]
    assert made[""]["en"]["@type"] == "DataCatalog"
    assert "wrong" not in made


def test_a_dataset_is_what_dataset_search_asks_for(city):
    admitted, offered, _ = city
    dataset, crumbs = embedded(admitted, {}, offered)["clinics"]["en"]["@graph"]
    assert dataset["name"] == "Clinics & <list>"
    assert dataset["alternateName"] == ["诊所“大全” & <名录>"]
    assert dataset["@id"] == dataset["url"] == "http://127.0.0.1:8000/en/dataset/clinics/"
    assert dataset["temporalCoverage"] == "2026-10-01/2026-10-31"
    assert dataset["isAccessibleForFree"] is True
    assert {d["encodingFormat"] for d in dataset["distribution"]} >= {"text/csv", "application/json"}
    assert all(d["contentUrl"].startswith("http://127.0.0.1:8000/dataset/clinics/") for d in dataset["distribution"])
    assert {"@type": "PropertyValue", "name": "Beds", "alternateName": "beds", "unitText": "beds"} in dataset[
        "variableMeasured"
    ]
    assert [item["position"] for item in crumbs["itemListElement"]] == [1, 2, 3, 4]
    json.dumps(dataset)


def test_an_entry_that_is_not_open_says_its_conditions_and_offers_nothing(city):
    admitted, offered, _ = city
    dataset = embedded(admitted, {}, offered)["beds"]["zh-Hans"]["@graph"][0]
    assert dataset["conditionsOfAccess"] == "需说明用途 来信申请"
    assert "distribution" not in dataset


@pytest.mark.parametrize("lang", ["zh-Hans", "en"])
def test_a_short_description_is_followed_by_what_is_known(city, lang):
    text = describe(listed(city, "clinics"), lang)
    assert 50 <= len(text) <= LONGEST
    assert text.startswith(listed(city, "clinics").package.description[lang])


def test_a_short_description_of_which_nothing_is_known_stays_short():
    package = making.package("x", description=making.said("短。"), entry=None, history=(), licenses=())
    admitted = making.admitted([making.dataset(package)], portal=making.portal(licence=""))
    assert describe(next(listings(admitted, {})), "zh-Hans") == "短。"


def test_a_long_description_is_cut():
    package = making.package("x", description=making.said("字" * 6_000))
    text = describe(next(listings(making.admitted([making.dataset(package)]), {})), "zh")
    assert len(text) == LONGEST
    assert text.endswith("…")


def test_the_portals_licence_holds_where_a_package_names_none():
    package = making.package("x", licenses=())
    one = next(listings(making.admitted([making.dataset(package)]), {}))
    assert one.licence_link.path == "https://creativecommons.org/licenses/by/4.0/"


def test_a_licence_in_the_package_has_no_address():
    package = making.package("x", licenses=(Link(path="LICENSE.md", title=making.said("自定", "Our own")),))
    one = next(listings(making.admitted([making.dataset(package)]), {}))
    assert (one.licence_link.path, one.licence_link.title["en"]) == ("", "Our own")


@pytest.mark.parametrize(
    ("period", "text"),
    [
        (Period(), ""),
        (Period(date(2024, 1, 1), None), "2024-01-01/.."),
        (Period(None, date(2024, 1, 1)), "../2024-01-01"),
        (Period(date(2024, 1, 1), date(2024, 2, 1)), "2024-01-01/2024-02-01"),
    ],
)
def test_coverage(period, text):
    assert coverage(period) == text


# --- CKAN ---------------------------------------------------------------------------------------------------------


def test_a_package_has_the_keys_of_ckan(documents):
    answer = told(documents, "catalogue/ckan/package_show/clinics.json")
    package = answer["result"]
    assert answer["success"] is True
    assert package["organization"]["name"] == "city-data-centre"
    assert package["owner_org"] == package["organization"]["id"]
    assert package["num_resources"] == len(package["resources"])
    assert [r["position"] for r in package["resources"]] == list(range(len(package["resources"])))
    assert {r["package_id"] for r in package["resources"]} == {package["id"]}
    assert package["metadata_created"] == "2026-03-01T00:00:00.000000"
    assert {r["table"] for r in package["resources"]} == {"clinics", "clinics__districts"}
    assert {"key": "temporal_start", "value": "2026-10-01"} in package["extras"]


def test_an_entry_without_a_known_provider_has_no_organisation(documents):
    package = told(documents, "catalogue/ckan/package_show/staff.json")["result"]
    assert package["organization"] is None
    assert package["resources"] == []


# --- the guide of 2017 --------------------------------------------------------------------------------------------


def test_the_guides_table_has_a_line_for_every_entry(documents):
    rows = list(csv.reader(io.StringIO(documents["catalog.csv"].decode("utf-8-sig"))))
    assert rows[0] == list(HEADER)
    assert {row[2]: row[11] for row in rows[1:]} == {
        "307310/000124": "是",
        "307310/000123": "是",
        "307310/000125": "否",
    }
    clinics = next(row for row in rows if row[2] == "307310/000123")
    assert clinics[0] == "307310"
    assert "类型（C）" in clinics[7]
    assert clinics[6].endswith("服务接口：json")
    assert {row[12] for row in rows[1:]} == {"无条件开放", "需说明用途", "《某办法》第十条"}


def test_the_workbook_says_the_same(documents):
    rows = list(csv.reader(io.StringIO(documents["catalog.csv"].decode("utf-8-sig"))))
    sheet = openpyxl.load_workbook(io.BytesIO(documents["catalog.xlsx"])).worksheets[0]
    assert [["" if cell is None else cell for cell in row] for row in sheet.iter_rows(values_only=True)] == rows


def test_a_cell_is_never_a_formula():
    row = ("=1+1", "+x", "@x", "-x", *[""] * (len(HEADER) - 4))
    assert list(csv.reader(io.StringIO(to_csv([row]).decode("utf-8-sig"))))[1][:4] == ["'=1+1", "'+x", "'@x", "'-x"]


def test_formats_are_in_the_guides_classes(tmp_path):
    package = making.package(
        "x",
        resources=tuple(
            Resource(str(n), ResourceKind.FILE, format=f) for n, f in enumerate(["gpkg", "pdf", "csv", "pdf"])
        ),
    )
    assert formats(package) == "电子文件：pdf；电子表格：csv；自描述格式：gpkg"


# --- news ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["feeds/all.atom", "en/feeds/all.atom"])
def test_a_feed_tells_what_changed_newest_first(documents, path):
    feed = ElementTree.fromstring(documents[path])
    days = [entry.findtext(f"{ATOM}updated", "") for entry in feed.iter(f"{ATOM}entry")]
    assert days == sorted(days, reverse=True)
    assert days[0] == "2026-11-03T00:00:00+08:00"
    assert feed.findtext(f"{ATOM}updated") == days[0]
    ids = [entry.findtext(f"{ATOM}id") for entry in feed.iter(f"{ATOM}entry")]
    assert len(set(ids)) == len(ids) == 5
    titles = [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")]
    assert ("Withdrawn: Old clinics" if path.startswith("en") else "撤下：旧诊所") in titles


def test_a_feed_links_to_itself_and_to_its_page(documents):
    feed = ElementTree.fromstring(documents["en/feeds/dataset/clinics.atom"])
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links == {
        "self": "http://127.0.0.1:8000/en/feeds/dataset/clinics.atom",
        "alternate": "http://127.0.0.1:8000/en/dataset/clinics/",
    }


def test_changes_are_told_oldest_first(documents):
    lines = [json.loads(line) for line in documents["changes.ndjson"].splitlines()]
    assert [(c["date"], c["package"], c["change"]) for c in lines][:2] == [
        ("2026-09-09", "old-clinics", "withdrawn"),
        ("2026-10-02", "clinics", "added"),
    ]
    assert len(lines) == 5


# --- crawlers -----------------------------------------------------------------------------------------------------


def test_every_page_of_the_sitemap_names_its_translations(documents):
    entries = list(ElementTree.fromstring(documents["sitemap.xml"]))
    where = {entry.findtext(f"{SITEMAP}loc"): entry for entry in entries}
    assert len(where) == len(entries)
    for url, entry in where.items():
        links = {link.get("hreflang"): link.get("href") for link in entry.findall(f"{XHTML}link")}
        assert set(links) == {"zh-Hans", "en", "x-default"}
        assert url in links.values()
        assert all(link in where for link in links.values())
    assert where["http://127.0.0.1:8000/en/dataset/clinics/"].findtext(f"{SITEMAP}lastmod") == "2026-11-03"
    assert "http://127.0.0.1:8000/dataset/old-clinics/" not in where


def test_the_sitemap_names_pages_that_people_wrote(tmp_path):
    made = render(making.admitted([]), {}, {}, cache=Cache(tmp_path), pages=("/about/",))
    sitemap = next(d.content for d in made if d.path == "sitemap.xml")
    assert isinstance(sitemap, bytes)
    assert b"<loc>http://127.0.0.1:8000/en/about/</loc>" in sitemap


def test_many_pages_need_an_index():
    address = Urls("https://example.org/open", ("zh-Hans", "en"))
    files = to_sitemap([Page(f"/dataset/{n}/") for n in range(5)], address, most=4)
    assert list(files) == ["/sitemap.xml", "/sitemap-1.xml", "/sitemap-2.xml", "/sitemap-3.xml"]
    index = ElementTree.fromstring(files["/sitemap.xml"])
    assert next(loc.text for loc in index.iter(f"{SITEMAP}loc")) == "https://example.org/open/sitemap-1.xml"
    assert all(len(ElementTree.fromstring(files[f"/sitemap-{n}.xml"])) <= 4 for n in (1, 2, 3))


def test_robots_knows_the_path_of_the_portal(tmp_path):
    admitted = making.admitted([], portal=making.portal(base_url="https://example.org/open"))
    made = {d.path: d.content for d in render(admitted, {}, {}, cache=Cache(tmp_path))}
    assert made["robots.txt"] == (
        b"User-agent: *\nDisallow: /open/data/\nDisallow: /open/api/\n\nSitemap: https://example.org/open/sitemap.xml\n"
    )


def test_a_portal_without_data_renders_too(tmp_path):
    made = {d.path for d in render(making.admitted([]), {}, {}, cache=Cache(tmp_path))}
    assert {"catalog.ttl", "feeds/all.atom", "sitemap.xml", "datapackage.json", "catalog.xlsx"} <= made
