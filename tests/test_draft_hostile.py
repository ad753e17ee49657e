"""Files that are no table, are broken, or are far from where one looks: each ends in a sentence, never in a trace."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import openpyxl
import pytest

from publish.draft import Draft, make
from publish.draft.dates import when
from publish.draft.numbers import number
from publish.draft.remark import Sort
from publish.model import Portal, Registers, Text
from publish.problems import Exit, PublishError
from tests.offices import book, compound, delimited, lying

PORTAL = Portal("test", Text((("zh-Hans", "测试"), ("en", "Test"))))


def drafted(content: bytes, name: str = "表.xlsx") -> Draft:
    return make([(name, content)], PORTAL, Registers())


def values(draft: Draft, place: int = 0) -> list[tuple[str, ...]]:
    return [column.values for column in draft.tables[place].columns]


def said(draft: Draft, sort: Sort) -> str:
    return "".join(r.said["zh"] for r in draft.remarks if r.sort is sort)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("空.xlsx", book({"Sheet1": []})),
        ("标题.xlsx", book({"Sheet1": [["二〇二五年工作总结"]]})),
        ("空行.xlsx", book({"Sheet1": [[" "]] * 200})),
        ("表头.xlsx", book({"Sheet1": [["名称", "地址"]]})),
        ("合并.xlsx", book({"Sheet1": [["请勿填写"]]}, {"Sheet1": [(0, 0, 30, 8)]})),
        ("空.csv", b""),
        ("坏.xlsx", b"PK\x03\x04" + b"\0" * 200),
        ("截断.xlsx", book({"Sheet1": [["名称", "数量"], ["甲", 1]]})[:1500]),
        ("坏.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000),
        ("网页.xls", b"<html><table><tr><td>1</td></tr></table></html>"),
        ("图片.csv", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\xff\xfe\x00\x00"),
        ("文字.et", "一段话，不是表格".encode()),
        ("谎.xlsx", lying()),
        ("宽.csv", b",".join(b"a%d" % n for n in range(20_000)) + b"\n" + b"1," * 19_999 + b"1\n"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_table_is_said(name: str, content: bytes) -> None:
    with pytest.raises(PublishError) as stopped:
        drafted(content, name)
    assert stopped.value.code is Exit.USAGE
    assert stopped.value.said["zh"].endswith("。") and stopped.value.said["en"].endswith(".")


def test_a_password_is_named() -> None:
    locked = compound("EncryptedPackage", b"\x01" * 5000)
    with pytest.raises(PublishError) as stopped:
        drafted(locked, "加密.xlsx")
    assert "密码" in stopped.value.said["zh"]


def test_headings_in_row_thirty_below_empty_rows() -> None:
    rows: list[list[Any]] = [[] for _ in range(29)] + [["", "名称", "数量"], ["", "甲", 1], ["", "乙", 2]]
    made = drafted(book({"Sheet1": rows}))
    assert made.tables[0].found.header_rows == (30,)
    assert values(made) == [("甲", "乙"), ("1", "2")]
    assert made.tables[0].found.cell(0, 0) == "B31"


def test_a_row_of_words_is_not_taken_for_headings() -> None:
    """Below a heading over two columns, and below a column without a heading."""
    merged = book(
        {"Sheet1": [["名称", None, "地址"], ["甲", "分部", "路一号"], ["乙", "总部", "路二号"]]},
        {"Sheet1": [(0, 0, 0, 1)]},
    )
    assert len(drafted(merged).tables[0].found.rows) == 2
    unnamed = delimited([["名称", "地址", ""], ["甲", "", "备"], ["乙", "路二号", ""]], "utf-8")
    assert len(drafted(unnamed, "a.csv").tables[0].found.rows) == 2


def test_two_hundred_empty_rows_at_the_end() -> None:
    made = drafted(book({"Sheet1": [["名称", "数量"], ["甲", 1], *[[" ", ""]] * 200]}))
    assert values(made) == [("甲",), ("1",)]


def test_formulas_with_and_without_their_values() -> None:
    buffer = io.BytesIO()
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for row in (["名称", "单价", "总价"], ["甲", 2, "=B2*3"], ["乙", 3, "=B3*3"]):
        sheet.append(row)
    made.save(buffer)
    draft = drafted(buffer.getvalue())
    assert "没有存下算出的值" in said(draft, Sort.DAMAGED)
    assert values(draft)[2] == ("", "")


def test_a_workbook_with_a_broken_part_is_read_without_it() -> None:
    source, target = io.BytesIO(book({"Sheet1": [["名称", "数量"], ["甲", 1]]})), io.BytesIO()
    with zipfile.ZipFile(source) as one, zipfile.ZipFile(target, "w") as other:
        for item in one.infolist():
            if item.filename != "docProps/core.xml":
                other.writestr(item.filename, one.read(item.filename))
    assert values(drafted(target.getvalue())) == [("甲",), ("1",)]


def test_an_xlsx_under_the_name_of_an_old_workbook() -> None:
    assert values(drafted(book({"Sheet1": [["名称", "数量"], ["甲", 1]]}), "表.xls")) == [("甲",), ("1",)]


def test_text_under_the_name_of_a_workbook() -> None:
    assert values(drafted("名称\t数量\r\n甲\t1\r\n".encode("gbk"), "导出.xls")) == [("甲",), ("1",)]


def test_hidden_columns_are_not_read() -> None:
    buffer = io.BytesIO()
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for row in (["名称", "经办人", "数量"], ["甲", "张三", 1], ["乙", "李四", 2]):
        sheet.append(row)
    sheet.column_dimensions["B"].hidden = True
    made.save(buffer)
    draft = drafted(buffer.getvalue())
    assert values(draft) == [("甲", "乙"), ("1", "2")]
    assert "经办人" not in repr((draft.remarks, draft.tables[0].columns))
    assert "1 列是隐藏的" in said(draft, Sort.FOUND)


def test_a_name_must_be_one_of_an_address() -> None:
    with pytest.raises(PublishError):
        make([("a.csv", b"a,b\n1,2\n")], PORTAL, Registers(), name="公厕")


def test_names_that_are_alike_or_empty() -> None:
    made = drafted(delimited([["名称", "名称", "", "123"], ["甲", "乙", "丙", "丁"]], "utf-8"), "a.csv")
    assert [c.name for c in made.tables[0].columns] == ["ming_cheng", "ming_cheng_2", "column_3", "y123"]


def test_a_column_of_results_keeps_its_dashes() -> None:
    made = drafted(delimited([["样品", "结果"], ["1号", "+"], ["2号", "-"], ["3号", "/"]], "utf-8"), "a.csv")
    assert values(made)[1] == ("+", "-", "")


def test_a_note_that_names_a_person_is_not_taken_over() -> None:
    rows = [["名称", "数量", "备注"], ["甲", "1", ""], ["注：有问题请找联系人张三，13812345678。"]]
    made = drafted(book({"Sheet1": rows}))
    assert "张三" not in repr((made.answers, made.remarks, made.tables[0].found.notes))


def test_a_record_with_little_in_it_is_no_note() -> None:
    made = drafted(
        book({"Sheet1": [["村名", "户数", "人口"], ["甲村", 10, 30], ["乙村", None, None], ["丙村", 5, 15]]})
    )
    assert values(made)[0] == ("甲村", "乙村", "丙村")


def test_many_tables_in_many_files() -> None:
    one, other = book({"Sheet1": [["名称", "数"], ["甲", 1]]}), book({"Sheet1": [["名称", "数"], ["乙", 2]]})
    made = make([("甲表.xlsx", one), ("乙表.xlsx", other)], PORTAL, Registers(), name="both")
    assert [(t.name, t.title) for t in made.tables] == [("jia-biao", "甲表"), ("yi-biao", "乙表")]
    assert made.name == "both"


@pytest.mark.parametrize(
    ("cell", "heading", "expected"),
    [
        ("2025年3月", "", "2025-03"),
        ("2025/3/1", "", "2025-03-01"),
        ("2025.03.01", "", "2025-03-01"),
        ("２０２５年３月１日", "", "2025-03-01"),
        ("二〇二五年三月十一日", "", "2025-03-11"),
        ("2025-02-30", "日期", ""),
        (45717.0, "登记日期", "2025-03-01"),
        (45717.0, "数量", None),
        ("20250301", "日期", "2025-03-01"),
        ("20250301", "编号", None),
        ("202503", "年月", "2025-03"),
        (2025.0, "年份", "2025"),
        (2025.0, "数量", None),
        ("2025-03-01 08:30", "时间", "2025-03-01T08:30:00"),
        ("8:30", "", "08:30:00"),
        ("6:00-22:00", "开放时间", None),
        ("03/04/2025", "日期", None),  # the third of April or the fourth of March
        ("长期", "有效期至", None),
    ],
)
def test_times(cell: Any, heading: str, expected: str | None) -> None:
    found = when(cell, heading)
    assert (found.text if found else None) == (expected or None)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("1,234.50", "1234.50"),
        ("１２．５", "12.5"),
        ("(300)", "-300"),
        ("￥1,000", "1000"),
        ("12.5%", "12.5"),
        ("3.2万", "3.2"),
        (0.1 + 0.2, "0.3"),
        (1e15, "1000000000000000"),
        (310101199001011234.0, None),
        ("0012", None),
        ("1,23", None),
        ("12-13", None),
        ("", None),
    ],
)
def test_numbers(cell: Any, expected: str | None) -> None:
    found = number(cell)
    assert (found.text if found else None) == expected


def test_units_in_cells_are_taken_out_only_when_all_agree() -> None:
    rows = [["名称", "投资", "产值"], ["甲", "3.2万元", "3.2万"], ["乙", "4万元", "5亿"], ["丙", "5万元", "6万"]]
    made = drafted(delimited(rows, "utf-8"), "a.csv")
    assert [(c.type, c.unit) for c in made.tables[0].columns] == [("string", ""), ("number", "万元"), ("string", "")]
    assert values(made)[2] == ("3.2万", "5亿", "6万")


def test_a_hundred_thousand_rows() -> None:
    rows = [["编号", "名称", "登记日期", "金额"]]
    rows += [[f"{i:07}", f"单位{i}", f"2025/{i % 12 + 1}/{i % 28 + 1}", f"{i:,}"] for i in range(100_000)]
    made = drafted(delimited(rows, "gb18030", "\t"), "台账.csv")
    assert [c.type for c in made.tables[0].columns] == ["string", "string", "date", "integer"]
    assert len(made.tables[0].found.rows) == 100_000
