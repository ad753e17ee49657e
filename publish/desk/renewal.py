"""Renewal: new data for a dataset that is there, with what a person chose. Everything here is pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from publish.desk.look import Option
from publish.desk.words import say
from publish.draft.update import Choices, Update
from publish.draft.update.nouns import Doubt, How, Obstacle, Renewed, Row, Stop
from publish.history import day
from publish.model import Package, Period, Text, Turn

ROWS = 50  # of one table that are shown
_IS, _FRESH, _LEFT = "is:", "fresh", "left"
_UNANSWERED = frozenset({How.NEW, How.PERHAPS})
_ASKED = frozenset({Stop.NEW, Stop.DOUBTFUL})  # what stands in the way until a question is answered
_DAYS = ("start", "end")


@dataclass(frozen=True, slots=True)
class Renewal:
    """A dataset as it was when the files were handed in, the files, what was chosen, and what comes of them. Without
    an update it is not told which table the files are for: ``unclear`` says so."""

    package: Package
    files: tuple[tuple[str, bytes], ...]
    choices: Choices = Choices()
    update: Update | None = None
    unclear: Text = Text()

    @property
    def title(self) -> str:
        return self.package.title["zh"] or self.package.name


@dataclass(frozen=True, slots=True)
class AskedColumn:
    """What a person is asked of one column of the file. ``field`` is its name in the form, and its place."""

    field: str
    heading: str
    letter: str
    samples: tuple[str, ...]
    hint: str
    options: tuple[Option, ...]
    required: bool
    wrong: str


@dataclass(frozen=True, slots=True)
class InTheWay:
    """What no answer on the page can mend: what it is, what to do, where."""

    message: str
    fix: str
    place: str


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell; ``before`` is what it said, where it says something else now."""

    now: str
    before: str | None = None


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row that was added, changed or removed, in words and by kind."""

    turn: str
    said: str
    cells: tuple[ShownCell, ...]


@dataclass(frozen=True, slots=True)
class ShownChange:
    """The rows of one table that differ: the first of them, and how many more there are."""

    title: str
    head: tuple[str, ...]
    rows: tuple[ShownRow, ...]
    more: int


# --- the columns ----------------------------------------------------------------------------------------------------


def columns(renewal: Renewal, lang: str, wrong: Mapping[str, str]) -> tuple[AskedColumn, ...]:
    """The questions about the columns of the files. ``wrong`` says by field what is wrong with an answer."""
    return tuple(_asked(table, doubt, field, lang, wrong.get(field, "")) for field, table, doubt in _doubts(renewal))


def _doubts(renewal: Renewal) -> Iterator[tuple[str, Renewed, Doubt]]:
    for t, table in enumerate(renewal.update.tables if renewal.update else ()):
        for d, doubt in enumerate(table.doubts):
            yield f"d-{t}-{d}", table, doubt


def _asked(table: Renewed, doubt: Doubt, field: str, lang: str, wrong: str) -> AskedColumn:
    answer = {How.FRESH: _FRESH, How.LEFT: _LEFT}.get(doubt.how, "" if doubt.how in _UNANSWERED else _IS + doubt.name)
    codes = [(f"{_IS}{name}", say(lang, "renew.is", title=title)) for name, title in table.unsure]
    codes += [(_FRESH, say(lang, "renew.fresh")), (_LEFT, say(lang, "renew.left"))]
    like = next((title for name, title in table.unsure if name == doubt.name), "")
    hint = say(lang, "renew.like", title=like) if like else say(lang, "renew.unknown")
    return AskedColumn(
        field=field,
        heading=doubt.heading,
        letter=doubt.letter,
        samples=doubt.samples,
        hint=hint,
        options=tuple(Option(code, said, code == answer) for code, said in codes),
        required=doubt.how in _UNANSWERED,
        wrong=wrong,
    )


def in_the_way(renewal: Renewal, lang: str) -> tuple[InTheWay, ...]:
    """What stands in the way and is not asked for on the page."""
    found = renewal.update.obstacles if renewal.update else ()
    return tuple(_in_the_way(one, lang) for one in found if one.stop not in _ASKED)


def _in_the_way(one: Obstacle, lang: str) -> InTheWay:
    own = one.stop in (Stop.OTHER, Stop.MISSING, Stop.BY_HAND, Stop.UNIT)
    fix = say(lang, f"renew.{one.stop}-fix") if own else one.fix[lang]
    return InTheWay(one.message[lang], fix, " · ".join(filter(None, (one.file, one.sheet, one.cell))))


def chosen(renewal: Renewal, form: Mapping[str, str]) -> Choices:
    """What the form says, for the files as they lie on the desk."""
    renames: dict[str, str] = {}
    answers: dict[str, set[str]] = {_FRESH: set(), _LEFT: set()}
    for field, _, doubt in _doubts(renewal):
        answer = form.get(field, "")
        if answer.startswith(_IS):
            renames.setdefault(answer.removeprefix(_IS), doubt.heading)
        elif answer in answers:
            answers[answer].add(doubt.heading)
    said = {key: form.get(key, "").strip() for key in ("note", "note_en", "resource")}
    return replace(
        renewal.choices,
        renames=renames,
        fresh=frozenset(answers[_FRESH]),
        left_out=frozenset(answers[_LEFT]),
        temporal=_period(renewal, form),
        note=said["note"],
        note_en=said["note_en"],
        resource=said["resource"] or renewal.choices.resource,
    )


def _period(renewal: Renewal, form: Mapping[str, str]) -> Period | None:
    """The period that was written, where it is another than the one that was found."""
    if not all(key in form for key in _DAYS):
        return renewal.choices.temporal
    written = [form[key].strip() for key in _DAYS]
    start, end = map(day, written)
    wrong = any(bool(said) != bool(of) for said, of in zip(written, (start, end), strict=True))
    if wrong or (start and end and end < start):
        return renewal.choices.temporal
    found = renewal.update.temporal if renewal.update else None
    told = Period(start, end)
    if (start is None and end is None) or (found == told and renewal.choices.temporal is None):
        return None
    return told


def wrong(renewal: Renewal, form: Mapping[str, str], lang: str) -> dict[str, str]:
    """What is missing or does not fit, by field, in the order of the page."""
    found: dict[str, str] = {}
    taken: dict[str, str] = {}
    if not renewal.update and not form.get("resource", renewal.choices.resource):
        found["resource"] = say(lang, "renew.no-table")
    for field, table, doubt in _doubts(renewal):
        answer = form.get(field, _default(doubt))
        if not answer:
            found[field] = say(lang, "renew.unanswered", heading=doubt.heading)
        elif answer.startswith(_IS) and answer in taken:
            title = dict(table.unsure).get(answer.removeprefix(_IS), "")
            found[field] = say(lang, "renew.twice", heading=doubt.heading, other=taken[answer], title=title)
        taken.setdefault(answer, doubt.heading)
    days = [form.get(key, "").strip() for key in _DAYS]
    for key, written in zip(_DAYS, days, strict=True):
        if written and day(written) is None:
            found[key] = say(lang, "ask.bad-day", label=say(lang, f"renew.{key}"))
    start, end = map(day, days)
    if start and end and end < start:
        found["end"] = say(lang, "renew.backwards")
    return found


def _default(doubt: Doubt) -> str:
    return "" if doubt.how in _UNANSWERED else doubt.name or doubt.how.value


# --- what changed ---------------------------------------------------------------------------------------------------


def changes(update: Update, lang: str) -> tuple[ShownChange, ...]:
    """The rows that differ, table by table; none of what rows cannot be told apart of."""
    return tuple(_change(table, lang) for table in update.tables if table.rows)


def _change(table: Renewed, lang: str) -> ShownChange:
    rows = table.rows or ()
    shown = tuple(_row(row, lang) for row in rows[:ROWS])
    head = tuple(title for _, title in table.headings)
    return ShownChange(table.title[lang] or table.resource, head, shown, len(rows) - len(shown))


def _row(row: Row, lang: str) -> ShownRow:
    said = say(lang, f"renew.{row.turn.value}")
    if row.turn is Turn.CHANGED:
        pairs = zip(row.before, row.after, strict=True)
        return ShownRow(row.turn.value, said, tuple(ShownCell(b, a if a != b else None) for a, b in pairs))
    return ShownRow(row.turn.value, said, tuple(ShownCell(cell) for cell in row.after or row.before))


def tables(package: Package, lang: str, answer: str) -> Sequence[Option]:
    """The tables and files of a dataset, to choose what the new file is for."""
    named = ((r.name, r.title[lang] or r.name) for r in package.resources)
    return [Option(name, title, name == answer) for name, title in named]


def datasets(packages: Sequence[Package], lang: str, answer: str) -> Sequence[Option]:
    """The datasets to choose from."""
    return [Option(p.name, f"{p.title[lang] or p.name}（{p.name}）", p.name == answer) for p in packages]
