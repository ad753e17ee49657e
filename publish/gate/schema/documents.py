"""JSON and its relatives: a list of objects, a list of lists, one object a line, data written in the description."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import IO, Any

from publish.gate.schema.blocks import BLOCK, Block, NativeBlock
from publish.gate.schema.delimited import Unreadable
from publish.gate.schema.dialect import Dialect
from publish.gate.schema.encoding import looks_like, marked
from publish.gate.schema.finding import Findings, What

LARGEST = 512 << 20  # bytes of a document that is read whole
_LINE = 64 << 20
_HALF = re.compile(r"\\u[dD][89a-fA-F]")  # half of a pair: a character, when the other half follows


def parsed(content: bytes, codec: str, findings: Findings) -> Any:
    """The value of a JSON text. Raises Unreadable."""
    try:
        text = content.decode(codec)
    except UnicodeDecodeError as error:
        around = content[max(0, error.start - 512) : error.start + 512]
        guess = marked(content) or looks_like(around, codec)
        findings.add(What.ENCODING, row=content.count(b"\n", 0, error.start) + 1, value=codec[:5], detail=guess)
        raise Unreadable from None
    if not text.strip():
        findings.add(What.EMPTY)
        raise Unreadable
    try:
        return _value(text)
    except json.JSONDecodeError as error:
        findings.add(What.NOT_ITS_FORMAT, row=error.lineno, value="json")
    except Twice as error:
        findings.add(What.KEY_WRITTEN_TWICE, value=str(error))
    except (RecursionError, ValueError):  # nested beyond reason; thousands of digits; half a character
        findings.add(What.NOT_ITS_FORMAT, value="json")
    raise Unreadable


class Twice(ValueError):
    """An object says one key two times; the argument is the key."""


def _value(text: str) -> Any:
    """The value of a JSON text that can be kept as it is. Raises ValueError."""
    value = json.loads(text, parse_float=Decimal, object_pairs_hook=_once)
    if _HALF.search(text):
        json.dumps(value, ensure_ascii=False, default=str).encode()
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        keys = [key for key, _ in pairs]
        raise Twice(next(key for key in keys if keys.count(key) > 1))
    return made


def whole(stream: IO[bytes], findings: Findings) -> bytes:
    """All of a document. Raises Unreadable when it is larger than is read whole."""
    content = stream.read(LARGEST + 1)
    if len(content) > LARGEST:
        findings.add(What.BOMB)
        raise Unreadable
    return content


class Records:
    """Rows out of a list. ``header`` holds the ``expected`` keys, then every other in the order of first appearance. An
    expected one that no row says is empty in all of them."""

    def __init__(self, value: Any, dialect: Dialect, findings: Findings, expected: Sequence[str] = ()) -> None:
        self._findings = findings
        for key in dialect.part.split(".") if dialect.part else ():
            value = value.get(key) if isinstance(value, dict) else None
        if not isinstance(value, list):
            findings.add(What.NOT_A_LIST)
            raise Unreadable
        self._keyed = any(isinstance(row, dict) for row in value)
        self._start = 2
        self.header_row = 1
        if self._keyed:
            keys = dict.fromkeys([*expected, *(k for row in value if isinstance(row, dict) for k in row)])
            self.header: list[str] | None = list(dialect.item_keys) or list(keys)
            self._rows: Sequence[Any] = value
        elif not dialect.header_rows:
            self.header, self._rows, self._start = None, value, 1
        else:
            first = value[0] if value else []
            if not isinstance(first, list) or any(isinstance(c, list | dict) for c in first):
                findings.add(What.NOT_A_ROW, row=1)
                raise Unreadable
            self.header = [str(c) for c in first]
            self._rows = value[1:]
        self.width = len(self.header) if self.header is not None else len(value[0]) if value else 0
        if not self.width:
            findings.add(What.EMPTY)
            raise Unreadable

    def blocks(self) -> Iterator[Block]:
        """The rows; the first is row 2, as if a header stood above them."""
        for at in range(0, len(self._rows), BLOCK):
            numbers, rows = [], []
            for index, row in enumerate(self._rows[at : at + BLOCK], at + self._start):
                made = self._row_of(row, index)
                if made is not None:
                    numbers.append(index)
                    rows.append(made)
            yield NativeBlock(rows, numbers)

    def _row_of(self, row: Any, number: int) -> list[Any] | None:
        if isinstance(row, dict) and self.header is not None:
            return [row.get(key) for key in self.header]
        if not isinstance(row, list) or self._keyed:
            self._findings.add(What.NOT_A_ROW, row=number)
            return None
        if len(row) != self.width:
            what = What.SHORT_ROW if len(row) < self.width else What.LONG_ROW
            self._findings.add(what, row=number, value=str(len(row)), detail=str(self.width))
        return row[: self.width] + [None] * (self.width - len(row))


def lines(stream: IO[bytes], codec: str, findings: Findings) -> list[Any]:
    """The values of NDJSON, one a line. Raises Unreadable at the first line that is none."""
    values = []
    for number, line in enumerate(iter(lambda: stream.readline(_LINE + 1), b""), 1):
        if line.strip():
            try:
                values.append(_value(line.decode(codec)))
                continue
            except UnicodeDecodeError:
                findings.add(What.ENCODING, row=number, value=codec[:5], detail=looks_like(line[:4096], codec))
            except Twice as error:
                findings.add(What.KEY_WRITTEN_TWICE, row=number, value=str(error))
            except (ValueError, RecursionError):
                findings.add(What.NOT_ITS_FORMAT, row=number, value="ndjson")
            raise Unreadable
    if not values:
        findings.add(What.EMPTY)
        raise Unreadable
    return values
