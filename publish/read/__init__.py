"""Package roots, ``metadata.yml`` and registers -> Catalogue and problems. Collects, and never stops at the first.

Nothing is judged here but what stands in the way of reading: a description that is not one, a path that leaves its
folder, a file that is not there. No connection is opened and no file outside a package folder is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

from publish.cache import Cache, digest
from publish.jobs import Progress, each, silent
from publish.model import Catalogue, Package, Portal, Registers
from publish.problems import Problem, problem
from publish.read.memory import Memory, Read, stamp
from publish.read.package import read_package
from publish.read.portal import read_portal
from publish.read.registers import FIELD_NAMES, read_registers
from publish.read.registers import NAMES as REGISTERS

__all__ = ["REGISTERS", "read", "read_folders", "read_only_registers", "read_package", "read_portal"]


def read(
    root: Path, *, cache: Cache | None = None, jobs: int = 1, progress: Progress = silent
) -> tuple[Catalogue, tuple[Problem, ...]]:
    """Everything below the portal's folder ``root``.

    Raises PublishError when there is no usable ``metadata.yml``; whatever else is wrong is among the problems.
    """
    portal, problems = read_portal(root)
    found = list(problems)
    folders: list[Path] = []
    for source in portal.sources:
        place = (root / source).absolute()
        if place.is_dir():
            folders += package_folders(place)
        else:
            found.append(problem("M104", file="metadata.yml", value=source))
    packages, more = read_folders(folders, portal, cache=cache, jobs=jobs, progress=progress)
    found += more
    names = {p.name for p in packages}
    found += [problem("M105", package=name, name=name) for name in REGISTERS if name not in names]
    return assemble(portal, packages, root), tuple(found)


def read_only_registers(root: Path, portal: Portal) -> Registers:
    """The registers of the portal in ``root``, without reading any other package; what is wrong with them is passed
    over here, and said by ``check``."""
    places = (root / source / name for source in portal.sources for name in (*REGISTERS, FIELD_NAMES))
    packages, _ = read_folders([place.absolute() for place in places if place.is_dir()], portal)
    return read_registers(packages)


def assemble(portal: Portal, packages: Iterable[Package], root: Path) -> Catalogue:
    """A Catalogue of these packages, sorted by name, with the registers found among them."""
    ordered = sorted(packages, key=lambda p: (p.name, str(p.folder)))
    registers = read_registers(ordered)
    known = [p.digest for p in ordered if p.name in REGISTERS]
    return Catalogue(portal, registers, tuple(ordered), root, digest(repr(portal), known))


def package_folders(source: Path) -> list[Path]:
    """The folders of a package root, in order. A hidden one, or one without anything in it, is none."""
    return sorted(p for p in source.iterdir() if p.is_dir() and not p.name.startswith(".") and any(p.iterdir()))


def read_folders(
    folders: Iterable[Path],
    portal: Portal,
    *,
    cache: Cache | None = None,
    jobs: int = 1,
    progress: Progress = silent,
) -> tuple[tuple[Package, ...], tuple[Problem, ...]]:
    """The packages of these folders, and what is wrong with their descriptions."""
    memory = Memory.open(cache, portal)
    stamps = {folder: stamp(folder) for folder in folders}
    known = {folder: memory.recall(folder, now) for folder, now in stamps.items()}
    unread = [folder for folder, reading in known.items() if reading is None]
    readings = each(partial(read_package, portal=portal), unread, jobs=jobs, stage="read", progress=progress, chunk=32)
    for folder, reading in zip(unread, readings, strict=True):
        known[folder] = memory.keep(folder, stamps[folder], reading)
    memory.save()
    read_now = [reading for reading in known.values() if reading is not None]
    return tuple(_packages(read_now)), tuple(p for _, problems in read_now for p in problems)


def _packages(readings: Iterable[Read]) -> Iterator[Package]:
    return (package for package, _ in readings if package is not None)
