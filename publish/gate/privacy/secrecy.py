"""Marks of secrecy."""

from __future__ import annotations

from typing import ClassVar

from publish.gate.privacy.rule import PersonalRule


class Secrecy(PersonalRule):
    """Nothing that bears a mark of secrecy.

    `机密★`, a line that says nothing but 内部资料, INTERNAL USE ONLY and the like are taken at their word: the data are
    taken down at once, and that cannot be waived. A text that merely speaks of secrecy is no mark.

    中文

    带有密级标志的东西不能放在这里。出现“机密★”、单独一行“内部资料”、INTERNAL USE ONLY 之类，就按字面处理：立即
    撤下，不能豁免。正文里谈到保密的，不算标志。
    """

    codes: ClassVar[tuple[str, ...]] = ("P301", "P302")
    in_columns: ClassVar[tuple[str, ...]] = ("P301",)
