"""The databases as files: whole, in ranges, unchanged; and the list of every file, true to the byte."""

from __future__ import annotations

import hashlib
import sqlite3

import httpx
import pytest


@pytest.fixture(scope="module")
def manifest(portal_url):
    return httpx.get(f"{portal_url}/data/manifest.json").json()


@pytest.mark.parametrize("name", ["open", "catalogue"])
def test_a_database_is_taken_whole_and_answers_at_home(portal_url, manifest, tmp_path, name):
    answer = httpx.get(f"{portal_url}/data/{name}.db")
    assert answer.headers["content-type"] == "application/vnd.sqlite3"
    assert "content-encoding" not in answer.headers
    told = next(each for each in manifest["databases"] if each["path"] == f"/data/{name}.db")
    assert told["bytes"] == len(answer.content)
    assert told["sha256"] == hashlib.sha256(answer.content).hexdigest()
    (tmp_path / "taken.db").write_bytes(answer.content)
    taken = sqlite3.connect(tmp_path / "taken.db")
    try:
        assert taken.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert taken.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] > 5
    finally:
        taken.close()


def test_it_is_taken_on_where_it_broke_off(portal_url):
    address = f"{portal_url}/data/open.db"
    first = httpx.get(address, headers={"range": "bytes=0-99"})
    assert first.status_code == 206 and first.content.startswith(b"SQLite format 3")
    rest = httpx.get(address, headers={"range": "bytes=100-", "if-range": first.headers["etag"]})
    assert rest.status_code == 206
    assert first.content + rest.content == httpx.get(address).content
    assert httpx.get(address, headers={"range": "bytes=999999999999-"}).status_code == 416
    other = httpx.get(address, headers={"range": "bytes=100-", "if-range": '"another"'})
    assert other.status_code == 200


@pytest.mark.parametrize("path", ["/data/open.db", "/data/catalogue.db", "/data/manifest.json"])
def test_what_did_not_change_is_not_sent_again(portal_url, path):
    first = httpx.head(f"{portal_url}{path}")
    assert first.status_code == 200 and first.headers["cache-control"] == "public, max-age=300"
    for asked in ({"if-none-match": first.headers["etag"]}, {"if-modified-since": first.headers["last-modified"]}):
        assert httpx.get(f"{portal_url}{path}", headers=asked).status_code == 304
    assert httpx.get(f"{portal_url}{path}", headers={"if-none-match": '"another"'}).status_code == 200
    assert httpx.post(f"{portal_url}{path}").status_code == 405


def test_the_list_names_every_file_of_data_with_its_digest(portal_url, manifest):
    files = {each["path"]: each for each in manifest["files"]}
    assert "/dataset/census-2020-districts/data/census-2020-districts.csv" in files
    assert not [path for path in files if path.endswith(".html")]
    for path in ("/dataset/census-2020-districts/data/census-2020-districts.parquet", "/catalog.jsonld"):
        body = httpx.get(f"{portal_url}{path}").content
        assert files[path]["bytes"] == len(body)
        assert files[path]["sha256"] == hashlib.sha256(body).hexdigest()


def test_no_other_database_is_a_file(portal_url):
    for path in ("/data/_internal.db", "/data/release.db"):
        assert httpx.get(f"{portal_url}{path}").status_code in (403, 404)
