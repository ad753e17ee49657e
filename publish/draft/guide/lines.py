"""The rows below the headings -> one Line an entry. Several rows are one entry where its data items stand one a row."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from publish.draft.digits import narrow
from publish.draft.guide.headings import ITEMS, TITLES, key_of
from publish.draft.guide.layout import Layout
from publish.draft.header import tidy
from publish.draft.remark import Remark, Sort, some
from publish.draft.sheet import Area, Cell, Sheet, filled, seen
from publish.model import bilingual

_UNSEEN = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]")
_EDGES = " \t\r\n\u00a0\u3000\u2002\u2003\u2009\u202f"
_CODES = frozenset({"code", "provider_code", "classification", "class_1", "class_2", "class_3", "class_4", "related"})
_ONE_LINE = frozenset({"name", "provider", "frequency", "sharing", "opening", "opening_type", "item", "item_type"})
_NOTE = re.compile(
    r"(?:注|备注|说明|填表说明|填表人|填报人|制表人|制表|审核人|审核|负责人|联系人|联系电话|合计|总计|小计)"
    r"\s*(?:\d+\s*)?(?:[:：].*)?",
    re.S,
)
_FORMULA = re.compile(r"'[=+\-@\t\r]")

Say = Callable[[Sort, str, str, str], None]  # sort, cell, Chinese, English


@dataclass(frozen=True, slots=True)
class Said:
    """What a cell says, without stray spaces, and where it stands: ``cell`` is like ``E4``."""

    text: str
    cell: str
    value: Cell = None


@dataclass(frozen=True, slots=True)
class Line:
    """One entry: what its own columns say, and its data items where these stand one a row. ``row`` counts from 1."""

    file: str
    sheet: str
    row: int
    said: Mapping[str, Said]
    items: tuple[Mapping[str, Said], ...] = ()

    @property
    def place(self) -> str:
        """Its file and its sheet."""
        return f"{self.file} {self.sheet}"

    def text(self, key: str) -> str:
        """What the column says; "" when it is empty or not there."""
        return self.said[key].text if key in self.said else ""

    def cell(self, key: str) -> str:
        """The cell of a column, or the row where that is empty."""
        return self.said[key].cell if key in self.said else str(self.row)


@dataclass(slots=True)
class _Open:
    """An entry whose rows are still being read."""

    row: int
    said: dict[str, Said]
    items: list[Mapping[str, Said]] = field(default_factory=list)


def lines_of(sheet: Sheet, layout: Layout) -> tuple[list[Line], list[Remark]]:
    """The entries of a sheet in order, and what there is to say of its cells."""
    remarks: list[Remark] = []

    def say(sort: Sort, cell: str, zh: str, en: str) -> None:
        remarks.append(Remark(sort, bilingual(zh, en), sheet.file, sheet.name, cell))

    entries: list[_Open] = []
    above = _merged(sheet, layout, say)
    for row in range(layout.start, len(sheet.rows)):
        if _passed_over(sheet, layout, row, say):
            continue
        own, carried = _read(sheet, layout, row, above, say)
        if not own:
            continue
        if entries and _continues(entries[-1], own, carried, layout):
            _go_on(entries[-1], own, say)
        else:
            begun = _Open(row + 1, {k: v for k, v in (carried | own).items() if k not in ITEMS})
            entries.append(begun)
            _add_item(begun, own)
    return [Line(sheet.file, sheet.name, e.row, e.said, tuple(e.items)) for e in entries], remarks


# --- cells --------------------------------------------------------------------------------------------------------


def name_of(row: int, column: int) -> str:
    """``E4`` of a row and a column counted from 0."""
    letters, rest = "", column + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        letters = chr(65 + digit) + letters
    return f"{letters}{row + 1}"


def _read(
    sheet: Sheet, layout: Layout, row: int, above: Mapping[tuple[int, int], Area], say: Say
) -> tuple[dict[str, Said], dict[str, Said]]:
    """What stands in a row by column, and what merged cells carry into it from above."""
    own, carried = {}, {}
    for key, column in layout.columns.items():
        area = above.get((row, column))
        if area is not None:
            text = _clean(key, seen(sheet.rows[area.top][area.left]))
            if text:
                carried[key] = Said(text, name_of(area.top, area.left), sheet.rows[area.top][area.left])
            continue
        cell = sheet.rows[row][column]
        if filled(cell) and (said := _said(key, cell, name_of(row, column), text_file=not sheet.name, say=say)).text:
            own[key] = said
    return own, carried


def _said(key: str, cell: Cell, place: str, *, text_file: bool, say: Say) -> Said:
    if isinstance(cell, str) and text_file and _FORMULA.match(cell):
        cell = cell[1:]  # the mark that keeps a text from being run as a formula
    text = _clean(key, seen(cell))
    if isinstance(cell, str) and _stray(cell, text):
        title = TITLES.get(key, key)
        say(Sort.CHANGED, place, f"“{title}”里有多余的空格，已去掉。", f"Stray spaces in {title} were removed.")
    elif key in _CODES and isinstance(cell, str) and cell != text:
        say(Sort.CHANGED, place, "全角的数字和符号改成了半角。", "Full-width digits and signs were made plain.")
    return Said(text, place, cell)


def _clean(key: str, text: str) -> str:
    """The text of a cell as its column has it: codes without any space and in plain digits, names on one line."""
    text = _UNSEEN.sub("", text).strip(_EDGES)
    if key in _CODES:
        return narrow(re.sub(r"[^\S\n]+", "", text)).replace("／", "/")
    if key in _ONE_LINE:
        return tidy(text.replace("\u00a0", " "))
    return text


def _stray(written: str, text: str) -> bool:
    """Was there a space, seen or unseen, that is not there now? Full-width digits made plain are none."""
    return len(written.replace("\r", "").rstrip("\n")) != len(text)


# --- rows ---------------------------------------------------------------------------------------------------------


def _merged(sheet: Sheet, layout: Layout, say: Say) -> dict[tuple[int, int], Area]:
    """The cells below the first of a merged area, and the area each belongs to."""
    found = (a for a in sheet.merged if a.top >= layout.start and a.height > 1)
    areas = sorted(found, key=lambda area: (area.top, area.left))
    if areas:
        shown = some(f"{name_of(a.top, a.left)}:{name_of(a.bottom, a.right)}" for a in areas)
        say(
            Sort.FOUND,
            name_of(areas[0].top, areas[0].left),
            f"有 {len(areas)} 处合并的单元格（{shown}），内容算作其中每一行的。",
            f"{len(areas)} merged cells ({shown}): what they say counts for each of their rows.",
        )
    return {
        (row, column): area
        for area in areas
        for row in range(area.top, min(area.bottom, len(sheet.rows) - 1) + 1)
        for column in range(area.left, area.right + 1)
        if row > area.top
    }


def _passed_over(sheet: Sheet, layout: Layout, row: int, say: Say) -> bool:
    """Headings printed again, columns numbered below their headings, notes and signatures under the table."""
    cells = [cell for cell in sheet.rows[row] if filled(cell)]
    if not cells:
        return True
    name = layout.columns["name"]
    if key_of([seen(sheet.rows[row][name])]) == "name":
        return True
    texts = [seen(cell) for cell in cells]
    if row == layout.start and len(texts) > 3 and texts == [str(n) for n in range(1, len(texts) + 1)]:
        return True
    lone = len(cells) <= 2 and not any(filled(sheet.rows[row][c]) for k, c in layout.columns.items() if k in ITEMS)
    code = layout.columns.get("code")
    if lone and _NOTE.fullmatch(texts[0]) and (code is None or not filled(sheet.rows[row][code])):
        say(Sort.ASIDE, str(row + 1), "这一行不是条目，没有读取。", "This row is no entry and was not read.")
        return True
    return False


def _continues(entry: _Open, own: Mapping[str, Said], carried: Mapping[str, Said], layout: Layout) -> bool:
    """Is this row one more data item of the entry above: under its merged cells, below blanks, or its name and code
    written again?"""
    if not any(key in ITEMS for key in own):
        return False
    if not any(key in own or key in carried for key in ("name", "code")):
        return True
    both = [key for key in ("name", "code") if key in own and key in entry.said]
    same = all(own[key].text == entry.said[key].text for key in both)
    known = any(key in entry.said for key in ("name", "code") if key in own or key in carried)
    return same and known and not ("code" in own and "code" not in entry.said)


def _go_on(entry: _Open, own: Mapping[str, Said], say: Say) -> None:
    for key, said in own.items():
        if key in ITEMS or key == "number":
            continue
        before = entry.said.setdefault(key, said)
        if before.text != said.text:
            title = TITLES.get(key, key)
            say(
                Sort.DOUBT,
                said.cell,
                f"同一个条目的“{title}”前后不同，取 {before.cell} 的内容。",
                f"{title} of one entry is said in two ways; {before.cell} counts.",
            )
    _add_item(entry, own)


def _add_item(entry: _Open, own: Mapping[str, Said]) -> None:
    item = {key: said for key, said in own.items() if key in ITEMS}
    if item:
        entry.items.append(item)
