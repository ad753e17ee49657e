"""The examples of a dataset page, pasted and run: what they print is what the data hold."""

from __future__ import annotations

import html
import re
import shutil
import subprocess
import sys
import urllib.request

import pytest

PAGE = "/en/dataset/census-2020-districts/"


@pytest.fixture(scope="module")
def examples(portal_url: str) -> dict[str, str]:
    """The examples by their names."""
    with urllib.request.urlopen(portal_url + PAGE) as answer:
        page = answer.read().decode()
    found = re.findall(r"<summary>([^<]+)</summary><pre[^>]*><code[^>]*>(.*?)</code>", page, re.S)
    return {name: html.unescape(code) for name, code in found}


def printed(command: list[str], given: str) -> str:
    """What a program prints that is given a text."""
    done = subprocess.run(command, input=given, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_every_way_has_its_example(examples):
    assert [*examples] == ["curl", "Python", "R", "JavaScript", "Excel (Power Query)", "SQL", "SQL by address"]


@pytest.mark.parametrize(("name", "holds"), [("curl", '"rows"'), ("SQL by address", '[{"n": 16}]')])
def test_the_shell_examples_run(examples, name, holds):
    if not (shell := shutil.which("sh")) or not shutil.which("curl"):
        pytest.skip("no shell with curl here")
    assert holds in printed([shell, "-e"], examples[name])


def test_the_python_example_runs_and_keeps_codes_as_text(examples):
    said = printed([sys.executable, "-"], examples["Python"] + "\nprint(d.code.map(type).unique(), len(d))")
    assert "310101" in said and "<class 'str'>" in said and said.rstrip().endswith("16")


def test_the_javascript_example_runs(examples):
    if not (node := shutil.which("node")):
        pytest.skip("no node here")
    assert "Pudong New Area" in printed([node, "--input-type=module", "-"], examples["JavaScript"])


def test_the_files_that_r_and_excel_read_are_there(examples):
    for name in ("R", "Excel (Power Query)"):
        address = re.search(r'"(http[^"]+)"', examples[name])
        assert address
        with urllib.request.urlopen(address[1]) as answer:
            assert answer.read().decode().splitlines()[0].startswith("code,")
