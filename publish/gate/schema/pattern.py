"""Patterns, matched without ever hanging.

A pattern is matched as a whole against a cell. One that both Python and the linear-time engine of polars read alike is
matched by that engine, so no cell can make it slow. The rest (look-around, back-references) are matched by Python, but
only when their worst case is polynomial, and then only cells for which it is small. Decided from the pattern and the
length of the cell alone: the same answer on every machine.
"""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass
from functools import cached_property
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

import polars as pl

_ALIKE = {
    sre.LITERAL,
    sre.NOT_LITERAL,
    sre.ANY,
    sre.IN,
    sre.RANGE,
    sre.CATEGORY,
    sre.NEGATE,
    sre.MAX_REPEAT,
    sre.MIN_REPEAT,
    sre.SUBPATTERN,
    sre.BRANCH,
    sre.AT,
}
_CATEGORIES = {
    sre.CATEGORY_DIGIT,
    sre.CATEGORY_NOT_DIGIT,
    sre.CATEGORY_SPACE,
    sre.CATEGORY_NOT_SPACE,
    sre.CATEGORY_WORD,
    sre.CATEGORY_NOT_WORD,
}
_ANCHORS = {sre.AT_BEGINNING, sre.AT_END}
_UNLIKE = re.compile(r"\[\[|\[\^\[|&&|--|~~|[*+?}]\+|\\[<>bB]")  # class operators, possessive repeats, boundaries
_STEPS = 2_000_000  # of a backtracking match, at worst
_FREE = 40  # a repeat this short is not counted


class Broken(ValueError):
    """Not a pattern."""


@dataclass(frozen=True)
class Pattern:
    """One pattern of a field. Raises Broken."""

    text: str

    def __post_init__(self) -> None:
        try:
            self._tree  # noqa: B018
            with warnings.catch_warnings(action="ignore"):  # of what a later Python may read otherwise
                re.compile(f"^{self.text}$")
        except (re.error, OverflowError, RecursionError, ValueError) as error:
            raise Broken(str(error)) from None

    @cached_property
    def _tree(self) -> Any:
        with warnings.catch_warnings(action="ignore"):
            return _parser.parse(self.text)

    @cached_property
    def whole(self) -> str | None:
        """For the linear-time engine, matching a whole cell; None when the two may differ."""
        if _UNLIKE.search(self.text) or self._tree.state.flags != re.UNICODE or not _alike(self._tree):
            return None
        whole = f"^(?:{self.text})$"
        try:
            pl.Series(["x"]).str.contains(whole, strict=True)
        except pl.exceptions.PolarsError:
            return None
        return whole

    @cached_property
    def nested(self) -> bool:
        """Does a repeat hold another, so that a backtracking engine may try them in every combination?"""
        return _nested(self._tree, inside=False)

    @cached_property
    def costly(self) -> bool:
        """Is a repeat made of nothing but repeats, as in ``(a+)+``? A checker elsewhere may hang on it."""
        return _costly(self._tree)

    @cached_property
    def _repeats(self) -> int:
        return _count(self._tree)

    @property
    def checkable(self) -> bool:
        """Can cells be held against it at all?"""
        return self.whole is not None or not self.nested

    def matches(self, cell: str) -> bool | None:
        """Does the whole cell match? None when finding out could take too long."""
        if self.whole is not None:
            return bool(pl.Series([cell]).str.contains(self.whole)[0])
        if self.nested or len(cell) ** max(self._repeats, 1) > _STEPS:
            return None
        with warnings.catch_warnings(action="ignore"):
            return re.fullmatch(self.text, cell) is not None


def _alike(tree: Any) -> bool:
    """Is every part of it something both engines read the same way?"""
    for op, value in tree:
        if op not in _ALIKE or (op is sre.AT and value not in _ANCHORS):
            return False
        if op is sre.SUBPATTERN and (value[1] or value[2]):
            return False
        if op is sre.IN and any((o is sre.CATEGORY and v not in _CATEGORIES) or o not in _ALIKE for o, v in value):
            return False
        if not all(_alike(part) for part in _parts(op, value)):
            return False
    return True


def _parts(op: Any, value: Any) -> list[Any]:
    if op in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
        return [value[2]]
    if op is sre.SUBPATTERN:
        return [value[3]]
    if op is sre.BRANCH:
        return list(value[1])
    if op in (sre.ASSERT, sre.ASSERT_NOT):
        return [value[1]]
    if op is sre.ATOMIC_GROUP:
        return [value]
    if op is sre.GROUPREF_EXISTS:
        return [part for part in value[1:] if part is not None]
    return []


def _varies(op: Any, value: Any) -> bool:
    return op in (sre.MAX_REPEAT, sre.MIN_REPEAT) and value[0] != value[1]


def _nested(tree: Any, *, inside: bool) -> bool:
    for op, value in tree:
        repeats = op in (sre.MAX_REPEAT, sre.MIN_REPEAT) and value[1] > 1
        if inside and (_varies(op, value) or op is sre.BRANCH):
            return True
        if any(_nested(part, inside=inside or repeats) for part in _parts(op, value)):
            return True
    return False


def _costly(tree: Any) -> bool:
    for op, value in tree:
        parts = _parts(op, value)
        if _varies(op, value) and value[1] > _FREE and all(_only_repeats(part) for part in parts):
            return True
        if any(_costly(part) for part in parts):
            return True
    return False


def _only_repeats(tree: Any) -> bool:
    items = list(tree)
    return bool(items) and all(
        _varies(op, value) or (op is sre.SUBPATTERN and _only_repeats(value[3])) for op, value in items
    )


def _count(tree: Any) -> int:
    total = 0
    for op, value in tree:
        total += _varies(op, value) and value[1] > _FREE
        total += sum(_count(part) for part in _parts(op, value))
    return total
