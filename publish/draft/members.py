"""The members of a group of keys in the text of a description, by their places, so that a few may be changed and
every other character stay: comments, order, spelling.

YAML's block and flow style, and JSON.
"""

from __future__ import annotations

import json
import json.decoder
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import yaml

_scanstring = json.decoder.scanstring  # type: ignore[attr-defined]  # (text, position, strict) -> (string, end)
_SPACE = re.compile(r"[ \t\n\r]*")


class NotFound(ValueError):
    """The text has no such group, or is written in a way that cannot be changed safely."""


@dataclass(frozen=True, slots=True)
class Member:
    """A key with where it begins, and where its value begins and ends. A value that is empty begins where it ends."""

    key: str
    start: int
    value: int
    end: int


@dataclass(frozen=True, slots=True)
class Group:
    """A group of keys: its members in order, the place right inside it, and whether it is written in lines (YAML's
    block style) rather than in braces."""

    members: Sequence[Member]
    inside: int
    lines: bool
    quoted: bool  # JSON: keys stand in double quotes

    def member(self, key: str) -> Member | None:
        """The member of that key, or None."""
        return next((m for m in self.members if m.key == key), None)


def changed(text: str, group: Group, values: Mapping[str, str]) -> str:
    """The text with these values, as they are to be spelled, in a group of it. A key that is not there yet comes after
    the one before it in ``values``, or first."""
    edits: list[tuple[int, int, str]] = []
    place, told = group.inside, False
    for key, spelled in values.items():
        member = group.member(key)
        if member is not None:
            gap = " " if member.value == member.end else ""
            edits.append((member.value, member.end, gap + spelled))
            place, told = _after(text, group, member.end), True
        else:
            edits.append((place, place, _line(text, group, key, spelled, first=not told)))
    for start, end, new in sorted(enumerate_last(edits), key=lambda e: (e[0], e[3]), reverse=True):
        text = text[:start] + new + text[end:]
    return text
