"""The manual of what is checked: one page for each code, and the list of them by family."""

from __future__ import annotations

import string
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from publish import urls
from publish.model import Requirement, Text, bilingual
from publish.problems import Kind, Level, Manual
from publish.site.pages.page import Link, Page
from publish.site.prose import Ground, Html, html, plain, without_title
from publish.site.tongue import Phrase, Tongue
from publish.urls import Urls


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of problem: what is said, what to do, and the manual of the rule that finds it."""

    code: str
    title: str
    level: str  # error, warning, note
    weight: str  # what the level means, said
    message: str
    fix: str
    manual: Html
    manual_lang: str
    siblings: tuple[Link, ...]  # other codes of the same rule


@dataclass(frozen=True, slots=True)
class Line:
    """A rule in the list."""

    code: str
    title: str
    level: str
    weight: str


@dataclass(frozen=True, slots=True)
class Rules:
    """The list, by family."""

    lead: str
    families: tuple[tuple[str, tuple[Line, ...]], ...]


def _weight(level: Level, tongue: Tongue, kind: Kind | None = None) -> str:
    """What the level does, said; of a kind, with what is particular to it."""
    if kind is not None and level is Level.ERROR and kind.suspends:
        return tongue.t("error: the data are taken down at once")
    if kind is not None and level is Level.ERROR and kind.stops:
        return tongue.t("error: nothing is published until it is mended")
    words = {
        Level.ERROR: tongue.t("error: closes the dataset"),
        Level.WARNING: tongue.t("warning"),
        Level.NOTE: tongue.t("note"),
    }
    return words[level]


def _families(tongue: Tongue) -> Mapping[str, str]:
    return {
        "M": tongue.t("The portal itself"),
        "D": tongue.t("Descriptions"),
        "F": tongue.t("Files"),
        "S": tongue.t("Tables and rows"),
        "P": tongue.t("Privacy"),
        "C": tongue.t("Catalogue entries"),
        "V": tongue.t("Versions"),
    }


def pages(kinds: Mapping[str, Kind], manual: Sequence[Manual], tongue: Tongue, addresses: Urls) -> Iterator[Page]:
    """``/rules/`` and ``/rules/<code>/``."""
    title, languages = tongue.t("What is checked"), addresses.languages
    ground = Ground(addresses, tongue.tag)
    lead = tongue.t(
        "Before anything is published, these rules are checked. An error keeps a dataset closed until it is mended."
    )
    home = Link(Phrase(title), urls.RULES)
    by_code = {code: entry for entry in manual for code in entry.codes}
    yield Page(
        urls.RULES,
        tongue.tag,
        "rules.html",
        title,
        Rules(lead, _listed(kinds, tongue)),
        lead,
        "rules",
        (home,),
        languages,
    )
    for code, kind in kinds.items():
        matter = _rule(kind, by_code.get(code), kinds, ground, tongue)
        crumbs = (home, Link(Phrase(code), urls.rule(code)))
        named = f"{code} {matter.title}"
        yield Page(
            urls.rule(code), tongue.tag, "rule.html", named, matter, plain(matter.message), "rules", crumbs, languages
        )


def _listed(kinds: Mapping[str, Kind], tongue: Tongue) -> tuple[tuple[str, tuple[Line, ...]], ...]:
    families = _families(tongue)
    found: dict[str, list[Line]] = {}
    for code, kind in sorted(kinds.items()):
        line = Line(code, kind.title[tongue.tag], kind.level.value, _weight(kind.level, tongue))
        found.setdefault(code[0], []).append(line)
    order = [*families, *sorted(set(found) - set(families))]
    return tuple((families.get(f, f), tuple(found[f])) for f in order if f in found)


def _rule(kind: Kind, manual: Manual | None, kinds: Mapping[str, Kind], ground: Ground, tongue: Tongue) -> Rule:
    text = tongue.phrase(manual.text) if manual else Phrase()
    others = [code for code in (manual.codes if manual else ()) if code != kind.code and code in kinds]
    return Rule(
        code=kind.code,
        title=kind.title[tongue.tag],
        level=kind.level.value,
        weight=_weight(kind.level, tongue, kind),
        message=_example(kind.message, tongue),
        fix=_example(kind.fix, tongue),
        manual=html(without_title(text.text), replace(ground, written=text.lang)) if text else Html(""),
        manual_lang=text.lang,
        siblings=tuple(Link(Phrase(f"{code} {kinds[code].title[tongue.tag]}"), urls.rule(code)) for code in others),
    )


# A place and its figures, so that a message reads as it will; what is found there shows as an ellipsis.
_EXAMPLE = {
    "at": bilingual("E5", "E5"),
    "column": bilingual("E", "E"),
    "count": bilingual("12", "12"),
    "day": bilingual("2026-11-03", "2026-11-03"),
    "days": bilingual("20", "20"),
    "file": bilingual("datapackage.yaml", "datapackage.yaml"),
    "k": bilingual("5", "5"),
    "least": bilingual("30", "30"),
    "line": bilingual("12", "12"),
    "most": bilingual("100", "100"),
    "n": bilingual("5", "5"),
    "number": bilingual("1", "1"),
    "path": bilingual("data/public-toilets.csv", "data/public-toilets.csv"),
    "percent": bilingual("50", "50"),
    "sheet": bilingual("一季度", "Spring"),
    "start": bilingual("2026-12-01", "2026-12-01"),
    "title": bilingual("开业日期", "Opening date"),
    "today": bilingual("2026-11-01", "2026-11-01"),
    "version": bilingual("2026.11.0", "2026.11.0"),
}
_ADDED = frozenset({"detail", "hint", "part", "rows", "which"})  # said where there is more to say


def _example(said: Text, tongue: Tongue) -> str:
    """The message as an example; "" when it is made anew for every case."""
    parts = string.Formatter().parse(said[tongue.tag])
    example = "".join(before + _filled(name, before, tongue) for before, name, _, _ in parts)
    return example if example.strip("… ") else ""


def _filled(name: str | None, before: str, tongue: Tongue) -> str:
    """What stands in a place of a message. What may be added to a sentence leans on the word before it."""
    last = before[-1:]
    if name is None or (name in _ADDED and last and (last.isalnum() or last in "”’）)")):
        return ""
    return _EXAMPLE[name][tongue.tag] if name in _EXAMPLE else "…"


@dataclass(frozen=True, slots=True)
class Duty:
    """What a regulation asks, and what of the portal meets it."""

    source: Phrase
    asked: Phrase
    how: Phrase
    where: Link | None


@dataclass(frozen=True, slots=True)
class Answered:
    """The requirements that are met, partly met, or not met yet."""

    status: str  # met, partly, not-yet
    said: str
    duties: tuple[Duty, ...]


@dataclass(frozen=True, slots=True)
class Duties:
    """All of them, by how far they are met."""

    lead: str
    groups: tuple[Answered, ...]


def requirements(
    registered: Mapping[str, Requirement], names: Mapping[str, Phrase], tongue: Tongue, languages: tuple[str, ...]
) -> Iterator[Page]:
    """``/requirements/``: honestly, also what is not met yet. No register, no page. ``names`` are what pages are
    called, by their path."""
    if not registered:
        return
    words = {"met": tongue.t("Met"), "partly": tongue.t("Partly met"), "not-yet": tongue.t("Not yet")}
    found: dict[str, list[Duty]] = {}
    for one in registered.values():
        found.setdefault(one.status, []).append(_duty(one, names, tongue))
    order = [*words, *sorted(found.keys() - words.keys())]
    groups = tuple(Answered(key, words.get(key, key), tuple(found[key])) for key in order if key in found)
    lead = tongue.t("What laws and standards ask of an open-data portal, and what of this one answers to it.")
    title = tongue.t("What the law asks")
    crumbs = (Link(Phrase(title), urls.REQUIREMENTS),)
    matter = Duties(lead, groups)
    yield Page(urls.REQUIREMENTS, tongue.tag, "requirements.html", title, matter, lead, "", crumbs, languages)


def _duty(one: Requirement, names: Mapping[str, Phrase], tongue: Tongue) -> Duty:
    outside = not one.where.endswith("/") or one.where.startswith(urls.API)
    label = names.get(one.where, Phrase(one.where))
    where = Link(label, one.where, outside=outside) if one.where.startswith("/") else None
    return Duty(tongue.phrase(one.source), tongue.phrase(one.requirement), tongue.phrase(one.how), where)
