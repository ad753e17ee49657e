"""What templates call the items of the guide: a heading, or two lines of one, -> the key of an item.

The national guide, the provinces' templates and the portal's own catalog.xlsx name them differently and put them in
different orders; some write 类型, 条件, 方式 below 共享属性.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

_SPELLED: Mapping[str, str] = {
    "number": "序号 编号 行号",
    "classification": "信息资源分类 资源分类 目录分类 信息资源分类代码 资源分类代码 分类代码 数据资源分类",
    "name": "信息资源名称 资源名称 数据资源名称 公共数据资源名称 政务信息资源名称 政务数据资源名称 "
    "目录名称 数据目录名称",
    "code": "信息资源代码 资源代码 目录代码 信息资源编码 资源编码 目录编码 数据资源代码 信息资源标识符",
    "provider": "信息资源提供方 资源提供方 信息资源提供方名称 提供方 提供方名称 提供单位 提供部门 数据提供方 "
    "数据提供单位 数据提供部门 "
    "责任单位 责任部门 来源部门 来源单位",
    "provider_code": "信息资源提供方代码 资源提供方代码 提供方代码 提供单位代码 提供部门代码 统一社会信用代码 "
    "提供方统一社会信用代码 "
    "信息资源提供方统一社会信用代码",
    "abstract": "信息资源摘要 资源摘要 摘要 信息资源描述 资源描述 数据资源摘要 目录摘要",
    "formats": "信息资源格式 资源格式 格式 数据格式 信息资源格式分类",
    "format_type": "信息资源格式类型 格式类型 具体格式",
    "item": "信息项 信息项名称 信息项信息 信息项内容 数据项 数据项名称",
    "item_type": "信息项数据类型 信息项类型 数据项类型 数据类型",
    "item_length": "信息项长度 信息项数据长度 数据项长度 数据长度 字段长度",
    "item_places": "小数位 小数位数 信息项小数位数",
    "sharing": "共享类型 共享属性 资源共享类型",
    "sharing_condition": "共享条件 资源共享条件 共享类型说明",
    "sharing_method": "共享方式 资源共享方式 共享方式类型",
    "sharing_basis": "共享依据 不予共享依据",
    "opening": "是否向社会开放 是否开放 向社会开放 社会开放 开放属性",
    "opening_type": "开放类型 社会开放类型",
    "opening_condition": "开放条件 社会开放条件",
    "opening_basis": "开放依据 不予开放依据 不开放依据",
    "opening_apply": "申请方式 开放申请方式",
    "frequency": "更新周期 更新频率 更新频度 信息资源更新周期",
    "issued": "发布日期 信息资源发布日期 首次发布日期",
    "related": "关联资源代码 关联信息资源代码 关联资源 关联信息资源 关联目录代码 关联资源目录代码",
    "status": "状态 目录状态 资源状态",
    "level": "数据级别 安全级别 数据分级 数据安全级别 安全等级",
    "secret": "是否涉密 涉密属性 涉密性",
    "topic": "主题 所属主题 主题分类",
    "modified": "更新日期 最近更新日期 最后更新日期",
    "title_en": "英文名称 信息资源英文名称",
    "abstract_en": "英文摘要",
    "slug": "名称代号",
}
_KEYS = {spelling: key for key, spellings in _SPELLED.items() for spelling in spellings.split()}
# What a short heading means below another one.
_WITHIN: Mapping[str, Mapping[str, str]] = {
    "共享": {"类型": "sharing", "条件": "sharing_condition", "方式": "sharing_method", "依据": "sharing_basis"},
    "开放": {"类型": "opening_type", "条件": "opening_condition", "依据": "opening_basis", "是否开放": "opening"},
    "信息项": {
        "名称": "item", "类型": "item_type", "数据类型": "item_type", "长度": "item_length", "小数位数": "item_places",
    },
    "格式": {"分类": "formats", "类型": "format_type", "格式分类": "formats", "格式类型": "format_type"},
    "分类": {"类": "class_1", "项": "class_2", "目": "class_3", "细目": "class_4"},
    "提供方": {
        "名称": "provider", "代码": "provider_code", "单位名称": "provider", "统一社会信用代码": "provider_code",
    },
}  # fmt: skip
TITLES: Mapping[str, str] = {key: spellings.split()[0] for key, spellings in _SPELLED.items()} | {
    "class_1": "类", "class_2": "项", "class_3": "目", "class_4": "细目",
}  # fmt: skip
ITEMS = frozenset({"item", "item_type", "item_length", "item_places"})  # columns of data items, not of entries
_CORE = frozenset(
    {"classification", "provider_code", "abstract", "formats", "item", "sharing", "opening", "opening_type"}
) | {"frequency", "issued", "related", "sharing_condition", "sharing_method"}
_BRACKETS = re.compile(r"[(\[【][^)\]】]*[)\]】]")
_CHINESE = re.compile(r"[一-鿿]")
_NUMBER = re.compile(r"^[0-9一二三四五六七八九十]+[.、)]")


def plain(heading: str) -> str:
    """``3. 信息资源代码 *（必填） Code`` -> ``信息资源代码``."""
    text = "".join(unicodedata.normalize("NFKC", heading).split())
    text = _NUMBER.sub("", _BRACKETS.sub("", text))
    if _CHINESE.search(text):
        text = re.sub(r"[A-Za-z'/]+$", "", text)
    return text.strip("*:：_-/、")


def key_of(path: Sequence[str]) -> str:
    """The item that a column is about, by the lines of its heading from the top; "" when it is none of the guide's."""
    words = [word for word in map(plain, path) if word]
    if not words:
        return ""
    leaf = words[-1]
    for group in words[:-1]:
        for stem, inner in _WITHIN.items():
            if stem in group and leaf in inner:
                return inner[leaf]
    if leaf in _KEYS:
        return _KEYS[leaf]
    return "" if len(words) > 1 else next((_KEYS[w] for w in words if w in _KEYS), "")


def known(heading: str) -> bool:
    """Does a template write this in its headings, alone or below another?"""
    word = plain(heading)
    return word in _KEYS or any(word in inner for inner in _WITHIN.values())


def is_catalogue(keys: Sequence[str]) -> bool:
    """Are these the columns of a resource catalogue? It names resources and their offices or codes, and says of them
    what no ordinary table says."""
    found = set(keys)
    return "name" in found and bool(found & {"code", "provider"}) and len(found & _CORE) >= 3
