"""The new bytes of a table, laid out as the file of before: same columns, same order, same encoding."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import xlsxwriter

from publish.draft.update.existing import TEXTS, Existing, Fixed
from publish.model import Field

_NUMBERS = frozenset({"integer", "number"})
_DIGITS = 15  # of a number that a spreadsheet keeps


def write(
    table: Existing, fields: Sequence[Field], headings: Sequence[str], values: Mapping[str, Sequence[str]]
) -> bytes:
    """The table with these values by name, under its headings. Raises Fixed when that cannot be done in its format."""
    rows = list(zip(*(values[f.name] for f in fields), strict=True))
    if table.resource.format in TEXTS:
        return _text(table, headings, rows)
    if table.resource.format != "xlsx" or table.header_rows != (1,):
        raise Fixed(
            "是原样公布的工作簿，而新文件的列、工作表或表头的位置和它不一样",
            "it is a workbook that is published as it is, and the columns, the sheet or the place of the headings of "
            "the new file are not the same",
        )
    return _book(table, fields, headings, rows)


def _text(table: Existing, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=table.delimiter, lineterminator=table.end)
    writer.writerow(headings)
    writer.writerows(rows)
    text = buffer.getvalue()
    try:
        content = text.encode(table.encoding)
    except UnicodeEncodeError as error:
        raise Fixed(
            f"用 {table.encoding} 编码，写不下新的字", f"its encoding {table.encoding} lacks a character"
        ) from error
    mark = "\ufeff".encode("utf-8")
    return mark + content if table.marked and not content.startswith(mark) and _utf8(table.encoding) else content


def _utf8(encoding: str) -> bool:
    return encoding.lower().replace("-", "").replace("_", "") == "utf8"


def _book(table: Existing, fields: Sequence[Field], headings: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": datetime(2020, 1, 1, tzinfo=UTC).replace(tzinfo=None)})
    sheet = book.add_worksheet(table.sheet or None)
    for column, heading in enumerate(headings):
        sheet.write_string(0, column, heading)
    for number, row in enumerate(rows, 1):
        for column, (field, value) in enumerate(zip(fields, row, strict=True)):
            figures = value.lstrip("-").replace(".", "", 1)
            if field.type in _NUMBERS and figures.isdigit() and len(figures) <= _DIGITS:
                sheet.write_number(number, column, float(value))
            elif value:
                sheet.write_string(number, column, value)
    book.close()
    return buffer.getvalue()
