"""Versions of a package, from ``history.csv``: one line a version, oldest first; and the day of the last commit.

Columns: ``version, date, kind, note`` and ``note_<tag>`` for other languages. Columns in any order; unknown ones are
left alone.
"""

from __future__ import annotations

import csv
import io
import subprocess
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from publish.model import Text, Version

HISTORY = "history.csv"
HEADER = "version,date,kind,note,note_en\n"  # of a new one


def versions(text: str, lang: str) -> tuple[Version, ...]:
    """The lines of a history file. ``lang`` is the language of the unsuffixed note. A date that is not one is None."""
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    return tuple(_version(row, lang) for row in rows if (row.get("version") or "").strip())


def _version(row: dict[str, str | None], lang: str) -> Version:
    note = [(lang, row.get("note") or "")]
    note += [(k.removeprefix("note_"), v or "") for k, v in row.items() if k and k.startswith("note_")]
    return Version(
        version=(row.get("version") or "").strip(),
        date=day(row.get("date") or ""),
        kind=(row.get("kind") or "update").strip(),
        note=Text(tuple((tag, said) for tag, said in note if said)),
    )


def day(text: str) -> date | None:
    """A day written ``2026-03-01``, or None."""
    try:
        return date.fromisoformat(text.strip()) if len(text.strip()) == 10 else None
    except ValueError:
        return None


def commit_day(folder: Path, time_zone: str) -> date | None:
    """The day of the last commit of the repository around a folder, in this time zone.

    None outside of one, and while something in the folder differs from it: what is being worked on is of today.
    """
    said = _git(folder, "log", "-1", "--format=%ct")
    if not said or _git(folder, "status", "--porcelain", "--", "."):
        return None
    return datetime.fromtimestamp(int(said), ZoneInfo(time_zone)).date()


def _git(folder: Path, *words: str) -> str:
    """What git says of a folder; "" where it says nothing, knows nothing, or is not there."""
    command = ["git", "--no-optional-locks", "-C", str(folder), *words]
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""
