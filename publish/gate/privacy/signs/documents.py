"""Passports and travel permits. Their numbers have no check: a column's name or the word before them must say so."""

from __future__ import annotations

import re

from publish.gate.privacy.signs.sign import Confidence, Evidence, Sign, column_name, share, weighing

_FORMS = (
    r"(?:[GE]\d{8}|E[A-HJ-NP-Z]\d{7}|[DSP]E?\d{7,8}|[KHJ][A-Z]?\d{8}"  # passports of China
    r"|[CWHM]\d{8}(?:\d{2})?|[CT]\d{7,9}|L[A-Z]?\d{7,8}|\d{8}"  # permits to and from Hong Kong, Macao and Taiwan
    r"|[A-Z]{3}\d{12}"  # foreigners' permanent residence, the older card
    r"|[A-Z]{1,2}\d{6,9}|\d{9})"  # passports of other countries
)
_WHOLE = re.compile(_FORMS)
_SAID = re.compile(
    r"(?:护照|通行证|回乡证|台胞证|永久居留证|passport|travel permit)\s{0,2}(?:号码?|编号|no\.?|number)?"
    r"\s{0,2}[:#]?\s{0,3}(?:[GE]\d{8}|E[A-HJ-NP-Z]\d{7}|[DSPKHJ][A-Z]?\d{7,8}|[CWHMT]\d{7,10}"
    r"|[A-Z]{3}\d{12}|[A-Z]{1,2}\d{7,8})(?![0-9A-Za-z])",
    re.I,
)


def stands(text: str) -> bool:
    """Does this text name a passport or permit and give its number?"""
    return _SAID.search(text) is not None


def holds(text: str) -> bool:
    """Does this cell give such a number, or name one?"""
    return _WHOLE.fullmatch(text.strip().replace(" ", "").upper()) is not None or stands(text)


def judged(found: Evidence) -> Confidence:
    return Confidence.SURE if found.named and found.hits and share(found) >= 0.3 else Confidence.NONE


DOCUMENTS = Sign(
    name="documents",
    code="P104",
    text_code="P105",
    look=r"[0-9]{6}",
    weigh=weighing(holds),
    named=column_name(
        "护照", "通行证号", "回乡证", "台胞证", "港澳证", "居留证", "旅行证",
        "passport", "passport no", "passport number", "travel permit", "permit card", "hzhm",
    ),
    judged=judged,
    stands=stands,
    only_named=True,
    smallest=10_000_000,
)  # fmt: skip


SAID_DOCUMENT = Sign(
    name="said-document",
    code="P104",
    text_code="",
    look=r"(?:护照|通行证|回乡证|台胞证|永久居留证|(?i:passport|travel permit))",
    weigh=weighing(stands),
    named=DOCUMENTS.named,
    judged=lambda found: Confidence.SURE if found.hits and not found.named else Confidence.NONE,
)
