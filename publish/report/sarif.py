"""For code-scanning services: SARIF 2.1.0."""

from __future__ import annotations

import json

from publish.problems import Level, Problem, Report

_LEVELS = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTE: "note"}


def to_sarif(report: Report) -> str:
    """SARIF text, messages in both languages one after the other."""
    used = {p.code: p.kind for p in report.problems}
    rules = [
        {
            "id": code,
            "shortDescription": {"text": kind.title["en"]},
            "fullDescription": {"text": f"{kind.title['zh']} / {kind.title['en']}"},
            "defaultConfiguration": {"level": _LEVELS[kind.level]},
        }
        for code, kind in sorted(used.items())
    ]
    run = {
        "tool": {"driver": {"name": "Kaimen", "rules": rules}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(p) for p in report.problems],
    }
    schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"
    return json.dumps({"$schema": schema, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1) + "\n"


def _result(p: Problem) -> dict[str, object]:
    text = f"{p.message['zh']}{p.fix['zh']}\n{p.message['en']} {p.fix['en']}"
    path = "/".join(part for part in (p.package, p.file) if part) or "metadata.yml"
    place: dict[str, object] = {"artifactLocation": {"uri": path}}
    if p.row:
        place["region"] = {"startLine": p.row}
    return {
        "ruleId": p.code,
        "level": _LEVELS[p.level],
        "message": {"text": text},
        "locations": [{"physicalLocation": place}],
    }
