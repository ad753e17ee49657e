"""Characters that have no business in a cell: control characters, invisible ones, and what is left of lost text.

The bytes of a block are looked at first, some thousandths of a second a megabyte; only where something may be amiss are
the cells themselves searched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from publish.gate.schema.blocks import TextBlock
from publish.gate.schema.finding import Findings, What
from publish.gate.schema.garbled import said_before

# Bells and escapes: some change what a terminal does. A vertical tab or a form feed is only an odd line end.
_CONTROL = "\x01-\x08\x0e-\x1f\x7f"
_UNSEEN = "\x0b\x0c\x80-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff"
_LOST = "\ufffd|锟斤拷|烫烫烫"
_LOST_WORDS = [int.from_bytes(said.encode()[:4], "little") for said in ("锟斤拷", "烫烫烫")]
_TAB = 9
_CONTROLS = range(14, 32)  # line ends come before
_PIECE = 1 << 19  # bytes looked at together: what is made of them stays near the processor
_WIDEST = 9  # bytes of what is looked for, so that it is whole in one piece
_RARE = (b"\x0b", b"\x0c", b"\x7f", b"\xc2", b"\xc3")  # the last two begin what is accented
_MARKS = r"^\?{2,}$"
_ACCENTED = "[\u00a1-\u00ff][\u0080-\u00ff\u0152-\u0192\u02c6\u02dc\u2013-\u2122]"  # may be Chinese, read as Western
_ODD = f"[{_CONTROL}{_UNSEEN}]|{_LOST}|{_MARKS}|{_ACCENTED}"
_KINDS = (
    (re.compile(f"[{_CONTROL}]"), What.CONTROL),
    (re.compile(_LOST), What.LOST),
    (re.compile(_MARKS), What.QUESTION_MARKS),
    (re.compile(f"[{_UNSEEN}]"), What.UNSEEN),
)
_ODD_TEXT = re.compile(_ODD)
_SAMPLED = 200  # rows at the beginning of a file whose every text is tried for another encoding
_FEW = 10  # the same for a later block


def may_be_odd(data: bytes) -> bool:
    """Could there be such a character in these bytes of UTF-8? Never False when there is one that ``odd`` names."""
    return any(_may_be_odd(data[at : at + _PIECE + _WIDEST]) for at in range(0, len(data), _PIECE))


def _may_be_odd(data: bytes) -> bool:
    array = np.frombuffer(data, np.uint8)
    if array.min(initial=255) < _TAB or (array - _CONTROLS.start).min(initial=255) < len(_CONTROLS):  # below 0 is above
        return True
    if any(mark in data for mark in _RARE) or (b"?" in data and b"??" in data):
        return True
    if any(_has_word(data, start) for start in range(4)):
        return True
    return any(mark in data and _holds(array, mark, pairs) for mark, pairs in ((b"\xe2", _E2), (b"\xef", _EF)))


def _has_word(data: bytes, start: int) -> bool:
    """May lost text begin at one of the places ``start``, ``start`` + 4 …? Its first four bytes are compared as one
    number, which lets other threads run meanwhile, as a search for bytes does not."""
    words = np.frombuffer(data, "<u4", max(0, len(data) - start) // 4, start if len(data) > start else 0)
    return any(bool((words == word).any()) for word in _LOST_WORDS)


def _pairs(text: str) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Which pairs of bytes follow the lead byte of one of these characters."""
    made = np.zeros(1 << 16, np.bool_)
    for character in text:
        octets = character.encode("utf-8")
        made[octets[1] << 8 | octets[2]] = True
    return made


_SPACES = "\u200b\u200e\u200f" + "".join(map(chr, [*range(0x2028, 0x202F), *range(0x2060, 0x206A)]))
_E2 = _pairs(_SPACES)
_EF = _pairs("\ufeff\ufff9\ufffa\ufffb\ufffd\ufffe\uffff")


def _holds(
    array: np.ndarray[tuple[int], np.dtype[np.uint8]], lead: bytes, pairs: np.ndarray[tuple[int], np.dtype[np.bool_]]
) -> bool:
    at = np.flatnonzero(array[:-2] == lead[0])
    return bool(pairs[array[at + 1].astype(np.uint16) << 8 | array[at + 2]].any())


def look_through(block: TextBlock, findings: Findings) -> None:
    """Report such characters in a block of text."""
    for row, column, cell in sorted(_suspects(block)):
        for what, detail in odd(cell):
            if what is not What.TWICE_ENCODED or not findings.counts[what]:  # once says it of the whole file
                findings.add(what, row=row, column=column, value=cell[:40], detail=detail)


def _suspects(block: TextBlock) -> Iterator[tuple[int, int, str]]:
    """(row, column, cell) of the cells that are worth a look."""
    for place, cells in enumerate(block.frame.iter_columns(), 1):
        at = set(cells.str.contains(_ODD).fill_null(False).arg_true().to_list()) if block.odd else set()
        at.update(range(min(_SAMPLED if block.first <= _SAMPLED else _FEW, len(cells))))
        for index in at:
            cell = cells[index]
            if cell and not (cell.isascii() and cell.isprintable() and "?" not in cell):
                yield block.numbers[index] if block.numbers else block.first + index, place, cell


def odd(cell: str) -> Iterator[tuple[What, str]]:
    """What is odd about a text: the kind, and the character or what the text said."""
    if _ODD_TEXT.search(cell):
        for pattern, what in _KINDS:
            if found := pattern.search(cell):
                yield what, f"U+{ord(found.group()[0]):04X}"
    if said := said_before(cell):
        yield What.TWICE_ENCODED, said[:40]
