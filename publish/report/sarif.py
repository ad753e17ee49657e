"""For code-scanning services: SARIF 2.1.0."""

from __future__ import annotations

import json
import string
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from publish.model import Text
from publish.problems import Kind, Level, Problem, Report
from publish.report.about import About, line

_LEVELS = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTE: "note"}
_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"


def to_sarif(report: Report, lang: str = "zh", about: About | None = None) -> str:
    """SARIF text. ``lang`` comes first; the other language follows it in every message and help text. Places are
    relative to the repository's root."""
    about, order = about or About(), ("en", "zh") if lang.startswith("en") else ("zh", "en")
    codes = {code: index for index, code in enumerate(sorted({p.code for p in report.problems}))}
    kinds = {p.code: p.kind for p in report.problems}
    driver = {"name": "Kaimen", "rules": [_rule(kinds[code], order, about) for code in codes]}
    run = {
        "tool": {"driver": driver},
        "language": "en" if order[0] == "en" else "zh-CN",
        "columnKind": "unicodeCodePoints",
        "results": [_result(p, codes[p.code], order, about) for p in report.problems],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=1) + "\n"


def _rule(kind: Kind, order: tuple[str, str], about: About) -> dict[str, Any]:
    message, fix = _pattern(kind.message), _pattern(kind.fix)
    rule: dict[str, Any] = {
        "id": kind.code,
        "shortDescription": {"text": _both(kind.title, order, " / ")},
        "fullDescription": {"text": _both(message, order)},
        "help": {"text": _both(fix if _says(fix) else message, order)},
        "defaultConfiguration": {"level": _LEVELS[kind.level]},
    }
    address = about.manual(kind.code, order[0])
    return rule | ({"helpUri": address} if address else {})


def _result(p: Problem, index: int, order: tuple[str, str], about: About) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": quote(about.path(p)), "uriBaseId": "%SRCROOT%"}}
    if (number := line(p)) is not None:
        place["region"] = {"startLine": number}
    location: dict[str, Any] = {"physicalLocation": place}
    column = about.column(p, order[0])
    named = " ".join(part for part in (p.sheet, p.cell, f"“{column}”" if column else "") if part)
    if named:
        location["logicalLocations"] = [{"fullyQualifiedName": named, "kind": "element"}]
    said = Text(tuple((key, f"{p.message[key]}{'' if key == 'zh' else ' '}{p.fix[key]}") for key in ("zh", "en")))
    return {
        "ruleId": p.code,
        "ruleIndex": index,
        "level": _LEVELS[p.level],
        "message": {"text": _both(said, order)},
        "locations": [location],
    }


def _both(text: Text, order: tuple[str, str], between: str = "\n") -> str:
    return between.join(text[key] for key in order)


def _pattern(template: Text) -> Text:
    """A template as words: an ellipsis for each blank."""
    blanks: Mapping[str, str] = _Ellipses()
    return Text(tuple((key, string.Formatter().vformat(said, (), blanks)) for key, said in template))


def _says(text: Text) -> bool:
    """Does a pattern say anything, blanks apart?"""
    return any(said.strip("… 请。.") for _, said in text)


class _Ellipses(dict[str, str]):
    """Fills every blank."""

    def __missing__(self, key: str) -> str:
        return "…"
