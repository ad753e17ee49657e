"""Versions: what a change of a dataset breaks or leaves untold, against which state, and the summary of its rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from publish import gate, read
from publish.cache import Cache
from publish.gate.judgement import Judgement
from publish.gate.rule import Around
from publish.gate.rules import CHANGE_RULES
from publish.gate.versions.change import Change, Pair
from publish.gate.versions.compare import compare
from publish.gate.versions.order import following, later
from publish.model import (
    Access,
    Earlier,
    Field,
    Origin,
    Package,
    Version,
)
from publish.problems import Level, Problem, kinds
from tests import making
from tests.conftest import AS_OF

AROUND = Around(making.portal(), making.registers(), AS_OF)
State = tuple[Package, Judgement]
BEDS: dict[str, list[Any]] = {"id": [1, 2, 3], "kind": ["a", "b", "a"], "beds": [10, 20, 30]}


# --- small nouns ----------------------------------------------------------------------------------------------------


def state(
    folder: Path,
    columns: Mapping[str, Sequence[Any]] = BEDS,
    *,
    fields: Sequence[Field] = (),
    key: tuple[str, ...] = ("id",),
    problems: tuple[Problem, ...] = (),
    resource: str = "clinics",
    **more: Any,
) -> State:
    """A package of one table, judged."""
    made = making.table(folder, "clinics", columns, fields=tuple(fields), primary_key=key, resource=resource)
    package = making.package(**{"name": "clinics", "resources": (making.resource(made),), **more})
    return package, Judgement(problems, {resource: made})


def update(folder: Path, columns: Mapping[str, Sequence[Any]] = BEDS, **more: Any) -> State:
    """The next edition, with all that goes with it: a later version, its day and its line in the history."""
    usual = making.package("clinics")
    history = (*usual.history, Version("2026.11.1", date(2026, 11, 20), "update"))
    entry = making.entry(modified=date(2026, 11, 20))
    return state(folder, columns, **{"version": "2026.11.1", "history": history, "entry": entry, **more})


def change(before: State | None, after: State | None, cache: Cache) -> Change:
    old, new = before or (None, Judgement()), after or (None, Judgement())
    return compare(Pair(old[0], new[0]), old[1], new[1], cache)


def found(before: State | None, after: State | None, cache: Cache) -> dict[str, Level]:
    """The kinds the rules find, with their levels."""
    one = change(before, after, cache)
    return {p.code: p.level for rule in CHANGE_RULES for p in rule.check(one, AROUND)}


def rows(columns: Mapping[str, Sequence[Any]], **more: Sequence[Any]) -> dict[str, Any]:
    return {**columns, **more}


# --- the rules ------------------------------------------------------------------------------------------------------


def test_nothing_changed_nothing_said(tmp_path: Path, cache: Cache) -> None:
    assert found(state(tmp_path), state(tmp_path), cache) == {}


def test_only_the_description_changed(tmp_path: Path, cache: Cache) -> None:
    after = state(tmp_path, title=making.said("新的标题", "Another title"))
    assert found(state(tmp_path), after, cache) == {}


def test_a_whole_update_is_let_in(tmp_path: Path, cache: Cache) -> None:
    more = rows(BEDS, id=[1, 2, 3, 4], kind=["a", "b", "a", "c"], beds=[10, 21, 30, 40])
    assert found(state(tmp_path), update(tmp_path, more), cache) == {}


WITHOUT = {name: values for name, values in BEDS.items() if name != "beds"}
RENAMED = {"id": BEDS["id"], "kind": BEDS["kind"], "places": BEDS["beds"]}
RETYPED = rows(BEDS, beds=["10", "20", "30"])
WIDER = rows(BEDS, open=[True, False, None])
BROKEN = {"V101": WITHOUT, "V103": RENAMED, "V102": RETYPED}


@pytest.mark.parametrize(("code", "columns"), BROKEN.items(), ids=list(BROKEN))
def test_a_broken_column_needs_a_version(code: str, columns: Any, tmp_path: Path, cache: Cache) -> None:
    assert found(state(tmp_path), state(tmp_path, columns), cache)[code] is Level.ERROR
    assert found(state(tmp_path), update(tmp_path, columns), cache) == {code: Level.WARNING}


def test_a_new_column_breaks_nothing(tmp_path: Path, cache: Cache) -> None:
    assert found(state(tmp_path), update(tmp_path, WIDER), cache) == {}
    assert set(found(state(tmp_path), state(tmp_path, WIDER), cache)) == {"V201", "V203"}


def test_a_column_is_renamed_by_its_title_or_its_place(tmp_path: Path, cache: Cache) -> None:
    titled = [making.field("beds", "integer", "床位"), making.field("places", "integer", "床位")]
    moved = {"places": BEDS["beds"], "id": BEDS["id"], "kind": BEDS["kind"], "more": [1, 2, 3]}
    assert "V103" in found(state(tmp_path, fields=titled), update(tmp_path, moved, fields=titled), cache)
    assert "V101" in found(state(tmp_path), update(tmp_path, moved), cache)


@pytest.mark.parametrize("key", [(), ("kind",), ("id", "kind")])
def test_another_key_needs_a_version(key: tuple[str, ...], tmp_path: Path, cache: Cache) -> None:
    assert found(state(tmp_path), state(tmp_path, key=key), cache) == {"V106": Level.ERROR}
    assert found(state(tmp_path), update(tmp_path, key=key), cache) == {"V106": Level.WARNING}


def test_a_key_may_be_added_and_its_columns_turned(tmp_path: Path, cache: Cache) -> None:
    assert found(state(tmp_path, key=()), state(tmp_path), cache) == {}
    assert found(state(tmp_path, key=("id", "kind")), state(tmp_path, key=("kind", "id")), cache) == {}


def of_kind(*values: str, **constraints: Any) -> list[Field]:
    enum = {"enum": list(values)} if values else {}
    return [making.field("kind", constraints={**enum, **constraints})]


def test_a_value_in_use_is_allowed_no_more(tmp_path: Path, cache: Cache) -> None:
    before = state(tmp_path, fields=of_kind("a", "b", "c"))
    fewer = rows(BEDS, kind=["a", "a", "a"])
    assert found(before, state(tmp_path, fewer, fields=of_kind("a", "c")), cache)["V104"] is Level.ERROR
    assert found(before, update(tmp_path, fewer, fields=of_kind("a", "c")), cache) == {"V104": Level.WARNING}
    assert found(before, state(tmp_path, fields=of_kind("a", "b")), cache) == {"V105": Level.WARNING}
    assert found(before, state(tmp_path, fields=of_kind("a", "b", "c", "d")), cache) == {}
    assert found(before, state(tmp_path, fields=of_kind()), cache) == {}


def test_a_free_column_is_free_no_more(tmp_path: Path, cache: Cache) -> None:
    labels = [making.field("kind", categories=making.categories(a="独立/Detached", b="附属/Attached"))]
    assert found(state(tmp_path), state(tmp_path, fields=labels), cache) == {"V105": Level.WARNING}
    assert found(state(tmp_path), state(tmp_path, fields=labels[:0] + of_kind("a")), cache)["V104"] is Level.ERROR


def test_values_of_the_data_are_not_repeated(tmp_path: Path, cache: Cache) -> None:
    secret = rows(BEDS, kind=["密", "b", "a"])
    one = change(state(tmp_path, secret), state(tmp_path, secret, fields=of_kind("a", "b")), cache)
    said = "".join(p.message[lang] for r in CHANGE_RULES for p in r.check(one, AROUND) for lang in ("zh", "en"))
    assert "密" not in said and "1 个取值" in said


def test_numbers_of_an_enumeration_are_values(tmp_path: Path, cache: Cache) -> None:
    before = [making.field("beds", "integer", constraints={"enum": [10, 20, 30]})]
    after = [making.field("beds", "integer", constraints={"enum": ["10", "20", "30", "40"]})]
    assert found(state(tmp_path, fields=before), state(tmp_path, fields=after), cache) == {}


@pytest.mark.parametrize(
    ("before", "after", "tighter"),
    [
        ({}, {"required": True}, True),
        ({"required": True}, {}, False),
        ({}, {"unique": True}, True),
        ({"minimum": 1}, {"minimum": 5}, True),
        ({"minimum": 5}, {"minimum": 1}, False),
        ({"maximum": 99}, {"maximum": 50}, True),
        ({"maximum": 50}, {"maximum": 99}, False),
        ({}, {"maximum": 50}, True),
        ({"minimum": "2026-01-01"}, {"minimum": "2026-02-01"}, True),
        ({"minLength": 1}, {"minLength": 2}, True),
        ({"maxLength": 9}, {"maxLength": 8}, True),
        ({"pattern": "a"}, {"pattern": "b"}, True),
        ({"pattern": "a"}, {}, False),
        ({"jsonSchema": {"minItems": 1}}, {"jsonSchema": {"minItems": 2}}, True),
        ({"jsonSchema": {"minItems": 1}}, {}, False),
    ],
)
def test_held_to_more(before: Any, after: Any, tighter: bool, tmp_path: Path, cache: Cache) -> None:
    was, now = of_kind(**before), of_kind(**after)
    assert found(state(tmp_path, fields=was), state(tmp_path, fields=now), cache) == (
        {"V105": Level.WARNING} if tighter else {}
    )
    raised = found(state(tmp_path, fields=was), update(tmp_path, fields=now), cache)
    assert raised == ({"V105": Level.NOTE} if tighter else {})


def test_a_duration_is_held_to_other_limits(tmp_path: Path, cache: Cache) -> None:
    """Whether a month is more than thirty days cannot be said: any other limit is told."""
    data = rows(BEDS, beds=["P1D", "P2D", "P3D"])
    was, now, free = (
        state(tmp_path, data, fields=[making.field("beds", "duration", constraints=limits)])
        for limits in ({"maximum": "P9D"}, {"maximum": "P10D"}, {})
    )
    assert found(was, now, cache) == {"V105": Level.WARNING}
    assert found(was, was, cache) == {} == found(was, free, cache)


def test_a_file_that_is_gone(tmp_path: Path, cache: Cache) -> None:
    more = state(tmp_path, resource="rooms")
    two = making.package("clinics", resources=(*state(tmp_path)[0].resources, *more[0].resources))
    both = two, Judgement((), {**state(tmp_path)[1].tables, **more[1].tables})
    assert found(both, state(tmp_path), cache)["V107"] is Level.ERROR
    assert found(both, update(tmp_path), cache) == {"V107": Level.WARNING}
    assert "V107" not in found(state(tmp_path), both, cache)


FEWER = {name: values[:2] for name, values in BEDS.items()}


def test_data_that_change_need_a_version_and_a_day(tmp_path: Path, cache: Cache) -> None:
    moved = rows(BEDS, beds=[10, 20, 31])
    assert found(state(tmp_path), state(tmp_path, moved), cache) == {"V201": Level.ERROR, "V203": Level.ERROR}
    unnamed: dict[str, Any] = {"version": "", "history": ()}
    assert found(state(tmp_path, **unnamed), state(tmp_path, moved, **unnamed), cache)["V201"] is Level.WARNING
    today = making.entry(modified=AS_OF)
    assert "V203" not in found(state(tmp_path, entry=today), update(tmp_path, moved, entry=today), cache)
    undated = making.entry(modified=None)
    assert found(state(tmp_path), update(tmp_path, moved, entry=undated), cache) == {"V203": Level.ERROR}
    none: dict[str, Any] = {"entry": None}
    assert "V203" not in found(state(tmp_path, **none), state(tmp_path, moved, **none), cache)


def test_the_order_of_rows_is_no_change(tmp_path: Path, cache: Cache) -> None:
    turned = {name: values[::-1] for name, values in BEDS.items()}
    assert found(state(tmp_path), state(tmp_path, turned), cache) == {}


def test_saved_anew(tmp_path: Path, cache: Cache) -> None:
    def with_bytes(content: bytes) -> State:
        package, judged = state(tmp_path)
        file = making.source(tmp_path / "files", "data/clinics.csv", content)
        return replace(package, resources=(replace(package.resources[0], files=(file,)),)), judged

    assert found(with_bytes(b"id\n1\n"), with_bytes(b"id\r\n1\r\n"), cache) == {"V201": Level.WARNING}
    assert found(with_bytes(b"id\n1\n"), with_bytes(b"id\n1\n"), cache) == {}
    (old, then), (new, now) = with_bytes(b"id\n1\n"), with_bytes(b"id\r\n1\r\n")
    published = compare(Pair(old, new, as_written=False), then, now, cache)
    assert not published.resaved and not published.compared.differs


def test_a_version_goes_on(tmp_path: Path, cache: Cache) -> None:
    assert found(state(tmp_path), state(tmp_path, version="2026.10.0"), cache) == {"V202": Level.ERROR}
    assert found(state(tmp_path), state(tmp_path, version="2027.1.0"), cache) == {"V204": Level.WARNING}
    assert found(state(tmp_path), state(tmp_path, history=()), cache) == {"V205": Level.WARNING}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2026.11.0", "2026.9.0"),
        ("1.10", "1.9"),
        ("1.0.0", "1.0.0-rc.1"),
        ("1.0.0-rc.2", "1.0.0-rc.1"),
        ("v2", "1.9"),
        ("1", ""),
    ],
)
def test_which_version_is_later(one: str, other: str) -> None:
    assert later(one, other) and not later(other, one)
    assert not later(one, one) and later(following(one), one)


def test_versions_that_are_one() -> None:
    assert not later("2026.11", "2026.11.0") and not later("2026.11.0", "2026.11")
    assert not later("1.0+b", "1.0+a") and not later("", "")


def test_many_rows_fewer(tmp_path: Path, cache: Cache) -> None:
    assert found(state(tmp_path), update(tmp_path, FEWER), cache) == {"V301": Level.WARNING}
    before = state(tmp_path, {"id": list(range(10))})
    assert found(before, update(tmp_path, {"id": list(range(8))}), cache) == {}
    assert found(before, update(tmp_path, {"id": list(range(7))}), cache) == {"V301": Level.WARNING}


def test_a_dataset_stays_the_same(tmp_path: Path, cache: Cache) -> None:
    before = state(tmp_path)
    assert found(before, None, cache) == {"V401": Level.ERROR}
    assert found(None, before, cache) == {}
    assert found(before, state(tmp_path, id="urn:uuid:1"), cache) == {"V402": Level.ERROR}
    assert found(state(tmp_path, id=""), before, cache) == {}
    same = before[0].id
    assert found(before, state(tmp_path, name="hospitals", id=same), cache) == {"V403": Level.ERROR}
    told = making.entry(renamed_from=("clinics",))
    assert found(before, state(tmp_path, name="hospitals", id=same, entry=told), cache) == {}


def test_what_is_withdrawn_or_closed_may_lose_its_data(tmp_path: Path, cache: Cache) -> None:
    for entry in (
        making.entry(status="withdrawn"),
        making.entry(opening=Access("withheld", basis=making.said("依法不公开", "By law"))),
    ):
        empty = making.package("clinics", entry=entry), Judgement()
        assert found(state(tmp_path), empty, cache) == {}
    planned = making.package("clinics", entry=making.entry(status="planned")), Judgement()
    assert found(planned, state(tmp_path), cache) == {}


def test_promises_of_others_are_not_ours(tmp_path: Path) -> None:
    origin = Origin("elsewhere", "1", "https://example.org/1", "2026-11-01")
    folder = tmp_path / "datasets" / "elsewhere-beds"
    before, after = (making.package("elsewhere-beds", origin=origin, digest=d, folder=folder) for d in "ab")
    after = replace(after, id="urn:uuid:other")
    cat = read.assemble(making.portal(), [after], tmp_path)
    report = gate.check(cat, (), as_of=AS_OF, cache=Cache(tmp_path / "c"), jobs=1, against=Earlier("then", (before,)))
    assert [p.level for p in report.problems if p.code == "V402"] == [Level.WARNING]


def test_every_kind_has_a_case() -> None:
    files = (Path(__file__), Path(__file__).with_name("test_against.py"))
    text = "".join(file.read_text(encoding="utf-8") for file in files)
    assert [code for code in kinds() if code.startswith("V") and f'"{code}"' not in text] == []
