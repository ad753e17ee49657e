"""Does a property of a file, such as its author, name a person? Programs and offices stand there as often."""

from __future__ import annotations

import re

from publish.gate.privacy.signs.person import holds

_OFFICE = re.compile(r"[局处科室部委办所院校厅站队司厂社会中心组馆店网台]$|公司|用户|管理|政府|集团|系统|平台")
_PROGRAM = re.compile(
    r"microsoft|office|user|admin|excel|word|adobe|apache|libre|python|openpyxl|windows|author|unknown|system|server|data"
    r"|bureau|department|city|centre|center|company|group|studio|team|limited|ministry|agency|institute|university|google"
    r"|apple|creative|commons|public|domain|open|national|state|council|press|service|software|technology|survey|team|map"
    r"|desk|municipal|government|committee|commission|association|foundation|library|museum|school|district|province",
    re.I,
)


def names_a_person(text: str) -> bool:
    """Does a property read like the name of a person, and not like that of a program or an office?"""
    return holds(text) and not _OFFICE.search(text.strip()) and not _PROGRAM.search(text)
