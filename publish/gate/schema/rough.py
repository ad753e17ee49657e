"""A refused table read once more as it stands, every cell a text, so that what is in it is seen at once.

Whoever mends types first, and learns of identity numbers afterwards, has handed them round meanwhile. So nothing is
asked of the cells here, columns that nobody described are read too, and where the layout or the encoding is described
wrongly the likely one is tried. It costs no more than the first reading, and what it makes is never published.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from publish.gate.schema.blocks import Block, Reader, TextBlock
from publish.gate.schema.delimited import Unreadable
from publish.gate.schema.dialect import Dialect, dialect_of
from publish.gate.schema.dialect import Unusable as UnusableDialect
from publish.gate.schema.encoding import text_codec
from publish.gate.schema.finding import Enough, Findings, What
from publish.gate.schema.header import MOST_COLUMNS, alike, title_row
from publish.gate.schema.opened import Bomb, NotPacked
from publish.gate.schema.placed import other_delimiter
from publish.gate.schema.places import Places
from publish.gate.schema.table import Room, readers, table_of
from publish.model import Field, Package, Resource, Schema
from publish.problems import cell_name
from publish.tables import Table, TableWriter

_TRIES = 4  # titles over the header, another delimiter, another encoding, a quote left open
_KEPT = frozenset({"integer", "number"})  # types that say something of a column whose cells are texts


@dataclass(frozen=True, slots=True)
class Rough:
    """One file as it stands: its columns are texts, under their fields where they are known. Not to be published."""

    table: Table
    places: Places


def rough_tables(package: Package, resource: Resource, room: Room, folder: Path) -> list[Rough]:
    """What can be read of each file of a resource, written into ``folder``; empty when nothing can."""
    try:
        dialect = dialect_of(resource)
    except UnusableDialect:
        dialect = Dialect(delimiter="\t") if resource.format == "tsv" else Dialect()
    if text_codec(resource.encoding) is None:
        resource = replace(resource, encoding="utf-8")
    best: list[Rough] = []
    for _ in range(_TRIES):
        trial = Findings()
        made, header = _read(package, resource, dialect, replace(room, folder=folder), trial)
        best = made if _cells(made) >= _cells(best) else best
        other = _otherwise(resource, dialect, header, trial)
        if other is None:
            break
        resource, dialect = other
    return best


def _cells(made: Sequence[Rough]) -> int:
    return sum(one.table.rows * len(one.table.fields) for one in made)


def _otherwise(
    resource: Resource, dialect: Dialect, header: Sequence[str], trial: Findings
) -> tuple[Resource, Dialect] | None:
    """How it may have been meant; None when there is nothing to try."""
    schema = resource.schema or Schema(())
    for one in trial.of(What.ENCODING):
        if one.detail and text_codec(one.detail) not in (None, text_codec(resource.encoding)):
            return replace(resource, encoding=one.detail), dialect
    if len(header) == 1 and (mark := other_delimiter(header[0], dialect, "，；")):
        return resource, replace(dialect, delimiter=mark)
    if dialect.header_rows and title_row(header, schema):
        return resource, replace(dialect, header_rows=(dialect.header_rows[-1] + 1,))
    if dialect.quote and trial.counts[What.OPEN_QUOTE]:
        return resource, replace(dialect, quote="")
    return None


def _read(
    package: Package, resource: Resource, dialect: Dialect, room: Room, trial: Findings
) -> tuple[list[Rough], Sequence[str]]:
    """One try: a table for each file as far as it goes, and the header of the first."""
    made: list[Rough] = []
    first: Sequence[str] = ()
    try:
        for file, reader in readers(package, resource, dialect, room, trial):
            first = first or list(reader.header or ())
            if reader.width <= MOST_COLUMNS:
                made.append(_written(package, resource, file.path if file else "", reader, room, trial))
    except (Unreadable, Enough, Bomb, NotPacked):
        pass
    return [one for one in made if one.table.rows], first


def _written(package: Package, resource: Resource, path: str, reader: Reader, room: Room, trial: Findings) -> Rough:
    fields, places = _fields(resource, reader), Places()
    with TableWriter(room.folder, [replace(f, type="string") for f in fields]) as writer:
        for rows in _rows(reader, path, places, trial):
            writer.write(rows)
            if writer.rows > room.rows:
                break
        where, sha256, size = writer.done()
    return Rough(table_of(package, replace(resource, schema=None), fields, writer.rows, where, sha256, size), places)


def _rows(reader: Reader, path: str, places: Places, trial: Findings) -> Iterator[pl.DataFrame]:
    """The blocks of a file, as far as it can be read."""
    blocks = reader.blocks()
    while True:
        try:
            block = next(blocks, None)
        except (Unreadable, Enough, Bomb, NotPacked):
            return
        if block is None:
            return
        first = block.first if isinstance(block, TextBlock) else next(iter(block.numbers), 0)
        places.note(path, trial.sheet, first, block.numbers)
        rows = _texts(block, reader.width)
        places.advance(rows.height)
        yield rows


def _texts(block: Block, width: int) -> pl.DataFrame:
    if isinstance(block, TextBlock):
        return block.frame
    rows = [[None if cell is None else str(cell) for cell in row] for row in block.rows]
    return pl.DataFrame(rows, schema=[(f"c{n}", pl.String) for n in range(width)], orient="row")


def _fields(resource: Resource, reader: Reader) -> tuple[Field, ...]:
    """A field for each column: the described one where its name or title is known, else one of its own."""
    described = resource.schema.fields if resource.schema else ()
    known = {alike(said): f for f in described for said in (*(t for _, t in f.title), f.name)}
    made: dict[str, Field] = {}
    for place in range(reader.width):
        if reader.header is None:
            field = described[place] if place < len(described) else Field("")
        else:
            field = known.get(alike(reader.header[place])) or Field(reader.header[place].strip())
        name = field.name
        while not name or name in made:
            name = f"{name} {cell_name(place + 1, 1)[:-1]}".strip()
        made[name] = replace(field, name=name, type=field.type if field.type in _KEPT else "string")
    return tuple(made.values())
