"""Versions: what a change of a dataset breaks or leaves untold, against which state, and the summary of its rows."""

from __future__ import annotations

import json
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
from publish.gate.versions.rows import compare_rows
from publish.model import (
    Access,
    Comparison,
    Earlier,
    Field,
    Origin,
    Package,
    Schema,
    Turn,
    Version,
)
from publish.problems import Level, Problem, Report, kinds, problem
from publish.report import About, from_json, to_json, to_text
from publish.report.markdown import to_markdown
from tests import making
from tests.conftest import AS_OF

AROUND = Around(making.portal(), making.registers(), AS_OF)
State = tuple[Package, Judgement]
BEDS: dict[str, list[Any]] = {"id": [1, 2, 3], "kind": ["a", "b", "a"], "beds": [10, 20, 30]}


# --- small nouns ----------------------------------------------------------------------------------------------------


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache")


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
    ],
)
def test_held_to_more(before: Any, after: Any, tighter: bool, tmp_path: Path, cache: Cache) -> None:
    was, now = of_kind(**before), of_kind(**after)
    assert found(state(tmp_path, fields=was), state(tmp_path, fields=now), cache) == (
        {"V105": Level.WARNING} if tighter else {}
    )
    raised = found(state(tmp_path, fields=was), update(tmp_path, fields=now), cache)
    assert raised == ({"V105": Level.NOTE} if tighter else {})


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


# --- rows -----------------------------------------------------------------------------------------------------------


def test_rows_by_key(tmp_path: Path) -> None:
    before = making.table(
        tmp_path, "t", {"id": [1, 2, 3], "a": ["x", None, "z"], "b": [1.5, 2.0, None]}, primary_key=("id",)
    )
    after = making.table(
        tmp_path, "t", {"id": [3, 4, 1], "a": ["z", "n", "x "], "b": [None, 1.0, 1.5]}, primary_key=("id",)
    )
    compared = compare_rows(before, after, sampled=True)
    assert (compared.added, compared.changed, compared.removed) == (1, 1, 1)
    assert compared.key == ("id",)
    told = [(d.turn, d.key, [(c.field, c.before, c.after) for c in d.cells]) for d in compared.sample]
    assert told == [
        (Turn.CHANGED, (("id", "1"),), [("a", "x", "x ")]),
        (Turn.ADDED, (("id", "4"), ("a", "n"), ("b", "1")), []),
        (Turn.REMOVED, (("id", "2"), ("a", ""), ("b", "2")), []),
    ]
    assert compare_rows(before, after, sampled=False).sample == ()


def test_rows_without_a_key_count_as_often_as_they_occur(tmp_path: Path) -> None:
    before = making.table(tmp_path, "t", {"a": ["x", "x", "y", "z"]})
    after = making.table(tmp_path, "t", {"a": ["x", "z", "z", "w"]})
    compared = compare_rows(before, after, sampled=True)
    assert (compared.added, compared.changed, compared.removed, compared.key) == (2, 0, 2, ())
    assert {(d.turn, d.key[0][1]) for d in compared.sample} == {
        (Turn.ADDED, "z"),
        (Turn.ADDED, "w"),
        (Turn.REMOVED, "x"),
        (Turn.REMOVED, "y"),
    }


def test_a_new_column_does_not_change_every_row(tmp_path: Path) -> None:
    before = making.table(tmp_path, "t", {"id": [1, 2], "a": ["x", "y"]}, primary_key=("id",))
    after = making.table(tmp_path, "t", {"id": [1, 2], "n": [1, 2], "a": ["x", "Y"]}, primary_key=("id",))
    assert compare_rows(before, after, sampled=True).changed == 1


def test_a_retyped_column_does_not_change_every_row(tmp_path: Path) -> None:
    before = making.table(tmp_path, "t", {"id": [1, 2], "a": [1, 2], "b": [3, 4]}, primary_key=("id",))
    after = making.table(tmp_path, "t", {"id": [1, 2], "a": ["1", "2"], "b": [3, 5]}, primary_key=("id",))
    assert compare_rows(before, after, sampled=True).changed == 1


def test_nothing_and_null_are_two_values(tmp_path: Path) -> None:
    before = making.table(tmp_path, "t", {"id": [1], "a": [""], "b": [None]}, primary_key=("id",))
    after = making.table(tmp_path, "t", {"id": [1], "a": [None], "b": [""]}, primary_key=("id",))
    assert compare_rows(before, after, sampled=True).changed == 1


def test_a_sample_is_small_and_in_the_order_of_the_rows(tmp_path: Path) -> None:
    count = 150_000  # three blocks
    before = making.table(tmp_path, "t", {"id": list(range(count)), "a": [0] * count}, primary_key=("id",))
    values = [1 if i % 9_000 == 8_999 else 0 for i in range(count)]
    after = making.table(
        tmp_path, "t", {"id": list(range(5, count + 7)), "a": [*values[5:], *[0] * 7]}, primary_key=("id",)
    )
    compared = compare_rows(before, after, sampled=True)
    assert (compared.added, compared.changed, compared.removed) == (7, 16, 5)
    assert [d.key[0][1] for d in compared.sample if d.turn is Turn.CHANGED] == [
        str(9_000 * i - 1) for i in range(1, 11)
    ]
    assert len(compared.sample) == 20


# --- what may be shown ----------------------------------------------------------------------------------------------


def sampled(one: Change) -> bool:
    return any(r.sample for r in one.compared.resources)


def test_nothing_personal_is_sampled(tmp_path: Path, cache: Cache) -> None:
    moved = rows(BEDS, beds=[10, 20, 31])
    assert sampled(change(state(tmp_path), update(tmp_path, moved), cache))
    found_before = problem("P201", package="clinics", field="kind", title="kind", count=1, rows="")
    for before, after in (((found_before,), ()), ((), (found_before,))):
        one = change(state(tmp_path, problems=before), update(tmp_path, moved, problems=after), cache)
        assert not sampled(one) and one.compared.hidden
        assert one.compared.resources[0].changed == 1


def test_nothing_of_a_closed_dataset_is_sampled(tmp_path: Path, cache: Cache) -> None:
    closed = making.entry(opening=Access("conditional", making.said("需申请", "On request")))
    moved = rows(BEDS, beds=[10, 20, 31])
    assert not sampled(change(state(tmp_path, entry=closed), update(tmp_path, moved), cache))
    assert not sampled(change(state(tmp_path), update(tmp_path, moved, entry=closed), cache))


# --- the summary ----------------------------------------------------------------------------------------------------


def summary(tmp_path: Path, cache: Cache) -> Report:
    after = rows(BEDS, id=[1, 2, 4], kind=["a", None, "a|b"], beds=[10, 20, 30])
    one = change(state(tmp_path), update(tmp_path, after), cache).compared
    hidden = replace(one, package="people", hidden=True, resources=tuple(replace(r, sample=()) for r in one.resources))
    gone = Comparison("old", Turn.REMOVED, "old", "1.0", "")
    new = change(None, state(tmp_path), cache).compared
    return Report("2026-11-22", against="main (1234567)", changes=(one, gone, hidden, replace(new, package="new")))


def test_the_summary_in_words(tmp_path: Path, cache: Cache) -> None:
    zh, en = (to_text(summary(tmp_path, cache), lang) for lang in ("zh", "en"))
    assert "对照 main (1234567)：4 个数据集有变化。" in zh and "4 datasets differ" in en
    assert "新增 1 行，修改 1 行，删除 1 行（3 → 3 行）" in zh and "1 row added, 1 changed, 1 removed" in en
    assert "修改 id=2：kind “b” → （空）" in zh and "changed id=2: kind “b” → (empty)" in en
    assert "新增 id=4" in zh and "removed id=3" in en
    assert "新数据集" in zh and "new dataset" in en and "被删除" in zh and "只列行数" in zh
    assert "2026.11.0 → 2026.11.1" in zh
    nothing = Report("2026-11-22", against="main")
    assert "没有变化" in to_text(nothing, "zh") and "nothing changed" in to_text(nothing, "en")
    assert "对照" not in to_text(Report("2026-11-22"), "zh")


def test_columns_that_changed_are_not_rows_that_changed(tmp_path: Path, cache: Cache) -> None:
    fewer = {name: cells for name, cells in BEDS.items() if name != "beds"}
    for columns in (fewer, rows(BEDS, beds=["10", "20", "30"]), rows(BEDS, id=["1", "2", "3"])):
        one = change(state(tmp_path), update(tmp_path, columns), cache).compared
        report = Report("2026-11-22", against="main", changes=(one,))
        assert "3 行都还在，没有增减；列变了" in to_text(report, "zh")
        assert "all 3 rows are there, none more or less; its columns changed" in to_text(report, "en")


def test_the_summary_for_a_pull_request(tmp_path: Path, cache: Cache) -> None:
    zh = to_markdown(summary(tmp_path, cache), "zh", About())
    assert "| 修改 | id=2 | kind | b | （空） |" in zh and "| 新增 | id=4, kind=a" in zh
    assert "新增 1 行，修改 1 行，删除 1 行" in zh
    assert "What changes" in to_markdown(summary(tmp_path, cache), "en", About())
    assert "这次改动" not in to_markdown(Report("2026-11-22"), "zh", About())


def test_strangers_write_no_markup(tmp_path: Path, cache: Cache) -> None:
    before = state(tmp_path, rows(BEDS, kind=["a", "b", "@all |<b>"]))
    one = change(before, update(tmp_path, rows(BEDS, kind=["a", "b", "x"])), cache).compared
    text = to_markdown(Report("2026-11-22", against="main", changes=(one,)), "en", About())
    assert "\\<b\\>" in text and "@all" not in text and "all |<" not in text


def test_the_summary_as_json(tmp_path: Path, cache: Cache) -> None:
    report = summary(tmp_path, cache)
    assert from_json(to_json(report)) == report
    record = json.loads(to_json(report))["changes"][0]
    assert record["resources"][0]["rows"] == {"added": 1, "changed": 1, "removed": 1}
    assert "changes" not in json.loads(to_json(Report("2026-11-22")))


def test_the_same_comparison_twice_is_the_same(tmp_path: Path, cache: Cache) -> None:
    moved = rows(BEDS, beds=[10, 20, 31])
    first, second = (change(state(tmp_path), update(tmp_path, moved), cache).compared for _ in range(2))
    assert first == second == change(state(tmp_path), update(tmp_path, moved), Cache(tmp_path / "fresh")).compared


def test_a_schema_may_be_missing(tmp_path: Path, cache: Cache) -> None:
    """A table that is not described keeps the columns that were found in it."""
    package, judged = state(tmp_path)
    bare = replace(package, resources=(replace(package.resources[0], schema=None),)), judged
    assert found(bare, bare, cache) == {}
    empty = replace(package, resources=(replace(package.resources[0], schema=Schema(())),)), Judgement()
    assert "V101" not in found(state(tmp_path), empty, cache)
