"""Of which days a table speaks, by its title: 2024年, 2025年3月, 2025年1-6月, 2025年第一季度, 2024年度."""

from __future__ import annotations

import calendar
import re
from datetime import date

_DAY = re.compile(r"(?:截[至止]\D{0,3})?((?:19|20)\d{2})年(\d{1,2})月(\d{1,2})日")
_MONTHS = re.compile(r"((?:19|20)\d{2})年(\d{1,2})\s*[-—–~至]\s*(\d{1,2})月")
_MONTH = re.compile(r"((?:19|20)\d{2})年(\d{1,2})月")
_QUARTER = re.compile(r"((?:19|20)\d{2})年第?([一二三四1-4])季度")
_HALF = re.compile(r"((?:19|20)\d{2})年([上下])半年")
_YEARS = re.compile(r"((?:19|20)\d{2})\s*[-—–~至]\s*((?:19|20)\d{2})年")
_YEAR = re.compile(r"((?:19|20)\d{2})年")
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}


def period(title: str) -> tuple[date, date] | None:
    """First and last day of the period a title names; None when it names none."""
    if found := _DAY.search(title):
        day = _date(int(found[1]), int(found[2]), int(found[3]))
        return (day, day) if day else None
    year, first, last = _span(title)
    if not year or not 1 <= first <= last <= 12:
        return None
    return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])


def _span(title: str) -> tuple[int, int, int]:
    """Year, first and last month; all 0 when none is named, or several years are."""
    if found := _MONTHS.search(title):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _QUARTER.search(title):
        quarter = _QUARTERS[found[2]]
        return int(found[1]), quarter * 3 - 2, quarter * 3
    if found := _HALF.search(title):
        return (int(found[1]), 1, 6) if found[2] == "上" else (int(found[1]), 7, 12)
    if found := _MONTH.search(title):
        return int(found[1]), int(found[2]), int(found[2])
    found = None if _YEARS.search(title) else _YEAR.search(title)
    return (int(found[1]), 1, 12) if found else (0, 0, 0)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
