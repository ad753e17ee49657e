"""For programs: the published form of a report, whose schema is ``report.schema.json``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from publish.model import Text
from publish.problems import Judged, Level, Problem, Report, Verdict


def to_json(report: Report, *, published: bool = False) -> str:
    """JSON text. The published copy tells no seconds: it must not depend on how fast the machine was."""
    return json.dumps(_record(report, published), ensure_ascii=False, indent=1) + "\n"


def _record(report: Report, published: bool) -> dict[str, Any]:
    return {
        "as_of": report.as_of,
        "verdict": report.verdict.value,
        "packages": [
            {"name": j.name, "verdict": j.verdict.value, "seconds": None if published else j.seconds}
            for j in report.packages
        ],
        "problems": [_problem(p) for p in report.problems],
    }


def _problem(p: Problem) -> dict[str, Any]:
    return {
        "code": p.code,
        "level": p.level.value,
        "package": p.package,
        "file": p.file,
        "sheet": p.sheet,
        "row": p.row,
        "field": p.field,
        "cell": p.cell,
        "message": dict(p.message),
        "fix": dict(p.fix),
    }


def from_json(text: str | bytes) -> Report:
    """A report as ``to_json`` wrote it."""
    record = json.loads(text)
    return Report(
        as_of=record["as_of"],
        packages=tuple(Judged(j["name"], Verdict(j["verdict"]), j["seconds"]) for j in record["packages"]),
        problems=tuple(_from(p) for p in record["problems"]),
    )


def _from(p: Mapping[str, Any]) -> Problem:
    place = {key: p[key] for key in ("package", "file", "sheet", "row", "field", "cell")}
    message, fix = (Text(tuple(p[key].items())) for key in ("message", "fix"))
    return Problem(code=p["code"], level=Level(p["level"]), message=message, fix=fix, **place)
