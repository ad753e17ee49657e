"""Marks of secrecy: 机密★, a line that says nothing but 内部资料, INTERNAL USE ONLY. To speak of secrecy is no mark."""

from __future__ import annotations

import re

from publish.gate.privacy.signs.sign import Confidence, Evidence, Sign, column_name, weighing

LOOK = (
    r"绝密|机密|秘密|内部资料|内部文件|内部使用|内部参考|内部传阅|密级|[得勿止禁]外传"
    r"|(?i)secret|internal use only|confidential|official use only|not for (?:public )?(?:release|distribution)|noforn"
)
_ENGLISH = (
    r"(?:TOP SECRET|SECRET|(?:STRICTLY |HIGHLY |COMPANY )?CONFIDENTIAL|(?:FOR )?(?:INTERNAL|OFFICIAL) USE ONLY"
    r"|(?i:(?:strictly|highly) confidential|(?:for )?(?:internal|official) use only)"
    r"|NOT FOR (?:PUBLIC )?(?:RELEASE|DISTRIBUTION)|NOFORN)"
)
_MARK = re.compile(
    r"(?:绝密|机密|秘密)\s*[★☆*✩⭐]"
    r"|^[^\S\n]*[【\[(（]?(?:密级\s*[:：]\s*)?(?:绝密|机密|秘密|内部资料|内部文件"
    r"|(?:仅[供限])?内部(?:使用|参考|传阅))"
    r"(?:[，,、!！ ]*(?:注意|妥善|严格)?保[管存密]|[，,、!！ ]*(?:不得|请勿|禁止|严禁)外[传泄]"
    r"|[，,、 ]*仅供(?:内部)?参考)?"
    r"[】\])）]?[^\S\n]*$"
    r"|^[^\S\n]*密级\s*[:：]\s*(?:绝密|机密|秘密)级?[^\S\n]*$"
    r"|^[^\S\n]*[【\[(（]?(?:不得|请勿|禁止|严禁)外传[】\])）]?[^\S\n]*$"
    rf"|^[^\S\n]*[\[(]?(?:(?i:classification)\s*[:：]\s*)?{_ENGLISH}(?:\s*[-–—/|,;:]{{1,2}}\s*{_ENGLISH})*[\])]?[^\S\n]*$",
    re.M,
)


def marked(text: str) -> bool:
    """Does a text bear a mark?"""
    return _MARK.search(text) is not None


def judged(found: Evidence) -> Confidence:
    return Confidence.SURE if found.hits else Confidence.NONE


SECRECY = Sign(
    name="secrecy",
    code="P301",
    text_code="P302",
    look=LOOK,
    weigh=weighing(marked),
    named=column_name("密级", "secrecy"),
    judged=judged,
    stands=marked,
)
