"""What common field names are in English: the register ``field-names``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from publish.draft.header import JOINT
from publish.model import FieldName

_ADDED = re.compile(r"[（(\[【].*?[)）\]】]|[*＊#:：\s]+")
_ENDINGS = {
    "名称": "name",
    "编号": "number",
    "代码": "code",
    "数量": "count",
    "面积": "area",
    "地址": "address",
    "电话": "telephone",
    "日期": "date",
    "时间": "time",
    "类型": "type",
    "类别": "category",
    "总数": "total",
    "人数": "persons",
    "金额": "amount",
    "比例": "share",
    "占比": "share",
}


@dataclass(frozen=True, slots=True)
class Dictionary:
    """Field names by what they are called in Chinese."""

    names: Mapping[str, FieldName]

    @classmethod
    def of(cls, known: Iterable[FieldName]) -> Dictionary:
        return cls({title: name for name in known for title in (name.title, *name.aliases)})

    def find(self, title: str) -> FieldName | None:
        """The entry of a heading, brackets and marks aside; None when it is not known."""
        return self.names.get(title) or self.names.get(_ADDED.sub("", title))

    def english(self, title: str) -> str:
        """A heading in English: known as a whole, or in its lines, or by what it ends with; "" when it is not."""
        found = self.find(title)
        if found:
            return found.english
        if JOINT in title:
            parts = [self.english(part) for part in title.split(JOINT)]
            return ", ".join([parts[0], *(p[:1].lower() + p[1:] for p in parts[1:])]) if all(parts) else ""
        for ending, word in _ENDINGS.items():
            head = self.names.get(_ADDED.sub("", title).removesuffix(ending)) if title.endswith(ending) else None
            if head and head.title != ending:
                return f"{head.english} {word}"
        year = re.fullmatch(r"((?:19|20)\d{2})年?度?", title)
        return year[1] if year else ""
