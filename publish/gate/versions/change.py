"""Change: one package as it was and as it is, with its tables of then and now, and what differs between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from publish.gate.versions.order import following, later
from publish.model import Comparison, Field, Package, Resource, ResourceChange, Text, Turn, bilingual
from publish.problems import Level
from publish.tables import Table


@dataclass(frozen=True, slots=True)
class Pair:
    """A package as it was and as it is. Without ``after`` its folder is gone, without ``before`` it is new, unless it
    was there and could not be read. ``as_written``: the tables of then are as they were handed in, not as a portal
    published them, so their bytes may be compared."""

    before: Package | None
    after: Package | None
    unreadable: bool = False
    as_written: bool = True

    @property
    def name(self) -> str:
        """The name it goes by now, or went by."""
        package = self.after or self.before
        return package.name if package else ""


@dataclass(frozen=True, slots=True)
class Twin:
    """One resource as it was and as it is, its place in the description of now, and what became of it."""

    before: Resource
    after: Resource
    index: int
    then: Table | None
    now: Table | None
    change: ResourceChange

    @property
    def fields_before(self) -> tuple[Field, ...]:
        """The columns as they were: found in the table, else as described."""
        return _fields(self.before, self.then)

    @property
    def fields_after(self) -> tuple[Field, ...]:
        """The columns as they are."""
        return _fields(self.after, self.now)

    @property
    def pairs(self) -> Iterator[tuple[int, Field, Field]]:
        """(place, then, now) of each column that kept its name."""
        then = {f.name: f for f in self.fields_before}
        return ((i, then[f.name], f) for i, f in enumerate(self.fields_after) if f.name in then)

    @property
    def dropped(self) -> tuple[Field, ...]:
        """The columns of then that are no more. None of a table that is not described now, and was not found sound."""
        now = {f.name for f in self.fields_after}
        return tuple(f for f in self.fields_before if f.name not in now) if now else ()

    @property
    def pointer(self) -> str:
        """Where the resource stands in the description."""
        return f"/resources/{self.index}"


def _fields(resource: Resource, table: Table | None) -> tuple[Field, ...]:
    if table is not None:
        return table.fields
    return resource.schema.fields if resource.schema else ()


@dataclass(frozen=True, slots=True)
class Change:
    """What a rule about versions sees."""

    pair: Pair
    compared: Comparison
    twins: tuple[Twin, ...] = ()
    then: Mapping[str, Table] = field(default_factory=dict)
    now: Mapping[str, Table] = field(default_factory=dict)

    @property
    def both(self) -> tuple[Package, Package] | None:
        """The package then and now, when there was and is one."""
        before, after = self.pair.before, self.pair.after
        return (before, after) if before is not None and after is not None else None

    @property
    def promised(self) -> tuple[Package, Package] | None:
        """The package then and now, when its data were and are open to everybody. One that was withdrawn or closed
        since has other reasons to change than its users' needs; one that was not open promised them nothing."""
        both = self.both
        return both if both and all(p.entry is None or p.entry.open for p in both) else None

    @property
    def raised(self) -> bool:
        """Is its version a later one?"""
        return later(self.compared.version_after, self.compared.version_before)

    @property
    def data(self) -> bool:
        """Do its data differ: rows, columns, files?"""
        return any(r.turn is not Turn.SAME for r in self.compared.resources)

    @property
    def resaved(self) -> bool:
        """Are there files of other bytes, though their rows are the same?"""
        return any(r.resaved for r in self.compared.resources)

    @property
    def breach(self) -> Level:
        """How grave it is to break what users rely on: an error, but a warning once the version says so."""
        return Level.WARNING if self.raised else Level.ERROR

    @property
    def otherwise(self) -> Text:
        """What to do when it must be broken."""
        if self.raised:
            return bilingual("请在 history.csv 里写明", "say so in history.csv")
        version = following(self.compared.version_before)
        return bilingual(
            f"就升版本号，例如 {version}，并在 history.csv 里写明",
            f"raise the version, for example to {version}, and say so in history.csv",
        )
