"""The queries of packages, each run once in the database they will be asked in, before anybody may ask.

The service stops a query after some milliseconds; a build counts the steps of SQLite's machine instead, so that what
it finds does not depend on how busy the machine is. What was tried on the same rows is not tried again.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path

from publish.admitted import Admitted
from publish.cache import Cache, code_digest, digest
from publish.guard import Blanks, guard
from publish.mistakes import reason
from publish.model import Package, nearest
from publish.problems import Problem, in_order, problem

KIND = "queries"
_WORD = re.compile(r"[\w.]+")
_STEPS = 1_000  # between two looks at the count
_STEPS_A_MS = 10_000  # what a machine of some years does easily


def tried(admitted: Admitted, database: Path, digests: Mapping[str, str], cache: Cache) -> Admitted:
    """The edition with those queries that can be run on its open.db, whose contents are ``digests``; the others are
    warned about in its report."""
    contents = {name.lower(): content for name, content in digests.items()}
    limits, found, datasets = admitted.portal.limits, list(admitted.report.problems), []
    for dataset in admitted.datasets:
        kept = []
        for index, query in enumerate(dataset.package.queries):
            asked = digest(query.sql, limits.api_ms, limits.api_rows, _seen(query.sql, contents), code_digest())
            make = partial(run, database, query.sql, limits.api_ms, limits.api_rows)
            if said := cache.json(KIND, asked, make):
                found.append(_left_out(dataset.package, index, said))
            else:
                kept.append(query)
        datasets.append(replace(dataset, package=replace(dataset.package, queries=tuple(kept))))
    if len(found) == len(admitted.report.problems):
        return admitted
    return replace(admitted, datasets=tuple(datasets), report=replace(admitted.report, problems=in_order(found)))


def _seen(sql: str, contents: Mapping[str, str]) -> list[tuple[str, str]]:
    """The tables and views whose names stand in a query, with what they hold; a view holds what its table does."""
    words = {word for found in _WORD.findall(sql.lower()) for word in (found, *found.split("."))}
    names = words | {word.rpartition("__")[0] for word in words}
    return sorted((name, contents[name]) for name in names & contents.keys())


def _left_out(package: Package, index: int, said: str) -> Problem:
    where = f"/queries/{index}/sql"
    line = nearest(where, package.lines, {})
    return problem(
        "C903",
        package=package.name,
        file=package.descriptor.path if package.descriptor else None,
        row=line if isinstance(line, int) else None,
        field=where,
        name=package.queries[index].name,
        detail=reason(said),
    )


def run(path: Path, sql: str, milliseconds: int, rows: int) -> str:
    """Run a query the way a reader would who fills in nothing: what stopped it, in SQLite's words, or ""."""
    left = milliseconds * _STEPS_A_MS

    def spent() -> bool:
        nonlocal left
        left -= _STEPS
        return left < 0

    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?immutable=1", uri=True)) as database:
        guard(database)
        database.set_progress_handler(spent, _STEPS)
        try:
            database.execute(sql, Blanks()).fetchmany(rows + 1)
        except (sqlite3.Error, sqlite3.Warning, ValueError) as error:
            return str(error)
    return ""
