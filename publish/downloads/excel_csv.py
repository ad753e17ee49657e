"""CSV for Excel: UTF-8 with a mark, CRLF, titles and labels in every language, and every text still the text it was.

Excel reads a CSV as if it had been typed, so two things are guarded against.

- **Formulas.** A text that begins with ``=``, ``+``, ``-``, ``@``, a tab or a line end, or with the full-width form of
  a sign, would run. It gets an apostrophe before it, as OWASP advises; the apostrophe is seen in the cell. Numbers that
  are typed as numbers are no text and stay as they are: -5 is -5.
- **Codes.** A text that looks like a number or a day (``010105``, eighteen digits, ``3-1``) would lose its zeros, its
  digits or its meaning. It gets a tab after it, which is not seen and keeps it text. ``="010105"`` was refused: it is a
  formula, and every other reader would see it. So do whole numbers of more than 15 digits.

Who wants to compute takes the workbook or the plain CSV, which hold every value as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from publish.downloads.columns import Column, columns
from publish.downloads.csv import append, spelled
from publish.tables import Table

DIGITS = 15  # of a number Excel can hold

_FORMULA = r"(?s)^[=+\-@\t\r\n＝＋－＠]."
_CODE = r"^(\d[\d.,]*([eE][+-]?\d+)?%?|\d{1,4}[-/]\d{1,2}([-/]\d{1,4})?)$"


def write(path: Path, table: Table, languages: Sequence[str]) -> None:
    """Write the table, block by block."""
    shown = list(columns(table, languages))
    with path.open("wb") as file:
        file.write(b"\xef\xbb\xbf")
        append(file, [_safe(pa.array([column.head])) for column in shown], "\r\n")
        for block in table.blocks():
            append(file, [_cells(column, block.column(column.field.name)) for column in shown], "\r\n")


def _cells(column: Column, values: pa.Array) -> pa.Array:
    if column.labels is not None:
        return _safe(labelled(column, values))
    if pa.types.is_string(values.type):
        return _safe(values)
    if pa.types.is_integer(values.type):
        return _tabbed(spelled(values), rf"^-?\d{{{DIGITS + 1},}}$")
    return spelled(values)


def labelled(column: Column, values: pa.Array) -> pa.Array:
    """The labels of a block of values; a value without one has none."""
    labels = column.labels or {}
    words = spelled(values)
    places = pc.index_in(words, pa.array(list(labels), pa.string()))
    return pa.array(list(labels.values()), pa.string()).take(places)


def _safe(texts: pa.Array) -> pa.Array:
    """Texts that Excel leaves alone."""
    runs = pc.match_substring_regex(texts, _FORMULA)
    return _tabbed(pc.if_else(runs, pc.binary_join_element_wise("'", texts, ""), texts), _CODE)


def _tabbed(texts: pa.Array, pattern: str) -> pa.Array:
    like = pc.match_substring_regex(texts, pattern)
    return pc.if_else(like, pc.binary_join_element_wise(texts, "\t", ""), texts)
