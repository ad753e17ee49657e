"""Days, months and years as people write them -> ISO. What may be two different days is left as it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from publish.draft.digits import figure
from publish.draft.sheet import Cell

_DAY = re.compile(r"(\d{4})\s*(?:[-./]|年)\s*(\d{1,2})\s*(?:[-./]|月)\s*(\d{1,2})\s*[日号]?")
_RUN = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_MOMENT = re.compile(r"(.+?)[ T]+(\d{1,2})[:时](\d{2})(?:[:分](\d{2})(?:\.\d+)?)?[分秒]?")
_MONTH = re.compile(r"(\d{4})\s*(?:年\s*(\d{1,2})\s*月份?|[-/](\d{1,2}))")
_MONTH_DOTTED = re.compile(r"((?:19|20)\d{2})\.(0[1-9]|1[0-2])")
_MONTH_RUN = re.compile(r"((?:19|20)\d{2})(0[1-9]|1[0-2])")
_YEAR = re.compile(r"((?:19|20)\d{2})\s*(年度?)?")
_CHINESE = re.compile(
    r"([〇○零一二三四五六七八九]{4})年(?:([一二三四五六七八九十]{1,3})月(?:([一二三四五六七八九十]{1,3})日)?)?"
)
_NUMERALS = {c: str(i) for i, c in enumerate("〇一二三四五六七八九")} | {"○": "0", "零": "0"}
_MAYBE = re.compile(r"\d{4}|年|\d[:：]")
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?")
_LASTING = re.compile(r"(\d{1,4}):([0-5]\d):([0-5]\d)")
_LENGTH = re.compile(r"时长|用时|耗时|历时|duration", re.I)
_WEEKDAY = re.compile(r"\s*[（(]?(?:星期|周|礼拜)[一二三四五六日天][)）]?$")
_HEADING = re.compile(r"日期|时间|年月|月份|日$|期限|起始|截止|截至|出生|date|time", re.I)
_MONTHLY = re.compile(r"年月|月份|月度|month", re.I)
_YEARLY = re.compile(r"年份|年度|^年$|所属年|统计年|year", re.I)
_FIRST, _LAST = 18_264, 73_050  # 1950 to 2099, as a spreadsheet counts days
_ZERO = date(1899, 12, 30)
_SHOWN_MONTH = re.compile(r"(?i)^(?!.*d).*y.*m")  # a number format with a year and a month and no day


@dataclass(frozen=True, slots=True)
class When:
    """One cell as a time: the Table Schema type, its spelling, and what had to be changed (serial, written, run)."""

    type: str  # date, datetime, yearmonth, year, time, duration
    text: str
    change: str = ""


def when(cell: Cell, heading: str, shown: str = "") -> When | None:
    """The time in a cell under this heading; None when it is none. ``shown`` is the cell's number format. A bare number
    is a day, a month or a year only where the heading says so."""
    if isinstance(cell, datetime | date):
        return _native(cell, shown)
    if isinstance(cell, time):
        return _lasting(f"{cell:%H:%M:%S}", heading) or When("time", cell.isoformat(timespec="seconds"))
    if isinstance(cell, float) and cell.is_integer():
        return _bare(str(int(cell)), heading)
    if not isinstance(cell, str) or not _MAYBE.search(cell):
        return None
    text = _WEEKDAY.sub("", figure(cell))
    return (
        _lasting(text, heading)
        or _clock(text)
        or _moment(text)
        or _day(text)
        or _month(text, heading)
        or _bare(text, heading)
        or _chinese(text)
    )


def about_time(heading: str) -> bool:
    """Does a heading speak of a day or a month?"""
    return bool(_HEADING.search(heading))


def monthly(heading: str) -> bool:
    """Does a heading speak of months?"""
    return bool(_MONTHLY.search(heading))


def _native(cell: date, shown: str) -> When:
    if not isinstance(cell, datetime):
        cell = datetime.combine(cell, time())
    if cell.time() != time():
        return When("datetime", cell.isoformat(timespec="seconds"))
    if cell.day == 1 and _SHOWN_MONTH.match(shown) and "h" not in shown.lower():
        return When("yearmonth", f"{cell:%Y-%m}", "month")
    return When("date", cell.date().isoformat())


def _clock(text: str) -> When | None:
    found = _CLOCK.fullmatch(text)
    spelled = f"{int(found[1]):02}:{found[2]}:{found[3] or '00'}" if found else ""
    return When("time", spelled, "" if spelled == text else "clock") if found else None


def _lasting(text: str, heading: str) -> When | None:
    """How long something took: 26:30:00, or 2:30:00 where the heading says so."""
    found = _LASTING.fullmatch(text)
    if found is None or (int(found[1]) < 24 and not _LENGTH.search(heading)):
        return None
    parts = "".join(f"{int(n)}{unit}" for n, unit in zip(found.groups(), "HMS", strict=True) if int(n))
    return When("duration", f"PT{parts or '0S'}", "duration")


def _moment(text: str) -> When | None:
    found = _MOMENT.fullmatch(text)
    day = _day(found[1]) if found else None
    if found is None or day is None:
        return None
    hour, minute, second = int(found[2]), int(found[3]), int(found[4] or 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    spelled = f"{day.text}T{hour:02}:{minute:02}:{second:02}"
    return When("datetime", spelled, "" if spelled == text else "moment")


def _day(text: str) -> When | None:
    found = _DAY.fullmatch(text)
    day = _real(*found.groups()) if found else None
    return When("date", day, "" if day == text else "written") if day else None


def _month(text: str, heading: str) -> When | None:
    found = _MONTH.fullmatch(text)
    if found is None and _HEADING.search(heading):
        dotted = _MONTH_DOTTED.fullmatch(text)
        return When("yearmonth", f"{dotted[1]}-{dotted[2]}", "written") if dotted else None
    if found is None or not 1 <= int(found[2] or found[3]) <= 12:
        return None
    spelled = f"{found[1]}-{int(found[2] or found[3]):02}"
    return When("yearmonth", spelled, "" if spelled == text else "written")


def _bare(text: str, heading: str) -> When | None:
    """A number alone: 45717, 20250301, 202503, 2025."""
    if found := _YEAR.fullmatch(text):
        return When("year", found[1], "year" if found[2] else "") if found[2] or _YEARLY.search(heading) else None
    if not _HEADING.search(heading):
        return None
    if found := _RUN.fullmatch(text):
        day = _real(*found.groups())
        return When("date", day, "run") if day else None
    if (found := _MONTH_RUN.fullmatch(text)) and _MONTHLY.search(heading):
        return When("yearmonth", f"{found[1]}-{found[2]}", "run-month")
    if text.isdigit() and len(text) == 5 and _FIRST <= int(text) <= _LAST:
        return When("date", (_ZERO + timedelta(days=int(text))).isoformat(), "serial")
    return None


def _chinese(text: str) -> When | None:
    """二〇二五年三月一日."""
    found = _CHINESE.fullmatch(text)
    if found is None:
        return None
    year = "".join(_NUMERALS[c] for c in found[1])
    if not found[2]:
        return When("year", year, "year")
    month = _counted(found[2])
    if not found[3]:
        return When("yearmonth", f"{year}-{month:02}", "written") if 1 <= month <= 12 else None
    day = _real(year, str(month), str(_counted(found[3])))
    return When("date", day, "written") if day else None


def _counted(text: str) -> int:
    """十二 -> 12, 三十一 -> 31."""
    tens, ten, ones = text.rpartition("十")
    units = int(_NUMERALS.get(ones, "0")) if ones else 0
    return (int(_NUMERALS.get(tens, "1")) if tens else 1) * 10 + units if ten else units


def _real(year: str, month: str, day: str) -> str:
    """The day in ISO, or "" when there is no such day."""
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""
