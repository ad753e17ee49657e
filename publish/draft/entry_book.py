"""entry.xlsx: the sheet a steward fills in, with drop-downs, help and examples. What must be filled is yellow."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import xlsxwriter

from publish.draft.package import Draft, field_lines, table_lines
from publish.draft.remark import HEADINGS
from publish.model import Registers
from publish.problems import cell_name
from publish.questions import (
    ANSWER,
    DATASET,
    EXAMPLE,
    FIELDS,
    FIRST_QUESTION,
    HEADINGS_ROW,
    HELP,
    ITEM,
    KEY,
    LISTS,
    REMARKS,
    TABLES,
    Question,
    asked,
    choice,
    lists,
)

_SPARE = 20  # empty lines below the last that also have drop-downs
_WIDTHS = {ITEM: 22, ANSWER: 46, HELP: 58, EXAMPLE: 34, KEY: 20}
_HEADINGS = {
    ITEM: "项目\nItem",
    ANSWER: "内容（请填写）\nAnswer",
    HELP: "说明\nHelp",
    EXAMPLE: "例子\nExample",
    KEY: "代号\nKey",
}
_INTRODUCTION = (
    "请填写黄色的格子（带 * 的必须填），填完保存，再运行检查。有下拉箭头的从列表里选。"
    "  Fill in the yellow cells; those with * must be filled. Then save, and run the check."
)
_ABOUT = (
    "这是程序起草时认出、改动、放在一边的内容。看过即可，不用改，也不会发布。",
    "What the program found, changed and set aside. To be read; nothing here is published.",
    f"“{LISTS}”工作表是隐藏的，里面是下拉列表的内容，请不要改动。The hidden sheet {LISTS} holds the drop-down lists.",
    "原来的表格没有放进数据集，请自己留存。The workbook you gave is not part of the dataset; keep it.",
)
_FIELDS_NOTE = (
    "每一列一行。请核对“标题”“类型”“单位”；英文待核对的，看过后删去“待核对”。"
    "  One line a column: check title, type and unit; delete 待核对 once you have read the English."
)
_TABLES_NOTE = "每张表一行，一般不用改。  One line a table; usually nothing needs to change."


def to_book(draft: Draft, registers: Registers) -> bytes:
    """The bytes of entry.xlsx; equal drafts give equal bytes."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": datetime(2020, 1, 1, tzinfo=UTC).replace(tzinfo=None)})
    writer = _Writer(book, _choices(registers))
    writer.dataset(draft)
    writer.lines(TABLES, asked("tables"), table_lines(draft), _TABLES_NOTE)
    writer.lines(FIELDS, asked("fields"), field_lines(draft), _FIELDS_NOTE)
    writer.remarks(draft)
    writer.lists()
    book.close()
    return buffer.getvalue()


def _choices(registers: Registers) -> dict[str, list[str]]:
    """What each drop-down offers: lists of every portal, and of this portal's registers."""
    offered = {name: [choice(zh, code) for zh, code in items] for name, items in lists().items()}
    named = {
        "organisations": {o.code: o.name for o in registers.organisations.values()},
        "topics": {t.slug: t.name for t in registers.topics.values()},
        "frequencies": {f.slug: f.name for f in registers.frequencies.values()},
        "levels": {x.code: x.name for x in registers.levels.values()},
        "licences": {x.id: x.name for x in registers.licences.values()},
    }
    return offered | {name: [choice(said["zh"], code) for code, said in items.items()] for name, items in named.items()}


class _Writer:
    """The workbook being made."""

    def __init__(self, book: Any, choices: Mapping[str, Sequence[str]]) -> None:
        self.book, self.choices = book, {name: items for name, items in choices.items() if items}
        plain = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#D9D9D9"}
        self.cell = book.add_format(plain | {"num_format": "@"})
        self.grey = book.add_format(plain | {"font_color": "#7F7F7F"})
        self.label = book.add_format(plain | {"bold": True})
        self.head = book.add_format(plain | {"bold": True, "bg_color": "#DCE6F1"})
        self.note = book.add_format({"text_wrap": True, "valign": "top"})
        self.must = book.add_format({"bg_color": "#FFE699"})
        self.may = book.add_format({"bg_color": "#FFF9E5"})

    def dataset(self, draft: Draft) -> None:
        """One question a line."""
        sheet = self.book.add_worksheet(DATASET)
        for column, width in _WIDTHS.items():
            sheet.set_column(column, column, width)
        sheet.merge_range(0, 0, 1, KEY, _INTRODUCTION, self.note)
        for column, heading in _HEADINGS.items():
            sheet.write_string(FIRST_QUESTION - 2, column, heading, self.head)
        told = {**draft.answers, "name": draft.name, "id": draft.id}
        for row, question in enumerate(asked("dataset"), FIRST_QUESTION - 1):
            star = "*" if question.required or question.form == "flag" else ""
            sheet.write_string(row, ITEM, f"{question.label['zh']}{star}\n{question.label['en']}", self.label)
            fixed = question.form == "fixed"
            sheet.write_string(row, ANSWER, told.get(question.key, ""), self.grey if fixed else self.cell)
            sheet.write_string(row, HELP, f"{question.help['zh']}\n{question.help['en']}", self.grey)
            sheet.write_string(row, EXAMPLE, question.example, self.grey)
            sheet.write_string(row, KEY, question.key, self.grey)
            blank = {"type": "blanks", "format": self.must if star else self.may}
            sheet.conditional_format(row, ANSWER, row, ANSWER, blank)
            self._drop_down(sheet, question, (row, ANSWER, row, ANSWER))
        sheet.freeze_panes(FIRST_QUESTION - 1, ANSWER)

    def lines(self, name: str, questions: Sequence[Question], lines: Sequence[Mapping[str, str]], note: str) -> None:
        """One table, or one column, a line."""
        sheet = self.book.add_worksheet(name)
        sheet.merge_range(0, 0, 0, len(questions) - 1, note, self.note)
        last = HEADINGS_ROW + len(lines) + _SPARE
        for column, question in enumerate(questions):
            sheet.set_column(column, column, question.width)
            sheet.write_string(HEADINGS_ROW - 1, column, f"{question.label['zh']}\n{question.label['en']}", self.head)
            if question.help:
                sheet.write_comment(HEADINGS_ROW - 1, column, f"{question.help['zh']}\n{question.help['en']}")
            self._drop_down(sheet, question, (HEADINGS_ROW, column, last, column))
            for row, line in enumerate(lines, HEADINGS_ROW):
                fixed = question.key in ("resource", "name", "path")
                sheet.write_string(row, column, line.get(question.key, ""), self.grey if fixed else self.cell)
            if question.key in ("title", "title@en") and lines:
                blank = {"type": "blanks", "format": self.may}
                sheet.conditional_format(HEADINGS_ROW, column, HEADINGS_ROW + len(lines) - 1, column, blank)
        sheet.freeze_panes(HEADINGS_ROW, 2)

    def remarks(self, draft: Draft) -> None:
        """What there is to say about the table that was given."""
        sheet = self.book.add_worksheet(REMARKS)
        for column, width in enumerate((16, 30, 70, 70)):
            sheet.set_column(column, column, width)
        for row, line in enumerate(_ABOUT):
            sheet.write_string(row, 0, line)
        top = len(_ABOUT) + 1
        for column, heading in enumerate(("类别 Sort", "位置 Place", "说明", "In English")):
            sheet.write_string(top, column, heading, self.head)
        for row, remark in enumerate(draft.remarks, top + 1):
            cells = (HEADINGS[remark.sort]["zh"], remark.place("zh"), remark.said["zh"], remark.said["en"])
            for column, text in enumerate(cells):
                sheet.write_string(row, column, text, self.note)

    def lists(self) -> None:
        """The hidden sheet that the drop-downs point to."""
        sheet = self.book.add_worksheet(LISTS)
        for column, (name, items) in enumerate(self.choices.items()):
            for row, text in enumerate(_headed(name, items)):
                sheet.write_string(row, column, text)
        sheet.hide()

    def _drop_down(self, sheet: Any, question: Question, area: tuple[int, int, int, int]) -> None:
        if question.choices not in self.choices:
            return
        column = list(self.choices).index(question.choices) + 1
        letter = cell_name(column, 1)[:-1]
        rule = {
            "validate": "list",
            "source": f"={LISTS}!${letter}$2:${letter}${len(self.choices[question.choices]) + 1}",
            "error_title": "请从列表里选",
            "error_message": "请点右边的箭头，从列表里选一个。Choose one from the list.",
        }
        sheet.data_validation(*area, rule)


def _headed(name: str, items: Iterable[str]) -> list[str]:
    return [name, *items]
