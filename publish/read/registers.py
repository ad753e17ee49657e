"""The registers: packages of code lists that other packages refer to.

They are judged and published like every package; here their rows are taken for reference, before anything is judged,
because judging needs them. A register that does not pass the gate stops the build.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence

from publish.history import day
from publish.model import (
    FieldName,
    Frequency,
    Level,
    Licence,
    Organisation,
    Package,
    Planned,
    Registers,
    Requirement,
    Text,
    Topic,
)

NAMES = ("organisations", "topics", "standards", "levels", "licences", "frequencies", "holidays", "requirements")
FIELD_NAMES = "field-names"  # helps to draft; a portal may do without
PLAN = "open-data-plan"  # what is to be released; a portal may do without

Row = Mapping[str, str]
_TAG = re.compile(r"[a-z]{2,3}")


def read_registers(packages: Sequence[Package]) -> Registers:
    """The registers among these packages, by name; one that is absent or unreadable is empty."""
    known = [p for p in packages if p.name in (*NAMES, FIELD_NAMES, PLAN)]
    rows = {p.name: tuple(_rows(p)) for p in known}
    lang = {p.name: p.languages[0] for p in known}

    def of(name: str) -> Iterator[tuple[Row, str]]:
        return ((row, lang[name]) for row in rows.get(name, ()))

    return Registers(
        organisations={o.code: o for o in (_organisation(*row, n) for n, row in enumerate(of("organisations"), 2))},
        topics={t.slug: t for t in sorted((_topic(*row) for row in of("topics")), key=lambda t: (t.sort, t.slug))},
        levels={x.code: x for x in (_level(*row) for row in of("levels"))},
        licences={x.id: x for x in (_licence(*row) for row in of("licences"))},
        frequencies={f.slug: f for f in (_frequency(*row) for row in of("frequencies"))},
        requirements={r.code: r for r in (_requirement(*row) for row in of("requirements"))},
        field_names={n.title: n for n in (_field_name(row) for row, _ in of(FIELD_NAMES))},
        plan={p.id: p for p in (_planned(*row) for row in of(PLAN))},
    )


def _rows(package: Package) -> Iterator[Row]:
    """The rows of the register's own resource: CSV in UTF-8."""
    resource = package.resource(package.name) or next(iter(package.resources), None)
    if resource is None or not resource.files or resource.format != "csv":
        return
    with resource.files[0].location.open(encoding="utf-8-sig", newline="", errors="replace") as file:
        for row in csv.DictReader(file, strict=False):
            yield {k: v if isinstance(v, str) else "" for k, v in row.items() if isinstance(k, str)}


def _said(row: Row, column: str, lang: str) -> Text:
    """``name`` in the package's language and ``name_<tag>`` in others."""
    said = [(lang, row.get(column, ""))]
    said += [(tag, row[f"{column}_{tag}"]) for tag in _tags(row, column)]
    return Text(tuple((tag, string) for tag, string in said if string))


def _tags(row: Row, column: str) -> Iterator[str]:
    for key in row:
        head, _, tag = key.rpartition("_")
        if head == column and _TAG.fullmatch(tag):
            yield tag


def _whole(text: str) -> int | None:
    return int(text) if text.strip().lstrip("-").isascii() and text.strip().lstrip("-").isdigit() else None


def _organisation(row: Row, lang: str, number: int) -> Organisation:
    return Organisation(
        code=row.get("code", ""),
        slug=row.get("slug", ""),
        name=_said(row, "name", lang),
        tier=row.get("tier", ""),
        region=row.get("region", ""),
        parent=row.get("parent", ""),
        roles=tuple(r.strip() for r in row.get("roles", "").split(";") if r.strip()),
        org_type=row.get("org_type", ""),
        phone=row.get("phone", ""),
        email=row.get("email", ""),
        homepage=row.get("homepage", ""),
        valid_from=day(row.get("valid_from", "")),
        valid_to=day(row.get("valid_to", "")),
        successor=row.get("successor", ""),
        sample=row.get("sample", "") == "true",
        row=number,
    )


def _topic(row: Row, lang: str) -> Topic:
    return Topic(
        slug=row.get("slug", ""),
        name=_said(row, "name", lang),
        description=_said(row, "description", lang),
        dcat_theme=row.get("dcat_theme", ""),
        guide_class=row.get("guide_class", ""),
        sort=_whole(row.get("sort", "")) or 0,
    )


def _level(row: Row, lang: str) -> Level:
    return Level(
        code=row.get("code", ""),
        name=_said(row, "name", lang),
        description=_said(row, "description", lang),
        widest_opening=row.get("widest_opening", ""),
    )


def _licence(row: Row, lang: str) -> Licence:
    return Licence(
        id=row.get("id", ""),
        name=_said(row, "name", lang),
        url=row.get("url", ""),
        open=row.get("open", "") == "true",
        summary=_said(row, "summary", lang),
    )


def _frequency(row: Row, lang: str) -> Frequency:
    return Frequency(
        slug=row.get("slug", ""),
        name=_said(row, "name", lang),
        days=_whole(row.get("days", "")),
        grace=_whole(row.get("grace", "")) or 0,
        eu_code=row.get("eu_code", "") or "UNKNOWN",
    )


def _requirement(row: Row, lang: str) -> Requirement:
    return Requirement(
        code=row.get("code", ""),
        source=_said(row, "source", lang),
        requirement=_said(row, "requirement", lang),
        status=row.get("status", ""),
        how=_said(row, "how", lang),
        where=row.get("where", ""),
    )


def _field_name(row: Row) -> FieldName:
    return FieldName(
        title=row.get("name", ""),
        english=row.get("name_en", ""),
        aliases=tuple(a.strip() for a in row.get("aliases", "").split(";") if a.strip()),
        type=row.get("type", ""),
        unit=row.get("unit", ""),
        role=row.get("role", ""),
    )


def _planned(row: Row, lang: str) -> Planned:
    return Planned(
        id=row.get("id", ""),
        title=_said(row, "title", lang),
        provider=row.get("provider", ""),
        planned=day(row.get("planned", "")),
        status=row.get("status", ""),
        actual=day(row.get("actual", "")),
        dataset=row.get("dataset", ""),
        note=_said(row, "note", lang),
    )
