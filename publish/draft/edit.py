"""Values set in the text of a description, every other character left: comments, order, spelling.

The new text is read again and held against the old one, so nothing else can have changed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from publish.draft.members import Group, append_in_json, append_in_yaml, in_json, in_yaml, put

Path = tuple[str, ...]
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_FLOATS = re.compile(r"[-+.\d_]+(?:e[-+]?\d+)?", re.I)  # what another reader of YAML might take for a number
_WORDS = frozenset("true false yes no on off null y n".split())
_BOM = "\ufeff"


class Unsafe(ValueError):
    """The description is written in a way that cannot be changed safely: a person is to do it."""


def edited(text: str, values: Mapping[Path, Any], added: Sequence[tuple[Path, Any]] = (), *, is_json: bool) -> str:
    """The description with these values at their paths of keys (in a list: the place, from 0), and with more items at
    the end of lists that are there. What stands around a value is made where it is missing; a new key comes after the
    one set before it, else last in its group. Raises Unsafe."""
    bom = text[: text.startswith(_BOM)]
    try:
        old = new = text.removeprefix(_BOM)
        before: Path = ()
        for path, value in values.items():
            new = _set(new, path, value, before, is_json)
            before = path
        for path, value in added:
            spelled = spell(value, is_json)
            new = (append_in_json if is_json else append_in_yaml)(new, path, spelled)
        if read(new, is_json) != _expected(read(old, is_json), values, added, is_json):
            raise Unsafe("more would change than is meant to")
    except (yaml.YAMLError, ValueError, LookupError, RecursionError) as error:
        raise Unsafe(str(error)) from error
    return bom + new


def read(text: str, is_json: bool) -> Any:
    """What a description says, every scalar of YAML as it is written."""
    text = text.removeprefix(_BOM)
    return json.loads(text) if is_json else yaml.load(text, Loader=yaml.BaseLoader)


def _set(text: str, path: Path, value: Any, before: Path, is_json: bool) -> str:
    find = in_json if is_json else in_yaml
    for depth in range(len(path) - 1, -1, -1):
        group = find(text, *path[:depth])
        if group is not None:
            for key in reversed(path[depth + 1 :]):
                value = {key: value}
            last = group.members[-1].key if group.members else ""
            after = before[-1] if before and before[:-1] == path[:depth] else last
            return put(
                text, group, path[depth], _like(text, group, path[depth], value, is_json), after, is_json=is_json
            )
    raise Unsafe("no group of keys")


def _like(text: str, group: Group, key: str, value: Any, is_json: bool) -> str:
    """A value as it is to stand there: in the quotes that the old one has."""
    member = group.member(key)
    mark = text[member.value : member.value + 1] if member else ""
    if isinstance(value, str) and mark in ("'", '"') and "'" not in value:
        return f"'{value}'" if mark == "'" else json.dumps(value, ensure_ascii=False)
    return spell(value, is_json)


def spell(value: Any, is_json: bool) -> str:
    """A value in JSON, or in YAML's flow style, where texts that nobody could misread have no quotes."""
    if is_json:
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{spell(k, False)}: {spell(v, False)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(spell(v, False) for v in value) + "]"
    if not isinstance(value, str):
        return json.dumps(value)
    risky = (_FLOATS.fullmatch(value) and value.count(".") < 2 and value.count("-") < 2) or value.lower() in _WORDS
    return value if _PLAIN.fullmatch(value) and not risky else json.dumps(value, ensure_ascii=False)


def _expected(old: Any, values: Mapping[Path, Any], added: Sequence[tuple[Path, Any]], is_json: bool) -> Any:
    made = json.loads(json.dumps(old))  # what an alias of YAML shares is parted: one of the two would change unseen
    for path, value in values.items():
        place = made
        for key in path[:-1]:
            place = place[int(key)] if isinstance(place, list) else _group(place, key)
        place[path[-1]] = value if is_json else _written(value)
    for path, value in added:
        place = made
        for key in path:
            place = place[int(key)] if isinstance(place, list) else place[key]
        place.append(value if is_json else _written(value))
    return made


def _group(place: dict[str, Any], key: str) -> Any:
    """The group under a key, made where nothing stands there."""
    if not place.get(key):
        place[key] = {}
    if not isinstance(place[key], dict | list):
        raise Unsafe(f"{key} is no group of keys")
    return place[key]


def _written(value: Any) -> Any:
    """As YAML has it whose scalars are all text."""
    if isinstance(value, Mapping):
        return {key: _written(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_written(inner) for inner in value]
    return value if isinstance(value, str) else json.dumps(value)
