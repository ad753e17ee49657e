"""Listening: HTTP as uvicorn speaks it, to those who say what they want within some seconds.

A request that comes in drop by drop, or not at all, holds a connection; a thousand of them hold all there are. A proxy
in front sees to that too; the service does not count on one.
"""

from __future__ import annotations

import asyncio

from uvicorn.protocols.http.h11_impl import H11Protocol

WITHIN = 10.0  # seconds for a whole request: questions are small
_ASKING = ("IDLE", "SEND_BODY")  # what h11 calls it while more of a request must come


class Listening(H11Protocol):
    """One connection."""

    _end: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if repr(self.conn.their_state) in _ASKING:
            self._wait()
        else:
            self._understood()

    def connection_lost(self, exc: Exception | None) -> None:
        self._understood()
        super().connection_lost(exc)

    def _wait(self) -> None:
        if self._end is None:
            self._end = self.loop.call_later(WITHIN, self.transport.close)

    def _understood(self) -> None:
        if self._end is not None:
            self._end.cancel()
            self._end = None
