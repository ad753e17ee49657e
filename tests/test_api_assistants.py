"""The endpoint for assistants, asked by a real client of the Model Context Protocol, and by those who mean harm."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from mcp.client.client import Client

from publish.guard import ASSISTANT
from tests.test_api_hostile import HUGE, NEVER, ROWS

MCP = "/data/-/mcp"
MANY_COLUMNS = ",".join("1" for _ in range(10_000))


def told(answer: Any) -> dict[str, Any]:
    assert not answer.is_error, answer.content
    found: dict[str, Any] = answer.structured_content
    return found


def asking(url: str, ask: Callable[[Client], Awaitable[Any]], mode: str = "auto") -> Any:
    async def session() -> Any:
        async with Client(f"{url}{MCP}", mode=mode) as client:
            return await ask(client)

    return asyncio.run(session())


def raw(url: str, body: bytes, method: str = "POST", **headers: str) -> tuple[int, bytes]:
    told_as = {"content-type": "application/json", "accept": "application/json, text/event-stream"}
    answer = httpx.request(method, f"{url}{MCP}", content=body or None, headers=told_as | headers, timeout=30)
    return answer.status_code, answer.content


@pytest.mark.parametrize("mode", ["legacy", "auto"])
def test_an_assistant_finds_a_table_reads_what_it_holds_and_asks(portal_url, mode):
    async def ask(client: Client) -> None:
        assert client.server_info and client.server_info.name == "kaimen"
        assert "find_tables" in (client.instructions or "")
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        assert set(tools) == {"find_tables", "describe_table", "execute_sql"}
        assert all(tool.annotations and tool.annotations.read_only_hint for tool in tools.values())
        assert all(tool.description for tool in tools.values())
        for words in ("人口", "population"):
            found = told(await client.call_tool("find_tables", {"words": words}))
            assert "census_2020_districts" in [table["table"] for table in found["tables"]]
        about = told(await client.call_tool("describe_table", {"table": "census_2020_districts"}))
        assert about["rows"] == 16 and about["title"]["en"] and about["page"].startswith(portal_url)
        columns = {column["name"] for column in about["columns"]}
        assert {"code", "population"} <= columns, columns
        sql = "select count(*) as n from census_2020_districts"
        assert told(await client.call_tool("execute_sql", {"sql": sql})) == {
            "columns": ["n"],
            "rows": [[16]],
            "truncated": False,
        }

    asking(portal_url, ask, mode)


def test_a_join_through_a_key_that_it_was_told_of(portal_url):
    async def ask(client: Client) -> dict[str, Any]:
        about = told(await client.call_tool("describe_table", {"table": "administrative_divisions__streets"}))
        key = about["references"][0]
        here, there = key["columns"][0], key["its_columns"][0]
        joined = f"select count(*) from {about['table']} a join {key['table']} b on a.{here} = b.{there}"
        return told(await client.call_tool("execute_sql", {"sql": joined}))

    assert asking(portal_url, ask)["rows"][0][0] > 100


def test_the_catalogue_can_be_asked_too(portal_url):
    async def ask(client: Client) -> dict[str, Any]:
        sql = "select name from packages order by name"
        return told(await client.call_tool("execute_sql", {"sql": sql, "database": "catalogue"}))

    assert ["census-2020-districts"] in asking(portal_url, ask)["rows"]


HARM = {
    "writing": "delete from census_2020_districts",
    "writing behind with": "with a as (select 1) insert into census_2020_districts select 1",
    "attach": "attach database '/tmp/x' as x",
    "two statements": "select 1; select 2",
    "pragma": "select * from pragma_function_list",
    "files": "select readfile('/etc/passwd')",
    "extension": "select load_extension('x')",
    "recursive": f"{NEVER} select count(*) from c",
    "group_concat": f"select length(group_concat(a.name || b.name)) from {ROWS} a, {ROWS} b",
    "randomblob": "select randomblob(1000000000)",
    "cross join": f"select count(*) from {ROWS} a, {ROWS} b, {ROWS} c",
    "10,000 columns": f"select {MANY_COLUMNS}",
    "text without end": f"select {HUGE}",
    "too many cells": f"select {','.join('code' for _ in range(200))} from {ROWS}",
    "json deep": "select json(printf('%.*c', 1900000, '[') || printf('%.*c', 1900000, ']'))",
    "no such table": "select * from nowhere",
    "nothing": "",
}


@pytest.mark.parametrize("name", HARM)
def test_what_means_harm_is_refused_or_stopped(portal_url, name):
    async def ask(client: Client) -> Any:
        return await client.call_tool("execute_sql", {"sql": HARM[name]})

    began = time.monotonic()
    answer = asking(portal_url, ask)
    assert answer.is_error, answer.structured_content
    said = answer.content[0].text
    assert said and "Traceback" not in said and len(said) < 20_000
    assert time.monotonic() - began < 30


def test_no_other_database_and_no_other_tool(portal_url):
    async def ask(client: Client) -> list[Any]:
        return [
            await client.call_tool("execute_sql", {"sql": "select 1", "database": "_internal"}),
            await client.call_tool("describe_table", {"table": "sqlite_master"}),
            await client.call_tool("find_tables", {"words": "x" * 501}),
            await client.call_tool("find_tables", {"limit": 10_000}),
        ]

    assert all(answer.is_error for answer in asking(portal_url, ask))


def test_an_answer_is_small_enough_for_an_assistant(portal_url):
    async def ask(client: Client) -> dict[str, Any]:
        return told(await client.call_tool("execute_sql", {"sql": f"{NEVER} select x, x as y from c"}))

    answer = asking(portal_url, ask)
    assert answer["truncated"] and 2 * len(answer["rows"]) <= ASSISTANT.cells


def call(sql: str) -> bytes:
    asked = {"name": "execute_sql", "arguments": {"sql": sql}}
    return json.dumps({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": asked}).encode()


BODIES = {
    "nothing": b"",
    "no JSON": b"{",
    "no object": b"1",
    "deep": b"[" * 90_000,
    "deep inside": b'{"jsonrpc":"2.0","id":1,"method":"tools/call","params":' + b'{"a":' * 30_000 + b"1" + b"}" * 9_001,
    "no UTF-8": b'{"jsonrpc":"2.0","id":1,"method":"\xff\xfe"}',
    "a batch": b"[" + b",".join([call("select 1")] * 500) + b"]",
}


@pytest.mark.parametrize("name", BODIES)
def test_a_wrong_question_is_told_so(portal_url, name):
    status, body = raw(portal_url, BODIES[name])
    assert status == 400, body[:300]
    assert b"Traceback" not in body and len(body) < 20_000


def test_a_large_question_is_refused_before_it_is_read(portal_url):
    assert raw(portal_url, call("select '" + "x" * 300_000 + "'"))[0] == 413


@pytest.mark.parametrize("method", ["GET", "DELETE", "PUT", "PATCH"])
def test_nothing_but_post_is_answered(portal_url, method):
    status, body = raw(portal_url, b"", method)
    assert status == 405 and b"POST" in body


def test_nowhere_else_is_asked_by_post(portal_url):
    for path in ("/data/open.json", "/data/-/mcp/", "/data/-/metadata.json", "/data/-/mcpx"):
        assert httpx.post(f"{portal_url}{path}", content=call("select 1")).status_code in (404, 405), path


def test_a_page_of_another_origin_may_ask(portal_url):
    asked = {"Origin": "https://example.org", "Access-Control-Request-Method": "POST"}
    answer = httpx.options(f"{portal_url}{MCP}", headers=asked)
    assert answer.status_code == 204 and answer.headers["access-control-allow-origin"] == "*"


def test_no_answer_is_kept_and_no_session_is_opened(portal_url):
    hello = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "x", "version": "1"}}
    body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": hello}).encode()
    kinds = {"content-type": "application/json", "accept": "application/json, text/event-stream"}
    answer = httpx.post(f"{portal_url}{MCP}", content=body, headers=kinds)
    assert answer.headers["cache-control"] == "no-store"
    assert "mcp-session-id" not in answer.headers
    assert answer.json()["result"]["serverInfo"]["name"] == "kaimen"
