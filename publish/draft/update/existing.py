"""A table of the dataset as it stands: how its file is laid out, its columns and its values."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from publish.draft.book import Unopened, read_book
from publish.draft.sheet import Cell, Sheet, seen
from publish.draft.table import find
from publish.draft.update.spelling import spell
from publish.model import Field, Resource, Text, bilingual

TEXTS = frozenset({"csv", "tsv"})
BOOKS = frozenset({"xlsx", "xls", "ods"})
_UNUSUAL = ("quoteChar", "escapeChar", "commentChar", "commentRows", "skipInitialSpace")


class Fixed(ValueError):
    """The table cannot be written anew by this program; ``why`` ends no sentence."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.why: Text = bilingual(zh, en)


@dataclass(frozen=True, slots=True)
class Existing:
    """A table as it stands. ``fields`` are its columns in the order of the file, described or not; ``values`` theirs,
    None when the file cannot be read; ``headings`` what stands over them in the file."""

    resource: Resource
    path: str
    fields: tuple[Field, ...]
    headings: tuple[str, ...]
    values: Mapping[str, Sequence[str]] | None
    delimiter: str = ","
    encoding: str = "utf-8"
    end: str = "\n"
    marked: bool = False  # the text begins with a byte order mark
    sheet: str = ""  # of a workbook
    header_rows: tuple[int, ...] = (1,)

    @property
    def key(self) -> tuple[str, ...]:
        return self.resource.schema.primary_key if self.resource.schema else ()


def gaps_of(resource: Resource, field: Field) -> Sequence[str]:
    """The texts that mean “no value” in a column."""
    if field.missing_values is not None:
        return field.missing_values
    return resource.schema.missing_values if resource.schema else ("",)


def existing(resource: Resource, files: Mapping[str, bytes]) -> Existing:
    """The table of a resource, of the bytes of its file. Raises Fixed when this program could not write it anew."""
    if len(resource.files) != 1 or resource.data is not None:
        raise Fixed("不是一个单独的文件", "it is not one file of its own")
    path = resource.files[0].path
    content = files.get(path)
    if resource.format not in TEXTS | BOOKS or resource.compression or content is None:
        raise Fixed(f"是 {resource.format or '其他'} 格式", f"it is kept as {resource.format or 'another format'}")
    if resource.format in BOOKS:
        return _book(resource, path, content)
    return _text(resource, path, content)


def _text(resource: Resource, path: str, content: bytes) -> Existing:
    said = {**resource.dialect, **_inner(resource.dialect)}
    plain = said.get("header", True) is not False and said.get("headerRows") in (None, [1])
    if not plain or any(said.get(key) not in (None, "", False, '"') for key in _UNUSUAL):
        raise Fixed("的写法特殊（分隔、引号或表头）", "it is laid out in an unusual way (quotes, comments or headings)")
    delimiter = str(said.get("delimiter") or ("\t" if resource.format == "tsv" else ","))
    try:
        text = content.decode(resource.encoding or "utf-8")
        rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=delimiter))
    except (UnicodeDecodeError, LookupError, csv.Error):
        rows, text = [], ""
    head = tuple(rows[0]) if rows else _names(resource)
    fields = tuple(_field(resource, name) for name in head)
    values = _values(resource, fields, [r for r in rows[1:] if r]) if rows else None
    end = "\r\n" if "\r\n" in text[: text.find("\n") + 1] else "\n"
    marked = text.startswith("\ufeff") or content.startswith(b"\xef\xbb\xbf")
    return Existing(resource, path, fields, head, values, delimiter, resource.encoding or "utf-8", end, marked)


def _inner(dialect: Mapping[str, object]) -> Mapping[str, object]:
    inner = dialect.get("csv") or dialect.get("tsv")
    return inner if isinstance(inner, Mapping) else {}


def _names(resource: Resource) -> tuple[str, ...]:
    return tuple(f.name for f in resource.schema.fields) if resource.schema else ()


def _field(resource: Resource, name: str) -> Field:
    """The described column of that name; a column without a description is text."""
    found = resource.schema.field(name) if resource.schema else None
    return found or Field(name)


def _values(resource: Resource, fields: Sequence[Field], rows: Sequence[Sequence[Cell]]) -> dict[str, Sequence[str]]:
    """The values of before. Words stay as they are: what a draft would spell anew was spelled so by somebody."""
    columns = [[row[i] if i < len(row) else "" for row in rows] for i in range(len(fields))]
    return {
        f.name: spell(cells, f, gaps_of(resource, f), heading=f.title["zh"], then=[*map(seen, cells)]).values
        for f, cells in zip(fields, columns, strict=True)
    }


def _book(resource: Resource, path: str, content: bytes) -> Existing:
    try:
        sheets, _ = read_book(path, content)
    except Unopened:
        sheets = []
    sheet = _sheet(resource, sheets)
    found = find(sheet) if sheet else None
    fields = tuple(resource.schema.fields) if resource.schema else ()
    if found is None or sheet is None or len(found.labels) != len(fields):
        headings = tuple(f.name for f in fields)
        return Existing(resource, path, fields, headings, None, sheet=sheet.name if sheet else "", header_rows=())
    values = _values(resource, fields, found.rows)
    return Existing(resource, path, fields, found.labels, values, sheet=sheet.name, header_rows=found.header_rows)


def _sheet(resource: Resource, sheets: Sequence[Sheet]) -> Sheet | None:
    inner = {**resource.dialect}
    for key in ("excel", "ods"):
        nested = resource.dialect.get(key)
        inner |= nested if isinstance(nested, Mapping) else {}
    wanted = inner.get("sheetName") or inner.get("sheetNumber") or inner.get("sheet") or 1
    if isinstance(wanted, int):
        return sheets[wanted - 1] if 0 < wanted <= len(sheets) else None
    return next((sheet for sheet in sheets if sheet.name == wanted), None)
