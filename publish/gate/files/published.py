"""Every file of a package that is published: those of its resources, and what lies beside them."""

from __future__ import annotations

from collections.abc import Iterator

from publish.gate.files.inside import Inside, looked
from publish.gate.rule import Case
from publish.model import Resource, SourceFile


def published(case: Case) -> Iterator[tuple[SourceFile, Resource | None, Inside]]:
    """Each file once, with the resource it belongs to and what is in it."""
    package = case.package
    owners: dict[str, tuple[SourceFile, Resource | None]] = {f.path: (f, None) for f in package.extras}
    for resource in package.resources:
        for file in resource.files:
            owners.setdefault(file.path, (file, resource))
    for path in sorted(owners):
        file, owner = owners[path]
        yield file, owner, looked(package, owner, file, case.read)
