"""The catalogue as the guide of 2017 lays it out (政务信息资源目录编制指南（试行）, 发改高技〔2017〕1272号).

The 13 core items in the guide's order, of which sharing and opening are written in their parts, and behind them what
the portal knows besides: one line an entry, what is open and what is not; headers in Chinese and English. ``new`` reads
this file back without loss. What an entry does not say stays empty.
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
from publish.guide import items_text, notation, word
from publish.model import Access, Field, Opening, Package, ResourceKind, Text

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
    # beyond the guide
    "共享依据 Basis of sharing",
    "开放类型 Opening type",
    "开放依据 Basis of opening",
    "申请方式 How to apply",
    "状态 Status",
    "数据级别 Level",
    "是否涉密 State secret",
    "主题 Topic",
    "更新日期 Last updated",
    "英文名称 Name in English",
    "英文摘要 Abstract in English",
    "名称代号 Name in addresses",
)
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
    sharing = _said(package, "sharing", entry.sharing)
    opening = _said(package, "opening", entry.opening)
    return (
        entry.classification or entry.code.rpartition("/")[0],
        package.title[lang],
        entry.code,
        listed.provider.name[lang] if listed.provider else "",
        entry.provider,
        package.description[lang],
        formats(package) or entry.formats,
        items_text([(f.title[lang] or f.name, notation(f)) for f in _fields(listed)]),
        word("sharings", sharing),
        entry.sharing.condition[lang] or entry.sharing.basis[lang],
        entry.sharing.method[lang],
        {"": "", Opening.WITHHELD.value: "否"}.get(opening, "是"),
        _condition(entry.opening) if opening else "",
        frequency.name[lang] if frequency else entry.frequency,
        iso(listed.issued),
        "；".join(entry.related),
        *_beyond(listed, opening),
    )


def _beyond(listed: Listing, opening: str) -> Iterator[str]:
    """What the portal knows besides the guide's items."""
    package, entry, lang = listed.package, listed.entry, "zh"
    yield entry.sharing.basis[lang]
    yield word("openings", opening)
    yield entry.opening.basis[lang]
    yield entry.opening.apply[lang]
    yield word("statuses", entry.status)
    yield entry.level
    yield "" if entry.secret is None else "是" if entry.secret else "否"
    yield listed.topic.name[lang] if listed.topic else entry.topic
    yield iso(listed.modified)
    for text in (package.title, package.description):
        yield text["en"] if text.has("en") else ""
    yield package.name


def _said(package: Package, key: str, access: Access) -> str:
    """The type of an access as it was written; "" where the description leaves it out and the portal takes the usual
    one."""
    written = package.raw.get("catalogue")
    left_out = isinstance(written, dict) and not (isinstance(written.get(key), dict) and written[key].get("type"))
    return "" if left_out else access.type


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
