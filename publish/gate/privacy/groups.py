"""k-anonymity: nobody stands out by what others know of him."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import polars as pl

from publish.gate.place import at, at_row, path_of
from publish.gate.privacy.persons import absent, known_to_others
from publish.gate.rule import Case, PackageRule
from publish.gate.schema.wording import listed, title, titles
from publish.model import Field, Package, Resource
from publish.problems import Problem, problem
from publish.tables import Table

Digests = np.ndarray[tuple[int], np.dtype[np.uint64]]

_SHOWN = 3  # rows named in a message
_FEW = 10  # rows below which a column whose cells all differ says nothing


@dataclass(frozen=True, slots=True)
class Grouping:
    """Rows by what they share: the group of each row (0-based), and how many rows each group has."""

    group: np.ndarray[tuple[int], np.dtype[np.int64]]
    sizes: np.ndarray[tuple[int], np.dtype[np.int64]]

    def rows_in(self, chosen: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> list[int]:
        """The first rows of the groups that are chosen."""
        return [int(n) for n in np.flatnonzero(chosen[self.group])[:_SHOWN]]


class Anonymity(PackageRule):
    """In a table of single persons nobody stands out.

    A package whose rows are of single persons says so, and which columns others may know of a person:
    `privacy: {unit: individual, quasi_identifiers: [sex, birth_year, township]}`. Every combination of these that
    occurs must occur in at least 5 rows (`group_rows` under `limits` of the portal; a package may ask for more with
    `k: 10`, never for less). Where it does not, the data are taken down at once: one who knows a neighbour's sex, year
    of birth and township would find his row, and read the rest of it. Put coarser values (an age band for a day of
    birth, a district for an address), or leave such rows out.

    Columns under `sensitive: [diagnosis]` should differ within a group: when all who share a combination have the
    same illness, it is known without knowing which row is whose. That warns, as do columns that look as if others knew
    them and are not listed. A column in which no value comes twice is told: it should be a serial number made for
    publication, not one the person bears elsewhere. Messages name columns and rows, never values.

    中文

    一行就是一个人的数据，谁都不能被认出来。请在说明里写明，并列出旁人可能知道的列：
    `privacy: {unit: individual, quasi_identifiers: [sex, birth_year, township]}`。这些列合起来的每一种组合，至少要有
    5 行（门户 `limits` 里的 `group_rows`；数据集可以用 `k: 10` 要求更多，不能更少）。不到的，数据立即撤下：知道邻居
    性别、出生年份和街道的人，就能找到他那一行，看到其余内容。请换成较粗的说法（出生日期改成年龄段，住址改成区），或
    者删去这些行。

    写在 `sensitive: [diagnosis]` 里的列，同一组里应当有不同的值：同组的人病情都一样，不知道哪一行是谁也等于知道了。
    这种情况会提醒；看上去旁人会知道、却没有列出来的列也会提醒。每一行都不同的列会说明一声：它应当是为发布另编的流水
    号，不是这个人在别处也用的号码。报告只写列名和行号，不写内容。
    """

    codes: ClassVar[tuple[str, ...]] = ("P701", "P702", "P703", "P704", "P705", "P706")

    def check(self, case: Case) -> Iterator[Problem]:
        package, privacy = case.package, case.package.privacy
        if privacy.unit != "individual" or not case.tables:
            return
        if not privacy.quasi_identifiers:
            yield problem("P702", **at(package, "/privacy"))
        yield from absent(case, privacy.quasi_identifiers, "quasi_identifiers")
        yield from absent(case, privacy.sensitive, "sensitive")
        for resource in package.resources:
            table = case.tables.get(resource.name)
            if table is not None and table.rows:
                yield from _judge(case, resource, table)


def _judge(case: Case, resource: Resource, table: Table) -> Iterator[Problem]:
    privacy, places = case.package.privacy, case.places[resource.name]
    own = [f for f in table.fields if f.name in privacy.quasi_identifiers]
    named = {*privacy.quasi_identifiers, *privacy.sensitive}
    unlisted = [f for f in known_to_others(table) if f.name not in named]
    if unlisted:
        yield problem("P704", **at(case.package, "/privacy"), path=path_of(resource), fields=titles(unlisted, resource))
    if not own:
        return
    k = max(case.portal.limits.group_rows, privacy.k or 0)
    grouping = _grouped(_digests(table, own))
    small = grouping.sizes < k
    said: dict[str, Any] = {"path": path_of(resource), "fields": titles(own, resource), "k": k}
    if small.any():
        rows = grouping.rows_in(small)
        yield problem(
            "P701",
            **at_row(case.package, resource, places, rows[0]),
            **said,
            count=int(grouping.sizes[small].sum()),
            smallest=int(grouping.sizes.min()),
            rows=listed([str(places.of(n).row) for n in rows]),
        )
    for field in (f for f in table.fields if f.name in privacy.sensitive):
        alike = _alike(grouping, _digests(table, [field])) & ~small
        if alike.any():
            rows, count = grouping.rows_in(alike), int(grouping.sizes[alike].sum())
            where = at_row(case.package, resource, places, rows[0])
            yield problem("P706", **where, **said, title=title(field.name, resource), count=count)
    yield from _each_its_own(case.package, resource, table, named)


def _each_its_own(package: Package, resource: Resource, table: Table, named: set[str]) -> Iterator[Problem]:
    """Columns in which no value comes twice."""
    if table.rows < _FEW:
        return
    for field in table.fields:
        if field.name in named or field.type not in ("string", "integer"):
            continue
        digests = np.sort(_digests(table, [field]))
        if not (digests[1:] == digests[:-1]).any():
            place = {"package": package.name, "file": path_of(resource), "field": field.name}
            yield problem("P705", **place, title=title(field.name, resource))  # type: ignore[arg-type]


def _digests(table: Table, fields: Sequence[Field]) -> Digests:
    """64 bits for what each row says in these columns; rows that say the same have the same. Eight bytes a row."""
    digests = np.empty(table.rows, np.uint64)
    start, names = 0, [f.name for f in fields]
    for batch in table.blocks(names):
        frame = pl.from_arrow(batch)
        assert isinstance(frame, pl.DataFrame)
        digests[start : start + batch.num_rows] = frame.select(names).hash_rows().to_numpy()
        start += batch.num_rows
    return digests


def _grouped(digests: Digests) -> Grouping:
    _, group, sizes = np.unique(digests, return_inverse=True, return_counts=True)
    return Grouping(group, sizes)


def _alike(grouping: Grouping, digests: Digests) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Of each group: do all its rows say the same?"""
    least = np.full(len(grouping.sizes), np.iinfo(np.uint64).max, np.uint64)
    most = np.zeros(len(grouping.sizes), np.uint64)
    np.minimum.at(least, grouping.group, digests)
    np.maximum.at(most, grouping.group, digests)
    same: np.ndarray[tuple[int], np.dtype[np.bool_]] = least == most
    return same
