"""Gunicorn's private parts that we stand on: its ASGI worker, with a time for heads, connections
shared out among the workers and a stop that waits for requests alone.
tests/runtime/test_slow_clients.py and test_acceptor.py hold what they are used for."""

import asyncio
import os
from contextlib import suppress
from typing import Any

from gunicorn.asgi.protocol import ASGIProtocol
from gunicorn.workers import gasgi

from marketplace.runtime.acceptor import Acceptor, Loads

# For a connection's first head; the later ones have gunicorn's `keepalive` seconds.
HEAD_SECONDS = 10
ROUND = 1.0  # seconds between two signs of life
LOADS = Loads()  # the workers are forked from the process that reads this


class PatientProtocol(ASGIProtocol):
    """Holds half a head for some seconds, and nothing but a connection for it."""

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self.worker.connections.add(self)
        # The timer that gunicorn ends as soon as a head is whole.
        self._keepalive_handle = self.worker.loop.call_later(HEAD_SECONDS, self._keepalive_timeout)

    def connection_lost(self, exc: Exception | None) -> None:
        if self in self.worker.connections:
            self.worker.connections.remove(self)
            self.worker.load.add(-1)
            for server in self.worker.servers:
                server.come_back()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """A length of more digits than Python takes for a number is no fault of ours."""
        try:
            super().data_received(data)
        except ValueError:
            self._send_error_response(400, "Invalid Content-Length")
            self._close_transport()

    @property
    def is_waiting(self) -> bool:
        """For a head, or for the rest of a body: no request is being worked on."""
        receiver = self._body_receiver
        return self._awaiting_request or (receiver is not None and not receiver._complete)


class WebWorker(gasgi.ASGIWorker):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.connections: set[PatientProtocol] = set()
        self.serving: asyncio.Task[Any] | None = None
        self.load = LOADS.share(self.age)

    async def _serve(self) -> None:
        self.serving = asyncio.current_task()
        self.load.beat()
        self.servers = [self.make_acceptor(listener) for listener in self.sockets]
        with suppress(asyncio.CancelledError):
            while self.alive and self.ppid == os.getppid():
                self.notify()
                self.load.beat()
                await asyncio.sleep(ROUND)
        await self._shutdown()

    def make_acceptor(self, listener: Any) -> Acceptor:
        tls = self._get_ssl_context()
        return Acceptor(listener.sock, self.load, lambda: PatientProtocol(self), tls)

    def handle_exit_signal(self) -> None:
        """End at once the sleep of a second after which gunicorn would look whether to stop."""
        if self.alive and self.serving is not None:
            self.serving.cancel()
        super().handle_exit_signal()

    async def _shutdown(self) -> None:
        for server in self.servers:
            server.close()
        for connection in list(self.connections):
            if connection.is_waiting:
                connection._close_transport()
        await super()._shutdown()
