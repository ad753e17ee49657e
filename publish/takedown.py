"""What earlier releases still hold of datasets that were taken down, and the removal of those releases.

A release is a whole: its files, its databases and its record agree. So nothing is cut out of one; an earlier release
that holds what the current one no longer shows goes altogether.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from publish import release, urls
from publish.model import Text, bilingual
from publish.problems import Exit, PublishError
from publish.release import Release

_SITE = "site"
_DATA = frozenset({"data", "original", "versions"})  # folders of a dataset that hold its files


def holding(output: Path, names: Iterable[str]) -> list[Release]:
    """The releases that hold data of any of these datasets, or tell more of one than the current release does. The
    current one is among them when it carries its data."""
    current, wanted = release.current(output), frozenset(names)
    return [r for r in release.finished(output) if any(_holds(r, name, current) for name in wanted)]


def taken_down(output: Path) -> frozenset[str]:
    """The datasets whose data an earlier release carries and the current one does not: withdrawn, suspended, closed."""
    current = release.current(output)
    if current is None:
        return frozenset()
    carried = {name for r in release.finished(output) if r.id != current.id for name in carrying(r)}
    return frozenset(carried - carrying(current))


def remove(output: Path, names: Iterable[str] = ()) -> list[str]:
    """Remove every earlier release that holds what was taken down, or anything of the datasets ``names``; the ids of
    those removed. Raises PublishError where a file cannot be removed: it must not be thought gone."""
    release.sweep(output)
    current = release.current(output)
    gone = [r for r in holding(output, {*names, *taken_down(output)}) if current is None or r.id != current.id]
    for old in gone:
        try:
            shutil.rmtree(old.folder)
        except OSError as error:
            raise PublishError(_stuck(old, error), Exit.CLOSED) from error
    return [old.id for old in gone]


def _stuck(old: Release, error: OSError) -> Text:
    return bilingual(
        f"旧版本 {old.id} 没有删干净（{error.filename}）：可能有服务正在用它。请先停止或重新启动服务，再运行一次。",
        f"The earlier release {old.id} could not be removed ({error.filename}): a service may be using it. Stop or "
        "restart the service, then run the command again.",
    )


def carrying(of: Release) -> frozenset[str]:
    """The datasets whose data a release carries."""
    return frozenset(_carried(of))


def _carried(of: Release) -> Iterator[str]:
    for path in of.record["artefacts"]:
        parts = path.split("/")
        if parts[:2] != [_SITE, "dataset"] or len(parts) < 4:
            continue
        if parts[3] in _DATA or parts[3:] == [f"{parts[2]}.zip"]:
            yield parts[2]


def _holds(of: Release, name: str, current: Release | None) -> bool:
    if name in carrying(of):
        return True
    told = _told(of, name)
    return told is not None and current is not None and told != _told(current, name)


def _told(of: Release, name: str) -> str | None:
    """The digest of what a release says of a dataset; None when it says nothing but that there is one."""
    found = of.record["artefacts"].get(f"{_SITE}{urls.descriptor(name)}")
    return str(found[1]) if found else None
