"""Trial: what the gate says of a package, and its page, before anything is published.

A small portal is made in a temporary folder from the portal's own record, texts, theme and registers, and really built
with the package in it: the page is the page. The verdict is reached beside all packages of the portal, so that a
catalogue code or a title that is taken already is found here too.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Lock

from publish import pipeline, updating, urls
from publish.cache import digest
from publish.draft.update import Choices, Update
from publish.draft.update.folder import apply
from publish.gate.versions.pairs import refers
from publish.model import Catalogue, Earlier, Package, Portal, Registers, Text
from publish.pipeline import Plan
from publish.problems import Level, Problem, PublishError, Report
from publish.read import REGISTERS, assemble, read, read_folders
from publish.read.registers import FIELD_NAMES
from publish.report import About
from publish.urls import Urls, file_of

_PARTS = ("content", "theme")
PRIVACY = "P"  # how the codes of the privacy rules begin


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a trial. ``pages`` are the page of the dataset by language tag; without any, ``stopped`` says
    why. ``hidden``: the values of the dataset may not be shown."""

    report: Report
    about: About
    pages: Mapping[str, bytes] = field(default_factory=dict)
    stopped: Text = Text()
    hidden: bool = False

    @property
    def private(self) -> bool:
        """Does it hold what may not leave this computer?"""
        grave = (p for p in self.report.problems if p.level is Level.ERROR)
        return any(p.code.startswith(PRIVACY) or p.kind.suspends for p in grave)


class Trial:
    """The small portal. One trial at a time; equal packages are tried once."""

    def __init__(self, plan: Plan, room: Path) -> None:
        """``plan`` is of the real portal, which is only read; ``room`` is an empty folder."""
        self._root = plan.root
        self._plan = Plan(room, room / "output", plan.as_of, plan.edition)
        self._lock = Lock()
        self._last: tuple[str, Outcome] | None = None
        self._catalogue, _ = read(plan.root, cache=self._plan.cache)
        self._settle()

    @property
    def portal(self) -> Portal:
        return self._catalogue.portal

    @property
    def registers(self) -> Registers:
        return self._catalogue.registers

    def taken(self, name: str) -> bool:
        """Does a package of the portal have this name already?"""
        return self._catalogue.package(name) is not None or (self._root / self.portal.sources[0] / name).exists()

    def renewable(self) -> Sequence[Package]:
        """The packages whose data may be renewed at the desk, by title. Registers are kept by those who run the
        portal."""
        kept = (*REGISTERS, FIELD_NAMES)
        own = (p for p in self._catalogue.packages if p.origin is None and p.name not in kept and not p.ended)
        return sorted((p for p in own if p.resources), key=lambda p: (p.title["zh"], p.name))

    def package(self, name: str) -> Package | None:
        """A package that may be renewed, as it lies in its folder now."""
        known = next((p for p in self.renewable() if p.name == name), None)
        found, _ = read_folders([known.folder], self.portal) if known else ((), ())
        return found[0] if found else None

    def propose(self, package: Package, files: Sequence[tuple[str, bytes]], choices: Choices) -> Update:
        """The update of a package. Raises PublishError when a file cannot be read, or it cannot be told what it is
        to replace."""
        return updating.propose(package, files, self._plan.as_of, choices, self._catalogue)

    def where(self, package: Package) -> str:
        """The folder of a package, from the portal's."""
        return package.folder.relative_to(self._root).as_posix()

    def run(self, name: str, files: Mapping[str, bytes]) -> Outcome:
        """Try a package made of these files."""
        return self._once(digest(name, _digests(files)), lambda: self._try(name, files))

    def renew(self, package: Package, update: Update) -> Outcome:
        """Try a package with an update that is ready, against the package as it is."""
        return self._once(digest(package.digest, _digests(update.files)), lambda: self._renew(package, update))

    def _once(self, key: str, run: Callable[[], Outcome]) -> Outcome:
        with self._lock:
            if self._last is None or self._last[0] != key:
                self._last = key, run()
            return self._last[1]

    def _try(self, name: str, files: Mapping[str, bytes]) -> Outcome:
        folder = self._folder / name
        with self._beside(folder):
            write(files, folder)
            packages, problems = read_folders([folder], self.portal)
            catalogue = assemble(self.portal, [*self._catalogue.packages, *packages], self._plan.root)
            report = pipeline.judge(self._plan, catalogue, problems, frozenset({name}))
            return self._shown(packages[0] if packages else None, name, catalogue, report)

    def _renew(self, package: Package, update: Update) -> Outcome:
        def judge(together: Catalogue, found: tuple[Problem, ...], names: frozenset[str], then: Earlier) -> Report:
            return pipeline.judge(self._plan, together, found, names, against=then)

        tried = updating.judged(update, package, self._catalogue, (), judge)
        folder = self._folder / package.folder.name
        with self._beside(folder):
            shutil.copytree(package.folder, folder, symlinks=True)
            apply(update, folder)
            made = self._shown(package, package.name, self._catalogue, tried.report or Report(""))
            return replace(made, hidden=tried.hidden)

    @contextmanager
    def _beside(self, folder: Path) -> Iterator[None]:
        """The small portal takes a package for a while, and whatever else comes with it."""
        there = set(self._folder.iterdir())
        try:
            yield
        finally:
            for other in {*self._folder.iterdir(), folder} - there:
                shutil.rmtree(other, ignore_errors=True)

    def _bring(self, package: Package) -> None:
        """Copy the packages that a package refers to, and those that they refer to: its page names them."""
        names, seen = refers(package), {package.name}
        while names := names - seen:
            found = [p for p in self._catalogue.packages if p.name in names]
            for one in found:
                if not (self._folder / one.folder.name).exists():
                    shutil.copytree(one.folder, self._folder / one.folder.name)
            seen |= names
            names = set().union(*(refers(p) for p in found))

    def _shown(self, package: Package | None, name: str, catalogue: Catalogue, report: Report) -> Outcome:
        """Build the small portal anew: an earlier trial is no earlier edition."""
        outcome = Outcome(report, About.of(catalogue, report))
        self._clear()
        if package:
            self._bring(package)
        try:
            site = pipeline.build(self._plan).release.site
        except PublishError as error:
            return replace(outcome, stopped=error.said)
        addresses = Urls.of(self.portal)
        paths = {tag: site / file_of(addresses.page(urls.dataset(name), tag)) for tag in self.portal.languages}
        pages = {tag: path.read_bytes() for tag, path in paths.items() if path.is_file()}
        self._clear()
        return replace(outcome, pages=pages)

    @property
    def _folder(self) -> Path:
        return self._plan.root / self.portal.sources[0]

    def _settle(self) -> None:
        """Copy what the small portal is made of."""
        shutil.copyfile(self._root / "metadata.yml", self._plan.root / "metadata.yml")
        for part in _PARTS:
            if (self._root / part).is_dir():
                shutil.copytree(self._root / part, self._plan.root / part)
        for source in self.portal.sources:
            (self._plan.root / source).mkdir(parents=True, exist_ok=True)
        for package in self._catalogue.packages:
            if package.name in (*REGISTERS, FIELD_NAMES):
                shutil.copytree(package.folder, self._folder / package.folder.name)

    def _clear(self) -> None:
        """Take away what the last trial built; what it made in the cache may stay for the next."""
        output = self._plan.output
        output.unlink(missing_ok=True)
        output.with_name(f"{output.name}.release").unlink(missing_ok=True)
        shutil.rmtree(self._plan.root / ".releases", ignore_errors=True)


def _digests(files: Mapping[str, bytes]) -> list[list[str]]:
    return [[path, digest(content.hex())] for path, content in sorted(files.items())]


def write(files: Mapping[str, bytes], folder: Path) -> None:
    """Write the files of a package."""
    for path, content in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
