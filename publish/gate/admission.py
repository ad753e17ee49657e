"""Who comes in. Every package is judged, then beside the others; a closed one is held at its earlier edition.

References are settled last, and again when settling them closed a package that others refer to.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from publish.admitted import Admitted, Dataset
from publish.cache import Cache, digest
from publish.gate.across import Referred, refer
from publish.gate.entry.opening import allowed_closed
from publish.gate.judgement import Judgement, judge_all
from publish.gate.privacy.waivers import unwaived
from publish.gate.rule import Around
from publish.gate.rules import CATALOGUE_RULES, ENTRY_RULES, QUERY_RULES
from publish.gate.schema.references import outside
from publish.gate.versions.against import hold
from publish.gate.versions.change import Pair
from publish.jobs import Progress, silent
from publish.model import Catalogue, Comparison, Opening, Package, Status, Text
from publish.problems import Judged, Problem, Report, Verdict, closes, in_order, softened
from publish.tables import Table

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]*")


@dataclass(slots=True)
class Standing:
    """How a package stands while it is settled: what may be shown of it, and why no more."""

    name: str
    package: Package | None = None  # that is shown; None: nothing but a notice
    judged: Judgement = field(default_factory=Judgement)
    verdict: Verdict = Verdict.OPEN
    tables: Mapping[str, Table] = field(default_factory=dict)
    id: str = ""
    seconds: float = 0.0


class Court:
    """One sitting: the catalogue, what reading it found, and the day."""

    def __init__(
        self,
        catalogue: Catalogue,
        problems: Sequence[Problem],
        *,
        as_of: date,
        cache: Cache,
        jobs: int,
        strict: bool = False,
        earlier: Mapping[str, Package] | None = None,
        progress: Progress = silent,
    ) -> None:
        self._catalogue = catalogue
        self._cache = cache
        self._jobs = jobs
        self._strict = strict
        self._earlier = earlier if earlier is not None else {}
        self._progress = progress
        self._around = Around(catalogue.portal, catalogue.registers, as_of)
        self._known = frozenset(p.name for p in catalogue.packages)
        self.problems: list[Problem] = list(problems)
        self.changes: tuple[Comparison, ...] = ()
        self.standings: dict[str, Standing] = {}

    def sit(self, names: frozenset[str] | None = None, pairs: Sequence[Pair] = ()) -> None:
        """Judge every package, or only these and those they refer to; and hold ``pairs`` against what they were."""
        packages = _wanted(self._catalogue.packages, names)
        judgements = judge_all(packages, self._catalogue.portal, self._cache, jobs=self._jobs, progress=self._progress)
        for package, judged in zip(packages, judgements, strict=True):
            self.problems += self._of_entry(package, judged)
            standing = Standing(package.name, package, judged, id=package.id, seconds=judged.seconds)
            self.standings.setdefault(package.name, standing)
        self.problems += self._of_queries()
        for rule in CATALOGUE_RULES:
            self.problems += rule.check(self._catalogue)
        self._hold(pairs)
        found = defaultdict(list)
        for one in self.problems:
            found[one.package or ""].append(one)
        for name in sorted(found):
            if name and name not in self._known and (names is None or name in names):
                self.standings[name] = Standing(name)
            if name in self.standings:
                self._close(self.standings[name], found[name])
        self._settle()

    def _hold(self, pairs: Sequence[Pair]) -> None:
        judged = {name: standing.judged for name, standing in self.standings.items()}
        held = hold(pairs, judged, self._around, self._cache, jobs=self._jobs, progress=self._progress)
        self.problems += held.problems
        self.changes = held.comparisons

    def _of_entry(self, package: Package, judged: Judgement) -> Iterator[Problem]:
        found = [one for rule in ENTRY_RULES for one in rule.check(package, self._around)]
        found += unwaived(package, judged.problems, self._around)
        return map(softened, found) if package.origin is not None else iter(found)

    def _of_queries(self) -> Iterator[Problem]:
        tables = {t.name.lower(): t for s in self.standings.values() for t in s.judged.tables.values()}
        for standing in self.standings.values():
            if standing.package is not None and standing.package.queries:
                for rule in QUERY_RULES:
                    yield from rule.check(standing.package, self._around.portal, tables, self._known)

    def _close(self, standing: Standing, problems: Iterable[Problem]) -> bool:
        """Close a package for these problems, if they do: hold it at its earlier edition, or show a notice."""
        closing = [p for p in problems if closes(p, self._strict)]
        if not closing:
            return False
        present, standing.package, standing.judged = standing.package, None, Judgement()
        standing.verdict = Verdict.SUSPENDED if any(p.kind.suspends for p in closing) else Verdict.CLOSED
        earlier = self._earlier.get(standing.name) if standing.verdict is Verdict.CLOSED else None
        if earlier is not None and not (is_open(earlier) and _no_longer_open(present)):
            judged = judge_all([earlier], self._catalogue.portal, self._cache, jobs=1)[0]
            if not any(closes(p) for p in self._of_entry(earlier, judged)):
                standing.package, standing.judged, standing.verdict = earlier, judged, Verdict.HELD
        return True

    def _settle(self) -> None:
        """Resolve references between packages until closing one closes no other."""
        changed = True
        while changed:
            changed = False
            shown = self._shown_tables()
            for standing in self.standings.values():
                if standing.package is None:
                    standing.tables = {}
                    continue
                referred = refer(standing.package, standing.judged, shown, self._known, self._cache)
                standing.tables = referred.tables
                if standing.verdict is Verdict.OPEN and self._refused(standing, referred):
                    changed = True

    def _refused(self, standing: Standing, referred: Referred) -> bool:
        self.problems += referred.problems
        return self._close(standing, referred.problems)

    def _shown_tables(self) -> dict[str, Mapping[str, Table]]:
        return {
            s.name: s.judged.tables for s in self.standings.values() if s.package is not None and is_open(s.package)
        }

    # --- what comes of it

    def report(self, names: frozenset[str] | None = None) -> Report:
        """Every problem and a verdict for each package, or only for these."""
        judged = [
            Judged(s.name, s.verdict, round(s.seconds, 3))
            for s in self.standings.values()
            if names is None or s.name in names
        ]
        problems = [p for p in self.problems if names is None or p.package is None or p.package in names]
        judged.sort(key=lambda j: j.name)
        as_of = self._around.as_of.isoformat()
        return Report(as_of, tuple(judged), in_order(problems), self._strict, changes=self.changes)

    def admitted(self, edition: str) -> Admitted:
        """What may be shown."""
        datasets = (dataset for s in self.standings.values() if (dataset := _dataset(s)) is not None)
        return Admitted(
            portal=self._catalogue.portal,
            registers=self._catalogue.registers,
            datasets=tuple(sorted(datasets, key=lambda d: d.name)),
            report=self.report(),
            as_of=self._around.as_of,
            edition=edition,
            digest=self._catalogue.digest,
        )


def _wanted(packages: Sequence[Package], names: frozenset[str] | None) -> list[Package]:
    if names is None:
        return list(packages)
    targets = {t for p in packages if p.name in names for t in outside(p)}
    return [p for p in packages if p.name in names or p.name in targets]


def is_open(package: Package) -> bool:
    """May the open edition carry its data?"""
    return package.entry is None or package.entry.open


def _no_longer_open(package: Package | None) -> bool:
    """Does it say itself that its data are not for everybody now? Then no earlier edition may go on showing them. A
    word that is misspelt says nothing."""
    entry = package.entry if package else None
    written = package.raw.get("catalogue") if package else None
    if entry is None or not isinstance(written, dict):
        return False
    opening = written.get("opening")
    said = written.get("status"), opening.get("type") if isinstance(opening, dict) else None
    return not entry.open and (
        (said[0] == entry.status and entry.status not in (Status.LIVE, Status.TRIAL))
        or (said[1] == entry.opening.type and entry.opening.type != Opening.UNCONDITIONAL)
    )


def _dataset(standing: Standing) -> Dataset | None:
    if standing.package is None:
        if not _NAME.fullmatch(standing.name):
            return None  # a folder whose name could be no address
        own = digest("notice", standing.name, standing.id)  # or the pages of all notices would be one
        notice = Package(name=standing.name, id=standing.id, title=Text(), folder=Path(), digest=own)
        return Dataset(notice, verdict=standing.verdict)
    package = standing.package
    if is_open(package):
        tables = tuple(standing.tables[r.name] for r in package.resources if r.name in standing.tables)
        return Dataset(package, tables, standing.verdict)
    return Dataset(_without_data(package), verdict=standing.verdict)


def _without_data(package: Package) -> Package:
    """An entry that is not open, with nothing but its forms and samples."""
    entry = package.entry
    kept = [i for i, r in enumerate(package.resources) if entry and allowed_closed(entry, r.kind)]
    written = package.raw.get("resources")
    raw = [written[i] for i in kept if i < len(written)] if isinstance(written, list) else []
    return replace(
        package,
        resources=tuple(package.resources[i] for i in kept),
        raw={**package.raw, "resources": raw},
        queries=(),
        charts=(),
    )
