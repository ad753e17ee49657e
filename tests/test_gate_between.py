"""Between packages: codes, relations, the same data twice, the register of organisations."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from publish.gate.entry.codes import OneCode
from publish.gate.entry.offices import Offices
from publish.gate.entry.related import Related
from publish.model import (
    Field,
    Organisation,
    Package,
    Resource,
    ResourceKind,
    Schema,
    SourceFile,
    Waiver,
)
from tests import making
from tests.making import CODE, entry, package, said
from tests.test_gate_entry import (
    ELSEWHERE,
    WITHHELD,
    across,
    catalogue,
    toilets,
)


def other(name: str, **more: Any) -> Package:
    return package(name, entry=replace(entry(code=f"307310/{int.from_bytes(name.encode())}"), **more))


def test_a_code_is_never_given_again():
    gone = other("gone", status="withdrawn", code="307310/000123")
    assert across(toilets(), gone) == [("gone", "C104"), ("toilets", "C104")]
    found = next(p for p in OneCode().check(catalogue(toilets(), gone)) if p.package == "toilets")
    assert "gone（已撤下）" in found.message["zh"]
    assert across(toilets(), other("gone", status="withdrawn")) == []


def test_an_id_is_one_packages():
    copied = replace(other("copy"), id=toilets().id)
    assert across(toilets(), copied) == [("copy", "C506"), ("toilets", "C506")]


def test_what_an_entry_names_is_there():
    stops = other("stops", renamed_from=("halts",))
    fine = entry(related=("stops", "halts", stops.entry.code if stops.entry else ""), replaced_by="stops")
    assert across(replace(toilets(), entry=fine), stops) == []
    lost = entry(related=("stop",), replaced_by="toilets")
    assert across(replace(toilets(), entry=lost), stops) == [("toilets", "C601"), ("toilets", "C602")]
    found = next(iter(Related().check(catalogue(replace(toilets(), entry=lost), stops))))
    assert "stops" in found.message["zh"] and found.field == "/catalogue/related/0"


def test_a_former_name_has_one_owner():
    taken = other("stops", renamed_from=("toilets",))
    assert across(toilets(), taken) == [("stops", "C603")]
    first, second = other("a", renamed_from=("halts",)), other("b", renamed_from=("halts",))
    assert across(first, second) == [("a", "C603"), ("b", "C603")]
    assert across(other("a", renamed_from=("halts",)), other("b")) == []


@pytest.mark.parametrize(
    ("waiver", "found"),
    [
        (Waiver("P201", resource="toilets", field="kind"), False),
        (Waiver("P201"), False),
        (Waiver("P201", resource="toilet"), True),
        (Waiver("P201", resource="toilets", field="phone"), True),
    ],
)
def test_a_waiver_points_at_what_is_there(waiver: Waiver, found: bool) -> None:
    assert (across(toilets(waivers=(waiver,))) == [("toilets", "C604")]) is found


# --- the same collected twice -----------------------------------------------------------------------------------------


def table(name: str, provider: str, *columns: str, sha: str = "", titles: tuple[str, ...] = ()) -> Package:
    fields = tuple(Field(c, title=said(t)) for c, t in zip(columns, titles or columns, strict=True))
    files = (SourceFile("a.csv", Path("a.csv"), 1000, sha or name),)
    one = Resource(name, ResourceKind.TABLE, format="csv", files=files, schema=Schema(fields))
    return replace(other(name, provider=provider), resources=(one,))


FOUR = ("station", "sensor", "hour", "pm25")


@pytest.mark.parametrize(
    ("second", "found"),
    [
        (table("b", ELSEWHERE, *FOUR), True),
        (table("b", ELSEWHERE, *reversed(FOUR)), True),
        (table("b", CODE, *FOUR), False),  # the same office, another year
        (table("b", ELSEWHERE, *FOUR, "pm10"), False),  # four in five
        (table("b", ELSEWHERE, *FOUR[:3]), False),
        (table("b", ELSEWHERE, "c1", "c2", "c3", "c4", titles=FOUR), True),  # other names, the same titles
    ],
)
def test_nearly_the_same_columns(second: Package, found: bool) -> None:
    assert across(table("a", CODE, *FOUR), second) == ([("a", "C702"), ("b", "C702")] if found else [])


def test_the_described_columns_of_a_closed_entry_count():
    items = tuple(Field(c, title=said(c)) for c in FOUR)
    held_back = other("b", provider=ELSEWHERE, opening=WITHHELD, items=items)
    assert across(table("a", CODE, *FOUR), held_back) == [("a", "C702"), ("b", "C702")]
    gone = other("b", provider=ELSEWHERE, status="withdrawn", items=items)
    assert across(table("a", CODE, *FOUR), gone) == []


def test_nine_columns_in_ten():
    many = tuple(f"column-{n}" for n in range(20))
    assert across(table("a", CODE, *many), table("b", ELSEWHERE, *many[1:])) == [("a", "C702"), ("b", "C702")]
    assert across(table("a", CODE, *many), table("b", ELSEWHERE, *many[3:])) == []


def test_a_common_form_is_no_second_collection():
    assert across(*(table(f"d{n}", f"office-{n}", *FOUR) for n in range(6))) == []
    assert len(across(*(table(f"d{n}", f"office-{n}", *FOUR) for n in range(5)))) == 5


def test_the_same_file_twice():
    same = table("a", CODE, "x", sha="s"), table("b", CODE, "x", sha="s")
    assert across(*same) == [("a", "C701"), ("b", "C701")]
    both = table("a", CODE, *FOUR, sha="s"), table("b", ELSEWHERE, *FOUR, sha="s")
    assert across(*both) == [("a", "C701"), ("b", "C701")]  # said once


def test_many_packages_are_compared_in_one_pass():
    """Every column set differs in one column from thousands of others: comparing all with all would take minutes."""
    made = [table(f"t{n}", f"office-{n % 40}", *FOUR, f"own-{n}", f"more-{n}") for n in range(4000)]
    assert across(*made) == []


# --- the register of organisations -----------------------------------------------------------------------------------


def office(code: str = ELSEWHERE, **more: Any) -> Organisation:
    return replace(Organisation(code, "statistics-bureau", said("统计局", "Statistics"), row=3), **more)


REGISTER = other("organisations")
ENDED: dict[str, Any] = {"valid_from": date(2019, 1, 1), "valid_to": date(2024, 1, 31)}


@pytest.mark.parametrize(
    ("held", "found"),
    [
        (office(), []),
        (office("113100000000010388"), ["C801"]),
        (office("11310000"), ["C801"]),
        (office(slug="city-data-centre"), ["C802"]),
        (office(parent=CODE), []),
        (office(parent=ELSEWHERE), ["C803"]),
        (office(successor="11310000000001097A", **ENDED), ["C803"]),
        (office(successor=CODE, **ENDED), []),
        (office(valid_from=date(2020, 1, 1), valid_to=date(2019, 1, 1), successor=CODE), ["C804"]),
        (office(**ENDED), ["C806"]),
        (office(sample=True), ["C805"]),
    ],
)
def test_an_office_of_the_register(held: Organisation, found: list[str]) -> None:
    first = making.registers().organisations[CODE]
    known = replace(making.registers(), organisations={CODE: first, held.code: held})
    assert [code for _, code in across(REGISTER, known=known)] == found


def test_samples_belong_in_a_demonstration():
    known = replace(making.registers(), organisations={ELSEWHERE: office(sample=True)})
    assert across(REGISTER, known=known, demo=True) == []
    found = next(iter(Offices().check(catalogue(REGISTER, known=known))))
    assert (found.row, found.field) == (3, "sample")
