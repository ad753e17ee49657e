"""What there is to say about the columns of a draft."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from publish.draft import coordinates
from publish.draft.columns import Column
from publish.draft.dates import about_time, monthly
from publish.draft.numbers import damaged
from publish.draft.personal import personal
from publish.draft.remark import Remark, Sort, commas, some
from publish.draft.table import Found
from publish.model import Text, bilingual

WAYS: Mapping[str, Text] = {
    "missing": bilingual("没有值的记号（— … / - 等）改成了空白", "marks for “no value” (— … / -) became empty cells"),
    "wide": bilingual("全角的数字、字母改成了半角", "full-width digits and letters became plain ones"),
    "thousands": bilingual("去掉了千位分隔符", "the marks between thousands were taken out"),
    "brackets": bilingual("括号里的数改成了负数", "numbers in brackets became negative"),
    "money": bilingual("去掉了货币符号", "the sign of the currency was taken out"),
    "behind": bilingual("数字后面的单位移到了列的说明里", "the unit behind the numbers is now the column's"),
    "percent": bilingual("显示为百分数的，按看到的数写，单位 %", "what is shown as per cent is written as seen, in %"),
    "written": bilingual("日期、年月统一写成 2025-03-01、2025-03", "days and months are written 2025-03-01, 2025-03"),
    "run-month": bilingual("连写的年月（202503）写成 2025-03", "months run together (202503) became 2025-03"),
    "moment": bilingual("日期和时间统一写成 2025-03-01T08:30:00", "moments are written 2025-03-01T08:30:00"),
    "year": bilingual("年份只写数字：2025年 → 2025", "years are written as numbers: 2025"),
    "clock": bilingual("时间统一写成 08:30:00", "times are written 08:30:00"),
    "duration": bilingual("时长写成 PT2H30M（2 小时 30 分）", "durations are written PT2H30M (2 hours 30 minutes)"),
    "run": bilingual("连写的日期（20250301）写成 2025-03-01", "days run together (20250301) became 2025-03-01"),
    "serial": bilingual("Excel 的日期序号改成了日期", "the numbers by which Excel counts days became days"),
    "month": bilingual("只显示到月的日期写成 2025-03", "days that are shown as a month became 2025-03"),
    "ditto": bilingual("“同上”“〃”换成了上一行的内容", "“same as above” became what stands above"),
    "padded": bilingual("字与字之间的空格去掉了（黄 浦 区 → 黄浦区）", "spaces between characters were taken out"),
    "zeros": bilingual("代码前面丢掉的 0 补上了", "zeros that codes had lost in front are back"),
    "tick": bilingual("√ 写成“是”，× 写成“否”", "ticks became 是 (yes), crosses 否 (no)"),
    "angle": bilingual("度分秒换算成了十进制的度", "degrees, minutes and seconds became decimal degrees"),
}  # fmt: skip
_POINT = re.compile(r"经纬度|坐标|位置")
_PAIR = re.compile(r"\d{2,3}\.\d+\s*[,，;；、\s]\s*\d{1,3}\.\d+|.*\d\s*[°度].*\d\s*[°度].*")
_YEARLESS = re.compile(r"\d{1,2}月\d{1,2}[日号]|\d{1,2}/\d{1,2}")
_ERA = re.compile(r"民国.{1,4}年.*")
_DOTTED = re.compile(r"(?:19|20)\d{2}\.(?:0[1-9]|1[0-2]?)")
_SHARES = re.compile(r"0(?:\.\d+)?|1(?:\.0+)?")
_YEAR = re.compile(
    r"(?:19|20)\d{2}(?:年?度?|年\d{1,2}月(?:\d{1,2}日)?|-\d{2}(?:-\d{2})?)|\d{1,2}月(?:份|\d{1,2}[日号])?"
)
_WIDE = 3  # columns named by years, months or days


def about_columns(found: Found, columns: Sequence[Column]) -> Iterator[Remark]:
    """Damage, changes, doubts and what may be private, each at its first cell."""
    for place, column in enumerate(columns):
        yield from _damage(found, column, place)
        yield from _changes(found, column, place)
        yield from _doubts(found, column, place)
        yield from _readings(found, column, place)
        yield from _private(found, column, place)
    yield from _whole(found, columns)


def _at(found: Found, sort: Sort, zh: str, en: str, cell: str = "") -> Remark:
    return Remark(sort, bilingual(zh, en), found.sheet.file, found.sheet.name, cell)


def _cells(rows: Sequence[int]) -> str:
    return f"{len(rows)} cell" if len(rows) == 1 else f"{len(rows)} cells"


def _damage(found: Found, column: Column, place: int) -> Iterator[Remark]:
    cells = some(found.cell(row, place) for row in column.damaged)
    hidden = [value for value in column.values if damaged(value)]
    if hidden:
        yield _at(
            found,
            Sort.DAMAGED,
            f"“{column.title}”有 {len(column.damaged)} 格写成了 {hidden[0]} 这样，后面的数字没有存下：{cells}。"
            "请直接交原来的 Excel 文件；那里也是这样的话，请从原系统重新导出，这一列先设为“文本”再粘贴。",
            f"“{column.title}”: {_cells(column.damaged)} written like {hidden[0]}, so that the digits behind are not "
            f"there: {commas(cells)}. Hand in the workbook the file was saved from; if it shows the same, export "
            "again, with the column set to text first.",
            found.cell(column.damaged[0], place),
        )
    elif column.damaged:
        yield _at(
            found,
            Sort.DAMAGED,
            f"“{column.title}”有 {len(column.damaged)} 格是 16 位以上的数字，被 Excel 当成数值存过，"
            f"第 16 位起已经变成 0，无法恢复：{cells}。请从原系统重新导出，这一列先设为“文本”再粘贴。",
            f"“{column.title}”: {_cells(column.damaged)} with more than fifteen digits that Excel stored as "
            f"a number; the digits beyond are lost: {commas(cells)}. Export again, with the column set to text first.",
            found.cell(column.damaged[0], place),
        )


def _changes(found: Found, column: Column, place: int) -> Iterator[Remark]:
    for change in column.changes:
        way = WAYS[change.way]
        yield _at(
            found,
            Sort.CHANGED,
            f"“{column.title}”{change.count} 格：{way['zh']}。",
            f"“{column.title}”, {_cells(range(change.count))}: {way['en']}.",
            found.cell(change.first, place),
        )


def _doubts(found: Found, column: Column, place: int) -> Iterator[Remark]:
    if column.against:
        cells = some(found.cell(row, place) for row in column.against)
        kind, none = ("日期", "日期") if column.days else ("数字", "数")
        are, those = ("dates", "date") if column.days else ("numbers", "number")
        yield _at(
            found,
            Sort.DOUBT,
            f"“{column.title}”多半是{kind}，有 {len(column.against)} 格不是（{cells}），所以整列按文本处理，没有改。"
            f"写错的请改好，没有{none}的请空着（要说明的写到另一列），再重新起草，这一列就能排序、计算。",
            f"“{column.title}” is mostly {are}, but for {_cells(column.against)} ({commas(cells)}), so the column "
            f"stays text as it is written. Mend what is wrong, leave a cell without a {those} empty (remarks go into "
            "another column), and draft again to be able to sort and calculate.",
            found.cell(column.against[0], place),
        )
    if column.running:
        zh = f"“{column.title}”是排列的序号，保留了，但不作主键：增减一行，序号就变了。不需要的话请从表里删去。"
        en = (
            f"“{column.title}” is a running number. It is kept, but is no key: it changes with every row added. "
            "Remove it if it is of no use."
        )
        yield _at(found, Sort.DOUBT, zh, en, found.cell(0, place))
    if place == 0 and column.type == "string" and not column.categories and _gaps(column):
        zh = f"“{column.title}”有不少空格，像是合并单元格留下的，没有替您填。若应与上一行相同，请在原表里填好。"
        en = (
            f"“{column.title}” has many empty cells, as merged cells leave them. They were not filled; fill them in "
            "the table if they repeat the row above."
        )
        yield _at(found, Sort.DOUBT, zh, en, found.cell(0, place))


def _readings(found: Found, column: Column, place: int) -> Iterator[Remark]:
    """Values that a person understands and a computer does not."""
    said = [value for value in column.values if value]
    title, first = column.title, found.cell(0, place)
    if said and _POINT.search(title) and all(map(_PAIR.fullmatch, said)):
        zh = f"“{title}”把经度、纬度写在一格里。分成“经度”“纬度”两列（用小数），就能画在地图上。"
        en = f"“{title}” has both coordinates in one cell. With a column for each, in decimals, a map can be drawn."
        yield _at(found, Sort.DOUBT, zh, en, first)
    if place == 0 and any(value.startswith("其中") for value in said):
        zh = f"“{title}”里“其中：”的行已经算在别的行里，加总会重复。请在说明里写清楚，或者加一列写明层级。"
        en = f"Rows of “{title}” that begin with 其中 (of which) are part of others, so sums count them twice. Say so "
        en += "in the description, or add a column for the level."
        yield _at(found, Sort.DOUBT, zh, en, first)
    if said and all(map(_YEARLESS.fullmatch, said)) and (about_time(title) or "月" in said[0]):
        zh = f"“{title}”只有月、日，没有年份，按文本处理。请补上年份再起草。"
        en = f"“{title}” has days without a year, so it stays text. Add the year and draft again."
        yield _at(found, Sort.DOUBT, zh, en, first)
    if said and column.type == "number" and monthly(title) and all(map(_DOTTED.fullmatch, said)):
        zh = f"“{title}”像是年月，却存成了数：2026.1 分不清是 1 月还是 10 月。请写成 2026-01、2026-10，再重新起草。"
        en = f"“{title}” seems to be months kept as numbers: 2026.1 may be January or October. Write 2026-01, 2026-10 "
        en += "and draft again."
        yield _at(found, Sort.DOUBT, zh, en, first)
    if any(map(_ERA.fullmatch, said)):
        zh = f"“{title}”有民国纪年，保持原样、按文本处理。要按时间排序、查询，请另加一列公历年份。"
        en = f"“{title}” has years of the Republic; they stay as they are. Add a column of Western years to sort by."
        yield _at(found, Sort.DOUBT, zh, en, first)
    if column.unit == "%" and len(said) > 1 and not _shown(column) and all(map(_SHARES.fullmatch, said)):
        zh = f"“{title}”的单位是 %，数却都在 0 到 1 之间。0.25 若指 25%，请改成 25。"
        en = f"“{title}” is in %, yet all its numbers lie between 0 and 1. If 0.25 means 25%, write 25."
        yield _at(found, Sort.DOUBT, zh, en, first)
    if any(change.way == "tick" for change in column.changes) and not column.full:
        zh = f"“{title}”空着的 {column.values.count('')} 格没有当作“否”。该是“否”的，请在原表里写上。"
        en = f"“{title}”: {column.values.count('')} empty cells were not taken for 否 (no). Write it where it is meant."
        yield _at(found, Sort.DOUBT, zh, en, first)


def _shown(column: Column) -> bool:
    return any(change.way in ("percent", "behind") for change in column.changes)


def _gaps(column: Column) -> bool:
    """Is a value followed by empty cells, again and again?"""
    empty = column.values.count("")
    return bool(column.values[0]) and empty * 3 >= len(column.values) and len(column.values) > 3


def _private(found: Found, column: Column, place: int) -> Iterator[Remark]:
    if personal(column):
        zh = f"“{column.title}”像是个人信息。没有法定依据的，请在原表里删去这一列，再重新起草。"
        en = f"“{column.title}” looks personal. Unless the law allows it, remove the column and draft again."
        yield _at(found, Sort.PRIVATE, zh, en, found.cell(0, place))


def _whole(found: Found, columns: Sequence[Column]) -> Iterator[Remark]:
    years = [column.title for column in columns if _YEAR.fullmatch(column.title)]
    if len(years) >= _WIDE:
        zh = f"各个时间各占一列（{some(years)}），保持原样。改成一行一个时间（时间、数值两列），才便于查询；"
        zh += "不然下一期多一列，列名就和这一期对不上了。"
        en = (
            f"Each time has a column of its own ({commas(some(years))}); this was left as it is. One row for each is "
            "easier to query; as it is, the next edition has other columns than this one."
        )
        yield _at(found, Sort.DOUBT, zh, en)
    yield from _headings(found, columns)
    numbers = [c for c in columns if c.type in ("integer", "number") and not c.running]
    if len(found.units) > 1 and numbers and all(c.unit for c in numbers):
        listed = "、".join(f"{c.title} {c.unit}" for c in numbers)
        zh = f"表头上写着几种单位，按列名分给了各列，请核对：{listed}。"
        en = f"Several units stand over the table; columns got theirs by heading, please check: {commas(listed)}."
        yield _at(found, Sort.CHANGED, zh, en)
    elif len(found.units) > 1:
        zh = f"表头上写着几种单位（{'、'.join(found.units)}），分不清各属哪一列。请给各列写上单位。"
        en = (
            f"Several units stand over the table ({', '.join(found.units)}); it is not clear whose they are. Write "
            "the unit of each column."
        )
        yield _at(found, Sort.DOUBT, zh, en)
    yield from _map(found, columns)


def _headings(found: Found, columns: Sequence[Column]) -> Iterator[Remark]:
    """Headings that are given twice, or not at all."""
    titles = Counter(column.title for column, label in zip(columns, found.labels, strict=False) if label)
    twice = [title for title, count in titles.items() if count > 1]
    if twice:
        names = "、".join(twice)
        zh = f"有几列的列名相同（{names}），分不清谁是谁。请改成不同的列名。"
        en = f"Several columns have the same heading ({commas(names)}). Give each its own."
        yield _at(found, Sort.DOUBT, zh, en)
    bare = [place for place, label in enumerate(found.labels) if not label]
    if bare and found.header_rows:
        zh = "有的列没有列名：请给它们写上列名。"
        en = "Some columns have no heading: write one."
        yield _at(found, Sort.DOUBT, zh, en, found.cell(0, bare[0]))


def _map(found: Found, columns: Sequence[Column]) -> Iterator[Remark]:
    points = {column.role: column for column in columns if column.role in ("longitude", "latitude")}
    if len(points) == 2:
        zh = "有经纬度，可以画在地图上。请在“坐标系”里选一种；手机地图上取的点选“火星坐标”，照样公布，只是不画图，"
        zh += "换算成国家大地坐标系才画。"
        en = (
            "There are coordinates, so a map can be drawn. Choose their system under 坐标系. Points taken from a "
            "mobile map are GCJ-02 (火星坐标): they are published, but drawn only when converted to CGCS2000."
        )
        yield _at(found, Sort.FOUND, zh, en)
        if coordinates.exchanged(points["longitude"].values, points["latitude"].values):
            zh, en = "经度和纬度像是填反了，请核对。", "Longitude and latitude look exchanged; please check."
            yield _at(found, Sort.DOUBT, zh, en)
