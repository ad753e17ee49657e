"""The versions of a package, and the day a portal is built for."""

from __future__ import annotations

import os
import subprocess
from datetime import date
from pathlib import Path

import pytest

from publish.history import commit_day, day, versions

LATE = "2026-10-31T23:30:00+00:00"  # in Shanghai the day after


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A folder with one commit."""
    (tmp_path / ".gitignore").write_text("output\n")
    (tmp_path / "metadata.yml").write_text("id: city\n")
    who = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.org"}
    who |= {key.replace("AUTHOR", "COMMITTER"): value for key, value in who.items()}
    env = {**os.environ, **who, "GIT_AUTHOR_DATE": LATE, "GIT_COMMITTER_DATE": LATE}
    for words in (("init", "-q"), ("add", "."), ("commit", "-q", "-m", "one")):
        subprocess.run(["git", "-C", str(tmp_path), *words], check=True, env=env)
    return tmp_path


def test_a_committed_portal_is_of_the_day_of_its_commit(repository):
    assert commit_day(repository, "Asia/Shanghai") == date(2026, 11, 1)
    assert commit_day(repository, "UTC") == date(2026, 10, 31)


def test_what_is_made_does_not_count(repository):
    (repository / "output").mkdir()
    (repository / "output" / "index.html").touch()
    assert commit_day(repository, "UTC") == date(2026, 10, 31)


@pytest.mark.parametrize("name", ["metadata.yml", "new.csv"])
def test_what_is_being_worked_on_is_of_no_commit(repository, name):
    (repository / name).write_text("id: other\n")
    assert commit_day(repository, "UTC") is None


def test_a_folder_outside_of_a_repository_has_no_day(tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert commit_day(tmp_path, "UTC") is None


def test_lines_of_a_history_without_a_version_are_passed_over():
    found = versions("version,date,note,note_en\n1,2026-01-02,首次,First\n,2026-01-03,,\n2,soon,,\n", "zh-Hans")
    assert [(v.version, v.date, v.note["en"]) for v in found] == [("1", date(2026, 1, 2), "First"), ("2", None, "")]


@pytest.mark.parametrize("text", ["2026-1-2", "2026-02-30", "20260102", ""])
def test_a_day_is_written_one_way(text):
    assert day(text) is None
