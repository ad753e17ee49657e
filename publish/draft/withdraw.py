"""Withdrawing a dataset: its description with the new status, and the line in its history.

Only the keys that say so are changed (``edit``); comments, order and spelling stay as they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml

from publish.draft.edit import edited, read
from publish.draft.history_line import with_line
from publish.model import Status, Text, bilingual, same_language
from publish.problems import Exit, PublishError

_ENTRY, _REASON = "catalogue", "status_reason"
_KIND = "withdrawal"  # of a version


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
    try:
        said = read(text, is_json)
        entry = said.get(_ENTRY) if isinstance(said, dict) else None
        keys = withdrawal.keys(entry if isinstance(entry, dict) else {})
        return edited(text, {(_ENTRY, key): value for key, value in keys.items()}, is_json=is_json)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise PublishError(_BY_HAND, Exit.USAGE) from error


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
