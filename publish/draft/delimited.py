"""CSV and other text as offices save it -> Sheet: in which encoding it is, and what stands between the cells."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from publish.draft.sheet import Sheet
from publish.model import Text, bilingual

_MARKS = (b"\xff\xfe", b"\xfe\xff")  # of UTF-16
_DELIMITERS = (",", "\t", ";", "，", "|")
_LOOKED_AT = 20  # lines
_SEP = re.compile(r"sep=.", re.I)
_WRAPPED = re.compile(r"=\"([^\"]*)\"|'(\d[\dXx-]*)")
_OWN_USE = re.compile("[\ue000-\uf8ff]")


def read_text(file: str, content: bytes, delimiter: str = "") -> tuple[Sheet | None, Text]:
    """The grid of a text file, and how it was read; None when these bytes are no text. The mark between its cells is
    found out where it is not given."""
    decoded = _decoded(content)
    if decoded is None:
        return None, bilingual("不是文字文件", "it is no text")
    text, encoding = decoded
    delimiter = delimiter or _delimiter(text)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        return None, bilingual("有一格没有收尾", "a cell does not end")
    width = max(map(len, rows), default=0)
    grid = tuple((*map(_unwrapped, row), *[""] * (width - len(row))) for row in rows)
    if grid and _SEP.fullmatch(text.lstrip().partition("\n")[0].strip()):
        grid = (("",) * width, *grid[1:])  # it speaks to Excel, not to people; the numbers of the rows stay
    named = "TAB" if delimiter == "\t" else delimiter
    said = bilingual(f"编码 {encoding}，用“{named}”分隔。", f"Encoding {encoding}, cells divided by “{named}”.")
    return Sheet(file, "", grid), said


def _unwrapped(cell: str) -> str:
    """A code without what keeps Excel from taking it for a number: ="0012", or an apostrophe before it."""
    found = _WRAPPED.fullmatch(cell)
    return (found[1] if found[1] is not None else found[2]) if found else cell


def _decoded(content: bytes) -> tuple[str, str] | None:
    """The text and the name of its encoding. GB18030 holds all of GBK and GB2312; Big5 comes last, for nearly any bytes
    can be read as GB18030."""
    for encoding in _candidates(content):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "gb18030" and _OWN_USE.search(text) and (other := _big5(content)):
            return other, "BIG5"
        if "\0" not in text:
            return text, encoding.removesuffix("-sig").upper()
    return None


def _big5(content: bytes) -> str:
    """The text, when its bytes are Big5 that only seem to be GB18030: there they would be characters of nobody."""
    try:
        text = content.decode("big5")
    except UnicodeDecodeError:
        return ""
    return "" if _OWN_USE.search(text) else text


def _candidates(content: bytes) -> Iterator[str]:
    if content.startswith(_MARKS):
        yield "utf-16"
    elif content[1:2] == b"\0":
        yield "utf-16-le"
    yield from ("utf-8-sig", "gb18030", "big5")


def _delimiter(text: str) -> str:
    """The mark that divides most lines into equally many cells; a comma when none divides them."""
    lines = [line for line in text.splitlines()[:_LOOKED_AT] if line.strip()]

    def steadiness(mark: str) -> tuple[int, int]:
        counts = [line.count(mark) for line in lines if line.count(mark)]
        return (max(map(counts.count, counts), default=0), max(counts, default=0))

    return max(_DELIMITERS, key=steadiness)
