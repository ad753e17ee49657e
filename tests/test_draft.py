"""Twenty-two tables as offices make them: what must be found in each, set aside, spelled anew and said."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from functools import cache

from publish.draft import Draft, Drafted, make
from publish.draft.keys import primary_key
from publish.draft.package import to_csv
from publish.draft.remark import Sort
from publish.model import Portal, Registers, Text
from publish.read import read_only_registers
from tests import offices
from tests.conftest import ROOT

PORTAL = Portal("test", Text((("zh-Hans", "测试"), ("en", "Test"))), licence="CC-BY-4.0", region="310000")
Office = Callable[[], tuple[str, bytes]]


@cache
def registers() -> Registers:
    return read_only_registers(ROOT, PORTAL)


@cache
def drafted(office: Office) -> Draft:
    return make([office()], PORTAL, registers())


def table(office: Office, place: int = 0) -> Drafted:
    return drafted(office).tables[place]


def rows(office: Office, place: int = 0) -> list[list[str]]:
    """The drafted CSV below its head."""
    return list(csv.reader(io.StringIO(to_csv(table(office, place)).decode("utf-8"))))[1:]


def column(office: Office, title: str) -> list[str]:
    found = next(c for c in table(office).columns if c.title == title)
    return list(found.values)


def types(office: Office) -> dict[str, str]:
    return {c.title: c.type for c in table(office).columns}


def units(office: Office) -> dict[str, str]:
    return {c.title: c.unit for c in table(office).columns if c.unit}


def said(office: Office, sort: Sort) -> str:
    """All remarks of a sort, with their places."""
    return "\n".join(f"{r.place('zh')} {r.said['zh']}" for r in drafted(office).remarks if r.sort is sort)


def key(office: Office) -> tuple[str, ...]:
    return primary_key(table(office).columns)


def test_a_list_of_places() -> None:
    made = table(offices.public_toilets)
    assert made.title == "2026年10月公共厕所一览表"
    assert [c.name for c in made.columns][:6] == [
        "xu_hao",
        "bian_hao",
        "ming_cheng",
        "lei_xing",
        "longitude",
        "latitude",
    ]
    assert len(rows(offices.public_toilets)) == 12
    assert column(offices.public_toilets, "编号")[0] == "0001"
    assert [c.value for c in made.columns[3].categories] == ["独立式", "附属式"]
    assert key(offices.public_toilets) == ("bian_hao",)  # the running number is none
    assert made.columns[0].running
    assert made.found.notes == ("注：不含浴场内的厕所。",)
    told = drafted(offices.public_toilets).answers
    assert (told["catalogue/temporal/start"], told["catalogue/temporal/end"]) == ("2026-10-01", "2026-10-31")


def test_who_filled_it_in_is_not_taken_over() -> None:
    made = drafted(offices.public_toilets)
    everything = repr((made.answers, [t.notes for t in made.tables], [r.said for r in made.remarks]))
    assert "张三" not in everything and "李四" not in everything
    assert "填表人" in said(offices.public_toilets, Sort.ASIDE)


def test_two_rows_of_headings_over_merged_cells() -> None:
    assert types(offices.population) == {
        "地区": "string",
        "常住人口/男": "number",
        "常住人口/女": "number",
        "户籍人口": "string",
    }
    assert [r[0] for r in rows(offices.population)] == ["浦东新区", "黄浦区"]  # 全市 is their total
    assert units(offices.population) == {"常住人口/男": "万人", "常住人口/女": "万人"}
    assert table(offices.population).found.sources == ("2024年人口抽样调查",)
    assert len(table(offices.population).found.notes) == 2
    assert "— …" in said(offices.population, Sort.CHANGED) and "D6" in said(offices.population, Sort.CHANGED)
    told = drafted(offices.population).answers
    assert told["catalogue/provider"] == "市统计局 113100000000010387"
    assert told["sources/0/title"] == "2024年人口抽样调查"


def test_a_budget_with_marks_between_thousands() -> None:
    assert table(offices.budget).title == "2025年一般公共预算支出表"
    assert column(offices.budget, "预算数") == ["1234567.80", "-1200", "98000", "45000"]
    assert column(offices.budget, "科目编码") == ["201", "20101", "205", "206"]
    assert types(offices.budget)["科目编码"] == "string"
    assert units(offices.budget) == {"预算数": "万元"}
    assert "第 7、9 行" in said(offices.budget, Sort.ASIDE)
    assert "王某" not in repr(drafted(offices.budget).answers)


def test_an_old_workbook_with_days_in_three_spellings() -> None:
    assert column(offices.penalties, "处罚日期") == ["2025-03-01", "2025-03-12", "2025-04-05"]
    assert types(offices.penalties)["处罚日期"] == "date"
    assert column(offices.penalties, "罚款金额") == ["5000", "12000", ""]
    assert units(offices.penalties) == {"罚款金额": "元"}
    assert key(offices.penalties) == ("jue_ding_shu_wen_hao",)


def test_a_gbk_file() -> None:
    assert types(offices.schools) == {
        "学校代码": "string",
        "学校名称": "string",
        "办学性质": "string",
        "邮编": "string",
        "在校生数": "integer",
    }
    assert column(offices.schools, "学校代码")[0] == "0110"
    assert [c.english for c in table(offices.schools).columns[2].categories] == ["Public", "Private"]
    assert "GB18030" in said(offices.schools, Sort.FOUND)


def test_a_gb18030_file_with_a_rare_character_and_wide_digits() -> None:
    assert rows(offices.clinics)[0] == ["𠮷祥医院", "人民路1号", "120"]
    assert types(offices.clinics)["床位数"] == "integer"
    assert "全角" in said(offices.clinics, Sort.CHANGED)


def test_months_and_what_is_shown_as_per_cent() -> None:
    assert column(offices.air, "监测月份") == ["2025-03", "2025-04", "2025-05"]
    assert types(offices.air)["监测月份"] == "yearmonth"
    assert column(offices.air, "优良率") == ["92.5", "90", "87.5"]
    assert units(offices.air) == {"优良率": "%", "浓度": "mg/m³"}
    assert column(offices.air, "空气质量指数") == ["56", "61", "72"]
    assert column(offices.air, "浓度") == ["0.03", "", "0.05"]


def test_digits_that_excel_lost_are_told_by_their_cells() -> None:
    assert "A2、A3" in said(offices.companies, Sort.DAMAGED)
    assert types(offices.companies)["统一社会信用代码"] == "string"
    assert column(offices.companies, "许可证号") == ["000042", "004301"]
    assert column(offices.companies, "联系电话") == ["2163212345", "2163212346"]
    assert types(offices.companies)["联系电话"] == "string"
    assert column(offices.companies, "成立日期") == ["2025-03-01", "2025-04-01"]


def test_merged_cells_of_the_body_say_the_same_in_all_their_rows() -> None:
    assert [r[0] for r in rows(offices.townships)] == ["浦东新区", "浦东新区", "闵行区", "闵行区"]
    assert "A2、A5" in said(offices.townships, Sort.CHANGED)
    assert "第 4、7 行" in said(offices.townships, Sort.ASIDE)
    assert units(offices.townships)["面积"] == "平方公里"


def test_years_side_by_side_stay_and_are_remarked() -> None:
    assert [c.name for c in table(offices.yearbook).columns] == [
        "zhi_biao",
        "dan_wei",
        "y2020",
        "y2021",
        "y2022",
        "y2023",
    ]
    assert "各个时间各占一列" in said(offices.yearbook, Sort.DOUBT)
    assert rows(offices.yearbook)[2] == ["就业人员", "万人", "1374", "1380", "", "1391"]


def test_a_form_of_the_statistics_office() -> None:
    made = table(offices.statistical_form)
    assert made.title == "规模以上工业企业财务状况"
    assert [c.title for c in made.columns] == ["指标名称", "代码", "本期", "上年同期"]
    assert rows(offices.statistical_form) == [
        ["营业收入", "01", "125000", "118000"],
        ["营业成本", "02", "98000", "91000"],
    ]
    assert units(offices.statistical_form) == {"本期": "千元", "上年同期": "千元"}


def test_several_sheets_become_several_tables_and_hidden_ones_none() -> None:
    made = drafted(offices.several_sheets)
    assert [(t.name, t.title) for t in made.tables] == [("gong-yuan", "公园"), ("lv-dao", "绿道")]
    assert "隐藏" in said(offices.several_sheets, Sort.FOUND)
    assert "13800000000" not in repr(made)
    assert "封面" in said(offices.several_sheets, Sort.DOUBT)


def test_ods_and_et() -> None:
    assert rows(offices.parks) == [["甲园", "2001-05-01", "12.5"], ["乙园", "1999-10-01", "8"]]
    assert table(offices.parks).title == "公园一览"
    assert rows(offices.stations) == [["人民广场", "1号线", "120000"], ["徐家汇", "1号线", "98000"]]
    assert units(offices.stations) == {"客流量": "人次"}


def test_degrees_minutes_and_seconds() -> None:
    made = table(offices.car_parks)
    assert [c.name for c in made.columns][1:3] == ["longitude", "latitude"]
    assert rows(offices.car_parks)[0] == ["一号", "121.475", "31.22", "100", "是"]
    assert units(offices.car_parks)["泊位数"] == "个"
    assert [(c.value, c.english) for c in made.columns[4].categories] == [("否", "No"), ("是", "Yes")]
    assert "坐标系" in said(offices.car_parks, Sort.FOUND)


def test_tabs_in_utf_16() -> None:
    assert rows(offices.bus_lines)[1] == ["2路", "外滩", "机场", "40.2"]


def test_three_rows_of_headings() -> None:
    assert [c.title for c in table(offices.three_levels).columns] == [
        "区县",
        "学生数/城镇/男",
        "学生数/城镇/女",
        "学生数/乡村/男",
        "学生数/乡村/女",
        "教职工数",
    ]
    assert table(offices.three_levels).found.header_rows == (2, 3, 4)


def test_two_rows_of_headings_without_merged_cells() -> None:
    assert [c.title for c in table(offices.two_lines_in_text).columns] == [
        "地区",
        "面积",
        "人口/户数",
        "人口/人数",
        "备注",
    ]
    assert len(rows(offices.two_lines_in_text)) == 2


def test_a_list_of_persons_is_pointed_out() -> None:
    private = said(offices.persons, Sort.PRIVATE)
    assert "“姓名”" in private and "“身份证号”" in private and "1990" not in private
    sex = next(c for c in table(offices.persons).columns if c.title == "性别")
    assert [(c.value, c.label) for c in sex.categories] == [("1", "男"), ("2", "女")]
    assert column(offices.persons, "出生日期")[0] == "1990-01-01"
    assert drafted(offices.persons).answers["privacy/unit"].endswith("individual")
    assert key(offices.persons) == ()


def test_pages_made_for_printing() -> None:
    assert [r[0] for r in rows(offices.printed_pages)] == ["图书馆", "博物馆", "文化馆", "体育馆"]
    aside = said(offices.printed_pages, Sort.ASIDE)
    assert "重复的表头" in aside and "分组" in aside and "第 6、11、13 行" in aside
    assert column(offices.printed_pages, "职工数")[3] == "约30"
    assert types(offices.printed_pages)["职工数"] == "string"
    assert "C10" in said(offices.printed_pages, Sort.DOUBT)
    assert column(offices.printed_pages, "批准时间")[0] == "2001-05-01"


def test_a_table_without_headings_is_told() -> None:
    assert [c.name for c in table(offices.no_headings).columns] == ["column_1", "column_2", "column_3"]
    assert len(rows(offices.no_headings)) == 2
    assert "没有找到表头" in said(offices.no_headings, Sort.DOUBT)


def test_units_in_a_row_below_the_headings() -> None:
    assert units(offices.units_below) == {"总投资": "亿元", "增长率": "%"}
    assert column(offices.units_below, "开工日期") == ["2025-03-01", "2024-06-15"]


def test_english_headings_come_from_the_register() -> None:
    english = {c.title: c.english for c in table(offices.population).columns}
    assert english == {
        "地区": "Area",
        "常住人口/男": "Permanent residents, male",
        "常住人口/女": "Permanent residents, female",
        "户籍人口": "Registered residents",
    }
    assert len(registers().field_names) >= 150


def test_equal_files_make_equal_drafts() -> None:
    one, other = (make([offices.population()], PORTAL, registers()) for _ in range(2))
    assert (one.tables, one.answers, one.remarks) == (other.tables, other.answers, other.remarks)
    assert one.id != other.id


def test_a_second_table_below_the_first_is_told_and_not_mixed_in() -> None:
    assert rows(offices.two_tables) == [["浦东新区", "12", "340.5"], ["黄浦区", "5", "41"]]
    assert types(offices.two_tables)["数量"] == "integer"
    doubts = said(offices.two_tables, Sort.DOUBT)
    assert "第 6 行起像是另一张表" in doubts and "移到另一张工作表" in doubts
