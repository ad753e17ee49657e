"""Most: how a language says that something has the most of a measure, and that something has the least."""

from __future__ import annotations

import re
from dataclasses import dataclass

from publish.drawable.measures import is_amount
from publish.model import Field
from publish.site.charts import words
from publish.site.tongue import Tongue

_LARGE = re.compile(r"面积|容量|规模|体积|\b(area|size|volume|capacity)\b", re.IGNORECASE)
_LONG = re.compile(r"长$|长度|里程|距离|间隔|\b(length|distance|mileage)\b", re.IGNORECASE)
# What is called the longest already is not said to be the most of it.
_ENDS = re.compile(r"^最|^(most|least|longest|shortest|highest|lowest|largest|smallest|max|min)", re.IGNORECASE)
_PART = re.compile(r"\s(of|in|per|by|with|at|who|under|over|aged|for|from|to|on|and)\s.*$|\s*[,;:].*$", re.IGNORECASE)
_LONGEST = 40  # letters of a title that stands inside a sentence


@dataclass(frozen=True, slots=True)
class Most:
    """``most`` and ``least`` as they stand in a sentence: “the most beds”, “the fewest”; 床位最多, 最少."""

    most: str
    least: str


def of(measure: Field | None, tongue: Tongue) -> Most | None:
    """The words for a measure; None where its title cannot stand in a sentence of this language: it is in another, is
    long, or says what is most of it."""
    if measure is None:
        return None
    title = words.title_of(measure, tongue)
    if title.lang or len(title.text) > _LONGEST or _ENDS.search(title.text):
        return None
    said, called = words.lowered(title.text, tongue), " ".join([measure.name, *(t for _, t in measure.title)])
    if _LARGE.search(called):
        return Most(tongue.t("the largest %(measure)s", measure=said), tongue.t("the smallest"))
    if _LONG.search(called):
        return Most(tongue.t("the greatest %(measure)s", measure=said), tongue.t("the least"))
    if not is_amount(measure):
        return Most(tongue.t("the highest %(measure)s", measure=said), tongue.t("the lowest"))
    if tongue.locale.language == "en" and not _plural(said):
        return Most(f"the largest {said}", "the smallest")  # a population is large, residents are many
    return Most(tongue.t("the most %(measure)s", measure=said), tongue.t("the fewest"))


def _plural(said: str) -> bool:
    """Does an English title name things, as “beds” and “residents aged 65 and over” do?"""
    return bool(re.search(r"([^su]s|people|children)$", _PART.sub("", said)))
