"""A rule about what stands in columns: it says what was found there (``columns.personal``), of its kinds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from publish.gate.privacy.columns import column_place
from publish.gate.privacy.signs.sign import Confidence
from publish.gate.rule import Case, PackageRule
from publish.gate.schema.wording import title
from publish.problems import Level, Problem, kinds, problem


class PersonalRule(PackageRule):
    """Reports the columns in which a sign of ``in_columns`` was found; what is only likely is a warning."""

    in_columns: ClassVar[tuple[str, ...]]

    def check(self, case: Case) -> Iterator[Problem]:
        for found in case.personal:
            if found.code in self.in_columns:
                level = kinds()[found.code].level
                if found.confidence is Confidence.LIKELY and level is Level.ERROR:
                    level = Level.WARNING
                where = column_place(case.package, found.resource, found.field)
                said = title(found.field.name, found.resource)
                yield problem(found.code, **where, level=level, title=said, count=found.count)
