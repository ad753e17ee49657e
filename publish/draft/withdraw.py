"""Withdrawing a dataset: its description with the new status, and the line in its history.

Only the keys that say so are changed; comments, order and spelling stay as they are. The new text is read again and
held against the old one, so nothing else can have changed.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml

from publish.draft.history_line import with_line
from publish.draft.members import in_json, in_yaml, put
from publish.model import Status, Text, bilingual, same_language
from publish.problems import Exit, PublishError

_ENTRY, _REASON = "catalogue", "status_reason"
_KIND = "withdrawal"  # of a version
_BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Why a dataset is withdrawn, since when, and what takes its place. ``language`` is that of the description's texts
    without a suffix."""

    reason: Text
    day: date
    language: str
    replaced_by: str = ""

    def keys(self, entry: Mapping[str, Any]) -> dict[str, str]:
        """What its entry is to say. A reason that was given before in a language this one is not is emptied."""
        said = {_key(tag, self.language): text for tag, text in self.reason if text}
        old = {key: "" for key in entry if key.partition("@")[0] == _REASON and entry[key] and key not in said}
        keys = {"status": Status.WITHDRAWN.value, "status_from": self.day.isoformat()} | said | old
        return keys | ({"replaced_by": self.replaced_by} if self.replaced_by else {})


def _key(tag: str, language: str) -> str:
    return _REASON if same_language(tag, language) else f"{_REASON}@{tag}"


def withdrawn(text: str, withdrawal: Withdrawal, *, is_json: bool) -> str:
    """The description with the status ``withdrawn``, its day, its reason and what takes its place.

    Raises PublishError (wrong usage) when it cannot be read, or is written in a way that cannot be changed safely; a
    person is to change it then.
    """
    bom = text[: text.startswith(_BOM)]
    try:
        new = _changed(text.removeprefix(_BOM), withdrawal, is_json)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise PublishError(_BY_HAND, Exit.USAGE) from error
    return bom + new


def _changed(text: str, withdrawal: Withdrawal, is_json: bool) -> str:
    old = _value(text, is_json)
    entry = old.get(_ENTRY)
    keys = withdrawal.keys(entry if isinstance(entry, dict) else {})
    find = in_json if is_json else in_yaml
    new, after = text, ""
    for key, value in keys.items():
        spelled = _spelled(value, is_json)
        group, top = find(new, _ENTRY), find(new)
        if group is None and top is not None:
            last = top.members[-1].key if top.members else ""
            new = put(new, top, _ENTRY, f"{{{_spelled(key, is_json)}: {spelled}}}", last, is_json=is_json)
        elif group is not None:
            new = put(new, group, key, spelled, after, is_json=is_json)
        after = key
    expected = copy.deepcopy(old) | {_ENTRY: (entry if isinstance(entry, dict) else {}) | keys}
    if _value(new, is_json) != expected:
        raise ValueError("more would change than is meant to")
    return new


def _value(text: str, is_json: bool) -> dict[str, Any]:
    """What a description says, every scalar of YAML as it is written."""
    value = json.loads(text) if is_json else yaml.load(text, Loader=yaml.BaseLoader)
    if not isinstance(value, dict):
        raise ValueError("not a group of keys")
    return value


def _spelled(value: str, is_json: bool) -> str:
    """A text as it is to stand: in double quotes, as JSON and YAML share them, where it needs any."""
    plain = not is_json and value.replace("-", "").replace("_", "").isalnum() and value.isascii()
    return value if plain else json.dumps(value, ensure_ascii=False)


_BY_HAND = bilingual(
    "说明文件读不了，或者写法特殊，不能自动修改，什么也没有改动。请先运行 check 看看问题在哪里；或者自己在 catalogue "
    "下面写：status: withdrawn，并用 status_from 写日期、status_reason 写原因。",
    "The description cannot be read, or is written in a way that cannot be changed safely; nothing was changed. Run "
    "check to see what is wrong, or write it yourself below “catalogue”: status: withdrawn, the day as status_from and "
    "the reason as status_reason.",
)


def recorded(history: str, version: str, withdrawal: Withdrawal) -> str:
    """``history.csv`` with one more line: the withdrawal of this version. Other lines and columns stay as they are."""
    cells = {"version": version, "date": withdrawal.day.isoformat(), "kind": _KIND}
    for tag, said in withdrawal.reason:
        cells["note" if same_language(tag, withdrawal.language) else f"note_{tag}"] = said
    return with_line(history, cells)
