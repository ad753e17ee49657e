"""Is a text really in the language it is marked with?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from publish.gate.entry.texts import few, texts
from publish.gate.entry.translated import language
from publish.gate.place import at
from publish.gate.rule import Case, PackageRule
from publish.problems import Problem, problem

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
# What is written the same in every language: addresses, names of files and columns, code, units. Each begins where a
# word does, so that a long text takes time in proportion.
_NEUTRAL = re.compile(r"`[^`]*`|(?<!\w)\w+://\S+|(?<!\S)\S+@\S+|(?<![\w.-])[\w.-]*[/_\\][\w./\\-]*|(?<!\S)\S*\d\S*")
# Words of a sentence begin with a small letter; names and abbreviations do not.
_WORD = re.compile(r"(?<![\w'’.-])[a-z]{2,}(?![\w.])|(?<![\w'’.-])[a-z]{2,}(?=\.(?:\s|$))")
_ANY_WORD = re.compile(r"[A-Za-z]{2,}")
# Written with Latin letters alone, so that Han characters show a text in another language.
_LATIN_TONGUES = frozenset({"en", "fr", "de", "es", "pt", "it", "nl", "sv", "pl", "id", "vi", "ms"})
_SIMPLIFIED = frozenset(
    "这们为来时说国对发会过还没学样现经进动种长问门开关间应让认识设计议证话请谁调谈课车东马鸟鱼书买卖贝见观视规觉数单务业产区级报统计网络电话图"
)
_TRADITIONAL = frozenset(
    "這們為來時說國對發會過還沒學樣現經進動種長問門開關間應讓認識設計議證話請誰調談課車東馬鳥魚書買賣貝見觀視規覺數單務業產區級報統計網絡電話圖"
)
_SURE = 4  # different characters of the other script before a text is said to be in it


class InItsLanguage(PackageRule):
    """A text is in the language it is marked with: no Chinese under `@en`, no English where Chinese is due.

    Judged by the letters alone, and only where they leave no doubt: names, codes, units, addresses and quoted words may
    stand in any language. Where simplified and traditional Chinese are told apart, a text of one wholly in the other is
    named too. It is a warning.

    中文

    标明是哪种语言的文字，就要真的是那种语言：`@en` 下面不写中文，该写中文的地方不写英文。只按文字种类判断，而且只说
    有把握的：名称、代码、单位、网址和引用的词不算。同时写简体和繁体时，整段写成另一种的也会指出。只提醒。
    """

    codes: ClassVar[tuple[str, ...]] = ("C309",)

    def check(self, case: Case) -> Iterator[Problem]:
        package = case.package
        wrong: dict[str, list[str]] = {}
        for pointer, text in texts(package):
            for tag, string in text:
                if foreign(string, tag):
                    wrong.setdefault(tag, []).append(pointer)
        for tag, pointers in wrong.items():
            where = at(package, pointers[0])
            yield problem("C309", **where, lang=language(tag), count=len(pointers), places=few(package, pointers))


def foreign(string: str, tag: str) -> bool:
    """Is the text beyond doubt not in the language of its BCP 47 tag?"""
    main, *rest = tag.lower().split("-")
    han = len(_HAN.findall(string))
    if main in _LATIN_TONGUES:
        return han >= 2 and han * 3 > len(_LATIN.findall(string)) * 2  # a Chinese character says more than a letter
    if main != "zh":
        return False
    if not han:
        return _english(_NEUTRAL.sub(" ", string))
    if han * 4 < len(_LATIN.findall(string)):
        return len(_WORD.findall(_NEUTRAL.sub(" ", string))) >= max(8, han)
    return ("hans" in rest and _in_script(string, _TRADITIONAL - _SIMPLIFIED, _SIMPLIFIED - _TRADITIONAL)) or (
        "hant" in rest and _in_script(string, _SIMPLIFIED - _TRADITIONAL, _TRADITIONAL - _SIMPLIFIED)
    )


def _english(string: str) -> bool:
    """Two words at least, and of the sort that stand in a sentence, not in a name."""
    small = [word for word in _WORD.findall(string) if len(word) > 2]
    return bool(small) and len(_ANY_WORD.findall(string)) >= 2


def _in_script(string: str, wanted: frozenset[str], other: frozenset[str]) -> bool:
    characters = set(string)
    return len(characters & wanted) >= _SURE and not characters & other
