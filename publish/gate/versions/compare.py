"""Two states of a package -> what became of each resource."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from publish.cache import Cache, code_digest, digest
from publish.gate.judgement import Judgement
from publish.gate.versions.change import Change, Pair, Twin
from publish.gate.versions.rows import Compared, compare_rows
from publish.model import Comparison, Package, Resource, ResourceChange, Turn
from publish.model.change import resource_from, resource_record
from publish.tables import Table

KIND = "comparisons"


def compare(one: Pair, then: Judgement, now: Judgement, cache: Cache) -> Change:
    """The change of one package, its rows compared. No value is shown of a package that is not open, or in which
    something personal was found, then or now: only counts."""
    before, after = one.before, one.after
    hidden = not (_may_show(before, then) and _may_show(after, now))
    turn = Turn.CHANGED if before and after else Turn.ADDED if after else Turn.REMOVED
    base = Comparison(
        package=one.name,
        turn=turn,
        before=before.name if before else "",
        version_before=before.version if before else "",
        version_after=after.version if after else "",
        hidden=hidden,
    )
    if before is None or after is None:
        tables, added = (now.tables, True) if after else (then.tables, False)
        package = after or before
        changes = tuple(_lone(r, tables.get(r.name), added=added) for r in (package.resources if package else ()))
        return Change(one, replace(base, resources=changes), then=then.tables, now=now.tables)
    sides = Tables(then.tables, now.tables, hidden, one.as_written, cache)
    twins = tuple(_twins(before, after, sides))
    return Change(one, replace(base, resources=_all(before, after, twins, then, now)), twins, then.tables, now.tables)


def _may_show(package: Package | None, judged: Judgement) -> bool:
    """May values of it be repeated? Waived or not, what looks personal is not."""
    if package is None:
        return True
    return (package.entry is None or package.entry.open) and not any(p.code.startswith("P") for p in judged.problems)


def _all(
    before: Package, after: Package, twins: tuple[Twin, ...], then: Judgement, now: Judgement
) -> tuple[ResourceChange, ...]:
    """Every resource: those of now in their order, then those that are no more."""
    known = {twin.after.name: twin.change for twin in twins}
    kept = {twin.before.name for twin in twins}
    here = [known.get(r.name) or _lone(r, now.tables.get(r.name), added=True) for r in after.resources]
    gone = [_lone(r, then.tables.get(r.name), added=False) for r in before.resources if r.name not in kept]
    return (*here, *gone)


def _lone(resource: Resource, table: Table | None, *, added: bool) -> ResourceChange:
    """A resource that is new, or no more."""
    rows = table.rows if table else None
    if added:
        return ResourceChange(resource.name, Turn.ADDED, rows_after=rows, added=rows)
    return ResourceChange(resource.name, Turn.REMOVED, rows_before=rows, removed=rows)


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables of then and now, and how they may be compared: without showing values, by the bytes of files too."""

    then: Mapping[str, Table]
    now: Mapping[str, Table]
    hidden: bool
    as_written: bool
    cache: Cache


def _twins(before: Package, after: Package, tables: Tables) -> Iterator[Twin]:
    """The resources that were and are there. One named like its package keeps being so through a rename."""
    for index, new in enumerate(after.resources):
        old = before.resource(new.name) or (before.resource(before.name) if new.name == after.name else None)
        if old is None:
            continue
        then, now = tables.then.get(old.name), tables.now.get(new.name)
        change = _change(old, new, then, now, tables)
        twin = Twin(old, new, index, then, now, change)
        names = ({f.name for f in twin.fields_before}, {f.name for f in twin.fields_after})
        known = all(names)
        change = replace(
            change,
            fields_added=tuple(f.name for f in twin.fields_after if known and f.name not in names[0]),
            fields_removed=tuple(f.name for f in twin.dropped),
        )
        retyped = any(f.type != g.type for _, f, g in twin.pairs)
        if change.turn is Turn.SAME and (change.fields_added or change.fields_removed or retyped):
            change = replace(change, turn=Turn.CHANGED)
        yield replace(twin, change=change)


def _change(old: Resource, new: Resource, then: Table | None, now: Table | None, tables: Tables) -> ResourceChange:
    """By the rows where both are known; else by the bytes, where both are here and the portal did not write one."""
    own = not new.tabular or (tables.as_written and old.paths == new.paths)
    bytes_then, bytes_now = (_bytes(old), _bytes(new)) if own else ((), ())
    differ = bytes_then != bytes_now
    made = ResourceChange(new.name, Turn.SAME, then.rows if then else None, now.rows if now else None)
    if then is not None and now is not None:
        found = _compared(then, now, tables.hidden, tables.cache)
        turn = Turn.CHANGED if found.added or found.removed or found.changed else Turn.SAME
        return replace(
            made,
            turn=turn,
            added=found.added,
            removed=found.removed,
            changed=found.changed,
            key=found.key,
            sample=found.sample,
            resaved=differ and turn is Turn.SAME,
        )
    if bytes_then and bytes_now:
        return replace(made, turn=Turn.CHANGED if differ else Turn.SAME, compared=not new.tabular)
    return replace(made, compared=False)


def _bytes(resource: Resource) -> tuple[object, ...]:
    """What tells the contents of a resource: digests of its files or data, or what is declared of a remote one."""
    if resource.files:
        return tuple(f.sha256 for f in resource.files)
    if resource.data is not None:
        return (digest(resource.data),)
    return (resource.paths, resource.hash, resource.bytes) if resource.hash else ()


def _compared(then: Table, now: Table, hidden: bool, cache: Cache) -> Compared:
    """The comparison of two tables, kept: a pull request is checked many times."""
    key = digest(KIND, then.sha256, now.sha256, then.primary_key, now.primary_key, hidden, code_digest())

    def make() -> object:
        found = compare_rows(then, now, sampled=not hidden)
        turn = Turn.CHANGED
        record = ResourceChange("", turn, None, None, found.added, found.removed, found.changed, found.key)
        return resource_record(replace(record, sample=found.sample))

    kept = resource_from(cache.json(KIND, key, make))
    return Compared(kept.added or 0, kept.removed or 0, kept.changed or 0, kept.key, kept.sample)
