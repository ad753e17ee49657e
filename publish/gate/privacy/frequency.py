"""Counts of persons: no small cells, and none that the totals give away."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

import polars as pl

from publish.gate.place import at, at_cell, path_of
from publish.gate.privacy.persons import absent, of_persons
from publish.gate.rule import Case, PackageRule
from publish.gate.schema.wording import listed, title, titles
from publish.model import Field, Resource
from publish.problems import Problem, problem
from publish.tables import Table

_SHOWN = 3  # rows named in a message
_MOST = 500_000  # rows of a table in which totals are looked for
_TOTALS = ("合计", "总计", "总数", "共计", "小计", "全部", "total", "all", "sum", "overall")
_NUMBERS = frozenset({"integer", "number"})
_TIMES = frozenset({"date", "year", "yearmonth"})
_TIME = re.compile(r"年|月|year|month|quarter", re.I)


class SmallCells(PackageRule):
    """A count of persons is 0, or large enough to hide in.

    A table of counts says so: `privacy: {unit: frequency, count: persons}`. A count from 1 to 4 says something of
    persons who can be found (`cell_count` under `limits` of the portal is the least that may stand), so its data are
    taken down at once. Put several areas or ages together, or leave the cell empty and say so. A single empty cell
    beside a total gives itself away, for the rest is the difference: that warns; empty a second one too, or the total.

    中文

    人数要么是 0，要么大到认不出是谁。统计人数的表请写明：`privacy: {unit: frequency, count: persons}`。1 到 4 之间的
    数字会透露具体的人（门户 `limits` 里的 `cell_count` 是可以出现的最小数），数据立即撤下。请把几个地区或年龄段合并，
    或者把这一格留空并加以说明。有合计而只空一格，用合计一减就知道了，所以会提醒；请再空一格，或者把合计也空着。
    """

    codes: ClassVar[tuple[str, ...]] = ("P711", "P712", "P713")

    def check(self, case: Case) -> Iterator[Problem]:
        package, count = case.package, case.package.privacy.count
        if package.privacy.unit != "frequency" or not case.tables:
            return
        if not count:
            yield problem("P712", **at(package, "/privacy"))
            return
        yield from absent(case, (count,), "count")
        for resource in package.resources:
            table = case.tables.get(resource.name)
            field = table.field(count) if table is not None else None
            if table is not None and field is not None and field.type in _NUMBERS:
                yield from _small(case, resource, table, field)
                if table.rows <= _MOST:
                    yield from _given_away(case, resource, table, field)


class Declared(PackageRule):
    """A table that seems to be of persons says whose its rows are.

    Columns such as a full name, a date of birth, or sex and age together show that the rows, or the counts in them,
    are of persons. Then the portal must know which: `privacy: {unit: individual, …}` when a row is one person,
    `{unit: frequency, …}` when it counts them, `{unit: facility}` when it is neither. It warns while that is not said.

    中文

    看上去与个人有关的表，要写明一行是什么。有姓名、出生日期，或者同时有性别和年龄，就说明每一行（或其中的人数）是人。
    一行是一个人写 `privacy: {unit: individual, …}`，一行是人数写 `{unit: frequency, …}`，都不是写 `{unit: facility}`。
    没有写时会提醒。
    """

    codes: ClassVar[tuple[str, ...]] = ("P707",)

    def check(self, case: Case) -> Iterator[Problem]:
        written = case.package.raw.get("privacy")
        if isinstance(written, dict) and written.get("unit"):
            return
        for resource in case.package.resources:
            table = case.tables.get(resource.name)
            if table is not None and (fields := of_persons(table)):
                said = titles(fields, resource)
                yield problem("P707", **at(case.package, "/privacy"), path=path_of(resource), fields=said)


def _small(case: Case, resource: Resource, table: Table, field: Field) -> Iterator[Problem]:
    least, start, found = case.portal.limits.cell_count, 0, 0
    rows: list[int] = []
    for batch in table.blocks([field.name]):
        counts = pl.Series(batch.column(0)).cast(pl.Float64)
        small = (counts > 0) & (counts < least)
        found += int(small.sum())
        rows += (small.arg_true().head(_SHOWN - len(rows)) + start).to_list()
        start += batch.num_rows
    if found:
        said = listed([str(case.places[resource.name].of(n).row) for n in rows])
        where = at_cell(case.package, resource, case.places[resource.name], rows[0], table, field.name)
        yield problem("P711", **where, title=title(field.name, resource), count=found, least=least, rows=said)


def _given_away(case: Case, resource: Resource, table: Table, field: Field) -> Iterator[Problem]:
    """An empty count is the difference of a total and the others, where it is the only empty one of its group."""
    parts = [f.name for f in table.fields if f.type == "string"]
    times = [f.name for f in table.fields if f.type in _TIMES or (f.type == "integer" and _TIME.search(f.name))]
    frame = pl.read_parquet(table.path, columns=[*parts, *times, field.name]).with_row_index("row number")
    frame = frame.with_columns(pl.col(field.name).is_null().alias("empty count"))
    for part in parts:
        total = pl.col(part).str.strip_chars().str.to_lowercase().is_in(_TOTALS)
        if not frame.select(total.any()).item():
            continue
        rest = [p for p in (*parts, *times) if p != part]
        alone = (~total & pl.col("empty count")).sum().alias("alone")
        known = (total & ~pl.col("empty count")).sum().alias("known")
        others = (~total & ~pl.col("empty count")).sum().alias("others")
        first = pl.col("row number").filter(~total & pl.col("empty count")).min().alias("first")
        keyed = frame.with_columns(pl.lit(0).alias("whole table"))
        found = keyed.group_by("whole table", *rest).agg(alone, known, others, first)
        found = found.filter((pl.col("alone") == 1) & (pl.col("known") == 1) & (pl.col("others") > 0)).sort("first")
        if found.height:
            places, row = case.places[resource.name], int(found["first"][0])
            where = at_cell(case.package, resource, places, row, table, field.name)
            said, total_of = title(field.name, resource), title(part, resource)
            yield problem("P713", **where, title=said, part=total_of, count=found.height)
