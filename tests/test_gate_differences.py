"""Rows of one version beside those of another: what changed, what of it may be shown, and the summary."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from publish.cache import Cache
from publish.gate.judgement import Judgement
from publish.gate.versions.change import Change
from publish.gate.versions.rows import compare_rows
from publish.model import (
    Access,
    Comparison,
    Schema,
    Turn,
)
from publish.problems import Report, problem
from publish.report import About, from_json, to_json, to_text
from publish.report.markdown import to_markdown
from tests import making
from tests.test_gate_versions import BEDS, change, found, rows, state, update


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
