"""The API guide: what people wrote, with what only the portal knows: its limits, and a join of two of its own tables.

The written page (``api-guide`` in ``content/``) comes first; without it there is no guide.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import quote

from publish import urls
from publish.admitted import Admitted
from publish.site.pages.examples import Example, by_address
from publish.site.pages.page import Link, Page
from publish.site.pages.singles import Article
from publish.site.tongue import Phrase, Tongue
from publish.tables import Reference, Table, quoted
from publish.urls import Urls


@dataclass(frozen=True, slots=True)
class Joined:
    """Two tables that point at each other, and the query that joins them."""

    said: str
    examples: tuple[Example, ...]
    address: str  # where a person runs it


@dataclass(frozen=True, slots=True)
class Guide:
    """What the page shows."""

    article: Article
    limits: tuple[str, ...]
    join: Joined | None


def page(written: Iterable[Article], admitted: Admitted, tongue: Tongue) -> Iterator[Page]:
    """``/api-guide/`` in one language."""
    known = [a for a in written if a.path == urls.API_GUIDE]
    for one in (a for a in known if a.lang == tongue.tag):
        said = tuple(tag for tag in admitted.portal.languages if any(a.lang == tag for a in known))
        matter = Guide(one, _limits(admitted, tongue), _join(admitted, tongue))
        crumbs = (Link(Phrase(one.title), one.path),)
        yield Page(
            one.path, one.lang, "interface.html", one.title, matter, one.summary, "", crumbs, said, scripts=("page.js",)
        )


def _limits(admitted: Admitted, tongue: Tongue) -> tuple[str, ...]:
    limits, t = admitted.portal.limits, tongue.t
    return (
        t(
            "One answer holds at most %(rows)s rows; take the next page, or the file.",
            rows=tongue.number(limits.api_rows),
        ),
        t(
            "One query may take %(seconds)s seconds; beyond that it is stopped.",
            seconds=tongue.number(limits.api_ms / 1000),
        ),
        t("Only reading: one select at a time."),
    )


def _join(admitted: Admitted, tongue: Tongue) -> Joined | None:
    """The first table that refers to a table with a name column, joined with it."""
    tables = {table.name: table for table in admitted.tables}
    found = (
        (table, reference, tables[reference.table], name)
        for table in tables.values()
        for reference in table.references
        if reference.table in tables and reference.table != table.name
        for name in [_name(tables[reference.table], reference)]
        if name
    )
    first = next(found, None)
    return _joined(*first, Urls.of(admitted.portal), tongue) if first else None


def _name(table: Table, reference: Reference) -> str:
    """The column that says what a row of the table is called."""
    return next((f.name for f in table.fields if f.type == "string" and f.name not in reference.columns), "")


def _joined(table: Table, reference: Reference, target: Table, name: str, addresses: Urls, tongue: Tongue) -> Joined:
    own = next((f.name for f in table.fields if f.name not in reference.fields), table.fields[0].name)
    pairs = zip(reference.fields, reference.columns, strict=True)
    on = " and ".join(f"b.{quoted(column)} = a.{quoted(mine)}" for mine, column in pairs)
    chosen = f"select a.{quoted(own)}, b.{quoted(name)}"
    sql = f"{chosen}\nfrom {quoted(table.name)} a\njoin {quoted(target.name)} b on {on}\nlimit 10"
    said = tongue.t(
        "The table %(table)s refers to %(target)s by %(columns)s; the page of every table says what it refers to.",
        table=table.name,
        target=target.name,
        columns=", ".join(reference.fields),
    )
    line = by_address(sql.replace("\n", " "), addresses.absolute(urls.SQL))
    made = (Example("SQL", "sql", sql), Example(tongue.t("SQL by address"), "sh", line))
    return Joined(said, made, f"{urls.SQL}?sql={quote(sql, safe='')}")
