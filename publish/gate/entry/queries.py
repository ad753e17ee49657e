"""Can the queries that a package offers be asked?"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing
from typing import ClassVar

from publish.gate.place import at
from publish.gate.rule import QueryRule
from publish.guard import flaw, guard
from publish.mistakes import reason
from publish.model import Package, Portal
from publish.problems import Problem, problem
from publish.tables import Table, ddl, labelled, view_suffixes

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST = 64  # characters of a name
_READS = re.compile(r"(\s|--[^\n]*\n|/\*.*?\*/)*(select|with)\b", re.IGNORECASE | re.DOTALL)
_WORD = re.compile(r"[\w.]+")
_NO_TABLE = re.compile(r"no such table: (?:main\.)?(.+)")


class Queries(QueryRule):
    """The queries that a package offers have names of their own and can be asked.

    A query is served as a page and as JSON under its name, which is in small letters, digits and hyphens and stands
    once in a package. Its SQL is one `SELECT` in SQLite's dialect; it may join any tables of the portal, and the views
    `…__zh` and `…__en` of tables with codes. It is compiled against empty tables with the columns of the real ones, so
    a column that was renamed is found before anybody asks. What is to be filled in is written as a name: `:district`.
    When the portal is made every query is run once. One that takes longer than a reader may ask for, or that needs a
    table which is not published now, is left out with a warning.

    中文

    数据集提供的现成查询，名字不能重复，语句要能执行。每条查询按名字有一个网页和 JSON 接口；名字用小写字母、数字和连字
    符，在一个数据集里只出现一次。语句是一条 SQLite 写法的 `SELECT`，可以关联门户里的任何表，也可以用带代码的表的
    `…__zh`、`…__en` 视图。这里用列名相同的空表先编译一遍，改过列名的，不等人来查就能发现。要让查询的人填写的值，写成名
    字，如 `:district`。生成门户时每条查询都会运行一次；超过读者查询时限的，或者所需的表现在没有发布的，不提供，并给出提
    醒。
    """

    codes: ClassVar[tuple[str, ...]] = ("C901", "C902", "C903")

    def check(
        self, package: Package, portal: Portal, tables: Mapping[str, Table], known: Collection[str]
    ) -> Iterator[Problem]:
        named: set[str] = set()
        for index, query in enumerate(package.queries):
            if not _NAME.fullmatch(query.name) or len(query.name) > _LONGEST or query.name in named:
                yield problem("C901", **at(package, f"/queries/{index}/name"), name=query.name[:80])
            named.add(query.name)
            if detail := _wrong(query.sql, portal, tables, known):
                yield problem(
                    "C902", **at(package, f"/queries/{index}/sql"), name=query.name[:80], detail=reason(detail)
                )


def _wrong(sql: str, portal: Portal, tables: Mapping[str, Table], known: Collection[str]) -> str:
    """Why a query cannot be asked; "" when it can, or when it needs a table that was not judged now."""
    if not _READS.match(sql):
        return "not a SELECT"
    endings = tuple(view_suffixes(portal.languages).values())
    with closing(sqlite3.connect(":memory:")) as database:
        for table in _named(sql, endings, tables):
            database.execute(ddl(table))
            for _, view in labelled(table, portal.languages):
                database.execute(view)
        guard(database)
        detail = flaw(database, sql)
    missing = _NO_TABLE.fullmatch(detail)
    return "" if missing and _elsewhere(missing[1], tables, known) else detail


def _elsewhere(table: str, tables: Mapping[str, Table], known: Collection[str]) -> bool:
    """Is it a table of a package that is there, but was not judged, or not let in?"""
    owner = table.lower().partition("__")[0]
    judged = {name.partition("__")[0] for name in tables}
    return owner not in judged and owner in {name.lower().replace("-", "_") for name in known}


def _named(sql: str, endings: Sequence[str], tables: Mapping[str, Table]) -> list[Table]:
    """The tables whose names stand in a query, or whose views do."""
    words = {word for found in _WORD.findall(sql.lower()) for word in (found, *found.split("."))}
    bases = {word.removesuffix(ending) for word in words for ending in ("", *endings)}
    return [tables[name] for name in sorted(bases & tables.keys())]
