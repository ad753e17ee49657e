"""One resource judged: its file opened, its rows proved or judged, its Table written, its keys checked."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl

from publish.gate.schema import documents, infer
from publish.gate.schema.blocks import Block, Reader, TextBlock
from publish.gate.schema.characters import look_through
from publish.gate.schema.columnar import Columnar
from publish.gate.schema.columns import Column, Columns
from publish.gate.schema.delimited import Delimited, Unreadable
from publish.gate.schema.dialect import Dialect, dialect_of
from publish.gate.schema.dialect import Unusable as UnusableDialect
from publish.gate.schema.encoding import text_codec
from publish.gate.schema.finding import Enough, Findings, What
from publish.gate.schema.geojson import GEOMETRY, Features
from publish.gate.schema.header import MOST_COLUMNS
from publish.gate.schema.judge import Broken, Judge, Unusable
from publish.gate.schema.keys import Digests, check_keys, keys_of
from publish.gate.schema.opened import Bomb, NotPacked, opened
from publish.gate.schema.parts import has_header
from publish.gate.schema.placed import other_delimiter, placed, placed_again
from publish.gate.schema.places import Places
from publish.gate.schema.systems import check_system, declared, in_degrees, named_in, off_the_globe, same
from publish.gate.schema.workbook import Workbook
from publish.gate.schema.written import check_written
from publish.model import Field, Package, Resource, ResourceKind, Schema, SourceFile, bilingual
from publish.tables import Table, TableWriter, table_name
from publish.types import TYPES

_GEOMETRY = Field(GEOMETRY, type="geojson", title=bilingual("几何图形", "Geometry"))


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a resource: its table, when one could be made (it may be published only when the findings are
    ``sound``), and where its rows came from."""

    table: Table | None
    findings: Findings
    places: Places


@dataclass(frozen=True, slots=True)
class Room:
    """Where tables are written, the most bytes a file may unpack to, and the most rows a table may have."""

    folder: Path
    most: int
    rows: int = 50_000_000


def judge_table(package: Package, resource: Resource, room: Room) -> Result:
    """Read, judge and keep one resource."""
    findings, places = Findings(), Places()
    try:
        dialect = dialect_of(resource)
        _known_codec(resource, findings)
        check_written(resource, findings)
        fields = _fields(package, resource, dialect, room, findings)
        if not fields:
            return Result(None, findings, places)
        made = _write(package, resource, fields, dialect, room, findings, places)
    except UnusableDialect as error:
        findings.add(What.DIALECT, value=str(error), pointer=f"/dialect/{error}")
    except (Unreadable, Enough):
        pass
    except Bomb:
        findings.add(What.BOMB)
    except NotPacked as error:
        findings.add(What.NOT_ITS_FORMAT, value=resource.compression, detail=str(error)[:80])
    else:
        table = table_of(package, resource, made.fields, made.rows, made.path, made.sha256, made.bytes)
        check_keys(table, resource, made.digests, findings, places)
        return Result(table, findings, places)
    return Result(None, findings, places)


def _known_codec(resource: Resource, findings: Findings) -> str:
    codec = text_codec(resource.encoding)
    if codec is None:
        findings.add(What.CODEC, value=resource.encoding[:40], pointer="/encoding")
        raise Unreadable
    return codec


# --- readers ------------------------------------------------------------------------------------------------------


def readers(
    package: Package, resource: Resource, dialect: Dialect, room: Room, findings: Findings
) -> Iterator[tuple[SourceFile | None, Reader]]:
    """A reader for each file, in order; of several text files the first has a header, and the others may repeat it."""
    if resource.data is not None:
        yield None, _inline(package, resource, dialect, findings)
        return
    form = "ndjson" if resource.format == "jsonl" else resource.format
    codec = _known_codec(resource, findings)
    first: Delimited | None = None
    described = resource.schema.fields if resource.schema and len(resource.files) > 1 else ()
    names = [f.name for f in described]  # a property that one of several files does not say is empty there
    for file in resource.files:
        findings.file, findings.sheet = file.path, ""
        if form in ("xlsx", "xls", "ods"):
            yield file, Workbook(file, form, dialect, findings, room.most)
        elif form == "parquet":
            yield file, Columnar(file, findings, room.most)
        else:
            with ExitStack() as stack:
                stream = stack.enter_context(opened(file, resource.compression, room.most))
                if form in ("csv", "tsv"):
                    headed = first is None or has_header(stream, dialect, codec, first.header, resource.schema)
                    own = dialect if headed else replace(dialect, header_rows=())
                    reader = Delimited(stream, own, codec, findings, first.header if first else None)
                    first = first or reader
                    yield file, reader
                elif form == "ndjson":
                    yield file, documents.Records(documents.lines(stream, codec, findings), dialect, findings, names)
                else:
                    value = documents.parsed(documents.whole(stream, findings), codec, findings)
                    yield file, _document(package, resource, value, dialect, findings, names)


def _inline(package: Package, resource: Resource, dialect: Dialect, findings: Findings) -> Reader:
    data = resource.data
    if isinstance(data, str) and resource.format in ("csv", "tsv"):
        return Delimited(io.BytesIO(data.encode()), dialect, "utf-8-sig", findings)
    if isinstance(data, str):
        data = documents.parsed(data.encode(), "utf-8", findings)
    return _document(package, resource, data, dialect, findings)


def _document(
    package: Package, resource: Resource, value: Any, dialect: Dialect, findings: Findings, names: Sequence[str] = ()
) -> Reader:
    if resource.kind is ResourceKind.GEO:
        crs = declared(package)
        named = named_in(value)
        if named and not same(named, crs):
            findings.add(What.OTHER_SYSTEM, value=named[:40], detail=crs[:40] or "WGS 84")
        return Features(value, findings, names, degrees=in_degrees(named or crs))
    return documents.Records(value, dialect, findings, names)


# --- fields -------------------------------------------------------------------------------------------------------


def _fields(
    package: Package, resource: Resource, dialect: Dialect, room: Room, findings: Findings
) -> tuple[Field, ...]:
    """The fields as described, or as inferred from a first reading."""
    schema = resource.schema
    if schema is not None and schema.fields:
        for index, field in enumerate(schema.fields):
            if field.type not in TYPES:
                pointer = f"/schema/fields/{index}/type"
                findings.add(What.UNKNOWN_TYPE, name=field.name, value=field.type[:40], pointer=pointer)
        check_system(package, resource, schema.fields, findings)
        if resource.kind is ResourceKind.GEO and schema.field(GEOMETRY) is None:
            return (*schema.fields, _GEOMETRY)
        return schema.fields
    trial = Findings()
    try:
        return _found_fields(package, resource, dialect, room, findings, trial)
    except (Unreadable, Enough):
        findings.take(trial)
        raise


def _found_fields(
    package: Package, resource: Resource, dialect: Dialect, room: Room, findings: Findings, trial: Findings
) -> tuple[Field, ...]:
    """The fields of a table without a description, by a first reading. Raises Unreadable."""
    fields: list[Field] = []
    for _, reader in readers(package, resource, dialect, room, trial):
        labels = list(reader.header) if reader.header is not None else [f"field{n + 1}" for n in range(reader.width)]
        if len(labels) > MOST_COLUMNS:
            row, said = reader.header_row, {"value": str(len(labels)), "detail": str(MOST_COLUMNS)}
            findings.add(What.MANY_COLUMNS, file=trial.file, row=row, **said)
            return ()
        wide = "" if "（" in labels[0] else "，；"  # which a remark in brackets may hold
        if len(labels) == 1 and (mark := other_delimiter(labels[0], dialect, wide)):
            findings.add(What.DELIMITER, file=trial.file, row=reader.header_row, value=labels[0][:80], detail=mark)
            return ()
        kinds = reader.kinds if isinstance(reader, Columnar) else infer.types(reader.blocks(), reader.width)
        fields = [Field(n, type=t) for n, t in zip(labels, kinds, strict=True)]
        check_system(package, resource, tuple(fields), findings)
        if resource.kind is ResourceKind.GEO:
            fields[-1] = _GEOMETRY
        else:
            findings.add(What.NO_SCHEMA, file=trial.file)
        break
    if len(resource.files) > 1:  # types seen in the first file may not hold in the others
        fields = [replace(f, type="string") for f in fields]
    findings.take(trial, What.EMPTY, What.NO_SHEET, What.NOT_ITS_FORMAT, What.BOMB, What.ENCODING)
    return tuple(fields)


def _judges(
    resource: Resource, columns: Sequence[tuple[int, Field]], dialect: Dialect, findings: Findings, *, degrees: bool
) -> list[Column]:
    """A judge for each column; a field no cell can be held against is reported once."""
    made = []
    missing = resource.schema.missing_values if resource.schema else ("",)
    order = {f.name: i for i, f in enumerate(resource.schema.fields)} if resource.schema else {}
    for place, field in columns:
        said = partial(findings.add, name=field.name, pointer=f"/schema/fields/{order.get(field.name, place)}")
        judged = replace(field, type="string") if field is _GEOMETRY else field
        nothing = field.missing_values if field.missing_values is not None else missing
        try:
            judge = Judge(judged, (*nothing, dialect.null) if dialect.null else nothing, degrees=degrees)
        except Unusable as error:
            if field.type in TYPES:
                said(What.BAD_FIELD, detail=str(error)[:200])
            continue
        except Broken:
            said(What.BAD_FIELD, detail=f"pattern: {field.constraints.get('pattern')}"[:200])
            continue
        if judge.pattern is not None and not judge.pattern.checkable:
            said(What.UNCHECKED_PATTERN, value=judge.pattern.text[:80])
            continue
        if judge.pattern is not None and judge.pattern.costly:
            said(What.COSTLY_PATTERN, value=judge.pattern.text[:80])
        made.append(Column(place, judged, judge))
    return made


# --- rows ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Made:
    fields: tuple[Field, ...]
    rows: int
    path: Path
    sha256: str
    bytes: int
    digests: Digests


def _write(
    package: Package,
    resource: Resource,
    fields: tuple[Field, ...],
    dialect: Dialect,
    room: Room,
    findings: Findings,
    places: Places,
) -> _Made:
    schema = replace(resource.schema or Schema(()), fields=fields)
    columns: Columns | None = None
    degrees = in_degrees(declared(package))
    with ExitStack() as stack:
        writer: TableWriter | None = None
        for file, reader in readers(package, resource, dialect, room, findings):
            if columns is None:
                first = (reader, where := placed(resource, schema, reader, dialect, findings))
                columns = Columns(_judges(resource, where, dialect, findings, degrees=degrees), findings)
            elif (here := placed_again(resource, schema, first, reader, dialect, findings)) != where:
                where = here
                columns = Columns(_judges(resource, where, dialect, findings, degrees=degrees), findings)
            if not columns.columns:
                raise Unreadable
            places.stand([c.place for c in columns.columns])
            if writer is None:
                writer = stack.enter_context(TableWriter(room.folder, [c.field for c in columns.columns]))
                digests = Digests(resource, [c.field for c in columns.columns])
            for block in reader.blocks():
                rows = _typed(columns, block, file, findings, places)
                if degrees:
                    _on_the_globe(rows, columns, findings, places)
                if columns.schema == writer.schema:
                    writer.write(rows)
                    digests.note(rows)
                if writer.rows > room.rows:
                    findings.add(What.MANY_ROWS, detail=str(room.rows))
                    raise Unreadable
        if writer is None or columns is None:
            raise Unreadable
        path, sha256, size = writer.done()
    kept = known_fields(resource, [(c.field.name, _kind(c.field, resource)) for c in columns.columns])
    return _Made(kept, writer.rows, path, sha256, size, digests)


def _typed(columns: Columns, block: Block, file: SourceFile | None, findings: Findings, places: Places) -> pl.DataFrame:
    if isinstance(block, TextBlock):
        look_through(block, findings)
        rows, numbers = columns.text(block)
        first = block.first
    else:
        rows, numbers = columns.native(block.rows, block.numbers)
        first = numbers[0] if numbers else 0
    places.note(file.path if file else "", findings.sheet, first, numbers)
    places.advance(rows.height)
    return rows


def _on_the_globe(rows: pl.DataFrame, columns: Columns, findings: Findings, places: Places) -> None:
    """Longitudes and latitudes of a block that was just added."""
    for column, values in zip(columns.columns, rows, strict=True):
        name = column.field.name
        for index, value in off_the_globe(name, values):
            at = places.of(places.rows - rows.height + index)
            findings.add(What.COORDINATE, row=at.row, column=column.place + 1, name=name, value=str(value))


def table_of(
    package: Package, resource: Resource, fields: tuple[Field, ...], rows: int, path: Path, sha256: str, size: int
) -> Table:
    """The Table of a resource whose rows lie at ``path``; its keys are those described."""
    names = {f.name for f in fields}
    primary, *unique = keys_of(resource, fields)
    return Table(
        name=table_name(package, resource),
        package=package.name,
        resource=resource.name,
        fields=fields,
        rows=rows,
        path=path,
        sha256=sha256,
        bytes=size,
        primary_key=primary if names.issuperset(primary) else (),
        unique_keys=tuple(k for k in unique if names.issuperset(k)),
        geometry=GEOMETRY if resource.kind is ResourceKind.GEO else "",
    )


def _kind(field: Field, resource: Resource) -> str:
    """A geometry is judged as the text it was made into."""
    return "geojson" if field.name == GEOMETRY and resource.kind is ResourceKind.GEO else field.type


def known_fields(resource: Resource, kept: Sequence[Sequence[str]]) -> tuple[Field, ...]:
    """The fields of a Table by (name, type): as described, or as they were found."""
    made = []
    for name, kind in kept:
        field = resource.schema.field(name) if resource.schema else None
        if name == GEOMETRY and kind == "geojson" and resource.kind is ResourceKind.GEO:
            field = field or _GEOMETRY
        made.append(field or Field(name, type=kind))
    return tuple(made)
