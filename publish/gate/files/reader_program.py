"""A program of its own: reads one PDF or one old office file and prints what is in it, a JSON list to a line.

The libraries that read these formats may fail in any way on a hostile file, or never end, so they run here, under
limits of time and memory, and their death is a finding (``gate.files.reader_process``). A line is
``["text", page, text]``, ``["property", name, text]``, ``["cell", sheet, row, column, text]``, ``["hidden", sheet]``,
``["pages", how many]``, ``["cells", how many]`` or ``["fact", name]``; the last is ``["end"]``. Nothing of the portal
is imported, so that it starts at once.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Collection
from pathlib import Path
from typing import Any

import olefile  # type: ignore[import-untyped]
import pypdf
import python_calamine
from pypdf.generic import DictionaryObject, IndirectObject

if sys.platform != "win32":
    import resource

SECONDS = 30  # of the processor
MEMORY = 1 << 30  # bytes
PAGES = 300  # looked through
CHARACTERS = 5_000_000  # of them
OUTPUT = 40_000_000  # bytes it may say
CELLS = 1_000_000  # of a workbook that are looked through
_NAMES = 200  # actions, attachments
_CHAIN = 50  # actions that follow one another
_PROGRAMS = frozenset({"/JavaScript", "/Launch"})
_AT_ONCE = _PROGRAMS | {"/URI", "/GoToR", "/GoToE", "/SubmitForm", "/ImportData"}  # nobody asked for it
limits = {"said": 0}
_PROPERTIES = ("title", "subject", "author", "keywords", "comments", "last_saved_by", "manager", "company", "category")


def limit() -> None:
    """Take no more time and memory than that, where the system can see to it."""
    if sys.platform != "win32":
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def say(*words: Any) -> None:
    """One line; nothing more after so many that nobody would read them."""
    line = json.dumps(words, ensure_ascii=True)
    limits["said"] += len(line)
    if limits["said"] > OUTPUT:
        raise SystemExit("too much")
    print(line, flush=True)


def pdf(path: Path, _: list[str | int]) -> None:
    """Its properties, what runs when it is opened, what is attached, and the text of its first pages."""
    reader = pypdf.PdfReader(path, strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        say("fact", "LOCKED")
        return
    for name, value in (reader.metadata or {}).items():
        if isinstance(value, str) and not name.endswith("Date"):
            say("property", name.lstrip("/"), value[:20_000])
    _catalogue(reader)
    left = CHARACTERS
    for number, page in enumerate(reader.pages, 1):
        if number > PAGES or left <= 0:
            say("pages", number - 1)
            return
        text = page.extract_text()[:left]
        left -= len(text)
        say("text", number, text)
        for note in _resolved(page.get("/Annots")) or []:
            found = _resolved(note)
            if isinstance(found, DictionaryObject):
                contents = _resolved(found.get("/Contents"))
                if isinstance(contents, str) and contents.strip():
                    say("text", number, contents[:20_000])
                if _runs(_resolved(found.get("/A"))):
                    say("fact", "SCRIPT")


def _catalogue(reader: pypdf.PdfReader) -> None:
    root = _resolved(reader.trailer["/Root"])
    if not isinstance(root, DictionaryObject):
        return
    names, more = _resolved(root.get("/Names")), _resolved(root.get("/AA"))
    at_once = more.values() if isinstance(more, DictionaryObject) else ()
    if (
        any(_runs(_resolved(action), _AT_ONCE) for action in at_once)
        or _runs(_resolved(root.get("/OpenAction")), _AT_ONCE)
        or (isinstance(names, DictionaryObject) and "/JavaScript" in names)
    ):
        say("fact", "SCRIPT")
    for name in list(reader.attachments)[:_NAMES]:
        say("fact", "OBJECT", str(name)[:60])


def sheets(path: Path, own: list[str | int]) -> None:
    """The cells of the sheets of an old or binary workbook that are no resource, and which of them are not shown."""
    left = CELLS
    with python_calamine.load_workbook(str(path)) as book:
        for number, sheet in enumerate(book.sheets_metadata, 1):
            shown = sheet.visible == python_calamine.SheetVisibleEnum.Visible
            is_own = number in own or sheet.name in own
            if not shown and (is_own or book.get_sheet_by_name(sheet.name).total_height):
                say("hidden", sheet.name)
            if is_own or sheet.typ != python_calamine.SheetTypeEnum.WorkSheet:
                continue
            for row, cells in enumerate(book.get_sheet_by_name(sheet.name).iter_rows(), 1):
                left -= len(cells)
                if left < 0:
                    say("cells", CELLS)
                    return
                for column, cell in enumerate(cells, 1):
                    if cell not in ("", None):
                        value = int(cell) if isinstance(cell, float) and cell.is_integer() else cell
                        say("cell", sheet.name, row, column, str(value)[:20_000])


def _resolved(value: Any) -> Any:
    return value.get_object() if isinstance(value, IndirectObject) else value


def _runs(action: Any, kinds: Collection[str] = _PROGRAMS) -> bool:
    """Is an action, or one that follows it, of these kinds?"""
    for _ in range(_CHAIN):
        if not isinstance(action, DictionaryObject):
            return False
        if action.get("/S") in kinds:
            return True
        action = _resolved(action.get("/Next"))
        action = _resolved(action[0]) if isinstance(action, list) and action else action
    return False


def old_office(path: Path, own: list[str | int]) -> None:
    """Its properties, whether it has macros or embedded files, and the sheets of a workbook."""
    with olefile.OleFileIO(path) as file:
        found = file.get_metadata()
        for name in _PROPERTIES:
            value = getattr(found, name)
            if isinstance(value, bytes):
                codec = f"cp{found.codepage}" if found.codepage not in (None, 65001, 1200) else "utf-8"
                value = value.decode(codec, "replace")
            if value:
                say("property", name, str(value)[:20_000])
        streams = ["/".join(parts).lower() for parts in file.listdir()]
        if any("_vba_project" in name or name.startswith("macros/") for name in streams):
            say("fact", "MACRO")
        if any(name.startswith(("mbd", "objectpool/")) for name in streams):
            say("fact", "OBJECT", "")
        if any(name in ("encryptedpackage", "encryptioninfo") for name in streams):
            say("fact", "LOCKED")
            return
    if "workbook" in streams or "book" in streams:
        sheets(path, own)


if __name__ == "__main__":
    limit()
    {"pdf": pdf, "old": old_office, "sheets": sheets}[sys.argv[1]](Path(sys.argv[2]), json.loads(sys.argv[3]))
    say("end")
