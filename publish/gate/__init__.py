"""May this be published? ``check`` says what stands in the way; ``admit`` lets in what nothing does.

The only maker of Admitted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from publish.admitted import Admitted
from publish.cache import Cache
from publish.gate.admission import Court
from publish.gate.judgement import forget
from publish.gate.rules import RULES
from publish.gate.versions.pairs import affected, pair
from publish.jobs import Progress, silent
from publish.model import Catalogue, Earlier, Package, Text
from publish.problems import Exit, Level, Manual, Problem, PublishError, Report

__all__ = ["admit", "check", "forget", "manual"]


def check(
    catalogue: Catalogue,
    problems: Sequence[Problem],
    *,
    as_of: date,
    cache: Cache,
    jobs: int,
    strict: bool = False,
    names: frozenset[str] | None = None,
    against: Earlier | None = None,
    progress: Progress = silent,
) -> Report:
    """Judge every package, or those of these ``names``. ``problems`` are what reading found. With ``strict`` a
    warning closes too. Held ``against`` an earlier state without names, only what differs from it is judged, and what
    refers to that."""
    court = Court(catalogue, problems, as_of=as_of, cache=cache, jobs=jobs, strict=strict, progress=progress)
    if against is None:
        court.sit(names)
        return court.report(names)
    pairs = pair(catalogue, problems, against, names)
    wanted = names if names is not None else affected(catalogue, problems, against, pairs)
    court.sit(wanted, pairs)
    report = court.report(wanted)
    # What was released bears a description that was made from ours: that it is another one tells nothing.
    changes = report.changes if against.touched is not None else tuple(c for c in report.changes if c.differs)
    return replace(report, against=against.label, changes=changes)


def admit(
    catalogue: Catalogue,
    problems: Sequence[Problem],
    *,
    as_of: date,
    cache: Cache,
    jobs: int,
    edition: str = "open",
    earlier: Mapping[str, Package] | None = None,
    progress: Progress = silent,
) -> Admitted:
    """What the edition publishes. A closed package stays as it was in the last release (``earlier``, by name), if
    that may still be shown, else only a notice does; a privacy error takes its data down at once.

    Raises PublishError when something stops everything: two packages of one name, a register, the configuration.
    """
    court = Court(catalogue, problems, as_of=as_of, cache=cache, jobs=jobs, earlier=earlier, progress=progress)
    court.sit()
    report = court.report()
    if report.stops:
        stopping = [p for p in report.problems if p.level is Level.ERROR and p.kind.stops]
        raise PublishError(_together(stopping), Exit.CONFIGURATION)
    return court.admitted(edition)


def _together(problems: Sequence[Problem]) -> Text:
    """Several problems as one text in each language."""
    said = {lang: "\n".join(f"{p.code} {p.message[lang]} {p.fix[lang]}" for p in problems) for lang in ("zh", "en")}
    return Text(tuple(said.items()))


def manual() -> tuple[Manual, ...]:
    """The manual pages of every rule, in order."""
    return tuple(rule.manual() for rule in RULES)
