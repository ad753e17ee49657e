"""What stands beside a table in the same rows: another table, or remarks jotted down. Both are told, never mixed in."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from publish.draft.aside import is_sentence
from publish.draft.header import Box, Head
from publish.draft.remark import Remark, Sort, commas, some
from publish.draft.sheet import Cell, Sheet, filled, seen
from publish.model import bilingual
from publish.problems import cell_name

_LEAST = 2  # columns of a table
_SPARSE = 0.5  # of the rows: a column that says less and has no heading is no data
_GUIDANCE = re.compile(r".{0,10}(?:填表|填报|填写|编制|使用)?(?:说明|须知|要求|目录|封面)\s*[:：]?")


def parted(sheet: Sheet, box: Box, head: Head) -> tuple[Box, int | None]:
    """The box of the first of tables that stand side by side, and the column (from 0) in which the second begins; the
    box as it is and None when there is one table.

    A column with nothing in it lies between; each side has headings; and the right side repeats a heading of the left
    or ends in another row. A table with a gap for looks has neither.
    """
    for gap in _gaps(sheet, box, head):
        left, right = range(box.left, gap), range(gap + 1, box.right + 1)
        again = _titles(sheet, head, left) & _titles(sheet, head, right)
        if again or _used(sheet, box, head, left)[-1:] != _used(sheet, box, head, right)[-1:]:
            return replace(box, right=gap - 1), gap + 1
    return box, None


def _gaps(sheet: Sheet, box: Box, head: Head) -> list[int]:
    """The columns with nothing in them that have headings on both sides."""
    gaps = range(box.left + _LEAST, box.right - _LEAST + 1) if head.rows else range(0)
    return [
        gap
        for gap in gaps
        if not _used(sheet, box, head, [gap])
        and _titles(sheet, head, range(box.left, gap))
        and _titles(sheet, head, range(gap + 1, box.right + 1))
    ]


def _used(sheet: Sheet, box: Box, head: Head, columns: Collection[int]) -> list[int]:
    """The rows, from the headings on, that say something in these columns."""
    rows = range(head.rows[0], box.bottom + 1)
    return [r for r in rows if any(filled(sheet.rows[r][c]) for c in columns)]


def _titles(sheet: Sheet, head: Head, columns: range) -> set[str]:
    """The headings of these columns; none when not all of the first two have one."""
    said = [seen(sheet.rows[head.rows[-1]][c]) or seen(sheet.rows[head.rows[0]][c]) for c in columns]
    return {*filter(None, said)} if all(said[:_LEAST]) and len(said) >= _LEAST else set()


def jotted(named: Sequence[str], rows: Sequence[Sequence[Cell]]) -> list[int]:
    """The columns (from 0) at the right that hold remarks on the table rather than data: little stands in them, and
    they have no heading, or a blank column before them and a sentence for a heading."""
    counts = [sum(filled(row[c]) for row in rows) for c in range(len(named))]
    found: list[int] = []
    for column in range(len(named) - 1, 0, -1):
        sparse = counts[column] < _SPARSE * len(rows) and len(rows) > 1
        apart = not named[column - 1] and not counts[column - 1]
        if counts[column] and sparse and (not named[column] or (apart and _remark(named[column]))):
            found.append(column)
        elif named[column] or counts[column]:
            break
    return sorted(found)


def _remark(heading: str) -> bool:
    return is_sentence(heading) or len(heading) > 7


def only_words(sheet: Sheet, box: Box, head: Head) -> bool:
    """Is a sheet of one column a page to be read: a guide to filling in, a cover?"""
    if box.left != box.right or not head.rows:
        return False
    said = [
        seen(sheet.rows[r][box.left]) for r in range(head.rows[0], box.bottom + 1) if filled(sheet.rows[r][box.left])
    ]
    return bool(_GUIDANCE.fullmatch(said[0])) or all(map(is_sentence, said[1:]))


# --- remarks ----------------------------------------------------------------------------------------------------------


def about_beside(sheet: Sheet, column: int) -> Remark:
    name = cell_name(column + 1, 1)[:-1]
    said = bilingual(
        f"{name} 列起像是并排的另一张表，没有放进来。请把它移到另一张工作表（列名相同的接到下面），再交一次。",
        f"Another table seems to stand beside this one from column {name} on; it was not taken in. Move it to a sheet "
        "of its own (or below, if its headings are the same) and hand the file in again.",
    )
    return Remark(Sort.DOUBT, said, sheet.file, sheet.name, name)


def about_gaps(sheet: Sheet, box: Box, head: Head) -> Iterator[Remark]:
    """A blank column that may divide two tables, or be there for looks."""
    if gaps := _gaps(sheet, box, head):
        name = cell_name(gaps[0] + 1, 1)[:-1]
        said = bilingual(
            f"{name} 列是空的，左右两边放进了同一张表。如果是并排的两张表，请分到两张工作表，再交一次。",
            f"Column {name} is blank; what stands left and right of it became one table. If these are two, move one to "
            "a sheet of its own and hand the file in again.",
        )
        yield Remark(Sort.DOUBT, said, sheet.file, sheet.name, name)


def about_jotted(sheet: Sheet, columns: Sequence[int]) -> Iterator[Remark]:
    if columns:
        names = some(cell_name(c + 1, 1)[:-1] for c in columns)
        said = bilingual(
            f"表格右边 {names} 列像是随手写的备注，没有放进来。是数据的话，请给它写上列名再起草。",
            f"What stands to the right of the table in column {commas(names)} looks jotted down; it was not taken in. "
            "Give it a heading and draft again if it is data.",
        )
        yield Remark(Sort.ASIDE, said, sheet.file, sheet.name, names)
