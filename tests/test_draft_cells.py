"""What a spreadsheet shows, a text file hides, and people mix: shares, exponents, days among numbers, headings of days,
two tables under equal headings. Nothing of it may be lost or changed without a word."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from publish.draft.numbers import damaged
from publish.draft.remark import Sort
from publish.draft.units import of_heading
from tests.offices import Rows
from tests.test_draft_habits import drafted, of, said, titles, units, values, workbook


def shown(fmt: str, *cells: str) -> Any:
    def change(sheet: Worksheet) -> None:
        for cell in cells:
            sheet[cell].number_format = fmt

    return change


def test_a_share_beside_shares_in_words_is_as_seen() -> None:
    rows: Rows = [["公园", "绿化率"], ["甲", "65.5%"], ["乙", 0.72], ["丙", "85％"]]
    made = drafted(workbook(rows, shown("0.00%", "B3")))
    assert values(made)[1] == ("65.5", "72", "85") and units(made)[1] == "%"


def test_a_bare_number_among_shares_is_told_by_its_cell() -> None:
    rows: Rows = [["公园", "绿化率"], ["甲", 0.5], ["乙", 0.72], ["丙", 0.6]]
    made = drafted(workbook(rows, shown("0%", "B2", "B3")))
    assert values(made)[1] == ("50%", "72%", "0.6")
    assert "多半是数字，有 1 格不是（B4）" in said(made, Sort.DOUBT)


def test_a_number_by_which_excel_counts_days_among_days() -> None:
    made = of([["名称", "有效期自"], ["甲", date(2026, 3, 1)], ["乙", 46086], ["丙", "2026.3.8"]])
    assert values(made)[1] == ("2026-03-01", "2026-03-05", "2026-03-08")
    assert "B3 “有效期自”1 格：Excel 的日期序号改成了日期" in said(made, Sort.CHANGED)


def test_words_among_days_are_told_as_days() -> None:
    made = of([["名称", "有效期至"], ["甲", "2026.3.1"], ["乙", "长期"], ["丙", "2026-3-8"]])
    assert "“有效期至”多半是日期，有 1 格不是（B3）" in said(made, Sort.DOUBT)
    assert "mostly dates, but for 1 cell (B3)" in said(made, Sort.DOUBT, "en")


@pytest.mark.parametrize(
    ("cell", "lost"),
    [("3.10101E+11", True), ("1.38E+10", True), ("1E+18", True), ("1.23456789012E+11", False), ("1.5e+10", False),
     ("2.5E+03", False)],
)  # fmt: skip
def test_digits_that_an_exponent_hides(cell: str, lost: bool) -> None:
    assert damaged(cell) is lost


def test_a_code_that_excel_saved_by_its_exponent_stays_text_and_is_told() -> None:
    made = drafted("区划代码,名称\r\n3.10101E+11,甲街道\r\n3.10101E+11,乙街道\r\n".encode("gbk"), "街道.csv")
    assert values(made)[0] == ("3.10101E+11", "3.10101E+11")
    assert "A2 “区划代码”有 2 格写成了 3.10101E+11 这样" in said(made, Sort.DAMAGED)


def test_headings_that_are_days() -> None:
    days = [datetime(2026, month, 1) for month in (5, 6, 7)]
    made = drafted(workbook([["景区", *days, "合计"], ["外滩", 1, 2, 3, 6], ["豫园", 4, 5, 6, 15]]))
    assert titles(made) == ["景区", "2026-05-01", "2026-06-01", "2026-07-01", "合计"]
    assert "各个时间各占一列（2026-05-01" in said(made, Sort.DOUBT)
    months = workbook([["景区", *days], ["外滩", 1, 2, 3]], shown('yyyy"年"m"月"', "B1", "C1", "D1"))
    assert titles(drafted(months)) == ["景区", "2026-05", "2026-06", "2026-07"]


def test_rows_of_days_are_no_headings() -> None:
    made = of([["甲", date(2026, 3, 1), date(2026, 3, 2)], ["乙", date(2026, 4, 1), date(2026, 4, 2)]])
    assert len(values(made)[0]) == 2


def test_two_tables_under_equal_headings_are_not_mixed() -> None:
    head = ["科目", "金额（万元）"]
    rows: Rows = [["表一 收入预算"], head, ["税收", 100], ["合计", 100], [], ["表二 支出预算"], head, ["教育", 80]]
    made = of(rows)
    assert values(made)[0] == ("税收",) and "第 6 行起像是另一张表" in said(made, Sort.DOUBT)


def test_a_new_page_under_the_same_title_goes_on() -> None:
    head = ["科目", "金额（万元）"]
    rows: Rows = [["收入预算表"], head, ["税收", 100], [], ["收入预算表（续）"], head, ["非税", 80], ["罚没", 1]]
    assert values(of(rows))[0] == ("税收", "非税", "罚没")
    without_gap: Rows = [["收入预算表"], head, ["税收", 100], ["收入预算表 第2页"], head, ["非税", 80], ["罚没", 1]]
    assert values(of(without_gap))[0] == ("税收", "非税", "罚没")


def test_what_looks_like_days_is_none_under_another_heading() -> None:
    made = of([["公厕", "蹲位（男/女）"], ["甲", "4/6"], ["乙", "3/5"]])
    assert "没有年份" not in said(made, Sort.DOUBT)


def test_a_code_that_lost_its_zero_among_others_has_it_again() -> None:
    made = of([["编码", "名称"], ["0101", "甲"], [102, "乙"], ["0103", "丙"]])
    assert values(made)[0] == ("0101", "0102", "0103")
    assert "A3 “编码”1 格：代码前面丢掉的 0 补上了" in said(made, Sort.CHANGED)


def test_months_that_are_numbers_are_told() -> None:
    made = of([["年月", "值"], [2026.09, 1], [2026.1, 2], [2026.11, 3]])
    assert "2026.1 分不清是 1 月还是 10 月" in said(made, Sort.DOUBT)
    assert "分不清" not in said(of([["指数", "值"], [2026.09, 1], [2026.1, 2]]), Sort.DOUBT)


def test_days_with_their_day_of_the_week_and_another_minus() -> None:
    made = of(
        [
            ["日期", "增长"],
            ["2026年3月1日 星期日", "−3.5"],
            ["2026年3月2日（周一）", "+1.2"],
            ["2026-3-3 周二", "－0.8"],
        ]
    )
    assert values(made) == [("2026-03-01", "2026-03-02", "2026-03-03"), ("-3.5", "1.2", "-0.8")]


def test_flags_are_flags() -> None:
    made = of([["设施", "启用"], ["甲", True], ["乙", False], ["丙", None]])
    assert values(made)[1] == ("true", "false", "") and made.tables[0].columns[1].type == "boolean"


def test_how_long_something_took() -> None:
    rows: Rows = [["活动", "时长"], ["义诊", timedelta(hours=2, minutes=30)], ["展览", timedelta(hours=26)]]
    made = of(rows)
    assert values(made)[1] == ("PT2H30M", "PT26H") and made.tables[0].columns[1].type == "duration"
    assert "时长写成 PT2H30M" in said(made, Sort.CHANGED)


@pytest.mark.parametrize(
    ("heading", "parts"),
    [
        ("PM2.5(μg/m3)", ("PM2.5", "μg/m3")),
        ("收费（元/次）", ("收费", "元/次")),
        ("占地面积/㎡", ("占地面积", "㎡")),
        ("泊位数（百个）", ("泊位数", "百个")),
        ("就业（百万人）", ("就业", "百万人")),
        ("蹲位（男/女）", ("蹲位（男/女）", "")),
    ],
)
def test_units_of_headings(heading: str, parts: tuple[str, str]) -> None:
    assert of_heading(heading) == parts
