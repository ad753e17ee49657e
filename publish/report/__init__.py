"""The report of a run, in the form its reader uses: a person at a terminal, a pull request, a program, a spreadsheet.

Every form is one pure function of a Report and of what is known About the portal; ``FORMS`` is what ``--format``
offers.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from publish.problems import Report
from publish.report.about import About
from publish.report.gaps import to_gaps
from publish.report.github import to_github
from publish.report.json import from_json, to_json
from publish.report.markdown import to_markdown
from publish.report.sarif import to_sarif
from publish.report.terminal import Terminal
from publish.report.text import to_text
from publish.report.xlsx import to_xlsx


class Form(Protocol):
    """A form of the report, in one of the two languages."""

    def __call__(self, report: Report, lang: str, about: About | None = None) -> str | bytes: ...


def _json(report: Report, lang: str, about: About | None = None) -> str:
    return to_json(report)


FORMS: Mapping[str, Form] = {
    "text": to_text,
    "markdown": to_markdown,
    "json": _json,
    "sarif": to_sarif,
    "github": to_github,
    "xlsx": to_xlsx,
    "gaps": to_gaps,
}

# The form of a report that is kept in a file, by the ending of its name.
ENDINGS: Mapping[str, str] = {
    ".xlsx": "xlsx",
    ".md": "markdown",
    ".json": "json",
    ".sarif": "sarif",
    ".txt": "text",
}

__all__ = ["ENDINGS", "FORMS", "About", "Terminal", "from_json", "to_json", "to_text"]
