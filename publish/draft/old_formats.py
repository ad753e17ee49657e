"""The extras of the binary workbook of Excel 97 to 2003, which XLS and ET files are: [MS-XLS], in an OLE file [MS-CFB].

A hidden column must stay out of sight and 0007 keep its zeros there as well. The quick reader gives values alone.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from publish.draft.extras import BUILT_IN, Extras

_END = 0xFFFFFFFA  # sectors from here on are marks, such as the end of a chain
_MINI = 4096  # bytes: smaller streams lie in sectors of 64 bytes
_BOUND, _FORMAT, _STYLE, _LOCKED, _STOP, _START = 0x0085, 0x041E, 0x00E0, 0x002F, 0x000A, 0x0809
_FORMULA, _ERROR, _MANY, _COLUMNS, _ROW, _FILTERED = 0x0006, 0x0205, 0x00BD, 0x007D, 0x0208, 0x009B
_CELLS = frozenset({_FORMULA, _ERROR, 0x0203, 0x027E, 0x00FD, 0x0204, 0x0201})
_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}
_WIDEST = 256  # columns


def extras_of(content: bytes) -> dict[str, Extras]:
    """The extras of each sheet by its name; nothing for another kind of file, a locked or a broken one."""
    try:
        book = _stream(content, "Workbook")
        records = list(_records(book, 0))
        if any(kind == _LOCKED for kind, _ in records):
            return {}
        named = {int(number): shown for number, shown in BUILT_IN.items()}
        named |= {struct.unpack_from("<H", data)[0]: _text(data, 2, 2) for kind, data in records if kind == _FORMAT}
        styles = [named.get(struct.unpack_from("<H", data, 2)[0], "") for kind, data in records if kind == _STYLE]
        bound = [data for kind, data in records if kind == _BOUND]
        return {_text(data, 6, 1): _sheet(book, struct.unpack_from("<I", data)[0], styles) for data in bound}
    except (struct.error, IndexError, KeyError, ValueError):
        return {}


# --- the file ---------------------------------------------------------------------------------------------------------


def _stream(content: bytes, name: str) -> bytes:
    """A stream of an OLE file. Raises KeyError when there is none of that name, struct.error when it is broken."""
    size = 1 << struct.unpack_from("<H", content, 30)[0]
    count, first, first_mini = (struct.unpack_from("<I", content, at)[0] for at in (44, 48, 60))
    tables = list(struct.unpack_from("<109I", content, 76))
    more = struct.unpack_from("<I", content, 68)[0]
    while more < _END and len(tables) < count:
        *listed, more = struct.unpack_from(f"<{size // 4}I", content, (more + 1) * size)
        tables += listed
    table = [n for sector in tables[:count] for n in struct.unpack_from(f"<{size // 4}I", content, (sector + 1) * size)]
    entries = _chained(content[size:], table, first, size)
    known = {entries[at + 66]: at for at in range(0, len(entries) - 127, 128) if entries[at + 66] == 5}
    place = next((at for at in range(0, len(entries) - 127, 128) if _named(entries, at) == name), None)
    if place is None:
        raise KeyError(name)
    start, length = struct.unpack_from("<II", entries, place + 116)
    if length >= _MINI:
        return _chained(content[size:], table, start, size)[:length]
    small = _chained(content[size:], table, struct.unpack_from("<I", entries, known[5] + 116)[0], size)
    short = _chained(content[size:], table, first_mini, size)
    return _chained(small, [*struct.unpack(f"<{len(short) // 4}I", short)], start, 64)[:length]


def _named(entries: bytes, at: int) -> str:
    length = struct.unpack_from("<H", entries, at + 64)[0]
    return entries[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")


def _chained(content: bytes, table: list[int], sector: int, size: int) -> bytes:
    """The sectors of a chain, one after the other; a chain that bites its tail ends where it does."""
    parts: list[bytes] = []
    while sector < _END and len(parts) <= len(table):
        parts.append(content[sector * size : (sector + 1) * size])
        sector = table[sector]
    return b"".join(parts)


def _records(book: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """The records of the part that begins here: its kind and its content."""
    while at + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, at)
        if kind == _STOP:
            return
        yield kind, book[at + 4 : at + 4 + length]
        at += 4 + length


def _text(data: bytes, at: int, counted: int) -> str:
    """A text with its length in one byte or two before it."""
    length = int.from_bytes(data[at : at + counted], "little")
    wide, start = data[at + counted] & 1, at + counted + 1
    return (
        data[start : start + length * 2].decode("utf-16-le") if wide else data[start : start + length].decode("latin-1")
    )


# --- a sheet ----------------------------------------------------------------------------------------------------------


def _sheet(book: bytes, at: int, styles: list[str]) -> Extras:
    found = Extras()
    filtered = False
    for kind, data in _records(book, at):
        if kind in _CELLS:
            _cell(found, kind, data, styles)
        elif kind == _MANY:
            row, first = struct.unpack_from("<HH", data)
            for place in range((len(data) - 6) // 6):
                found.note((row, first + place), styles[struct.unpack_from("<H", data, 4 + 6 * place)[0]])
        elif kind == _COLUMNS and data[8] & 1:
            first, last = struct.unpack_from("<HH", data)
            found.hidden |= set(range(first, min(last + 1, _WIDEST)))
        elif kind == _ROW and data[12] & 0x20:
            (found.filtered if data[12] & 7 else found.hidden_rows).add(struct.unpack_from("<H", data)[0])
        elif kind == _FILTERED:
            filtered = True
    if filtered:
        found.filtered |= found.hidden_rows
        found.hidden_rows.clear()
    return found


def _cell(found: Extras, kind: int, data: bytes, styles: list[str]) -> None:
    row, column, style = struct.unpack_from("<HHH", data)
    found.note((row, column), styles[style] if style < len(styles) else "")
    if kind == _FORMULA:
        found.formulas.append((row, column))
        if data[12:14] == b"\xff\xff" and data[6] == 2:
            found.errors[row, column] = _ERRORS.get(data[8], "#N/A")
    elif kind == _ERROR and data[7]:
        found.errors[row, column] = _ERRORS.get(data[6], "#N/A")
