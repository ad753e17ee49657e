"""The later files of a table of several: does one begin with a header, or with its rows?

The header may be repeated, as offices do, or left out. One that says the names of the first file in another order, or
in another spelling, is a header all the same: what it says is judged, and it is never taken for a row.
"""

from __future__ import annotations

import codecs
import io
from collections.abc import Collection, Sequence
from typing import IO

from publish.gate.schema.delimited import Delimited, Unreadable
from publish.gate.schema.dialect import Dialect
from publish.gate.schema.finding import Findings
from publish.gate.schema.header import alike
from publish.model import Schema

_AHEAD = 1 << 16  # bytes of a file in which its header stands


def has_header(
    stream: IO[bytes], dialect: Dialect, codec: str, first: Sequence[str] | None, schema: Schema | None
) -> bool:
    """Does this file, whose first has that header, begin with one? The stream is not moved."""
    if not dialect.header_rows or first is None:
        return False
    labels = _labels(stream, dialect, codec)
    return labels == list(first) or is_header(labels, names(first, schema))


def names(header: Sequence[str], schema: Schema | None) -> frozenset[str]:
    """What a cell of a header may say: the names of the columns, and what people call them."""
    titles = [said for f in (schema.fields if schema else ()) for said in (f.name, *(t for _, t in f.title))]
    return frozenset(alike(name) for name in (*header, *titles)) - {""}


def is_header(cells: Sequence[str], known: Collection[str]) -> bool:
    """Are these cells the names of columns: all of them, or two at least and half of what is said?"""
    said = {alike(cell) for cell in cells} - {""}
    named = len(said & set(known))
    return 0 < named == len(cells) or (named > 1 and 2 * named >= len(said))


def _labels(stream: IO[bytes], dialect: Dialect, codec: str) -> list[str]:
    """The cells where the header would stand, as the reader of the file would take them."""
    text = codecs.getincrementaldecoder(codec)("replace").decode(_ahead(stream))
    try:
        made = Delimited(io.BytesIO(text.encode("utf-8", "replace")), dialect, "utf-8-sig", Findings())
    except Unreadable:
        return []
    return list(made.header or ())


def _ahead(stream: IO[bytes]) -> bytes:
    if isinstance(stream, io.BufferedReader) and not stream.seekable():
        return stream.peek(_AHEAD)[:_AHEAD]
    content = stream.read(_AHEAD)
    stream.seek(0)
    return content
