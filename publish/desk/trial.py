"""Trial: what the gate says of a package, and its page, before anything is published.

A small portal is made in a temporary folder from the portal's own record, texts, theme and registers, and really built
with the package in it: the page is the page. The verdict is reached beside all packages of the portal, so that a
catalogue code or a title that is taken already is found here too.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Lock

from publish import pipeline, urls
from publish.cache import digest
from publish.model import Catalogue, Portal, Registers, Text
from publish.pipeline import Plan
from publish.problems import Level, PublishError, Report
from publish.read import REGISTERS, assemble, read, read_folders
from publish.read.registers import FIELD_NAMES
from publish.report import About
from publish.urls import Urls, file_of

_PARTS = ("content", "theme")
PRIVACY = "P"  # how the codes of the privacy rules begin


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a trial. ``pages`` are the page of the dataset by language tag; without any, ``stopped`` says
    why."""

    report: Report
    about: About
    pages: Mapping[str, bytes] = field(default_factory=dict)
    stopped: Text = Text()

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

    def run(self, name: str, files: Mapping[str, bytes]) -> Outcome:
        """Try a package made of these files."""
        key = digest(name, [[path, digest(content.hex())] for path, content in sorted(files.items())])
        with self._lock:
            if self._last is None or self._last[0] != key:
                self._last = key, self._try(name, files)
            return self._last[1]

    def _try(self, name: str, files: Mapping[str, bytes]) -> Outcome:
        folder = self._folder / name
        try:
            write(files, folder)
            packages, problems = read_folders([folder], self.portal)
            catalogue = assemble(self.portal, [*self._catalogue.packages, *packages], self._plan.root)
            report = pipeline.judge(self._plan, catalogue, problems, frozenset({name}))
            return self._shown(name, catalogue, report)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _shown(self, name: str, catalogue: Catalogue, report: Report) -> Outcome:
        """Build the small portal anew: an earlier trial is no earlier edition."""
        outcome = Outcome(report, About.of(catalogue, report))
        self._clear()
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


def write(files: Mapping[str, bytes], folder: Path) -> None:
    """Write the files of a package."""
    for path, content in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
