"""Has another office collected the same?"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from publish.gate.place import Place, at
from publish.gate.rule import CatalogueRule
from publish.model import Catalogue, Field, Package, SourceFile, Text, bilingual
from publish.problems import Problem, problem

LIKE = 0.9  # shared columns among all columns of two tables
FEWEST = 4  # columns; of fewer, many tables are alike by chance
_FORM = 5  # more providers than this share a common form, and collect nothing twice
_SMALLEST = 64  # bytes; an empty table is like every other
_NAMED = 3
_NINE = 9
_DENSE = 20

Columns = frozenset[str]


@dataclass(frozen=True, slots=True)
class _Table:
    """One table of a catalogue, or the described columns of an entry without data: whose it is, and where."""

    package: Package
    pointer: str
    provider: str
    fields: tuple[Field, ...]
    files: tuple[SourceFile, ...] = ()


class Alike(CatalogueRule):
    """Two offices do not collect the same twice.

    Named, as a note, are the same file in two datasets, and tables of different providers whose columns are nine in
    ten the same, by name or by title, where there are four at least; the described columns of an entry without data
    count too. Where more than five providers share one set of columns it is a common form, and nothing is said. A note
    closes nothing: whether it is the same is for people to see.

    中文

    不要重复采集。两个数据集里有同一个文件，或者不同单位的表有四列以上、九成的列名或列标题相同，就提示一句；没有数据的
    条目按写明的信息项比较。同一套列有五个以上单位在用的，视为统一的表式，不作提示。只是提示：是不是重复，要由人来看。
    """

    codes: ClassVar[tuple[str, ...]] = ("C701", "C702")

    def check(self, catalogue: Catalogue) -> Iterator[Problem]:
        tables = [table for package in catalogue.packages for table in _tables(package)]
        copies = {(t.package.name, o.package.name) for t, others in _copies(tables) for o in others}
        for table, others in _copies(tables):
            yield problem("C701", **_place(table), datasets=_listed(others))
        said = set(copies)
        for names in (_by_name, _by_title):
            for table, others in _look_alikes(tables, [names(t) for t in tables]):
                new = [o for o in others if (table.package.name, o.package.name) not in said]
                said |= {(table.package.name, o.package.name) for o in new}
                if new:
                    yield problem("C702", **_place(table), datasets=_listed(new))


def _tables(package: Package) -> Iterator[_Table]:
    entry = package.entry
    if entry is None or package.tombstone:
        return
    for index, resource in enumerate(package.resources):
        if resource.tabular:
            fields = resource.schema.fields if resource.schema else ()
            yield _Table(package, f"/resources/{index}", entry.provider, fields, resource.files)
    if entry.items and not any(r.tabular for r in package.resources):
        yield _Table(package, "/catalogue/items", entry.provider, entry.items)


def _by_name(table: _Table) -> Columns:
    return frozenset(f.name.strip().casefold() for f in table.fields)


def _by_title(table: _Table) -> Columns:
    """The titles in the language the package was written in."""
    titles = [f.title for f in table.fields]
    return frozenset(next(iter(t))[1].strip().casefold() for t in titles) if all(titles) else frozenset()


def _copies(tables: Sequence[_Table]) -> Iterator[tuple[_Table, list[_Table]]]:
    """Tables whose files are the same to the byte, in another package."""
    same = defaultdict(list)
    for table in tables:
        if sum(f.bytes for f in table.files) >= _SMALLEST:
            same[tuple(f.sha256 for f in table.files)].append(table)
    for holders in same.values():
        if len({t.package.name for t in holders}) > 1:
            few = list({t.package.name: t for t in holders}.values())[: _NAMED + 2]
            for table in holders:
                yield table, [o for o in few if o.package.name != table.package.name]


def _look_alikes(tables: Sequence[_Table], columns: Sequence[Columns]) -> Iterator[tuple[_Table, list[_Table]]]:
    """Tables of other providers with nearly the same columns."""
    holders: dict[Columns, list[_Table]] = defaultdict(list)
    for table, names in zip(tables, columns, strict=True):
        if len(names) >= FEWEST:
            holders[names].append(table)
    near = _near(list(holders))
    for names, own in holders.items():
        others = [t for other in (names, *near.get(names, ())) for t in holders[other]]
        if not 1 < len({t.provider for t in others}) <= _FORM:
            continue
        by_provider: dict[str, list[_Table]] = defaultdict(list)
        for table in others:
            if len(by_provider[table.provider]) < _NAMED:
                by_provider[table.provider].append(table)
        for table in own:
            yield table, [t for who, few in by_provider.items() if who != table.provider for t in few]


def _near(sets: Sequence[Columns]) -> Mapping[Columns, list[Columns]]:
    """The sets that share nine columns in ten, without comparing all with all: two such sets have one of their rarest
    columns in common, so only sets that do are compared (prefix filtering). Two sets that differ are as near as that
    with nine columns at least. Where a column stands in hundreds of sets they are a common form; some are compared."""
    often = Counter(name for names in sets for name in names)
    index: dict[str, list[Columns]] = defaultdict(list)
    found: dict[Columns, list[Columns]] = defaultdict(list)
    for names in sorted((s for s in sets if len(s) >= _NINE), key=lambda s: (len(s), sorted(s))):
        rare = sorted(names, key=lambda n: (often[n], n))[: len(names) - math.ceil(LIKE * len(names)) + 1]
        for other in dict.fromkeys(o for name in rare for o in index[name][:_DENSE]):
            shared = len(names & other)
            if shared >= LIKE * (len(names) + len(other) - shared):
                found[names].append(other)
                found[other].append(names)
        for name in rare:
            index[name].append(names)
    return found


def _listed(tables: Iterable[_Table]) -> Text:
    """The other datasets by title and name."""
    packages = list({t.package.name: t.package for t in tables}.values())
    more = {"zh": " 等", "en": " and more"} if len(packages) > _NAMED else {"zh": "", "en": ""}
    first = packages[:_NAMED]
    zh = "、".join(f"{p.title['zh'] or p.name}（{p.name}）" for p in first) + more["zh"]
    en = ", ".join(f"{p.title['en'] or p.name} ({p.name})" for p in first) + more["en"]
    return bilingual(zh, en)


def _place(table: _Table) -> Place:
    return at(table.package, table.pointer)
