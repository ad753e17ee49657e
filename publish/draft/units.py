"""Units: from a heading (人口（万人）), from the line over a table (单位：万元), from the row under the headings."""

from __future__ import annotations

import re

_WORDS = (
    "元 万元 亿元 千元 美元 万美元 亿美元 元/月 元/年 元/人 人 万人 千人 人次 万人次 人/平方公里 人/平方千米 户 万户 "
    "个 家 所 座 处 条 张 件 项 台 辆 套 只 头 株 棵 份 次 篇 部 册 万册 床 张床 间 栋 幢 亩 万亩 公顷 万公顷 平方米 "
    "万平方米 平方公里 平方千米 立方米 万立方米 亿立方米 米 公里 千米 万公里 厘米 毫米 吨 万吨 千克 公斤 克 升 毫升 度 "
    "千瓦时 万千瓦时 亿千瓦时 千瓦 万千瓦 天 日 小时 分钟 分 秒 年 月 岁 % ‰ 百分比 ％ 度（℃） ℃ 摄氏度 分贝 dB mg/L "
    "mg/m³ mg/m3 μg/m³ μg/m3 ug/m³ ug/m3 µg/m³ "
    "m m2 m² m3 m³ km km2 km² ㎡ ㎞ kg t ha kWh 吨标准煤 万吨标准煤 倍 级 名 位 门 班 人天 公里/小时 "
    "辆次 工作日 个工作日 艘 架 架次 标准箱 万标准箱 TEU 吨公里 人公里 元/吨 元/平方米 元/公斤 元/千克 元/斤 万 亿 千"
).split()
_KNOWN = frozenset(_WORDS)
_EACH = frozenset(
    "次 人 人次 月 年 日 天 小时 分钟 户 个 吨 平方米 立方米 ㎡ m² m³ 度 千瓦时 公里 亩 公顷 辆 件 车次 床 床日".split()
)  # behind a stroke: 元/次
_ENGLISH = {
    "元": "yuan", "万元": "10,000 yuan", "亿元": "100 million yuan", "人": "persons", "万人": "10,000 persons",
    "户": "households", "个": "count", "家": "count", "所": "count", "座": "count", "处": "count", "件": "count",
    "辆": "vehicles", "人次": "visits", "万人次": "10,000 visits", "亩": "mu", "公顷": "hectares", "平方米": "m²",
    "平方公里": "km²", "平方千米": "km²", "立方米": "m³", "米": "m", "公里": "km", "千米": "km", "吨": "t",
    "万吨": "10,000 t",
    "千克": "kg", "公斤": "kg", "天": "days", "小时": "hours", "分钟": "minutes", "年": "years", "岁": "years of age",
    "℃": "°C", "毫米": "mm", "厘米": "cm", "张": "count", "台": "count", "套": "count", "床": "beds",
    "千瓦时": "kWh", "万千瓦时": "10,000 kWh", "亿立方米": "100 million m³",
}  # fmt: skip
_BEHIND = re.compile(r"(.+?)\s*[（(\[【]\s*(?:单位\s*[:：]\s*)?([^（()）\]】]{1,12})\s*[)）\]】]\s*")
_SLASH = re.compile(
    r"(.+)[/／]\s*(㎡|m²|m2|km²|km2|m³|m3|kg|t|ha|kWh|平方米|平方公里|公顷|万元|亿元|元|万人|人次|吨|公里|米)"
)
_COMMA = re.compile(r"(.+?)[,，、/／]\s*(\S{1,8})")
_LINE = re.compile(r"(?<![一-龥])(?:计量|金额|数量)?\s*单\s*位\s*[:：]\s*([^\s，。；;]+(?:[、,，][^\s，。；;]+)*)")
_OF = (
    (re.compile(r"面积"), re.compile(r"(?:万)?(?:公顷|亩|平方米)|平方[公千]里|平方千米|km²|㎡|m²")),
    (re.compile(r"人口|人数|人员|职工|学生|教师|劳动力|男性?$|女性?$"), re.compile(r"[千万]?人")),
    (re.compile(r"床位"), re.compile(r"[万]?张|床|张床|个")),
    (re.compile(r"户数|总户$"), re.compile(r"万?户")),
    (re.compile(r"值$|总值|额$|金额|GDP|收入|支出|投资|预算|决算|利润|税"), re.compile(r"[千万亿]?元|万?美元|亿美元")),
    (re.compile(r"长度|里程"), re.compile(r"万?公里|千米|米|km")),
    (re.compile(r"率$|比重|占比|比例|增长|增速|增幅"), re.compile(r"[%％‰]")),
)  # what a heading speaks of, and the units of that
_RATIO = re.compile(r"率$|比重|占比|比例|同比|环比|增长|增速|增幅|指数|系数|密度|排名|名次|位次|年份|年度")
_MULTIPLE = re.compile(r"^[十百千万亿]+(?=.)")
_MANY = re.compile(r"[、,，和]")


def is_unit(text: str) -> bool:
    """Is this word a unit?"""
    text = text.strip()
    whole, mark, each = text.replace("／", "/").partition("/")
    return text in _KNOWN or _MULTIPLE.sub("", text) in _KNOWN or (bool(mark) and whole in _KNOWN and each in _EACH)


def of_heading(heading: str) -> tuple[str, str]:
    """``人口（万人）`` -> (人口, 万人); what has no unit keeps its heading: (heading, "")."""
    bare = heading.rstrip("%％")
    if bare != heading and bare.strip():
        return bare.strip(), "%"
    found = _BEHIND.fullmatch(heading) or _SLASH.fullmatch(heading)
    if found and is_unit(found[2]):
        return found[1].strip(), found[2].strip()
    return heading, ""


def over_table(line: str) -> tuple[str, ...]:
    """The units that a line over a table names: ``单位：万元`` one, ``单位：人、%`` two, ``填报单位：统计局`` none."""
    found = _LINE.search(line)
    said = [part.strip(" )）(（]】") for part in _MANY.split(found[1])] if found else []
    return tuple(said) if said and all(map(is_unit, said)) else ()


def common(title: str, over: tuple[str, ...]) -> str:
    """Which of the units over a table is that of a column: the only one, unless the column is a share or a rank; of
    several the one that fits what its heading speaks of; "" when that is not clear."""
    if len(over) == 1:
        return "" if _RATIO.search(title) and over[0] not in ("%", "％", "‰") else over[0]
    fit = {unit for about, kind in _OF if about.search(title) for unit in over if kind.fullmatch(unit)}
    return fit.pop() if len(fit) == 1 else ""


def under_heading(cell: str) -> str:
    """The unit in a cell under a heading, with or without brackets; "" when it is none."""
    bare = cell.strip().strip("()（）[]【】").strip()
    return bare if is_unit(bare) else ""


def english(unit: str) -> str:
    """The unit as English writes it; "" when that is not known. What has no Chinese in it is the same in both."""
    return _ENGLISH.get(unit, "" if re.search("[一-龥]", unit) else unit)
