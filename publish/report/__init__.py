"""The report of a run, in the form its reader uses: a person at a terminal, a pull request, a program, a spreadsheet.

Every form is one pure function of a Report; ``FORMS`` is what ``--format`` offers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from publish.problems import Report
from publish.report.github import to_github
from publish.report.json import from_json, to_json
from publish.report.markdown import to_markdown
from publish.report.sarif import to_sarif
from publish.report.text import to_text
from publish.report.xlsx import to_xlsx

FORMS: Mapping[str, Callable[[Report, str], str | bytes]] = {
    "text": to_text,
    "markdown": to_markdown,
    "json": lambda report, lang: to_json(report),
    "sarif": lambda report, lang: to_sarif(report),
    "github": to_github,
    "xlsx": to_xlsx,
}

__all__ = ["FORMS", "from_json", "to_json", "to_text"]
