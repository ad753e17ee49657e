"""Stacked: a second table below the first in one sheet, under headings of its own. It is told, never mixed in."""

from __future__ import annotations

import re
from collections.abc import Iterable

from publish.draft.aside import is_group
from publish.draft.header import Box, Head, figured
from publish.draft.sheet import Sheet, filled, seen
from publish.draft.titles import title_over

_TITLES = 3  # lines that may stand over the headings of the second table
_LEAST = 2  # headings of a table
_PAGE = re.compile(r"[\d\s（()）]|续表?|第?[一二三四五六七八九十]*页|共")  # what tells a page from another


def second(sheet: Sheet, box: Box, head: Head) -> int | None:
    """The row (from 0) in which a second table begins, its title or its headings; None when there is one table.

    It stands below a blank row; its headings are words where the columns above them hold figures, and figures follow
    below them. Or its headings are those of the first, under another title: repeated under the same one they are a new
    page. A line of text, a note or a signature is no table.
    """
    for row in range(head.start + 1, box.bottom):
        if _count(sheet, box, row) or not _count(sheet, box, row + 1):
            continue
        heading = _heading(sheet, box, row + 1)
        if heading is not None and _begins(sheet, box, head, row, heading):
            return row + 1
    return None


def _count(sheet: Sheet, box: Box, row: int) -> int:
    return sum(map(filled, sheet.rows[row][box.left : box.right + 1]))


def _heading(sheet: Sheet, box: Box, first: int) -> int | None:
    """The first row from here that has more than one cell; lines of one cell may stand over it."""
    rows = range(first, min(first + _TITLES + 1, box.bottom))
    return next((row for row in rows if _count(sheet, box, row) >= _LEAST), None)


def _another(sheet: Sheet, box: Box, head: Head, between: range) -> bool:
    """Is the title over headings that come again another than the one over the whole?"""

    def title(rows: Iterable[int]) -> str:
        return _PAGE.sub("", title_over([seen(c) for r in rows for c in sheet.rows[r][box.left :] if filled(c)]))

    said = title(between)
    return len(said) > 1 and not is_group(said) and said != title(head.above)


def _begins(sheet: Sheet, box: Box, head: Head, blank: int, heading: int) -> bool:
    named = [c for c in range(box.left, box.right + 1) if filled(sheet.rows[heading][c])]
    words = [seen(sheet.rows[heading][c]) for c in named]
    known = [[seen(c) for c in sheet.rows[row][box.left : box.right + 1] if filled(c)] for row in head.rows]
    if words in known:
        return _another(sheet, box, head, range(blank + 1, heading))
    if any(figured(sheet.rows[heading][c]) for c in named):
        return False
    above = [r for r in range(head.start, blank) if _count(sheet, box, r)]
    figures = [c for c in named if above and 2 * sum(figured(sheet.rows[r][c]) for r in above) > len(above)]
    below = sheet.rows[heading + 1]
    return bool(figures) and any(figured(below[c]) for c in figures) and sum(filled(below[c]) for c in named) >= _LEAST
