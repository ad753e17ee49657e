"""The extras of an XLSX. Number formats, formulas and hidden columns are looked for in the first rows of each sheet;
hidden rows and errors in all of them. Only those parts of the file are parsed that say it."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from xml.etree import ElementTree

from publish.draft.extras import BUILT_IN, Extras
from publish.problems import column_number

LOOKED_AT = 60  # rows
_COLUMNS = 16_384  # of a sheet
_MOST = 20_000_000  # bytes of a part that is parsed whole
_LONGEST = 300_000_000  # bytes of a sheet that is searched to its end
_PLACE = re.compile(r"([A-Z]{1,3})(\d+)")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*\bhidden=\"(?:1|true)\"[^>]*>")
_NUMBER = re.compile(rb'\br="(\d+)"')
_ERROR = re.compile(rb"<(?:\w+:)?c\b(?=[^>]*\bt=\"e\")[^>]*\br=\"([A-Z]{1,3}\d{1,7})\"[^>]*>")
_FAILED = re.compile(rb"<(?:\w+:)?v>(#[^<]{1,20})<")
_FILTER = re.compile(rb"<(?:\w+:)?(?:autoFilter|tablePart)\b")


def extras_of(content: bytes) -> dict[str, Extras]:
    """The extras of each sheet by its name; nothing for a file that is no XLSX, or an unusual one."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            formats = _formats(archive)
            return {name: _sheet(archive, part, formats) for name, part in parts_of(archive)}
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, ElementTree.ParseError, NotImplementedError):
        return {}


def _whole(archive: zipfile.ZipFile, part: str) -> ElementTree.Element:
    if archive.getinfo(part).file_size > _MOST:
        raise ValueError(part)
    return ElementTree.fromstring(archive.read(part))


def _tag(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def parts_of(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """(name, file in the archive) of each sheet."""
    targets = {r.get("Id"): r.get("Target", "") for r in _whole(archive, "xl/_rels/workbook.xml.rels")}
    for element in _whole(archive, "xl/workbook.xml").iter():
        if _tag(element) == "sheet" and (target := targets.get(element.get(_RELATION))):
            yield element.get("name", ""), posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")


def _formats(archive: zipfile.ZipFile) -> list[str]:
    """The number format of each cell style, in order."""
    named: dict[str, str] = dict(BUILT_IN)
    styles: list[str] = []
    for group in _whole(archive, "xl/styles.xml"):
        if _tag(group) == "numFmts":
            named |= {f.get("numFmtId", ""): f.get("formatCode", "") for f in group}
        elif _tag(group) == "cellXfs":
            styles = [named.get(style.get("numFmtId", ""), "") for style in group]
    return styles


def _sheet(archive: zipfile.ZipFile, part: str, formats: list[str]) -> Extras:
    found = Extras()
    with archive.open(part) as stream:
        for _, element in ElementTree.iterparse(stream):
            if _tag(element) == "c":
                _note(found, element.attrib, formats, formula=any(_tag(inner) == "f" for inner in element))
            elif _tag(element) == "col" and element.get("hidden") in ("1", "true"):
                found.hidden |= set(
                    range(int(element.get("min", "1")) - 1, min(int(element.get("max", "1")), _COLUMNS))
                )
            elif _tag(element) == "row":
                if int(element.get("r", "0")) >= LOOKED_AT:
                    break
                element.clear()
    if archive.getinfo(part).file_size <= _LONGEST:
        _search(found, archive.read(part))
    return found


def _search(found: Extras, sheet: bytes) -> None:
    """Rows out of sight, and cells with an error, wherever they are."""
    by_filter = bool(_FILTER.search(sheet))
    for row in _ROW.finditer(sheet):
        if number := _NUMBER.search(row[0]):
            folded = by_filter or b"outlineLevel=" in row[0]
            (found.filtered if folded else found.hidden_rows).add(int(number[1]) - 1)
    for cell in _ERROR.finditer(sheet):
        place, what = _at(cell[1].decode()), _FAILED.search(sheet, cell.end())
        if place and what:
            found.errors[place] = what[1].decode("utf-8", "replace")


def _at(name: str) -> tuple[int, int] | None:
    place = _PLACE.fullmatch(name)
    return (int(place[2]) - 1, column_number(place[1]) - 1) if place else None


def _note(found: Extras, cell: Mapping[str, str], formats: list[str], *, formula: bool) -> None:
    at, style = _at(cell.get("r", "")), int(cell.get("s", "0"))
    if at is None:
        return
    found.note(at, formats[style] if style < len(formats) else "")
    if formula:
        found.formulas.append(at)
