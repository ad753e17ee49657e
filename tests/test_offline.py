"""A machine without a network makes the environment from a folder of wheels, and builds."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import AS_OF, ROOT

PARTS = ("build.py", "Makefile", "requirements.txt", "metadata.yml", "pyproject.toml")
FOLDERS = ("publish", "theme", "content", "datasets")


def copied(folder: Path) -> Path:
    folder.mkdir()
    for name in PARTS:
        shutil.copy(ROOT / name, folder / name)
    for name in FOLDERS:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="make is not part of Windows; the README has the commands without it")
def test_wheels_are_enough(tmp_path: Path) -> None:
    folder = copied(tmp_path / "kaimen")
    made = subprocess.run(["make", "-C", str(ROOT), "wheels"], capture_output=True, text=True)
    assert made.returncode == 0, made.stdout + made.stderr
    environment = os.environ | {"WHEELS": str(ROOT / "wheels"), "PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull}
    # Where it can be had, an empty network namespace proves that nothing is asked for.
    alone = ["unshare", "--net"] if _may_unshare() else []
    env = subprocess.run([*alone, "make", "env"], cwd=folder, env=environment, capture_output=True, text=True)
    assert env.returncode == 0, env.stdout + env.stderr
    command = [*alone, ".venv/bin/python", "build.py", "build", "--as-of", AS_OF.isoformat()]
    built = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    assert built.returncode == 0, built.stdout + built.stderr
    assert (folder / "output" / "site" / "index.html").is_file()


def _may_unshare() -> bool:
    tool = shutil.which("unshare")
    return tool is not None and subprocess.run([tool, "--net", "true"], capture_output=True).returncode == 0
