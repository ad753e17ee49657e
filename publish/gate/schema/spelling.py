"""What is wrong with the spelling of a cell, in plain words: what was done, and how the same value is written.

Spreadsheets and habits leave the same few marks: other dates, thousands marks, units, full-width digits, spaces, rows
of totals. Each is named, and the cell's own value is the example wherever it can be told.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from publish.model import Text, bilingual
from publish.types import type_of

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_YEAR_FIRST = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?")
_RUN_TOGETHER = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_DAY_FIRST = re.compile(r"(\d{1,2})[-./](\d{1,2})[-./](\d{4})")
_SERIAL = re.compile(r"[1-9]\d{4}")  # of a day as a spreadsheet counts: 1927 to 2173
_WITH_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}.*")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})")
_THOUSANDS = re.compile(r"-?\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?")
_PERCENT = re.compile(r"(-?\d+(?:\.\d+)?)\s*[%％]")
_UNIT = re.compile(r"(-?\d+(?:\.\d+)?)\s*[^\d.,\s][^\d]*")
_POINT = re.compile(r"(-?\d+)\.0*")
_NO_VALUE = frozenset("- -- — —— / 无 暂无 未知 不详 不明 缺失 空 n/a na null none nil nan".split())
_TOTALS = frozenset({"合计", "总计", "小计", "共计", "总和", "total", "sum", "totals"})
_YES_NO = {"是": "true", "否": "false", "有": "true", "无": "false", "yes": "true", "no": "false", "y": "true",
           "n": "false", "t": "true", "f": "false", "√": "true", "×": "false"}  # fmt: skip
_EXAMPLES: Mapping[str, str] = {
    "string": "A-01",
    "any": "A-01",
    "integer": "128",
    "number": "12.5",
    "boolean": "true",
    "date": "2026-03-01",
    "datetime": "2026-03-01T08:30:00",
    "time": "08:30:00",
    "year": "2026",
    "yearmonth": "2026-03",
    "duration": "P1D",
    "geopoint": "121.47,31.23",
    "geojson": '{"type":"Point","coordinates":[121.47,31.23]}',
    "array": '["a","b"]',
    "object": '{"a":1}',
    "list": "a,b",
}


_FORMS: Mapping[str, tuple[str, str, str]] = {  # a text of a special form
    "email": ("电子邮件地址", "an e-mail address", "opendata@example.org"),
    "uri": ("网址", "an address of the web", "https://example.org/"),
    "uuid": (" UUID 编号", "a UUID", "f709dae1-434c-43fc-b2f4-4abff474aa56"),
    "binary": (" Base64 编码的内容", "Base64", "5byA6Zeo"),
    "wkt": (" WKT 几何图形", "a shape in WKT", "POINT (121.47 31.23)"),
}


@dataclass(frozen=True, slots=True)
class Slip:
    """Why a cell is not of its type, to follow the cell in a sentence; and what to do, a sentence of its own."""

    why: Text
    mend: Text


_MOMENT = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
_OTHER_DAY, _OTHER_TIME = datetime(1999, 12, 31, 8, 30, tzinfo=UTC), datetime(2026, 3, 1, 17, 45, 59, tzinfo=UTC)
_FREE_FORMS = frozenset({"", "default", "any"})


def usable_form(kind: str, form: str) -> bool:
    """Can a day or a time be written, and read again, in this form of strptime? YYYY-MM-DD says nothing of a day."""
    if form in _FREE_FORMS:
        return True
    others = [_OTHER_TIME] * (kind != "date") + [_OTHER_DAY] * (kind != "time")
    try:
        written = _MOMENT.strftime(form) if len(form) <= 100 else ""
        return any(other.strftime(form) != written for other in others) and bool(datetime.strptime(written, form))
    except ValueError:
        return False


def _write(why_zh: str, why_en: str, example: str) -> Slip:
    return Slip(bilingual(why_zh, why_en), bilingual(f"请改写成 {example}。", f"Write {example}."))


def slip(kind: str, value: str, form: str = "") -> Slip:
    """What is wrong with a cell of a column of this type (or one that is empty though it may not be)."""
    if kind == "string" and form in _FORMS:
        zh, en, example = _FORMS[form]
        mend = bilingual(f"请改成{zh}，例如 {example}。", f"Write {en}, for example {example}.")
        return Slip(bilingual(f"不是{zh}", f"is not {en}"), mend)
    if kind in ("date", "time", "datetime") and form not in _FREE_FORMS and usable_form(kind, form):
        example = _MOMENT.strftime(form)
        mend = bilingual(f"请照说明里的格式改写，例如 {example}。", f"Write it as described, for example {example}.")
        return Slip(bilingual(f"不是“{example}”这样的写法", f"is not written like “{example}”"), mend)
    for look in (_everywhere, _BY_KIND.get(kind, _nothing)):
        for found in look(kind, value):
            return found
    label = type_of(kind).label
    example = _EXAMPLES.get(kind, "…")
    mend = bilingual(f"请改成{label['zh']}，例如 {example}。", f"Write a {label['en']}, for example {example}.")
    return Slip(bilingual(f"不是{label['zh']}", f"is not a {label['en']}"), mend)


def described_otherwise(kind: str, raw: Mapping[str, object]) -> Slip | None:
    """The same of a column whose description has its own words for true and false, or its own decimal mark; None when
    it has not."""
    if kind == "boolean" and ("trueValues" in raw or "falseValues" in raw):
        said = [raw.get(key) for key in ("trueValues", "falseValues")]
        yes, no = (str(words[0]) if isinstance(words, list) and words else "" for words in said)
        yes, no = yes or ("true" if raw.get("trueValues") is None else no), no or "false"
        mend = bilingual(f"请改写成 {yes} 或 {no}。", f"Write {yes} or {no}.")
        return Slip(bilingual(f"不是 {yes} 或 {no}", f"is not {yes} or {no}"), mend)
    if kind == "number" and raw.get("decimalChar", ".") != ".":
        example = f"12{raw['decimalChar']}5"
        mend = bilingual(f"请照说明里的小数点改写，例如 {example}。", f"Write it as described, for example {example}.")
        return Slip(bilingual(f"不是 {example} 这样的数", f"is not a number like {example}"), mend)
    return None


def _nothing(kind: str, value: str) -> Iterator[Slip]:
    yield from ()


def _everywhere(kind: str, value: str) -> Iterator[Slip]:
    if (said := value.strip()).lower() in _NO_VALUE and kind != "boolean":
        yield Slip(
            bilingual("看来是说没有值", "seems to say that there is no value"),
            bilingual(f'请空着；想保留原来的写法，在列的说明里写 missingValues: ["", "{said}"]。',
                  f'Leave it empty; to keep the word, say missingValues: ["", "{said}"] in the description.'),
        )  # fmt: skip
    if not value.strip():
        yield Slip(
            bilingual("等于空着，可是说明里没有写可以空着", "is as good as empty, and that is not described"),
            bilingual("请填上；可以空着的，在说明里写 missingValues: [\"\"]。",
                  "Fill it in; if it may be empty, say missingValues: [\"\"] in the description."),
        )  # fmt: skip
    if value.strip().lower() in _TOTALS:
        yield Slip(
            bilingual("看来是合计行", "looks like a row of totals"),
            bilingual("请删去合计行，合计可以由数据算出来。", "Delete that row; totals can be computed from the data."),
        )
    plain = unicodedata.normalize("NFKC", value)
    if plain != value and any(c.isdigit() and not c.isascii() for c in value):
        yield _write("用了全角数字", "has full-width digits", plain.strip())
    if value != value.strip() and slip(kind, value.strip()).why == slip(kind, "\0").why:
        yield _write("前后多了空格", "has spaces around it", value.strip())


def _number(kind: str, value: str) -> Iterator[Slip]:
    value = value.strip()
    if len(value) > 40 and value.lstrip("+-").isdecimal():
        yield Slip(
            bilingual("位数太多，存不下", "has more digits than can be kept"),
            bilingual("请核对；如果是编号，请把这一列的类型改成文本，例如 type: string。",
                  "Check it; if it is a code, make the column text, for example type: string."),
        )  # fmt: skip
    if _THOUSANDS.fullmatch(value):
        yield _write("带着千位分隔符", "has a mark between thousands", value.replace(",", "").replace("，", ""))
    if found := _PERCENT.fullmatch(value):
        yield Slip(
            bilingual("带着百分号", "has a percent sign"),
            bilingual(f"请改写成 {found[1]}，并在这一列的说明里写 unit: '%'。",
                  f"Write {found[1]}, and unit: '%' in the description of the column."),
        )  # fmt: skip
    if kind == "integer" and (found := _POINT.fullmatch(value)):
        yield _write("带着小数点", "has a decimal point", found[1])
    if found := _UNIT.fullmatch(value):
        yield Slip(
            bilingual("数字后面带着别的字", "has something behind the number"),
            bilingual(f"请只写数字，例如 {found[1]}；单位写在这一列的说明里（unit）。",
                  f"Write the number alone, for example {found[1]}; the unit goes into the description of the column."),
        )  # fmt: skip


def _date(kind: str, value: str) -> Iterator[Slip]:
    value = value.strip()
    if found := _WITH_TIME.fullmatch(value):
        yield _write("除了日期还写着时间", "has a time behind the day", found[1])
    day = _day(value)
    if day is None and (_ISO.fullmatch(value) or _YEAR_FIRST.fullmatch(value)):
        mend = bilingual("请改成真实的日期，例如 2026-03-01。", "Write a real date, for example 2026-03-01.")
        yield Slip(bilingual("这一天不存在", "is not a real day"), mend)
    if day is not None and _SERIAL.fullmatch(value):
        yield _write("像是表格软件里日期的内部编号", "looks like a spreadsheet's number of a day", day.isoformat())
    elif day is not None and not _ISO.fullmatch(value):
        yield _write("没有写成“年-月-日”", "is not written year-month-day", day.isoformat())


def _day(value: str) -> date | None:
    """The day a person means; None when it is none, or when the day and the month may be either."""
    if _SERIAL.fullmatch(value):
        return date(1899, 12, 30) + timedelta(days=int(value))
    found = _YEAR_FIRST.fullmatch(value) or _RUN_TOGETHER.fullmatch(value)
    parts = list(map(int, found.groups())) if found else []
    if other := _DAY_FIRST.fullmatch(value):
        first, second, year = map(int, other.groups())
        if (first > 12) != (second > 12):
            parts = [year, min(first, second), max(first, second)]
    try:
        return date(*parts) if parts else None
    except ValueError:
        return None


def _time(kind: str, value: str) -> Iterator[Slip]:
    found = _CLOCK.fullmatch(value.strip())
    if found and int(found[1]) < 24 and int(found[2]) < 60:
        yield _write("没有写秒", "has no seconds", f"{int(found[1]):02}:{found[2]}:00")


def _datetime(kind: str, value: str) -> Iterator[Slip]:
    value = value.strip()
    if _ISO.fullmatch(value) and _day(value):
        yield _write("没有写时间", "has no time", f"{value}T00:00:00")
    if (found := _WITH_TIME.fullmatch(value)) and _day(found[1]) and " " in value:
        yield _write("日期和时间之间少了字母 T", "lacks the T between day and time", value.replace(" ", "T", 1))


def _boolean(kind: str, value: str) -> Iterator[Slip]:
    said = _YES_NO.get(value.strip().lower(), "")
    mend_zh = (
        f"请改写成 {said or 'true 或 false'}；" + "想保留原来的写法，在说明里写 trueValues: [是] 和 falseValues: [否]。"
    )
    mend_en = f"Write {said or 'true or false'}; to keep the words, say trueValues and falseValues in the description."
    yield Slip(bilingual("不是 true 或 false", "is not true or false"), bilingual(mend_zh, mend_en))


_BY_KIND: Mapping[str, Callable[[str, str], Iterator[Slip]]] = {
    "integer": _number,
    "number": _number,
    "date": _date,
    "time": _time,
    "datetime": _datetime,
    "boolean": _boolean,
}
