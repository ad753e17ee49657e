"""The assessment: what each organisation has opened, and how timely, complete and well described it is, as of a day.

Everything is counted from what this release publishes; no number is handed in. The same lines are a page and a CSV,
which an office keeps for its yearly report.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from publish import urls
from publish.admitted import Admitted
from publish.model import Opening, Organisation
from publish.site.pages.given import Given
from publish.site.pages.lists import has_data
from publish.site.pages.page import Link, Page
from publish.site.tongue import Phrase, Tongue


@dataclass(frozen=True, slots=True)
class Account:
    """What is counted of one organisation. Parts come with their whole: ``on_time`` of ``promised`` and so on."""

    office: Organisation
    entries: int
    open: int  # with data to take
    conditional: int
    withheld: int
    rows: int
    promised: int  # open datasets with a promised rhythm
    on_time: int
    filled: int  # cells that hold a value
    cells: int
    judged: int  # open datasets with data of which it can be said
    readable: int  # that programs can read whole
    marks: int
    good: int


COUNTED = (
    "entries",
    "open",
    "conditional",
    "withheld",
    "rows",
    "promised",
    "on_time",
    "filled",
    "cells",
    "judged",
    "readable",
    "marks",
    "good",
)


def accounts(admitted: Admitted, given: Sequence[Given]) -> tuple[Account, ...]:
    """One account for each organisation that answers for an entry, those with most entries first."""
    mine: dict[str, list[Given]] = {}
    for one in given:
        if one.provider and one.dataset.package.entry:
            mine.setdefault(one.provider.code, []).append(one)
    offices = admitted.registers.organisations
    ordered = sorted(mine, key=lambda code: (-len(mine[code]), offices[code].slug))
    return tuple(_account(offices[code], mine[code]) for code in ordered)


def _account(office: Organisation, given: Sequence[Given]) -> Account:
    taken = [g for g in given if has_data(g)]
    opened = [g.dataset.package.entry.opening.type for g in given if g.dataset.package.entry]
    due = [g.figures.timeliness for g in taken if g.figures.timeliness.due]
    marks = [mark for g in taken for mark in g.figures.marks]
    read = [mark for mark in marks if mark.code == "machine-readable"]
    columns = [(t.rows, f.missing) for g in taken for t in g.figures.tables.values() for f in t.fields.values()]
    return Account(
        office=office,
        entries=len(given),
        open=len(taken),
        conditional=opened.count(Opening.CONDITIONAL.value),
        withheld=opened.count(Opening.WITHHELD.value),
        rows=sum(t.rows for g in taken for t in g.dataset.tables),
        promised=len(due),
        on_time=sum(not one.overdue for one in due),
        filled=sum(rows - missing for rows, missing in columns),
        cells=sum(rows for rows, _ in columns),
        judged=len(read),
        readable=sum(mark.grade == "good" for mark in read),
        marks=len(marks),
        good=sum(mark.grade == "good" for mark in marks),
    )


@dataclass(frozen=True, slots=True)
class Line:
    """An account, said; a share is "" where there is nothing to share out."""

    office: Link
    counts: tuple[str, ...]  # entries, open, conditional, withheld, rows
    shares: tuple[str, ...]  # on time, readable, complete, good


@dataclass(frozen=True, slots=True)
class Assessment:
    """What the page shows."""

    lead: str
    counts: tuple[str, ...]  # heads
    shares: tuple[str, ...]
    lines: tuple[Line, ...]


def page(known: Sequence[Account], admitted: Admitted, tongue: Tongue) -> Iterator[Page]:
    """``/assessment/``. No organisation with an entry, no page."""
    if not known:
        return
    t = tongue.t
    title = t("Assessment by organisation")
    lead = t("Counted from what is published, as of %(day)s.", day=tongue.day(admitted.as_of))
    matter = Assessment(
        lead=lead,
        counts=(t("Entries"), t("Open"), t("On condition"), t("Not open"), t("Rows")),
        shares=(t("On time"), t("Machine-readable"), t("Cells filled"), t("Marks that are good")),
        lines=tuple(_line(one, tongue) for one in known),
    )
    crumbs = (Link(Phrase(title), urls.ASSESSMENT),)
    languages = admitted.portal.languages
    yield Page(urls.ASSESSMENT, tongue.tag, "assessment.html", title, matter, lead, "", crumbs, languages)


def _line(one: Account, tongue: Tongue) -> Line:
    counts = (one.entries, one.open, one.conditional, one.withheld, one.rows)
    parts = ((one.on_time, one.promised), (one.readable, one.judged), (one.filled, one.cells), (one.good, one.marks))
    return Line(
        Link(tongue.phrase(one.office.name), urls.organisation(one.office.slug)),
        tuple(tongue.number(count) for count in counts),
        tuple(tongue.percent(part, whole) if whole else "" for part, whole in parts),
    )


def to_csv(known: Sequence[Account], admitted: Admitted) -> bytes:
    """The accounts as CSV in UTF-8: counts, so that whoever adds them up gets true shares."""
    languages = admitted.portal.languages
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(["as_of", "code", *(f"name_{tag}" for tag in languages), "tier", "region", *COUNTED])
    for one in known:
        names = [one.office.name[tag] for tag in languages]
        counts = [getattr(one, name) for name in COUNTED]
        office = one.office
        writer.writerow([admitted.as_of.isoformat(), office.code, *names, office.tier, office.region, *counts])
    return text.getvalue().encode()
