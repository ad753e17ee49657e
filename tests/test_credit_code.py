"""The check of unified social credit codes."""

from __future__ import annotations

import pytest

from publish.credit_code import check_character, valid


@pytest.mark.parametrize(
    "code",
    [
        "91310000MA1FL0000N",
        "12310000425000000H",
        "N1310112MF0000000D",  # of the countryside: begins with a letter
        "91350100M000100Y43",
        "11310000002420000A",
    ],
)
def test_valid(code: str) -> None:
    assert valid(code)
    others = [c for c in "0123456789ABCDEFGHJKLMNPQRTUWXY" if c != code[-1]]
    assert not any(valid(code[:-1] + c) for c in others)


@pytest.mark.parametrize(
    "code",
    [
        "",
        "91350100M000100Y4",
        "91350100m000100y43",
        " 91350100M000100Y43",
        "91350100M000100I43",
        "9135O100M000100Y43",
        "91350100M000100Y43\n",
        "１1350100M000100Y43",
    ],
)
def test_not_valid(code: str) -> None:
    assert not valid(code)


def test_two_characters_that_changed_places_are_seen() -> None:
    first = "1231000042500001A"
    swapped = "1231000042500010A"
    assert check_character(first) != check_character(swapped)
