"""Found: the table of a sheet, lifted out of what offices write around it, with every row's place kept."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from publish.draft import units
from publish.draft.aside import Why, is_note, source_in, why
from publish.draft.beside import about_beside, about_gaps, about_jotted, jotted, only_words, parted
from publish.draft.header import Box, Head, box_of, head_of, labels
from publish.draft.out_of_sight import about_formulas, about_hidden
from publish.draft.remark import Remark, Sort, commas, some
from publish.draft.sheet import Area, Cell, Sheet, filled, seen
from publish.draft.stacked import second
from publish.draft.titles import title_over
from publish.model import Text, bilingual
from publish.problems import cell_name

_REASONS: Mapping[Why, Text] = {
    Why.BLANK: bilingual("空白", "blank rows"),
    Why.TOTAL: bilingual("合计、小计（可以由数据算出来）", "rows of totals (they follow from the data)"),
    Why.NOTE: bilingual("注释（放进了说明）", "notes (taken into the description)"),
    Why.SOURCE: bilingual("数据来源（放进了来源）", "lines that name the source (taken into the sources)"),
    Why.SIGNED: bilingual("填表人、审核人之类（没有写进草稿）", "who filled it in (not taken into the draft)"),
    Why.AGAIN: bilingual("重复的表头", "headings that are repeated"),
    Why.COUNTED: bilingual("栏号（甲、乙、1、2、3……）", "a row that numbers the columns (甲, 乙, 1, 2, 3 …)"),
    Why.HIDDEN: bilingual(
        "隐藏着，没有读取，也不会发布（要发布请先取消隐藏再起草）",
        "rows that were hidden: not read, and not published; show them and draft again if they should be",
    ),
    Why.GROUP: bilingual("分组的标题（需要分组的话，请在表里加一列）", "headings of groups; add a column if need be"),
}  # fmt: skip
_NO_NOTE = 3  # characters: 注： alone says nothing
_OFFICE = re.compile(r"(?:填报|编制|制表|填表|提供)(?:单位|部门)\s*[:：]\s*([^\s，,；;：:]+)")


@dataclass(frozen=True, slots=True)
class Found:
    """A table. ``numbers`` are the rows of the sheet, ``places`` its columns, both as a spreadsheet counts: from 1."""

    sheet: Sheet
    title: str  # the line over the table, "" when there is none
    units: tuple[str, ...]  # of all columns: one is theirs, several cannot be told apart
    labels: tuple[str, ...]
    under: tuple[str, ...]  # units of a row under the headings, one a column; or none
    header_rows: tuple[int, ...]
    rows: tuple[tuple[Cell, ...], ...]
    numbers: tuple[int, ...]
    places: tuple[int, ...]
    notes: tuple[str, ...]
    sources: tuple[str, ...]
    offices: tuple[str, ...]  # that filled it in
    remarks: tuple[Remark, ...]

    def cell(self, row: int, column: int) -> str:
        """The name of a cell, by its place in the table (from 0)."""
        return cell_name(self.places[column], self.numbers[row])


def find(sheet: Sheet) -> Found | None:
    """The table of a sheet; None when it holds no rows under headings."""
    plain = sheet.in_sight
    box = box_of(plain)
    head = head_of(plain, box) if box else None
    if box is None or head is None or only_words(plain, box, head):
        return None
    other = second(plain, box, head)
    if other is not None:
        box = replace(box, bottom=other - 1)
    box, beside = parted(plain, box, head)
    named = labels(plain, box, head)
    remarks = [*_about(sheet, box, head, named)]
    body = _Body(sheet, box, head)
    rows, numbers, aside = body.sorted()
    if not rows:
        return None
    notes_beside = jotted(named, rows)
    shown = [c for c in range(len(named)) if box.left + c not in sheet.hidden and c not in notes_beside]
    used = [c for c in shown if named[c] or any(filled(row[c]) for row in rows)]
    if not used:
        return None
    above = [seen(cell) for row in head.above for cell in plain.rows[row] if filled(cell)]
    if other is not None:
        remarks.append(_other_table(sheet, other))
    if beside is not None:
        remarks.append(about_beside(sheet, beside))
    remarks += about_gaps(plain, box, head)
    remarks += [*_aside(sheet, aside), *body.remarks, *about_jotted(sheet, [box.left + c for c in notes_beside])]
    remarks += [*about_formulas(sheet, box), *about_hidden(sheet, box, numbers)]
    told = [*filter(is_note, above), *(text for _, text in aside.get(Why.NOTE, ()) if len(text) > _NO_NOTE)]
    named_in = [*above, *(text for _, text in aside.get(Why.SOURCE, ())), *told]
    sources = [s for s in map(source_in, named_in) if s]
    return Found(
        sheet=sheet,
        title=title_over(above),
        units=next((u for u in map(units.over_table, above) if u), ()),
        labels=tuple(named[c] for c in used),
        under=tuple(head.units[c] for c in used) if head.units else (),
        header_rows=tuple(row + 1 for row in head.rows),
        rows=tuple(tuple(row[c] for c in used) for row in rows),
        numbers=tuple(numbers),
        places=tuple(box.left + c + 1 for c in used),
        notes=tuple(told),
        sources=tuple(dict.fromkeys(sources)),
        offices=tuple(found[1].strip() for line in above if (found := _OFFICE.search(line))),
        remarks=tuple(remarks),
    )


@dataclass(slots=True)
class _Body:
    """The rows below the headings."""

    sheet: Sheet
    box: Box
    head: Head

    @property
    def remarks(self) -> Iterator[Remark]:
        tall = [a for a in self._areas() if a.height > 1]
        if tall:
            said = bilingual(
                f"有 {len(tall)} 处合并单元格，合并前的每一行都填上了同样的内容。",
                f"{len(tall)} merged cells were undone; each of their rows now says the same.",
            )
            places = some(cell_name(a.left + 1, a.top + 1) for a in tall)
            yield Remark(Sort.CHANGED, said, self.sheet.file, self.sheet.name, places)
        if broad := [a for a in self.sheet.merged if self._across(a)]:
            said = bilingual(
                f"有 {len(broad)} 处横着合并的单元格，内容只放进了最左边的一列。"
                "每一列都该有的话，请取消合并、填好再起草。",
                f"{len(broad)} cells were merged over several columns; what they say stands in the leftmost alone. "
                "Undo the merge and fill the cells in if each column should say it.",
            )
            places = some(cell_name(a.left + 1, a.top + 1) for a in broad)
            yield Remark(Sort.DOUBT, said, self.sheet.file, self.sheet.name, places)

    def _across(self, area: Area) -> bool:
        """A record's cell that lies over several columns, but not over all: that is a title or a note."""
        if not self.head.start <= area.top <= self.box.bottom or area.height > 1 or area.width < 2:
            return False
        row = self._original(area.top)
        others = [c for place, c in enumerate(row, self.box.left) if not area.left <= place <= area.right and filled(c)]
        said = filled(self.sheet.rows[area.top][area.left])
        return said and bool(others) and why(row, [], over_all=False, last=False) is None

    def _areas(self) -> list[Area]:
        """Merged cells of the body that hold something; a merged title is none."""
        return [
            a
            for a in self.sheet.merged
            if a.top >= self.head.start
            and a.left <= self.box.right
            and (a.width <= (self.box.right - self.box.left + 1) // 2 or (a.height > 1 and a.width == 1))
        ]

    def sorted(self) -> tuple[list[tuple[Cell, ...]], list[int], dict[Why, list[tuple[int, str]]]]:
        """Rows of data with their numbers, and what is set aside by reason: (row, what it says)."""
        grid = self._filled()
        headings = self._headings()
        wide = {a.top for a in self.sheet.merged if a.width > (self.box.right - self.box.left + 1) // 2}
        reasons: dict[int, Why] = {}
        last = True
        for row in range(self.box.bottom, self.head.start - 1, -1):
            hidden = row in self.sheet.hidden_rows
            found = Why.HIDDEN if hidden else why(grid[row], headings, over_all=row in wide, last=last)
            if not found and reasons.get(row + 1) is Why.AGAIN and sum(map(filled, self._original(row))) == 1:
                found = Why.GROUP  # a title over headings that come again
            if found:
                reasons[row] = found
            last = last and found is not None
        aside: dict[Why, list[tuple[int, str]]] = defaultdict(list)
        for row in sorted(reasons):
            aside[reasons[row]].append((row + 1, "".join(seen(c) for c in self._original(row) if filled(c))))
        kept = [row for row in range(self.head.start, self.box.bottom + 1) if row not in reasons]
        if self.head.numbered is not None:
            aside[Why.COUNTED].insert(0, (self.head.numbered + 1, ""))
        return [grid[row] for row in kept], [row + 1 for row in kept], aside

    def _original(self, row: int) -> Sequence[Cell]:
        return self.sheet.rows[row][self.box.left : self.box.right + 1]

    def _headings(self) -> list[list[str]]:
        return [[seen(c) for c in self._original(row) if filled(c)] for row in self.head.rows]

    def _filled(self) -> dict[int, tuple[Cell, ...]]:
        """The rows, each merged cell said in all its rows."""
        grid = {row: self._original(row) for row in range(self.head.start, self.box.bottom + 1)}
        changed: dict[int, list[Cell]] = {}
        for area in self._areas():
            said = self.sheet.rows[area.top][area.left]
            if area.height == 1 or not filled(said):
                continue
            for row in range(area.top, min(area.bottom, self.box.bottom) + 1):
                cells = changed.setdefault(row, list(grid[row]))
                for column in range(max(area.left, self.box.left), min(area.right, self.box.right) + 1):
                    cells[column - self.box.left] = said
        return {row: tuple(changed.get(row, cells)) for row, cells in grid.items()}


# --- remarks ------------------------------------------------------------------------------------------------------


def _about(sheet: Sheet, box: Box, head: Head, named: Sequence[str]) -> Iterator[Remark]:
    if not head.rows:
        said = bilingual(
            "没有找到表头：第一行就是数据。请给每一列写上列名。",
            "There are no headings: the first row is data. Write a heading for each column.",
        )
        yield Remark(Sort.DOUBT, said, sheet.file, sheet.name, str(head.start + 1))
        return
    rows = "、".join(str(row + 1) for row in head.rows)
    seen_names = [label or "（空）" for place, label in enumerate(named, box.left) if place not in sheet.hidden]
    listed = "、".join(seen_names[:12]) + ("…" if len(seen_names) > 12 else "")
    said = bilingual(f"表头在第 {rows} 行：{listed}。", f"The headings are in row {commas(rows)}: {commas(listed)}.")
    yield Remark(Sort.FOUND, said, sheet.file, sheet.name)


def _other_table(sheet: Sheet, row: int) -> Remark:
    said = bilingual(
        f"第 {row + 1} 行起像是另一张表，没有放进来。请把它移到另一张工作表，再交一次，两张表就都有了。",
        f"Another table seems to begin in row {row + 1}; it was not taken in. Move it to a sheet of its own and hand "
        "the file in again: then both are read.",
    )
    return Remark(Sort.DOUBT, said, sheet.file, sheet.name, str(row + 1))


def _aside(sheet: Sheet, aside: Mapping[Why, Sequence[tuple[int, str]]]) -> Iterator[Remark]:
    for reason, rows in aside.items():
        if reason is Why.BLANK and len(rows) < 2:
            continue
        numbers = some((str(row) for row, _ in rows), 8)
        zh, en = _REASONS[reason]["zh"], _REASONS[reason]["en"]
        said = bilingual(f"{len(rows)} 行{zh}：第 {numbers} 行。", f"{en[0].upper()}{en[1:]}: row {commas(numbers)}.")
        yield Remark(Sort.ASIDE, said, sheet.file, sheet.name, str(rows[0][0]))
