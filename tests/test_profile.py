"""What is counted of a table, when an edition is due, and the marks."""

from dataclasses import replace
from datetime import date

import pytest

from publish.cache import Cache
from publish.figures import Timeliness
from publish.model import Frequency, Resource, ResourceKind, Status
from publish.problems import Verdict
from publish.profile import figures, timeliness
from publish.profile import statistics as counting
from publish.profile.statistics import statistics
from publish.tables import BLOCK
from tests import making

MONTHLY = Frequency("monthly", making.said("每月", "Monthly"), 31, 7)


def counted(folder, fields=(), **columns):
    return statistics(making.table(folder, "t", columns, fields=fields)).fields


def test_numbers(tmp_path):
    n = counted(tmp_path, n=[1, None, 3, 21, 1])["n"]
    assert (n.missing, n.distinct, n.smallest, n.largest, n.mean) == (1, 3, 1, 21, 6.5)
    assert len(n.bins) == 20 and n.bins[0] == 2 and n.bins[2] == 1 and n.bins[-1] == 1 and sum(n.bins) == 4
    assert n.top == ((1, 2), (21, 1), (3, 1))


def test_numbers_at_the_ends_of_their_types(tmp_path):
    found = counted(tmp_path, i=[2**63 - 1, -(2**63), 2**63 - 1], x=[1.7e308, -1.7e308, 1.7e308])
    assert found["i"].mean == pytest.approx((2**63 - 2) / 3) and sum(found["i"].bins) == 3
    assert found["x"].bins[0] == 1 and found["x"].bins[-1] == 2 and found["x"].smallest == -1.7e308
    assert counted(tmp_path, x=[1.7e308, 1.7e308, 1.0])["x"].mean is None


def test_one_value_has_no_bins(tmp_path):
    assert counted(tmp_path, n=[2.5, 2.5])["n"].bins == ()


def test_days(tmp_path):
    found = counted(tmp_path, d=[date(2026, 1, 1), date(2026, 1, 21), None])["d"]
    assert (found.smallest, found.largest, found.mean) == ("2026-01-01", "2026-01-21", None)
    assert found.bins == (1, *[0] * 18, 1) and found.top[0] == ("2026-01-01", 1)


def test_texts_have_no_smallest(tmp_path):
    found = counted(tmp_path, s=["乙", "甲", "乙", None])["s"]
    assert (found.smallest, found.largest, found.bins) == (None, None, ())
    assert found.top == (("乙", 2), ("甲", 1))


def test_times_written_as_iso_text_have_ends(tmp_path):
    fields = [making.field("t", "datetime")]
    found = counted(tmp_path, fields, t=["2026-01-02T00:00:00Z", "2026-01-01T00:00:00Z"])["t"]
    assert found.smallest == "2026-01-01T00:00:00Z"


def test_nothing_at_all(tmp_path):
    found = counted(tmp_path, [making.field("n", "integer")], n=[None, None])["n"]
    assert (found.missing, found.distinct, found.mean, found.top) == (2, 0, None, ())


def test_distinct_is_exact_or_unknown(tmp_path, monkeypatch):
    monkeypatch.setattr(counting, "DISTINCT", 3)
    found = counted(tmp_path, few=[1, 2, 3, 1], many=[1, 2, 3, 4])
    assert found["few"].distinct == 3 and found["many"].distinct is None and found["many"].top == ()


def test_many_blocks_count_as_one(tmp_path):
    n = counted(tmp_path, n=[*range(BLOCK), 0, 0, 5])["n"]
    assert n.mean == (BLOCK * (BLOCK - 1) // 2 + 5) / (BLOCK + 3) and sum(n.bins) == BLOCK + 3 and n.distinct is None
    few = counted(tmp_path, n=[1, 2] * BLOCK)["n"]
    assert few.top == ((1, BLOCK), (2, BLOCK))


def dataset(folder, **more):
    table = making.table(folder, "clinics", {"id": [1, 2], "name": ["甲", None]}, primary_key=("id",))
    return making.dataset(making.package("clinics", **more), table)


def test_figures_come_from_the_cache(tmp_path, monkeypatch):
    admitted, cache = making.admitted([dataset(tmp_path)]), Cache(tmp_path / "cache")
    first = figures(admitted, cache=cache)
    monkeypatch.setattr("publish.profile.counts.statistics", lambda table: pytest.fail("counted again"))
    assert figures(admitted, cache=cache) == first
    assert first["clinics"].tables["clinics"].fields["name"].missing == 1


def test_two_processes_count_as_one(tmp_path):
    tables = [making.table(tmp_path, f"t{n}", {"id": [n, None]}) for n in range(10)]
    admitted = making.admitted([making.dataset(making.package(t.package), t) for t in tables])
    assert figures(admitted, cache=Cache(tmp_path / "a")) == figures(admitted, cache=Cache(tmp_path / "b"), jobs=2)


def test_a_notice_has_no_figures(tmp_path):
    closed = making.dataset(making.package("gone"), verdict=Verdict.CLOSED)
    found = figures(making.admitted([closed]), cache=Cache(tmp_path))["gone"]
    assert (found.tables, found.marks, found.timeliness) == ({}, (), Timeliness())


@pytest.mark.parametrize(
    "as_of, overdue", [(date(2026, 12, 4), False), (date(2026, 12, 11), False), (date(2026, 12, 12), True)]
)
def test_an_edition_is_overdue_after_its_days_and_grace(as_of, overdue):
    assert timeliness(making.entry(), MONTHLY, as_of) == Timeliness(date(2026, 12, 4), overdue)


def test_no_promise_is_never_overdue():
    late = date(2030, 1, 1)
    assert timeliness(making.entry(status=Status.WITHDRAWN.value), MONTHLY, late) == Timeliness()
    assert timeliness(making.entry(), replace(MONTHLY, days=None), late) == Timeliness()
    assert timeliness(making.entry(), None, late) == timeliness(None, MONTHLY, late) == Timeliness()
    assert timeliness(making.entry(modified=None, issued=None), MONTHLY, late) == Timeliness()


def marks(folder, of, **more):
    found = figures(making.admitted([of], **more), cache=Cache(folder / "cache"))
    return {m.code: m for m in found[of.name].marks}


def test_marks_have_grades_and_reasons(tmp_path):
    found = marks(tmp_path, dataset(tmp_path))
    assert {code: m.grade for code, m in found.items()} == {
        "machine-readable": "good",
        "described": "poor",
        "complete": "poor",
        "timely": "good",
        "bilingual": "good",
        "keys": "good",
        "licensed": "good",
    }
    assert found["complete"].reason["zh"] == "75% 的单元格有值，其余留空。"
    assert found["complete"].reason["en"] == "75% of the cells hold a value; the rest are empty."
    assert found["timely"].reason["en"] == "Up to date; the next update is due by 4 December 2026."


def test_a_late_edition_is_said_to_be_late(tmp_path):
    found = marks(tmp_path, dataset(tmp_path), as_of=date(2026, 12, 12))["timely"]
    assert found.grade == "poor"
    assert found.reason["zh"] == "应于2026年12月4日更新，已逾期 8 天。"
    assert marks(tmp_path, dataset(tmp_path), as_of=date(2026, 12, 6))["timely"].grade == "fair"


def test_what_cannot_be_judged_is_not_marked(tmp_path):
    bare = making.dataset(making.package("plan", entry=making.entry(status=Status.PLANNED.value)))
    assert set(marks(tmp_path, bare)) == {"bilingual"}


def test_a_document_counts_beside_data_and_is_not_blamed_alone(tmp_path):
    document = Resource("map", ResourceKind.FILE, format="pdf")
    lines = Resource("lines", ResourceKind.FILE, format="gpkg")
    alone = making.package("map", resources=(document,), licenses=())
    assert "machine-readable" not in marks(tmp_path, making.dataset(alone))
    beside = making.package("map", resources=(document, lines), licenses=())
    assert marks(tmp_path, making.dataset(beside))["machine-readable"].grade == "fair"


def test_every_reason_is_in_both_languages(tmp_path):
    for mark in marks(tmp_path, dataset(tmp_path)).values():
        assert mark.reason.has("zh") and mark.reason.has("en") and mark.grade in ("good", "fair", "poor")
