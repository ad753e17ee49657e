"""One package judged by its bytes alone, and that judgement kept in the cache.

What depends on the registers, on the day or on other packages is judged elsewhere, every time: so a changed register
costs nothing here, and a package that did not change costs one small file to read.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from publish.cache import Cache, code_digest, digest, used
from publish.gate.privacy.columns import personal
from publish.gate.rule import Case
from publish.gate.rules import PACKAGE_RULES, TABLE_RULES
from publish.gate.schema.places import Places, Run
from publish.gate.schema.references import refer_within
from publish.gate.schema.rough import rough_tables
from publish.gate.schema.table import Result, Room, judge_table, known_fields, table_of
from publish.jobs import Progress, each, silent
from publish.model import Package, Portal
from publish.problems import Problem, from_record, to_record
from publish.tables import Reference, Table

KIND = "judgements"
TABLES = "tables"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was found in one package, and its tables by resource name with the places of their rows."""

    problems: tuple[Problem, ...] = ()
    tables: Mapping[str, Table] = field(default_factory=dict)
    places: Mapping[str, Places] = field(default_factory=dict)
    seconds: float = 0.0


def judge_all(
    packages: Sequence[Package], portal: Portal, cache: Cache, *, jobs: int, progress: Progress = silent
) -> list[Judgement]:
    """The judgement of each package, in order; only those not yet known are made."""
    known = {i: j for i, p in enumerate(packages) if (j := recall(p, portal, cache)) is not None}
    unknown = [i for i in range(len(packages)) if i not in known]
    made = each(
        partial(judge, portal=portal, cache=cache),
        [packages[i] for i in unknown],
        jobs=jobs,
        stage="gate",
        progress=progress,
        chunk=1,
    )
    known.update(zip(unknown, made, strict=True))
    return [known[i] for i in range(len(packages))]


def key(package: Package, portal: Portal) -> str:
    """What a judgement depends on."""
    limits = [portal.limits.file_bytes, portal.limits.table_rows, portal.limits.group_rows, portal.limits.cell_count]
    return digest(KIND, package.digest, package.name, list(portal.languages), limits, code_digest())


def judge(package: Package, portal: Portal, cache: Cache) -> Judgement:
    """Judge a package and keep the judgement."""
    start = time.perf_counter()
    room = Room(cache.folder(TABLES), portal.limits.file_bytes, portal.limits.table_rows)
    results = {
        r.name: judge_table(package, r, room)
        for r in package.resources
        if r.tabular and (r.files or r.data is not None)
    }
    tables = dict(_referred(package, results))
    problems = tuple(_problems(package, portal, results, room))
    judgement = Judgement(problems, tables, {n: results[n].places for n in tables}, time.perf_counter() - start)
    path = cache.path(KIND, key(package, portal), ".json")
    if not path.exists():
        cache.json(KIND, key(package, portal), lambda: _to_json(judgement))
    return judgement


def _referred(package: Package, results: Mapping[str, Result]) -> Iterator[tuple[str, Table]]:
    """The sound tables by resource name, their references inside the package resolved."""
    targets = {name: r.table for name, r in results.items() if r.table is not None and r.findings.whole}
    for resource in package.resources:
        result = results.get(resource.name)
        if result is None or result.table is None:
            continue
        table = refer_within(package, resource, result.table, targets, result.findings, result.places)
        if result.findings.sound:
            yield resource.name, table


def _problems(package: Package, portal: Portal, results: Mapping[str, Result], room: Room) -> Iterator[Problem]:
    for resource in package.resources:
        if resource.name in results:
            for rule in TABLE_RULES:
                yield from rule.check(results[resource.name].findings, package, resource)
    with TemporaryDirectory(prefix="rough-", dir=room.folder) as folder:
        case = _case(package, portal, results, room, Path(folder))
        for other in PACKAGE_RULES:
            yield from other.check(case)


def _case(package: Package, portal: Portal, results: Mapping[str, Result], room: Room, folder: Path) -> Case:
    """What the rules of a package see: whole tables, and of each refused one what is in its files."""
    whole = {name: r for name, r in results.items() if r.table is not None and r.findings.whole}
    tables = {name: r.table for name, r in whole.items() if r.table is not None}
    refused = (r for r in package.resources if r.name in results and r.name not in whole)
    rough = tuple(one for resource in refused for one in rough_tables(package, resource, room, folder))
    found = [*personal(package, tables)]
    for one in rough:
        found += personal(package, {one.table.resource: one.table})
    return Case(package, portal, tables, {name: r.places for name, r in whole.items()}, rough, tuple(found))


# --- kept ---------------------------------------------------------------------------------------------------------


def recall(package: Package, portal: Portal, cache: Cache) -> Judgement | None:
    """The judgement kept of a package; None when there is none, or a table of it is gone."""
    path = cache.path(KIND, key(package, portal), ".json")
    if not used(path):
        return None
    value = json.loads(path.read_bytes())
    tables = {t["resource"]: _table(package, t, cache) for t in value["tables"]}
    if not all(used(t.path) for t in tables.values()):
        path.unlink(missing_ok=True)
        return None
    places = {t["resource"]: Places(list(map(_run, t["runs"]))) for t in value["tables"]}
    return Judgement(tuple(map(from_record, value["problems"])), tables, places)


def forget(packages: Iterable[Package], portal: Portal, cache: Cache) -> None:
    """Remove the judgements of these packages from the cache, and the tables that were made while judging. One that
    another package shares is made again when it is needed."""
    for package in packages:
        judged = recall(package, portal, cache)
        for table in judged.tables.values() if judged else ():
            table.path.unlink(missing_ok=True)
        cache.path(KIND, key(package, portal), ".json").unlink(missing_ok=True)


def _to_json(judgement: Judgement) -> dict[str, Any]:
    return {
        "problems": [to_record(p) for p in judgement.problems],
        "tables": [
            {
                "resource": name,
                "rows": table.rows,
                "sha256": table.sha256,
                "bytes": table.bytes,
                "fields": [[f.name, f.type] for f in table.fields],
                "references": references_to_json(table),
                "runs": [[r.start, r.file, r.sheet, r.row, r.columns] for r in judgement.places[name].runs],
            }
            for name, table in judgement.tables.items()
        ],
    }


def _run(kept: Sequence[Any]) -> Run:
    start, file, sheet, row, columns = kept
    return Run(start, file, sheet, row, tuple(columns))


def _table(package: Package, kept: Mapping[str, Any], cache: Cache) -> Table:
    resource = package.resource(kept["resource"])
    assert resource is not None  # the digest of the package is part of the key
    path = cache.root / TABLES / f"{kept['sha256']}.parquet"
    fields = known_fields(resource, kept["fields"])
    table = table_of(package, resource, fields, kept["rows"], path, kept["sha256"], kept["bytes"])
    return replace(table, references=references_from_json(kept["references"]))


def references_to_json(table: Table) -> list[Any]:
    """The references of a table as a cache keeps them."""
    return [[list(r.fields), r.table, list(r.columns)] for r in table.references]


def references_from_json(kept: Sequence[Any]) -> tuple[Reference, ...]:
    """The other way."""
    return tuple(Reference(tuple(fields), table, tuple(columns)) for fields, table, columns in kept)
