"""A department's resource catalogue in the layout of the guide of 2017 -> a package folder a row, and what is missing.

``make`` is pure: sheets in, an Imported out. ``write`` puts the folders in place, all of them or none; a folder that is
there is never touched. An entry that the portal has already, by its code, is left alone.
"""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from publish.draft.book import PACKED, Unopened, read_book
from publish.draft.delimited import read_text
from publish.draft.guide.faults import dragged, told_of, twice
from publish.draft.guide.lacking import gaps_of
from publish.draft.guide.layout import Layout, layout_of
from publish.draft.guide.lines import Line, lines_of
from publish.draft.guide.record import identifier, to_record
from publish.draft.guide.values import Reading, Values, offices_by_name, slug_of, values_of
from publish.draft.names import LONGEST, slug
from publish.draft.remark import Remark, Sort, in_order
from publish.draft.sheet import Sheet, filled
from publish.gaps import Gap
from publish.history import HEADER, HISTORY
from publish.model import Catalogue, Portal, Registers, bilingual

Sheets = Sequence[tuple[Sheet, Layout]]  # those of a workbook that hold a catalogue

_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


@dataclass(frozen=True, slots=True)
class Known:
    """What the portal has already: packages by the code of their entry and by their id, and names that are taken."""

    codes: Mapping[str, str]
    ids: Mapping[str, str]
    titles: Mapping[str, str]  # of packages by name
    names: frozenset[str]

    @classmethod
    def of(cls, catalogue: Catalogue, target: Path) -> Known:
        """The packages of the portal, and the folders in which the new ones go."""
        packages = catalogue.packages
        folders = {p.name for p in target.iterdir()} if target.is_dir() else set()
        return cls(
            codes={p.entry.code: p.name for p in packages if p.entry and p.entry.code},
            ids={p.id: p.name for p in packages if p.id},
            titles={p.name: p.title["zh"] for p in packages},
            names=frozenset({p.name for p in packages} | folders),
        )


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of a catalogue: descriptions by folder, entries that were there already, entries not drafted, what is
    missing in which entry, and what there is to say of its cells."""

    records: Mapping[str, Mapping[str, Any]]
    there: tuple[str, ...]
    refused: int
    gaps: tuple[Gap, ...]
    remarks: tuple[Remark, ...]

    @property
    def entries(self) -> int:
        return len(self.records) + len(self.there) + self.refused


def catalogue_of(file: str, content: bytes) -> list[tuple[Sheet, Layout]]:
    """The sheets of a file that hold a resource catalogue; none when it is another kind of file."""
    try:
        packed = content.startswith(PACKED)
        sheets = read_book(file, content)[0] if packed else [read_text(file, content, ",")[0]]
    except Unopened:
        return []
    found = [(sheet, layout_of(sheet)) for sheet in sheets if sheet is not None]
    return [(sheet, layout) for sheet, layout in found if layout is not None]


def make(sheets: Sheets, portal: Portal, registers: Registers, known: Known, as_of: date) -> Imported:
    """The drafts of all entries. ``as_of`` is the day after which no day can have happened."""
    remarks: list[Remark] = []
    lines: list[Line] = []
    for sheet, layout in sheets:
        read, said = lines_of(sheet, layout)
        remarks += [*said, *_unknown(sheet, layout)]
        lines += read
    refused, said_twice = twice(lines)
    pulled = list(dragged(lines))
    remarks += [*said_twice, *told_of(pulled)]
    cells: dict[str, set[str]] = {}
    for line, key, _ in pulled:
        cells.setdefault(line.place, set()).add(line.cell(key))
    offices = offices_by_name(registers)
    readings = [Reading(line, registers, offices, frozenset(cells.get(line.place, ()))) for line in lines]
    values = [values_of(reading) for reading in readings]
    remarks += [remark for reading in readings for remark in reading.remarks]
    nameless = [v.line for v in values if not (v.title or v.code)]
    remarks += map(_nameless, nameless)
    drafted = [v for n, v in enumerate(values) if n not in refused and not v.secret and (v.title or v.code)]
    return _sorted_out(drafted, len(lines), remarks, portal, known, as_of)


def _sorted_out(
    values: Sequence[Values], rows: int, remarks: list[Remark], portal: Portal, known: Known, as_of: date
) -> Imported:
    """What is new and what was there, each with its gaps."""
    records: dict[str, Mapping[str, Any]] = {}
    there, gaps = [], list[Gap]()
    taken = set(known.names)
    for each in values:
        name = _there(each, known, portal)
        if name:
            there.append(name)
            remarks += _renamed(each, name, known)
        else:
            name = _free(slug_of(each) or slug(each.title or f"entry-{each.code}"), taken)
            records[name] = to_record(each, name, portal)
        gaps += gaps_of(each, name, as_of)
    return Imported(records, tuple(there), rows - len(values), tuple(gaps), in_order(remarks))


def _there(values: Values, known: Known, portal: Portal) -> str:
    """The package that holds this entry already, "" when there is none: by its code, by the id it was drafted with, or
    by the name and the title that the portal's own catalogue gives it."""
    if values.code in known.codes:
        return known.codes[values.code]
    drafted = (identifier(values, portal, by_name=by_name) for by_name in (False, True))
    own = slug_of(values)
    named = own if values.title and known.titles.get(own) == values.title else ""
    return next((known.ids[one] for one in drafted if one in known.ids), named)


def _renamed(values: Values, name: str, known: Known) -> list[Remark]:
    before = known.titles.get(name, "")
    if before == values.title or not values.title:
        return []
    said = bilingual(
        f"代码 {values.code} 已经是“{before}”（{name}）的，名称不同；已有的没有改动。",
        f"The code {values.code} is that of {before} ({name}), by another name; what is there was not changed.",
    )
    return [Remark(Sort.DOUBT, said, values.line.file, values.line.sheet, values.line.cell("name"))]


def _nameless(line: Line) -> Remark:
    said = bilingual("这一行没有名称也没有代码，没有起草。", "This row has neither name nor code and was not drafted.")
    return Remark(Sort.DAMAGED, said, line.file, line.sheet, str(line.row))


def _unknown(sheet: Sheet, layout: Layout) -> list[Remark]:
    """Columns that the guide does not have are not read."""
    columns = [
        title
        for column, title in layout.unknown.items()
        if any(filled(row[column]) for row in sheet.rows[layout.start :])
    ]
    if not columns:
        return []
    shown = "、".join(columns)
    said = bilingual(f"这些列没有读取：{shown}。", f"These columns were not read: {shown}.")
    return [Remark(Sort.FOUND, said, sheet.file, sheet.name, str(layout.start))]


def _free(wanted: str, taken: set[str]) -> str:
    """The name, or with a number behind it, that no other package has; it is taken then."""
    name, count = wanted, 1
    while name in taken:
        count += 1
        name = f"{wanted[: LONGEST - len(str(count)) - 1].rstrip('-')}-{count}"
    taken.add(name)
    return name


# --- folders ------------------------------------------------------------------------------------------------------


def write(records: Mapping[str, Mapping[str, Any]], target: Path) -> None:
    """A folder for each description below ``target``: all of them, or, when one cannot be put there, none. Raises
    OSError, among others when a folder is there already."""
    if not records:
        return
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".kaimen-", dir=target) as room:
        for name, record in records.items():
            folder = Path(room) / name
            folder.mkdir()
            text = yaml.dump(record, Dumper=_DUMPER, allow_unicode=True, sort_keys=False, width=110)
            (folder / "datapackage.yaml").write_text(text, encoding="utf-8", newline="\n")
            (folder / HISTORY).write_text(HEADER, encoding="utf-8", newline="\n")
        _move([Path(room) / name for name in records], target)


def _move(folders: Sequence[Path], target: Path) -> None:
    moved: list[Path] = []
    try:
        for folder in folders:
            if (target / folder.name).exists():
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target / folder.name))
            moved.append(folder.rename(target / folder.name))
    except OSError:
        for folder in moved:
            shutil.rmtree(folder)
        raise
