"""Texts put into cells of a workbook, every other byte of its parts left: drop-downs, comments, colours, hidden sheets.

Programs that load and save a workbook anew lose some of it.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from publish.draft.formats import parts_of

_NAME = re.compile(r"([A-Z]{1,3})(\d+)")
_OPEN_ROW = re.compile(r"<row\b[^>]*?\br=\"(\d+)\"[^>]*?(/>|>)")
_CELL = re.compile(r"<c\b[^>]*?\br=\"([A-Z]{1,3})\d+\"[^>]*?(?:/>|>.*?</c>)", re.S)
_STYLE = re.compile(r"<c\b[^>]*?(\ss=\"\d+\")")


class Unfit(ValueError):
    """The workbook is built in an unusual way: a person is to fill the cells in."""


def with_cells(book: bytes, texts: Mapping[tuple[str, str], str]) -> bytes:
    """An XLSX with these texts in its cells, by (sheet, cell like B7). A cell keeps its format. Raises Unfit."""
    try:
        with zipfile.ZipFile(io.BytesIO(book)) as archive:
            parts = dict(parts_of(archive))
            content = {info.filename: archive.read(info) for info in archive.infolist()}
            infos = archive.infolist()
        for (sheet, cell), text in texts.items():
            part = parts[sheet]
            content[part] = _with_cell(content[part].decode("utf-8"), cell, text).encode("utf-8")
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, NotImplementedError, ElementTree.ParseError) as error:
        raise Unfit(str(error)) from error
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for info in infos:
            made.writestr(info, content[info.filename], zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _with_cell(sheet: str, cell: str, text: str) -> str:
    found = _NAME.fullmatch(cell)
    if found is None or "<sheetData" not in sheet:
        raise Unfit(cell)
    column, number = found[1], int(found[2])
    rows = list(_OPEN_ROW.finditer(sheet))
    row = next((r for r in rows if int(r[1]) == number), None)
    if row is None:
        after = next((r.start() for r in rows if int(r[1]) > number), sheet.find("</sheetData>"))
        if after < 0:
            raise Unfit(cell)
        return f'{sheet[:after]}<row r="{number}">{_spelled(cell, text)}</row>{sheet[after:]}'
    if row[2] == "/>":
        opened = f"{sheet[row.start() : row.end() - 2]}>"
        return f"{sheet[: row.start()]}{opened}{_spelled(cell, text)}</row>{sheet[row.end() :]}"
    end = sheet.index("</row>", row.end())
    return f"{sheet[: row.end()]}{_in_row(sheet[row.end() : end], column, cell, text)}{sheet[end:]}"


def _in_row(row: str, column: str, cell: str, text: str) -> str:
    for found in _CELL.finditer(row):
        if found[1] == column:
            style = _STYLE.match(found[0])
            return f"{row[: found.start()]}{_spelled(cell, text, style[1] if style else '')}{row[found.end() :]}"
        if (len(found[1]), found[1]) > (len(column), column):
            return f"{row[: found.start()]}{_spelled(cell, text)}{row[found.start() :]}"
    return row + _spelled(cell, text)


def _spelled(cell: str, text: str, style: str = "") -> str:
    return f'<c r="{cell}"{style} t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'
