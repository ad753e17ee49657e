"""Made tables that look like what a city publishes and hold nothing personal: facilities, codes, serials, sensors.

What they are full of is what a careless check would stop: landlines, hotlines, credit codes, barcodes, timestamps,
serials with a day in them, addresses of offices, names of those who answer for an organisation.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import Any

from publish.credit_code import check_character
from tests.benchmarks.leaks import Made, digits, person

Columns = dict[str, list[Any]]

_REGIONS = ("310101", "310104", "330106", "130102", "140105", "150102", "440305")
_STREETS = ("江宁路", "人民路", "解放街", "长寿路", "中山东一路")


def credit_code(random: Random) -> str:
    first = random.choice(("91", "92", "12", "11", "52", "N1")) + random.choice(_REGIONS)
    first += "".join(random.choice("0123456789ABCDEFGHJKLMNPQRTUWXY") for _ in range(9))
    return first + check_character(first)


def digits_only_code(random: Random) -> str:
    """A credit code without a letter, like an identity number to the eye."""
    while True:
        first = random.choice(("12", "11", "52")) + random.choice(_REGIONS) + digits(random, 9)
        if (last := check_character(first)).isdigit():
            return first + last


def _landline(random: Random) -> str:
    return random.choice(("021-", "0571-", "021", "(021)", "010-")) + str(random.randint(20_000_000, 69_999_999))


def _office(random: Random) -> str:
    return (
        random.choice(_STREETS)
        + str(random.randint(1, 999))
        + "号"
        + random.choice(("", "3楼", "302室", "办公楼5层", "A座1201室"))
    )


def _of(count: int, make: Callable[[], Any]) -> list[Any]:
    return [make() for _ in range(count)]


def facilities(random: Random, rows: int) -> Columns:
    return {
        random.choice(("机构名称", "单位名称", "药店名称", "facility_name", "学校")): _of(
            rows, lambda: f"第{random.randint(1, 999)}社区卫生服务中心"
        ),
        random.choice(("地址", "address", "详细地址")): _of(rows, lambda: _office(random)),
        random.choice(("联系电话", "phone", "电话", "服务热线")): _of(
            rows, lambda: random.choice((_landline(random), "12345", "400-820-" + digits(random, 4), "8008201234"))
        ),
        random.choice(("邮箱", "email")): _of(
            rows, lambda: random.choice(("info", "service", "bgs", "office")) + "@example.gov.cn"
        ),
        random.choice(("负责人", "法定代表人")): _of(rows, lambda: person(random)),
        "经度": _of(rows, lambda: round(121 + random.random(), 6)),
        "纬度": _of(rows, lambda: round(31 + random.random(), 6)),
    }  # fmt: skip


def firms(random: Random, rows: int) -> Columns:
    code = random.choice((credit_code, digits_only_code))
    return {
        random.choice(("统一社会信用代码", "信用代码", "uscc", "code")): _of(rows, lambda: code(random)),
        "企业名称": _of(rows, lambda: f"{random.choice('华东南北')}通贸易有限公司"),
        "法定代表人": _of(rows, lambda: person(random)),
        "注册地址": _of(rows, lambda: _office(random)),
        "注册资本": _of(rows, lambda: random.randint(10, 9000)),
    }


def permits(random: Random, rows: int) -> Columns:
    """Numbers with a region and a day in them: as long as an identity number, the last digits are a count."""
    day = lambda: f"20{random.randint(15, 25)}{random.randint(1, 12):02d}{random.randint(1, 28):02d}"  # noqa: E731
    region = random.choice(_REGIONS)
    return {
        random.choice(("施工许可证编号", "编号", "permit", "许可编号")): [
            f"{region}{day()}{random.randint(1, 99):02d}{n % 100:02d}" for n in range(rows)
        ],
        "规划许可证号": [f"{region}{day()[:6]}{n:03d}" for n in range(rows)],
        "发证日期": _of(rows, day),
        "建筑面积": _of(rows, lambda: random.randint(100, 90_000)),
    }


def goods(random: Random, rows: int) -> Columns:
    return {
        "条形码": _of(rows, lambda: "69" + digits(random, 11)),
        "ISBN": _of(rows, lambda: "978" + digits(random, 10)),
        "订单编号": _of(rows, lambda: digits(random, 20)),
        "流水号": _of(rows, lambda: str(random.randint(10**17, 10**18 - 1))),
        "物流单号": _of(rows, lambda: "SF" + digits(random, 13)),
        "批次": _of(rows, lambda: str(random.randint(10**15, 10**16 - 1))),
    }


def readings(random: Random, rows: int) -> Columns:
    start = random.randint(1_600_000_000, 1_700_000_000)
    return {
        "sensor_id": _of(rows, lambda: digits(random, 15)),
        "time": [f"2021{n % 12 + 1:02d}{n % 28 + 1:02d}{n % 24:02d}3456" for n in range(rows)],
        "epoch": [start + 60 * n for n in range(rows)],
        "epoch_ms": [(start + 60 * n) * 1000 for n in range(rows)],
        "PM2.5": _of(rows, lambda: round(random.random() * 90, 1)),
        "imei": _of(rows, lambda: "86" + digits(random, 13)),
    }


def places(random: Random, rows: int) -> Columns:
    region = random.choice(("1301", "1306", "1402", "1502"))
    return {
        "村级代码": [f"{region}02{n:06d}" for n in range(rows)],
        "网格编号": [f"{region}02{n:05d}" for n in range(rows)],
        "名称": _of(rows, lambda: random.choice("东西南北") + random.choice("王李张") + "家村"),
        "坐标": _of(rows, lambda: f"121.{digits(random, 6)},31.{digits(random, 6)}"),
        "邮政编码": _of(rows, lambda: digits(random, 6)),
    }


def stocks(random: Random, rows: int) -> Columns:
    return {
        "symbol": _of(rows, lambda: random.choice(("60", "00", "30")) + digits(random, 4)),
        "date": _of(rows, lambda: f"20{random.randint(10, 25)}{random.randint(1, 12):02d}{random.randint(1, 28):02d}"),
        "volume": _of(rows, lambda: random.randint(10**6, 3 * 10**10)),
        "turnover": _of(rows, lambda: round(random.random() * 10**11, 2)),
        "close": _of(rows, lambda: round(random.random() * 100, 2)),
    }


def english(random: Random, rows: int) -> Columns:
    return {
        "name": _of(
            rows,
            lambda: random.choice(("Riverside", "Oak Park", "St Mary")) + " " + random.choice(("Library", "School")),
        ),
        "address": _of(rows, lambda: f"{random.randint(1, 200)} {random.choice(('High', 'Mill'))} Street"),
        "phone": _of(rows, lambda: f"+44 20 7{digits(random, 3)} {digits(random, 4)}"),
        "website": _of(rows, lambda: f"https://example.org/item/1{random.randint(3 * 10**9, 9 * 10**9)}"),
        "reference": _of(rows, lambda: f"PL-{digits(random, 8)}-{digits(random, 3)}"),
        "email": _of(rows, lambda: random.choice(("info", "contact", "library")) + "@riverside.example"),
    }


def works(random: Random, rows: int) -> Columns:
    return {
        "项目名称": _of(rows, lambda: f"{random.choice(_STREETS)}道路整治工程"),
        "项目代码": _of(rows, lambda: f"2025-{random.choice(_REGIONS)}-{digits(random, 2)}-01-{digits(random, 6)}"),
        "建设单位": _of(rows, lambda: "区建设和交通委员会"),
        "备注": _of(
            rows,
            lambda: random.choice(("咨询 021-" + digits(random, 8), "投诉热线 12345", "详见公告", "保密协议")),
        ),
        "公示时间": _of(rows, lambda: f"2025年{random.randint(1, 12)}月{random.randint(1, 28)}日"),
    }  # fmt: skip


def buses(random: Random, rows: int) -> Columns:
    return {
        "线路": _of(rows, lambda: f"{random.randint(1, 999)}路"),
        "站名": _of(rows, lambda: random.choice(_STREETS) + random.choice(_STREETS)),
        "站点编码": [f"3101{n:07d}" for n in range(rows)],
        "首班车": _of(rows, lambda: f"0{random.randint(4, 6)}:{random.randint(10, 59)}"),
        "客流量": _of(rows, lambda: random.randint(0, 10**6)),
    }


KINDS = (facilities, firms, permits, goods, readings, places, stocks, english, works, buses)


def public(seed: int, each: int) -> Sequence[Made]:
    """``each`` tables of every kind, from a few rows to a few thousand."""
    random = Random(seed)
    sizes = (1, 2, 5, 20, 120, 1_000, 3_000)
    return [Made(f"{kind.__name__}-{n}", kind(random, sizes[n % len(sizes)])) for kind in KINDS for n in range(each)]
