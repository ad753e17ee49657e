"""A rule about what stands in columns: it says what was found there (``columns.personal``) and where, of its kinds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from publish.gate.place import Place, at, at_cell
from publish.gate.privacy.found import Found
from publish.gate.privacy.signs.sign import Confidence
from publish.gate.rule import Case, PackageRule
from publish.gate.schema.wording import title
from publish.model import Text, bilingual
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
                said = title(found.field.name, found.resource)
                rows = _rows(case, found)
                yield problem(found.code, **_place(case, found), level=level, title=said, count=found.count, rows=rows)


def _place(case: Case, found: Found) -> Place:
    """Its first cell; its column, where no cell is known to hold it."""
    package, resource, name = case.package, found.resource, found.field.name
    file = resource.files[0].path if resource.files else at(package, "")["file"]
    if not found.rows:
        return {"package": package.name, "file": file, "row": None, "field": name}
    place = at_cell(package, resource, case.places_of(found.table), found.rows[0], found.table, name)
    return place if resource.files else {**place, "file": file}


def _rows(case: Case, found: Found) -> Text:
    """The rows in words, when there are few; "" when the first must do, or they stand in several files."""
    runs = [case.places_of(found.table).of(row) for row in found.rows]
    if len(runs) != found.count or len({(run.file, run.sheet) for run in runs}) != 1:
        return bilingual("", "")
    rows = [str(run.row) for run in runs]
    said = " and ".join(part for part in (", ".join(rows[:-1]), rows[-1]) if part)
    return bilingual(f"（第 {'、'.join(rows)} 行）", f" in row{'s' * (len(rows) > 1)} {said}")
