"""For departments: a workbook of what is missing or wrong in the entries of the catalogue, a sheet for each of them."""

from __future__ import annotations

from publish import gaps
from publish.model import Text, bilingual
from publish.problems import Problem, Report
from publish.report.about import About
from publish.report.place import place

_OF_ENTRIES = "C"  # the family of kinds that are about entries of the catalogue


def to_gaps(report: Report, lang: str, about: About | None = None) -> bytes:
    """The bytes of a workbook; equal reports give equal bytes."""
    known = about or About()
    found = (p for p in report.problems if p.package and p.code.startswith(_OF_ENTRIES))
    return gaps.to_book((_gap(p, p.package or "", lang, known) for p in found), lang)


def _gap(problem: Problem, package: str, lang: str, about: About) -> gaps.Gap:
    """What a problem asks for, with its place behind it."""
    zh, en = (" ".join((problem.fix[tag], f"[{place(problem, tag, about)}]")) for tag in ("zh", "en"))
    return gaps.Gap(
        provider=about.providers.get(package, Text())[lang],
        entry=about.title(package, lang),
        item=problem.kind.title,
        fix=bilingual(zh, en),
        code=about.codes.get(package, ""),
        name=package,
    )
