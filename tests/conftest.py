"""Fixtures: the sample city copied, built and served; and a village, the smallest portal that is one."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from publish import pipeline
from publish.cache import Cache
from publish.pipeline import Built, Plan
from publish.read import REGISTERS
from tests import markup

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
AS_OF = date(2026, 11, 22)
PATIENCE = 120.0  # seconds a server may take to answer first


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with a slow test come first, so that in the end no worker waits for another that has just begun one; what
    measures speed comes last, when least else runs."""
    ranks = {item.path: -1 for item in items if item.get_closest_marker("slow")}
    ranks |= {item.path: 1 for item in items if item.get_closest_marker("alone")}
    items.sort(key=lambda item: ranks.get(item.path, 0))


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    """An empty cache."""
    return Cache(tmp_path / "cache")


def free_port() -> int:
    """A port of the loopback that nobody listens at."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def make_portal(folder: Path, names: tuple[str, ...] | None = None, base_url: str = "") -> Path:
    """A copy of the sample city, or of its registers and these packages of it."""
    folder.mkdir(parents=True, exist_ok=True)
    for part in ("content", "theme"):
        shutil.copytree(ROOT / part, folder / part)
    metadata = (ROOT / "metadata.yml").read_text(encoding="utf-8")
    if base_url:
        metadata = metadata.replace("base_url: http://127.0.0.1:8000", f"base_url: {base_url}")
    (folder / "metadata.yml").write_text(metadata, encoding="utf-8")
    for source in sorted((ROOT / "datasets").iterdir()):
        if source.is_dir() and (names is None or source.name in (*REGISTERS, *names)):
            shutil.copytree(source, folder / "datasets" / source.name)
    return folder


def plan(folder: Path, jobs: int = 1, as_of: date = AS_OF) -> Plan:
    """What to build, in a folder made by ``make_portal``."""
    return Plan(folder, folder / "output", as_of, jobs=jobs)


@pytest.fixture(scope="session")
def port() -> int:
    return free_port()


@pytest.fixture(scope="session")
def city(tmp_path_factory: pytest.TempPathFactory, port: int) -> Path:
    """The sample city, whole."""
    return make_portal(tmp_path_factory.mktemp("city"), base_url=f"http://127.0.0.1:{port}")


@pytest.fixture(scope="session")
def built(city: Path) -> Built:
    """The sample city, built."""
    return pipeline.build(plan(city, jobs=os.cpu_count() or 1))


@pytest.fixture(scope="session")
def pages(built: Built) -> dict[str, markup.Page]:
    """Every page of the sample city but the redirects, read, by its file's path."""
    texts = {path: path.read_text(encoding="utf-8") for path in sorted(built.release.site.rglob("*.html"))}
    return {
        path.relative_to(built.release.site).as_posix(): markup.read(text)
        for path, text in texts.items()
        if 'http-equiv="refresh"' not in text
    }


@pytest.fixture(scope="session")
def portal_url(city: Path, built: Built, port: int) -> Iterator[str]:
    """The sample city, served the way the README says; the address without a final slash."""
    with Serving(city, port) as url:
        yield url


class Serving:
    """``with Serving(folder, port) as url``: the portal of a folder, by ``build.py serve`` in a process of its own.
    More ``options`` of the command may follow."""

    def __init__(self, folder: Path, port: int, *options: str) -> None:
        self.folder, self.port, self.options = folder, port, options

    def __enter__(self) -> str:
        command = [sys.executable, str(ROOT / "build.py"), "serve", "--port", str(self.port)]
        command += ["--as-of", AS_OF.isoformat(), *self.options]
        self.log = (self.folder / "serve.log").open("w", encoding="utf-8")
        self.process = subprocess.Popen(command, cwd=self.folder, stdout=self.log, stderr=subprocess.STDOUT)
        url = f"http://127.0.0.1:{self.port}"
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                with urllib.request.urlopen(url, timeout=5):
                    return url
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.1)
        self.__exit__()
        raise AssertionError("not served: " + (self.folder / "serve.log").read_text(encoding="utf-8"))

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.close()


VILLAGE = ("census-2020-districts", "administrative-divisions", "district-outlines", "solar-terms")


@pytest.fixture(scope="session")
def hamlet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A village that was built once, so that those made from it find most things made. Nothing in it is changed."""
    folder = make_portal(tmp_path_factory.mktemp("hamlet") / "village", VILLAGE)
    pipeline.build(plan(folder))
    return folder


@pytest.fixture
def village(tmp_path: Path, hamlet: Path) -> Path:
    """A portal of the registers and a few packages, to be changed and broken; it was never built."""
    folder = make_portal(tmp_path / "village", VILLAGE)
    shutil.copytree(hamlet / ".cache", folder / ".cache", copy_function=os.link)
    return folder
