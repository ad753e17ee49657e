"""Problems are data: a Kind at a place. One table, ``problems.toml``, holds every kind, in both languages.

A stage that finds something says ``problem("F104", package=…, path="…")`` and goes on; nobody raises for what a
steward can mend. ``PublishError`` is for stopping: it carries its exit code and is caught in ``cli`` alone.
"""

from __future__ import annotations

import string
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import IntEnum, StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from publish.model import ENTRY, Comparison, Text, bilingual


class Level(StrEnum):
    """What a problem does: an error closes its package, a warning and a note do not."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Exit(IntEnum):
    """The exit codes of every command."""

    OPEN = 0  # all published, or clean
    CLOSED = 1  # something is closed
    USAGE = 2  # wrong usage
    CONFIGURATION = 3  # the portal itself is misconfigured


class PublishError(Exception):
    """Stop: said in both languages, with the exit code of the command."""

    def __init__(self, said: Text, code: Exit = Exit.CONFIGURATION) -> None:
        super().__init__(said["en"])
        self.said = said
        self.code = code


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem. ``message`` and ``fix`` are templates with ``{named}`` places."""

    code: str
    level: Level
    title: Text
    message: Text
    fix: Text
    stops: bool = False  # it stops everything: a register, a clash, the configuration
    suspends: bool = False  # its data may not stay public for another minute
    sheet: Text | None = None  # the fix where it is a cell of entry.xlsx: a word to write there, no key
    harvested: Level | None = None  # the level for a package taken from elsewhere, whose words are not ours to mend

    @property
    def blanks(self) -> frozenset[str]:
        """The names a template needs filled."""
        said = (self.message, self.fix, *filter(None, [self.sheet]))
        parts = (part for text in said for _, s in text for part in string.Formatter().parse(s))
        return frozenset(name for _, name, _, _ in parts if name)


@cache
def kinds() -> Mapping[str, Kind]:
    """Every kind by its code, in the order of the table."""
    table = tomllib.loads(files("publish").joinpath("problems.toml").read_text(encoding="utf-8"))
    return {code: _kind(code, row) for code, row in table.items()}


def _kind(code: str, row: Mapping[str, Any]) -> Kind:
    def said(key: str) -> Text:
        return bilingual(row[key]["zh"], row[key]["en"])

    return Kind(
        code=code,
        level=Level(row["level"]),
        title=said("title"),
        message=said("message"),
        fix=said("fix"),
        sheet=said("sheet") if "sheet" in row else None,
        stops=row.get("stops", False),
        suspends=row.get("suspends", False),
        harvested=Level(row["harvested"]) if "harvested" in row else None,
    )


@dataclass(frozen=True, slots=True)
class Problem:
    """A Kind at a place. ``row`` is as a spreadsheet shows it (the header is row 1); in a descriptor it is the line
    and ``field`` a JSON Pointer. What does not apply is None."""

    code: str
    level: Level
    message: Text
    fix: Text
    package: str | None = None
    file: str | None = None
    sheet: str | None = None
    row: int | None = None
    field: str | None = None
    cell: str | None = None

    @property
    def kind(self) -> Kind:
        return kinds()[self.code]

    def at(self, **place: Any) -> Problem:
        """The same problem with more of its place known."""
        return replace(self, **place)


def problem(
    code: str,
    *,
    package: str | None = None,
    file: str | None = None,
    sheet: str | None = None,
    row: int | None = None,
    field: str | None = None,
    cell: str | None = None,
    level: Level | None = None,
    **blanks: object,
) -> Problem:
    """A problem of this kind at this place. The place and the ``blanks`` fill the templates: a string, a number, or
    a Text that reads differently in each language. ``level`` overrides the kind's own (a harvested package, ``demo``).

    Raises KeyError for an unknown code or an unfilled blank: that is a bug, never a finding.
    """
    kind = kinds()[code]
    words = {"package": package, "file": file, "sheet": sheet, "row": row, "field": field, "cell": cell} | blanks
    return Problem(
        code=code,
        level=level or kind.level,
        message=_fill(kind.message, words),
        fix=_fill((kind.sheet if file == ENTRY else None) or kind.fix, words),
        package=package,
        file=file,
        sheet=sheet,
        row=row,
        field=field,
        cell=cell,
    )


def softened(one: Problem) -> Problem:
    """A problem of a harvested package: at the level its kind has for those."""
    softer, levels = one.kind.harvested, list(Level)
    milder = softer is not None and levels.index(softer) > levels.index(one.level)
    return replace(one, level=softer) if softer is not None and milder else one


def _fill(template: Text, blanks: Mapping[str, object]) -> Text:
    def words(lang: str) -> dict[str, object]:
        return {k: v[lang] if isinstance(v, Text) else v for k, v in blanks.items()}

    return Text(tuple((lang, string.format(**words(lang))) for lang, string in template))


def to_record(one: Problem) -> dict[str, Any]:
    """A problem as JSON holds it, every key there: the published form, and the one a cache keeps."""
    return {
        "code": one.code,
        "level": one.level.value,
        "package": one.package,
        "file": one.file,
        "sheet": one.sheet,
        "row": one.row,
        "field": one.field,
        "cell": one.cell,
        "message": dict(one.message),
        "fix": dict(one.fix),
    }


def from_record(record: Mapping[str, Any]) -> Problem:
    """The problem of a record. Chinese is said first, however the record was sorted."""
    place = {key: record[key] for key in ("package", "file", "sheet", "row", "field", "cell")}
    message, fix = (Text(tuple((lang, record[key][lang]) for lang in ("zh", "en"))) for key in ("message", "fix"))
    return Problem(code=record["code"], level=Level(record["level"]), message=message, fix=fix, **place)


def cell_name(column: int, row: int) -> str:
    """``E4`` for the fifth column (1-based) of the fourth row."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


def column_number(letters: str) -> int:
    """The number of a column from 1: ``AA`` is 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


class Verdict(StrEnum):
    """What becomes of a package."""

    OPEN = "open"  # published
    HELD = "held"  # closed, its last admitted edition stays
    SUSPENDED = "suspended"  # closed, its data are taken away at once
    CLOSED = "closed"  # closed, never admitted before: a page with a notice


@dataclass(frozen=True, slots=True)
class Judged:
    """One package's verdict."""

    name: str
    verdict: Verdict
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """All problems of a run, sorted by place, with a verdict for every package."""

    as_of: str
    packages: tuple[Judged, ...] = ()
    problems: tuple[Problem, ...] = ()
    strict: bool = field(default=False)
    against: str = ""  # the earlier state it was held against
    changes: tuple[Comparison, ...] = ()  # what became of each package since, by name

    @property
    def verdict(self) -> Verdict:
        return Verdict.CLOSED if any(closes(p, self.strict) for p in self.problems) else Verdict.OPEN

    @property
    def stops(self) -> bool:
        """Is there a problem that stops everything?"""
        return any(p.level is Level.ERROR and p.kind.stops for p in self.problems)

    def of(self, package: str) -> tuple[Problem, ...]:
        """The problems of one package."""
        return tuple(p for p in self.problems if p.package == package)


def closes(one: Problem, strict: bool = False) -> bool:
    """Does this problem close its package?"""
    return one.level is Level.ERROR or (strict and one.level is Level.WARNING)


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """By package, file, row, column; equal problems once."""
    return tuple(
        sorted(
            dict.fromkeys(problems),
            key=lambda p: (
                p.package or "",
                p.file or "",
                p.sheet or "",
                p.row or 0,
                p.code,
                p.cell or "",
                p.field or "",
            ),
        )
    )


@dataclass(frozen=True, slots=True)
class Manual:
    """The manual page of a rule, made from its docstring: Markdown in each language, and the kinds it may report."""

    codes: tuple[str, ...]
    name: str
    text: Text
