"""For a steward: a workbook with a line for each problem."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import xlsxwriter

from publish.problems import Report
from publish.report.place import HEADINGS, LEVELS, place, summary

_COLUMNS = (("level", 12), ("package", 28), ("place", 34), ("message", 70), ("fix", 60), ("code", 8))


def to_xlsx(report: Report, lang: str) -> bytes:
    """The bytes of a workbook; equal reports give equal bytes."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": datetime(2020, 1, 1, tzinfo=UTC).replace(tzinfo=None)})
    sheet = book.add_worksheet("问题" if lang.startswith("zh") else "Problems")
    bold = book.add_format({"bold": True, "bottom": 1})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.write_string(0, 0, summary(report, lang))
    for column, (key, width) in enumerate(_COLUMNS):
        sheet.set_column(column, column, width)
        sheet.write_string(2, column, HEADINGS[key][lang], bold)
    for row, p in enumerate(report.problems, 3):
        cells = (LEVELS[p.level][lang], p.package or "", place(p, lang), p.message[lang], p.fix[lang], p.code)
        for column, cell in enumerate(cells):
            sheet.write_string(row, column, cell, wrap)
    sheet.freeze_panes(3, 0)
    sheet.autofilter(2, 0, max(3, 2 + len(report.problems)), len(_COLUMNS) - 1)
    book.close()
    return buffer.getvalue()
