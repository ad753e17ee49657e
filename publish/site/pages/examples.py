"""Examples: how to take a table by program, ready to paste. Every address is a real one."""

from __future__ import annotations

import json
import shlex
from dataclasses import dataclass

from publish import urls
from publish.release import Download
from publish.site.tongue import Tongue
from publish.tables import Table, quoted
from publish.urls import Urls


@dataclass(frozen=True, slots=True)
class Example:
    """A piece of code. ``language`` is how a highlighter or a screen reader would name it."""

    name: str
    language: str
    code: str


@dataclass(frozen=True, slots=True)
class Api:
    """The query API of one table, with examples."""

    table: str
    page: str  # where a person looks at the table
    json: str  # whole addresses
    examples: tuple[Example, ...]


def api(table: Table, csv: Download | None, addresses: Urls, tongue: Tongue) -> Api:
    """The examples for one table. ``csv`` is its CSV, when it is offered."""
    rows = addresses.absolute(urls.table(table.name, "json")) + "?_shape=objects&_size=100"
    file = (
        addresses.absolute(csv.url)
        if csv and csv.document
        else addresses.absolute(urls.table(table.name, "csv")) + "?_stream=on"
    )
    sql = addresses.absolute(urls.SQL)
    made = (
        Example("curl", "sh", f'curl "{rows}"'),
        Example("Python", "python", _python(file, _codes(table))),
        Example("R", "r", _r(file, _codes(table))),
        Example("JavaScript", "js", _javascript(rows)),
        Example(tongue.t("Excel (Power Query)"), "powerquery", _power_query(file)),
        Example("SQL", "sql", _sql(table)),
    )
    return Api(
        table.name,
        addresses.href(urls.table(table.name)),
        rows,
        (
            *made,
            Example(
                tongue.t("SQL by address"), "sh", by_address(f"select count(*) as n from {quoted(table.name)}", sql)
            ),
        ),
    )


def _codes(table: Table) -> tuple[str, ...]:
    """Columns of text that programs take for numbers, so that 010105 loses its zero: keys, references, codes."""
    keys = {*table.primary_key, *(name for reference in table.references for name in reference.fields)}
    return tuple(
        f.name
        for f in table.fields
        if f.type == "string" and (f.name in keys or any(c.value.isdigit() for c in f.categories))
    )


def _python(file: str, codes: tuple[str, ...]) -> str:
    kept = ", ".join(f"{json.dumps(name, ensure_ascii=False)}: str" for name in codes)
    more = f", dtype={{{kept}}}" if codes else ""
    return f'import pandas as pd\n\nd = pd.read_csv("{file}"{more})\nprint(d.head())'


def _r(file: str, codes: tuple[str, ...]) -> str:
    kept = ", ".join(f"`{name}` = col_character()" for name in codes if "`" not in name)
    more = f", col_types = cols({kept})" if kept else ""
    return f'library(readr)\n\nd <- read_csv("{file}"{more})\nhead(d)'


def _javascript(rows: str) -> str:
    return f'const answer = await fetch("{rows}");\nconst {{ rows }} = await answer.json();\nconsole.table(rows);'


def _power_query(file: str) -> str:
    return (
        "let\n"
        f'    File = Web.Contents("{file}"),\n'
        '    Source = Csv.Document(File, [Delimiter=",", Encoding=65001, QuoteStyle=QuoteStyle.Csv]),\n'
        "    Table = Table.PromoteHeaders(Source, [PromoteAllScalars=true])\n"
        "in\n"
        "    Table"
    )


def _sql(table: Table) -> str:
    """A first query that means something: rows by the first labelled column, else the first rows."""
    group = next((f.name for f in table.fields if f.categories), "")
    if group:
        column = quoted(group)
        return f"select {column}, count(*) as n\nfrom {quoted(table.name)}\ngroup by {column}\norder by n desc"
    return f"select *\nfrom {quoted(table.name)}\nlimit 10"


def by_address(query: str, sql: str) -> str:
    """A query on one line, asked for by a command. ``sql`` is the whole address that takes it."""
    return f"curl --get {sql}.json \\\n  --data-urlencode {shlex.quote(f'sql={query}')} \\\n  --data _shape=array"
