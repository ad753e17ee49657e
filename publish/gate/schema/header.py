"""The header of a file held against the described fields: which column is which field, and what does not fit."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from publish.gate.schema.characters import odd
from publish.gate.schema.finding import Findings, What
from publish.model import Field, Schema

MOST_COLUMNS = 1_900  # SQLite takes 2,000; indexes and hidden columns want some


def described(schema: Schema, header: Sequence[str], findings: Findings, row: int) -> list[tuple[int, Field]]:
    """(place, field) of every column that is a field, in the order of the fields; the rest is in the findings.
    The header stands in ``row``."""
    fields = tuple({f.name: f for f in reversed(schema.fields)}.values())[::-1]
    how = schema.fields_match
    _names(header, findings, row)
    if how == "exact":
        return _in_order(fields, header, findings, row)
    places = {name: place for place, name in reversed(list(enumerate(header)))}
    known = {f.name for f in fields}
    if how in ("equal", "subset"):
        for field in fields:
            if field.name not in places:
                findings.add(What.MISSING_COLUMN, row=row, name=field.name)
    if how in ("equal", "superset"):
        for place, name in enumerate(header, 1):
            if name not in known and name.strip():
                findings.add(What.EXTRA_COLUMN, row=row, column=place, value=name)
    found = [(places[f.name], f) for f in fields if f.name in places]
    if not found:
        findings.add(What.MISSING_COLUMN, row=row, name=fields[0].name if fields else "")
    return found


def _in_order(fields: Sequence[Field], header: Sequence[str], findings: Findings, row: int) -> list[tuple[int, Field]]:
    if [f.name for f in fields] == list(header):
        return list(enumerate(fields))
    names = [f.name for f in fields]
    for place, (field, label) in enumerate(zip(fields, header, strict=False), 1):
        if field.name != label and field.name.strip() and label.strip():
            findings.add(What.WRONG_COLUMN, row=row, column=place, name=field.name, value=label)
    for field in fields[len(header) :]:
        findings.add(What.MISSING_COLUMN, row=row, name=field.name)
    for place, label in enumerate(header[len(fields) :], len(fields) + 1):
        if label.strip():
            findings.add(What.EXTRA_COLUMN, row=row, column=place, value=label)
    places = {name: place for place, name in reversed(list(enumerate(header))) if name in names}
    return [(places[f.name], f) for f in fields if f.name in places]


def withheld(schema: Schema, header: Sequence[str], findings: Findings, row: int) -> None:
    """Columns that are described as withheld, yet stand in the file."""
    kept_back = {folded_name(f.name) for f in schema.withheld}
    for place, name in enumerate(header, 1) if kept_back else ():
        if folded_name(name.strip()) in kept_back:
            findings.add(What.WITHHELD_COLUMN, row=row, column=place, value=name)


def title_row(header: Sequence[str], schema: Schema) -> str:
    """What stands alone in a row that should name several columns: a title, as offices write it over a table."""
    said = [label.strip() for label in header if label.strip()]
    alone = len(schema.fields) > 1 and len(said) == 1 and schema.field(said[0]) is None
    return said[0][:80] if alone else ""


def _names(header: Sequence[str], findings: Findings, row: int = 1) -> None:
    """Blank, repeated and clashing names: SQLite knows neither letter case nor two spellings of one character."""
    seen: dict[str, str] = {}
    for place, name in enumerate(header, 1):
        if not name.strip():
            findings.add(What.BLANK_COLUMN, row=row, column=place)
            continue
        _odd(name, place, findings, row)
        folded = folded_name(name)
        if name in seen.values():
            findings.add(What.TWICE_COLUMN, row=row, column=place, value=name)
        elif folded in seen:
            findings.add(What.CLASH_COLUMN, row=row, column=place, value=name, detail=seen[folded])
        seen.setdefault(folded, name)


def _odd(name: str, place: int, findings: Findings, row: int) -> None:
    """Characters that have no business in a name, which nobody could type again; and a name that is garbled."""
    if "\0" in name:
        findings.add(What.NUL, row=row, column=place)
    for what, detail in odd(name):
        findings.add(what, row=row, column=place, value=name[:40], detail=detail)


def folded_name(name: str) -> str:
    """The name as SQLite would take it for another of the same."""
    return unicodedata.normalize("NFC", name).lower()


def alike(name: str) -> str:
    """The name as people take it for the same: without spaces, in one letter case, full-width signs as narrow ones."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def other_header(header: Sequence[str], expected: Sequence[str], row: int, findings: Findings) -> None:
    """Find a header that is not the one expected: the first place where the two differ is named."""
    pairs = zip([*header, *[""] * len(expected)], [*expected, *[""] * len(header)], strict=False)
    place, said, wanted = next((n, a, b) for n, (a, b) in enumerate(pairs, 1) if a != b)
    findings.add(What.OTHER_HEADER, row=row, column=place, value=said, name=wanted, detail=",".join(expected))


def clashes(fields: Sequence[Field], findings: Findings) -> None:
    """The names of described fields among themselves, where no header says them."""
    _names([f.name for f in fields], findings)


def undescribed(header: Sequence[str], findings: Findings, row: int) -> list[str]:
    """The columns of a table without a description."""
    _names(header, findings, row)
    return list(header)
