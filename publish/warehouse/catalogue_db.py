"""catalogue.db: the catalogue as tables that anybody may query, and its full text.

It is made anew whenever anything in it changed (some seconds for 5,000 datasets), else linked from the release before.
How the full text is asked is told in ``publish.finding``.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path

from publish.admitted import Admitted, Dataset
from publish.cache import code_digest, digest
from publish.figures import Figures
from publish.finding import SEARCH, WEIGHTS, parts_of
from publish.model import Text
from publish.release import link
from publish.warehouse.entries import described, details, packages
from publish.warehouse.registers import registers
from publish.warehouse.relation import Relation, suffix
from publish.words import index_text


def build_catalogue(
    admitted: Admitted,
    figures: Mapping[str, Figures],
    path: Path,
    *,
    old: Path | None = None,
    recorded: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """Write catalogue.db at ``path``: the content digest of each table and view."""
    relations = [
        *registers(admitted.registers, admitted.portal.languages),
        packages(admitted, figures),
        *details(admitted, figures),
    ]
    texts = [(n, _texts(d, admitted)) for n, d in enumerate(admitted.datasets, 1) if d.shown]
    views = dict(_views(admitted.portal.languages))
    digests = {r.name: r.digest for r in relations} | {name: digest(sql) for name, sql in views.items()}
    digests["search"] = digest(SEARCH, texts)
    if old is not None and recorded == digests and _made_by(old) == _code_number():
        link(old, path)
        return digests
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA synchronous = OFF")
        _write(database, relations, texts, views)
    return digests


def _write(
    database: sqlite3.Connection,
    relations: Sequence[Relation],
    texts: Sequence[tuple[int, tuple[str, ...]]],
    views: Mapping[str, str],
) -> None:
    for sql in SEARCH:
        database.execute(sql)
    names, places = ", ".join(WEIGHTS), ", ".join("?" * len(WEIGHTS))
    for table, cut in (("search", index_text), ("search_parts", parts_of)):
        rows = ((number, *map(cut, text)) for number, text in texts)
        database.executemany(f"INSERT INTO {table} (rowid, {names}) VALUES (?, {places})", rows)
        database.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")
    for relation in relations:
        relation.write(database)
    for sql in views.values():
        database.execute(sql)
    database.execute("ANALYZE")
    database.execute(f"PRAGMA user_version = {_code_number()}")
    database.commit()


def _code_number() -> int:
    """The code as the 31 bits ``user_version`` has room for."""
    return int(code_digest()[:8], 16) & 0x7FFF_FFFF


def _made_by(path: Path) -> int:
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?immutable=1", uri=True)) as database:
        try:
            return int(database.execute("PRAGMA user_version").fetchone()[0])
        except sqlite3.DatabaseError:
            return -1


def _texts(dataset: Dataset, admitted: Admitted) -> tuple[str, ...]:
    """What is searched, in every language, in the order of WEIGHTS."""
    package = dataset.package
    provider, topic = admitted.provider(package), admitted.topic(package)
    said: dict[str, Iterator[str]] = {
        "title": (s for s in (package.name, *_said(package.title))),
        "keywords": (s for text in (*package.keywords, *([topic.name] if topic else [])) for s in _said(text)),
        "organisation": iter(_said(provider.name) if provider else ()),
        "fields": _field_texts(dataset),
        "description": (
            s for text in (package.description, *(r.title for r in package.resources)) for s in _said(text)
        ),
        "readme": iter(_said(package.readme)),
    }
    return tuple("\n".join(dict.fromkeys(said[column])) for column in WEIGHTS)


def _said(text: Text) -> list[str]:
    return [said for _, said in text if said]


def _field_texts(dataset: Dataset) -> Iterator[str]:
    for _, field in described(dataset):
        yield field.name
        for text in (field.title, *(c.label for c in field.categories)):
            yield from _said(text)


def _views(languages: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Questions that are asked often, answered once."""
    titles = ", ".join(f"p.title_{suffix(lang)}" for lang in languages)
    names = ", ".join(f"o.name_{suffix(lang)}" for lang in languages)
    yield (
        "overdue",
        (
            f"CREATE VIEW overdue AS SELECT p.name, {titles}, p.provider, p.frequency, p.modified, p.due "
            "FROM packages p WHERE p.overdue ORDER BY p.due, p.name"
        ),
    )
    yield (
        "publishers",
        (
            f"CREATE VIEW publishers AS SELECT o.code, o.slug, {names}, count(p.name) AS datasets, "
            "coalesce(sum(p.opening = 'unconditional'), 0) AS open, coalesce(sum(p.rows), 0) AS rows, "
            "coalesce(sum(p.overdue), 0) AS overdue "
            "FROM organisations o LEFT JOIN packages p ON p.provider = o.code GROUP BY o.code ORDER BY o.code"
        ),
    )
