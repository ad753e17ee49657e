"""One way of judging or loading a package, timed: ``python -m tests.benchmarks.gate_ways WAY FOLDER``.

Prints the seconds it took once everything was imported. Libraries are imported first, all of them for every way, so
that no way pays for another's.
"""

from __future__ import annotations

import csv
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import frictionless
import polars as pl
import sqlite_utils
from adbc_driver_sqlite import dbapi

from publish.cache import Cache
from publish.gate.judgement import Judgement, judge
from publish.gate.schema import table as judged_table
from publish.gate.schema.table import Room, judge_table
from publish.model import Package, Portal, bilingual
from publish.problems import Level
from publish.read import read_folders
from publish.tables import Table, TableWriter, ddl, indexes
from publish.warehouse.open_db import fill

NAME = "places"


@dataclass(frozen=True)
class Ground:
    """The package, and an empty folder to work in."""

    folder: Path
    room: Path
    portal: Portal
    package: Package

    @property
    def cache(self) -> Cache:
        return Cache(self.room / "cache")


def ground(folder: Path, room: Path) -> Ground:
    portal = Portal(id="bench", title=bilingual("测试", "Bench"))
    packages, problems = read_folders([folder], portal)
    wrong = [p for p in problems if p.level is Level.ERROR]
    assert len(packages) == 1 and not wrong, wrong
    return Ground(folder, room, portal, packages[0])


def validate(on: Ground) -> None:
    report = frictionless.validate(str(on.folder / "datapackage.json"))
    assert report.valid, report.flatten(["title", "message"])[:3]


class Nowhere(TableWriter):
    """Counts rows and writes none: what is left is reading and proving."""

    def write(self, rows: pl.DataFrame) -> None:
        self.rows += rows.height


def prove(on: Ground) -> None:
    setattr(judged_table, "TableWriter", Nowhere)  # noqa: B010 - what the module imported, not what it offers
    resource = on.package.resources[0]
    result = judge_table(on.package, resource, Room(on.room, 1 << 40))
    assert result.findings.sound and result.table is not None


def judged(on: Ground) -> Judgement:
    return judge(on.package, on.portal, on.cache)


def gate(on: Ground) -> Table:
    found = judged(on)
    assert not [p for p in found.problems if p.level is Level.ERROR], found.problems
    return found.tables[NAME]


def last(on: Ground) -> None:
    rows = pl.scan_csv(on.folder / "data" / f"{NAME}.csv", infer_schema=False).select(pl.len()).collect().item()
    wrong = [p for p in judged(on).problems if p.level is Level.ERROR]
    assert [p.row for p in wrong] == [rows + 1], wrong


def loaded(on: Ground) -> None:
    table = replace(gate(on), references=())
    fill(on.room / "open.db", [table])


def other(on: Ground) -> None:
    """What the usual tools do: validate, then insert and index."""
    validate(on)
    database = sqlite_utils.Database(on.room / "other.db")
    rows = database.table(NAME)
    with (on.folder / "data" / f"{NAME}.csv").open(encoding="utf-8", newline="") as file:
        rows.insert_all(csv.DictReader(file), pk="id")
    for column in ("kind", "opened"):
        rows.create_index([column])


def bare(on: Ground) -> None:
    """No judging at all: typed by the reader, ingested into the same table with the same keys and indexes."""
    types = {"string": pl.String, "integer": pl.Int64, "number": pl.Float64, "date": pl.String, "boolean": pl.Boolean}
    resource = on.package.resources[0]
    assert resource.schema is not None
    columns = {f.name: types[f.type] for f in resource.schema.fields}
    frame = pl.read_csv(on.folder / "data" / f"{NAME}.csv", schema=columns)
    shape = judged_table.table_of(on.package, resource, resource.schema.fields, frame.height, on.room, "", 0)
    path = on.room / "bare.db"
    with closing(sqlite3.connect(path)) as database:
        database.execute(ddl(shape))
    with closing(dbapi.connect(str(path), autocommit=True)) as bulk, closing(bulk.cursor()) as cursor:
        cursor.execute("PRAGMA journal_mode = OFF")
        cursor.execute("PRAGMA synchronous = OFF")
        cursor.adbc_ingest(shape.name, frame.to_arrow(compat_level=pl.CompatLevel.oldest()), mode="append")
    with closing(sqlite3.connect(path)) as database:
        for _, sql in indexes(shape):
            database.execute(sql)
        database.execute("ANALYZE")
        database.commit()


WAYS: Mapping[str, Callable[[Ground], object]] = {
    "frictionless": validate,
    "proof": prove,
    "gate": gate,
    "last": last,
    "loaded": loaded,
    "other": other,
    "bare": bare,
}


def main() -> None:
    way, folder = sys.argv[1:]
    with tempfile.TemporaryDirectory(prefix="kaimen-way-") as room:
        on = ground(Path(folder), Path(room))
        start = time.perf_counter()
        WAYS[way](on)
        print(f"{time.perf_counter() - start:.3f}")


if __name__ == "__main__":
    main()
