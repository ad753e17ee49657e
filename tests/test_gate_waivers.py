"""Waivers: which hold, which do not, and what they cover."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from publish.gate.privacy.waivers import Waivers, a_year_on, unwaived
from publish.gate.rule import Around
from publish.model import Organisation, Waiver
from publish.problems import problem
from tests.making import AS_OF, CODE, package, portal, registers, said

OFFICE = "11310000000001011F"


def _around(**office: Any) -> Around:
    given = {"roles": ("competent",), **office}
    listed = registers()
    offices = {**listed.organisations, OFFICE: Organisation(OFFICE, "office", said("办公厅", "Office"), **given)}
    return Around(portal(), type(listed)(offices, listed.topics, listed.levels, listed.licences), AS_OF)


def _waiver(**more: Any) -> Waiver:
    given = {"rule": "P201", "reason": said("对外公布", "Published"), "approver": OFFICE, "expires": date(2027, 1, 1)}
    return Waiver(**{**given, **more})


def _judged(waiver: Waiver, **office: Any) -> tuple[list[str], int]:
    """The kinds said of a waiver, and how many of one problem it should cover are left."""
    around, waived = _around(**office), package("p", waivers=(waiver,))
    leak = problem("P201", package="p", file="t.csv", field="phone", title="电话", count=1, rows="")
    left = list(unwaived(waived, [leak], around))
    return [p.code for p in Waivers().check(waived, around)], sum(p is leak for p in left)


def test_a_waiver_that_holds() -> None:
    assert _judged(_waiver()) == (["P901"], 0)
    assert _judged(_waiver(field="phone")) == (["P901"], 0)
    assert _judged(_waiver(), roles=("reviewer",)) == (["P901"], 0)
    assert _judged(_waiver(expires=AS_OF)) == (["P901"], 0)
    assert _judged(_waiver(expires=date(2027, 11, 22))) == (["P901"], 0)


@pytest.mark.parametrize(
    "waiver",
    [
        _waiver(reason=said("")),
        _waiver(approver="nobody"),
        _waiver(approver=CODE),  # the provider itself
        _waiver(expires=None),
        _waiver(expires=date(2026, 11, 21)),  # lapsed yesterday
        _waiver(expires=date(2027, 11, 23)),  # longer than twelve months
        _waiver(rule="S101"),
        _waiver(rule="P200"),
        _waiver(rule="p201"),
        _waiver(rule=""),
    ],
)
def test_a_waiver_that_does_not_hold(waiver: Waiver) -> None:
    assert _judged(waiver) == (["P902"], 1)


@pytest.mark.parametrize(
    "office",
    [{"roles": ("provider", "operator")}, {"valid_to": date(2026, 11, 21)}, {"valid_from": date(2026, 11, 23)}],
)
def test_an_approver_that_may_not(office: dict[str, Any]) -> None:
    assert _judged(_waiver(), **office) == (["P902"], 1)


@pytest.mark.parametrize("code", ["P101", "P102", "P301", "P302"])
def test_what_cannot_be_waived(code: str) -> None:
    waived = package("p", waivers=(_waiver(rule=code),))
    blanks: dict[str, Any] = {"title": "x", "count": 1, "rows": ""} if code in ("P101", "P301") else {}
    leak = problem(code, package="p", **blanks)
    assert list(unwaived(waived, [leak], _around())) == [leak]
    assert [p.code for p in Waivers().check(waived, _around())] == ["P902"]


def test_a_waiver_covers_its_column_alone() -> None:
    assert _judged(_waiver(field="other")) == (["P901"], 1)
    assert _judged(_waiver(rule="P401"))[1] == 1


@pytest.mark.parametrize(
    ("waivers", "idle"),
    [
        ((_waiver(),), []),
        ((_waiver(field="phone"), _waiver()), []),
        ((_waiver(field="other"),), ["/waivers/0"]),
        ((_waiver(), _waiver(rule="P401")), ["/waivers/1"]),
        ((_waiver(rule="P401", expires=date(2026, 11, 21)),), []),  # it is said already that it does not hold
    ],
)
def test_a_waiver_that_covers_nothing_is_told(waivers: tuple[Waiver, ...], idle: list[str]) -> None:
    leak = problem("P201", package="p", file="t.csv", field="phone", title="电话", count=1, rows="")
    said_of = [p for p in unwaived(package("p", waivers=waivers), [leak], _around()) if p is not leak]
    assert [(p.code, p.field) for p in said_of] == [("P903", place) for place in idle]


def test_twelve_months_on_a_leap_day() -> None:
    assert a_year_on(date(2028, 2, 29)) == date(2029, 2, 28)
