"""For GitHub Actions: one workflow command a problem, shown beside the line it is about."""

from __future__ import annotations

from publish.problems import Level, Report
from publish.report.about import About, line
from publish.report.alike import grouped
from publish.report.place import place
from publish.report.verdict import sentence

_COMMANDS = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTE: "notice"}


def to_github(report: Report, lang: str, about: About | None = None) -> str:
    """Lines such as ``::error file=…,line=…,title=…::message``. What is alike is one command: the service shows only
    the first few."""
    about, said = about or About(), []
    for alike in grouped(report.problems):
        one = alike.first
        where = {"file": about.path(one), "title": f"{one.code} {place(one, lang, about)}".strip()}
        if (number := line(one)) is not None:
            where["line"] = str(number)
        properties = ",".join(f"{key}={_property(where[key])}" for key in ("file", "line", "title") if key in where)
        words = (one.message[lang], alike.said_of_others(lang), one.fix[lang])
        message = _data(("" if lang.startswith("zh") else " ").join(filter(None, words)))
        said.append(f"::{_COMMANDS[one.level]} {properties}::{message}")
    return "\n".join([*said, sentence(report, lang, about)]) + "\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
