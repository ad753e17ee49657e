"""The catalogue as the guide of 2017 lays it out (政务信息资源目录编制指南（试行）, 发改高技〔2017〕1272号).

The 13 core items, of which sharing and opening are written in their parts: one line an entry, what is open and what
is not; headers in Chinese and English.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path

import xlsxwriter

from publish.admitted import Admitted
from publish.catalogue.ckan import iso
from publish.catalogue.listing import Listing
from publish.model import Access, Field, Opening, Package, ResourceKind, Text
from publish.types import type_of

HEADER = (
    "信息资源分类 Classification",
    "信息资源名称 Name",
    "信息资源代码 Code",
    "信息资源提供方 Provider",
    "信息资源提供方代码 Provider code",
    "信息资源摘要 Abstract",
    "信息资源格式 Format",
    "信息项 Data items",
    "共享类型 Sharing type",
    "共享条件 Sharing condition",
    "共享方式 Sharing method",
    "是否向社会开放 Open to the public",
    "开放条件 Opening condition",
    "更新周期 Update cycle",
    "发布日期 Publication date",
    "关联资源代码 Related code",
)

_SHARING: Mapping[str, str] = {
    Opening.UNCONDITIONAL: "无条件共享",
    Opening.CONDITIONAL: "有条件共享",
    Opening.WITHHELD: "不予共享",
}
# The guide's classes of format, by the format of a resource.
_CLASSES: Mapping[str, tuple[str, ...]] = {
    "电子文件": ("pdf", "ofd", "wps", "doc", "docx", "txt", "html", "xml", "ppt", "pptx", "md"),
    "电子表格": ("csv", "tsv", "xls", "xlsx", "ods", "et"),
    "数据库": ("sqlite", "db", "dbf", "mdb"),
    "图形图像": ("jpg", "jpeg", "png", "gif", "bmp", "svg", "tif", "tiff"),
    "流媒体": ("mp4", "mp3", "swf", "rm", "mpg", "m3u8"),
}
_CLASS = {form: name for name, forms in _CLASSES.items() for form in forms}


def to_row(listed: Listing, admitted: Admitted) -> tuple[str, ...]:
    """One entry. The guide is Chinese: what is said in another language only stays as it is."""
    package, entry, lang = listed.package, listed.entry, "zh"
    frequency = admitted.registers.frequencies.get(entry.frequency)
    return (
        entry.code.split("/")[0],
        package.title[lang],
        entry.code,
        listed.provider.name[lang] if listed.provider else "",
        entry.provider,
        package.description[lang],
        formats(package),
        "；".join(_item(f) for f in _fields(listed)),
        _SHARING.get(entry.sharing.type, ""),
        entry.sharing.condition[lang] or entry.sharing.basis[lang],
        entry.sharing.method[lang],
        "否" if entry.opening.type == Opening.WITHHELD else "是",
        _condition(entry.opening),
        frequency.name[lang] if frequency else entry.frequency,
        iso(listed.issued),
        "；".join(entry.related),
    )


def _condition(opening: Access) -> str:
    said: Text = opening.condition or opening.basis
    if opening.type == Opening.UNCONDITIONAL:
        return said["zh"] or "无条件开放"
    return said["zh"]


def formats(package: Package) -> str:
    """``电子表格：csv、xlsx；自描述格式：geojson``, classes in the guide's order."""
    found: dict[str, list[str]] = {}
    for resource in package.resources:
        name = _CLASS.get(resource.format, "自描述格式")
        if resource.format and resource.format not in found.setdefault(name, []):
            found[name].append(resource.format)
    if any(r.kind in (ResourceKind.TABLE, ResourceKind.GEO) for r in package.resources):
        found["服务接口"] = ["json"]
    order = [*_CLASSES, "自描述格式", "服务接口"]
    return "；".join(f"{name}：{'、'.join(found[name])}" for name in order if found.get(name))


def _fields(listed: Listing) -> Iterator[Field]:
    described = False
    for resource in listed.package.resources:
        table = listed.dataset.table(resource.name)
        fields = table.fields if table else (resource.schema.fields if resource.schema else ())
        described = described or bool(fields)
        yield from fields
    if not described:
        yield from listed.entry.items


def _item(field: Field) -> str:
    """``名称（C）``: the guide's letter for the type."""
    return f"{field.title['zh'] or field.name}（{type_of(field.type).guide}）"


def to_csv(rows: Iterable[tuple[str, ...]]) -> bytes:
    """UTF-8 with a byte order mark: this file is for office programs."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(HEADER)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return ("\ufeff" + text.getvalue()).encode()


def _harmless(cell: str) -> str:
    """A cell that an office program would run as a formula is led by an apostrophe."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def write_xlsx(rows: Iterable[tuple[str, ...]], path: Path) -> None:
    """The same as a workbook; equal rows, equal bytes."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"created": datetime(2000, 1, 1)})
        sheet = book.add_worksheet("目录 Catalogue")
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        sheet.freeze_panes(1, 2)
        sheet.set_column(0, len(HEADER) - 1, 18)
        for column, title in enumerate(HEADER):
            sheet.write_string(0, column, title, bold)
        for line, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                sheet.write_string(line, column, cell[:32_767])
