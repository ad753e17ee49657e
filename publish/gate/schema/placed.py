"""Which column of a file is which field; and do the later files of a table of several say the same columns?

What stands in a later file is never read by the order of the first when its own header says another: values would pass
into columns that are not theirs, and nobody would see it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from publish.gate.schema.blocks import Reader
from publish.gate.schema.delimited import Unreadable
from publish.gate.schema.dialect import Dialect
from publish.gate.schema.finding import Findings, What
from publish.gate.schema.header import (
    MOST_COLUMNS,
    alike,
    clashes,
    described,
    other_header,
    title_row,
    undescribed,
    withheld,
)
from publish.model import Field, Resource, ResourceKind, Schema

Placed = list[tuple[int, Field]]  # (place from 0, field), in the order of the fields

_BY_NAME = ("json", "ndjson", "jsonl", "parquet")  # rows whose values bear their names: the order says nothing


def placed(resource: Resource, schema: Schema, reader: Reader, dialect: Dialect, findings: Findings) -> Placed:
    """The columns of the first file that are fields; the rest is in the findings. Raises Unreadable."""
    if reader.header is None:
        if reader.width != len(schema.fields):
            what = What.MISSING_COLUMN if reader.width < len(schema.fields) else What.EXTRA_COLUMN
            findings.add(what, row=1, name=schema.fields[-1].name, value=str(reader.width))
        clashes(schema.fields, findings)
        return list(enumerate(schema.fields))[: reader.width]
    header, row = list(reader.header), reader.header_row
    if len(header) > MOST_COLUMNS:
        findings.add(What.MANY_COLUMNS, row=row, value=str(len(header)), detail=str(MOST_COLUMNS))
        raise Unreadable
    if len(header) == 1 and len(schema.fields) > 1 and (mark := other_delimiter(header[0], dialect, "，；")):
        findings.add(What.DELIMITER, row=row, value=header[0][:80], detail=mark)
        raise Unreadable
    if title := title_row(header, schema):
        findings.add(What.TITLE_ROW, row=row, value=title, detail=str(row + 1))
        raise Unreadable
    withheld(schema, header, findings, row)
    if not _is_described(resource):
        undescribed(header, findings, row)
        return list(enumerate(schema.fields))
    return described(_matched(resource, schema, header), header, findings, row)


def placed_again(
    resource: Resource,
    schema: Schema,
    first: tuple[Reader, Placed],
    reader: Reader,
    dialect: Dialect,
    findings: Findings,
) -> Placed:
    """The same of a later file. Where its columns are not those of the first, and may not stand otherwise, that is
    found once. Raises Unreadable."""
    beginning, where = first
    header, expected = reader.header, list(beginning.header or (f.name for f in schema.fields))
    if header is None:
        if reader.width < beginning.width:
            findings.add(What.SHORT_ROW, row=1, value=str(reader.width), detail=str(beginning.width))
        return [(place, field) for place, field in where if place < reader.width]
    if list(header) == expected:
        return placed(resource, schema, reader, dialect, findings)
    any_order = resource.format in _BY_NAME or (_is_described(resource) and schema.fields_match != "exact")
    if any_order:
        how = schema if _is_described(resource) else replace(schema, fields_match="equal")
        before = findings.serious
        found = described(_matched(resource, how, header), header, findings, reader.header_row)
        if findings.serious > before or {f.name for _, f in found} == {f.name for _, f in where}:
            return found
    other_header(header, expected, reader.header_row, findings)
    places = {alike(name): place for place, name in reversed(list(enumerate(header)))}
    return [(places[alike(f.name)], f) for _, f in where if alike(f.name) in places]


def other_delimiter(label: str, dialect: Dialect, more: str = "") -> str:
    """The character that seems to set the cells of a header apart; "" when there is none."""
    return next((mark for mark in ";\t|," + more if mark in label and mark != dialect.delimiter), "")


def _is_described(resource: Resource) -> bool:
    return resource.schema is not None and bool(resource.schema.fields)


def _matched(resource: Resource, schema: Schema, header: Sequence[str]) -> Schema:
    """The schema as this form of file is held against it."""
    if resource.kind is ResourceKind.GEO:
        return replace(schema, fields_match="partial")
    if resource.format in ("json", "ndjson", "jsonl") or resource.data is not None:
        return _unordered(schema, header)
    return schema


def _unordered(schema: Schema, header: Sequence[str]) -> Schema:
    """The keys of an object have no order; a property that no object has is empty everywhere."""
    how = "equal" if schema.fields_match == "exact" else schema.fields_match
    if set(header) < {f.name for f in schema.fields} and how == "equal":
        how = "superset"
    return replace(schema, fields_match=how)
