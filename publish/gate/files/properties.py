"""A property of a file, such as its title or its author: a text, and perhaps the name of a person. Programs and offices
stand there as often."""

from __future__ import annotations

import re
from collections.abc import Iterator

from publish.gate.files.facts import Fact, Piece, What
from publish.gate.privacy.signs.person import holds
from publish.model import bilingual

_OFFICE = re.compile(r"[局处科室部委办所院校厅站队司厂社会中心组馆店网台]$|公司|用户|管理|政府|集团|系统|平台")
_PROGRAM = re.compile(
    r"microsoft|office|user|admin|excel|word|adobe|apache|libre|python|openpyxl|windows|author|unknown|system|server|data"
    r"|bureau|department|city|centre|center|company|group|studio|team|limited|ministry|agency|institute|university|google"
    r"|apple|creative|commons|public|domain|open|national|state|council|press|service|software|technology|survey|team|map"
    r"|desk|municipal|government|committee|commission|association|foundation|library|museum|school|district|province",
    re.I,
)


_LONGEST = 40  # characters of a property's name


def told(name: str, text: str, *, of_author: bool) -> Iterator[Piece | Fact]:
    """What a property says; and that it names a person, where it is one that names who made the file."""
    said = name[:_LONGEST]
    yield Piece(text, bilingual(f"属性 {said}", f"property {said}"))
    if of_author and names_a_person(text):
        yield Fact(What.PERSON, said=said)


def names_a_person(text: str) -> bool:
    """Does a property read like the name of a person, and not like that of a program or an office?"""
    return holds(text) and not _OFFICE.search(text.strip()) and not _PROGRAM.search(text)
