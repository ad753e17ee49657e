"""Made tables with leaks in them, each by one seed: a sign, a way to write it, a heading, and ordinary columns beside.

Every value is invented: digits drawn at random, check digits reckoned, names put together from parts.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from random import Random
from typing import Any

ZH, EN, MUTE = "zh", "en", "mute"


@dataclass(frozen=True)
class Leak:
    """A sign as a maker of tables needs it: its code, a value, headings that tell, and the ways it may be written."""

    name: str
    code: str
    value: Callable[[Random], str]
    zh: tuple[str, ...]
    en: tuple[str, ...]
    ways: tuple[str, ...]
    named_only: bool = False
    beside: str = ""  # another leak that makes this one


@dataclass(frozen=True)
class Made:
    """A table, and the column and code that must be reported (or none)."""

    title: str
    columns: dict[str, list[Any]]
    column: str = ""
    code: str = ""


# --- values ---------------------------------------------------------------------------------------------------------

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_REGIONS = ("310101", "110105", "440305", "330106", "510104", "230102", "820000", "810000", "830000")
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华建国文玉兰志红"


def digits(random: Random, count: int) -> str:
    return "".join(random.choice("0123456789") for _ in range(count))


def _day(random: Random, first: int = 1940, last: int = 2015) -> tuple[int, int, int]:
    return random.randint(first, last), random.randint(1, 12), random.randint(1, 28)


def identity(random: Random) -> str:
    first = random.choice(_REGIONS) + "{:04d}{:02d}{:02d}".format(*_day(random)) + digits(random, 3)
    return first + "10X98765432"[sum(int(d) * w for d, w in zip(first, _WEIGHTS, strict=True)) % 11]


def foreigner(random: Random) -> str:
    first = "931156" + "{:04d}{:02d}{:02d}".format(*_day(random)) + digits(random, 3)
    return first + "10X98765432"[sum(int(d) * w for d, w in zip(first, _WEIGHTS, strict=True)) % 11]


def old_identity(random: Random) -> str:
    year, month, day = _day(random, 1930, 1985)
    return random.choice(_REGIONS[:6]) + f"{year % 100:02d}{month:02d}{day:02d}" + digits(random, 3)


def mobile(random: Random) -> str:
    return random.choice("130 131 135 136 137 138 139 150 151 158 159 166 177 180 186 189 191 198".split()) + digits(
        random, 8
    )


def card(random: Random) -> str:
    prefix, length = random.choice((("62", 16), ("62", 19), ("4", 16), ("53", 16), ("6217", 19)))
    first = prefix + digits(random, length - len(prefix) - 1)
    for last in "0123456789":
        total = sum(sum(divmod(int(d) * (1 + i % 2), 10)) for i, d in enumerate(reversed(first + last)))
        if total % 10 == 0:
            return first + last
    raise AssertionError


def person(random: Random) -> str:
    return random.choice(_SURNAMES) + "".join(random.choice(_GIVEN) for _ in range(random.randint(1, 2)))


def passport(random: Random) -> str:
    return (
        random.choice(("E", "G", "EA", "EK")).ljust(1) + digits(random, 8)
        if random.random() < 0.6
        else (random.choice("HM") + digits(random, 8))
    )


def email(random: Random) -> str:
    local = random.choice("zhang li wang chen liu zhao".split()) + random.choice(("", "_", ".")) + digits(random, 3)
    return f"{local}@{random.choice('qq.com 163.com 126.com gmail.com sina.com outlook.com foxmail.com'.split())}"


def account(random: Random) -> str:
    return random.choice(
        ("wxid_" + digits(random, 10), "zhang_" + digits(random, 4), digits(random, 9).replace("0", "3"))
    )


def plate(random: Random) -> str:
    letters = "ABCDEFGHJKLMNPQRSTUVWXYZ"
    head = random.choice("京沪浙苏粤皖鲁川") + random.choice(letters)
    return (
        head
        + random.choice(("", "·"))
        + random.choice((digits(random, 5), "D" + digits(random, 5), random.choice(letters) + digits(random, 4)))
    )


def home(random: Random) -> str:
    street = random.choice("江宁路 人民路 解放街 长寿路 中山东一路 东风村 幸福里".split())
    return random.choice(
        (
            f"{street}{random.randint(1, 900)}弄{random.randint(1, 60)}号"
            f"{random.randint(1, 20)}0{random.randint(1, 6)}室",
            f"{street}{random.randint(1, 900)}号阳光小区"
            f"{random.randint(1, 30)}栋{random.randint(1, 5)}单元{random.randint(101, 2502)}",
            f"幸福家园{random.randint(1, 30)}幢{random.randint(1, 4)}单元{random.randint(101, 1806)}室",
            f"{street}{random.randint(1, 900)}号{random.randint(1, 20)}号楼{random.randint(101, 1806)}室",
        )
    )


def key(random: Random) -> str:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
    return random.choice(
        (
            "AKIA" + "".join(random.choice(letters) for _ in range(16)),
            "-----BEGIN RSA PRIVATE KEY-----",
            "password=" + "".join(random.choice("abcdefgh12345678") for _ in range(10)) + "1a",
            "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NSJ9." + "".join(random.choice("abcdef123456_-") for _ in range(30)),
            "postgres://app:" + digits(random, 4) + "xQ@db.internal:5432/main",
            "Authorization: Bearer " + "".join(random.choice("abcdef123456") for _ in range(32)) + "9",
        )
    )


def mark(random: Random) -> str:
    return random.choice("机密★ 秘密★10年 绝密★ 内部资料 机密★启用前 内部资料，注意保存 TOP_SECRET".split()).replace(
        "_", " "
    )


WHOLE, SPACED, WIDE, HIDDEN, WORDS, FEW, NUMBER, RECORD, SMALL = (
    "whole spaced wide hidden words few number record small".split()
)
_NUMBERS = (WHOLE, SPACED, WIDE, HIDDEN, WORDS, FEW, RECORD)

LEAKS: tuple[Leak, ...] = (
    Leak("identity", "P101", identity, ("身份证号", "证件号码", "公民身份号码"), ("idcard", "ID Number"),
         (*_NUMBERS, SMALL)),
    Leak("identity-number", "P101", lambda r: identity(r).replace("X", "0"), ("身份证号",), ("id_card",), ()),
    Leak("foreigner", "P101", foreigner, ("永久居留身份证号", "证件号码"), ("identity_no",), (*_NUMBERS, SMALL)),
    Leak("old-identity", "P101", old_identity, ("身份证号码", "居民身份证"), ("id_card_no",),
         (WHOLE, NUMBER, SMALL), True),
    Leak("mobile", "P201", mobile, ("手机号", "联系电话", "手机"), ("mobile", "phone_number"), (*_NUMBERS, NUMBER)),
    Leak("card", "P401", card, ("银行卡号", "收款账号"), ("bank_card", "cardNumber"), (*_NUMBERS,)),
    Leak("passport", "P104", passport, ("护照号码", "港澳通行证号"), ("passport_no",), (WHOLE, WIDE, SMALL), True),
    Leak("email", "P203", email, ("邮箱", "电子邮件"), ("email", "e_mail"), (WHOLE, WORDS, WIDE)),
    Leak("account", "P205", account, ("微信号", "QQ号"), ("wechat", "qq"), (WHOLE, SMALL), True),
    Leak("plate", "P501", plate, ("车牌号", "号牌号码"), ("plate_no", "licence plate"), (WHOLE, WORDS)),
    Leak("home", "P503", home, ("家庭住址", "户籍地址", "住址"), ("home_address",), (WHOLE, SMALL)),
    Leak("home-of-person", "P503", home, ("地址",), ("address",), (WHOLE,), beside="name"),
    Leak("name", "P111", person, ("姓名", "联系人"), ("full_name", "name"), (WHOLE,), beside="identity"),
    Leak("birth", "P112", lambda r: "{:04d}-{:02d}-{:02d}".format(*_day(r)), ("出生日期", "生日"),
         ("birth_date", "dob"), (WHOLE,), True, "name"),
    Leak("key", "P411", key, ("备注", "配置"), ("config", "note"), (WHOLE, FEW, WORDS, RECORD)),
    Leak("mark", "P301", mark, ("备注", "说明"), ("remarks",), (WHOLE, FEW)),
)  # fmt: skip

# --- tables -----------------------------------------------------------------------------------------------------------

_MUTE = ("c3", "字段5", "信息", "值", "info", "data2")
_REMARKS = (
    "已办结",
    "日常巡查，未见异常。",
    "材料齐全，窗口受理",
    "Checked, nothing to mend",
    "转交街道处理",
    "设备正常运行 3 天",
    "",
)


def ordinary(random: Random, rows: int) -> dict[str, list[Any]]:
    """Columns that any table has."""
    return {
        "序号": list(range(1, rows + 1)),
        "类型": [random.choice(("甲类", "乙类", "丙类")) for _ in range(rows)],
        "金额": [round(random.random() * 10_000, 2) for _ in range(rows)],
        "办理日期": [f"2026-{random.randint(1, 12):02d}-{random.randint(1, 28):02d}" for _ in range(rows)],
    }


def written(random: Random, value: str, way: str) -> Any:
    """A value the way it stands in a cell."""
    if way == SPACED:
        parts = (6, 14, 17) if len(value) == 18 else (3, 7) if len(value) == 11 else (4, 8, 12, 16)
        cuts = [0, *(p for p in parts if p < len(value)), len(value)]
        between = random.choice((" ", "-")) if len(value) != 18 else " "
        return between.join(value[a:b] for a, b in pairwise(cuts))
    if way == WIDE:
        return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in value)
    if way == HIDDEN:
        at = random.randint(1, len(value) - 1)
        return value[:at] + random.choice("\u200b\ufeff\u2060") + value[at:]
    if way == WORDS:
        return random.choice(
            (f"联系人张三{value}，已核实", f"见 {value} 的登记", f"申请人（{value}）提交", f"Applicant: {value}; done")
        )
    if way == RECORD:
        return json.dumps({"no": random.randint(1, 99), "v": value}, ensure_ascii=False)
    return int(value) if way == NUMBER else value


def leaky(random: Random, leak: Leak, way: str, heading: str) -> Made:
    """One table with this leak, written this way, under a heading that tells or does not."""
    names = {ZH: leak.zh, EN: leak.en, MUTE: _MUTE}[heading]
    column = random.choice(names)
    rows = {FEW: 2_000, SMALL: random.randint(1, 3)}.get(way, random.randint(6, 300))
    columns = ordinary(random, rows)
    if way == FEW:
        cells: list[Any] = [random.choice(_REMARKS) for _ in range(rows)]
        for at in random.sample(range(rows), random.randint(1, 3)):
            cells[at] = written(random, leak.value(random), WORDS if leak.code != "P301" else WHOLE)
    else:
        cells = [written(random, leak.value(random), way) for _ in range(rows)]
    if leak.beside == "name":
        columns["姓名"] = [person(random) for _ in range(rows)]
    if leak.beside == "identity":
        columns["身份证号"] = [identity(random) for _ in range(rows)]
    columns[column] = cells
    return Made(f"{leak.name}-{way}-{heading}", columns, column, leak.code)


def leaks(seed: int, each: int) -> Sequence[Made]:
    """``each`` tables of every leak, way and heading there is."""
    random = Random(seed)
    made = []
    for leak in LEAKS:
        ways = leak.ways or (NUMBER,)
        for way in ways:
            mute = () if leak.named_only or leak.beside or way == SMALL else (MUTE,)
            for heading in (ZH, EN, *mute):
                made += [leaky(random, leak, way, heading) for _ in range(each)]
    return made
