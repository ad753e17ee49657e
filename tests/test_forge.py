"""The forge files call the command and may do no more than they must; the hook judges what leaves the computer."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from publish.report.markdown import MARK
from tests.conftest import ROOT

GITHUB = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
WORKFLOWS = [*GITHUB, ROOT / ".gitea" / "workflows" / "check.yml"]
GITLAB = ROOT / ".gitlab-ci.yml"
HOOK = ROOT / ".githooks" / "pre-push"

# The rights a job has, each with its reason beside it in the file.
RIGHTS = {
    ("check.yml", "check"): {"contents": "read"},
    ("comment.yml", "comment"): {"actions": "read", "pull-requests": "write"},
    ("publish.yml", "build"): {"contents": "read"},
    ("publish.yml", "deploy"): {"pages": "write", "id-token": "write"},
}
PINNED = re.compile(r"uses: [\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")


def read(path: Path) -> dict[str, Any]:
    text = path.read_text(encoding="utf-8")
    loaded = yaml.safe_load(re.sub(r"(?m)^on:", '"on":', text))
    assert isinstance(loaded, dict)
    return loaded


def steps(path: Path) -> Iterator[dict[str, Any]]:
    for job in read(path)["jobs"].values():
        yield from job["steps"]


def scripts(path: Path) -> Iterator[str]:
    if path == GITLAB:
        yield from (line for job in read(path).values() if isinstance(job, dict) for line in job.get("script", ()))
    else:
        yield from (step["run"] for step in steps(path) if "run" in step)


def unpinned(text: str) -> list[str]:
    """Uses of actions that are not pinned to a commit whose version stands beside it."""
    uses = (line.strip().removeprefix("- ") for line in text.splitlines())
    return [line for line in uses if line.startswith("uses:") and not PINNED.match(line)]


def strange_words(script: str) -> list[str]:
    """Expressions of the forge inside a script, where a stranger's branch name would become a command."""
    return re.findall(r"\$\{\{.*?\}\}", script)


@pytest.mark.parametrize("path", GITHUB, ids=lambda p: p.name)
def test_a_job_has_the_rights_it_needs_and_no_more(path: Path) -> None:
    workflow = read(path)
    assert workflow["permissions"] == {}
    for name, job in workflow["jobs"].items():
        assert job["permissions"] == RIGHTS[path.name, name]
        assert job["timeout-minutes"]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda p: f"{p.parent.parent.name}/{p.name}")
def test_a_workflow_is_closed_to_strangers(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert unpinned(text) == []
    assert "pull_request_target" not in text and "secrets." not in text
    assert [found for script in scripts(path) for found in strange_words(script)] == []
    checkouts = [s for s in steps(path) if "actions/checkout@" in s.get("uses", "")]
    assert all(s["with"]["persist-credentials"] is False for s in checkouts)


def test_who_may_write_runs_nothing_of_a_stranger() -> None:
    path = ROOT / ".github" / "workflows" / "comment.yml"
    assert not [s for s in steps(path) if "uses" in s]
    assert not re.search(r"build\.py|make |python|bash|source ", "\n".join(scripts(path)))
    (trigger,) = read(path)["on"]
    assert trigger == "workflow_run"
    names = [read(p)["name"] for p in GITHUB]
    assert read(path)["on"]["workflow_run"]["workflows"] == ["check"] and "check" in names


@pytest.mark.parametrize("path", [*WORKFLOWS, GITLAB], ids=lambda p: f"{p.parent.name}/{p.name}")
def test_the_command_is_all_that_is_called(path: Path) -> None:
    said = "\n".join(scripts(path))
    called = re.findall(r"(?:^|[\s;&|(])(\S*python\S*|pip|npm|node|npx) (\S+)", said)
    assert set(called) <= {(".venv/bin/python", "build.py")}
    assert "--no-verify" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", [WORKFLOWS[0], WORKFLOWS[-1], GITLAB], ids=lambda p: f"{p.parent.name}/{p.name}")
def test_what_changed_is_judged_and_said_once(path: Path) -> None:
    said = "\n".join(scripts(path))
    (judged,) = [line for line in said.splitlines() if "build.py check" in line]
    assert "--against " in judged and re.search(r"--save (report/)?comment\.md", judged)
    assert "||" not in judged  # its exit code is the verdict


@pytest.mark.parametrize("path", [ROOT / ".github/workflows/comment.yml", WORKFLOWS[-1], GITLAB], ids=lambda p: p.name)
def test_the_comment_is_found_by_its_mark(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert MARK in text and re.search("PATCH|PUT", text) and "POST" in text


def test_what_is_wrong_is_found() -> None:
    assert unpinned("- uses: actions/checkout@v5\n")
    assert unpinned("uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8\n")
    assert strange_words('echo "${{ github.event.pull_request.title }}"')


@pytest.mark.parametrize(
    ("linter", "arguments"),
    [("actionlint", [*map(str, WORKFLOWS)]), ("zizmor", ["--offline", "--no-progress", str(ROOT / ".github")])],
)
def test_linters_find_nothing(linter: str, arguments: list[str]) -> None:
    found = shutil.which(linter, path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    if not found:
        pytest.skip(f"{linter} is not installed")
    done = subprocess.run([found, *arguments], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr


# --- the hook -------------------------------------------------------------------------------------------------------

STUB = """#!/bin/sh
echo "$* | $(cat datasets/x/data.csv)" >> "$JUDGED"
exit "$VERDICT"
"""


class Clerk:
    """Somebody with a clone, a remote, and the hook; the check is a stub that writes down what it was asked."""

    def __init__(self, folder: Path) -> None:
        self.remote, self.clone, self.judged = folder / "remote.git", folder / "clone", folder / "judged"
        self.verdict = 0
        self._git(folder, "init", "--quiet", "--bare", "--initial-branch=main", str(self.remote))
        self._git(folder, "clone", "--quiet", str(self.remote), str(self.clone))
        self.git("checkout", "--quiet", "-b", "main")
        self.git("config", "core.hooksPath", ".githooks")
        self.write(".gitignore", ".venv/\n.cache/\n")
        (self.clone / ".githooks").mkdir()
        shutil.copy(HOOK, self.clone / ".githooks")
        self.write(".venv/bin/python", STUB)
        (self.clone / ".venv/bin/python").chmod(0o755)
        self.write("build.py", "")

    def _git(self, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
        environment |= {"JUDGED": str(self.judged), "VERDICT": str(self.verdict), "GIT_CONFIG_NOSYSTEM": "1"}
        environment |= {"GIT_CONFIG_GLOBAL": os.devnull}
        who = ["-c", "user.name=Clerk", "-c", "user.email=clerk@example.org"]
        command = ["git", *who, *arguments]
        return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=60)

    def git(self, *arguments: str) -> str:
        done = self._git(self.clone, *arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def push(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return self._git(self.clone, "push", "origin", *arguments)

    def write(self, name: str, text: str) -> None:
        path = self.clone / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def commit(self, data: str) -> str:
        self.write("datasets/x/data.csv", data)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", data)
        return self.git("rev-parse", "HEAD")

    def asked(self) -> list[str]:
        return self.judged.read_text(encoding="utf-8").splitlines() if self.judged.exists() else []


@pytest.fixture
def clerk(tmp_path: Path) -> Clerk:
    if os.name == "nt" or not shutil.which("git"):
        pytest.skip("needs git and a shell")
    return Clerk(tmp_path)


def test_the_first_push_judges_everything_and_the_next_what_changed(clerk: Clerk) -> None:
    first = clerk.commit("1")
    assert clerk.push("main").returncode == 0
    clerk.commit("2")
    clerk.commit("3")
    assert clerk.push("main").returncode == 0
    assert clerk.asked() == ["build.py check | 1", f"build.py check --against {first} | 3"]


def test_a_new_branch_is_compared_with_where_it_left(clerk: Clerk) -> None:
    base = clerk.commit("1")
    clerk.push("main")
    clerk.git("checkout", "--quiet", "-b", "toilets")
    clerk.commit("2")
    clerk.commit("3")
    assert clerk.push("toilets").returncode == 0
    assert clerk.asked()[1:] == [f"build.py check --against {base} | 3"]


def test_what_does_not_pass_does_not_leave(clerk: Clerk) -> None:
    clerk.commit("1")
    clerk.verdict = 1
    done = clerk.push("main")
    assert done.returncode != 0 and "没有推送" in done.stderr and "Not pushed" in done.stderr
    assert clerk.git("ls-remote", "origin") == ""
    assert "no-verify" not in done.stderr and "no-verify" not in HOOK.read_text(encoding="utf-8")


def test_the_commit_is_judged_not_the_files_as_they_lie(clerk: Clerk) -> None:
    clerk.commit("committed")
    clerk.write("datasets/x/data.csv", "mended, but not committed")
    assert clerk.push("main").returncode == 0
    assert clerk.asked() == ["build.py check | committed"]
    assert len(clerk.git("worktree", "list").splitlines()) == 1  # nothing is left behind
    assert (clerk.clone / ".cache").is_dir()


def test_a_branch_that_is_not_checked_out_is_judged_too(clerk: Clerk) -> None:
    base = clerk.commit("1")
    clerk.push("main")
    clerk.git("checkout", "--quiet", "-b", "other")
    clerk.commit("2")
    clerk.git("checkout", "--quiet", "main")
    assert clerk.push("other").returncode == 0
    assert clerk.asked()[1:] == [f"build.py check --against {base} | 2"]


def test_nothing_leaves_where_nothing_can_be_judged(clerk: Clerk) -> None:
    clerk.commit("1")
    shutil.rmtree(clerk.clone / ".venv")
    done = clerk.push("main")
    assert done.returncode != 0 and "make env" in done.stderr


def test_a_branch_may_be_deleted(clerk: Clerk) -> None:
    clerk.commit("1")
    clerk.push("main")
    clerk.push("main:old")
    clerk.verdict = 1
    assert clerk.push("--delete", "old").returncode == 0
    assert len(clerk.asked()) == 1


def test_make_hook_enables_it() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "git config core.hooksPath .githooks" in makefile and os.access(HOOK, os.X_OK)
