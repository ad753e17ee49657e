"""What ``new`` says of a catalogue, in a few lines; everything else is in the workbook of gaps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from publish import gaps
from publish.draft.guide import Imported
from publish.draft.remark import HEADINGS, Remark, Sort, some
from publish.model import Text, bilingual

_SHOWN = {Sort.PRIVATE: 5, Sort.DAMAGED: 8, Sort.DOUBT: 8, Sort.CHANGED: 3}
_PLACES = 8  # cells that one line names
_SAID = bilingual("原表里的问题", "In the catalogue itself")
_HEADS = (
    bilingual("类别", "Kind"),
    bilingual("工作表", "Sheet"),
    bilingual("单元格", "Cell"),
    bilingual("说明", "What is said"),
)


def outcome(made: Imported, target: Path, gap_file: Path | None) -> Text:
    """The last words of the command, in each language."""
    return Text(tuple((lang, "\n".join(_lines(made, target, gap_file, lang))) for lang in ("zh", "en")))


def gap_book(made: Imported, lang: str) -> bytes:
    """The workbook of gaps: a sheet a department, and one of all that was said of the catalogue's cells."""
    rows = [[head[lang] for head in _HEADS]]
    rows += [[HEADINGS[r.sort][lang], r.sheet, r.cell, r.said[lang]] for r in made.remarks]
    return gaps.to_book(made.gaps, lang, (_SAID, rows))


def gap_file(file: Path, content: bytes, lang: str) -> Path:
    """Where the workbook goes: beside the catalogue, and never over another one that somebody may be filling in."""
    stem = f"{file.stem}{bilingual('-缺项', '-gaps')[lang]}"
    place, count = file.with_name(f"{stem}.xlsx"), 1
    while place.exists() and place.read_bytes() != content:
        count += 1
        place = file.with_name(f"{stem}-{count}.xlsx")
    return place


def _lines(made: Imported, target: Path, gap_file: Path | None, lang: str) -> Iterator[str]:
    yield bilingual(
        f"目录里有 {made.entries} 个条目：新起草 {len(made.records)} 个，已有 {len(made.there)} 个（没有改动），"
        f"没有起草 {made.refused} 个。",
        f"The catalogue has {made.entries} entries: {len(made.records)} drafted, {len(made.there)} there already (not "
        f"changed), {made.refused} not drafted.",
    )[lang]
    for sort, most in _SHOWN.items():
        yield from _remarks([r for r in made.remarks if r.sort is sort], sort, most, lang)
    if made.gaps and gap_file is not None:
        entries = len({gap.name for gap in made.gaps})
        yield bilingual(
            f"{entries} 个条目共缺 {len(made.gaps)} 项，按单位列在 {gap_file}。",
            f"{entries} entries lack {len(made.gaps)} items, listed by department in {gap_file}.",
        )[lang]
    elif gap_file is not None:
        yield bilingual(f"以上各处都列在 {gap_file}。", f"All of these are listed in {gap_file}.")[lang]
    if made.records:
        yield bilingual(
            f"草稿在 {target}。补上缺项以后运行：python build.py check",
            f"The drafts are in {target}. Fill in what is missing, then run: python build.py check",
        )[lang]


def _remarks(remarks: Sequence[Remark], sort: Sort, most: int, lang: str) -> Iterator[str]:
    """One line for each thing said, with the cells of which it is said."""
    said: dict[tuple[str, str], list[Remark]] = {}
    for remark in remarks:
        said.setdefault((remark.sheet, remark.said[lang]), []).append(remark)
    if not said:
        return
    yield f"{HEADINGS[sort][lang]}{'：' if lang == 'zh' else ':'}"
    for (_, sentence), alike in list(said.items())[:most]:
        first = alike[0]
        cells = some((r.cell for r in alike), _PLACES)
        place = Remark(first.sort, first.said, "", first.sheet, cells).place(lang)
        yield f"  {place}  {sentence}"
    if len(said) > most:
        left = len(said) - most
        yield bilingual(f"  …… 还有 {left} 条。", f"  … and {left} more.")[lang]
