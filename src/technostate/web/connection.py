"""A connection with limits of time: for a request's head and body, and for a client that does not read."""

from __future__ import annotations

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

#: Seconds for a head, for a head with its body, and for reading what was sent.
SLOWEST_HEAD, SLOWEST_WHOLE, SLOWEST_READER = 10.0, 20.0, 30.0


class Connection(H11Protocol):
    """Ends a connection that sends its request too slowly, or does not read."""

    _clock: asyncio.TimerHandle | None = None
    _reader: asyncio.TimerHandle | None = None
    _in_body = False

    def connection_made(self, transport: Any) -> None:
        """Begin to wait for the first head."""
        super().connection_made(transport)
        self._await(SLOWEST_HEAD)

    def data_received(self, data: bytes) -> None:
        """Take what came; a request that began has to end in time, whether it was answered already or not."""
        super().data_received(data)
        if self.conn.their_state is h11.SEND_BODY:
            if not self._in_body:
                self._await(SLOWEST_WHOLE)
                self._in_body = True
        elif self.conn.their_state is not h11.IDLE:
            self._stop_waiting()
        elif self._clock is None or self._in_body:
            self._await(SLOWEST_HEAD)

    def on_response_complete(self) -> None:
        """Let the usual limit count again between requests."""
        super().on_response_complete()
        if self.conn.their_state is not h11.SEND_BODY:
            self._stop_waiting()
        if self.transport.is_closing():
            self._leave()

    def timeout_keep_alive_handler(self) -> None:
        """Close what is idle; who has not read the rest by then is left."""
        super().timeout_keep_alive_handler()
        self._leave()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop all clocks."""
        self._stop_waiting()
        self.resume_writing()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """Begin to wait for a client that does not read."""
        super().pause_writing()
        self._leave()

    def resume_writing(self) -> None:
        """Stop waiting for a client that reads again."""
        if self._reader is not None:
            self._reader.cancel()
            self._reader = None
        super().resume_writing()

    def _await(self, seconds: float) -> None:
        self._stop_waiting()
        self._clock = self.loop.call_later(seconds, self._abort)

    def _stop_waiting(self) -> None:
        self._in_body = False
        if self._clock is not None:
            self._clock.cancel()
            self._clock = None

    def _leave(self) -> None:
        """Wait for a client to read, and not for ever: closing alone waits until everything is sent."""
        self._reader = self._reader or self.loop.call_later(SLOWEST_READER, self._abort)

    def _abort(self) -> None:
        if isinstance(self.transport, asyncio.Transport):
            self.transport.abort()
