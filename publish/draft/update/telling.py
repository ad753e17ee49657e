"""What an update has to say: what changed in one sentence, how columns were known again, what stands in its way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from publish.draft.remark import Remark, Sort, commas, some
from publish.draft.sheet import Sheet
from publish.draft.table import Found
from publish.draft.telling import WAYS
from publish.draft.update.nouns import How, Match, Obstacle, Renewed, Stop, Update
from publish.draft.update.spelling import Spelled
from publish.model import Field, Text, Turn, bilingual

_AS_SAID, _TO_CHECK = bilingual("按您的说明", "as you said"), bilingual("请核对", "please check")
_UNUSED = bilingual(
    "这张表没有用到：它的列和数据集里的表对不上。", "This sheet was not used: its columns fit no table of the dataset."
)
_FLAG = bilingual("“是/否”一类的词按这一列原来的写法统一", "words for yes and no are written as the column has them")
_NAMED = 4  # headings that are listed


def sentence(tables: Sequence[Renewed]) -> Text:
    """``新增 12 行，修改 3 行，删除 0 行`` of each table that changed; and the columns that are new."""
    changed = [table for table in tables if table.changed]
    parts = [_table(table) for table in changed]
    if len(changed) > 1:
        named = [(t.title["zh"] or t.resource, t.title["en"] or t.resource) for t in changed]
        parts = [bilingual(f"{zh}：{p['zh']}", f"{en}: {p['en']}") for (zh, en), p in zip(named, parts, strict=True)]
    return bilingual("；".join(p["zh"] for p in parts), "; ".join(p["en"] for p in parts))


def _table(table: Renewed) -> Text:
    if table.rows is None:
        said = bilingual("换成了新的文件", "replaced by a new file")
    else:
        added, changed, removed = (table.count(turn) for turn in (Turn.ADDED, Turn.CHANGED, Turn.REMOVED))
        rows = "row" if added == 1 else "rows"
        said = bilingual(
            f"新增 {added} 行，修改 {changed} 行，删除 {removed} 行",
            f"{added} {rows} added, {changed} changed, {removed} removed",
        )
    if not table.added:
        return said
    titles = [title for name, title in table.headings if name in table.added]
    return bilingual(
        f"{said['zh']}，新增列：{'、'.join(titles)}", f"{said['en']}, new columns: {', '.join(table.added)}"
    )


# --- remarks --------------------------------------------------------------------------------------------------------


def about_matches(found: Found, matches: Iterable[Match]) -> Iterator[Remark]:
    """Columns that have another heading than before, or stand elsewhere."""
    matches = list(matches)
    for one in matches:
        if one.how in (How.SAME, How.SPELLED):
            continue
        sure = _AS_SAID if one.how is How.TOLD else _TO_CHECK
        said = bilingual(
            f"“{one.heading}”一列当作原来的“{one.title}”（{sure['zh']}）。",
            f"The column {one.heading} is taken for {one.title} of before ({sure['en']}).",
        )
        sort = Sort.FOUND if one.how is How.TOLD else Sort.DOUBT
        yield Remark(sort, said, found.sheet.file, found.sheet.name)
    places = [one.place for one in matches]
    if places != sorted(places):
        said = bilingual("列的先后变了，已按原来的顺序排好。", "The columns stood in another order and were put back.")
        yield Remark(Sort.FOUND, said, found.sheet.file, found.sheet.name)


def about_cells(found: Found, field: Field, place: int, spelled: Spelled) -> Iterator[Remark]:
    """What happened to the cells of a column. A value is never repeated: it may be private."""
    title = field.title["zh"] or field.name
    where = (found.sheet.file, found.sheet.name)
    for change in spelled.changes:
        way = _FLAG if change.way == "flag" else WAYS[change.way]
        said = bilingual(
            f"“{title}”：{way['zh']}（{change.count} 格）。", f"{title}: {way['en']} ({change.count} cells)."
        )
        yield Remark(Sort.CHANGED, said, *where, found.cell(change.first, place))
    for rows, sort, zh, en in (
        (spelled.against, Sort.DOUBT, "和这一列的类型不合", "do not fit the type of the column"),
        (spelled.strange, Sort.DOUBT, "是取值表里没有的", "are not in the list of its values"),
        (
            spelled.damaged,
            Sort.DAMAGED,
            "是 Excel 当成数值存过的长号码，后面的数字丢了；请交原来的 Excel 文件，里面也丢了的话，从原系统重新导出",
            "hold long codes that Excel took for numbers; digits are lost: hand in the first workbook, or export again",
        ),
    ):
        if rows:
            cells = some(found.cell(row, place) for row in rows)
            said = bilingual(
                f"“{title}”有 {len(rows)} 格{zh}：{cells}。", f"{title}: {len(rows)} cells {en}: {commas(cells)}."
            )
            yield Remark(sort, said, *where, found.cell(rows[0], place))


def unused(sheet: Sheet) -> Remark:
    """A sheet of the file that was left aside."""
    return Remark(Sort.DOUBT, _UNUSED, sheet.file, sheet.name)


# --- obstacles ------------------------------------------------------------------------------------------------------


def other_table(found: Found, fields: Sequence[Field], known: int) -> Obstacle:
    """A file that is about something else, it seems: the one of another dataset, or another sheet."""
    wanted = "、".join([f.title["zh"] or f.name for f in fields][:_NAMED])
    there = "、".join([label for label in found.labels if label][:_NAMED])
    return Obstacle(
        Stop.OTHER,
        bilingual(
            f"这像是别的数据集的表：数据集的 {len(fields)} 列里，文件只对得上 {known} 列。"
            f"文件里是：{there}…；数据集里是：{wanted}…。",
            f"This seems to be the table of another dataset: of its {len(fields)} columns, {known} are in the file. "
            f"The file has {commas(there)} …; the dataset has {commas(wanted)} ….",
        ),
        bilingual(
            "请核对文件和数据集的名称，换成对的再来一次；确实是这份文件、列名都改过的话，请加上 "
            "--rename 原来的列=文件里的列，一列写一次。",
            "Check the file and the name of the dataset, and try again. If it is this file and its headings were "
            "changed, add --rename COLUMN-OF-BEFORE=HEADING-IN-THE-FILE, once for each column.",
        ),
        found.sheet.file,
        found.sheet.name,
    )


def missing_column(found: Found, field: Field, new: Sequence[str]) -> Obstacle:
    """A column of the dataset that the file does not have."""
    title = field.title["zh"] or field.name
    example = new[0] if new else "新列名"
    return Obstacle(
        Stop.MISSING,
        bilingual(f"文件里没有“{title}”这一列。", f"The file has no column {title}."),
        bilingual(
            f"请补上这一列再来一次；如果它改了名，请加上：--rename {title}={example}。"
            "以后不再有这一列的话，请先在数据集的说明里删去它。",
            f"Put the column back and try again. If it has another name now, add: --rename {title}={example}. If there "
            "will be no such column any more, take it out of the description first.",
        ),
        found.sheet.file,
        found.sheet.name,
    )


def new_column(found: Found, place: int, missing: Sequence[Field]) -> Obstacle:
    """A column that the dataset does not have."""
    heading = found.labels[place]
    old = (missing[0].title["zh"] or missing[0].name) if missing else ""
    zh = f"如果是原来的列改了名，请加上：--rename {old}={heading}；" if old else ""
    en = f"If it is a column of before, add: --rename {old}={heading}. " if old else ""
    return Obstacle(
        Stop.NEW,
        bilingual(f"“{heading}”这一列是数据集里没有的。", f"The dataset has no column {heading}."),
        bilingual(
            f"{zh}要把它加进数据集，请加上 --add-columns，它的说明会起草好；"
            f"不要这一列的话，请加上 --leave-out {heading}。",
            f"{en}To take it into the dataset, add --add-columns: its description is drafted. To leave it out, add "
            f"--leave-out {heading}.",
        ),
        found.sheet.file,
        found.sheet.name,
        found.cell(0, place).rstrip("0123456789") + str(found.header_rows[-1] if found.header_rows else 1),
    )


def doubtful(found: Found, one: Match) -> Obstacle:
    """A column that may be one of before: somebody has to say so."""
    return Obstacle(
        Stop.DOUBTFUL,
        bilingual(
            f"“{one.heading}”这一列像是原来的“{one.title}”，但不能确定。",
            f"The column {one.heading} may be {one.title} of before, but that is not certain.",
        ),
        bilingual(
            f"是的话，请加上：--rename {one.title}={one.heading}（或者用 --yes 全部同意）。",
            f"If it is, add: --rename {one.title}={one.heading} (or --yes to agree to all).",
        ),
        found.sheet.file,
        found.sheet.name,
    )


def other_unit(found: Found, field: Field, said: str) -> Obstacle:
    """The same column counted in another unit."""
    title, unit = field.title["zh"] or field.name, field.unit["zh"]
    return Obstacle(
        Stop.UNIT,
        bilingual(
            f"“{title}”的单位变了：文件里是“{said}”，数据集里是“{unit}”。",
            f"{title} is counted in another unit: {said} in the file, {unit} in the dataset.",
        ),
        bilingual(
            f"请把文件里的数换算成“{unit}”，或者先在数据集的说明里改单位。",
            f"Convert the numbers to {unit}, or change the unit in the description first.",
        ),
        found.sheet.file,
        found.sheet.name,
    )


def headline(update: Update) -> Text:
    """``public-toilets 2026.10.0 → 2026.11.0：新增 12 行，修改 3 行，删除 0 行。``"""
    if not update.changed:
        return bilingual(
            f"{update.name}：文件里的数据和现在的一样，什么也没有改动。",
            f"{update.name}: the file holds the data of now; nothing was changed.",
        )
    zh, en = (f"{update.name} {update.before or '—'} → {update.version}{mark}" for mark in ("：", ": "))
    return bilingual(f"{zh}{update.note['zh']}。", f"{en}{update.note['en']}.")
