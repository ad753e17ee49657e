"""Document, Artefact, Release: what stages hand over, what a release holds, and how one replaces another.

``<output>/../.releases/<id>/`` holds ``site/``, ``open.db``, ``catalogue.db``, the API's configuration,
``report.json`` and ``release.json``; ``output`` is a link to it (a pointer file on Windows), switched in one step. A
release is made in a folder whose name starts with a dot and is renamed when complete, so a build that is killed leaves
only litter, which the next one sweeps. The last two releases are kept: a server resolves the link once, at start.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from publish.cache import DAY, digest, file_digest

KEPT = 2  # releases


@dataclass(frozen=True, slots=True)
class Document:
    """A file to publish, at a path of the site (``dataset/x/data/x.csv``): its bytes, or the made file to link."""

    path: str
    content: bytes | Path
    media_type: str
    sha256: str = ""  # known beforehand for a made file
    size: int = -1


@dataclass(frozen=True, slots=True)
class Download:
    """One form in which a resource is offered, or why it is not.

    ``form`` is ``csv``, ``excel.csv``, ``xlsx``, ``json``, ``ndjson``, ``parquet``, ``geojson``, ``original`` or
    ``zip`` (the whole package; ``resource`` is then ""). ``url`` is a path of the site. Without a document the form is
    not offered: the table has more rows than its ``ceiling``.
    """

    package: str
    resource: str
    form: str
    url: str
    media_type: str
    document: Document | None = None
    ceiling: int | None = None

    @property
    def size(self) -> int:
        """Bytes; 0 when it is not offered."""
        return max(self.document.size, 0) if self.document else 0


@dataclass(frozen=True, slots=True)
class Artefact:
    """A published file."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Release:
    """A finished release on disk."""

    folder: Path
    id: str
    record: Mapping[str, Any]

    @property
    def site(self) -> Path:
        return self.folder / "site"

    @property
    def open_db(self) -> Path:
        return self.folder / "open.db"

    @property
    def catalogue_db(self) -> Path:
        return self.folder / "catalogue.db"


def write(documents: Iterable[Document], folder: Path) -> dict[str, Artefact]:
    """Write documents below ``folder``: bytes are written, made files hard-linked (copied across disks).

    Raises ValueError for a path that leaves the folder or is written twice: both are bugs.
    """
    written: dict[str, Artefact] = {}
    made: set[str] = set()
    root = str(folder)
    for document in documents:
        path = document.path
        if path in written or path.startswith("/") or ".." in path.split("/"):
            raise ValueError(f"bad or repeated path: {path}")
        target = f"{root}/{path}"
        if (parent := target.rpartition("/")[0]) not in made:
            Path(parent).mkdir(parents=True, exist_ok=True)
            made.add(parent)
        written[path] = _put(document, Path(target))
    return written


def _put(document: Document, target: Path) -> Artefact:
    if isinstance(document.content, bytes):
        target.write_bytes(document.content)
        return Artefact(document.path, len(document.content), sha256(document.content).hexdigest())
    link(document.content, target)
    size = document.size if document.size >= 0 else target.stat().st_size
    return Artefact(document.path, size, document.sha256 or file_digest(target))


def link(source: Path, target: Path) -> None:
    """Hard-link a file, or copy it where links do not reach."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def artefacts(folder: Path, known: Mapping[str, Artefact]) -> list[Artefact]:
    """Every file below ``folder`` by path; what is not known is measured."""
    found = []
    start = len(str(folder)) + 1
    for directory, _, names in os.walk(folder):
        for name in names:
            path = f"{directory}/{name}"
            relative = path[start:].replace(os.sep, "/")
            found.append(known.get(relative) or _measured(Path(path), relative))
    return sorted(found, key=lambda a: a.path)


def _measured(path: Path, relative: str) -> Artefact:
    return Artefact(relative, path.stat().st_size, file_digest(path))


def releases_of(output: Path) -> Path:
    """The folder of releases that an output link points into."""
    return output.absolute().parent / ".releases"


def current(output: Path) -> Release | None:
    """The release that ``output`` points at, or None."""
    pointer = Path(f"{output}.release")
    if output.is_symlink():
        folder = output.resolve()
    elif pointer.is_file():
        folder = releases_of(output) / pointer.read_text(encoding="utf-8").strip()
    else:
        return None
    return _read(folder)


def _read(folder: Path) -> Release | None:
    try:
        record = json.loads((folder / "release.json").read_bytes())
    except (OSError, ValueError):
        return None
    return Release(folder, folder.name, record)


def finished(output: Path) -> list[Release]:
    """Every finished release beside an output link, by name."""
    folders = releases_of(output)
    found = sorted(p for p in folders.iterdir() if p.is_dir()) if folders.is_dir() else []
    return [r for p in found if not p.name.startswith(".") and (r := _read(p)) is not None]


def begin(output: Path) -> Path:
    """A new, empty folder to make a release in. Litter of builds that were killed is swept."""
    releases = releases_of(output)
    releases.mkdir(parents=True, exist_ok=True)
    sweep(output)
    making = releases / f".making-{os.getpid()}"
    shutil.rmtree(making, ignore_errors=True)
    (making / "site").mkdir(parents=True)
    return making


def sweep(output: Path) -> None:
    """Remove what builds that were killed have left."""
    for litter in releases_of(output).glob(".making-*"):
        if not _alive(litter):
            shutil.rmtree(litter, ignore_errors=True)


def _alive(making: Path) -> bool:
    """Is somebody still at work in this folder? Its name ends in the number of the process that is."""
    if os.name == "nt":  # where asking a process whether it lives would interrupt it
        return making.stat().st_mtime > time.time() - DAY
    try:
        os.kill(int(making.name.rsplit("-", 1)[1]), 0)
    except (ValueError, ProcessLookupError):
        return False
    except OSError:
        return True
    return True


def finish(making: Path, output: Path, record: Mapping[str, Any]) -> Release:
    """Write ``release.json``, name the release by its content, switch ``output`` to it and drop the oldest.

    ``record`` must not depend on when, where or how fast the release was made.
    """
    text = json.dumps(record, ensure_ascii=False, sort_keys=True, indent=1)
    (making / "release.json").write_text(text, encoding="utf-8")
    release_id = f"{record['as_of']}-{digest(text)[:12]}"
    folder = releases_of(output) / release_id
    if folder.exists():
        shutil.rmtree(making)
    else:
        os.rename(making, folder)
    switch(output, folder)
    _drop_old(releases_of(output), keep=folder)
    return Release(folder, release_id, record)


def switch(output: Path, folder: Path) -> None:
    """Point ``output`` at a release in one step: a reader sees the old one or the new one, never neither."""
    if output.exists() and not output.is_symlink():
        raise FileExistsError(output)
    part = output.with_name(f".{output.name}-{os.getpid()}")
    part.unlink(missing_ok=True)
    try:
        part.symlink_to(os.path.relpath(folder, output.absolute().parent), target_is_directory=True)
        os.replace(part, output)
    except OSError:  # Windows lets only administrators make links
        part.unlink(missing_ok=True)
        part.write_text(folder.name, encoding="utf-8")
        os.replace(part, f"{output}.release")


def _drop_old(releases: Path, keep: Path) -> None:
    os.utime(keep)  # the newest by use, also when an earlier release was made again
    finished = [p for p in releases.iterdir() if p.is_dir() and not p.name.startswith(".")]
    finished.sort(key=lambda p: p.stat().st_mtime, reverse=True)
    for old in finished[KEPT:]:
        shutil.rmtree(old, ignore_errors=True)
