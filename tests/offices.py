"""Workbooks of the shapes that offices make, built in memory: the file's name and its bytes.

``book`` writes XLSX, ``old_book`` the binary workbook of Excel 97 (which .et files are too), ``open_book`` ODS.
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from xml.sax.saxutils import escape

import xlsxwriter

Rows = Sequence[Sequence[Any]]
Merges = Sequence[tuple[int, int, int, int]]  # first row, first column, last row, last column


def altered(content: bytes, member: str, old: bytes, new: bytes) -> bytes:
    """A packed file with other bytes in one of its members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as was, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name in was.namelist():
            inside = was.read(name)
            assert name != member or old in inside
            made.writestr(name, inside.replace(old, new) if name == member else inside)
    return buffer.getvalue()


def lying(texts: int = 4_294_967_295) -> bytes:
    """An XLSX that says it has so many different texts: a hundred gigabytes, for a reader who believes it."""
    return altered(
        book({"s": [["id"], ["a"]]}), "xl/sharedStrings.xml", b'uniqueCount="2"', b'uniqueCount="%d"' % texts
    )


def book(
    sheets: Mapping[str, Rows],
    merges: Mapping[str, Merges] | None = None,
    *,
    formats: Mapping[str, str] | None = None,
    hidden: Sequence[str] = (),
) -> bytes:
    """An XLSX. ``formats`` gives a number format to the columns (``"B"``) of every sheet."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_numbers": False}) as made:
        day = made.add_format({"num_format": "yyyy/m/d"})
        shown = {column: made.add_format({"num_format": f}) for column, f in (formats or {}).items()}
        for name, rows in sheets.items():
            sheet = made.add_worksheet(name)
            for first_row, first, last_row, last in (merges or {}).get(name, ()):
                sheet.merge_range(first_row, first, last_row, last, "")
            for r, row in enumerate(rows):
                for c, cell in enumerate(row):
                    style = shown.get(chr(65 + c))
                    if isinstance(cell, datetime | date):
                        sheet.write_datetime(r, c, datetime(cell.year, cell.month, cell.day), style or day)
                    elif cell is not None and cell != "":
                        sheet.write(r, c, cell, style)
            if name in hidden:
                sheet.hide()
    return buffer.getvalue()


def delimited(rows: Rows, encoding: str, delimiter: str = ",") -> bytes:
    return "".join(delimiter.join(map(str, row)) + "\r\n" for row in rows).encode(encoding)


# --- the binary workbook of Excel 97 --------------------------------------------------------------------------------


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


FAILED = object()  # a cell of an old workbook whose formula came to #N/A


def _cell(row: int, column: int, cell: Any, style: int = 0) -> bytes:
    place = struct.pack("<HHH", row, column, style)
    if cell is FAILED:
        return _record(0x0006, place + b"\x02\0\x2a\0\0\0\xff\xff" + b"\0" * 8)
    if isinstance(cell, int | float):
        return _record(0x0203, place + struct.pack("<d", cell))
    text = str(cell).encode("utf-16-le")
    return _record(0x0204, place + struct.pack("<HB", len(text) // 2, 1) + text)


def _styles(formats: Mapping[int, str]) -> bytes:
    """A style without a format, then one for each column that has one."""
    named = b"".join(
        _record(0x041E, struct.pack("<HHB", 164 + i, len(shown), 0) + shown.encode("latin-1"))
        for i, shown in enumerate(formats.values())
    )
    return named + b"".join(
        _record(0x00E0, struct.pack("<HH16x", 0, number)) for number in (0, *range(164, 164 + len(formats)))
    )


def old_book(
    name: str,
    rows: Rows,
    merges: Merges = (),
    *,
    formats: Mapping[int, str] | None = None,
    hidden: Sequence[int] = (),
    hidden_rows: Sequence[int] = (),
) -> bytes:
    """An XLS with one sheet. ``formats`` gives a number format to columns, counted from 0 as are those hidden."""
    places = {column: i for i, column in enumerate(formats or {}, 1)}
    start = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 0)) + _styles(formats or {})
    label = struct.pack("<BB", len(name), 1) + name.encode("utf-16-le")
    bound = _record(0x0085, struct.pack("<IBB", len(start) + 4 + 6 + len(label) + 4, 0, 0) + label)
    unseen = b"".join(_record(0x007D, struct.pack("<HHHHHH", c, c, 2048, 0, 1, 0)) for c in hidden)
    unseen += b"".join(_record(0x0208, struct.pack("<HHHHHHI", r, 0, 9, 255, 0, 0, 0x20)) for r in hidden_rows)
    cells = unseen + b"".join(
        _cell(r, c, v, places.get(c, 0))
        for r, row in enumerate(rows)
        for c, v in enumerate(row)
        if v is FAILED or v not in (None, "")
    )
    areas = b"".join(struct.pack("<HHHH", r, last_r, c, last_c) for r, c, last_r, last_c in merges)
    merged = _record(0x00E5, struct.pack("<H", len(merges)) + areas) if merges else b""
    width = max(map(len, rows))
    size = _record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, width, 0))
    sheet = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0x0DBB, 0x07CC, 0, 0)) + size + cells + merged
    return compound("Workbook", start + bound + _record(0x0A, b"") + sheet + _record(0x0A, b""))


def compound(name: str, stream: bytes) -> bytes:
    """An OLE compound file with one stream."""
    stream = stream.ljust(max(4096, -(-len(stream) // 512) * 512), b"\0")
    sectors = len(stream) // 512
    table = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, sectors + 2), 0xFFFFFFFE]
    fat = struct.pack(f"<{len(table)}I", *table).ljust(512, b"\xff")
    assert len(fat) == 512, "one sector of the table is enough for a test"
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    header += struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<I", 0) + b"\xff" * 432

    def entry(title: str, kind: int, child: int, first: int, size: int) -> bytes:
        text = title.encode("utf-16-le")
        head = text.ljust(64, b"\0") + struct.pack("<HBB", len(text) + 2, kind, 1)
        return head + struct.pack("<III", 0xFFFFFFFF, 0xFFFFFFFF, child) + b"\0" * 36 + struct.pack("<IQ", first, size)

    root = entry("Root Entry", 5, 1, 0xFFFFFFFE, 0)
    folder = (root + entry(name, 2, 0xFFFFFFFF, 2, len(stream))).ljust(512, b"\0")
    return header + fat + folder + stream


# --- ODS ------------------------------------------------------------------------------------------------------------


def open_book(name: str, rows: Rows) -> bytes:
    """An ODS with one sheet; a day is a ``date``."""

    def cell(value: Any) -> str:
        if isinstance(value, date):
            return f'<table:table-cell office:value-type="date" office:date-value="{value.isoformat()}"/>'
        if isinstance(value, int | float):
            return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
        said = f"<text:p>{escape(str(value))}</text:p>" if value else ""
        return (
            f'<table:table-cell office:value-type="string">{said}</table:table-cell>'
            if value
            else "<table:table-cell/>"
        )

    body = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
        for short, long in (("office", "office"), ("table", "table"), ("text", "text"))
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}><office:body><office:spreadsheet>'
        f'<table:table table:name="{name}">{body}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    return open_document(content)


def open_document(content: str) -> bytes:
    """A spreadsheet of OpenDocument with this ``content.xml``."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", content)
    return buffer.getvalue()


# --- what offices make ----------------------------------------------------------------------------------------------


def public_toilets() -> tuple[str, bytes]:
    rows: list[list[Any]] = [["2026年10月公共厕所一览表"], ["序号", "编号", "名称", "类型", "经度", "纬度", "开放时间"]]
    kinds = ("独立式", "附属式")
    rows += [
        [i, f"00{i:02}", f"第{i}公厕", kinds[i % 2], 121.4 + i / 100, 31.2 + i / 100, "6:00-22:00"]
        for i in range(1, 13)
    ]
    rows += [["合计", "", 12], ["注：不含浴场内的厕所。"], ["填表人：张三", "", "", "审核人：李四"]]
    return "公厕.xlsx", book({"Sheet1": rows}, {"Sheet1": [(0, 0, 0, 6)]})


def population() -> tuple[str, bytes]:
    rows: Rows = [
        ["2024年各区人口统计表"],
        ["填报单位：市统计局", None, None, "单位：万人"],
        ["地 区", "常住人口", None, "户籍人口"],
        [None, "男", "女", None],
        ["全市", 1280.5, 1206.9, 1480],
        ["浦东新区", 294.3, 282.5, "—"],
        ["黄浦区", 25.1, 25.9, "…"],
        ["数据来源：2024年人口抽样调查"],
        ["注：1.常住人口含外来人口。"],
        ["2.户籍人口为年末数。"],
    ]
    merges = [(0, 0, 0, 3), (2, 0, 3, 0), (2, 1, 2, 2), (2, 3, 3, 3), (7, 0, 7, 3), (8, 0, 8, 3), (9, 0, 9, 3)]
    return "人口.xlsx", book({"表1": rows}, {"表1": merges})


def budget() -> tuple[str, bytes]:
    rows: Rows = [
        ["附件1：2025年一般公共预算支出表"],
        [None, None, "单位：万元"],
        ["科目编码", "科目名称", "预算数"],
        ["201", "一般公共服务支出", "1,234,567.80"],
        ["20101", "人大事务", "(1,200)"],
        ["205", "教育支出", "98,000"],
        [None, "小 计", "1,331,367.80"],
        ["206", "科学技术支出", 45000],
        [None, "支出合计", 1376367.8],
        ["单位负责人：王某", "填表人：赵某", "填报日期：2025年3月1日"],
    ]
    return "预算.xlsx", book({"支出": rows}, {"支出": [(0, 0, 0, 2)]})


def penalties() -> tuple[str, bytes]:
    rows: Rows = [
        ["行政处罚决定公示", "", "", "", ""],
        ["决定书文号", "企业名称", "统一社会信用代码", "处罚日期", "罚款金额（元）"],
        ["沪市监处〔2025〕1号", "甲公司", "91310000MA1FL00001", "2025/3/1", 5000],
        ["沪市监处〔2025〕2号", "乙公司", "91310000MA1FL00002", "2025.3.12", 12000],
        ["沪市监处〔2025〕3号", "丙公司", "91310000MA1FL00003", "2025年4月5日", "／"],
    ]
    return "行政处罚.xls", old_book("公示", rows, [(0, 0, 0, 4)])


def schools() -> tuple[str, bytes]:
    rows: list[list[Any]] = [["学校代码", "学校名称", "办学性质", "邮编", "在校生数"]]
    rows += [[f"0{i}10", f"第{i}小学", "公办" if i % 3 else "民办", "200001", str(500 + i)] for i in range(1, 12)]
    return "学校名录.csv", delimited(rows, "gbk")


def clinics() -> tuple[str, bytes]:
    rows: Rows = [["机构名称", "地址", "床位数"], ["𠮷祥医院", "人民路１号", "１２０"], ["仁爱医院", "中山路2号", "80"]]
    return "医疗机构.csv", delimited(rows, "gb18030")


def air() -> tuple[str, bytes]:
    rows: Rows = [
        ["监测月份", "监测点位", "空气质量指数", "优良率", "浓度(mg/m³)"],
        ["2025年3月", "一号站", "５６", 0.925, "0.03"],
        ["2025年4月", "一号站", "61", 0.9, "-"],
        ["2025年05月", "二号站", "72", 0.875, "0.05"],
    ]
    return "空气质量.xlsx", book({"数据": rows}, formats={"D": "0.0%"})


def companies() -> tuple[str, bytes]:
    rows: Rows = [
        ["统一社会信用代码", "许可证号", "企业名称", "联系电话", "成立日期"],
        [913100001234567890, 42, "甲公司", 2163212345, 45717],
        [913100001234567891, 4301, "乙公司", 2163212346, 45748],
    ]
    return "企业.xlsx", book({"名录": rows}, formats={"B": "000000"})


def townships() -> tuple[str, bytes]:
    rows: Rows = [
        ["区", "街镇", "面积（平方公里）", "户数"],
        ["浦东新区", "川沙新镇", 148.1, 52000],
        [None, "惠南镇", 65.2, 43000],
        [None, "小计", 213.3, 95000],
        ["闵行区", "莘庄镇", 19.1, 61000],
        [None, "七宝镇", 21.3, 58000],
        ["总 计", None, 253.7, 214000],
    ]
    return "街镇.xlsx", book({"街镇": rows}, {"街镇": [(1, 0, 3, 0), (4, 0, 5, 0), (6, 0, 6, 1)]})


def yearbook() -> tuple[str, bytes]:
    rows: Rows = [
        ["2-1 主要年份人口与就业"],
        ["指标", "单位", 2020, 2021, 2022, 2023],
        ["年末总人口", "万人", 2488, 2489, 2476, 2487],
        ["其中：女性", "万人", 1200, 1205, 1201, 1206],
        ["就业人员", "万人", 1374, 1380, "…", 1391],
    ]
    return "年鉴.xlsx", book({"2-1": rows}, {"2-1": [(0, 0, 0, 5)]})


def statistical_form() -> tuple[str, bytes]:
    rows: Rows = [
        ["规模以上工业企业财务状况"],
        [None, None, None, "表    号：B103表"],
        [None, None, None, "制定机关：国家统计局"],
        ["综合机关名称：", None, "2025年1-6月", "计量单位：千元"],
        ["指标名称", "代码", "本期", "上年同期"],
        ["甲", "乙", 1, 2],
        ["营业收入", "01", 125000, 118000],
        ["营业成本", "02", 98000, 91000],
        ["单位负责人：", "填表人：", "联系电话：", "报出日期：2025年7月10日"],
    ]
    return "财务状况.xlsx", book({"B103": rows}, {"B103": [(0, 0, 0, 3)]})


def several_sheets() -> tuple[str, bytes]:
    sheets: dict[str, Rows] = {
        "公园": [["公园名称", "面积（公顷）"], ["世纪公园", 140.3], ["中山公园", 21.4]],
        "绿道": [["名称", "长度（公里）"], ["滨江绿道", 22.5], ["环城绿道", 98]],
        "封面": [["绿化统计资料"]],
        "底稿": [["张三的手机", "13800000000"], ["李四的手机", "13900000000"]],
    }
    return "绿化.xlsx", book(sheets, hidden=["底稿"])


def parks() -> tuple[str, bytes]:
    rows: Rows = [
        ["公园一览", "", ""],
        ["公园名称", "开放日期", "面积"],
        ["甲园", date(2001, 5, 1), 12.5],
        ["乙园", date(1999, 10, 1), 8],
    ]
    return "公园.ods", open_book("公园", rows)


def stations() -> tuple[str, bytes]:
    rows: Rows = [["站点名称", "线路", "客流量（人次）"], ["人民广场", "1号线", 120000], ["徐家汇", "1号线", 98000]]
    return "站点.et", old_book("Sheet1", rows)


def car_parks() -> tuple[str, bytes]:
    rows: Rows = [
        ["停车场名称", "东经", "北纬", "泊位数", "是否收费"],
        ["一号", "121°28′30″", "31°13′12″", "100个", "是"],
        ["二号", "121°30′", "31°10′06″", "80个", "否"],
        ["三号", "121°27′45″", "31°12′", "60个", "是"],
    ]
    return "停车场.xlsx", book({"Sheet1": rows})


def bus_lines() -> tuple[str, bytes]:
    rows: Rows = [
        ["线路名称", "起点", "终点", "长度（公里）"],
        ["1路", "火车站", "外滩", "8.5"],
        ["2路", "外滩", "机场", "40.2"],
    ]
    return "公交.csv", delimited(rows, "utf-16", "\t")


def three_levels() -> tuple[str, bytes]:
    rows: Rows = [
        ["各区教育情况（2024年）"],
        ["区县", "学生数", None, None, None, "教职\n工数"],
        [None, "城镇", None, "乡村", None, None],
        [None, "男", "女", "男", "女", None],
        ["甲区", 10, 11, 12, 13, 5],
        ["乙区", 20, 21, 22, 23, 6],
    ]
    merges = [(0, 0, 0, 5), (1, 0, 3, 0), (1, 1, 1, 4), (1, 5, 3, 5), (2, 1, 2, 2), (2, 3, 2, 4)]
    return "教育.xlsx", book({"教育": rows}, {"教育": merges})


def two_lines_in_text() -> tuple[str, bytes]:
    rows: Rows = [
        ["地区", "面积", "人口", "", "备注"],
        ["", "", "户数", "人数", ""],
        ["甲镇", "12.5", "300", "900", "无"],
        ["乙镇", "10", "200", "610", ""],
        ["合　计", "22.5", "500", "1510", ""],
    ]
    return "乡镇.csv", delimited(rows, "utf-8-sig")


def persons() -> tuple[str, bytes]:
    rows: Rows = [
        ["姓名", "性别（1男 2女）", "身份证号", "出生日期", "补贴金额（元）"],
        ["张三", 1, "31010119900101123X", "19900101", 500],
        ["李四", 2, "310101198512120021", "19851212", 600],
        ["王五", 1, "310101197001010013", "19700101", 500],
    ]
    return "补贴.xlsx", book({"名单": rows})


def printed_pages() -> tuple[str, bytes]:
    head = ["名称", "性质", "职工数", "批准时间"]
    rows: Rows = [
        ["事业单位一览表"],
        head,
        ["一、市属单位"],
        ["图书馆", "公益一类", 120, "2001-5-1"],
        ["博物馆", "公益一类", 95, "1999-12-31"],
        ["本页小计", None, 215],
        head,
        ["二、区属单位"],
        ["文化馆", "公益二类", 40, "2010-3-15"],
        ["体育馆", "公益二类", "约30", "2012-7-8"],
        ["本页小计", None, 70],
        [],
        ["合计", None, 285],
    ]
    return "事业单位.xlsx", book({"Sheet1": rows}, {"Sheet1": [(0, 0, 0, 3), (2, 0, 2, 3), (7, 0, 7, 3)]})


def no_headings() -> tuple[str, bytes]:
    return "读数.csv", delimited([["2025-03-01", "12.5", "3"], ["2025-03-02", "12.8", "4"]], "utf-8")


def units_below() -> tuple[str, bytes]:
    rows: Rows = [
        ["项目名称", "总投资", "增长率", "开工日期"],
        ["", "（亿元）", "（%）", ""],
        ["轨道交通", "12.5", "3.5", 20250301],
        ["滨江岸线", "8", "-1.2", 20240615],
    ]
    return "项目.xlsx", book({"项目": rows})


def inspections() -> tuple[str, bytes]:
    rows: Rows = [
        ["2025年食品抽检结果"],
        ["抽检编号", "产品名称", "经办人", "合格率", "复检"],
        [14, "大米", "张三", 0.925, "合格"],
        [21, "面粉", "李四", 0.9, FAILED],
        [28, "食用油", "王五", 0.875, "合格"],
        [35, "酱油", "赵六", 1, "合格"],
    ]
    made = old_book("抽检", rows, [(0, 0, 0, 4)], formats={0: "000000", 3: "0.0%"}, hidden=[2], hidden_rows=[4])
    return "抽检.xls", made


def two_tables() -> tuple[str, bytes]:
    rows: list[list[Any]] = [
        ["表一 各区公园"], ["区", "数量", "面积"], ["浦东新区", 12, 340.5], ["黄浦区", 5, 41], [],
        ["表二 各类绿地"], ["类型", "占比", "处数"], ["公园绿地", 61.5, 17], ["附属绿地", 38.5, 9],
    ]  # fmt: skip
    return "公园绿地.xlsx", book({"汇总": rows})
