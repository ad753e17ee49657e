"""A workbook: the data with titles and labels in every language, the dictionary, and a sheet about the dataset.

Text is text: nothing becomes a formula or a link, long codes keep their digits. Numbers, days and
yes or no have their own types. What Excel cannot hold is text: days before March 1900, whole numbers of more than 15
digits; a text of more than 32,767 characters is cut and ends in ``…``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from publish.downloads.about import Note
from publish.downloads.columns import Column, columns, together
from publish.downloads.excel_csv import DIGITS, labelled
from publish.model import Field, Text
from publish.tables import Table
from publish.types import to_text, type_of

_FIRST_DAY = date(1900, 3, 1)  # before it Excel counts a day that never was
_LONGEST = 32_767  # characters of a cell
_SAMPLE = 50  # rows whose length decides a column's width
_WIDE = re.compile("[\u2e80-\U0003ffff]")
_HELD = 2_000  # rows; a workbook of more is written row by row through a file, a smaller one is quicker in memory
_OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
}


def write(path: Path, table: Table, notes: Sequence[Note], languages: Sequence[str], day: date) -> None:
    """Write the workbook, dated ``day``."""
    memory = {"constant_memory": True} if table.rows > _HELD else {"in_memory": True}
    with xlsxwriter.Workbook(str(path), _OPTIONS | memory) as book:
        book.set_properties({"created": datetime(day.year, day.month, day.day), "title": _title(notes, languages)})
        styles = _styles(book)
        _data(book.add_worksheet("数据 Data"), table, languages, styles)
        _dictionary(book.add_worksheet("数据字典 Dictionary"), table, languages, styles)
        _about(book.add_worksheet("说明 About"), notes, languages, styles)


def _title(notes: Sequence[Note], languages: Sequence[str]) -> str:
    return together(notes[0].text, languages)[:255] if notes else ""


def _styles(book: Any) -> Mapping[str, Any]:
    wrapped = {"text_wrap": True, "valign": "top"}
    return {
        "head": book.add_format({"bold": True, "bottom": 1, **wrapped}),
        "day": book.add_format({"num_format": "yyyy-mm-dd"}),
        "text": book.add_format({"num_format": "@"}),
        "wrapped": book.add_format({"num_format": "@", **wrapped}),
    }


# --- data ---------------------------------------------------------------------------------------------------------


def _data(sheet: Any, table: Table, languages: Sequence[str], styles: Mapping[str, Any]) -> None:
    shown = list(columns(table, languages))
    sheet.freeze_panes(1, 0)
    for place, (column, width) in enumerate(zip(shown, _widths(table, shown), strict=True)):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, _cut(column.head), styles["head"])
    writers = [_writer(sheet, column, styles) for column in shown]
    row = 1
    for block in table.blocks():
        cells = [_values(column, block.column(column.field.name)) for column in shown]
        for values in zip(*cells, strict=True):
            for place, (value, put) in enumerate(zip(values, writers, strict=True)):
                if value is not None:
                    put(row, place, value)
            row += 1


def _values(column: Column, values: Any) -> list[Any]:
    found: list[Any] = (labelled(column, values) if column.labels is not None else values).to_pylist()
    return found


def _writer(sheet: Any, column: Column, styles: Mapping[str, Any]) -> Callable[[int, int, Any], object]:
    """What writes a value of this column into a cell."""
    kind = "string" if column.labels is not None else column.field.type

    def text(row: int, place: int, value: Any) -> object:
        return sheet.write_string(row, place, _cut(to_text(value)), styles["text"])

    def number(row: int, place: int, value: Any) -> object:
        whole = isinstance(value, int) and abs(value) >= 10**DIGITS
        return text(row, place, value) if whole else sheet.write_number(row, place, value)

    def day(row: int, place: int, value: Any) -> object:
        early = value < _FIRST_DAY
        return text(row, place, value) if early else sheet.write_datetime(row, place, value, styles["day"])

    writers: Mapping[str, Callable[[int, int, Any], object]]
    writers = {"integer": number, "number": number, "year": number, "date": day, "boolean": sheet.write_boolean}
    return writers.get(kind, text)


def _widths(table: Table, shown: Sequence[Column]) -> Iterator[float]:
    """Wide enough for the head and for most of the first rows, within reason; an ideograph takes two places."""
    head = table.head(_SAMPLE)
    for column in shown:
        labels = column.labels
        values = (to_text(row[column.field.name]) for row in head)
        lengths = sorted(_length(labels.get(v, "") if labels is not None else v) for v in values) or [0]
        most = lengths[int(len(lengths) * 0.9)] if len(lengths) > 1 else lengths[0]
        yield float(min(max(most, min(_length(column.head), 24), 8) + 2, 60))


def _length(text: str) -> int:
    return len(text) + len(_WIDE.findall(text, 0, 80))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


# --- dictionary and notes -----------------------------------------------------------------------------------------


def _dictionary(sheet: Any, table: Table, languages: Sequence[str], styles: Mapping[str, Any]) -> None:
    heads = ["字段 Field", "名称 Title", "类型 Type", "单位 Unit", "必填 Required", "主键 Key"]
    heads += ["说明 Description", "取值 Values"]
    for place, (head, width) in enumerate(zip(heads, (22, 28, 18, 14, 10, 8, 60, 50), strict=True)):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, head, styles["head"])
    sheet.freeze_panes(1, 1)
    for row, field in enumerate(table.fields, 1):
        for place, text in enumerate(_line(field, table, languages)):
            sheet.write_string(row, place, _cut(text), styles["wrapped"])


def _line(field: Field, table: Table, languages: Sequence[str]) -> Iterator[str]:
    yes = "是 yes"
    yield field.name
    yield together(field.title, languages)
    yield together(type_of(field.type).label, languages)
    yield together(field.unit, languages)
    yield yes if field.required else ""
    yield yes if field.name in table.primary_key else ""
    yield "\n".join(_each(field.description, languages))
    yield "\n".join(f"{c.value} = {together(c.label, languages)}" for c in field.categories)


def _each(text: Text, languages: Sequence[str]) -> list[str]:
    """What a text says in each language, said once when it is the same."""
    return list(dict.fromkeys(said for lang in languages if (said := text[lang])))


def _about(sheet: Any, notes: Sequence[Note], languages: Sequence[str], styles: Mapping[str, Any]) -> None:
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, len(languages), 70)
    for row, note in enumerate(notes):
        sheet.write_string(row, 0, together(note.label, languages), styles["head"])
        for place, said in enumerate(_each(note.text, languages), 1):
            sheet.write_string(row, place, _cut(said), styles["wrapped"])
