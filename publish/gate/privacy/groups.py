"""k-anonymity: nobody stands out by what others know of him."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np

from publish.gate.place import at, at_row, path_of
from publish.gate.privacy.digests import Digests, Grouping, digests, grouped
from publish.gate.privacy.linked import linked
from publish.gate.privacy.persons import absent, known_to_others
from publish.gate.rule import Case, PackageRule
from publish.gate.schema.wording import listed, title, titles
from publish.model import Package, Resource, Text
from publish.problems import Level, Problem, problem
from publish.tables import Table

_FEW = 10  # rows below which a column whose cells all differ says nothing


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

    Several tables of one package are also judged together: where a number links them row by row, what is coarse enough
    in each may tell who it is in both. That is an error when the number is the key of each, and a warning otherwise.

    中文

    一行就是一个人的数据，谁都不能被认出来。请在说明里写明，并列出旁人可能知道的列：
    `privacy: {unit: individual, quasi_identifiers: [sex, birth_year, township]}`。这些列合起来的每一种组合，至少要有
    5 行（门户 `limits` 里的 `group_rows`；数据集可以用 `k: 10` 要求更多，不能更少）。不到的，数据立即撤下：知道邻居
    性别、出生年份和街道的人，就能找到他那一行，看到其余内容。请换成较粗的说法（出生日期改成年龄段，住址改成区），或
    者删去这些行。

    写在 `sensitive: [diagnosis]` 里的列，同一组里应当有不同的值：同组的人病情都一样，不知道哪一行是谁也等于知道了。
    这种情况会提醒；看上去旁人会知道、却没有列出来的列也会提醒。每一行都不同的列会说明一声：它应当是为发布另编的流水
    号，不是这个人在别处也用的号码。报告只写列名和行号，不写内容。

    一个数据集里有几张表，也合起来看：有一个编号能把它们一行一行对上，各自够粗的内容对在一起可能就认出人了。这个编号是各
    表的关键列时必须改，不是时提醒。
    """

    codes: ClassVar[tuple[str, ...]] = ("P701", "P702", "P703", "P704", "P705", "P706", "P708")

    def check(self, case: Case) -> Iterator[Problem]:
        package, privacy = case.package, case.package.privacy
        if privacy.unit != "individual" or not case.tables:
            return
        if not privacy.quasi_identifiers:
            yield problem("P702", **at(package, "/privacy/quasi_identifiers"))
        yield from absent(case, privacy.quasi_identifiers, "quasi_identifiers")
        yield from absent(case, privacy.sensitive, "sensitive")
        alone: list[Problem] = []
        for resource in package.resources:
            table = case.tables.get(resource.name)
            if table is not None and table.rows:
                alone += _judge(case, resource, table)
        yield from alone
        if not any(one.code == "P701" for one in alone):
            yield from _together(case)


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
    grouping = grouped(digests(table, own))
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
        alike = _alike(grouping, digests(table, [field])) & ~small
        if alike.any():
            rows, count = grouping.rows_in(alike), int(grouping.sizes[alike].sum())
            where = at_row(case.package, resource, places, rows[0])
            yield problem("P706", **where, **said, title=title(field.name, resource), count=count)
    yield from _each_its_own(case.package, resource, table, named)


def _together(case: Case) -> Iterator[Problem]:
    """Persons who stand out once tables are laid side by side. That is sure where the column is a key of all of them;
    else its values may be alike by chance, as numbers of rows are."""
    package, privacy = case.package, case.package.privacy
    k = max(case.portal.limits.group_rows, privacy.k or 0)
    tables = [t for r in package.resources if (t := case.tables.get(r.name)) is not None and t.rows]
    for one in linked(tables, privacy.quasi_identifiers):
        small = one.grouping.sizes < k
        if not small.any():
            continue
        resources = [r for table in one.tables if (r := package.resource(table.resource)) is not None]
        rows = one.rows[one.grouping.rows_in(small)]
        where = at_row(package, resources[0], case.places[resources[0].name], int(rows[0]))
        fields = {f.name: title(f.name, r) for r, own in zip(resources, one.fields, strict=True) for f in own}
        sure = all(table.primary_key == (one.key.name,) for table in one.tables)
        yield problem(
            "P708",
            **where,
            level=None if sure else Level.WARNING,
            path=listed([path_of(r) for r in resources]),
            key=title(one.key.name, resources[0]),
            fields=Text(tuple((lang, listed([t[lang] for t in fields.values()])[lang]) for lang in ("zh", "en"))),
            count=int(one.grouping.sizes[small].sum()),
            k=k,
        )


def _each_its_own(package: Package, resource: Resource, table: Table, named: set[str]) -> Iterator[Problem]:
    """Columns in which no value comes twice."""
    if table.rows < _FEW:
        return
    for field in table.fields:
        if field.name in named or field.type not in ("string", "integer"):
            continue
        sorted_ = np.sort(digests(table, [field]))
        if not (sorted_[1:] == sorted_[:-1]).any():
            place = {"package": package.name, "file": path_of(resource), "field": field.name}
            yield problem("P705", **place, title=title(field.name, resource))  # type: ignore[arg-type]


def _alike(grouping: Grouping, said: Digests) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Of each group: do all its rows say the same?"""
    least = np.full(len(grouping.sizes), np.iinfo(np.uint64).max, np.uint64)
    most = np.zeros(len(grouping.sizes), np.uint64)
    np.minimum.at(least, grouping.group, said)
    np.maximum.at(most, grouping.group, said)
    same: np.ndarray[tuple[int], np.dtype[np.bool_]] = least == most
    return same
