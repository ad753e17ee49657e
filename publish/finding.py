"""How a search asks the databases: from what a person typed to SQL. Pure; ``warehouse`` builds what it asks for.

**Datasets** are found in catalogue.db through two full-text tables whose rowid is that of ``packages``:

- ``search`` (FTS5, ``tokenize=ascii``) holds each text as ``words.index_text`` cuts it, so a Chinese word of two
  characters (医院) is found, and a Latin word by its beginning (``hosp``);
- ``search_parts`` (FTS5, ``tokenize=trigram``) holds the text as ``words.normal`` spells it, so any part of three or
  more characters is found (``spital``, ``10105``).

Every run that was typed must be in one or the other. What is found by words comes first, best match first (bm25: the
title weighs most); what only holds the parts comes after.

**Rows of a table** are found by looking at them, without an index. That finds any part of any length in any script, in
tables of every size, and a category by its label; a scan costs about 0.1 s for each million cells. A full-text table
beside every table was measured and refused: five shadow tables each (25,000 in a city's portal, read by every
connection that opens), 30 µs a row to cut, and no faster below 50,000 rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from publish.guard import PATTERN
from publish.model import Field
from publish.words import match_query, normal, runs

# The columns of ``search`` and ``search_parts``, with their weight in the ranking.
WEIGHTS = {"title": 10.0, "keywords": 6.0, "organisation": 4.0, "fields": 3.0, "description": 2.0, "readme": 1.0}

SEARCH = (
    f"CREATE VIRTUAL TABLE search USING fts5({', '.join(WEIGHTS)}, tokenize=ascii)",
    f"CREATE VIRTUAL TABLE search_parts USING fts5({', '.join(WEIGHTS)}, tokenize='trigram case_sensitive 1')",
)

_MOST = 12  # runs of a query that are looked at: more is a text, not a question
_LONGEST = 200  # characters of a term that are looked for
_PART = 3  # characters a trigram index needs
_SEARCHED = frozenset({"string", "any", "array", "object", "list", "datetime", "yearmonth", "date"})


@dataclass(frozen=True, slots=True)
class Question:
    """A piece of SQL with its parameters, in the order of its question marks."""

    sql: str
    parameters: tuple[str, ...]


def parts_of(text: str) -> str:
    """A text as ``search_parts`` is fed: runs parted by single spaces."""
    return " ".join(run for _, run in runs(text))


def datasets(text: str) -> Question | None:
    """``SELECT name, score`` of the datasets that answer, best first; None when nothing can be searched for.

    ``score`` is bm25's, the smaller the better; 0 for what was found by its parts only. A caller may join, filter,
    count or cut the statement as a subquery; the order is score, then name.
    """
    typed = list(dict.fromkeys(run for _, run in runs(text)))[:_MOST]
    if not typed:
        return None
    found: list[str] = []
    parameters: list[str] = []
    for run in typed:
        sql, values = _one(run)
        found.append(f"SELECT rowid FROM ({sql})")
        parameters += values
    weights = ", ".join(str(w) for w in WEIGHTS.values())
    words = " OR ".join(f"({match_query(run)})" for run in typed)
    sql = (
        "SELECT p.name AS name, coalesce(w.score, 0.0) AS score FROM packages p "
        f"JOIN ({' INTERSECT '.join(found)}) f ON f.rowid = p.rowid LEFT JOIN "
        f"(SELECT rowid, bm25(search, {weights}) AS score FROM search WHERE search MATCH ?) w ON w.rowid = p.rowid "
        "ORDER BY score, name"
    )
    return Question(sql, (*parameters, words))


def _one(run: str) -> tuple[str, list[str]]:
    """Rows that hold one run, as words or as a part."""
    sql, values = "SELECT rowid FROM search WHERE search MATCH ?", [match_query(run)]
    if len(run) >= _PART:
        sql += " UNION SELECT rowid FROM search_parts WHERE search_parts MATCH ?"
        values.append(f'"{run}"')
    return sql, values


def rows(fields: Sequence[Field], text: str) -> Question | None:
    """A condition on the rows of a table with these fields: each word typed is somewhere in its text columns, or in the
    label of a category. Letter case of ASCII does not count. None when nothing was typed; a table without text columns
    answers nothing."""
    terms = [term[:_LONGEST] for term in dict.fromkeys(text.split())][:_MOST]
    if not terms:
        return None
    conditions: list[str] = []
    parameters: list[str] = []
    for term in terms:
        choices = [pair for field in fields for pair in _holds(field, term)]
        conditions.append(f"({' OR '.join(sql for sql, _ in choices) or '0'})")
        parameters += [value for _, values in choices for value in values]
    return Question(" AND ".join(conditions), tuple(parameters))


def _holds(field: Field, term: str) -> Iterator[tuple[str, list[str]]]:
    column = '"' + field.name.replace('"', '""') + '"'
    wanted = normal(term)
    labelled = [c.value for c in field.categories if any(wanted in normal(said) for _, said in c.label)]
    if labelled:
        yield f"{column} IN ({', '.join('?' * len(labelled))})", labelled
    if field.type in _SEARCHED:
        for spelling in dict.fromkeys((term, wanted)):
            yield f"{column} LIKE ? ESCAPE '\\'", [f"%{_spelt(spelling)}%"]


def _spelt(text: str) -> str:
    """A text that stands for itself in a pattern, as much of its beginning as a pattern may hold."""
    spelt, room = "", PATTERN - 2
    for letter in text:
        said = f"\\{letter}" if letter in "\\%_" else letter
        room -= len(said.encode("utf-8", "replace"))
        if room < 0:
            break
        spelt += said
    return spelt
