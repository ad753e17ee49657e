"""The whole story: read, judge, make, release. The only module that knows two stages.

Nothing is published until everything is read and judged; a release is made aside and takes the place of the last one
in one step.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from publish import catalogue as formats
from publish import downloads as forms
from publish import gate, profile, release, report, site, takedown, urls, warehouse
from publish.admitted import Admitted
from publish.api import config
from publish.cache import Cache, code_digest, digest, file_digest
from publish.jobs import Progress, silent
from publish.model import Catalogue, Earlier
from publish.problems import Problem, Report, Verdict
from publish.read import read, read_portal
from publish.read.kept import Kept, keep
from publish.read.memory import fingerprint, forget
from publish.release import Artefact, Release

CACHE = ".cache"


@dataclass(frozen=True, slots=True)
class Plan:
    """What to build, from where, to where, as of which day."""

    root: Path
    output: Path
    as_of: date
    edition: str = "open"
    jobs: int = 1
    progress: Progress = silent

    @property
    def cache(self) -> Cache:
        return Cache(self.root / CACHE)


@dataclass(frozen=True, slots=True)
class Built:
    """The release that is current after a build, its report, and whether anything had to be made."""

    release: Release
    report: Report
    fresh: bool


def check(plan: Plan, names: frozenset[str] | None = None, *, strict: bool = False) -> Report:
    """Judge everything, or only these packages, and publish nothing."""
    catalogue, problems = read(plan.root, cache=plan.cache, jobs=plan.jobs, progress=plan.progress)
    return judge(plan, catalogue, problems, names, strict=strict)


def judge(
    plan: Plan,
    catalogue: Catalogue,
    problems: tuple[Problem, ...],
    names: frozenset[str] | None = None,
    *,
    strict: bool = False,
    against: Earlier | None = None,
) -> Report:
    """The gate's report on a catalogue that was read, ``against`` an earlier state of it when one is given."""
    return gate.check(
        catalogue,
        problems,
        as_of=plan.as_of,
        cache=plan.cache,
        jobs=plan.jobs,
        strict=strict,
        names=names,
        against=against,
        progress=plan.progress,
    )


@dataclass(frozen=True, slots=True)
class Purged:
    """What a purge came to: the release that stays, and the ids of those that were removed."""

    built: Built
    removed: list[str]


def purge(plan: Plan, names: frozenset[str] = frozenset()) -> Purged:
    """Build, then remove for good what the release no longer shows: the earlier releases that hold it, and everything
    in the cache that this build did not need. ``names`` are datasets of which no earlier release may stay at all.

    Raises PublishError like ``build``; nothing is removed then.
    """
    build(plan)
    plan.cache.age()
    built = build(plan, afresh=True)  # everything is made: this marks what is needed
    removed = takedown.remove(plan.output, names)
    catalogue, _ = read(plan.root, cache=plan.cache, jobs=plan.jobs)
    shown = (Verdict.OPEN, Verdict.HELD)
    closed = [p for p in catalogue.packages if built.release.record["packages"].get(p.name) not in shown]
    gate.forget(closed, catalogue.portal, plan.cache)
    forget(plan.cache)
    plan.cache.drop_aged()
    return Purged(built, removed)


def build(plan: Plan, *, afresh: bool = False) -> Built:
    """Read, judge, and make a release unless the current one was made from the very same things. ``afresh`` makes it
    anyway, from what is made already.

    Raises PublishError when the portal itself is misconfigured; the current release then stays.
    """
    cache, previous = plan.cache, release.current(plan.output)
    note = _note(plan)
    if previous and not afresh and note and note.is_file() and note.read_text(encoding="utf-8") == previous.id:
        return _unchanged(previous)
    catalogue, problems = read(plan.root, cache=cache, jobs=plan.jobs, progress=plan.progress)
    inputs = _inputs(plan, catalogue, problems)
    if previous and not afresh and previous.record.get("inputs") == inputs:
        _remember(note, previous)
        return _unchanged(previous)
    admitted = gate.admit(
        catalogue,
        problems,
        as_of=plan.as_of,
        cache=cache,
        jobs=plan.jobs,
        edition=plan.edition,
        earlier=Kept(previous, catalogue.portal),
        progress=plan.progress,
    )
    made, told = _make(plan, admitted, previous, inputs)
    _remember(note, made)
    cache.sweep()
    return Built(made, told, fresh=True)


def _unchanged(previous: Release) -> Built:
    return Built(previous, report.from_json((previous.folder / "report.json").read_bytes()), fresh=False)


def _note(plan: Plan) -> Path | None:
    """Where it is written which release was made from the files as they lie: not even reading them is needed when it
    is the current one. None when a file changed too recently to tell."""
    portal, _ = read_portal(plan.root)
    watched = ("metadata.yml", "content", "theme", *portal.sources)
    seen = fingerprint(plan.root / name for name in watched)
    return plan.cache.path("built", digest(seen, code_digest(), str(plan.as_of), plan.edition)) if seen else None


def _remember(note: Path | None, made: Release) -> None:
    if note:
        note.parent.mkdir(parents=True, exist_ok=True)
        note.write_text(made.id, encoding="utf-8")


def _make(plan: Plan, admitted: Admitted, previous: Release | None, inputs: str) -> tuple[Release, Report]:
    """Everything that one edition publishes, in a folder of its own, then in place of the last release; and the report,
    with what making it has shown."""
    cache, shared = plan.cache, {"cache": plan.cache, "jobs": plan.jobs, "progress": plan.progress}
    making = release.begin(plan.output)
    figures = profile.figures(admitted, **shared)  # type: ignore[arg-type]
    downloads = forms.make(admitted, **shared)  # type: ignore[arg-type]
    databases = warehouse.build(admitted, figures, making, previous=previous, cache=cache, progress=plan.progress)
    admitted = warehouse.tried(admitted, making / "open.db", databases["open"], cache)
    admitted = site.drawn(admitted, figures)
    offered = (d.document for every in downloads.values() for d in every if d.document)
    known = release.write(offered, making / "site") | release.write(
        forms.versions(admitted, downloads), making / "site"
    )
    pages = site.build(
        admitted,
        figures,
        downloads,
        gate.manual(),
        formats.embedded(admitted, figures, downloads),
        root=plan.root,
        output=making / "site",
        **shared,  # type: ignore[arg-type]
    )
    documents = formats.render(admitted, figures, downloads, cache=cache, pages=_of_its_own(pages, admitted))
    known |= pages | release.write(documents, making / "site")
    keep(admitted.datasets, making, cache)
    making.joinpath("api.json").write_text(config.to_text(config.config(admitted, figures)), encoding="utf-8")
    making.joinpath("report.json").write_text(report.to_json(admitted.report, published=True), encoding="utf-8")
    record = _record(plan, admitted, databases, inputs, release.artefacts(making / "site", known), making)
    return release.finish(making, plan.output, record), admitted.report


def _of_its_own(pages: Mapping[str, Artefact], admitted: Admitted) -> list[str]:
    """The pages directly below the root, without the homes of the languages, and the news: the lists, and what people
    wrote."""
    homes = {f"{lang.lower()}/index.html" for lang in admitted.portal.languages}
    news = urls.NEWS.lstrip("/")
    return [
        f"/{p.removesuffix('index.html')}"
        for p in sorted(pages)
        if p.endswith("/index.html") and (p.count("/") == 1 or p.startswith(news)) and p not in homes
    ]


def _record(
    plan: Plan,
    admitted: Admitted,
    databases: Mapping[str, Any],
    inputs: str,
    artefacts: list[Artefact],
    making: Path,
) -> dict[str, Any]:
    """``release.json``: what the release is, and every file of it. A database counts by its contents."""
    own = [
        Artefact(name, (making / name).stat().st_size, file_digest(making / name))
        for name in ("api.json", "report.json")
    ]
    return {
        "portal": admitted.portal.id,
        "edition": admitted.edition,
        "as_of": plan.as_of.isoformat(),
        "inputs": inputs,
        "verdict": admitted.report.verdict.value,
        "packages": {d.name: d.verdict.value for d in admitted.datasets},
        "databases": databases,
        "artefacts": {f"site/{a.path}": [a.size, a.sha256] for a in artefacts}
        | {a.path: [a.size, a.sha256] for a in own},
    }


def _inputs(plan: Plan, catalogue: Catalogue, problems: tuple[Problem, ...]) -> str:
    """A digest of everything a release is made from; equal inputs, equal releases."""
    packages = [[p.name, p.digest] for p in catalogue.packages]
    written = {name: _folder_digest(plan.root / name) for name in ("content", "theme")}
    found = [[p.code, p.package, p.file, p.row, p.field] for p in problems]
    return digest(packages, catalogue.digest, written, found, code_digest(), plan.as_of.isoformat(), plan.edition)


def _folder_digest(folder: Path) -> str:
    files = sorted(Path(directory, name) for directory, _, names in os.walk(folder) for name in names)
    return digest([[path.relative_to(folder).as_posix(), file_digest(path)] for path in files])
