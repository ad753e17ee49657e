"""Numbers as people write them: with marks between thousands, a percent sign, 万 or 亿, brackets for a loss."""

from __future__ import annotations

import re
from dataclasses import dataclass

from publish.draft.digits import figure
from publish.draft.sheet import Cell, plain

_NUMBER = re.compile(r"([-+]?)(\d+(?:\.\d*)?|\.\d+)(?:[eE]([-+]?\d{1,3}))?")
_THOUSANDS = re.compile(r"[-+]?\d{1,3}(?:(?:,\d{3})+|(?:[ \u00a0]\d{3})+)(?:\.\d+)?")
_BRACKETS = re.compile(r"[(（]([\d,.]+)[)）]")
_BEHIND = re.compile(r"(.*?[\d.])\s*(%|‰|[一-龥㎡㎞℃°]{1,4}|m2|km2|km|m³|m²|km²)")
_MONEY = re.compile(r"^[¥￥$]\s*")
_POWER = re.compile(r"\d(?:\.(\d+))?E\+(1\d)")
_DIGIT = re.compile(r"\d")
_PLAIN = re.compile(r"-?(?:0|[1-9][0-9]{0,8})(?:\.[0-9]{1,6})?")  # nothing is to be done
EXACT = 2**53
_DIGITS = 15  # that a spreadsheet keeps of a number


@dataclass(frozen=True, slots=True)
class Number:
    """One cell as a number: how it is spelled, what stood behind it, and what had to be changed."""

    text: str
    behind: str = ""  # %, 万, 元 …: a unit that belongs into the heading
    change: str = ""  # thousands, brackets, wide, text …

    @property
    def whole(self) -> bool:
        return "." not in self.text


def number(cell: Cell) -> Number | None:
    """The number in a cell; None when it is none. A leading zero makes a code of it, and so do very many digits."""
    if isinstance(cell, bool):
        return None
    if isinstance(cell, float):
        return Number(plain(cell)) if abs(cell) < EXACT else None
    if not isinstance(cell, str) or not _DIGIT.search(cell):
        return None
    return Number(cell) if _PLAIN.fullmatch(cell) else _written(cell)


def _written(cell: str) -> Number | None:
    text = figure(cell)
    change = "wide" if text != cell.strip() else ""
    if found := _MONEY.match(text):
        text, change = text[found.end() :], "money"
    behind = ""
    if found := _BEHIND.fullmatch(text):
        text, behind = found[1], found[2]
    if found := _BRACKETS.fullmatch(text):
        text, change = f"-{found[1]}", "brackets"
    if _THOUSANDS.fullmatch(text):
        text, change = re.sub(r"[,\s]", "", text), "thousands"
    found = _NUMBER.fullmatch(text.replace(" ", "") if change == "wide" else text)
    if not found or (found[2].startswith("0") and found[2][1:2].isdigit()):
        return None
    if len(found[2].replace(".", "").lstrip("0")) > _DIGITS:
        return None
    return Number(_spelled(*found.groups()), behind, change)


def _spelled(sign: str, digits: str, exponent: str | None) -> str:
    if exponent is not None:
        return plain(float(f"{sign}{digits}e{exponent}"))
    digits = f"0{digits}" if digits.startswith(".") else digits.removesuffix(".")
    return f"{'-' if sign == '-' else ''}{digits}"


def times_hundred(text: str) -> str:
    """0.125 -> 12.5, without the noise of binary fractions."""
    return plain(float(f"{float(text) * 100:.12g}"))


def damaged(cell: Cell) -> bool:
    """Was it a long row of digits that a spreadsheet took for a number? Beyond the fifteenth they are lost; and all
    that its exponent hides, where that is written: 3.10101E+17, or 3.10101E+11 in a CSV file."""
    if isinstance(cell, float):
        return cell.is_integer() and abs(cell) >= 10**_DIGITS
    return isinstance(cell, str) and "E+" in cell and _hides(cell.strip())


def _hides(text: str) -> bool:
    found = _POWER.fullmatch(text)
    return found is not None and int(found[2]) > len(found[1] or "")
