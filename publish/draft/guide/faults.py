"""What went wrong while a catalogue was filled in, told from several rows: codes dragged down, codes and names twice.

A spreadsheet program that drags a cell down counts its last digits up. That is how serial numbers are made; the code of
an office, a class or a day comes out wrong by it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta

from publish import credit_code
from publish.draft.dates import when
from publish.draft.guide.lines import Line
from publish.draft.remark import Remark, Sort
from publish.model import bilingual

_RUN = 3  # rows in which a class or a day goes up by one, before it looks dragged
_TAIL = re.compile(r"(.*?)(\d+)", re.S)


def dragged(lines: Sequence[Line]) -> Iterator[tuple[Line, str, str]]:
    """(entry, column, what the first of the run says) of the cells that were probably made by dragging."""
    for run in _runs(lines, "provider_code", _counted_up):
        if len(run) >= _RUN or _same_office(run):
            yield from ((line, "provider_code", run[0].text("provider_code")) for line in _wrong(run))
    for key, follows in (("classification", _counted_up), ("issued", _next_day)):
        for run in _runs(lines, key, follows):
            if len(run) >= _RUN:
                yield from ((line, key, run[0].text(key)) for line in run[1:])


def _runs(lines: Sequence[Line], key: str, follows: Callable[[Line, Line, str], bool]) -> Iterator[tuple[Line, ...]]:
    """Entries one below the other of which each goes up from the one before."""
    run: list[Line] = []
    for line in lines:
        if run and run[-1].sheet == line.sheet and follows(run[-1], line, key):
            run.append(line)
            continue
        if len(run) > 1:
            yield tuple(run)
        run = [line]
    if len(run) > 1:
        yield tuple(run)


def _counted_up(one: Line, other: Line, key: str) -> bool:
    """Are these the same but for the last digits, which are one more?"""
    first, second = _TAIL.fullmatch(one.text(key)), _TAIL.fullmatch(other.text(key))
    if first is None or second is None or first[1] != second[1] or len(first[2]) != len(second[2]):
        return False
    return int(second[2]) == int(first[2]) + 1


def _next_day(one: Line, other: Line, key: str) -> bool:
    first, second = day(one, key), day(other, key)
    return first is not None and second is not None and second == first + timedelta(days=1)


def day(line: Line, key: str) -> date | None:
    """The day in a column, in any spelling of offices; None when it is none."""
    said = line.said.get(key)
    found = when(said.value if not isinstance(said.value, str) else said.text, "发布日期") if said else None
    if found is None or found.type not in ("date", "datetime"):
        return None
    return date.fromisoformat(found.text[:10])


def _same_office(run: Sequence[Line]) -> bool:
    names = {line.text("provider") for line in run}
    return len(names) == 1 and "" not in names


def _wrong(run: Sequence[Line]) -> list[Line]:
    """Of a run of office codes, those after the first that are no codes: of two codes one apart one is never valid."""
    return [line for line in run[1:] if not credit_code.valid(line.text("provider_code"))]


def twice(lines: Sequence[Line]) -> tuple[frozenset[int], list[Remark]]:
    """The places in ``lines`` of entries whose code another one has already, and what is to be said of codes and names
    that stand twice."""
    codes: dict[str, Line] = {}
    names: dict[tuple[str, str], Line] = {}
    remarks, refused = [], set()
    for place, line in enumerate(lines):
        code, name = line.text("code"), (line.text("provider"), line.text("name"))
        if code and (first := codes.setdefault(code, line)) is not line:
            refused.add(place)
            remarks.append(_remark(Sort.DAMAGED, line, "code", *_code_twice(code, first)))
        elif name[1] and (other := names.setdefault(name, line)) is not line:
            remarks.append(_remark(Sort.DOUBT, line, "name", *_name_twice(name[1], other)))
    return frozenset(refused), remarks


def _code_twice(code: str, first: Line) -> tuple[str, str]:
    return (
        f"代码 {code} 在 {first.cell('code')} 已经给了“{first.text('name')}”，这一条没有起草；请另编一个代码。",
        f"The code {code} belongs to {first.text('name')} in {first.cell('code')}: this entry was not drafted. "
        "Give it a code of its own.",
    )


def _name_twice(name: str, first: Line) -> tuple[str, str]:
    return (
        f"和 {first.cell('name')} 同名：“{name}”。如果是同一个资源，请删去一条；不是就把名称写得有区别。",
        f"{first.cell('name')} bears the same name, {name}. Delete one if they are the same resource, or tell them "
        "apart by name.",
    )


def told_of(found: Sequence[tuple[Line, str, str]]) -> Iterator[Remark]:
    """What there is to say of dragged cells."""
    for line, key, first in found:
        sort = Sort.DAMAGED if key == "provider_code" else Sort.DOUBT
        value = line.text(key)
        zh = f"{value} 比上一行多 1，多半是往下拖的时候自动加出来的；第一行是 {first}。请核对。"
        en = f"{value} is one more than the row above: it was probably made by dragging down from {first}. Check it."
        yield _remark(sort, line, key, zh, en)


def _remark(sort: Sort, line: Line, key: str, zh: str, en: str) -> Remark:
    return Remark(sort, bilingual(zh, en), line.file, line.sheet, line.cell(key))
