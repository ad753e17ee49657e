"""One address: files, interfaces, headers; a real server, and real clients."""

import asyncio
import gzip
import socket
import subprocess
import threading
import time

import ckanapi
import httpx
import pytest
import uvicorn

from publish import release
from publish.problems import PublishError
from publish.serve import app, media_type
from tests import making, releasing

BASE = "http://127.0.0.1:8000"


@pytest.fixture(scope="module")
def output(tmp_path_factory):
    return releasing.released(tmp_path_factory.mktemp("release"))


def asking(service):
    async def answer(path, method, more):
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=service), base_url=BASE) as client:
            return await client.request(method, path, **more)

    return lambda path, method="GET", **more: asyncio.run(answer(path, method, more))


@pytest.fixture(scope="module")
def ask(output):
    return asking(app(output))


# --- files --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/en/", "text/html; charset=utf-8"),
        ("/dataset/clinics/", "text/html; charset=utf-8"),
        ("/dataset/clinics/data/clinics.csv", "text/csv; charset=utf-8"),
        ("/dataset/clinics/data/clinics.excel.csv", "text/csv; charset=utf-8"),
        ("/dataset/clinics/data/clinics.parquet", "application/vnd.apache.parquet"),
        ("/dataset/clinics/data/clinics.ndjson", "application/x-ndjson"),
        ("/dataset/clinics/datapackage.json", "application/json"),
        ("/catalog.ttl", "text/turtle; charset=utf-8"),
        ("/catalog.jsonld", "application/ld+json"),
        ("/feeds/all.atom", "application/atom+xml"),
        ("/robots.txt", "text/plain; charset=utf-8"),
        ("/data/", "text/html; charset=utf-8"),
        ("/api/3/action/package_list", "application/json; charset=utf-8"),
    ],
)
def test_everything_is_at_one_address(ask, path, kind):
    answer = ask(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == kind
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["etag"]


def test_scripts_and_styles_come_from_this_site_only(ask):
    for path in ("/", "/data/open", "/data/open/clinics"):
        policy = ask(path).headers["content-security-policy"]
        assert policy.startswith("default-src 'self';")
        assert "unsafe" not in policy and "sha256" not in policy


@pytest.mark.parametrize(
    ("path", "where"),
    [
        ("/dataset/clinics", "/dataset/clinics/"),
        ("/dataset/clinics?a=b", "/dataset/clinics/?a=b"),
        ("/en", "/en/"),
        ("/entry/307310/000123/", "/dataset/clinics/"),
        ("/entry/307310/000123", "/dataset/clinics/"),
        ("/en/organization/1231000000000102X4", "/en/organization/city-data-centre/"),
        ("/organization/1231000000000102X4/", "/organization/city-data-centre/"),
        ("/en/organization/1231000000000102X4/", "/en/organization/city-data-centre/"),
        ("/dataset/dispensaries/", "/dataset/clinics/"),
        ("/dataset/dispensaries", "/dataset/clinics/"),
        ("/en/dataset/dispensaries/", "/en/dataset/clinics/"),
        ("/dataset/dispensaries/datapackage.json", "/dataset/clinics/datapackage.json"),
        ("/dataset/dispensaries/data/dispensaries.csv", "/dataset/clinics/data/clinics.csv"),
        ("/dataset/dispensaries/data/districts.csv", "/dataset/clinics/data/districts.csv"),
    ],
)
def test_other_addresses_lead_to_the_page(ask, path, where):
    answer = ask(path)
    assert answer.status_code == 301
    assert answer.headers["location"] == where


@pytest.mark.parametrize(
    ("path", "said"),
    [("/nothing", "没有这一页"), ("/en/nothing", "Not here"), ("/dataset/wrong/", "没有这一页"),
     ("/../release.json", "没有"), ("/%2e%2e/release.json", "没有"), ("/..%2fapi.json", "没有"),
     ("/%00", "没有"), ("/404", "没有")],
)  # fmt: skip
def test_what_is_not_there_is_404_in_the_language_of_the_path(ask, path, said):
    answer = ask(path)
    assert answer.status_code == 404
    assert said in answer.text
    assert answer.headers["cache-control"] == "no-store"


def test_a_former_name_that_another_dataset_bears_now_is_that_datasets(ask):
    assert ask("/dataset/beds/datapackage.json").status_code == 200


def test_a_csv_names_its_description(ask):
    link = ask("/dataset/clinics/data/districts.csv").headers["link"]
    assert link == (
        '</dataset/clinics/data/districts.csv-metadata.json>; rel="describedby"; type="application/csvm+json"'
    )
    described = ask("/dataset/clinics/data/districts.csv-metadata.json")
    assert described.headers["content-type"] == "application/csvm+json"
    assert "link" not in described.headers


def test_withdrawn_data_are_gone_and_the_page_says_so(ask):
    answer = ask("/dataset/old-clinics/data/old-clinics.csv")
    assert answer.status_code == 410
    assert "已撤下" in answer.text
    assert ask("/dataset/old-clinics/").status_code == 200


def test_a_version_that_is_no_longer_kept_says_where_the_latest_is(ask):
    answer = ask("/dataset/clinics/versions/2026.10.0/clinics.zip")
    assert answer.status_code == 410
    assert "不再保留" in answer.text and "/dataset/clinics/" in answer.text
    assert ask("/dataset/clinics/versions/1.0/clinics.zip").status_code == 404
    page = ask("/dataset/clinics/versions/2026.10.0/clinics.zip", headers={"accept": "text/html"})
    assert page.status_code == 410 and page.text == ask("/dataset/clinics/").text


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_nothing_can_be_sent(ask, method):
    assert ask("/", method).status_code == 405


def test_a_page_of_another_site_may_take_a_file_in_parts(ask):
    path = "/dataset/clinics/data/clinics.parquet"
    wanted = {"origin": "https://a.example", "access-control-request-headers": "range,if-match"}
    told = ask(path, "OPTIONS", headers=wanted)
    assert (told.status_code, told.headers["access-control-allow-headers"]) == (204, "*")
    for answer in (told, ask(path, headers={"range": "bytes=0-9"}), ask("/none")):
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "Content-Range" in answer.headers["access-control-expose-headers"]


def test_a_file_that_is_known_is_not_sent_again(ask):
    first = ask("/dataset/clinics/data/clinics.csv")
    assert first.headers["last-modified"] == "Tue, 03 Nov 2026 00:00:00 GMT"
    assert first.headers["cache-control"] == "public, max-age=300"
    later = "Wed, 04 Nov 2026 00:00:00 GMT"
    assert ask("/", headers={"if-modified-since": "last week"}).status_code == 200
    for header in (
        {"if-none-match": first.headers["etag"]},
        {"if-modified-since": first.headers["last-modified"]},
        {"if-modified-since": later},
    ):
        again = ask("/dataset/clinics/data/clinics.csv", headers=header)
        assert again.status_code == 304
        assert again.content == b""


def test_head_tells_the_size(ask):
    answer = ask("/dataset/clinics/data/clinics.parquet", "HEAD")
    assert answer.content == b""
    assert int(answer.headers["content-length"]) == len(ask("/dataset/clinics/data/clinics.parquet").content)


def test_a_part_of_a_file_can_be_asked_for(ask):
    whole = ask("/dataset/clinics/data/clinics.parquet").content
    part = ask("/dataset/clinics/data/clinics.parquet", headers={"range": "bytes=4-9"})
    assert part.status_code == 206
    assert part.content == whole[4:10]
    assert part.headers["content-range"] == f"bytes 4-9/{len(whole)}"
    assert ask("/dataset/clinics/data/clinics.parquet", headers={"range": "bytes=999999-"}).status_code == 416


def test_text_is_compressed_and_a_part_is_not(ask):
    plain = ask("/dataset/clinics/", headers={"accept-encoding": "identity"})
    packed = ask("/dataset/clinics/", headers={"accept-encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.content == plain.content
    assert packed.headers["etag"] != plain.headers["etag"]
    assert packed.headers["vary"] == "Accept-Encoding"
    part = ask("/dataset/clinics/", headers={"accept-encoding": "gzip", "range": "bytes=0-9"})
    assert part.content == plain.content[:10]


def test_each_coding_has_its_own_tag_and_is_not_sent_twice(ask):
    tags = {}
    for accepted in ("identity", "gzip", "gzip, br", "br;q=0, gzip;q=0"):
        answer = ask("/dataset/clinics/", headers={"accept-encoding": accepted})
        tags[accepted] = answer.headers["etag"], answer.headers.get("content-encoding", "")
        again = ask("/dataset/clinics/", headers={"accept-encoding": accepted, "if-none-match": answer.headers["etag"]})
        assert again.status_code == 304 and again.content == b""
    assert [how for _, how in tags.values()] == ["", "gzip", "br", ""]
    assert len({tag for tag, _ in tags.values()}) == 3


def test_what_never_changes_is_kept_for_ever(ask):
    assert "immutable" in ask("/static/site.css?v=1").headers["cache-control"]
    assert "immutable" not in ask("/static/site.css").headers["cache-control"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [("a.GEOJSON", "application/geo+json"), ("a.pdf", "application/pdf"), ("a", "application/octet-stream")],
)
def test_media_types(name, kind):
    assert media_type(name) == kind


# --- releases -----------------------------------------------------------------------------------------------------


def test_without_a_release_there_is_nothing_to_serve(tmp_path):
    with pytest.raises(PublishError):
        app(tmp_path / "output")


def test_a_running_server_stays_with_its_release(tmp_path):
    city = releasing.city(tmp_path)
    output = releasing.released(tmp_path / "r", city)
    before = asking(app(output))
    one = before("/").content, before("/api/3/action/package_list").json()["result"]
    fewer = making.admitted([d for d in city.datasets if d.name != "beds"])
    releasing.release_of(fewer, tmp_path / "r", output, pages={**releasing.WRITTEN, "index.html": "new"})
    assert (before("/").content, before("/api/3/action/package_list").json()["result"]) == one
    after = asking(app(output))
    assert after("/").text == "new"
    assert after("/api/3/action/package_list").json()["result"] == ["clinics", "staff"]
    assert release.current(output) is not None


@pytest.mark.parametrize("taken", [False, True])
def test_a_portal_may_live_under_a_path(tmp_path, taken):
    """A proxy may pass the path on or take it away."""
    city = releasing.city(tmp_path, portal=making.portal(base_url="http://127.0.0.1:8000/open"))
    ask = asking(app(releasing.released(tmp_path / "r", city)))
    start = "" if taken else "/open"
    assert ask(f"{start}/dataset/clinics/").status_code == 200
    assert ask(f"{start}/dataset/clinics").headers["location"] == "/open/dataset/clinics/"
    assert ask(f"{start}/data/open/clinics.json?_shape=array").json()[0]["id"] == 1
    assert ask(f"{start}/data/open/clinics/").headers["location"] == "/open/data/open/clinics"
    assert 'href="/open/data/open/clinics"' in ask(f"{start}/data/open").text
    assert (
        ask(f"{start}/api/action/package_show?id=clinics").json()["result"]["url"]
        == "http://127.0.0.1:8000/open/dataset/clinics/"
    )


# --- a real server ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def address(output):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = uvicorn.Server(
        uvicorn.Config(app(output), host="127.0.0.1", port=port, log_level="warning", access_log=False)
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    limit = time.monotonic() + 20
    while not server.started and time.monotonic() < limit:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


def test_ckanapi_works_without_an_adapter(address):
    with ckanapi.RemoteCKAN(address) as portal:
        assert portal.action.package_list() == ["beds", "clinics", "staff"]
        assert portal.action.package_search(q="诊所", rows=5)["count"] == 1
        rows = portal.action.datastore_search(resource_id="clinics", filters={"kind": "a"})
        assert rows["total"] == 2
        with pytest.raises(ckanapi.NotFound):
            portal.action.package_show(id="none")
        with pytest.raises(ckanapi.ValidationError):
            portal.action.package_show()


def test_curl_reads_it_compressed_and_in_parts(address, tmp_path):
    target = tmp_path / "part"
    command = [
        "curl",
        "--silent",
        "--fail",
        "--range",
        "0-3",
        "--output",
        str(target),
        f"{address}/dataset/clinics/data/clinics.parquet",
    ]
    subprocess.run(command, check=True)
    assert target.read_bytes() == b"PAR1"
    command = ["curl", "--silent", "--fail", "--header", "Accept-Encoding: gzip", f"{address}/dataset/clinics/"]
    assert "诊所" in gzip.decompress(subprocess.run(command, check=True, capture_output=True).stdout).decode()
