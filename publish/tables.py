"""Table: one resource's rows, typed, in Parquet, addressed by content; its writer; and its DDL.

The gate makes Tables while it judges, and everything later reads from them: nothing re-reads the source. Rows lie in
blocks of BLOCK rows (one Parquet row group each) whatever the size of the batches that came in, and nothing in the
file depends on the number of cores, so equal rows give equal bytes.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Self

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from publish.model import Field, Package, Resource
from publish.types import type_of

BLOCK = 65_536  # rows in a block
_VIEW = 60_000  # characters of a view; a statement, and a schema is read as statements, may have 100,000

_LONGITUDE = frozenset({"longitude", "lon", "lng", "long", "经度"})
_LATITUDE = frozenset({"latitude", "lat", "纬度"})


@dataclass(frozen=True, slots=True)
class Reference:
    """A foreign key whose target is known: columns of this table point at columns of that one."""

    fields: tuple[str, ...]
    table: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One resource's rows. ``path`` is the Parquet file, ``sha256`` the digest of its bytes."""

    name: str
    package: str
    resource: str
    fields: tuple[Field, ...]
    rows: int
    path: Path
    sha256: str
    bytes: int
    primary_key: tuple[str, ...] = ()
    unique_keys: tuple[tuple[str, ...], ...] = ()
    references: tuple[Reference, ...] = ()
    geometry: str = ""  # the column that holds GeoJSON geometry as text

    def field(self, name: str) -> Field | None:
        """The field of that name, or None."""
        return next((f for f in self.fields if f.name == name), None)

    @property
    def point(self) -> tuple[str, str] | None:
        """The names of the longitude and latitude columns, when there is one of each."""
        x = [f.name for f in self.fields if f.type == "number" and f.name.lower() in _LONGITUDE]
        y = [f.name for f in self.fields if f.type == "number" and f.name.lower() in _LATITUDE]
        return (x[0], y[0]) if len(x) == len(y) == 1 else None

    def blocks(self, columns: Sequence[str] | None = None) -> Iterator[pa.RecordBatch]:
        """The rows, block by block, in order; only these columns, or all."""
        return blocks(self.path, columns)

    def head(self, count: int) -> list[dict[str, object]]:
        """The first rows as dictionaries."""
        with pq.ParquetFile(self.path) as file:
            for batch in file.iter_batches(count, use_threads=False):
                rows: list[dict[str, object]] = batch.slice(0, count).to_pylist()
                return rows
        return []


def _arrow(rows: pl.DataFrame, schema: pa.Schema) -> pa.Table:
    """The same rows with the names and types of ``schema``."""
    made = (series.to_arrow(compat_level=pl.CompatLevel.oldest()) for series in rows)
    return pa.Table.from_arrays([a.cast(f.type) for a, f in zip(made, schema, strict=True)], schema=schema)


def blocks(path: Path, columns: Sequence[str] | None = None) -> Iterator[pa.RecordBatch]:
    """The rows of a Table's file, block by block, in order; only these columns, or all."""
    with pq.ParquetFile(path) as file:
        yield from file.iter_batches(BLOCK, columns=None if columns is None else list(columns), use_threads=False)


def table_name(package: Package, resource: Resource) -> str:
    """The SQL name: the package's, or ``package__resource`` when the resource has another name."""
    name = package.name if resource.name == package.name else f"{package.name}__{resource.name}"
    return name.replace("-", "_")


def arrow_schema(fields: Iterable[Field]) -> pa.Schema:
    """The Parquet columns of these fields."""
    return pa.schema([pa.field(f.name, type_of(f.type).arrow) for f in fields])


class TableWriter:
    """Writes typed rows into ``folder`` as blocks of BLOCK rows; ``done`` renames the file to its digest.

    Used as a context manager: leaving it without ``done`` removes what was written.
    """

    def __init__(self, folder: Path, fields: Sequence[Field]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.schema = arrow_schema(fields)
        self.rows = 0
        self._folder = folder
        self._part = folder / f".{os.getpid()}-{id(self):x}.part"
        self._file = pq.ParquetWriter(self._part, self.schema, compression="zstd", compression_level=3, version="2.6")
        self._waiting: list[pl.DataFrame] = []
        self._rows_waiting = 0
        # Packing a block needs a processor and not this thread: the next rows are made meanwhile.
        self._packer = ThreadPoolExecutor(1)
        self._packing: Future[None] | None = None

    def write(self, rows: pl.DataFrame) -> None:
        """Add rows. Their columns are those of ``schema``, in order; how they are called does not matter, so long as it
        stays the same: columns of a file may share a name."""
        self.rows += rows.height
        self._waiting.append(rows)
        self._rows_waiting += rows.height
        if self._rows_waiting >= BLOCK:
            whole = pl.concat(self._waiting)
            full = whole.height // BLOCK * BLOCK
            self._waiting, self._rows_waiting = [whole[full:]], whole.height - full
            self._packed()
            self._packing = self._packer.submit(self._pack, whole[:full])

    def _pack(self, rows: pl.DataFrame) -> None:
        for start in range(0, rows.height, BLOCK):
            self._file.write_table(_arrow(rows[start : start + BLOCK], self.schema), row_group_size=BLOCK)

    def _packed(self) -> None:
        """Wait until what was handed over is packed."""
        if self._packing is not None:
            self._packing.result()

    def done(self) -> tuple[Path, str, int]:
        """Close the file: its path (named by digest), its SHA-256, its size in bytes."""
        self._packed()
        if self._waiting:
            self._pack(pl.concat(self._waiting))
        self._file.close()
        digest = sha256()
        with self._part.open("rb") as file:
            while chunk := file.read(1 << 20):
                digest.update(chunk)
        path = self._folder / f"{digest.hexdigest()}.parquet"
        size = self._part.stat().st_size
        os.replace(self._part, path)
        return path, digest.hexdigest(), size

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._packer.shutdown()
        self._file.close()
        self._part.unlink(missing_ok=True)


def quoted(name: str) -> str:
    """An SQL identifier, quoted."""
    return '"' + name.replace('"', '""') + '"'


def ddl(table: Table) -> str:
    """``CREATE TABLE`` with types, primary, unique and foreign keys."""
    lines = [_column(f, table.primary_key) for f in table.fields]
    if table.primary_key:
        lines.append(f"PRIMARY KEY ({_columns(table.primary_key)})")
    lines += [f"UNIQUE ({_columns(key)})" for key in table.unique_keys]
    lines += [
        f"FOREIGN KEY ({_columns(r.fields)}) REFERENCES {quoted(r.table)} ({_columns(r.columns)})"
        for r in table.references
    ]
    body = ",\n  ".join(lines)
    return f"CREATE TABLE {quoted(table.name)} (\n  {body}\n)"


def _column(field: Field, primary_key: tuple[str, ...]) -> str:
    null = " NOT NULL" if field.required or field.name in primary_key else ""
    return f"{quoted(field.name)} {type_of(field.type).sqlite}{null}"


def _columns(names: Iterable[str]) -> str:
    return ", ".join(quoted(n) for n in names)


def indexes(table: Table) -> Iterator[tuple[str, str]]:
    """(name, SQL) of the indexes: foreign keys, enumerated columns and dates; keys have theirs already."""
    singles = [f.name for f in table.fields if f.categories or "enum" in f.constraints or f.type == "date"]
    wanted = [*(r.fields for r in table.references), *((name,) for name in singles)]
    for columns in dict.fromkeys(wanted):
        if columns != table.primary_key[: len(columns)] and columns not in table.unique_keys:
            name = f"ix_{table.name}_{'_'.join(columns)}"
            yield name, f"CREATE INDEX {quoted(name)} ON {quoted(table.name)} ({_columns(columns)})"


# --- views that say what codes mean --------------------------------------------------------------------------------


def view_suffixes(languages: Iterable[str]) -> Mapping[str, str]:
    """How the view in each language ends: ``__zh`` for ``zh-Hans``; the whole tag where two languages share a head."""
    found: dict[str, str] = {}
    for lang in languages:
        short = f"__{lang.lower().partition('-')[0]}"
        found[lang] = f"__{lang.lower().replace('-', '_')}" if short in found.values() else short
    return found


def labelled(table: Table, languages: Iterable[str]) -> Iterator[tuple[str, str]]:
    """(name, SQL) of the views of a table that has categories: the same columns, with labels in place of codes.

    A code without a label stays as it is; so do those of a column whose labels would make the view too long.
    """
    if not any(f.categories for f in table.fields):
        return
    for lang, suffix in view_suffixes(languages).items():
        said = _labels(table, lang)
        body = ",\n  ".join(said.get(f.name, quoted(f.name)) for f in table.fields)
        name = table.name + suffix
        yield name, f"CREATE VIEW {quoted(name)} AS SELECT\n  {body}\nFROM {quoted(table.name)}"


def _labels(table: Table, lang: str) -> dict[str, str]:
    """The columns that are labelled, as expressions; the short ones first when there is no room for all."""
    written = {f.name: _labelled(f, lang) for f in table.fields if f.categories}
    left, kept = _VIEW, {}
    for name in sorted(written, key=lambda name: len(written[name])):
        left -= len(written[name])
        if left >= 0:
            kept[name] = written[name]
    return kept


def _labelled(field: Field, lang: str) -> str:
    cases = (
        f"WHEN {_literal(_stored(field, c.value))} THEN {_literal(c.label[lang] or c.value)}" for c in field.categories
    )
    name = quoted(field.name)
    return f"CASE {name} {' '.join(cases)} ELSE {name} END AS {name}"


def _stored(field: Field, value: str) -> str:
    """A category's value as the column holds it."""
    return {"true": "1", "false": "0"}.get(value.lower(), value) if field.type == "boolean" else value


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''").replace("\0", "") + "'"
