"""What a release keeps of the packages it admitted, so that one which is closed later can stay as it was.

``packages/<name>/`` of a release holds the description and every file, as read. Reading it gives the package again;
the gate judges it again, like any other.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from publish.admitted import Dataset
from publish.cache import Cache
from publish.model import Package, Portal
from publish.read.package import read_package
from publish.release import Release, link

FOLDER = "packages"


class Kept(Mapping[str, Package]):
    """The packages of a release by name; one is read when it is asked for."""

    def __init__(self, release: Release | None, portal: Portal) -> None:
        self._folder = release.folder / FOLDER if release else None
        self._portal = portal

    def __getitem__(self, name: str) -> Package:
        if self._folder is None or not self._folder.joinpath(name).is_dir():
            raise KeyError(name)
        package, _ = read_package(self._folder / name, self._portal)
        if package is None:
            raise KeyError(name)
        return package

    def __iter__(self) -> Iterator[str]:
        if self._folder is not None and self._folder.is_dir():
            yield from sorted(p.name for p in self._folder.iterdir())

    def __len__(self) -> int:
        return sum(1 for _ in self)


def keep(datasets: tuple[Dataset, ...], making: Path, cache: Cache) -> None:
    """Put the packages of these datasets into a release that is being made, as they were read."""
    for package in (dataset.package for dataset in datasets if dataset.shown):
        folder = making / FOLDER / package.name
        if package.ended:
            _keep_entry(package, folder, cache)
            continue
        own = (package.descriptor, package.sheet, *package.extras, *(f for r in package.resources for f in r.files))
        for path, source in {file.path: file for file in own if file is not None}.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            link(cache.original(source), target)


def _keep_entry(package: Package, folder: Path, cache: Cache) -> None:
    """The entry and the history of one whose data were taken away. Its description is not kept as it was written: that
    tells of its tables and columns."""
    folder.mkdir(parents=True)
    text = json.dumps(package.raw, ensure_ascii=False, indent=1) + "\n"
    folder.joinpath("datapackage.json").write_text(text, encoding="utf-8")
    for source in package.extras:
        link(cache.original(source), folder / source.path)
