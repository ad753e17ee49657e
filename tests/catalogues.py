"""Resource catalogues as departments make them: the plain layout, a province's template, items one a row, and a messy
one whose faults are known. Each gives the bytes of a workbook."""

from __future__ import annotations

import io
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from publish import credit_code

OFFICE, OFFICE_NAME = "113100000000010387", "市统计局"  # of the sample register
PLAIN = (
    "信息资源分类 信息资源名称 信息资源代码 信息资源提供方 信息资源提供方代码 信息资源摘要 信息资源格式 信息项 "
    "共享类型 共享条件 共享方式 是否向社会开放 开放条件 更新周期 发布日期 关联资源代码 是否涉密 数据级别"
).split()
ITEMS = "名称（C..60）、面积（N8,2）、开业日期（D）"


def first_sheet(book: Workbook) -> Worksheet:
    assert isinstance(book.active, Worksheet)
    return book.active


def saved(book: Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def row(number: int, **other: Any) -> list[Any]:
    """One full row of the plain layout; ``other`` by the headings."""
    said = {
        "信息资源分类": "307310",
        "信息资源名称": f"养老机构第{number}批",
        "信息资源代码": f"307310/9{number:05}",
        "信息资源提供方": OFFICE_NAME,
        "信息资源提供方代码": OFFICE,
        "信息资源摘要": f"第{number}批养老机构的名称和面积。",
        "信息资源格式": "电子表格：xlsx",
        "信息项": ITEMS,
        "共享类型": "1",
        "共享条件": "作为工作参考",
        "共享方式": "共享平台接口",
        "是否向社会开放": "1",
        "更新周期": "每月",
        "发布日期": "2025-03-01",
        "是否涉密": "否",
        "数据级别": "L1",
    } | other
    return [said.get(heading) for heading in PLAIN]


def plain(rows: Sequence[Sequence[Any]], headings: Sequence[str] = PLAIN) -> bytes:
    """Titles above, then the headings in one row."""
    book = Workbook()
    sheet = first_sheet(book)
    sheet.title = "目录"
    sheet.append(["市统计局政务信息资源目录"])
    sheet.append([])
    sheet.append(list(headings))
    for each in rows:
        sheet.append(list(each))
    return saved(book)


def provincial() -> bytes:
    """Two rows of headings, in another order; 类, 项, 目, 细目 apart; four entries."""
    book = Workbook()
    sheet = first_sheet(book)
    sheet.append(["××省政务数据资源目录（样表）"])
    above = (
        "序号 信息资源名称 信息资源代码 信息资源分类 - - - 信息资源提供方 - 信息资源摘要 共享属性 - - "
        "开放属性 - 信息资源格式 - 更新周期 发布日期 联系人"
    )
    below = "- - - 类 项 目 细目 名称 代码 - 共享类型 共享条件 共享方式 是否向社会开放 开放条件 格式分类 格式类型 - - -"
    for headings in (above, below):
        sheet.append(headings.replace("-", "").split(" "))
    for letter in ("A", "B", "C", "J", "R", "S", "T"):
        sheet.merge_cells(f"{letter}2:{letter}3")
    for area in ("D2:G2", "H2:I2", "K2:M2", "N2:O2", "P2:Q2", "A1:T1"):
        sheet.merge_cells(area)
    kinds = [
        ("无条件共享", "作为行政依据", "接口", "是", None),
        ("2有条件共享", "用于核查", "文件下载", "1", "注册后下载"),
        ("不予共享", "《某条例》第三条", None, "否", "《某条例》第四条"),
        ("3", "《某条例》第三条", None, "0", "《某条例》第四条"),
    ]
    for number, (sharing, condition, method, opening, other) in enumerate(kinds, 1):
        sheet.append(
            [
                *[number, f"社会团体{number}", f"307310/00010{number}", "3", "07", "310", None, OFFICE_NAME, OFFICE],
                *[
                    "摘要",
                    sharing,
                    condition,
                    method,
                    opening,
                    other,
                    "电子表格",
                    "xlsx",
                    "每季",
                    "2025年3月1日",
                    "张三",
                ],
            ]
        )
    return saved(book)


def one_item_a_row() -> bytes:
    """The entry's own cells merged over the rows of its items; the office over all of them."""
    book = Workbook()
    sheet = first_sheet(book)
    sheet.append(
        "资源名称 资源代码 提供单位 资源摘要 信息项信息 - - 共享属性 开放属性 更新频率".replace("-", "").split(" ")
    )
    sheet.append([None, None, None, None, "名称", "数据类型", "长度", "共享类型", "是否开放", None])
    sheet.merge_cells("E1:G1")
    sheet.append(["公园", "307310/000201", OFFICE_NAME, "公园名录", "名称", "字符型", 60, "1", "是", "每年"])
    sheet.append([None, None, None, None, "面积", "数值型", "8,2", None, None, None])
    sheet.append([None, None, None, None, "建成日期", "日期型", None, None, None, None])
    sheet.append(["绿道", "307310/000202", None, "绿道名录", "长度", "N8,2", None, "1", "是", "每年"])
    sheet.append([None, None, None, None, "是否贯通", "逻辑型", None, None, None, None])
    for area in ("A3:A5", "B3:B5", "D3:D5", "A6:A7", "B6:B7", "C3:C7", "H3:H5"):
        sheet.merge_cells(area)
    return saved(book)


@dataclass
class Messy:
    """A catalogue with faults, and the cells of each kind of fault."""

    content: bytes = b""
    faults: dict[str, set[str]] = field(default_factory=dict)


FIRST = 4  # the row of the first entry


def messy(seed: int, count: int = 300) -> Messy:
    """``count`` rows, each fault in rows of its own."""
    made = Messy()
    rows = [row(n) for n in range(1, count + 1)]
    order = random.Random(seed)
    free = list(range(5, count - 15, 8))
    order.shuffle(free)

    def plant(kind: str, heading: str, at: int, value: Any) -> None:
        place = PLAIN.index(heading)
        rows[at][place] = value
        made.faults.setdefault(kind, set()).add(f"{chr(65 + place)}{at + FIRST}")

    start = free.pop()
    for step in range(1, 4):  # dragged down from a good one
        plant("dragged", "信息资源提供方代码", start + step, f"{int(OFFICE) + step}")
    start = free.pop()
    for step in range(1, 4):
        plant("dragged", "发布日期", start + step, f"2025-03-0{step + 1}")
    for space in ("\u3000", " ", "\u00a0"):
        at = free.pop()
        plant("space", "信息资源名称", at, f"{space}养老机构第{at + 1}批{space}")
    plant("code twice", "信息资源代码", at := free.pop(), rows[at - 1][2])
    plant("name twice", "信息资源名称", at := free.pop(), rows[at - 1][1])
    plant("malformed code", "信息资源代码", free.pop(), "307310-88")
    plant("wrong class", "信息资源分类", free.pop(), "307320")
    plant("bad credit code", "信息资源提供方代码", free.pop(), "113100000000010389")
    plant("unknown office", "信息资源提供方代码", at := free.pop(), stranger())
    rows[at][3] = "市某某局"
    plant("unknown cycle", "更新周期", free.pop(), "6")
    plant("unknown day", "发布日期", free.pop(), "2025年春")
    plant("secret", "是否涉密", free.pop(), "是")
    made.content = plain(rows)
    return made


def stranger() -> str:
    """A credit code that is valid and in no register."""
    first = "11310000000009999"
    return first + credit_code.check_character(first)
