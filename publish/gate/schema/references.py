"""Foreign keys: within a package when it is judged, between packages when all are known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from publish.gate.schema.finding import Findings, What
from publish.gate.schema.keys import check_reference
from publish.gate.schema.places import Places
from publish.model import ForeignKey, Package, Resource, ResourceKind
from publish.tables import Reference, Table


def foreign_keys(resource: Resource) -> list[tuple[str, ForeignKey]]:
    """(pointer into the resource, key) of each foreign key."""
    keys = resource.schema.foreign_keys if resource.schema else ()
    return [(f"/schema/foreignKeys/{index}", key) for index, key in enumerate(keys)]


def outside(package: Package) -> frozenset[str]:
    """The packages that this one's tables refer to."""
    return frozenset(
        key.package for r in package.resources for _, key in foreign_keys(r) if key.package not in ("", package.name)
    )


def refer_within(
    package: Package,
    resource: Resource,
    table: Table,
    targets: Mapping[str, Table],
    findings: Findings,
    places: Places,
) -> Table:
    """The table of the resource with its references inside the package resolved; what does not hold is found. A
    target whose own rows are in doubt is not asked."""
    references = []
    for pointer, key in foreign_keys(resource):
        if key.package not in ("", package.name):
            continue
        name = key.resource or resource.name
        target = targets.get(name)
        aim = package.resource(name)
        if aim is None or aim.kind is ResourceKind.FILE:  # or what is there has no rows
            findings.add(What.NO_TARGET, value=name[:80], pointer=pointer)
        elif target is not None and check_reference(table, key, target, pointer, findings, places):
            references.append(Reference(key.fields, target.name, key.reference))
    return replace(table, references=tuple(references))


def refer_outside(
    package: Package,
    resource: Resource,
    table: Table,
    others: Mapping[str, Mapping[str, Table]],
    known: frozenset[str],
    findings: Findings,
    places: Places,
) -> Table:
    """The same for references to other packages. ``others`` are their tables by package and resource; a package that
    is ``known`` but has no table now (closed, or not open) cannot be asked, and is no reason to close this one."""
    references = list(table.references)
    for pointer, key in foreign_keys(resource):
        if key.package in ("", package.name):
            continue
        name = key.resource or key.package
        if key.package not in known:
            findings.add(What.NO_TARGET, value=f"{key.package}/{name}"[:80], pointer=pointer)
            continue
        target = others.get(key.package, {}).get(name)
        if target is not None and check_reference(table, key, target, pointer, findings, places):
            references.append(Reference(key.fields, target.name, key.reference))
    return replace(table, references=tuple(references))
