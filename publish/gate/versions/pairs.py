"""Which package of now is which of then: by its id, which stays through a rename, else by its name or its folder."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from publish.gate.schema.references import outside
from publish.gate.versions.change import Pair
from publish.model import Catalogue, Earlier, Package
from publish.problems import Problem

Trait = Callable[[Package], object]
_TRAITS: tuple[Trait, ...] = (
    lambda p: (p.id, p.name) if p.id else None,
    lambda p: p.id or None,
    lambda p: p.name,
    lambda p: p.folder.name,
)


def pair(
    catalogue: Catalogue, problems: Iterable[Problem], earlier: Earlier, names: frozenset[str] | None
) -> tuple[Pair, ...]:
    """What differs between then and now, sorted by name; only these ``names`` when some are given. A package that
    cannot be read now is neither changed nor gone: reading it has said so."""
    now = [p for p in catalogue.packages if earlier.touched is None or p.folder in earlier.touched]
    matched, new, gone = _matched(list(earlier.packages), now)
    if not earlier.whole and names is not None and len(names) == len(gone) == 1:
        named = [p for p in new if p.name in names]
        matched += [(before, after) for before, after in zip(gone, named, strict=False)]
        new, gone = [p for p in new if p not in named], gone[len(named) :]
    known = {p.name for p in catalogue.packages} | {p.package for p in problems}
    as_written = earlier.touched is not None  # out of the repository
    differ = [(old, new) for old, new in matched if (old.digest, old.name) != (new.digest, new.name)]
    pairs = [Pair(old, new, as_written=as_written) for old, new in differ]
    pairs += [Pair(None, p, p.folder.name in earlier.unreadable) for p in new if earlier.whole]
    pairs += [Pair(p, None) for p in gone if not {p.name, p.folder.name} & known]
    return tuple(sorted((p for p in pairs if _wanted(p, names)), key=lambda p: p.name))


def _wanted(one: Pair, names: frozenset[str] | None) -> bool:
    return names is None or any(p is not None and p.name in names for p in (one.before, one.after))


def _matched(
    then: list[Package], now: list[Package]
) -> tuple[list[tuple[Package, Package]], list[Package], list[Package]]:
    """(pairs, only now, only then)."""
    pairs = []
    for trait in _TRAITS:
        by_trait = {value: p for p in reversed(then) if (value := trait(p)) is not None}
        found = [(before, p) for p in now if (before := by_trait.pop(trait(p), None)) is not None]
        pairs += found
        old, new = ({id(p) for p in side} for side in ([b for b, _ in found], [a for _, a in found]))
        then, now = [p for p in then if id(p) not in old], [p for p in now if id(p) not in new]
    return pairs, now, then


def affected(
    catalogue: Catalogue, problems: Iterable[Problem], earlier: Earlier, pairs: Sequence[Pair]
) -> frozenset[str] | None:
    """The names to judge when none are given: what differs, what cannot be read, and what refers to it. None (all)
    when the portal's own record or a register differs, for every entry is judged against those."""
    if earlier.everything:
        return None
    changed = {p.name for one in pairs for p in (one.before, one.after) if p is not None}
    known = {p.name for p in catalogue.packages}
    folders = {folder.name for folder in earlier.touched} if earlier.touched is not None else None
    broken = {p.package for p in problems if p.package and p.package not in known} if earlier.whole else set()
    changed |= {name for name in broken if folders is None or name in folders}
    return frozenset(changed | {p.name for p in catalogue.packages if refers(p) & changed})


def refers(package: Package) -> set[str]:
    """The names of the packages that this one names."""
    entry = package.entry
    return set(outside(package)) | ({*entry.related, entry.replaced_by} - {""} if entry else set())
