"""What the quick reader of workbooks leaves out, for the first rows of each sheet of an XLSX: number formats, because
12.5 % and 0001 are formats there, formulas, and hidden columns. Only those parts of the file are parsed that say it."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree import ElementTree

from publish.problems import column_number

LOOKED_AT = 60  # rows
_COLUMNS = 16_384  # of a sheet
_MOST = 20_000_000  # bytes of a part that is parsed whole
_BUILT_IN = {"1": "0", "9": "0%", "10": "0.00%", "14": "yyyy/m/d", "17": "mmm-yy", "22": "yyyy/m/d h:mm", "49": "@",
             "27": 'yyyy"年"m"月"', "57": 'yyyy"年"m"月"', "31": 'yyyy"年"m"月"d"日"', "58": 'm"月"d"日"'}  # fmt: skip
_SAYS_NOTHING = frozenset({"", "General", "@", "0"})
_PLACE = re.compile(r"([A-Z]{1,3})(\d+)")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(slots=True)
class Extras:
    """By (row, column) from 0: the number formats that say something, and where formulas stand; and the columns that
    nobody sees."""

    formats: dict[tuple[int, int], str] = field(default_factory=dict)
    formulas: list[tuple[int, int]] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)


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
    named: dict[str, str] = dict(_BUILT_IN)
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
    return found


def _note(found: Extras, cell: Mapping[str, str], formats: list[str], *, formula: bool) -> None:
    place = _PLACE.fullmatch(cell.get("r", ""))
    if place is None:
        return
    at, style = (int(place[2]) - 1, column_number(place[1]) - 1), int(cell.get("s", "0"))
    shown = formats[style] if style < len(formats) else ""
    if shown not in _SAYS_NOTHING:
        found.formats[at] = shown
    if formula:
        found.formulas.append(at)
