"""Tables of one package that lie apart and can be laid together again: by a number that each has, a row a person.

What is coarse enough in each may tell who it is in both. A column links tables when it has one name and type in them
and no value of it comes twice in any.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from publish.gate.privacy.digests import Digests, Grouping, digests, grouped
from publish.model import Field
from publish.tables import Table


@dataclass(frozen=True, slots=True)
class Linked:
    """Tables that ``key`` links, the columns others may know in them, and the rows of the first that are in all,
    grouped by these."""

    key: Field
    tables: tuple[Table, ...]
    fields: tuple[tuple[Field, ...], ...]  # of each table
    rows: np.ndarray[tuple[int], np.dtype[np.int64]]
    grouping: Grouping


def linked(tables: Sequence[Table], known: Sequence[str]) -> Iterator[Linked]:
    """Every set of tables that one column links, of those with a column of ``known``; the first set that a column
    gives is enough, however many columns link it."""
    own = {t.resource: tuple(f for f in t.fields if f.name in known) for t in tables}
    seen: set[tuple[str, ...]] = set()
    for name, kind in _shared([t for t in tables if own[t.resource]], known):
        keyed = [(t, f, digests(t, [f])) for t in tables if own[t.resource] and (f := t.field(name)) and f.type == kind]
        keyed = [(t, f, d) for t, f, d in keyed if len(np.unique(d)) == len(d)]
        together = tuple(t.resource for t, _, _ in keyed)
        if len(keyed) > 1 and together not in seen:
            seen.add(together)
            yield _joined(keyed, [own[t.resource] for t, _, _ in keyed])


def _shared(tables: Sequence[Table], known: Sequence[str]) -> Iterator[tuple[str, str]]:
    """(name, type) of the columns that several tables have, but for those others may know."""
    found: dict[tuple[str, str], int] = defaultdict(int)
    for table in tables:
        for field in table.fields:
            if field.name not in known:
                found[(field.name, field.type)] += 1
    return (one for one, count in found.items() if count > 1)


def _joined(keyed: Sequence[tuple[Table, Field, Digests]], fields: Sequence[tuple[Field, ...]]) -> Linked:
    first, key, wanted = keyed[0]
    rows = np.arange(len(wanted))
    said = digests(first, fields[0])
    for (table, _, own), columns in zip(keyed[1:], fields[1:], strict=True):
        order = np.argsort(own)
        at = np.searchsorted(own[order], wanted[rows]).clip(0, max(len(own) - 1, 0))
        met = own[order][at] == wanted[rows] if len(own) else np.zeros(len(rows), bool)
        rows, said = rows[met], said[met]
        said = _mixed(said, digests(table, columns)[order][at[met]])
    tables = tuple(table for table, _, _ in keyed)
    return Linked(key, tables, tuple(fields), rows, grouped(said))


def _mixed(one: Digests, other: Digests) -> Digests:
    """One digest of two: the order of the two counts."""
    return one * np.uint64(0x9E3779B97F4A7C15) + (other ^ (other >> np.uint64(29)))
