"""A small load client: a bounded number of GET requests over a few kept connections to an address of this computer.

It speaks just enough HTTP/1.1 to read an answer to its end, so that it costs little beside the server it measures.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median, quantiles

HOST = "127.0.0.1"


class AnswerError(Exception):
    """The server did not answer 200."""


@dataclass(frozen=True)
class Load:
    """What came of a load: ``rate`` in requests a second; ``p50`` and ``p99`` in seconds; ``bytes`` of one answer."""

    requests: int
    rate: float
    p50: float
    p99: float
    bytes: int


async def read_answer(reader: asyncio.StreamReader, path: str) -> int:
    """Read one answer to its end; bytes of its body. Raises AnswerError unless it is 200."""
    head = await reader.readuntil(b"\r\n\r\n")
    status, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    if status.split(" ")[1] != "200":
        raise AnswerError(f"{path}: {status}")
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


async def worker(port: int, path: str, tickets: Iterator[int], deadline: float) -> list[tuple[float, int]]:
    """Take tickets until there are none or time is up; (seconds, bytes) of each request made."""
    reader, writer = await asyncio.open_connection(HOST, port)
    request = f"GET {path} HTTP/1.1\r\nHost: {HOST}:{port}\r\nAccept: */*\r\n\r\n".encode()
    made = []
    try:
        for _ in tickets:
            start = time.perf_counter()
            writer.write(request)
            size = await read_answer(reader, path)
            made.append((time.perf_counter() - start, size))
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
    made = [one for made in await asyncio.gather(*workers) for one in made]
    elapsed = time.perf_counter() - start
    times = [seconds for seconds, _ in made]
    p99 = quantiles(times, n=100)[98] if len(times) > 1 else times[0]
    return Load(len(made), len(made) / elapsed, median(times), p99, made[0][1])


def load(port: int, path: str, count: int = 1000, seconds: float = 5.0, connections: int = 8) -> Load:
    """GET ``path`` ``count`` times, or for ``seconds``, whichever ends first; each connection makes one at least.

    Raises AnswerError when an answer is not 200, OSError when nobody listens.
    """
    return asyncio.run(spread_load(port, path, count, seconds, connections))
