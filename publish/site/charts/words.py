"""Words: how a picture says its numbers, fields and moments in one language."""

from __future__ import annotations

import math
import re
from datetime import datetime

from babel.dates import format_skeleton
from babel.numbers import format_percent

from publish.drawable.labels import clean
from publish.model import Field
from publish.site.charts.chart import Moment, Number, Plan
from publish.site.charts.moments import day
from publish.site.tongue import Phrase, Tongue
from publish.types import to_text

_PROPER = frozenset("chinese english gregorian lunar-new european asian african american monday tuesday wednesday "
                    "thursday friday saturday sunday january february march april june july august september october "
                    "november december".split())  # fmt: skip


def short(value: Number, tongue: Tongue) -> str:
    """A number as it stands at a bar: ``568 万``, ``5.7 million``; a long fraction with four figures."""
    size = abs(value)
    if isinstance(value, float) and not math.isfinite(value):
        return to_text(value)
    sign = "−" if value < 0 else ""
    if size >= 1e15 or 0 < size < 1e-4:
        return sign + _scientific(float(size))
    if size >= 10_000:
        return sign + tongue.short(round(size))
    if isinstance(size, float):
        size = float(f"{size:.4g}")
    return sign + tongue.number(int(size) if float(size).is_integer() else size)


def _scientific(size: float) -> str:
    number, _, power = f"{size:.3g}".partition("e")
    if not power:
        number, _, power = f"{size:.2e}".partition("e")
    raised = str(int(power)).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return f"{number}×10{raised}"


def exact(value: Number | None, tongue: Tongue) -> str:
    """A number as it stands in the table: as the data have it, a missing one said."""
    return tongue.t("no figure") if value is None else tongue.number(value)


def share(part: Number, whole: Number, tongue: Tongue) -> str:
    """A part of the whole, to a tenth of a per cent."""
    return str(format_percent(float(part) / float(whole), format="0.#%", locale=tongue.locale)) if whole else ""


def title_of(field: Field, tongue: Tongue) -> Phrase:
    """What a column is called, without what stands in brackets behind it: ``District (Chinese)`` is a district."""
    said = tongue.phrase(field.title) or Phrase(field.name)
    bare = re.sub(r"\s*[（(][^（）()]*[）)]\s*$", "", said.text).strip()
    return Phrase(clean(bare or said.text), said.lang)


def unit_of(field: Field | None, tongue: Tongue) -> str:
    """The unit, "" when there is none."""
    return clean(tongue.phrase(field.unit).text) if field else ""


def with_unit(said: str, unit: str, tongue: Tongue) -> str:
    """A number with its unit: ``3.2%``, ``568 万人``, ``24.9 million persons``."""
    if not unit:
        return said
    if unit in ("%", "‰", "℃", "°", "°C"):
        return f"{said}{unit}"
    if tongue.locale.language == "zh" and not re.match(r"[A-Za-z]", unit) and not said[-1:].isdigit():
        return f"{said}{unit}"
    return f"{said} {unit}"


def lowered(said: str, tongue: Tongue) -> str:
    """A title inside a sentence: ``District`` is ``district`` there, ``GDP`` and ``Chinese zodiac`` stay."""
    first = re.match(r"[A-Za-z’'-]+", said)
    if tongue.locale.language != "en" or first is None or not first[0][1:].islower():
        return said
    return said if first[0].lower() in _PROPER else said[0].lower() + said[1:]


def moment(at: Moment, tongue: Tongue) -> str:
    """A moment in full: ``2026年``, ``November 2026``, ``3 November 2026``."""
    if len(at.iso) == 4:
        return _skeleton("y", at, tongue) if day(at).year >= 1000 else at.iso
    if len(at.iso) == 7:
        return tongue.month(day(at))
    said = tongue.day(day(at))
    try:
        clock = datetime.fromisoformat(at.iso).strftime("%H:%M") if "T" in at.iso or " " in at.iso else ""
    except ValueError:
        clock = ""
    return f"{said} {clock}".strip()


def tick(at: Moment, tongue: Tongue) -> str:
    """A moment at its mark on the axis, as short as it can be."""
    if len(at.iso) == 4:
        return at.iso.lstrip("0")
    return _skeleton("yMMM" if len(at.iso) == 7 else "MMMd", at, tongue)


def _skeleton(pattern: str, at: Moment, tongue: Tongue) -> str:
    return str(format_skeleton(pattern, day(at), locale=tongue.locale))


def sorted_by(plan: Plan, tongue: Tongue) -> str:
    """What the bars are of, or ``name`` and the like said as nothing."""
    said = title_of(plan.category, tongue).text if plan.category else ""
    return "" if re.fullmatch(r"(?i)(full |short )?(name|title|label)|[简全]?名称?|标题", said) else said
