"""A Table is its rows: however they came in, equal rows give equal bytes, in blocks of fixed size."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from publish import tables
from publish.model import Field, Package, Resource, ResourceKind, Text
from publish.tables import Reference, Table, TableWriter, ddl, indexes, table_name
from publish.types import TYPES, exact_integer, to_json, to_sqlite, to_text

FIELDS = (Field("id", "integer"), Field("name"), Field("day", "date"), Field("ok", "boolean"))


def rows(count: int) -> pl.DataFrame:
    columns = {
        "id": list(range(count)),
        "name": [f"名{i}" for i in range(count)],
        "day": [date(2026, 1, 1 + i % 28) for i in range(count)],
        "ok": [None if i % 3 == 0 else i % 2 == 0 for i in range(count)],
    }
    return pl.DataFrame(columns)


@pytest.mark.parametrize("batch", [1, 7, 100, 1000])
def test_equal_rows_give_equal_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, batch: int) -> None:
    monkeypatch.setattr(tables, "BLOCK", 100)
    whole = rows(1000 if batch > 1 else 250)

    def written(size: int) -> tuple[Path, str, int]:
        with TableWriter(tmp_path, FIELDS) as writer:
            for start in range(0, whole.height, size):
                writer.write(whole.slice(start, size))
            return writer.done()

    path, digest, size = written(batch)
    assert written(whole.height)[1] == digest
    assert path.stat().st_size == size and path.stem == digest
    file = pq.ParquetFile(path)
    assert {file.metadata.row_group(i).num_rows for i in range(file.metadata.num_row_groups - 1)} <= {100}
    assert file.read().to_pylist() == whole.to_dicts()
    assert [p.suffix for p in tmp_path.iterdir()] == [".parquet"]


def test_a_writer_that_is_left_early_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), TableWriter(tmp_path, FIELDS) as writer:
        writer.write(rows(3))
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []


def test_a_table_gives_blocks_and_its_first_rows(tmp_path: Path) -> None:
    with TableWriter(tmp_path, FIELDS) as writer:
        writer.write(rows(30))
        path, digest, size = writer.done()
    table = Table("t", "t", "t", FIELDS, 30, path, digest, size)
    assert sum(b.num_rows for b in table.blocks()) == 30
    assert next(table.blocks(["name"])).schema.names == ["name"]
    assert [r["id"] for r in table.head(3)] == [0, 1, 2]


def make(name: str = "a_b", **more: object) -> Table:
    return Table(name, "a-b", "a-b", FIELDS, 0, Path(), "", 0, **more)  # type: ignore[arg-type]


def test_the_ddl_says_types_and_keys() -> None:
    table = make(primary_key=("id",), unique_keys=(("name",),), references=(Reference(("name",), "x", ("y",)),))
    assert ddl(table) == (
        'CREATE TABLE "a_b" (\n  "id" INTEGER NOT NULL,\n  "name" TEXT,\n  "day" TEXT,\n  "ok" INTEGER,\n'
        '  PRIMARY KEY ("id"),\n  UNIQUE ("name"),\n  FOREIGN KEY ("name") REFERENCES "x" ("y")\n)'
    )
    assert [name for name, _ in indexes(table)] == ["ix_a_b_day"]


def test_names_of_tables() -> None:
    package = Package("public-toilets", "", Text())
    assert table_name(package, Resource("public-toilets", ResourceKind.TABLE)) == "public_toilets"
    assert table_name(package, Resource("by-district", ResourceKind.TABLE)) == "public_toilets__by_district"


def test_a_point_needs_one_longitude_and_one_latitude() -> None:
    fields = (Field("Longitude", "number"), Field("纬度", "number"))
    assert Table("t", "t", "t", fields, 0, Path(), "", 0).point == ("Longitude", "纬度")
    assert Table("t", "t", "t", (*fields, Field("lon", "number")), 0, Path(), "", 0).point is None


def test_every_type_has_its_row() -> None:
    standard = {"string", "number", "integer", "boolean", "object", "array", "list", "datetime", "date", "time"}
    standard |= {"year", "yearmonth", "duration", "geopoint", "geojson", "any"}
    assert set(TYPES) == standard
    assert all(t.label["zh"] and t.label["en"] for t in TYPES.values())


def test_spelling() -> None:
    assert [to_text(v) for v in (None, True, 1.0, 0.1, 1e300, date(2026, 3, 1), "x", 10)] == [
        "", "true", "1", "0.1", "1e+300", "2026-03-01", "x", "10",
    ]  # fmt: skip
    assert to_json(date(2026, 3, 1)) == "2026-03-01"
    assert to_sqlite(pa.array([date(2026, 3, 1), None])).to_pylist() == ["2026-03-01", None]
    assert to_sqlite(pa.array([True, None])).to_pylist() == [1, None]
    assert exact_integer(2**63 - 1) and not exact_integer(2**63)
