"""References from one package to another, judged when the tables of both are known, and kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from publish.cache import Cache, code_digest, digest
from publish.gate.judgement import Judgement, references_from_json, references_to_json
from publish.gate.rules import TABLE_RULES
from publish.gate.schema.finding import Findings
from publish.gate.schema.references import outside, refer_outside
from publish.model import Package
from publish.problems import Problem, from_record, to_record
from publish.tables import Table

KIND = "references"
Tables = Mapping[str, Mapping[str, Table]]  # by package, then by resource


@dataclass(frozen=True, slots=True)
class Referred:
    """The tables of a package with all references resolved, and those that do not hold."""

    tables: Mapping[str, Table]
    problems: tuple[Problem, ...] = ()


def refer(package: Package, judged: Judgement, others: Tables, known: frozenset[str], cache: Cache) -> Referred:
    """The references of a package to others. ``others`` are the tables that are shown, ``known`` all packages."""
    targets = sorted(outside(package))
    if not targets:
        return Referred(judged.tables)
    seen = [[t, t in known, sorted((r, table.sha256) for r, table in others.get(t, {}).items())] for t in targets]
    name = digest(KIND, package.digest, [t.sha256 for t in judged.tables.values()], seen, code_digest())
    kept = cache.json(KIND, name, lambda: _made(package, judged, others, known))
    tables = {
        resource: replace(table, references=references_from_json(kept["references"].get(resource, [])))
        for resource, table in judged.tables.items()
    }
    return Referred(tables, tuple(map(from_record, kept["problems"])))


def _made(package: Package, judged: Judgement, others: Tables, known: frozenset[str]) -> dict[str, object]:
    problems: list[Problem] = []
    references = {}
    for resource in package.resources:
        table = judged.tables.get(resource.name)
        if table is None:
            continue
        findings = Findings()
        table = refer_outside(package, resource, table, others, known, findings, judged.places[resource.name])
        references[resource.name] = references_to_json(table)
        problems += _worded(findings, package, resource.name)
    return {"references": references, "problems": [to_record(p) for p in problems]}


def _worded(findings: Findings, package: Package, name: str) -> Iterator[Problem]:
    resource = package.resource(name)
    for rule in TABLE_RULES:
        if resource is not None:
            yield from rule.check(findings, package, resource)
