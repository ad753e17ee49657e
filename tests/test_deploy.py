"""What an operator copies is what works: proxies answer as the portal alone would, and every file is understood."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
import yaml

from publish import pipeline, serve, urls
from tests import releasing
from tests.conftest import ROOT, free_port, plan

DEPLOY = ROOT / "publish" / "deploy"
PUBLIC = "/srv/kaimen/public"
UNITS = sorted((DEPLOY / "systemd").iterdir())

ASKED = (
    "/",
    "/en/",
    "/dataset/clinics/",
    "/dataset/clinics/data/clinics.csv",
    "/dataset/clinics/data/clinics.csv-metadata.json",
    "/dataset/clinics/data/clinics.parquet",
    "/dataset/clinics/data/clinics.xlsx",
    "/dataset/clinics/data/clinics.ndjson",
    "/dataset/clinics/datapackage.json",
    "/catalog.jsonld",
    "/catalog.ttl",
    "/catalog.rdf",
    "/catalog.csv",
    "/feeds/all.atom",
    "/sitemap.xml",
    "/robots.txt",
    "/llms.txt",
    "/static/site.css",
    "/static/site.css?v=abc",
    "/dataset/clinics",  # the same page, one address
    "/dataset/clinics?x=1",
    "/entry/307310/000123/",  # leads elsewhere
    "/nothing/",
    "/en/nothing/",
    "/dataset/",
    "/dataset/clinics/data/",
    "//dataset/clinics/",
    "/dataset/old-clinics/data/old-clinics.csv",  # withdrawn
    "/dataset/clinics/versions/2026.10.0/clinics.csv",  # no longer kept
    "/data/open.json",
    "/data/open/clinics.json?_shape=array",
    "/api/3/action/package_list",
    "/api/3/action/package_show?id=none",
)
SENT = (
    "content-type", "cache-control", "access-control-allow-origin", "access-control-expose-headers", "location", "vary",
)  # fmt: skip


class Proxy:
    """A proxy at a port of the loopback, in front of a release and its service, from the file the operator copies."""

    def __init__(self, command: list[str], port: int, folder: Path) -> None:
        self.merges = "caddy" in command[0]  # two slashes are one to Caddy
        self.url = f"http://127.0.0.1:{port}"
        log = folder / "log"
        with log.open("w") as said:
            self.process = subprocess.Popen(command, cwd=folder, stdout=said, stderr=subprocess.STDOUT)
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                httpx.get(f"{self.url}/robots.txt", timeout=2)
                return
            except httpx.TransportError:
                time.sleep(0.05)
        self.stop()
        raise AssertionError(log.read_text(encoding="utf-8"))

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def nginx(folder: Path, port: int, service: int) -> list[str]:
    """nginx with the file as it is, but for the places and ports."""
    found = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin:/opt/homebrew/bin")
    if not found:
        pytest.skip("nginx is not installed")
    text = _placed((DEPLOY / "nginx.conf").read_text(encoding="utf-8"), folder, service)
    text = text.replace("listen 80;", f"listen 127.0.0.1:{port};").replace("listen [::]:80;", "")
    assert f"127.0.0.1:{port}" in text and ":8000" not in text
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "kaimen.conf").write_text(text, encoding="utf-8")
    (folder / "nginx.conf").write_text(
        f"{_user()}daemon off; pid {folder}/pid; error_log stderr warn; events {{}}\n"
        f"http {{ access_log off; {temporary} include {folder}/kaimen.conf; }}\n",
        encoding="utf-8",
    )
    command = [found, "-p", str(folder), "-c", str(folder / "nginx.conf")]
    judged = subprocess.run([*command, "-t"], capture_output=True, text=True)
    assert judged.returncode == 0, judged.stderr
    return command


def _user() -> str:
    """Started by root, nginx works as somebody who may not read a test's folder."""
    return "user root; " if os.geteuid() == 0 else ""


def caddy(folder: Path, port: int, service: int) -> list[str]:
    """Caddy with the file as it is, but for the places and ports, and without certificates."""
    found = shutil.which("caddy")
    if not found:
        pytest.skip("caddy is not installed")
    text = _placed((DEPLOY / "Caddyfile").read_text(encoding="utf-8"), folder, service)
    text = text.replace("data.example.org {", f"http://127.0.0.1:{port} {{")
    assert str(port) in text and ":8000" not in text
    (folder / "Caddyfile").write_text("{\n\tadmin off\n}\n" + text, encoding="utf-8")
    return [found, "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")]


def _placed(text: str, folder: Path, service: int) -> str:
    assert PUBLIC in text
    return text.replace(PUBLIC, str(folder)).replace("127.0.0.1:8000", f"127.0.0.1:{service}")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("public")
    releasing.released(folder)
    return folder


@pytest.fixture(scope="module")
def alone(folder: Path) -> Iterator[str]:
    """The portal alone, as ``build.py serve`` serves it; the proxies stand in front of it too."""
    port = free_port()
    config = serve.listening(folder / "output", "127.0.0.1", port)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 20
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="module", params=[nginx, caddy], ids=["nginx", "caddy"])
def proxy(request: pytest.FixtureRequest, folder: Path, alone: str) -> Iterator[Proxy]:
    port = free_port()
    made = Proxy(request.param(folder, port, int(alone.rpartition(":")[2])), port, folder)
    yield made
    made.stop()


def said(response: httpx.Response, host: str) -> dict[str, str]:
    """The headers that promise something, without the host the answer came from."""
    headers = {name: response.headers[name] for name in (*SENT, *serve._HEADERS) if name in response.headers}
    headers["location"] = headers.get("location", "").removeprefix(host)
    headers["vary"] = ", ".join(sorted({part.strip().lower() for part in headers.get("vary", "").split(",")}))
    return headers


@pytest.mark.parametrize("path", ASKED)
def test_a_proxy_answers_as_the_portal_alone(path: str, alone: str, proxy: Proxy) -> None:
    plain = {"accept-encoding": "identity"}
    with httpx.Client(headers=plain, timeout=20, trust_env=False) as client:
        expected, got = client.get(f"{alone}{path}"), client.get(f"{proxy.url}{path}")
    if path.startswith("//") and proxy.merges:
        return
    one = {308: 301}  # both say: for ever
    assert one.get(got.status_code, got.status_code) == expected.status_code
    wanted, found = said(expected, alone), said(got, proxy.url)
    if expected.status_code == 301:
        assert found["location"].partition("?")[0] == wanted["location"].partition("?")[0]
        return
    assert got.content == expected.content
    assert len(got.headers.get_list("cache-control")) == 1, "said once"
    for name in wanted.keys() - {"vary", "location"}:
        assert found[name] == wanted[name], name


def test_text_is_compressed_and_data_come_in_parts(proxy: Proxy) -> None:
    with httpx.Client(timeout=20, trust_env=False) as client:
        page = client.get(f"{proxy.url}/dataset/clinics/", headers={"accept-encoding": "gzip"})
        part = client.get(f"{proxy.url}/dataset/clinics/data/clinics.parquet", headers={"range": "bytes=0-3"})
        again = client.get(
            f"{proxy.url}/en/", headers={"if-none-match": client.get(f"{proxy.url}/en/").headers["etag"]}
        )
        written = client.post(f"{proxy.url}/dataset/clinics/", content=b"x")
        may = client.options(f"{proxy.url}/dataset/clinics/data/clinics.parquet")
    with httpx.Client(timeout=20, trust_env=False) as client:
        best = client.head(f"{proxy.url}/dataset/clinics/", headers={"accept-encoding": "gzip, br, zstd"})
    assert best.headers.get("content-encoding") in ("gzip", "zstd"), "what README says of compression"
    assert page.headers["content-encoding"] == "gzip" and "accept-encoding" in page.headers["vary"].lower()
    assert (part.status_code, part.content) == (206, b"PAR1")
    assert again.status_code == 304 and written.status_code == 405
    assert written.headers["allow"] == "GET, HEAD"
    assert (may.status_code, may.headers["access-control-allow-headers"]) == (204, "*")
    assert may.headers.get_list("access-control-allow-origin") == ["*"]


def test_a_long_question_comes_through(proxy: Proxy) -> None:
    """By address as much as the service takes, in however many pieces it comes."""
    with httpx.Client(timeout=20, trust_env=False) as client:
        asked = client.get(f"{proxy.url}/data/open.json?n={'1' * 50_000}&sql=select+1+as+n&_shape=array")
    assert asked.json() == [{"n": 1}]


def test_files_are_there_while_the_service_rests(folder: Path, tmp_path: Path) -> None:
    port = free_port()
    shutil.copytree(folder, tmp_path / "public", symlinks=True)
    rested = Proxy(nginx(tmp_path / "public", port, free_port()), port, tmp_path)
    try:
        with httpx.Client(timeout=20, trust_env=False) as client:
            assert client.get(f"{rested.url}/dataset/clinics/").status_code == 200
            assert client.get(f"{rested.url}/nothing/").status_code == 404
            resting = client.get(f"{rested.url}/data/open.json")
            assert resting.status_code == 503 and resting.json()["ok"] is False
    finally:
        rested.stop()


# --- the files ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["nginx.conf", "Caddyfile"])
def test_a_proxy_sends_the_headers_the_portal_sends(name: str) -> None:
    text = (DEPLOY / name).read_text(encoding="utf-8")
    for header, value in serve._HEADERS.items():
        assert re.search(rf'{header} "{re.escape(value)}"', text), header
    assert serve._FRESH in text and serve._FOREVER in text


@pytest.mark.parametrize("name", ["nginx.conf", "Caddyfile"])
def test_the_addresses_are_those_of_the_portal(name: str) -> None:
    text = (DEPLOY / name).read_text(encoding="utf-8")
    assert urls.API.strip("/") in text and urls.action("x").split("/")[1] in text
    assert re.search(r"/dataset/\S*/versions/", text) and urls.version("x", "1").startswith("/dataset/x/versions/")


def test_every_type_the_portal_names_is_known_to_nginx() -> None:
    text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    block = next(found for found in re.findall(r"types \{(.*?)\}", text, re.DOTALL) if found.strip())
    known = {f".{end}": kind for kind, ends in re.findall(r"(\S+) ([^;]+);", block) for end in ends.split()}
    longer = re.findall(r"location ~ (\S+)\$ \{\s+types \{ \}\s+default_type (\S+);", text)
    known |= {name.replace("\\", ""): kind for name, kind in longer}
    for ending, kind in serve._TYPES.items():
        assert known[ending] == kind.partition(";")[0]


def test_the_composition_is_read_only_and_without_rights() -> None:
    services: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yml").read_text(encoding="utf-8"))["services"]
    for service in services.values():
        assert service["read_only"] is True and service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"] and service["mem_limit"]
        assert all(":ro" in volume for volume in service["volumes"])


def test_the_container_runs_as_nobody_and_holds_what_it_copies() -> None:
    text = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    last = text.rpartition("\nFROM ")[2]
    assert re.search(r"(?m)^USER [1-9]\d*:[1-9]\d*$", last) and "HEALTHCHECK" in last and "RUN" not in last
    assert not re.search(r":latest|index-url", text)
    assert all(re.fullmatch(r"\S+:\d+\.\d+\.\d+-\S+( AS \w+)?", image) for image in re.findall(r"(?m)^FROM (.*)", text))
    for copied in re.findall(r"(?m)^COPY (?!--from)(.+) \S+$", text):
        assert all((ROOT / name).exists() for name in copied.split())


@pytest.mark.parametrize("unit", UNITS, ids=lambda p: p.name)
def test_units_are_understood(unit: Path, tmp_path: Path) -> None:
    found = shutil.which("systemd-analyze")
    if not found:
        pytest.skip("systemd-analyze is not installed")
    for other in UNITS:  # as they would lie, with the programs they name replaced by one that is there
        text = other.read_text(encoding="utf-8").replace("/srv/kaimen/.venv/bin/python", "/bin/true")
        (tmp_path / other.name).write_text(
            text.replace("User=kaimen", "User=root").replace("Group=kaimen", "Group=root")
        )
    done = subprocess.run([found, "verify", "--man=no", str(tmp_path / unit.name)], capture_output=True, text=True)
    complaints = [one for one in done.stderr.splitlines() if unit.name in one and "/srv/kaimen" not in one]
    assert not complaints, complaints


def test_the_service_may_read_and_answer_and_nothing_else() -> None:
    text = (DEPLOY / "systemd" / "kaimen.service").read_text(encoding="utf-8")
    for line in (
        "DynamicUser=yes",
        "ProtectSystem=strict",
        "NoNewPrivileges=yes",
        "CapabilityBoundingSet=",
        "MemoryMax=1G",
    ):
        assert re.search(rf"(?m)^{line}$", text), line
    assert "ReadWritePaths" not in text and "--no-build" in text


@pytest.mark.parametrize("words", ["恢复", "备份", "更新", "上限", "Restore", "Back up", "Update", "Limits", "CDN"])
def test_the_operator_is_told(words: str) -> None:
    assert words in (DEPLOY / "README.md").read_text(encoding="utf-8")


def test_a_portal_is_restored_from_what_was_committed(village: Path, tmp_path: Path) -> None:
    """The drill: nothing of the old machine is left, and the release is the same to the byte."""
    lost = pipeline.build(plan(village)).release
    copied = tmp_path / "elsewhere"
    for part in ("content", "theme", "datasets", "metadata.yml"):
        source = village / part
        shutil.copytree(source, copied / part) if source.is_dir() else shutil.copy(source, copied / part)
    restored = pipeline.build(plan(copied)).release
    assert restored.id == lost.id and restored.record == lost.record


def test_what_is_there_is_served_and_nothing_made(folder: Path, tmp_path: Path) -> None:
    """The service needs the release alone: no metadata.yml, no packages, and nothing to write to."""
    port = free_port()
    command = [sys.executable, str(ROOT / "build.py"), "serve", "--no-build", "--lang", "en"]
    command += ["--output", str(folder / "output"), "--port", str(port)]
    served = Proxy(command, port, tmp_path)
    try:
        assert httpx.get(f"{served.url}/data/open/clinics.json", trust_env=False, timeout=20).status_code == 200
        assert [path.name for path in tmp_path.iterdir()] == ["log"]
    finally:
        served.stop()
