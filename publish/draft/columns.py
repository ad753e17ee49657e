"""A column of an office's table -> its type, its values spelled in one way, its name, unit, categories, and place.

Cells are changed only when the whole column agrees on what it is; one that does not stays text, and the cells that
stand against it are named.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from functools import partial

from publish.draft import coordinates, units
from publish.draft.categories import Label, categories, legend
from publish.draft.dates import when
from publish.draft.dictionary import Dictionary
from publish.draft.digits import narrow
from publish.draft.missing import missing
from publish.draft.names import column_name, unique
from publish.draft.numbers import damaged, number, times_hundred
from publish.draft.sheet import Cell, seen
from publish.draft.table import Found

_CODE = re.compile(
    r"代码|编码|编号|证号|号码|文号|批号|电话|手机|传真|邮编|邮政编码|身份证|标识码|区划码|条码|账号|户号|卡号|工号|学号|车牌|序列号|"
    r"\b(?:code|id|no\.?|number|tel|phone|zip)\b",
    re.I,
)
_CLASS = re.compile(
    r"类型|类别|种类|性质|状态|等级|级别|分类|是否|方式|属性|性别|结果|所属区|区域|行政区$|kind|type|status", re.I
)
_SERIAL = re.compile(r"序号|序|行号|编?次|No\.?|#", re.I)
_NO_LIST = re.compile(r"姓名|名称|地址|电话|手机|证号|备注|说明|法人|负责人|联系|人员|name|address", re.I)
_ZERO_OR_LONG = re.compile(r"0\d+|\d{12,}[\dXx]?")
_ZERO_FORMAT = re.compile(r"0{2,}(?:;.*)?")
_SAMPLE = 200  # cells
_DAYS, _LENGTHS = "日期", "时长"  # headings under which numbers are days, and times tell how long
_MOSTLY = 0.5  # of the cells: the others are named as what stands against a type
_PADDED = re.compile(r"[一-龥](?:[\s　]+[一-龥]){1,3}")  # spread out to look as wide as longer words
_DITTO = frozenset({"同上", "〃", "″"})
TICKS = {**dict.fromkeys("√✓✔☑", "是"), **dict.fromkeys("×✗✘☒╳", "否")}


@dataclass(frozen=True, slots=True)
class Change:
    """Cells of a column that were spelled anew: in what way, how many, the first of them (row of the table, from 0)."""

    way: str
    count: int
    first: int


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the draft. ``values`` are spelled as CSV; "" is no value."""

    name: str
    title: str
    type: str
    values: tuple[str, ...]
    english: str = ""
    unit: str = ""
    categories: tuple[Label, ...] = ()
    running: bool = False  # a number that counts the rows of the sheet
    role: str = ""  # longitude, latitude, address, division, person …: from the register or the values
    changes: tuple[Change, ...] = ()
    against: tuple[int, ...] = ()  # rows that keep the column from being numbers or days
    days: bool = False  # those would be days
    damaged: tuple[int, ...] = ()

    @property
    def full(self) -> bool:
        return all(self.values)

    @property
    def different(self) -> bool:
        return len(set(self.values)) == len(self.values)


def untitled(place: int) -> str:
    """What a column without a heading is called, by its place from 1."""
    return f"列{place}"


def columns_of(found: Found, dictionary: Dictionary) -> tuple[Column, ...]:
    """The columns of a table, in order, with names of their own."""
    made = [_column(found, place, dictionary) for place in range(len(found.labels))]
    names = unique([column.name for column in made], "_")
    return tuple(replace(column, name=name) for column, name in zip(made, names, strict=True))


def _column(found: Found, place: int, dictionary: Dictionary) -> Column:
    label, codes = legend(found.labels[place])
    title, unit = units.of_heading(label)
    cells, shown = cells_of(found, place)
    entry = dictionary.find(title)
    said_so = bool(codes) or (entry is not None and entry.type == "string")
    cells, filled_in = dittoed(cells)
    spelled = _spell(cells, title, shown, text=said_so, unit=unit)
    spelled.changes += filled_in
    unit = unit or (found.under[place] if found.under else "") or spelled.unit
    if unit in ("", "万", "亿") and spelled.type in ("integer", "number") and not _SERIAL.fullmatch(title):
        common = units.common(title, found.units)
        unit = unit + common if not common.startswith(("万", "亿")) or not unit else unit
        unit = unit or (entry.unit if entry else "")
    column = Column(
        name=column_name(title, place + 1),
        title=title or untitled(place + 1),
        type=spelled.type,
        values=tuple(spelled.values),
        english=dictionary.english(title) if title else "",
        unit=unit,
        role=entry.role if entry else "",
        changes=tuple(spelled.changes),
        against=tuple(spelled.against),
        days=spelled.days,
        damaged=tuple(i for i, cell in enumerate(cells) if damaged(cell)),
    )
    return _counted(_listed(_on_map(column), codes))


def _on_map(column: Column) -> Column:
    """Longitude and latitude have the names by which a map finds them, and are decimals."""
    role = coordinates.role(column.title, column.values, column.type)
    if not role:
        return column
    if column.type == "string":
        values = tuple(coordinates.decimal(value) or "" for value in column.values)
        first = next(i for i, value in enumerate(values) if value)
        change = Change("angle", sum(map(bool, values)), first)
        column = replace(column, values=values, changes=(*column.changes, change))
    return replace(column, name=role, role=role, type="number", unit=column.unit or "°")


def cells_of(found: Found, place: int) -> tuple[list[Cell], str]:
    """The cells of a column and the number format of most, as far as it was looked at. Where only some are shown as per
    cent, those are as seen, 0.72 is 72%, and no format speaks for all."""
    column = found.places[place] - 1
    cells = [row[place] for row in found.rows]
    formats = [found.sheet.formats.get((n - 1, column), "") for n in found.numbers]
    shares = [i for i, cell in enumerate(cells) if isinstance(cell, float) and formats[i].endswith("%")]
    mixed = bool(shares) and len(shares) < sum(
        isinstance(c, float) or str(c).rstrip()[-1:] in ("%", "％") for c in cells
    )
    for i in shares if mixed else ():
        cells[i] = f"{times_hundred(seen(cells[i]))}%"
    counts = Counter(filter(None, formats[:50]))
    shown = counts.most_common(1)[0][0] if counts else ""
    return cells, "" if mixed and shown.endswith("%") else shown


def _listed(column: Column, codes: dict[str, str]) -> Column:
    if column.type not in ("string", "integer") or (column.type == "integer" and not codes):
        return column
    if _NO_LIST.search(column.title) or column.damaged:
        return column
    values = [value for value in column.values if value]
    return replace(column, categories=categories(values, codes, named=bool(_CLASS.search(column.title))))


def _counted(column: Column) -> Column:
    """A running number: 1, 2, 3 …, under such a heading. It may leave numbers out where totals stood."""
    if not _SERIAL.fullmatch(column.title) or column.type != "integer" or not column.full:
        return column
    numbers = [int(value) for value in column.values]
    return replace(column, running=numbers == sorted(numbers), unit="")


# --- spelling -----------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Spelled:
    type: str
    values: list[str]
    unit: str
    changes: list[Change]
    against: list[int]
    days: bool = False  # what stands against it, stands against days


def dittoed(cells: Sequence[Cell]) -> tuple[list[Cell], list[Change]]:
    """The cells with what stands above in the place of 同上 and 〃, and that it was done."""
    result, changed = list(cells), []
    for place, cell in enumerate(cells):
        if place and isinstance(cell, str) and cell.strip() in _DITTO:
            result[place] = result[place - 1]
            changed.append(place)
    return result, [Change("ditto", len(changed), changed[0])] if changed else []


def _spell(cells: Sequence[Cell], title: str, shown: str, *, text: bool, unit: str = "") -> _Spelled:
    """The cells as values of the narrowest type that all of them have; ``text``: it is known that they are words;
    ``unit``: what the heading says."""
    gaps = missing(cells)
    texts = {cell: seen(cell) for cell in set(cells)}
    said = [(i, cell) for i, cell in enumerate(cells) if texts[cell] and texts[cell] not in gaps]
    empty = [i for i, cell in enumerate(cells) if texts[cell] in gaps]
    changes = [Change("missing", len(empty), empty[0])] if empty else []
    if not said:
        return _Spelled("string", [""] * len(cells), "", changes, [])
    against: list[int] = []
    days = False
    if all(isinstance(cell, bool) for _, cell in said):
        flags = [texts[cell].lower() for _, cell in said]
        return _Spelled("boolean", _placed(flags, said, len(cells)), "", changes, [])
    if all(texts[cell] in TICKS for _, cell in said):
        changes.append(Change("tick", len(said), said[0][0]))
        return _Spelled("string", _placed([TICKS[texts[c]] for _, c in said], said, len(cells)), "", changes, [])
    if not text and not _is_code({cell for _, cell in said}, title, shown):
        for read in (_times, partial(_numbers, unit=unit)):
            made = read(said, title, shown)
            if isinstance(made, _Spelled):
                made.values = _placed(made.values, said, len(cells))
                made.changes = [*changes, *made.changes]
                return made
            days = days or (bool(made) and read is _times)
            against = against or made
    wide = code_digits({cell.strip() for _, cell in said if isinstance(cell, str)})
    short = {cell for cell in texts if isinstance(cell, float) and texts[cell].isdigit() and len(texts[cell]) < wide}
    spelled = {cell: texts[cell].zfill(wide) if cell in short else _text(cell, shown) for cell in texts}
    changes += _changes((i, "zeros" if cell in short else _respelled(cell)) for i, cell in said)
    values = _placed([spelled[cell] for _, cell in said], said, len(cells))
    return _Spelled("string", values, "", changes, against, days)


def code_digits(codes: Set[str]) -> int:
    """How many digits codes have, when all that are text have as many and some begin with a zero; else 0."""
    lengths = {len(code) for code in codes}
    same = len(lengths) == 1 and all(code.isascii() and code.isdigit() for code in codes)
    return lengths.pop() if same and any(code.startswith("0") for code in codes) else 0


def _placed(values: Sequence[str], said: Sequence[tuple[int, Cell]], count: int) -> list[str]:
    result = [""] * count
    for (place, _), value in zip(said, values, strict=True):
        result[place] = value
    return result


def _text(cell: Cell, shown: str) -> str:
    """A cell as text; a code that is shown with leading zeros has them."""
    if isinstance(cell, float) and cell.is_integer() and _ZERO_FORMAT.fullmatch(shown):
        return seen(cell).zfill(len(shown.partition(";")[0]))
    said = narrow(seen(cell)).replace("\r\n", "\n")
    return unpadded(said)


def unpadded(text: str) -> str:
    """黄 浦 区 -> 黄浦区."""
    return "".join(text.split()) if _PADDED.fullmatch(text) else text


def _respelled(cell: Cell) -> str:
    """In what way a text is spelled anew; "" when it stays."""
    if not isinstance(cell, str):
        return ""
    return "padded" if _PADDED.fullmatch(cell.strip()) else "wide" if narrow(cell) != cell else ""


def _is_code(cells: Set[Cell], title: str, shown: str) -> bool:
    """Is it text though it looks like numbers: a code, something with leading zeros, very many digits?"""
    if _ZERO_FORMAT.fullmatch(shown) or any(map(damaged, cells)):
        return True
    texts = [narrow(cell.strip()) for cell in cells if isinstance(cell, str)]
    if any(_ZERO_OR_LONG.fullmatch(text) for text in texts):
        return True
    bare = all(isinstance(cell, str | float) and not isinstance(cell, bool) for cell in cells)
    return bare and bool(_CODE.search(title)) and all(text.isascii() and text.isdigit() for text in texts)


def _fits(said: Sequence[tuple[int, Cell]], read: Callable[[Cell], object]) -> bool:
    """Can the column be of this kind at all? Half of a sample of it is; so a column of names is not read to its end."""
    sample = said[:: max(1, len(said) // _SAMPLE)]
    return sum(read(cell) is not None for _, cell in sample) * 2 >= len(sample)


def _times(said: Sequence[tuple[int, Cell]], title: str, shown: str) -> _Spelled | list[int]:
    """The cells as days, months, years or moments; else the few that stand against it."""
    if not _fits(said, lambda cell: when(cell, title, shown)):
        return []
    known = {cell: when(cell, title, shown) for cell in {cell for _, cell in said}}
    types = Counter(found.type for cell in (cell for _, cell in said) if (found := known[cell]))
    if not types:
        return []
    if types.most_common(1)[0][0] == "date":  # a number among days is a day, whatever the heading
        known = {cell: found or when(cell, _DAYS, shown) for cell, found in known.items()}
    if "duration" in types:  # what lasts longer than a day is no time of the day, nor are the others
        known = {cell: when(cell, _LENGTHS, shown) or found for cell, found in known.items()}
    read = [(i, known[cell]) for i, cell in said]
    usual, count = Counter(found.type for _, found in read if found).most_common(1)[0]
    if count < len(said):
        return [i for i, found in read if found is None or found.type != usual] if count >= _MOSTLY * len(said) else []
    return _Spelled(usual, [w.text for _, w in read if w], "", [*_changes((i, w.change) for i, w in read if w)], [])


def _numbers(said: Sequence[tuple[int, Cell]], title: str, shown: str, *, unit: str) -> _Spelled | list[int]:
    """The cells as numbers; else the few that stand against it. ``unit``, of the heading, may stand behind some."""
    if not _fits(said, number):
        return []
    known = {cell: number(cell) for cell in {cell for _, cell in said}}
    read = [(i, known[cell]) for i, cell in said]
    good = [(i, n) for i, n in read if n is not None]
    behind = Counter("" if n.behind == unit else n.behind for _, n in good)
    if len(good) < len(said) or len(behind) > 1:
        usual = behind.most_common(1)[0][0] if behind else ""
        against = [i for i, n in read if n is None or n.behind not in (usual, unit or usual)]
        return against if len(against) <= (1 - _MOSTLY) * len(said) and len(said) > 2 else []
    unit = next(iter(behind))
    if unit and not units.is_unit(unit):
        return []
    if unit in ("", "万", "亿") and any(isinstance(c, str) and c.strip().startswith(("¥", "￥")) for _, c in said):
        unit = f"{unit}元"
    values = [n.text for _, n in good]
    changes = [*_changes((i, "behind" if n.behind else n.change) for i, n in good)]
    if shown.endswith("%") and not unit:
        unit, values, changes = "%", [times_hundred(v) for v in values], [Change("percent", len(values), good[0][0])]
    kind = "integer" if all("." not in v for v in values) else "number"
    return _Spelled(kind, values, unit, changes, [])


def _changes(cells: Iterable[tuple[int, str]]) -> Iterator[Change]:
    """How often each change was made, and where first."""
    places: dict[str, list[int]] = {}
    for place, way in cells:
        if way:
            places.setdefault(way, []).append(place)
    for way, rows in places.items():
        yield Change(way, len(rows), rows[0])
