"""What ``new`` says when it is done: what was found, what was set aside, and what to do next."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator
from pathlib import Path

from publish.draft.package import Draft
from publish.draft.remark import HEADINGS, Remark, Sort
from publish.model import Text, bilingual
from publish.questions import FILE, REMARKS

_SHOWN = {Sort.DAMAGED: 8, Sort.PRIVATE: 8, Sort.DOUBT: 6, Sort.ASIDE: 6, Sort.CHANGED: 3, Sort.FOUND: 0}


def outcome(made: Draft, folder: Path, *, no_sheet: bool = False) -> Text:
    """The last words of the command, in each language."""
    return Text(tuple((lang, "\n".join(_lines(made, folder, lang, no_sheet))) for lang in ("zh", "en")))


def _lines(made: Draft, folder: Path, lang: str, no_sheet: bool) -> Iterator[str]:
    for table in made.tables:
        rows, columns = len(table.found.rows), len(table.columns)
        yield bilingual(
            f"{table.title}：{rows} 行，{columns} 列 → {table.path}",
            f"{table.title}: {rows} rows, {columns} columns → {table.path}",
        )[lang]
    yield from remark_lines(made.remarks, lang)
    yield ""
    yield _next(made, folder, no_sheet)[lang]


def remark_lines(remarks: Iterable[Remark], lang: str) -> Iterator[str]:
    """What there is to say, the gravest first, a few lines of each sort."""
    said = list(remarks)
    for sort, most in _SHOWN.items():
        yield from _remarks([r for r in said if r.sort is sort], sort, most, lang)


def _remarks(remarks: list[Remark], sort: Sort, most: int, lang: str) -> Iterator[str]:
    if not remarks or not most:
        return
    yield ""
    yield f"{HEADINGS[sort][lang]}:" if lang == "en" else f"{HEADINGS[sort][lang]}："
    for remark in remarks[:most]:
        yield f"  {remark.place(lang)}  {remark.said[lang]}"
    if len(remarks) > most:
        left = len(remarks) - most
        yield bilingual(f"  …… 还有 {left} 条。", f"  … and {left} more.")[lang]


def _next(made: Draft, folder: Path, no_sheet: bool) -> Text:
    command = f"python build.py check {shlex.quote(made.name)}"
    if no_sheet:
        return bilingual(
            f"草稿在 {folder}。请填写 datapackage.yaml 里标着“待填”的地方，然后运行：{command}",
            f"The draft is in {folder}. Fill in what datapackage.yaml marks “to fill in”, then run: {command}",
        )
    return bilingual(
        f"下一步：用表格软件打开 {folder / FILE}，填好黄色的格子并保存，然后运行：{command}\n"
        f"以上内容在其中“{REMARKS}”工作表里也有一份。原表改过的话，同样的命令加上 --again 重新起草，填过的会留着。",
        f"Next: open {folder / FILE} in a spreadsheet program, fill in the yellow cells, save, then run: {command}\n"
        f"All of the above also stands in its sheet {REMARKS}. If you mend the table, run the same command with "
        "--again: what was filled in is kept.",
    )
