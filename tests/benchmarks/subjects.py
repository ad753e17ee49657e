"""Subject: what the packages of a made city are about, and the columns of their tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from tests.benchmarks.fills import Fill, days, decimal, join, keys, pick, sparse, whole

Said = tuple[str, str]  # Chinese, English


@dataclass(frozen=True)
class Column:
    """One field: how it is described, and how it is filled."""

    name: str
    type: str
    title: Said
    fill: Fill
    unit: Said | None = None
    categories: tuple[tuple[str, Said], ...] = ()
    constraints: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Subject:
    """What a package is about: slug, title, topic, frequency, and the columns of its table."""

    slug: str
    title: Said
    topic: str
    frequency: str
    columns: tuple[Column, ...]


DISTRICTS = (
    ("pudong", "浦东新区", "Pudong"), ("huangpu", "黄浦区", "Huangpu"), ("xuhui", "徐汇区", "Xuhui"),
    ("changning", "长宁区", "Changning"), ("jingan", "静安区", "Jing’an"), ("putuo", "普陀区", "Putuo"),
    ("hongkou", "虹口区", "Hongkou"), ("yangpu", "杨浦区", "Yangpu"), ("minhang", "闵行区", "Minhang"),
    ("baoshan", "宝山区", "Baoshan"), ("jiading", "嘉定区", "Jiading"), ("jinshan", "金山区", "Jinshan"),
    ("songjiang", "松江区", "Songjiang"), ("qingpu", "青浦区", "Qingpu"), ("fengxian", "奉贤区", "Fengxian"),
    ("chongming", "崇明区", "Chongming"),
)  # fmt: skip
ROADS = pick(("世纪大道", "人民路", "中山路", "和平路", "解放路", "建设路", "新华路", "滨江大道", "科苑路", "学府路"))
STATIONS = pick(("虹桥", "张江", "外滩", "五角场", "徐家汇", "漕河泾", "临港", "朱家角", "佘山", "东滩"))
TRADES = pick(("餐饮", "零售", "建材", "物流", "教育", "医药", "软件", "文化传媒"))

KEY = Column("id", "string", ("编号", "Identifier"), keys, constraints={"required": True, "pattern": r"^K\d{7}$"})
PLACE = (
    Column("lon", "number", ("经度", "Longitude"), decimal(120.9, 122.0, 6), ("度", "degrees"),
           constraints={"minimum": 73, "maximum": 136}),
    Column("lat", "number", ("纬度", "Latitude"), decimal(30.7, 31.8, 6), ("度", "degrees"),
           constraints={"minimum": 3, "maximum": 54}),
)  # fmt: skip


def kind(title: Said, *categories: tuple[str, str, str]) -> Column:
    """The column ``kind``: every table has one, to filter by."""
    labels = tuple((value, (chinese, english)) for value, chinese, english in categories)
    values = [value for value, _ in labels]
    return Column("kind", "string", title, pick(values), categories=labels, constraints={"required": True})


FACILITY = (
    KEY,
    Column("name", "string", ("名称", "Name"), join(ROADS, " ", whole(1, 999), " 号站点")),
    kind(("类型", "Kind"), ("a", "独立式", "Detached"), ("b", "附属式", "Attached"), ("c", "移动式", "Mobile")),
    Column("address", "string", ("地址", "Address"), join(ROADS, " ", whole(1, 2999), " 号")),
    *PLACE,
    Column("opened", "date", ("启用日期", "Opened"), sparse(days, 40)),
    Column("places", "integer", ("容量", "Places"), sparse(whole(1, 900), 50), ("个", "places"),
           constraints={"minimum": 0}),
    Column("accessible", "boolean", ("无障碍", "Step-free"), pick(("true", "false"))),
)  # fmt: skip
READING = (
    KEY,
    Column("station", "string", ("站点", "Station"), join(STATIONS, "监测站")),
    kind(("指标", "Indicator"), ("pm25", "细颗粒物", "PM2.5"), ("o3", "臭氧", "Ozone"),
         ("no2", "二氧化氮", "Nitrogen dioxide"), ("so2", "二氧化硫", "Sulphur dioxide")),
    Column("day", "date", ("日期", "Date"), days, constraints={"required": True}),
    Column("value", "number", ("浓度", "Concentration"), sparse(decimal(1, 180, 1), 30), ("微克/立方米", "µg/m³"),
           constraints={"minimum": 0}),
    *PLACE,
)  # fmt: skip
COUNT = (
    KEY,
    Column("road", "string", ("路段", "Road section"), join(ROADS, "（", whole(1, 40), " 段）")),
    kind(("方向", "Direction"), ("up", "上行", "Inbound"), ("down", "下行", "Outbound")),
    Column("day", "date", ("日期", "Date"), days, constraints={"required": True}),
    Column("hour", "integer", ("时", "Hour"), whole(0, 23), constraints={"minimum": 0, "maximum": 23}),
    Column("vehicles", "integer", ("车流量", "Vehicles"), whole(0, 4200), ("辆", "vehicles")),
    Column("speed", "number", ("平均车速", "Mean speed"), sparse(decimal(4, 80, 1), 25), ("公里/小时", "km/h")),
)
LICENSING = (
    KEY,
    Column("holder", "string", ("持证单位", "Holder"), join("申江", TRADES, "第", whole(1, 999), "有限公司")),
    kind(("状态", "Status"), ("valid", "有效", "Valid"), ("lapsed", "过期", "Lapsed"), ("revoked", "撤销", "Revoked")),
    Column("trade", "string", ("行业", "Trade"), TRADES),
    Column("granted", "date", ("发证日期", "Granted"), days, constraints={"required": True}),
    Column("capital", "number", ("注册资本", "Capital"), sparse(decimal(1, 9000, 2), 20), ("万元", "CNY 10,000")),
    Column("address", "string", ("经营地址", "Address"), join(ROADS, " ", whole(1, 2999), " 号")),
)
FIGURES = (
    KEY,
    Column("year", "integer", ("年份", "Year"), lambda random, rows, year: pl.repeat(year, rows, eager=True)),
    kind(("指标", "Indicator"), ("output", "生产总值", "Output"), ("retail", "零售总额", "Retail sales"),
         ("income", "居民收入", "Household income"), ("invest", "固定资产投资", "Investment")),
    Column("area", "string", ("街镇", "Subdistrict"), join(STATIONS, "街道")),
    Column("value", "number", ("数值", "Value"), sparse(decimal(0, 99999, 2), 60), ("亿元", "CNY 100 million")),
    Column("change", "number", ("同比", "Change on a year"), sparse(decimal(-20, 30, 1), 15), ("%", "%")),
)  # fmt: skip

SUBJECTS = (
    Subject("toilets", ("公共厕所", "Public toilets"), "urban-construction", "monthly", FACILITY),
    Subject("parking", ("公共停车场", "Car parks"), "transport", "monthly", FACILITY),
    Subject("chargers", ("充电站", "Charging stations"), "transport", "weekly", FACILITY),
    Subject("libraries", ("公共图书馆", "Public libraries"), "culture", "quarterly", FACILITY),
    Subject("schools", ("学校", "Schools"), "education", "annual", FACILITY),
    Subject("clinics", ("社区卫生服务站", "Community clinics"), "health", "quarterly", FACILITY),
    Subject("parks", ("公园绿地", "Parks"), "urban-construction", "annual", FACILITY),
    Subject("shelters", ("应急避难场所", "Emergency shelters"), "public-safety", "annual", FACILITY),
    Subject("air", ("空气质量监测", "Air quality"), "environment", "daily", READING),
    Subject("emissions", ("污染源监测", "Emission monitoring"), "environment", "weekly", READING),
    Subject("odour", ("异味监测", "Odour monitoring"), "environment", "monthly", READING),
    Subject("traffic", ("道路交通流量", "Traffic counts"), "transport", "daily", COUNT),
    Subject("trucks", ("货运车流量", "Freight counts"), "transport", "weekly", COUNT),
    Subject("cycling", ("非机动车流量", "Cycle counts"), "transport", "monthly", COUNT),
    Subject("food-permits", ("食品经营许可", "Food licences"), "health", "weekly", LICENSING),
    Subject("building-permits", ("施工许可", "Building permits"), "urban-construction", "weekly", LICENSING),
    Subject("school-permits", ("办学许可", "School licences"), "education", "monthly", LICENSING),
    Subject("lodging-permits", ("旅馆业许可", "Lodging licences"), "public-safety", "monthly", LICENSING),
    Subject("economy", ("经济运行指标", "Economic indicators"), "economy", "quarterly", FIGURES),
    Subject("prices", ("价格与消费指标", "Prices and consumption"), "economy", "monthly", FIGURES),
)
