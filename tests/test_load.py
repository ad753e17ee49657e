"""The load client of the benchmarks: a server that refuses, or keeps silent, is written down and does not end a run."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from itertools import count
from socketserver import StreamRequestHandler, ThreadingTCPServer

import pytest

from tests.benchmarks import load as client
from tests.benchmarks.bench import answered, answers
from tests.benchmarks.load import HOST, Load, load

GOOD = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}"
BAD = b"HTTP/1.1 400 Bad Request\r\ntransfer-encoding: chunked\r\n\r\n3\r\nno.\r\n0\r\n\r\n"


@contextmanager
def server(*replies: bytes) -> Iterator[int]:
    """A server that gives these replies in turn; its port. Empty bytes are no reply."""
    number = count()

    class Talk(StreamRequestHandler):
        def handle(self) -> None:
            while self.rfile.readline():
                while self.rfile.readline() not in (b"\r\n", b""):
                    pass
                self.wfile.write(replies[next(number) % len(replies)])

    with ThreadingTCPServer((HOST, 0), Talk) as listening:
        thread = threading.Thread(target=listening.serve_forever)
        thread.start()
        yield listening.server_address[1]
        listening.shutdown()
        thread.join()


def test_refusals_are_counted_beside_answers() -> None:
    with server(GOOD, BAD, GOOD) as port:
        made = load(port, "/", count=6, connections=1)
    assert (made.requests, made.refused, made.bytes) == (4, {"400": 2}, 2)


def test_a_server_that_keeps_silent_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "PATIENCE", 0.2)
    with server(b"") as port:
        made = load(port, "/", count=6, connections=2)
    assert (made.requests, made.rate, made.refused) == (0, 0.0, {"no answer in 0 s": 2})


def test_a_row_says_who_did_not_answer() -> None:
    ours, never, some = (Load(n, n / 2, 0.1, 0.2, 9, why) for n, why in ((4, {}), (0, {"400": 3}), (2, {"400": 1})))
    row = asdict(answers("row", {"ours": [ours], "stock": [never]}))
    assert row["ratio"] is None and answered(row, "stock") == "none (400: 3) | –"
    assert answered(row, "ours") == "2.0 (2.0–2.0) | 100.0 / 200.0"
    row = asdict(answers("row", {"ours": [ours], "stock": [some]}))
    assert row["ratio"]["median"] == 2 and answered(row, "stock").startswith("1.0 (1.0–1.0); refused: 400: 1 |")
