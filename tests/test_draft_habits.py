"""What people do in a spreadsheet without a thought: hide, filter, jot down beside the table, tick, write 同上, leave a
formula that failed. A draft reads it as a person would, or says plainly what it did."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import time
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from publish.draft import Draft, make
from publish.draft.remark import Sort
from publish.model import Portal, Registers, Text
from publish.problems import PublishError
from tests.offices import Rows, delimited, inspections, open_document

PORTAL = Portal("test", Text((("zh-Hans", "测试"), ("en", "Test"))))
PERCENT = 'office:value-type="percentage" office:value'


def workbook(rows: Rows, change: Callable[[Worksheet], None] = lambda sheet: None, *merges: str) -> bytes:
    buffer, made = io.BytesIO(), openpyxl.Workbook()
    sheet = made.active
    assert isinstance(sheet, Worksheet)
    for row in rows:
        sheet.append(list(row))
    for merged in merges:
        sheet.merge_cells(merged)
    change(sheet)
    made.save(buffer)
    return buffer.getvalue()


def drafted(content: bytes, name: str = "表.xlsx") -> Draft:
    return make([(name, content)], PORTAL, Registers())


def of(rows: Rows, *merges: str) -> Draft:
    return drafted(workbook(rows, lambda sheet: None, *merges))


def values(draft: Draft, place: int = 0) -> list[tuple[str, ...]]:
    return [column.values for column in draft.tables[place].columns]


def titles(draft: Draft) -> list[str]:
    return [column.title for column in draft.tables[0].columns]


def units(draft: Draft) -> list[str]:
    return [column.unit for column in draft.tables[0].columns]


def said(draft: Draft, sort: Sort, lang: str = "zh") -> str:
    return "".join(f"{r.cell} {r.said[lang]}" for r in draft.remarks if r.sort is sort)


# --- out of sight ---------------------------------------------------------------------------------------------------


def test_an_old_workbook_keeps_zeros_per_cents_and_its_secrets() -> None:
    made = make([inspections()], PORTAL, Registers())
    assert values(made) == [
        ("000014", "000021", "000035"), ("大米", "面粉", "酱油"), ("92.5", "90", "100"), ("合格", "", "合格"),
    ]  # fmt: skip
    assert units(made)[2] == "%"
    assert "1 列是隐藏的" in said(made, Sort.FOUND) and "第 5 行" in said(made, Sort.ASIDE)
    assert "E4 有 1 格是错误值（#N/A）" in said(made, Sort.DAMAGED)
    assert "张三" not in repr((made.remarks, made.answers, values(made)))


def test_rows_that_somebody_hid_are_left_out_and_told() -> None:
    rows: Rows = [["区", "街道", "人数"], ["东区", "甲", 1], [None, "乙", 2], ["西区", "丙", 3]]

    def hide(sheet: Worksheet) -> None:
        sheet.row_dimensions[2].hidden = True

    made = drafted(workbook(rows, hide, "A2:A3"))
    assert values(made) == [("东区", "西区"), ("乙", "丙"), ("2", "3")]
    assert "隐藏着，没有读取" in said(made, Sort.ASIDE) and "not published" in said(made, Sort.ASIDE, "en")


def test_rows_behind_a_filter_are_read_and_told() -> None:
    def narrow(sheet: Worksheet) -> None:
        sheet.auto_filter.ref = "A1:B70"
        for row in (3, 65):
            sheet.row_dimensions[row].hidden = True

    made = drafted(workbook([["编号", "名称"], *[[f"A{i}", "甲"] for i in range(70)]], narrow))
    assert len(values(made)[0]) == 70
    assert "2 行也读进来了（第 3、65 行）" in said(made, Sort.DOUBT)


def test_headings_for_computers_in_a_hidden_row() -> None:
    def hide(sheet: Worksheet) -> None:
        sheet.row_dimensions[1].hidden = True

    made = drafted(workbook([["code", "num"], ["编码", "数量"], ["A1", 1], ["A2", 2]], hide))
    assert titles(made) == ["编码", "数量"]


def test_an_error_deep_in_a_sheet_is_told_by_its_cell() -> None:
    rows: list[list[Any]] = [["编号", "值"], *[[f"N{i}", i] for i in range(200)]]
    rows[150][1] = "#REF!"  # written as an error, not as a word
    made = drafted(workbook(rows))
    assert "B151 有 1 格是错误值（#REF!），读作空白" in said(made, Sort.DAMAGED)
    assert "公式没有存下" not in said(made, Sort.DAMAGED)
    assert values(made)[1][149] == "" and made.tables[0].columns[1].type == "integer"


def test_an_open_workbook_has_merged_cells_per_cents_and_hidden_columns() -> None:
    made = drafted(open_workbook(), "绿化.ods")
    assert values(made) == [("东区", "东区"), ("甲街道", "乙街道"), ("35.5", "40")]
    assert units(made)[2] == "%" and "1 列是隐藏的" in said(made, Sort.FOUND)
    assert "张三" not in repr(made.remarks)


def open_workbook() -> bytes:
    def words(text: str, more: str = "") -> str:
        return f'<table:table-cell office:value-type="string"{more}><text:p>{text}</text:p></table:table-cell>'

    def share(value: float) -> str:
        return f'<table:table-cell {PERCENT}="{value}"><text:p>{value * 100:g}%</text:p></table:table-cell>'

    rows: Rows = [
        "".join(map(words, ("区", "街道", "经办人", "绿化率"))),
        words("东区", ' table:number-rows-spanned="2"') + words("甲街道") + words("张三") + share(0.355),
        "<table:covered-table-cell/>" + words("乙街道") + words("张三") + share(0.4),
    ]
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"' for short in ("office", "table", "text")
    )
    columns = '<table:table-column table:number-columns-repeated="2"/><table:table-column table:visibility="collapse"/>'
    body = columns + "<table:table-column/>" + "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    content = (
        f"<office:document-content {spaces}><office:body><office:spreadsheet>"
        f'<table:table table:name="表1">{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return open_document(content)


# --- beside the table -----------------------------------------------------------------------------------------------


def test_what_is_jotted_down_beside_a_table_is_no_column() -> None:
    rows: Rows = [["名称", None, "地址", None, None, "这份表7月再更新"], ["甲馆", None, "人民路1号"],
            ["乙馆", None, "中山路2号", None, None, "老王：要核对"], ["丙馆", None, "解放路3号"]]  # fmt: skip
    made = of(rows)
    assert titles(made) == ["名称", "地址"]
    assert "F 列像是随手写的备注" in said(made, Sort.ASIDE) and "老王" not in repr(made.remarks)


def test_a_list_in_two_halves_side_by_side_is_not_mixed() -> None:
    rows: Rows = [["序号", "单位", "区", None, "序号", "单位", "区"], [1, "甲", "东", None, 3, "丙", "西"],
            [2, "乙", "东", None, 4, "丁", "西"]]  # fmt: skip
    made = of(rows)
    assert values(made)[1] == ("甲", "乙")
    assert "E 列起像是并排的另一张表" in said(made, Sort.DOUBT)


def test_two_tables_side_by_side_of_different_length() -> None:
    made = of([["月份", "销量", None, "地区", "人口"], ["1月", 1, None, "甲区", 10], ["2月", 2]])
    assert titles(made) == ["月份", "销量"]
    alike = of([["月份", "销量", None, "地区", "人口"], ["1月", 1, None, "甲区", 10], ["2月", 2, None, "乙区", 20]])
    assert len(titles(alike)) == 4 and "C 列是空的" in said(alike, Sort.DOUBT)


def test_a_guide_to_filling_in_is_no_table() -> None:
    buffer, made = io.BytesIO(), openpyxl.Workbook()
    for place, name in enumerate(("东区", "西区")):
        sheet = made.create_sheet(name)
        for row in (["名称", "数"], [f"甲{place}", 1], [f"乙{place}", 2]):
            sheet.append(row)
    guide = made.create_sheet("填表说明")
    for line in ("填表说明", "1.请按要求填写", "2.不要改列名"):
        guide.append([line])
    made.save(buffer)
    draft = drafted(buffer.getvalue())
    assert [t.title for t in draft.tables] == ["东区", "西区"]
    assert "列名完全相同（西区 等）" in said(draft, Sort.DOUBT)


def test_merged_over_columns_in_the_body_is_told() -> None:
    made = of([["日期", "上午", "下午", "地点"], ["2025-03-01", "义诊", None, "广场"],
               ["2025-03-02", "甲", "乙", "厅"]], "B2:C2")  # fmt: skip
    assert "B2 有 1 处横着合并的单元格" in said(made, Sort.DOUBT)


# --- headings and units ---------------------------------------------------------------------------------------------


def test_several_units_over_a_table_go_to_the_columns_they_fit() -> None:
    rows: Rows = [["表1-2 各区面积和人口"], ["单位：万人、平方公里"], ["地　区", "土地面积", "常住人口", "城镇化率％"],
            ["黄 浦 区", 20.46, 66.2, "100"], ["徐汇区", 54.93, 111.3, "99.5"],
            ["注："], ["2. 数据来源：市统计局。"]]  # fmt: skip
    made = of(rows, "A1:D1", "A2:D2")
    assert units(made) == ["", "平方公里", "万人", "%"] and titles(made)[3] == "城镇化率"
    assert values(made)[0] == ("黄浦区", "徐汇区") and "字与字之间的空格" in said(made, Sort.CHANGED)
    assert "按列名分给了各列，请核对：土地面积 平方公里、常住人口 万人" in said(made, Sort.CHANGED)
    assert made.tables[0].found.sources == ("市统计局",) and made.tables[0].found.notes != ("注：",)


def test_a_share_does_not_take_the_unit_of_money() -> None:
    rows: Rows = [
        ["收支情况"],
        ["单位：万元"],
        ["项目", "预算数", "完成预算%", "同比增速"],
        ["甲", 100, 0.25, 3],
        ["乙", 50, 0.5, 4],
    ]
    made = of(rows)
    assert units(made) == ["", "万元", "%", ""]
    assert "0.25 若指 25%" in said(made, Sort.DOUBT)


def test_an_instruction_and_who_filled_it_in_stand_over_the_table() -> None:
    rows: Rows = [["附件2"], ["东区2025年度低保情况"], ["说明：每月5日前报送。"],
            ["填报单位（盖章）：东区民政局", None, "填报日期：2025年3月5日"],
            ["街镇", "低保户数\n（户）", "办理时限（工作日）"], ["甲镇", 10, 5], ["乙镇", 5, 10]]  # fmt: skip
    made = of(rows)
    assert made.tables[0].title == "东区2025年度低保情况"
    assert titles(made) == ["街镇", "低保户数", "办理时限"] and units(made) == ["", "户", "工作日"]
    assert made.tables[0].found.notes == ("说明：每月5日前报送。",)


def test_equal_headings_and_a_record_that_looks_like_a_row_of_numbers() -> None:
    made = of([["单位", "数量", "金额", "数量"], ["甲", 1, 2, 3], ["乙", 4, 5, 6]])
    assert values(made)[0] == ("甲", "乙")
    assert "列名相同（数量）" in said(made, Sort.DOUBT)


def test_subtotals_as_excel_calls_them() -> None:
    made = of([["单位", "金额"], ["甲局", 1], ["甲局", 2], ["甲局 汇总", 3], ["乙局", 4], ["平均", 3], ["总计", 7]])
    assert values(made) == [("甲局", "甲局", "乙局"), ("1", "2", "4")]
    assert "第 4、6、7 行" in said(made, Sort.ASIDE)


# --- cells ----------------------------------------------------------------------------------------------------------


def test_ticks_and_what_is_as_above() -> None:
    made = of(
        [
            ["站点", "无障碍", "公司"],
            ["甲", "√", "一公司"],
            ["乙", "×", "同上"],
            ["丙", None, "〃"],
            ["丁", "√", "二公司"],
        ]
    )
    assert values(made)[1:] == [("是", "否", "", "是"), ("一公司", "一公司", "一公司", "二公司")]
    assert "空着的 1 格没有当作“否”" in said(made, Sort.DOUBT)
    assert "“同上”" in said(made, Sort.CHANGED)


def test_money_thousands_with_spaces_and_the_unit_of_the_heading_again() -> None:
    made = of(
        [["项目", "补贴", "户数", "占比(%)"], ["甲", "￥1,000.5", "1 234", "12.5"], ["乙", "￥300", "　999", "20%"]]
    )
    assert values(made)[1:] == [("1000.5", "300"), ("1234", "999"), ("12.5", "20")]
    assert units(made) == ["", "元", "", "%"]


def test_days_that_only_people_understand_are_told() -> None:
    made = of([["名称", "有效期至", "活动日", "形成时间", "闭馆"],
               ["甲", "2026.3.1", "3月1日", "民国26年", "15：30"],
               ["乙", "长期", "12月5日", "1950年", time(16)]])  # fmt: skip
    doubts = said(made, Sort.DOUBT)
    assert "“有效期至”多半是日期，有 1 格不是（B3）" in doubts
    assert "“活动日”只有月、日，没有年份" in doubts and "“形成时间”有民国纪年" in doubts
    assert made.tables[0].columns[4].values == ("15:30:00", "16:00:00")


def test_coordinates_in_one_cell_and_exchanged() -> None:
    one = of([["站名", "经纬度"], ["甲", "121.4737,31.2304"], ["乙", "东经121°30′00″ 北纬31°15′00″"]])
    assert "经度、纬度写在一格里" in said(one, Sort.DOUBT)
    other = of([["站名", "经度", "纬度"], ["甲", 31.2, 121.4], ["乙", 31.3, 121.5]])
    assert "填反了" in said(other, Sort.DOUBT)


def test_names_mobiles_and_identity_numbers_are_pointed_out_whatever_the_heading() -> None:
    made = of([["申请人姓名", "号码", "联系方式"], ["张三", "310101199001011239", "13812345678"],
               ["李四", "310101198512120028", "13912345678"]])  # fmt: skip
    private = said(made, Sort.PRIVATE)
    assert all(f"“{title}”" in private for title in ("申请人姓名", "号码", "联系方式"))
    assert made.answers["privacy/unit"].endswith("individual") and "1990" not in private


def test_digits_beyond_the_fifteenth_are_nought_as_excel_shows_them() -> None:
    made = of([["编号", "代码"], ["甲", 310101199001011234], ["乙", 310101198512120021]])
    assert values(made)[1] == ("310101199001011000", "310101198512120000")
    assert "B2、B3" in said(made, Sort.DAMAGED)


# --- text files -----------------------------------------------------------------------------------------------------


def test_a_text_file_that_speaks_to_excel() -> None:
    made = drafted(
        'sep=;\r\n编号;名称;电话\r\n="001";甲;\'02163210000\r\n="002";乙;\'02163210001\r\n'.encode("gbk"), "a.csv"
    )
    assert values(made) == [("001", "002"), ("甲", "乙"), ("02163210000", "02163210001")]
    assert made.tables[0].found.header_rows == (2,) and made.tables[0].title == "a"


def test_big5() -> None:
    made = drafted(delimited([["單位名稱", "電話"], ["臺北市立圖書館", "02-27552823"]], "big5"), "單位.csv")
    assert values(made)[0] == ("臺北市立圖書館",) and "BIG5" in said(made, Sort.FOUND)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b'<html xmlns:x="urn:schemas-microsoft-com:office:excel"><table><tr><td>1</td></tr></table></html>', "网页"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "2003 年的 XML"),
    ],
)
def test_what_systems_export_under_the_name_of_a_workbook_is_told(content: bytes, told: str) -> None:
    with pytest.raises(PublishError) as stopped:
        drafted(content, "导出.xls")
    assert told in stopped.value.said["zh"] and "另存为 .xlsx" in stopped.value.said["zh"]
