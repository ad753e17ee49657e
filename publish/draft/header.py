"""Where the table begins: titles and units stand above it, and its headings in one row or in several."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from publish.draft import units
from publish.draft.dates import when
from publish.draft.digits import figure
from publish.draft.sheet import Area, Cell, Sheet, filled, seen

JOINT = "/"  # between the lines of a heading
_DEEPEST = 4  # rows of headings
_DAYS = 2  # columns named by days
_ABOUT = re.compile(
    r"\W*(?:(?:计量|金额|数量|填报|填表|编制|制表|报送|统计|主管|负责)?单\s*位(?:名称|负责人)?|(?:填报|填表|制表)?部门|表\s*号|"
    r"制定机关|批准机关|批准文号|备案\w*|文\s*号|有效期\w*|报告期|所属期|(?:统计|数据|制表|填报|更新|发布|报出)?(?:时间|日期|时段)|"
    r"数据截至|截至|截止|年度|综合机关\w*|区域|(?:数据|资料)?来源|(?:填表|填报|制表|审核|负责|联系)人|联系电话|密级|公示期\w*)(?:日期|时间)?"
    r"\s*(?:[（(][^（()）]{1,8}[)）])?\s*[:：].*",
    re.S,
)
_PERIOD = re.compile(
    r"[（(]?\s*(?:截[至止])?\s*\d{4}\s*"
    r"年(?:度|\d{1,2}(?:[-—至]\d{1,2})?月(?:\d{1,2}日)?|第?[一二三四]季度|[上下]半年)?\s*[)）]?"
)
_FIGURE = re.compile(r"[-+]?[\d,]*\.?\d+%?")
_YEARISH = re.compile(r"(?:19|20)\d{2}")
_LETTERED = re.compile(r"[甲乙丙丁戊己庚辛]|[(（\[]?\d{1,3}[)）\]]?|—|-")
_SPACES = re.compile(r"\s+")
_CHINESE_GAP = re.compile(r"(?<=[一-龥（(）)])\s+(?=[一-龥（(）)])")


@dataclass(frozen=True, slots=True)
class Box:
    """The part of a sheet in which there is anything; from 0, ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Head:
    """Rows by what they are, counted from 0: above the table, its headings, and the first row below those."""

    above: tuple[int, ...]
    rows: tuple[int, ...]  # none: the table has no headings
    start: int
    units: tuple[str, ...] = ()  # from a row under the headings, one a column
    numbered: int | None = None  # a row that counts the columns: 甲 乙 1 2 3


def box_of(sheet: Sheet) -> Box | None:
    """Where the cells of a sheet are; None for an empty sheet."""
    rows = [i for i, row in enumerate(sheet.rows) if any(map(filled, row))]
    if not rows:
        return None
    columns = [c for c in range(sheet.width) if any(filled(sheet.rows[r][c]) for r in rows)]
    return Box(rows[0], columns[0], rows[-1], columns[-1])


def head_of(sheet: Sheet, box: Box) -> Head | None:
    """The headings of the table in a box; None when there is nothing but lines of text."""
    wide = box.right > box.left
    row = box.top
    while row <= box.bottom and wide and _above(sheet, box, row):
        row += 1
    if row > box.bottom:
        return None
    above = tuple(range(box.top, row))
    if not _heads(sheet, box, row):
        return Head(above, (), row)
    last = _last(sheet, box, row)
    start, under, numbered = last + 1, tuple[str, ...](), None
    if start <= box.bottom and (found := _units(_cells(sheet, box, start))):
        under, start = found, start + 1
    if start < box.bottom and _counts(_cells(sheet, box, start)) and not _lettered(sheet, box, start + 1):
        numbered, start = start, start + 1
    return Head(above, tuple(range(row, last + 1)), start, under, numbered)


def _cells(sheet: Sheet, box: Box, row: int) -> Sequence[Cell]:
    return sheet.rows[row][box.left : box.right + 1]


# --- above the table ----------------------------------------------------------------------------------------------


def _above(sheet: Sheet, box: Box, row: int) -> bool:
    """A blank row, a title, or lines that say something of the whole table."""
    said = [(place, cell) for place, cell in enumerate(_cells(sheet, box, row), box.left) if filled(cell)]
    texts = [seen(cell) for _, cell in said]
    if len(said) == 1:
        return not _over_some(sheet, box, row, said[0][0])
    if not all(_ABOUT.fullmatch(t) or _PERIOD.fullmatch(t) for t in texts):
        return False
    return not said or any(_ABOUT.fullmatch(t) for t in texts)


def _over_some(sheet: Sheet, box: Box, row: int, column: int) -> bool:
    """Is a lone cell a heading over some of the columns, the others being named below? A title is over all of them."""
    area = _area(sheet.merged, row, column)
    below = sheet.rows[row + 1][box.left] if row < box.bottom else None
    text = seen(sheet.rows[row][column])
    about = _ABOUT.fullmatch(text) or units.over_table(text)
    return bool(area and area.left > box.left and area.width > 1 and filled(below) and not about)


def _area(merged: Sequence[Area], row: int, column: int) -> Area | None:
    return next((a for a in merged if a.top <= row <= a.bottom and a.left <= column <= a.right), None)


# --- headings -----------------------------------------------------------------------------------------------------


def figured(cell: Cell) -> bool:
    """Is it a value rather than a word: a number, a day? A year may be a heading."""
    if isinstance(cell, float):
        return not _YEARISH.fullmatch(seen(cell))
    if isinstance(cell, date | time | bool):
        return True
    text = figure(cell or "")
    return bool(_FIGURE.fullmatch(text)) and not _YEARISH.fullmatch(text)


def _heads(sheet: Sheet, box: Box, row: int) -> bool:
    """Are these headings? Less than half of them are values."""
    return _values(sheet, box, row) * 2 < sum(map(filled, _cells(sheet, box, row)))


def _values(sheet: Sheet, box: Box, row: int) -> int:
    """How many cells of a row are values. Days over columns of something else are headings: 5月1日 | 5月2日 | …"""
    values = [c for c in range(box.left, box.right + 1) if figured(sheet.rows[row][c])]
    below = sheet.rows[row + 1] if row < box.bottom else ()
    days = all(isinstance(sheet.rows[row][c], date) for c in values)
    others = bool(below) and not any(isinstance(below[c], date) for c in values)
    words = [c for c in range(box.left, box.right + 1) if filled(sheet.rows[row][c]) and c not in values]
    led = not words or words[0] < values[0] if values else False
    return 0 if len(values) >= _DAYS and days and others and led else len(values)


def _last(sheet: Sheet, box: Box, first: int) -> int:
    """The last row of the headings that begin in ``first``."""
    last = first
    while last - first < _DEEPEST - 1 and last < box.bottom - 1:
        areas = [a for a in sheet.merged if first <= a.top <= last <= a.bottom and a.left >= box.left]
        deeper = max((a.bottom for a in areas), default=last)
        if deeper > last and deeper - first < _DEEPEST and _heads(sheet, box, deeper):
            last = deeper
        elif _parted(areas, last, sheet, box) or _continued(sheet, box, last):
            last += 1
        else:
            return last
    return last


def _parted(areas: Sequence[Area], last: int, sheet: Sheet, box: Box) -> bool:
    """Does a heading that ends in this row stand over several columns that are named below? Columns that have a heading
    of their own are empty there, or the row below is one of data."""
    here, below = sheet.rows[last], sheet.rows[last + 1]
    spread = [range(a.left, min(a.right, box.right) + 1) for a in areas if a.bottom == last and a.width > 1]
    under = {column for columns in spread for column in columns}
    if _values(sheet, box, last + 1):
        return False
    own = [c for c in range(box.left, box.right + 1) if c not in under and filled(here[c])]
    named = any(all(filled(below[column]) for column in columns) for columns in spread)
    return named and not any(filled(below[column]) for column in own)


def _continued(sheet: Sheet, box: Box, last: int) -> bool:
    """Without merged cells: the row below names columns that have no heading yet, and is empty under those that have
    one, but for the first of a group."""
    here, below = _cells(sheet, box, last), _cells(sheet, box, last + 1)
    if _values(sheet, box, last + 1) or not any(map(filled, below)):
        return False
    gaps = [place for place, cell in enumerate(here) if not filled(cell)]
    both = [place for place, cell in enumerate(here) if filled(cell) and filled(below[place])]
    leaves = any(filled(one) and not filled(other) for one, other in zip(here, below, strict=True))
    return bool(gaps) and leaves and all(filled(below[p]) for p in gaps) and all(p + 1 in gaps for p in both)


def _units(cells: Sequence[Cell]) -> tuple[str, ...]:
    """The units in a row under the headings; none when it is another row."""
    said = [seen(cell) for cell in cells]
    found = tuple(units.under_heading(text) for text in said)
    return found if any(found) and all(unit or not text for unit, text in zip(found, said, strict=True)) else ()


def _counts(cells: Sequence[Cell]) -> bool:
    """Does a row number the columns, as forms of statistics do: 甲 乙 1 2 3?"""
    said = [seen(cell) for cell in cells if filled(cell)]
    if len(said) < 3 or not all(_LETTERED.fullmatch(text) for text in said):
        return False
    counted = [int(n) for text in said if (n := re.sub(r"\D", "", text))]
    lettered = any(not re.search(r"\d", text) for text in said)
    in_turn = counted == list(range(counted[0], counted[0] + len(counted))) if counted else False
    return in_turn and counted[0] == 1 and (lettered or len(counted) == len(cells))


def _lettered(sheet: Sheet, box: Box, row: int) -> bool:
    """Does the row begin with 乙 or another of these, so that the one above it is a record that begins with 甲?"""
    return bool(_LETTERED.fullmatch(seen(sheet.rows[row][box.left])))


# --- what the columns are called ----------------------------------------------------------------------------------


def labels(sheet: Sheet, box: Box, head: Head) -> tuple[str, ...]:
    """One heading for each column; the lines of a heading joined by ``/``, "" where there is none."""
    if not head.rows:
        return ("",) * (box.right - box.left + 1)
    levels = [_spread(sheet, box, row, head) for row in head.rows]
    return tuple(JOINT.join(dict.fromkeys(part for part in column if part)) for column in zip(*levels, strict=True))


def _spread(sheet: Sheet, box: Box, row: int, head: Head) -> list[str]:
    """A row of headings, each said in all the columns it is over."""
    said = [_said(sheet, row, column) for column in range(box.left, box.right + 1)]
    merged = [a for a in sheet.merged if head.rows[0] <= a.bottom and a.top <= head.rows[-1]]
    if merged:
        for area in merged:
            if area.top == row:
                for column in range(area.left, min(area.right, box.right) + 1):
                    said[column - box.left] = _said(sheet, row, area.left)
        return said
    if row == head.rows[-1]:
        return said
    for place in range(1, len(said)):
        named_below = any(filled(sheet.rows[r][box.left + place]) for r in head.rows if r > row)
        if not said[place] and named_below:
            said[place] = said[place - 1]
    return said


def _said(sheet: Sheet, row: int, column: int) -> str:
    """A cell as a heading; a day that is shown as a month is that month."""
    cell = sheet.rows[row][column]
    found = when(cell, "", sheet.formats.get((row, column), "")) if isinstance(cell, date) else None
    return found.text if found else tidy(seen(cell))


def tidy(text: str) -> str:
    """A heading on one line: 单\\n位 and 单 位 are 单位, words of letters keep their spaces."""
    return _CHINESE_GAP.sub("", _SPACES.sub(" ", text)).strip()
