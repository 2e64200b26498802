"""Connections whose requests have to begin in time."""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD_S = 20.0
"""Seconds within which the first line and the headers of a request have to arrive, however many drops they
come in."""


class Protocol(H11Protocol):
    """Uvicorn's protocol, which by itself waits for a head for ever."""

    _head: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Wait on, unless this was the rest of a head."""
        super().data_received(data)
        if self.cycle is not None and not self.cycle.response_complete:
            self._stop()
        else:
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._stop()
        super().connection_lost(exc)

    def on_response_complete(self) -> None:
        """Leave an idle connection to the limit for these."""
        self._stop()
        super().on_response_complete()

    def _wait(self) -> None:
        if self._head is None:
            transport: Any = self.transport
            self._head = self.loop.call_later(HEAD_S, transport.close)

    def _stop(self) -> None:
        if self._head is not None:
            self._head.cancel()
            self._head = None
