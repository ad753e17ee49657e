"""Addresses of homes: down to the flat, or to the house of a village group. The address of an office is a contact."""

from __future__ import annotations

import re

from publish.gate.privacy.signs.sign import Confidence, Evidence, Sign, column_name, weighing

_NUMBER = r"(?:\d{1,5}|[一二三四五六七八九十百甲乙丙丁东南西北]{1,4}|[A-Za-z]\d{0,4})"
_FLAT = re.compile(
    rf"(?:弄|号|栋|幢|座|楼|单元|层|区|苑|园|村|坊|庭|邸|墅|城)\s?{_NUMBER}(?:-\d{{1,5}})?\s?(?:室|户)(?![内外外部])"
    rf"|{_NUMBER}\s?(?:栋|幢|座|号楼)\s?{_NUMBER}\s?(?:单元|门)"
    rf"|(?:小区|花园|家园|公寓|新村|苑|城|湾|府|庭|里)\s?{_NUMBER}\s?[栋幢座#\-]\s?(?:\d{{1,3}}-)?\d{{1,5}}(?!\d)"
    r"|\d{1,4}弄\d{1,4}(?:支弄\d{1,4})?号\d{2,4}(?!\d)"
    rf"|[\u4e00-\u9fff]村(?:委会)?[\u4e00-\u9fff]{{0,6}}{_NUMBER}[组队社]\s?{_NUMBER}号"
)
_ENGLISH = re.compile(
    r"\b\d{1,5}\s+(?:[A-Za-z0-9.']+\s){1,4}(?:street|st|road|rd|avenue|ave|lane|ln|drive|dr|court|ct|close|way|blvd|boulevard)\b"
    r"|\b(?:flat|apartment|apt|room|rm|house)\b\.?\s*(?:no\.?\s*)?[#]?\d+",
    re.I,
)
_FLAT_ENGLISH = re.compile(
    r"\b(?:flat|apartment|apt|rm|room)\b\.?\s*(?:no\.?\s*)?#?\d+[A-Za-z]?\b"
    r".*\b(?:road|rd|street|st|ave|avenue|lane|building|bldg|estate)\b",
    re.I,
)
_HOUSE = re.compile(
    r"(?:路|街|道|巷|弄|里|胡同|村|组|条|坊|段|庄|屯)[\u4e00-\u9fff]{0,4}\s?(?:\d{1,5}|[一二三四五六七八九十百]{1,4})\s?(?:号|栋|幢|弄|-\d)"
)
_OFFICE = re.compile(
    r"大厦|大楼|写字楼|广场|商城|商场|中心|市场|办公|产业园|科技园|创业园|工业园|园区|门面|商铺|铺位|窗口|大厅|医院|学校|大学"
)
_HOME_NAME = column_name(
    "住址", "家庭地址", "户籍地", "户口所在", "居住地址", "常住地址", "居住地", "暂住地", "家庭住所", "收货地址",
    "现住", "家住", "户籍地址",
    "home address", "residential address", "residence address", "home addr", "domicile", "residence", "jtzz",
    "hjdz", "zz", "xzz",
)  # fmt: skip
NAMED = column_name("地址", "住所", "address", "addr", "dz", "location", "位置", "坐落")


def holds(text: str) -> bool:
    if text.isascii():
        return _FLAT_ENGLISH.search(text) is not None
    return _FLAT.search(text) is not None and not _OFFICE.search(text)


def judged(found: Evidence) -> Confidence:
    """Beside organisations an address is theirs; beside persons it is a home."""
    about = found.about
    if about.organisations or not found.hits:
        return Confidence.NONE
    part = found.hits / max(found.cells, 1)
    if about.persons:
        return (
            Confidence.SURE if part >= 0.3 else Confidence.LIKELY if found.named or found.hits >= 3 else Confidence.NONE
        )
    if about.facility:
        return Confidence.NONE
    return Confidence.LIKELY if found.hits >= 3 and part >= 0.6 else Confidence.NONE


def judged_home(found: Evidence) -> Confidence:
    """The column says that these are homes."""
    part = found.hits / max(found.cells, 1)
    return Confidence.NONE if not found.hits else Confidence.SURE if part >= 0.3 else Confidence.LIKELY


HOME = Sign(
    name="home",
    code="P503",
    text_code="",
    look=r"(?:室|户|单元|[栋幢座#门]|弄[0-9]+号|[组队社].{1,5}号)|[^\x00-\x7f][0-9]+-[0-9]"
    r"|(?i:flat|apartment|apt|rm |room)",
    weigh=weighing(holds),
    named=NAMED,
    judged=judged,
)
NAMED_HOME = Sign(
    name="named-home",
    code="P503",
    text_code="",
    look=r"[0-9一二三四五六七八九十]",
    weigh=weighing(lambda text: any(form.search(text) for form in (_FLAT, _ENGLISH, _HOUSE))),
    named=_HOME_NAME,
    judged=judged_home,
    only_named=True,
)
