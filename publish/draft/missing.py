"""What offices write into a cell that has no value."""

from __future__ import annotations

from collections.abc import Iterable

from publish.draft.sheet import Cell

_MARKS = frozenset(
    "— —— ――  – － -- --- ---- - … …… ... ⋯ ⋯⋯ / // ／ \\ N/A n/a NA #N/A #REF! #DIV/0! #VALUE! #NAME? #NULL! #NUM! "
    "null NULL None 缺 缺失 暂缺 无数据 暂无 暂无数据 不详 未知 缺测 缺报 未报".split()
)
_SIGNS = frozenset({"+", "＋", "±", "++", "+-", "阳性"})  # beside these a dash is a result, not a gap


def missing(cells: Iterable[Cell]) -> frozenset[str]:
    """The marks that stand for “no value” in a column with these cells."""
    words = {cell.strip() for cell in cells if isinstance(cell, str)}
    marks = words & _MARKS
    return frozenset(marks - {"-", "--", "－", "—"}) if words & _SIGNS else frozenset(marks)
