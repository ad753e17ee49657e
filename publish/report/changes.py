"""What became of each package since the state it was held against, in words: for a terminal and for a pull request."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from publish.model import Comparison, Difference, ResourceChange, Text, Turn, bilingual
from publish.problems import Report
from publish.report.about import About
from publish.report.terminal import Terminal

SAMPLED = 5  # packages whose rows are shown; of the others only the numbers
LISTED = 30  # packages named at all
LINES = 8  # rows of one resource on a terminal

_TURNS = {
    Turn.ADDED: bilingual("新增", "added"),
    Turn.REMOVED: bilingual("删除", "removed"),
    Turn.CHANGED: bilingual("修改", "changed"),
}
_COLOURS = {Turn.ADDED: "32", Turn.REMOVED: "31", Turn.CHANGED: "33"}
_HEADINGS = (
    bilingual("变化", "Change"),
    bilingual("哪一行", "Row"),
    bilingual("列", "Column"),
    bilingual("原来", "Before"),
    bilingual("现在", "Now"),
)
_EMPTY = bilingual("（空）", "(empty)")
_HIDDEN = bilingual(
    "不公开，或者含有个人信息，只列行数，不列内容", "not open, or with personal data: numbers only, no contents"
)

Safe = Callable[[str], str]
Called = Callable[[str], str]


def to_lines(report: Report, lang: str, about: About, terminal: Terminal) -> list[str]:
    """Lines for a terminal; none when nothing was compared."""
    if not report.against:
        return []
    lines = [*terminal.lines(headline(report)[lang], code="1")]
    for index, one in enumerate(report.changes[:LISTED]):
        lines += terminal.lines(f"{about.package(one.package, lang)} · {_turn(one)[lang]}", 2)
        called = _called(one, about, lang)
        for said in _facts(one, called):
            lines += terminal.lines(said[lang], 4)
        for resource in one.resources if index < SAMPLED else ():
            for difference in resource.sample[:LINES]:
                lines += terminal.lines(_line(difference, lang, called), 6, _COLOURS[difference.turn])
            lines += [f"      {said[lang]}" for said in _left(resource, LINES)]
    return [*lines, *_more(report, lang), ""]


def to_markdown(report: Report, lang: str, about: About, safe: Safe) -> str:
    """Markdown for a pull request, below a heading of its own; "" when nothing was compared. ``safe`` takes the markup
    out of what strangers wrote."""
    if not report.against:
        return ""
    lines = [safe(headline(report)[lang]), ""]
    for one in report.changes[:LISTED]:
        lines.append(f"- **{safe(about.package(one.package, lang))}** · {safe(_turn(one)[lang])}")
        lines += [f"  - {safe(said[lang])}" for said in _facts(one, _called(one, about, lang))]
    for one in report.changes[:SAMPLED]:
        for resource in one.resources:
            lines += _table(one, resource, lang, safe, about)
    return "\n".join([*lines, *_more(report, lang)])


def _called(one: Comparison, about: About, lang: str) -> Called:
    """What a column of a package is called: people know titles, not names."""
    return lambda name: about.called(one.package, name, lang)


def headline(report: Report) -> Text:
    """``对照 origin/main：2 个数据集有变化``."""
    count = len(report.changes)
    if not count:
        return bilingual(f"对照 {report.against}：没有变化。", f"Against {report.against}: nothing changed.")
    datasets = "1 dataset differs" if count == 1 else f"{count} datasets differ"
    return bilingual(f"对照 {report.against}：{count} 个数据集有变化。", f"Against {report.against}: {datasets}.")


def _more(report: Report, lang: str) -> list[str]:
    left = len(report.changes) - LISTED
    return [bilingual(f"…… 另有 {left} 个数据集", f"… and {left} more datasets")[lang]] if left > 0 else []


# --- a package ------------------------------------------------------------------------------------------------------


def _turn(one: Comparison) -> Text:
    """``新数据集``, ``已删除``, or its versions; and its old name."""
    after, before = one.version_after, one.version_before
    if one.turn is Turn.ADDED:
        return bilingual("新数据集", "new dataset")
    if one.turn is Turn.REMOVED:
        return bilingual("被删除", "deleted")
    version = f"{before or '—'} → {after or '—'}" if before != after else after
    if one.before == one.package:
        return bilingual(version or "没有版本号", version or "no version")
    return bilingual(f"由 {one.before} 改名 · {version}", f"was {one.before} · {version}")


def _facts(one: Comparison, called: Called) -> Iterator[Text]:
    """A line for each resource that differs, or one for all of them."""
    differ = [r for r in one.resources if r.turn is not Turn.SAME or r.resaved or not r.compared]
    if not differ and one.turn is Turn.CHANGED:
        yield bilingual("数据没有变，只改了说明", "the data are the same; only the description changed")
    several = len(one.resources) > 1
    for resource in differ:
        said = _fact(resource) if one.turn is Turn.CHANGED else _size(resource)
        if not said:
            continue
        yield bilingual(f"{resource.resource}：{said['zh']}", f"{resource.resource}: {said['en']}") if several else said
        yield from _columns(resource, called)
    if one.hidden and any(r.added or r.removed or r.changed for r in differ):
        yield _HIDDEN


def _fact(one: ResourceChange) -> Text:
    if one.turn is Turn.ADDED:
        return _lone(one.rows_after, "新增", "new")
    if one.turn is Turn.REMOVED:
        return _lone(one.rows_before, "没有了", "gone")
    if one.resaved and not (one.fields_added or one.fields_removed):
        return bilingual("重新保存过，各行没有变", "saved anew, the rows are the same")
    if one.added is None or one.removed is None or one.changed is None:
        return _uncounted(one)
    before, after = one.rows_before or 0, one.rows_after or 0
    if not (one.added or one.removed or one.changed):
        return bilingual(
            f"{after:,} 行都还在，没有增减；列变了",
            f"all {_rows(after)} are there, none more or less; its columns changed",
        )
    total = bilingual(f"（{before:,} → {after:,} 行）", f" ({before:,} → {after:,} rows)")
    if not one.key:
        return bilingual(
            f"新增 {one.added:,} 行，删除 {one.removed:,} 行{total['zh']}；没有前后一样的关键列，改动的行算一删一增",
            f"{_rows(one.added)} added, {one.removed:,} removed{total['en']}; "
            "without one key for both, a changed row counts as one removed and one added",
        )
    return bilingual(
        f"新增 {one.added:,} 行，修改 {one.changed:,} 行，删除 {one.removed:,} 行{total['zh']}",
        f"{_rows(one.added)} added, {one.changed:,} changed, {one.removed:,} removed{total['en']}",
    )


def _size(one: ResourceChange) -> Text:
    """The rows of a table that is new or gone with its package."""
    rows = one.rows_before if one.rows_after is None else one.rows_after
    return bilingual("", "") if rows is None else bilingual(f"{rows:,} 行", _rows(rows))


def _uncounted(one: ResourceChange) -> Text:
    """A file that is no table, or a table of which one side cannot be read row by row."""
    if one.compared:
        return bilingual("文件内容变了", "the file has other contents")
    if one.rows_after is None:
        return bilingual("数据通过检查后才能逐行对照", "its rows can be compared once it passes the check")
    return bilingual(f"{one.rows_after:,} 行，没有逐行对照", f"{_rows(one.rows_after)}, not compared one by one")


def _lone(rows: int | None, zh: str, en: str) -> Text:
    return bilingual(zh, en) if rows is None else bilingual(f"{zh}（{rows:,} 行）", f"{en} ({_rows(rows)})")


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"


def _columns(one: ResourceChange, called: Called) -> Iterator[Text]:
    for names, zh, en in (
        (one.fields_added, "新增的列", "new columns"),
        (one.fields_removed, "没有了的列", "columns gone"),
    ):
        if names and one.turn is Turn.CHANGED:
            said = [called(name) for name in names]
            yield bilingual(f"{zh}：{'、'.join(said)}", f"{en}: {', '.join(said)}")


# --- a row ----------------------------------------------------------------------------------------------------------


def _line(one: Difference, lang: str, called: Called) -> str:
    """``修改 id=3：beds “12” → “14”``."""
    zh = lang.startswith("zh")
    cells = ("；" if zh else "; ").join(
        f"{called(c.field)} {_value(c.before, lang)} → {_value(c.after, lang)}" for c in one.cells
    )
    head = f"{_TURNS[one.turn][lang]} {_row(one, called)}"
    return f"{head}{'：' if zh else ': '}{cells}" if cells else head


def _row(one: Difference, called: Called) -> str:
    return ", ".join(f"{called(name)}={value}" for name, value in one.key)


def _value(text: str, lang: str) -> str:
    return f"“{text}”" if text else _EMPTY[lang]


def _left(one: ResourceChange, shown: int) -> Sequence[Text]:
    left = (one.added or 0) + (one.removed or 0) + (one.changed or 0) - min(shown, len(one.sample))
    return [bilingual(f"…… 另有 {left:,} 行", f"… and {left:,} more")] if one.sample and left > 0 else []


def _table(of: Comparison, one: ResourceChange, lang: str, safe: Safe, about: About) -> list[str]:
    """The sample as a table, a line for each cell that differs."""
    if not one.sample:
        return []
    called, title = _called(of, about, lang), about.title(of.package, lang)
    name = title if one.resource == of.package else f"{title} / {one.resource}"
    lines = ["", f"**{safe(name)}**", "", "| " + " | ".join(h[lang] for h in _HEADINGS) + " |", "|" + " --- |" * 5]
    for row in one.sample:
        cells = [(called(c.field), c.before or _EMPTY[lang], c.after or _EMPTY[lang]) for c in row.cells] or [
            ("", "", "")
        ]
        for cell in cells:
            lines.append("| " + " | ".join(map(safe, (_TURNS[row.turn][lang], _row(row, called), *cell))) + " |")
    return [*lines, *(line for said in _left(one, len(one.sample)) for line in ("", said[lang]))]
