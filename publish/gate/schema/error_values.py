"""Cells of a workbook that hold an error (#N/A, #REF!, #DIV/0!), which its reader gives as empty: found in the XML."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.etree import ElementTree

_RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_PIECE = 1 << 20  # bytes
_CELL = re.compile(rb'<(?:\w+:)?c\s([^>]*?\bt="e"[^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)', re.S)
_PLACE = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')
_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]{1,40})</")
_LONGEST = 1 << 16  # bytes of a cell with an error in it

Cell = tuple[int, int]  # row and column, both from 1


def error_values(path: Path, sheet: str, most: int) -> Mapping[Cell, str]:
    """The errors in one sheet of an XLSX workbook, by their place; at most so many. Empty when the file is not laid
    out as expected: it was read, so it is no reason to refuse it."""
    try:
        with zipfile.ZipFile(path) as archive:
            name = _sheet_path(archive, sheet)
            return dict(_errors(archive, name, most)) if name else {}
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, ElementTree.ParseError):
        return {}


def _sheet_path(archive: zipfile.ZipFile, sheet: str) -> str:
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    relation = next((e.get(f"{_RELATIONS}id") for e in book.iter() if e.get("name") == sheet and _is(e, "sheet")), None)
    for element in ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels")):
        if relation and element.get("Id") == relation:
            target = element.get("Target", "")
            return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return ""


def _is(element: ElementTree.Element, name: str) -> bool:
    return element.tag.rpartition("}")[2] == name


def _errors(archive: zipfile.ZipFile, name: str, most: int) -> Iterator[tuple[Cell, str]]:
    found = 0
    rest = b""
    with archive.open(name) as stream:
        while piece := stream.read(_PIECE):
            text = rest + piece
            last = 0
            for match in _CELL.finditer(text) if b't="e"' in text else ():
                last = match.end()
                place, value = _PLACE.search(match[1]), _VALUE.search(match[2] or b"")
                if place:
                    yield (int(place[2]), _number(place[1].decode())), value[1].decode() if value else "#N/A"
                    found += 1
                    if found >= most:
                        return
            rest = text[max(last, len(text) - _LONGEST) :]


def _number(letters: str) -> int:
    total = 0
    for letter in letters:
        total = total * 26 + ord(letter) - ord("A") + 1
    return total
