"""Reasons: why a column, or a whole picture, cannot be drawn as it is asked for, and what to do. In both languages."""

from __future__ import annotations

from dataclasses import dataclass

from publish.model import Picture, Text, bilingual

# What the kinds of pictures are called.
KINDS = {
    Picture.BARS: bilingual("条形图（bars）", "bars"),
    Picture.LINES: bilingual("折线图（lines）", "lines"),
    Picture.HISTOGRAM: bilingual("分布图（histogram）", "histogram"),
    Picture.POINTS: bilingual("点图（points）", "points"),
    Picture.AREAS: bilingual("分区图（areas）", "areas"),
}

# Of a column.
NO_KINDS = bilingual("它的内容分不成类", "its values are no kinds of things")
NO_TIME = bilingual("它不是日期、月份或者年份", "it holds no days, months or years")
NO_NUMBER = bilingual("它不是数字", "it holds no numbers")
NO_MEASURE = bilingual(
    "它是编号、代码、名次、年份一类的数，不说明多少", "it is a key, code, rank, year or the like, and says no quantity"
)
NO_AMOUNT = bilingual(
    "圆点的大小只能表示数量，它看不出是数量", "dots are as large as an amount, and nothing says that it is one"
)


@dataclass(frozen=True, slots=True)
class Reason:
    """Of a picture: why it cannot be drawn, and what to do. ``{x}`` and the like stand for names of columns."""

    why: Text
    how: Text

    def filled(self, **names: object) -> Reason:
        """With the names written in."""
        why, how = (bilingual(text["zh"].format(**names), text["en"].format(**names)) for text in (self.why, self.how))
        return Reason(why, how)


def _reason(zh: str, en: str, how_zh: str, how_en: str) -> Reason:
    return Reason(bilingual(zh, en), bilingual(how_zh, how_en))


NO_KIND = _reason("没有写是哪种图（kind）", "does not say of which kind it is", "", "")
STRANGE_KIND = _reason("要画成“{value}”，没有这种图", "is to be “{value}”, which nobody can draw", "", "")
NO_TABLE = _reason("没有写明用哪张表（resource）", "does not say of which table it is", "", "")
STRANGE_TABLE = _reason("要用“{value}”，数据集里没有这张表", "is of “{value}”, and there is no such table", "", "")
SEVERAL = _reason(
    "数值的列（y）写了几个，画不到一起", "y names several columns that cannot be drawn together", "只留一列", "Keep one"
)
UNITS = _reason("几列的单位不同", "its measures have different units", "只留单位相同的列", "Keep those of one unit")
NO_CRS = _reason(
    "没有声明能画在地图上的坐标系",
    "no coordinate system is declared that a map can be drawn in",
    "在目录信息（catalogue）里写上坐标系（crs）",
    "State it under catalogue",
)
NO_PLACE = _reason(
    "没有经度、纬度两列",
    "it has no columns of longitude and latitude",
    "把两列的名称改成 longitude 和 latitude",
    "Name the columns longitude and latitude",
)
MANY_PLACES = _reason(
    "位置超过 {most} 个，图上只画各处有多少，不分大小",
    "there are more than {most} places, of which only the number is drawn",
    "删去数值的列（y）",
    "Leave out y",
)
MANY_ROWS = _reason("行数超过 {most}", "it has more than {most} rows", "改画分布图", "Ask for a histogram")
FEW = _reason(
    "有数的不到两项，没有可以比较的",
    "fewer than two have a number, so there is nothing to compare",
    "换一列",
    "Name another column",
)
MANY = _reason(
    "项数超过 {most}，图上分不清",
    "there are more than {most}, too many to be told apart",
    "换一列取值少的",
    "Name a column of fewer values",
)
TIMES = _reason(
    "同一个“{x}”有几行，可能是不同时间的，不能相加",
    "several rows have the same “{x}”, perhaps of several times, and cannot be added up",
    "改画折线图",
    "Ask for lines",
)
TWICE = _reason(
    "同一个“{x}”有几行，一个区域只能有一个数",
    "several rows have the same “{x}”, and an area is shaded by one number",
    "改画条形图",
    "Ask for bars",
)
RATE = _reason(
    "同一个“{x}”有几行，而“{y}”是比率一类的数，不能相加",
    "several rows have the same “{x}”, and “{y}” is a rate or the like, which is not added up",
    "换一列数量",
    "Name an amount",
)
UNSURE = _reason(
    "同一个“{x}”有几行，“{y}”看不出是可以相加的数量",
    "several rows have the same “{x}”, and nothing says that “{y}” is an amount to be added up",
    "给它写上单位",
    "State its unit",
)
ALIKE = _reason(
    "“{x}”的数差别太小，分不出段",
    "the numbers of “{x}” differ too little to be sorted into steps",
    "换一列数",
    "Name another column",
)
