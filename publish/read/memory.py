"""What was read the last time, so that a folder nobody touched is neither parsed nor hashed again.

A folder is untouched when the name, size, time of change and inode of everything in it are what they were. A file
changed within RACY of the reading is not trusted: its clock may not have ticked since.
"""

from __future__ import annotations

import os
import pickle
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from publish.cache import Cache, code_digest, digest
from publish.model import Package, Portal
from publish.problems import Problem

RACY = 2_000_000_000  # nanoseconds

Stamp = tuple[tuple[str, int, int, int], ...]
Read = tuple[Package | None, tuple[Problem, ...]]


def stamp(folder: Path) -> Stamp:
    """(path, size, time of change, inode) of everything in a folder; links are not followed."""
    return tuple(sorted(_stamps(str(folder), "")))


def _stamps(folder: str, within: str) -> Iterator[tuple[str, int, int, int]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            found = entry.stat(follow_symlinks=False)
            yield f"{within}{entry.name}", found.st_size, found.st_mtime_ns, found.st_ino
            if entry.is_dir(follow_symlinks=False):
                yield from _stamps(entry.path, f"{within}{entry.name}/")


def trusted(now: Stamp) -> bool:
    """Is every change long enough ago for the clock to have ticked since?"""
    limit = time.time_ns() - RACY
    return all(changed < limit for _, _, changed, _ in now)


def fingerprint(paths: Iterable[Path]) -> str | None:
    """A digest of the stamps of files and folders: equal ones mean that nobody touched anything. None when something
    changed too recently to tell."""
    stamps = {str(path): _of(path) for path in paths if path.exists()}
    return digest(stamps) if all(map(trusted, stamps.values())) else None


def _of(path: Path) -> Stamp:
    found = path.stat()
    own = (path.name, 0 if path.is_dir() else found.st_size, found.st_mtime_ns, found.st_ino)
    return (own, *stamp(path)) if path.is_dir() else (own,)


def forget(cache: Cache) -> None:
    """Forget every reading."""
    _file(cache).unlink(missing_ok=True)


def _file(cache: Cache) -> Path:
    return cache.folder("read") / "packages.pickle"


@dataclass(slots=True)
class Memory:
    """Readings by folder, each pickled by itself: what was kept is written again as it is. They stand in one file of
    the cache, next to the digest of all they depend on."""

    path: Path | None
    key: str
    readings: dict[str, tuple[Stamp, bytes]] = field(default_factory=dict)
    fresh: dict[str, tuple[Stamp, bytes]] = field(default_factory=dict)

    @classmethod
    def open(cls, cache: Cache | None, portal: Portal) -> Memory:
        """The memory of this portal; an empty one when there is none, or it is of other code or another record."""
        if cache is None:
            return cls(None, "")
        key = digest(code_digest(), repr(portal))
        path = _file(cache)
        try:
            with path.open("rb") as file:
                if pickle.load(file) == key:
                    return cls(path, key, pickle.load(file))
        except (OSError, EOFError, pickle.UnpicklingError):
            pass
        return cls(path, key)

    def recall(self, folder: Path, now: Stamp) -> Read | None:
        """The last reading of a folder, when nothing in it changed since."""
        known = self.readings.get(str(folder))
        if known is None or known[0] != now:
            return None
        self.fresh[str(folder)] = known
        return cast(Read, pickle.loads(known[1]))

    def keep(self, folder: Path, now: Stamp, read: Read) -> Read:
        """Remember a reading, unless something in the folder changed too recently to trust the clock."""
        if trusted(now):
            self.fresh[str(folder)] = (now, pickle.dumps(read, protocol=pickle.HIGHEST_PROTOCOL))
        return read

    def save(self) -> None:
        """Write down what this run saw, when it differs."""
        if self.path is None or (self.fresh.keys() == self.readings.keys() and self._same()):
            return
        part = self.path.with_name(f".{os.getpid()}.part")
        with part.open("wb") as file:
            pickle.dump(self.key, file)
            pickle.dump(self.fresh, file, protocol=pickle.HIGHEST_PROTOCOL)
        os.replace(part, self.path)

    def _same(self) -> bool:
        return all(self.readings[folder] is reading for folder, reading in self.fresh.items())
