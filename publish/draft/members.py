"""The members of a group of keys in the text of a description, by their places, so that one may be changed and every
other character stay: comments, order, spelling. JSON, and YAML's block and flow style.
"""

from __future__ import annotations

import json
import json.decoder
import re
from collections.abc import Sequence
from dataclasses import dataclass

import yaml

_scanstring = json.decoder.scanstring  # type: ignore[attr-defined]  # (text, position, strict) -> (string, end)
_SPACE = re.compile(r"[ \t\n\r]*")
_LINE_END = re.compile(r"\r?\n|\Z")


@dataclass(frozen=True, slots=True)
class Member:
    """A key with where it begins, and where its value begins and ends. An empty value begins where it ends."""

    key: str
    start: int
    value: int
    end: int


@dataclass(frozen=True, slots=True)
class Group:
    """A group of keys: its members in order; the place right inside it; and whether it is written in lines (YAML's
    block style) rather than in braces."""

    members: Sequence[Member]
    inside: int
    lines: bool

    def member(self, key: str) -> Member | None:
        """The member of that key, the last of several; or None."""
        return next((m for m in reversed(self.members) if m.key == key), None)


def put(text: str, group: Group, key: str, spelled: str, after: str = "", *, is_json: bool) -> str:
    """The text with a value, ``spelled`` as it is to stand there, under a key of a group of it. A key that is new comes
    after the one named ``after``, else first."""
    member, before = group.member(key), group.member(after)
    if member is not None:
        gap = " " if member.value == member.end else ""
        return f"{text[: member.value]}{gap}{spelled}{text[member.end :]}"
    line = f"{json.dumps(key)}: {spelled}" if is_json else f"{key}: {spelled}"
    if before is None:
        return _first(text, group, line)
    if not group.lines:
        return f"{text[: before.end]},{_gap(text, group, is_json)}{line}{text[before.end :]}"
    match = _LINE_END.search(text, before.end)
    end = match.start() if match else len(text)
    return f"{text[:end]}{_newline(text)}{_indent(text, before)}{line}{text[end:]}"


def _first(text: str, group: Group, line: str) -> str:
    """The text with a line before all members."""
    if not group.members:
        return f"{text[: group.inside]}{line}{text[group.inside :]}"
    start = group.members[0].start
    between = f"{_newline(text)}{_indent(text, group.members[0])}" if group.lines else f",{_before(text, start) or ' '}"
    return f"{text[:start]}{line}{between}{text[start:]}"


def _gap(text: str, group: Group, is_json: bool) -> str:
    """What stands between a comma and the next key."""
    found = _before(text, group.members[-1].start)
    return found if found or (is_json and len(group.members) > 1) else " "


def _before(text: str, start: int) -> str:
    """The white space before a place."""
    return text[len(text[:start].rstrip(" \t\r\n")) : start]


def _indent(text: str, member: Member) -> str:
    """The spaces that bring a line to the column of a member; what else stands before it counts as spaces."""
    return " " * (member.start - text.rfind("\n", 0, member.start) - 1)


def _newline(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


# --- YAML -----------------------------------------------------------------------------------------------------------


def in_yaml(text: str, *path: str) -> Group | None:
    """The group at a path of keys, in a list of places from 0; None when there is none. Raises yaml.YAMLError."""
    node = _yaml_node(text, path)
    if not isinstance(node, yaml.MappingNode):
        return None
    members = [_yaml_member(text, k, v) for k, v in node.value]
    return Group(members, node.start_mark.index + bool(node.flow_style), not node.flow_style)


def _yaml_node(text: str, path: Sequence[str]) -> yaml.Node | None:
    node = yaml.compose(text, Loader=yaml.BaseLoader)
    for key in path:
        if isinstance(node, yaml.SequenceNode):
            node = node.value[int(key)] if key.isdigit() and int(key) < len(node.value) else None
        else:
            pairs = node.value if isinstance(node, yaml.MappingNode) else []
            node = next((v for k, v in reversed(pairs) if k.value == key), None)
    return node


def append_in_yaml(text: str, path: Sequence[str], spelled: str) -> str:
    """The text with one more item, in flow style, at the end of the list at a path; the list has items already. Raises
    yaml.YAMLError, and ValueError when there is no such list."""
    node = _yaml_node(text, path)
    if not isinstance(node, yaml.SequenceNode) or not node.value:
        raise ValueError("no list to add to")
    last = node.value[-1]
    end = last.start_mark.index + len(text[last.start_mark.index : last.end_mark.index].rstrip(" \t\r\n"))
    if node.flow_style:
        return f"{text[:end]}, {spelled}{text[end:]}"
    match = _LINE_END.search(text, end)
    end = match.start() if match else len(text)
    return f"{text[:end]}{_newline(text)}{' ' * node.start_mark.column}- {spelled}{text[end:]}"


def _yaml_member(text: str, key: yaml.Node, value: yaml.Node) -> Member:
    start, end = value.start_mark.index, value.end_mark.index
    if isinstance(value, yaml.ScalarNode) and value.style in ("|", ">"):
        end = _block_end(text, start, key.start_mark.column)
    return Member(key.value, key.start_mark.index, start, start + len(text[start:end].rstrip(" \t\r\n")))


def _block_end(text: str, start: int, column: int) -> int:
    """Where a block of text ends: before the first line that is not further in than its key. The parser counts the
    comments after it as its own."""
    place = start
    for line in text[start:].splitlines(keepends=True):
        words = line.lstrip(" ")
        if place > start and words.strip() and len(line) - len(words) <= column:
            break
        place += len(line)
    return place


# --- JSON -----------------------------------------------------------------------------------------------------------


def in_json(text: str, *path: str) -> Group | None:
    """The group at a path of keys, in a list of places from 0, of a text that is known to be JSON; None when there is
    none."""
    position = _json_place(text, path)
    return None if position is None else _json_group(text, position)


def append_in_json(text: str, path: Sequence[str], spelled: str) -> str:
    """The text with one more item at the end of the list at a path; the list has items already. Raises ValueError when
    there is no such list."""
    position = _json_place(text, path)
    items = [] if position is None else _json_items(text, position)
    if not items:
        raise ValueError("no list to add to")
    start, end = items[-1]
    return f"{text[:end]},{_before(text, start) or ' '}{spelled}{text[end:]}"


def _json_place(text: str, path: Sequence[str]) -> int | None:
    """Where the value at a path begins; None when there is none."""
    position = _skip(text, 0)
    for key in path:
        if text.startswith("[", position):
            items = _json_items(text, position)
            if not key.isdigit() or int(key) >= len(items):
                return None
            position = items[int(key)][0]
            continue
        group = _json_group(text, position)
        member = group.member(key) if group else None
        if member is None:
            return None
        position = member.value
    return position


def _json_items(text: str, position: int) -> list[tuple[int, int]]:
    """Where each item of the list that begins here begins and ends; none when no list does."""
    if not text.startswith("[", position):
        return []
    decoder, items = json.JSONDecoder(), []
    position = _skip(text, position + 1)
    while not text.startswith("]", position):
        _, end = decoder.raw_decode(text, position)
        items.append((position, end))
        position = _skip(text, end)
        if text.startswith(",", position):
            position = _skip(text, position + 1)
    return items


def _json_group(text: str, position: int) -> Group | None:
    if not text.startswith("{", position):
        return None
    decoder, members = json.JSONDecoder(), []
    inside = position + 1
    position = _skip(text, inside)
    while not text.startswith("}", position):
        start = position
        key, position = _scanstring(text, start + 1, True)
        value = _skip(text, _skip(text, position) + 1)
        _, end = decoder.raw_decode(text, value)
        members.append(Member(key, start, value, end))
        position = _skip(text, end)
        if text.startswith(",", position):
            position = _skip(text, position + 1)
    return Group(members, inside, False)


def _skip(text: str, position: int) -> int:
    match = _SPACE.match(text, position)
    return match.end() if match else position
