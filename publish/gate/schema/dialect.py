"""How a file is laid out: the dialect of Data Package 1 and 2 (and of frictionless) read into one shape."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from publish.model import Json, Resource


class Unusable(ValueError):
    """A dialect that says something no file can be read by; the argument is the key."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """Where the header stands and how cells are set apart. Rows are counted from 1."""

    delimiter: str = ","
    quote: str = '"'
    double_quote: bool = True
    escape: str = ""
    skip_space: bool = False
    comment: str = ""
    comment_rows: frozenset[int] = frozenset()
    header_rows: tuple[int, ...] = (1,)
    header_join: str = " "
    sheet: str | int = 1
    part: str = ""  # the key the rows lie under, in JSON
    item_keys: tuple[str, ...] = ()
    null: str = ""  # what stands for nothing, beside the missing values of the schema
    fill_merged: bool = False  # a merged cell of a workbook says the same in all its places

    @property
    def plain(self) -> bool:
        """Can the fast reader take it? RFC 4180 with any ASCII delimiter."""
        return (
            self.quote == '"'
            and self.double_quote
            and not (self.escape or self.skip_space or self.comment or self.comment_rows)
            and self.header_rows in ((), (1,))
            and self.delimiter.isascii()
        )


_NESTED = ("csv", "tsv", "excel", "ods", "json")


def dialect_of(resource: Resource) -> Dialect:
    """The dialect of a resource. Raises Unusable."""
    written: dict[str, Json] = {"delimiter": "\t"} if resource.format == "tsv" else {}
    written.update(resource.dialect)
    for key in _NESTED:
        inner = resource.dialect.get(key)
        if isinstance(inner, Mapping):
            written.update(inner)
    for key in ("sheet", "sheetName", "sheetNumber"):
        if key in resource.raw and key not in written:
            written[key] = resource.raw[key]
    delimiter, quote = _character(written, "delimiter", ","), _character(written, "quoteChar", '"')
    escape = _character(written, "escapeChar", "")
    if delimiter == quote:
        raise Unusable("delimiter")
    if escape and escape == delimiter:
        raise Unusable("escapeChar")
    doubled = escape == quote  # a quote that is escaped by a quote is one written twice
    return Dialect(
        delimiter=delimiter,
        quote=quote,
        double_quote=_flag(written, "doubleQuote", True) or doubled,
        escape="" if doubled else escape,
        skip_space=_flag(written, "skipInitialSpace", False),
        comment=_text(written, "commentChar"),
        comment_rows=frozenset(_rows(written, "commentRows", ())),
        header_rows=_header(written),
        header_join=_text(written, "headerJoin", " "),
        sheet=_sheet(written),
        part=_text(written, "property"),
        fill_merged=_flag(written, "fillMergedCells", False),
        item_keys=_keys(written),
        null=_text(written, "nullSequence"),
    )


def _header(written: Mapping[str, Json]) -> tuple[int, ...]:
    if not _flag(written, "header", True):
        return ()
    return _rows(written, "headerRows", (1,))


def _sheet(written: Mapping[str, Json]) -> str | int:
    sheet = written.get("sheetName") or written.get("sheetNumber") or written.get("sheet") or 1
    if isinstance(sheet, bool) or not isinstance(sheet, str | int):
        raise Unusable("sheet")
    return sheet


def _character(written: Mapping[str, Json], key: str, default: str) -> str:
    value = written.get(key)
    if value is None or value == default:
        return default
    if (
        not isinstance(value, str)
        or len(value) > 1
        or (value and value in "\r\n\0")
        or (key == "delimiter" and value == "")
    ):
        raise Unusable(key)
    return value


def _text(written: Mapping[str, Json], key: str, default: str = "") -> str:
    value = written.get(key)
    if value is not None and not isinstance(value, str):
        raise Unusable(key)
    return default if value is None else value


def _flag(written: Mapping[str, Json], key: str, default: bool) -> bool:
    value = written.get(key, default)
    if not isinstance(value, bool):
        raise Unusable(key)
    return value


def _keys(written: Mapping[str, Json]) -> tuple[str, ...]:
    key = "itemKeys" if written.get("itemKeys") else "keys"
    value = written.get(key) or []
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise Unusable(key)
    return tuple(value)


def _rows(written: Mapping[str, Json], key: str, default: tuple[int, ...]) -> tuple[int, ...]:
    value = written.get(key)
    if value is None:
        return default
    if not isinstance(value, list) or not all(type(n) is int and 0 < n <= 1_000_000 for n in value):
        raise Unusable(key)
    return tuple(sorted(set(value)))
