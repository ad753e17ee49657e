"""Hostile questions to a real server: each is answered within the limits, and others hardly notice."""

from __future__ import annotations

import http.client
import json
import statistics
import threading
import time
from pathlib import Path
from urllib.parse import quote

import pytest

from publish.api.door import LONGEST, PARAMETERS
from tests.conftest import Serving, free_port

ROWS = "administrative_divisions__villages"  # the largest table of the sample city
HUGE = "printf('%.*c', 3900000, 'a')"
SOME = "printf('%.*c', 900000, 'x')"
MANY = " OR ".join(map(str, range(900)))
NEVER = "with recursive c(x) as (select 1 union all select x + 1 from c)"
PATIENCE = 30.0  # seconds, for a machine that does other things too


def sql(text: str, database: str = "open", form: str = ".json") -> str:
    return f"/data/{database}{form}?sql={quote(text)}"


STOPPED = {
    "recursive": sql(f"{NEVER} select count(*) from c"),
    "recursive, ordered": sql(f"{NEVER} select x from c order by x desc"),
    "recursive, distinct": sql("with recursive c(x) as (select 1 union select x + 1 from c) select count(*) from c"),
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
    "json_group_array": sql(f"select length(json_group_array(a.name)) from {ROWS} a, {ROWS} b"),
    "cross join": sql(f"select count(*) from {ROWS} a, {ROWS} b, {ROWS} c"),
    "cross join, sorted": sql(f"select a.name || b.name n from {ROWS} a, {ROWS} b order by n desc limit 10"),
    "text without end": sql(f"select printf('%.*c', 999999, 'x') from {ROWS}"),
    "bytes without end": sql(f"select cast(printf('%.*c', 999999, 'x') as blob) from {ROWS}"),
    "control characters": sql(f"select replace(printf('%.*c', 49000, 'x'), 'x', char(1)) from {ROWS}"),
    "full text": sql("select * from search where search match '" + "(" * 3_000 + "a" + ")" * 3_000 + "'", "catalogue"),
    "comments": sql("/*" * 9_000),
    "a filter that never ends": f"/data/open/{ROWS}.json?_where={quote(f'({NEVER} select count(*) from c) > 1')}",
    "filters": f"/data/open/{ROWS}.json?" + "&".join(f"name__contains={n}" for n in range(PARAMETERS + 1)),
    "facets": f"/data/open/{ROWS}.json?" + "&".join(f"_facet=name&_facet=code&n={n}" for n in range(20)),
    "parameters": "/data/open.json?sql=select+1&" + "&".join(f"p{n}=1" for n in range(3_000)),
    "a long address": "/data/open/" + "a" * (LONGEST + 1) + ".json",
    "parentheses, for CKAN": "/api/3/action/package_search?fq=" + quote("(" * 5_000 + "a"),
    "nested, for CKAN": "/api/3/action/datastore_search?filters=" + quote("[" * 5_000),
}
ANSWERED = {
    "LIKE": sql(f"select {HUGE} like '%a%a%a%a%a%a%a%a%a%a%b'"),
    "GLOB": sql(f"select {HUGE} glob '*a*a*a*a*a*a*a*b'"),
    "instr": sql(f"select instr({HUGE}, printf('%.*c', 1900000, 'a') || 'b')"),
    "rows without end": sql(f"{NEVER} select x from c"),
    "printf": sql("select length(printf('%1000000000d', 1))"),
    "a large array": sql(f"select count(*) from json_each('[1' || replace({SOME}, 'x', ',1') || ']')"),
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


def test_others_keep_their_latency_and_memory_is_bounded(server):
    port, pid = server
    asked = (f"/data/open/{ROWS}.json?_size=20", "/data/open.json?sql=select+1", "/", "/api/3/action/package_list")

    def median(rounds: int = 15) -> float:
        spent = []
        for n in range(rounds):
            for path in asked:
                began = time.perf_counter()
                assert get(port, f"{path}{'&' if '?' in path else '?'}n={n}")[0] == 200
                spent.append(time.perf_counter() - began)
        return statistics.median(spent)

    quiet, done = median(), threading.Event()
    slow = [STOPPED[name] for name in ("recursive", "cross join", "group_concat", "json_each", "wide and long")]
    seen: list[int] = []

    def attack(path: str) -> None:
        while not done.is_set():
            seen.append(get(port, path)[0])

    threads = [threading.Thread(target=attack, args=(path,)) for path in slow * 2]
    for thread in threads:
        thread.start()
    try:
        busy = median()
    finally:
        done.set()
        for thread in threads:
            thread.join()
    assert set(seen) <= {400, 503}
    assert busy < max(20 * quiet, 1.0), "nobody waits behind ten questions of two seconds"
    assert megabytes(pid) < 1_500
