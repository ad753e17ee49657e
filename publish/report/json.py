"""For programs: the published form of a report, whose schema is ``schemas/report.json``."""

from __future__ import annotations

import json
from typing import Any

from publish.model import change
from publish.problems import Judged, Report, Verdict, from_record, to_record


def to_json(report: Report, *, published: bool = False) -> str:
    """JSON text. The published copy tells no seconds: it must not depend on how fast the machine was."""
    return json.dumps(_record(report, published), ensure_ascii=False, indent=1) + "\n"


def _record(report: Report, published: bool) -> dict[str, Any]:
    record = {
        "as_of": report.as_of,
        "verdict": report.verdict.value,
        "packages": [
            {"name": j.name, "verdict": j.verdict.value, "seconds": None if published else j.seconds}
            for j in report.packages
        ],
        "problems": [to_record(p) for p in report.problems],
    }
    if report.against:
        record |= {"against": report.against, "changes": [change.to_record(c) for c in report.changes]}
    return record


def from_json(text: str | bytes) -> Report:
    """A report as ``to_json`` wrote it."""
    record = json.loads(text)
    return Report(
        as_of=record["as_of"],
        packages=tuple(Judged(j["name"], Verdict(j["verdict"]), j["seconds"]) for j in record["packages"]),
        problems=tuple(from_record(p) for p in record["problems"]),
        against=record.get("against", ""),
        changes=tuple(change.from_record(c) for c in record.get("changes", ())),
    )
