"""Judged: what the gate found, each problem with its place in the person's own table or form, and the way there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from publish.desk import ask, look
from publish.desk.trial import PRIVACY, Outcome
from publish.desk.words import say
from publish.desk.work import Work, corrected
from publish.problems import Problem, Verdict
from publish.questions import question
from publish.report.alike import Alike, grouped
from publish.report.place import LEVELS, place
from publish.report.verdict import sentence

# Kinds that the desk has other words for, and the question that mends one that has no place of its own.
_OWN = {
    "P702": "privacy/quasi_identifiers",
    "P704": "privacy/quasi_identifiers",
    "P707": "privacy/unit",
    "C302": "",
    "C127": "catalogue/issued",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """One problem: its weight in words, what is wrong, what to do, where, and the page and place that mends it."""

    level: str
    gravity: str
    message: str
    fix: str
    others: str
    place: str
    step: str = ""  # the step that mends it; "" when only the table itself can be mended
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """The verdict in a sentence, and the problems, the gravest first."""

    open: bool
    private: bool
    sentence: str
    problems: tuple[Shown, ...]


def judged(outcome: Outcome, lang: str, work: Work | None) -> Judged:
    """An outcome in the words of the page. Without a draft (a renewal) problems stand where the gate says."""
    report = outcome.report
    return Judged(
        open=report.verdict is Verdict.OPEN,
        private=outcome.private,
        sentence=sentence(report, lang, outcome.about),
        problems=tuple(_shown(alike, outcome, lang, work) for alike in grouped(report.problems)),
    )


def _shown(alike: Alike, outcome: Outcome, lang: str, work: Work | None) -> Shown:
    one = alike.first
    message, fix = one.message[lang], one.fix[lang]
    step, anchor, where = _way(one, work, lang) if work else ("", "", "")
    asked = question((one.field or "")[1:])
    if work and asked is not None and not work.answers.get(asked.key):  # nobody saw the file that the kind speaks of
        message = say(lang, "result.open", label=asked.label[lang])
        fix = say(lang, "result.open-fix", example=asked.example.rstrip("。."))
    if one.code.startswith(PRIVACY) and anchor.startswith("c-"):
        fix = say(lang, "result.leave-out")
    elif work and one.code in _OWN:  # nobody at the desk writes keys of a description
        fix = say(lang, f"result.mend-{one.code}")
        if not step and _OWN[one.code]:
            step, anchor, where = _of_description(f"/{_OWN[one.code]}", work, lang)
    message, fix = _in_own_files(message, work), _in_own_files(fix, work)
    return Shown(
        level=LEVELS[one.level][lang],
        gravity=one.level.value,
        message=message,
        fix=fix,
        others=alike.said_of_others(lang),
        place=where or place(one, lang, outcome.about),
        step=step,
        anchor=anchor,
    )


def _in_own_files(said: str, work: Work | None) -> str:
    """A text that speaks of the files that were handed in, not of those made of them."""
    for table in corrected(work).tables if work else ():
        said = said.replace(table.path, table.found.sheet.file)
    return said


def _way(one: Problem, work: Work, lang: str) -> tuple[str, str, str]:
    """(step, anchor, place in words) of what mends a problem."""
    if (one.field or "").startswith("/"):
        return _of_description(one.field or "", work, lang)
    return next(_of_table(one, work, lang), ("", "", ""))


def _of_description(pointer: str, work: Work, lang: str) -> tuple[str, str, str]:
    parts = pointer.replace("~1", "/").replace("~0", "~").strip("/").split("/")
    if parts[0] == "resources" and len(parts) > 4 and parts[2:4] == ["schema", "fields"]:
        table, column = int(parts[1]), _original(work, int(parts[1]), int(parts[4]))
        title = work.columns[table, column].title
        return "table", look.column_key(table, column), say(lang, "result.column", title=title)
    if parts[0] == "resources" and len(parts) > 1:
        table = int(parts[1])
        return "table", look.table_key(table), say(lang, "result.table", title=work.headings[table].title)
    for length in range(len(parts), 0, -1):
        asked = question("/".join(parts[:length]))
        if asked is not None and asked.key != "id":
            return "questions", ask.field(asked.key), say(lang, "result.question", label=asked.label[lang])
    return "", "", ""


def _original(work: Work, table: int, column: int) -> int:
    """The place of a column among those that were found, from its place among those that are kept."""
    kept = [c for (t, c), said in sorted(work.columns.items()) if t == table and not said.left_out]
    return kept[column]


def _of_table(one: Problem, work: Work, lang: str) -> Iterator[tuple[str, str, str]]:
    """A place in the data, as the table that was handed in has it."""
    for t, table in enumerate(corrected(work).tables):
        if one.file != table.path:
            continue
        names = [column.name for column in table.columns]
        found, sheet = table.found, table.found.sheet
        where = [sheet.file, say(lang, "result.sheet", name=sheet.name) if sheet.name else ""]
        column = _original(work, t, names.index(one.field)) if one.field in names else None
        row = one.row - 2 if one.row and 2 <= one.row < len(found.numbers) + 2 else None
        if row is not None and column is not None:
            where.append(found.cell(row, column))
        elif row is not None:
            where.append(say(lang, "result.row", number=found.numbers[row]))
        if column is not None:
            where.append(say(lang, "result.column", title=work.columns[t, column].title))
        anchor = look.column_key(t, column) if column is not None else ""
        yield "table", anchor, " · ".join(filter(None, where))
