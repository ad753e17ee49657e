"""What a person does not see in a sheet: hidden columns, rows behind a filter, formulas without a value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from publish.draft.header import Box
from publish.draft.remark import Remark, Sort, commas, some
from publish.draft.sheet import Sheet
from publish.model import bilingual
from publish.problems import cell_name


def about_formulas(sheet: Sheet, box: Box) -> Iterator[Remark]:
    """Formulas without a value, and those that failed, which read as empty."""
    if sheet.uncomputed:
        said = bilingual(
            "有的公式没有存下算出的值，读出来是空的：请在表格软件里打开、保存一次，再来起草。",
            "Some formulas were saved without their values and read as empty: open and save the file in a spreadsheet "
            "program, then draft again.",
        )
        places = some(cell_name(column + 1, row + 1) for row, column in sheet.uncomputed)
        yield Remark(Sort.DAMAGED, said, sheet.file, sheet.name, places)
    failed = {at: what for at, what in sheet.errors.items() if _within(box, *at) and at[1] not in sheet.hidden}
    if failed:
        kinds = "、".join(sorted(set(failed.values())))
        said = bilingual(
            f"有 {len(failed)} 格是错误值（{kinds}），读作空白。请改好公式，或者直接写上数值，再来起草。",
            f"{len(failed)} cells hold an error ({commas(kinds)}) and read as empty. Mend the formula, or write the "
            "value, then draft again.",
        )
        places = some(cell_name(column + 1, row + 1) for row, column in sorted(failed))
        yield Remark(Sort.DAMAGED, said, sheet.file, sheet.name, places)


def _within(box: Box, row: int, column: int) -> bool:
    return box.top <= row <= box.bottom and box.left <= column <= box.right


def about_hidden(sheet: Sheet, box: Box, numbers: Sequence[int]) -> Iterator[Remark]:
    """Columns that were left out because somebody hid them; rows (``numbers``, from 1) that were taken in though a
    filter leaves them out of sight."""
    columns = sorted(c for c in sheet.hidden if box.left <= c <= box.right)
    if columns:
        said = bilingual(
            f"有 {len(columns)} 列是隐藏的，没有读取，也不会发布。要发布的话，请先取消隐藏再起草。",
            f"{len(columns)} hidden columns were not read and will not be published. Show them if they should.",
        )
        yield Remark(Sort.FOUND, said, sheet.file, sheet.name, some(cell_name(c + 1, 1)[:-1] for c in columns))
    rows = [number for number in numbers if number - 1 in sheet.filtered]
    if rows:
        listed = some(map(str, rows), 8)
        said = bilingual(
            f"筛选或折叠起来、眼下看不见的 {len(rows)} 行也读进来了（第 {listed} 行）。"
            "不该公开的，请从表里删去再起草。",
            f"{len(rows)} rows that a filter or a folded outline leaves out of sight were read too "
            f"(row {commas(listed)}). Delete those that should not be published, then draft again.",
        )
        yield Remark(Sort.DOUBT, said, sheet.file, sheet.name, str(rows[0]))
