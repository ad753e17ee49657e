"""For GitHub Actions: one workflow command a problem, shown beside the line it is about."""

from __future__ import annotations

from publish.problems import Level, Report
from publish.report.place import place, summary

_COMMANDS = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTE: "notice"}


def to_github(report: Report, lang: str) -> str:
    """Lines such as ``::error file=…,line=…::message``."""
    lines = []
    for p in report.problems:
        path = "/".join(part for part in (p.package, p.file) if part) or "metadata.yml"
        where = [f"file={_property(path)}", f"title={_property(f'{p.code} {place(p, lang)}'.strip())}"]
        if p.row:
            where.insert(1, f"line={p.row}")
        lines.append(f"::{_COMMANDS[p.level]} {','.join(where)}::{_data(f'{p.message[lang]} {p.fix[lang]}')}")
    return "\n".join([*lines, summary(report, lang)]) + "\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
