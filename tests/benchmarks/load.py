"""A small load client: a bounded number of GET requests over a few kept connections to an address of this computer.

It speaks just enough HTTP/1.1 to read an answer to its end, so that it costs little beside the server it measures.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from statistics import median, quantiles

HOST = "127.0.0.1"
PATIENCE = 60.0  # seconds: who waits longer for a page has gone away


class AnswerError(Exception):
    """The server answered, but not with 200."""


@dataclass(frozen=True)
class Load:
    """What came of a load: ``rate`` in requests a second; ``p50`` and ``p99`` in seconds; ``bytes`` of one answer.

    They are of the answers that were given; 0 when there were none. ``refused`` says why the others were not, and of
    how many that is true.
    """

    requests: int
    rate: float
    p50: float
    p99: float
    bytes: int
    refused: dict[str, int]


@dataclass
class Made:
    """What one connection has made so far: (seconds, bytes) of each answer, and what was said instead of one."""

    answers: list[tuple[float, int]] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)


async def read_answer(reader: asyncio.StreamReader) -> int:
    """Read one answer to its end; bytes of its body. Raises AnswerError unless it is 200."""
    head = await reader.readuntil(b"\r\n\r\n")
    status, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    size = await read_body(reader, headers)
    code = status.split(" ")[1]
    if code != "200":
        raise AnswerError(code)
    return size


async def read_body(reader: asyncio.StreamReader, headers: dict[str, str]) -> int:
    """Read a body sent whole or in chunks; its bytes."""
    if "chunked" in headers.get("transfer-encoding", ""):
        return await read_chunks(reader)
    length = int(headers["content-length"])
    await reader.readexactly(length)
    return length


async def read_chunks(reader: asyncio.StreamReader) -> int:
    """Read a body sent in chunks; its bytes."""
    total = 0
    while size := int((await reader.readline()).split(b";")[0], 16):
        await reader.readexactly(size + 2)
        total += size
    await reader.readline()
    return total


async def worker(port: int, path: str, tickets: Iterator[int], deadline: float) -> Made:
    """Take tickets until there are none, time is up, or an answer keeps us waiting longer than PATIENCE."""
    reader, writer = await asyncio.open_connection(HOST, port)
    request = f"GET {path} HTTP/1.1\r\nHost: {HOST}:{port}\r\nAccept: */*\r\n\r\n".encode()
    made = Made()
    try:
        for _ in tickets:
            start = time.perf_counter()
            writer.write(request)
            try:
                size = await asyncio.wait_for(read_answer(reader), PATIENCE)
                made.answers.append((time.perf_counter() - start, size))
            except AnswerError as error:
                made.refused[str(error)] += 1
            except TimeoutError:
                made.refused[f"no answer in {PATIENCE:.0f} s"] += 1
                break
            if time.perf_counter() > deadline:
                break
    finally:
        writer.close()
        await writer.wait_closed()
    return made


async def spread_load(port: int, path: str, count: int, seconds: float, connections: int) -> Load:
    tickets = iter(range(count))
    start = time.perf_counter()
    deadline = start + seconds
    workers = (worker(port, path, tickets, deadline) for _ in range(min(connections, count)))
    made = await asyncio.gather(*workers)
    elapsed = time.perf_counter() - start
    answers = [one for each in made for one in each.answers]
    refused = dict(sum((each.refused for each in made), Counter[str]()))
    if not answers:
        return Load(0, 0.0, 0.0, 0.0, 0, refused)
    times = [seconds for seconds, _ in answers]
    p99 = quantiles(times, n=100)[98] if len(times) > 1 else times[0]
    return Load(len(answers), len(answers) / elapsed, median(times), p99, answers[0][1], refused)


def load(port: int, path: str, count: int = 1000, seconds: float = 5.0, connections: int = 8) -> Load:
    """GET ``path`` ``count`` times, or for ``seconds``, whichever ends first; each connection makes one at least.

    Raises OSError when nobody listens, or a connection is broken.
    """
    return asyncio.run(spread_load(port, path, count, seconds, connections))
