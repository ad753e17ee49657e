"""The fast way of reading: what is proved reads as written, and what does not add up is left to the slow way."""

from __future__ import annotations

import pytest

from publish.gate.schema.dialect import Dialect
from publish.gate.schema.records import Records, records_of, whole_records
from publish.jobs import ahead
from tests.benchmarks.report import with_section


def read(data: bytes, width: int) -> Records | None:
    end, quotes = whole_records(data)
    return records_of(data[:end], quotes, Dialect(), width)


@pytest.mark.parametrize(
    ("data", "rows"),
    [
        (b"a,b\nc,d\n", [("a", "b"), ("c", "d")]),
        (b'a,"b\nc"\n', [("a", "b\nc")]),
        (b'a,"b""c"\n', [("a", 'b"c')]),
        (b'"""",""\n', [('"', "")]),
        (b'"",""\n', [("", "")]),
        (b'"a,b",","\n', [("a,b", ",")]),
        (b"a,b\r\nc,d\r\n", [("a", "b"), ("c", "d")]),
        (b'a,b\nc,"d\n', [("a", "b")]),  # the last record is not whole yet
    ],
)
def test_whole_records_are_read_as_written(data, rows):
    found = read(data, 2)
    assert found is not None and found.frame.rows() == rows and not found.mixed


@pytest.mark.parametrize(
    "data",
    [
        b"a,b\nc\n",  # short
        b"a,b\nc,d,e\n",  # long
        b"a,b\n\nc,d\n",  # a blank line
        b"a,b\n\nc\n",  # both: what one lacks the other does not make up
        b"a,b\nc\n\n",
        b'a,"b,c"\nd\n',  # short, with a delimiter to spare inside a cell
        b'a,"x"y\n',  # text behind a quote
        b'a,x"y"\n',
        b"a,b\0\n",
        b"a,b\rc,d\n",
        b'a,"b\r\nc"\r\n',  # a line end inside a cell would be changed
    ],
)
def test_what_does_not_add_up_is_not_proved(data):
    assert read(data, 2) is None


def test_two_kinds_of_line_end_are_told():
    found = read(b'a,b\r\nc,"d\n"\ne,f\n', 2)
    assert found is not None and found.mixed


def test_working_ahead_changes_neither_order_nor_what_is_raised():
    def items():
        yield from (1, 2)
        raise ValueError("third")

    seen = []
    with pytest.raises(ValueError, match="third"):
        for item in ahead(items()):
            seen.append(item)
    assert seen == [1, 2]


def test_a_section_takes_the_place_of_its_own_kind_only():
    page = "# B\n\n## One\n\nold\n\n## Two\n\nkept\n"
    assert with_section(page, "## One\n\nnew\n") == "# B\n\n## One\n\nnew\n\n## Two\n\nkept\n"
    assert with_section(page, "## Three\n\nmore\n").endswith("kept\n\n## Three\n\nmore\n")
