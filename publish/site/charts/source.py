"""Source: one table with what is known of it, as the choosing of a picture needs it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from publish.drawable import labels
from publish.drawable.times import is_time
from publish.figures import FieldFigures, TableFigures
from publish.model import Field, Text
from publish.tables import Table


@dataclass(frozen=True, slots=True)
class Source:
    """One table. ``reached`` are the tables that keys of it point at, by SQL name; ``languages`` the tags of the
    portal, first the one that texts of the data are in."""

    table: Table
    figures: TableFigures
    subject: Text
    languages: tuple[str, ...]
    reached: Mapping[str, Table]

    def known(self, field: Field) -> FieldFigures | None:
        """What was counted of a column."""
        return self.figures.fields.get(field.name)

    def distinct(self, field: Field) -> int | None:
        """How many values it has; None when there are too many to have been counted."""
        counted = self.known(field)
        return counted.distinct if counted else None

    def tells(self, field: Field) -> bool:
        """Does every row have a value of its own in this column?"""
        if self.table.primary_key == (field.name,) or (field.name,) in self.table.unique_keys:
            return True
        counted = self.known(field)
        return bool(counted and not counted.missing and counted.distinct == self.table.rows)

    @property
    def times(self) -> tuple[Field, ...]:
        """The columns that say when."""
        return tuple(f for f in self.table.fields if is_time(f))

    @property
    def calendar(self) -> bool:
        """Is it a run of days, months or years, a row each? Then nothing is learnt from how many rows there are."""
        return any(self.tells(f) for f in self.times if self.table.primary_key in ((), (f.name,)))

    def rows(self, names: Sequence[str]) -> Iterator[Mapping[str, object]]:
        """These columns, row by row; a block lies in memory at a time."""
        for block in self.table.blocks(list(dict.fromkeys(names))):
            yield from block.to_pylist()

    def names(self, field: Field) -> Mapping[str, Text]:
        """Value -> label: of its categories, or of the table that a key of one column points at."""
        if field.categories:
            return labels.of_categories(field)
        for one in self.table.references:
            if one.fields == (field.name,) and one.table in self.reached:
                return labels.register(self.reached[one.table], one.columns[0], self.languages)
        return {}
