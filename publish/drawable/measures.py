"""Measures: which columns hold numbers that a picture can show, and which of these may be added up.

A number is often not a measure: a key, a code, a rank, a telephone number, a year, a coordinate. A rate, a density or
an average is one, but a sum of them says nothing. The type, the name, the title, the unit and the part the column plays
in the table decide; in doubt nothing is drawn, and nothing added.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from publish.figures import FieldFigures
from publish.model import Field
from publish.tables import Table

_NUMBERS = ("integer", "number")

# A title or name that ends so, or is so, names something and counts nothing.
_NAMES_ZH = re.compile(
    r"(号|码|编码|代码|序|序次|次序|排名|名次|位次|排序|等级|级别|星级|楼层|层数|电话|手机|传真|邮编|年份|年度|[季月日周年]|星期|"
    r"经度|纬度|黄经|黄纬|坐标|版本|标识|索引|主键)$|^(序号|编号|编码|代码|排名|经度|纬度|年|月|日|时|分|秒|X|Y)$"
)
_NAMES_EN = frozenset(
    "id ids identifier code codes key fid gid oid objectid uid uuid guid no nr num rank ranking position sort order "
    "sequence seq serial index idx phone telephone tel mobile fax zip zipcode postcode postal year years month day "
    "weekday week quarter hour minute second lon lng long longitude lat latitude x y easting northing version grade "
    "level floor isbn issn iban account card plate".split()
)
_NUMBER_OF = re.compile(r"\b(number|no\.?|count|amount|total) of\b", re.IGNORECASE)
_ENDS_EN = frozenset("id code no nr rank ranking order sequence index phone telephone year month day week quarter "
                     "longitude latitude number identifier serial zip postcode easting northing".split())  # fmt: skip

# What is not added up.
_RATE_ZH = re.compile(
    r"率|比重|比例|比值|占比|占.{0,6}%|百分|均|中位|密度|强度|浓度|指数|温度|气温|湿度|气压|风速|速度|价格|单价|得分|评分|分数|年龄|"
    r"寿命|增长|增幅|增速|涨幅|同比|环比|最[高低大小]|水位|海拔|高程|深度|高度|宽度|等级|余额|系数|累计|倍"
)
_RATE_EN = frozenset(
    "rate rates ratio share shares percent percentage pct proportion mean average avg median per density intensity "
    "concentration index temperature humidity pressure speed velocity price prices score rating age growth change "
    "maximum minimum max min level elevation altitude depth height width coefficient balance cumulative yoy "
    "expectancy fraction probability anomaly deviation".split()
)
_RATE_UNIT = re.compile(r"[%‰℃°/／每]|\bper\b|percent|degree|百分|[度倍分]$|^(岁|years? old)$", re.IGNORECASE)

# What says that numbers are amounts: only then is a sum spoken of.
_AMOUNT_UNIT = re.compile(
    r"^[十百千万亿]*(人次?|个|户|家|辆|床|张|座|处|所|件|次|元|美元|吨|公斤|千克|公顷|亩|平方(千?米|公里)|千瓦时|度电|立方米|条|起|"
    r"例|例次|宗|套|间|株|棵|只|头|册|班|名|架|艘|标准箱|TEU|对|份|台|部|项|门|列|车次|班次|床位|泊位|学生|教师)$"
    r"|^(thousand |million |billion )?(persons?|people|residents?|households?|beds?|seats?|vehicles?|cars?|buses|"
    r"trips?|passengers?|visitors?|visits?|cases?|births?|deaths?|items?|units?|pieces?|yuan|cny|rmb|usd|dollars?|euros?|"
    r"tonnes?|tons?|kg|ha|hectares?|km²|m²|km2|m2|m³|square (kilo)?met(re|er)s|kwh|mwh|gwh|teu|schools?|students?|"
    r"teachers?|books?|copies|places?|spaces?|stations?|times|facilities|events?|accidents?)$",
    re.IGNORECASE,
)
_AMOUNT_ZH = re.compile(r"(数|数量|人口|总量|产量|客流量?|客运量|货运量|金额|总额|面积)$")
_AMOUNT_EN = re.compile(r"\b(population|number of|count|residents|ridership|passengers|visitors|beds|seats)\b", re.I)


def measures(table: Table, figures: Iterable[FieldFigures]) -> tuple[Field, ...]:
    """The columns of a table whose numbers can be drawn, in its order."""
    counted = {f.name: f for f in figures}
    keys = keys_of(table)
    return tuple(
        f
        for f in table.fields
        if f.name not in keys and is_measure(f) and _varies(counted.get(f.name)) and not _serial(counted, f, table)
    )


def keys_of(table: Table) -> frozenset[str]:
    """The columns that tell rows apart or point at others, and those that say where something is."""
    pointing = (name for r in table.references for name in r.fields)
    telling = (name for key in table.unique_keys for name in key)
    return frozenset([*table.primary_key, *telling, *pointing, *(table.point or ()), table.geometry])


def is_measure(field: Field) -> bool:
    """Does the column hold numbers that say how much, as far as its description tells?"""
    if field.type not in _NUMBERS or field.categories or "enum" in field.constraints:
        return False
    if field.constraints.get("unique"):
        return False
    return not any(_names_something(said) for said in _said(field))


def _said(field: Field) -> tuple[str, ...]:
    """What the column is called."""
    return field.name, *(title for _, title in field.title)


def _bare(title: str) -> str:
    """Without what stands in brackets at its end."""
    return re.sub(r"\s*[（(][^（）()]*[）)]\s*$", "", title).strip()


def _words(title: str) -> list[str]:
    split = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", title)
    return [w.rstrip(".") for w in re.split(r"[^A-Za-z.²³]+", split.lower()) if w.strip(".")]


def _names_something(title: str) -> bool:
    bare = _bare(title)
    if re.search(r"[\u4e00-\u9fff]", bare):
        return bool(_NAMES_ZH.search(bare))
    if _NUMBER_OF.search(bare):
        return False
    words = _words(bare)
    return bool(words) and (words[-1] in _ENDS_EN or (len(words) == 1 and words[0] in _NAMES_EN))


def _varies(counted: FieldFigures | None) -> bool:
    """Is there a difference to show?"""
    return counted is not None and counted.smallest is not None and counted.smallest != counted.largest


def _serial(counted: dict[str, FieldFigures], field: Field, table: Table) -> bool:
    """Is it nothing but the number of the row: 1, 2, 3 …?"""
    known = counted[field.name]
    if field.type != "integer" or table.rows < 5 or known.missing or known.distinct != table.rows:
        return False
    return known.smallest in (0, 1) and known.largest - known.smallest == table.rows - 1


def is_rate(field: Field) -> bool:
    """Is it a rate, a share, an average, a density …: a number of which no sum means anything?"""
    if any(_RATE_UNIT.search(unit.strip()) for _, unit in field.unit):
        return True
    return any(_RATE_ZH.search(said) or _RATE_EN & set(_words(said)) for said in _said(field))


def is_amount(field: Field) -> bool:
    """Are its numbers amounts, so that their sum and a share of it can be spoken of? In doubt not."""
    if is_rate(field):
        return False
    if any(_AMOUNT_UNIT.search(unit.strip()) for _, unit in field.unit):
        return True
    return any(_AMOUNT_ZH.search(_bare(said)) or _AMOUNT_EN.search(said) for said in _said(field))
