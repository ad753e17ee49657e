"""What a draft has to say about an office's table: what was found, set aside, changed, and what should be looked at.

Remarks are data, as problems are: a place and a sentence in both languages. A value that may be personal is in none.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from publish.model import Text, bilingual


class Sort(StrEnum):
    """What a remark is about, in the order a person reads them."""

    DAMAGED = "damaged"  # something was lost before the table came here
    PRIVATE = "private"  # it may not be allowed to publish this
    DOUBT = "doubt"  # a person should look
    ASIDE = "aside"  # rows that are no data
    CHANGED = "changed"  # cells that are spelled anew
    FOUND = "found"  # where the table is and what it is called


HEADINGS = {
    Sort.DAMAGED: bilingual("原表已损坏", "Damaged before"),
    Sort.PRIVATE: bilingual("可能不能公开", "Perhaps not to be published"),
    Sort.DOUBT: bilingual("请看一看", "Please look"),
    Sort.ASIDE: bilingual("放在一边的行", "Rows set aside"),
    Sort.CHANGED: bilingual("改了写法", "Spelled anew"),
    Sort.FOUND: bilingual("认出的内容", "What was found"),
}


@dataclass(frozen=True, slots=True)
class Remark:
    """One sentence about one place. ``cell`` is like ``E4``, ``5`` for a row, or "" for the whole sheet."""

    sort: Sort
    said: Text
    file: str = ""
    sheet: str = ""
    cell: str = ""

    def place(self, lang: str) -> str:
        """``公厕.xlsx 工作表“一区” E4``."""
        chinese = lang.startswith("zh")
        sheet = self.sheet and (f"工作表“{self.sheet}”" if chinese else f"sheet {self.sheet}")
        cell = self.cell
        if cell.isdigit():
            cell = f"第 {cell} 行" if chinese else f"row {cell}"
        cell = cell if chinese else commas(cell)
        return " ".join(part for part in (self.file, sheet, cell) if part)


def in_order(remarks: Iterable[Remark]) -> tuple[Remark, ...]:
    """The gravest first; within a sort as they were made. Equal ones once."""
    order = {sort: place for place, sort in enumerate(Sort)}
    return tuple(sorted(dict.fromkeys(remarks), key=lambda r: order[r.sort]))


def some(places: Iterable[str], most: int = 5) -> str:
    """``E4、E9、E12…``"""
    found = list(dict.fromkeys(places))
    return "、".join(found[:most]) + ("…" if len(found) > most else "")


def commas(listed: str) -> str:
    """What ``some`` listed, with commas."""
    return listed.replace("、", ", ")
