"""Which column tells the rows apart."""

from __future__ import annotations

import re
from collections.abc import Sequence

from publish.draft.columns import Column

_KEY = re.compile(r"代码|编码|编号|证号|号码|文号|标识|\b(?:id|code|no)\b", re.I)
_NAME = re.compile(
    r"名称$|^名$|^地区$|^区划$|^区$|^[区县市省]+名?$|^日期$|^年份$|^年度$|^月份$|^年月$|^时间$|^指标$|^项目$|name", re.I
)
_PERSONAL = re.compile(r"身份证|手机|电话|姓名|邮编|传真")


def primary_key(columns: Sequence[Column]) -> tuple[str, ...]:
    """The column that is full and different in every row: a code before a name, the leftmost first; none when no single
    column is one. A running number is no key: it is another one after the next row is added."""
    fit = [c for c in columns if c.full and c.different and not c.running and c.type != "number" and not c.damaged]
    fit = [c for c in fit if len(c.values) > 1 and not _PERSONAL.search(c.title)]
    for pattern in (_KEY, _NAME):
        for column in fit:
            if pattern.search(column.title):
                return (column.name,)
    return ()
