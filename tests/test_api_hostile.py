"""Hostile questions to a real server: each is answered within the limits, and others hardly notice."""

from __future__ import annotations

import asyncio
import http.client
import json
import socket
import statistics
import threading
import time
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import pytest
import uvicorn
from starlette.responses import PlainTextResponse

from publish import listening
from publish.api.door import LONGEST, PARAMETERS
from publish.api.written import of_query
from tests.conftest import Serving, free_port

ROWS = "administrative_divisions__villages"  # the largest table of the sample city
HUGE = "printf('%.*c', 3900000, 'a')"
SOME = "printf('%.*c', 900000, 'x')"
MANY = " OR ".join(map(str, range(900)))
NEVER = "with recursive c(x) as (select 1 union all select x + 1 from c)"
CODE = "substr(code, 1, 1)"  # differs by row, so nothing is worked out once for all
COLUMNS = ",".join(f"1 a{n}" for n in range(1_000))
PATIENCE = 30.0  # seconds, for a machine that does other things too
LIMIT = 2.0  # seconds that one question may take: api_ms of the sample city


def sql(text: str, database: str = "open", form: str = ".json") -> str:
    return f"/data/{database}{form}?sql={quote(text)}"


STOPPED = {
    "recursive": sql(f"{NEVER} select count(*) from c"),
    "doubling": sql("with recursive c(x) as (select 'a' union all select x || x from c) select sum(length(x)) from c"),
    "group_concat": sql(f"select length(group_concat(a.name || b.name)) from {ROWS} a, {ROWS} b"),
    "group_concat of much": sql(f"select group_concat({HUGE}) from {ROWS} group by code"),
    "randomblob": sql("select randomblob(1000000000)"),
    "zeroblob": sql("select zeroblob(1000000000)"),
    "replace that grows": sql(f"select length(replace({HUGE}, 'a', {HUGE}))"),
    "regexp": sql("select 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaa!' regexp '(a+)+$'"),
    "10,000 columns": sql("select " + ",".join("1" for _ in range(10_000))),
    "wide and long": sql(f"select {','.join('name' for _ in range(1_999))} from {ROWS}"),
    "wide and long page": sql(f"select {','.join('name' for _ in range(1_999))} from {ROWS}", form=""),
    "parentheses": sql("select " + "(" * 5_000 + "1" + ")" * 5_000),
    "subqueries": sql("select * from (" * 500 + "select 1" + ")" * 500),
    "not not": sql("select " + "not " * 9_000 + "1"),
    "union": sql(" union all ".join("select 1" for _ in range(400))),
    "json_each": sql("select count(*) from " + ", ".join(f"json_each('[1,2,3,4,5,6,7,8,9]') j{n}" for n in range(12))),
    "json deep": sql("select json(printf('%.*c', 1900000, '[') || printf('%.*c', 1900000, ']'))"),
    "cross join": sql(f"select count(*) from {ROWS} a, {ROWS} b, {ROWS} c"),
    "cross join, sorted": sql(f"select a.name || b.name n from {ROWS} a, {ROWS} b order by n desc limit 10"),
    "text without end": sql(f"select printf('%.*c', 999999, 'x') from {ROWS}"),
    "bytes without end": sql(f"select cast(printf('%.*c', 999999, 'x') as blob) from {ROWS}"),
    "control characters": sql(f"select replace(printf('%.*c', 49000, 'x'), 'x', char(1)) from {ROWS}"),
    "full text": sql("select * from search where search match '" + "(" * 3_000 + "a" + ")" * 3_000 + "'", "catalogue"),
    "comments": sql("/*" * 9_000),
    "LIKE, row by row": sql(
        f"select count(*) from {ROWS} where printf('%.*c', 39e5, {CODE}) like '%' || printf('%.*c', 90, {CODE}) || 'x'"
    ),
    "a long pattern": sql(f"select 'a' like '{'%a' * 51}'"),
    "a long GLOB": sql(f"select {HUGE} glob '*{'[a-z]' * 15}b'"),
    "one row, many texts": sql(f"select {','.join(f'group_concat({HUGE})' for _ in range(400))} from {ROWS}"),
    "a path into JSON": sql("select json_set('{}', '$' || replace(printf('%.*c', 900000, 'x'), 'x', '.a'), 1)"),
    "json_tree": sql(
        f"select count(*) from json_tree('{'[' * 900}1{']' * 900}') a, json_each(a.value), {ROWS}, {ROWS} b"
    ),
    "window functions": sql(
        f"select sum(a.rowid) over (order by a.name rows 9000 preceding exclude ties) from {ROWS} a, {ROWS} b"
    ),
    "queries in queries": sql(
        f"with c0 as (select {COLUMNS})"
        + "".join(f", c{n + 1} as (select * from c{n} limit 1)" for n in range(60))
        + " select count(*) from c60"
    ),
    "doubled at every step": sql(
        "with c0 as (select 1 x)"
        + "".join(f", c{n + 1} as (select a.x from c{n} a, c{n} b)" for n in range(40))
        + " select count(*) from c40"
    ),
    "a long statement": sql("select 1" + " " * 20_000),
    "many in a list": sql(f"select count(*) from {ROWS} where code in ({','.join(map(str, range(5_000)))})"),
    "where the file lies": sql("select file from pragma_database_list"),
    "settings": sql("select * from pragma_function_list"),
    "another database": sql("attach database '/etc/passwd' as x"),
    "code": sql("select load_extension('/tmp/x.so')"),
    "a file": sql("select readfile('/etc/passwd')"),
    "a file to write": sql("select writefile('/tmp/x', 'x')"),
    "an editor": sql("select edit('x', 'vi')"),
    "a tokenizer": sql("select hex(fts3_tokenizer('simple'))"),
    "pages of the file": sql("select * from sqlite_dbpage"),
    "two statements": sql("select 1; select 2"),
    "two statements and a remark": sql("select 1 -- one\n; /* two */ drop table x"),
    "a null character": sql("select 1\0; select 2"),
    "a filter that never ends": f"/data/open/{ROWS}.json?_where={quote(f'({NEVER} select count(*) from c) > 1')}",
    "filters": f"/data/open/{ROWS}.json?" + "&".join(f"name__contains={n}" for n in range(PARAMETERS + 1)),
    "facets": f"/data/open/{ROWS}.json?" + "&".join(f"_facet=name&_facet=code&n={n}" for n in range(20)),
    "parameters": "/data/open.json?sql=select+1&" + "&".join(f"p{n}=1" for n in range(3_000)),
    "a long address": "/data/open/" + "a" * (LONGEST + 1) + ".json",
    "parentheses, for CKAN": "/api/3/action/package_search?fq=" + quote("(" * 5_000 + "a"),
    "words of filters, for CKAN": "/api/3/action/package_search?fq=name:(" + "a+" * 9_000 + ")",
    "keys to sort by, for CKAN": "/api/3/action/package_search?sort=" + "name,title," * 2_000,
    "resources, for CKAN": "/api/3/action/resource_search?" + "&".join(f"query=name:{n}" for n in range(100)),
    "a sort that is SQL": f"/api/3/action/datastore_search?resource_id={ROWS}&sort="
    + quote('name" desc, (select 1)--'),
    "a field that is SQL": f"/api/3/action/datastore_search?resource_id={ROWS}&fields=" + quote('name" from x--'),
    "nested, for CKAN": "/api/3/action/datastore_search?filters=" + quote("[" * 5_000),
}
ANSWERED = {
    "LIKE": sql(f"select {HUGE} like '%a%a%a%a%a%a%a%a%a%a%b'"),
    "instr": sql(f"select instr({HUGE}, printf('%.*c', 1900000, 'a') || 'b')"),
    "rows without end": sql(f"{NEVER} select x from c"),
    "printf": sql("select length(printf('%1000000000d', 1))"),
    "a large array": sql(f"select count(*) from json_each('[1' || replace({SOME}, 'x', ',1') || ']')"),
    "GLOB, row by row": sql(f"select count(*) from {ROWS} where name glob '*[一-龥]*[村会]*'"),
    "LIKE with many stars": sql(f"select {HUGE} like '%{'_%' * 48}b'"),
    "the schema": sql("select count(*) from sqlite_master"),
    "columns of a table": sql(f"select count(*) from pragma_table_info('{ROWS}')"),
    "a remark": sql("select 1 -- one"),
    "a long way to skip": f"/api/3/action/datastore_search?resource_id={ROWS}&offset=999999999999",
    "words, for CKAN": f"/api/3/action/datastore_search?resource_id={ROWS}&q=" + quote("%_\\'\"" * 500),
    "a search": f"/data/open/{ROWS}.json?_search={quote('啊 ' * 2_000)}",
    "a full-text search": sql(f"select 1 from search where search match '{MANY}'", "catalogue"),
}
TRICKS = [
    "/data/../../../../etc/passwd",
    "/data/%2e%2e/%2e%2e/release.json",
    "/data/open%2f..%2f..%2fetc%2fpasswd",
    "/data/-/static/../../../../../../etc/passwd",
    "/data/-/static/..%2f..%2fapp.py",
    "/data/-/static//etc/passwd",
    "/data/~2e~2e~2fetc~2fpasswd",
    "/data/open/%00.json",
    "/data/open/%ff%fe.json",
    "/dataset/%00",
    "/dataset/..%2f..%2frelease.json",
    "//etc/passwd",
    "/%252e%252e/%252e%252e/release.json",
    "/dataset%252fholidays/",
    "/..%5c..%5crelease.json",
    "/%c0%ae%c0%ae/release.json",
    "/index.html%00.css",
    "/data/../release.json",
    "/data/open/%ed%a0%80.json",
    "/api/3/action/%2e%2e/package_list",
    "/" + "a" * 60_000,
    "/" * 9_000,
]


@pytest.fixture(scope="module")
def server(city, built):
    port = free_port()
    serving = Serving(city, port)
    with serving:
        yield port, serving.process.pid


def get(port: int, path: str, headers: dict[str, str] | None = None) -> tuple[int, str, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.putrequest("GET", path, skip_accept_encoding=True)
        for name, value in (headers or {}).items():
            connection.putheader(name, value)
        connection.endheaders()
        answer = connection.getresponse()
        return answer.status, answer.getheader("content-type") or "", answer.read()
    finally:
        connection.close()


def megabytes(pid: int) -> int:
    """The most memory the process ever had."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    return next(int(line.split()[1]) // 1_000 for line in status.splitlines() if line.startswith("VmHWM"))


@pytest.mark.parametrize("name", STOPPED)
def test_what_is_too_much_is_stopped_and_told(server, name):
    status, kind, body = get(server[0], STOPPED[name])
    assert status in (400, 404, 409, 414), body[:300]
    assert len(body) < 100_000
    if kind.startswith("application/json"):
        said = json.loads(body)
        assert said.get("error")
        assert said.get("ok", said.get("success")) is False
    else:
        assert "<main" in body.decode() and ("格" in body.decode() or "cells" in body.decode())


@pytest.mark.parametrize("name", ANSWERED)
def test_what_only_looks_like_too_much_is_answered(server, name):
    status, _, body = get(server[0], ANSWERED[name])
    assert status == 200, body[:300]


@pytest.mark.parametrize("path", TRICKS)
def test_no_path_leads_out(server, path):
    status, _, body = get(server[0], path)
    assert status in (302, 307, 400, 404)
    assert b"root:" not in body and b"artefacts" not in body and b"import" not in body


@pytest.mark.parametrize("key", [b"sql", b"s%71l", b"%73%71%6c", b"_where", b"%5Fwher%65"])
def test_written_sql_is_known_however_its_key_is_spelt(key):
    assert of_query(b"_size=5&" + key + b"=select%201") == "select 1"
    assert of_query(b"_size=5&sequel=select%201") == ""


def test_others_keep_their_latency_and_memory_is_bounded(server):
    port, pid = server
    asked = (f"/data/open/{ROWS}.json?_size=20", "/data/open/holidays/2026-01-01", "/", "/api/3/action/package_list")

    def median(rounds: int = 15) -> float:
        spent = []
        for n in range(rounds):
            for path in asked:
                began = time.perf_counter()
                assert get(port, f"{path}{'&' if '?' in path else '?'}_n={n}")[0] == 200
                spent.append(time.perf_counter() - began)
        return statistics.median(spent)

    quiet, done = median(), threading.Event()
    named = ("recursive", "cross join", "group_concat", "json_each", "wide and long", "LIKE, row by row")
    slow = [
        STOPPED[name] for name in (*named, "doubled at every step", "one row, many texts", "keys to sort by, for CKAN")
    ]
    seen: list[int] = []

    def attack(path: str) -> None:
        while not done.is_set():
            seen.append(get(port, path)[0])

    threads = [threading.Thread(target=attack, args=(path,)) for path in slow]
    for thread in threads:
        thread.start()
    try:
        busy = median()
    finally:
        done.set()
        for thread in threads:
            thread.join()
    assert set(seen) <= {400, 503}
    # Behind all of them it would be the time limit of a question times as many as there are: far more than two.
    assert busy < max(20 * quiet, 2 * LIMIT), "nobody waits behind the questions that are stopped"
    assert megabytes(pid) < 1_000


# --- what comes before a question is understood -------------------------------------------------------------------

CSV = "/dataset/administrative-divisions/data/villages.csv"
ACTION = "/api/3/action/package_show"


def said(port: int, method: str, path: str, *headers: str, body: bytes = b"") -> tuple[int, bytes]:
    """The status of an answer and all of it, to a request as it is written here."""
    head = [f"{method} {path} HTTP/1.1", "Connection: close", *headers]
    if not any(one.startswith("Host") for one in headers):
        head.append("Host: x")
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as connection:
        connection.sendall("\r\n".join([*head, "", ""]).encode() + body)
        answer = b""
        with suppress(ConnectionResetError):  # who is refused while still sending
            while part := connection.recv(65_536):
                answer += part
    return int(answer.split()[1]), answer


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/data/open/holidays?_size=1", ['Host: x"><script>'], 400),
        ("/", ["Host: x", "Host: y"], 400),
        ("/data/open.json?sql=select+1", ["X-Forwarded-Host: evil.example", "X-Forwarded-Proto: javascript"], 200),
        ("/dataset/holidays", ["Host: evil.example", "X-Original-URL: /evil"], 301),
        (CSV, ["Range: bytes=0-" + "9" * 17], 206),
        (CSV, ["Range: bytes=0-" + "9" * 99], 200),
        (CSV, ["Range: bytes=9-1"], 200),
        (CSV, ["Range: lines=1-2"], 200),
        (CSV, ["Range: bytes=" + ",".join(["0-"] * 900)], 200),
        ("/data/open.db", ["Range: bytes=" + ",".join(["0-"] * 900)], 200),
        ("/data/open.db", ["Range: bytes=" + "9" * 15 + "-"], 416),
        ("/", ["If-None-Match: " + '"a",' * 10_000], 200),
        ("/", ["Accept-Encoding: " + "gzip;q=0.1," * 5_000], 200),
        ("/", ["Accept-Encoding: br;q=nan;q=-1, *;q="], 200),
        ("/", [f"X-{n}: a" for n in range(2_000)], 200),
        ("/", ["Content-Length: 2", "Content-Length: 3"], 400),
        ("/", ["Transfer-Encoding: gzip, chunked"], 400),
        ("/", ["X-A: a\r\nX-B : b"], 400),
    ],
)
def test_headers_that_lie_are_refused_or_as_if_they_were_not_there(server, path, headers, status):
    got, answer = said(server[0], "GET", path, *headers)
    assert got == status
    head = answer.partition(b"\r\n\r\n")[0]
    assert b"evil" not in head and b"<script>" not in answer[:300]


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b'{"id":' * 9_000, "application/json", 400),
        (b'{"id":' + b"[" * 9_000 + b"]" * 9_000 + b"}", "application/json", 400),
        (b'{"id":' + b"9" * 50_000 + b"}", "application/json", 400),
        (b'{"id": "x", "id": "holidays"}', "application/json", 200),
        (b'{"id": "\\ud800"}', "application/json", 404),
        (b'\xef\xbb\xbf{"id": "holidays"}', "text/plain", 200),
        (b"%7B%22id%22%3A+%22holidays%22%7D=", "application/x-www-form-urlencoded", 200),
        (b"a=1&" * 9_000, "application/x-www-form-urlencoded", 400),
        (b'--x\r\nContent-Disposition: form-data; name="id"\r\n\r\nx\r\n--x--', "multipart/form-data; boundary=x", 400),
        (b"\x1f\x8b\x08", "application/json", 400),
        (b'{"id": "' + b"a" * 3_000_000, "application/json", 400),
    ],
)  # fmt: skip
def test_a_body_that_is_a_bomb_is_answered_at_once(server, body, kind, status):
    began = time.perf_counter()
    got, answer = said(server[0], "POST", ACTION, f"Content-Type: {kind}", f"Content-Length: {len(body)}", body=body)
    assert got == status, answer[-300:]
    assert time.perf_counter() - began < 5
    filters = json.dumps({"resource_id": "holidays", "filters": "[" * 9_000}).encode()
    got, answer = said(
        server[0], "POST", "/api/3/action/datastore_search", f"Content-Length: {len(filters)}", body=filters
    )
    assert got == 409 and b"Cannot parse JSON" in answer


def test_who_does_not_say_what_is_wanted_is_left(monkeypatch):
    """A body that drips in, a head that does not end, nobody at all; a slow answer is none of these."""
    monkeypatch.setattr(listening, "WITHIN", 0.4)

    async def app(scope, receive, send):
        if scope["type"] == "http":
            ended = (await receive())["type"] == "http.disconnect"
            await asyncio.sleep(0 if ended else 0.8)
            await PlainTextResponse("ok")(scope, receive, send)

    port = free_port()
    listener = uvicorn.Server(uvicorn.Config(app, port=port, http=listening.Listening, log_level="critical"))
    thread = threading.Thread(target=listener.run)
    thread.start()
    try:
        while not listener.started:
            time.sleep(0.01)
        for drops in (
            [],
            [b"GET / HTTP/1.1\r\n", b"Host", b": "],
            [b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n"],
        ):
            began = time.perf_counter()
            with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as connection:
                for drop in drops:
                    connection.sendall(drop)
                    time.sleep(0.1)
                assert b"ok" not in connection.recv(999)
            assert time.perf_counter() - began < 5
        assert said(port, "GET", "/")[0] == 200
    finally:
        listener.should_exit = True
        thread.join(20)
