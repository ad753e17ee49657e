"""The dataset in its folder: read as it stands, and an update written into it in one step."""

from __future__ import annotations

import os
from pathlib import Path

from publish.draft.update.nouns import Standing, Update
from publish.draft.update.targets import tables_of
from publish.history import HISTORY
from publish.model import Package, bilingual
from publish.problems import Exit, PublishError
from publish.questions import FILE


def stand(package: Package) -> Standing:
    """A dataset with the bytes of its description, its history and its tables."""
    own = [package.descriptor.path] if package.descriptor else []
    own += [package.sheet.path] if package.sheet else []
    places = {name: package.folder / name for name in (*own, HISTORY, FILE)}
    files = {name: path.read_bytes() for name, path in places.items() if path.is_file()}
    for resource in tables_of(package):
        files |= {file.path: file.location.read_bytes() for file in resource.files}
    return Standing(package, files)


def apply(update: Update, folder: Path) -> None:
    """Write an update into the folder of its dataset. Everything is written beside what is there first; when a file
    cannot be put in its place, those that were are put back, so a failure leaves the folder as it was.

    Raises PublishError (wrong usage) for an update that is not ready, and OSError.
    """
    if not update.ready:
        raise PublishError(_NOT_READY, Exit.USAGE)
    targets = {folder / path: content for path, content in sorted(update.files.items())}
    before = {path: path.read_bytes() if path.is_file() else None for path in targets}
    beside = {path: path.with_name(f".{path.name}.new") for path in targets}
    try:
        for path, content in targets.items():
            beside[path].write_bytes(content)
        _replace(targets, beside, before)
    finally:
        for path in beside.values():
            path.unlink(missing_ok=True)


def _replace(targets: dict[Path, bytes], beside: dict[Path, Path], before: dict[Path, bytes | None]) -> None:
    done: list[Path] = []
    try:
        for path in targets:
            os.replace(beside[path], path)
            done.append(path)
    except OSError:
        for path in done:
            _put_back(path, before[path])
        raise


def _put_back(path: Path, content: bytes | None) -> None:
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content)


_NOT_READY = bilingual("这次更新还不能写入。", "This update is not ready to be written.")
