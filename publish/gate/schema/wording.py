"""How a finding is said: its place as a problem gives it, the field by its title, and values cut short."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from publish.gate.place import at, path_of
from publish.gate.schema.finding import ENOUGH, KEPT, Finding, Findings, What
from publish.model import Field, Package, Resource, Text, bilingual
from publish.problems import Problem, cell_name, kinds, problem

_LONG_DIGITS = re.compile(  # as long as a telephone's, a person's or a card's number, also as people part them
    r"(?<!\d)(?:\d{11}(?:\d{4}|\d{6}[\dXx])?|\d{16}|62\d{17}"
    r"|\d{6}[ -]\d{8}[ -]\d{3}[\dXx]|\d{4}(?:[ -]\d{4}){3}(?:[ -]\d{1,3})?|\d{3}[ -]\d{4}[ -]\d{4})(?![\dXx])"
)
_THIS = bilingual("这一列", "this column")
_THESE = bilingual("这几列合起来", "these columns together")
_SPACES = bilingual("（前后多了空格）", " (with spaces around it)")

Blanks = Callable[[Finding, Resource], Mapping[str, object]]


def _nothing(finding: Finding, resource: Resource) -> Mapping[str, object]:
    return {}


def reported(
    findings: Findings, package: Package, resource: Resource, codes: Mapping[What, str], more: Blanks = _nothing
) -> Iterator[Problem]:
    """The findings of these kinds as problems; of each, those beyond the first ones as one more problem. ``more``
    fills what only some templates name."""
    for finding in findings.of(*codes):
        where = place(finding, package, resource)
        said: dict[str, Any] = {**blanks(finding, resource), **more(finding, resource)}
        yield problem(codes[finding.what], **said).at(**where)
    for what, code in codes.items():
        beyond = findings.counts[what] - KEPT
        if beyond > 0:
            first = findings.of(what)[0]
            file = first.file or _file(resource) or _descriptor(package)
            level = kinds()[code].level
            most = findings.counts[what] >= ENOUGH
            count = bilingual(f"至少 {beyond}", f"at least {beyond}") if most else beyond
            yield problem("S190", package=package.name, file=file, level=level, count=count, shown=KEPT, which=code)


def place(finding: Finding, package: Package, resource: Resource) -> dict[str, object]:
    """Where it is: a cell of a file, or a line of the description."""
    if not finding.pointer and not finding.file and finding.row and isinstance(resource.data, list):
        first = 2 if any(isinstance(row, dict) for row in resource.data[:1]) else 1  # under a header, or with it
        return {**at(package, f"{pointer_of(package, resource)}/data/{max(0, finding.row - first)}")}
    if not finding.pointer and not finding.file and resource.data is not None:
        return {**at(package, f"{pointer_of(package, resource)}/data")}
    if finding.pointer:
        return {**at(package, pointer_of(package, resource) + finding.pointer)}
    cell = cell_name(finding.column, finding.row) if finding.column and finding.row else None
    return {
        "package": package.name,
        "file": finding.file or _file(resource) or _descriptor(package),
        "sheet": finding.sheet or None,
        "row": finding.row or None,
        "field": finding.name or None,
        "cell": cell,
    }


def pointer_of(package: Package, resource: Resource) -> str:
    """JSON Pointer of a resource."""
    index = next((i for i, r in enumerate(package.resources) if r is resource or r == resource), 0)
    return f"/resources/{index}"


def _descriptor(package: Package) -> str | None:
    return package.descriptor.path if package.descriptor else None


def _file(resource: Resource) -> str:
    return resource.files[0].path if resource.files else ""


def blanks(finding: Finding, resource: Resource) -> dict[str, object]:
    """What the templates of ``problems.toml`` may name."""
    return {
        "n": finding.row,
        "at": cell_name(finding.column, finding.row or 1) if finding.column else "",
        "column": cell_name(finding.column, 1)[:-1] if finding.column else "",
        "title": _named(finding.key or (finding.name,), resource),
        "these": _THESE if len(finding.key) > 1 else _THIS,
        "name": finding.name,
        "value": short(finding.value),
        "hint": _SPACES if finding.value.strip() not in ("", finding.value) else "",
        "detail": short(finding.detail, 120),
        "resource": resource.name,
        "path": finding.file or path_of(resource),
    }


def title(name: str, resource: Resource) -> Text:
    """A field as people know it."""
    field = resource.schema.field(name) if resource.schema else None
    if field is not None and field.title:
        return Text(tuple((lang, field.title[lang]) for lang in ("zh", "en")))
    return bilingual(name, name)


def titles(fields: Sequence[Field], resource: Resource) -> Text:
    """Several fields in a sentence, as people know them."""
    return _named([f.name for f in fields], resource)


def _named(names: Sequence[str], resource: Resource) -> Text:
    known = [title(name, resource) for name in names]
    return Text(tuple((lang, listed([t[lang] for t in known])[lang]) for lang in ("zh", "en")))


def short(text: str, most: int = 40) -> str:
    """A value as a message may repeat it: on one line, cut short, and never the number of a person."""
    line = "".join(c if c.isprintable() else "�" if c == "\0" else " " for c in text)
    line = _LONG_DIGITS.sub(lambda m: m.group()[:3] + "…", line)
    return line if len(line) <= most else line[: most - 1] + "…"


def unnumbered(text: Text) -> Text:
    """A text that may hold the number of a person, without it."""
    return Text(tuple((lang, re.sub(r"\d{11,}", lambda m: m.group()[:3] + "…", said)) for lang, said in text))


def listed(values: Sequence[str], most: int = 8) -> Text:
    """Several values in a sentence."""
    some = list(values[:most]) + (["…"] if len(values) > most else [])
    return bilingual("、".join(some), ", ".join(some))
