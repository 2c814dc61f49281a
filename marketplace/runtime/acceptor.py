"""Which of the web server's workers takes a new connection
(docs/decisions/0058-connections-are-shared-out.md).

A connection that waits wakes all workers, and asyncio's own server takes whatever waits at once: a
burst of connections, which are then kept, would lie with the worker that wakes first.
"""

import asyncio
import errno
import mmap
import select
import socket
import ssl
import time
from collections.abc import Callable

SLOTS = 64  # more workers than that share their slots, which makes their shares less even
ABSENT_AFTER = 3  # seconds without a sign of life: three of the worker's rounds
# A connection waits for the worker that has fewer: looked at so often, each so many seconds.
GLANCES = 25
GLANCE = 0.002
# A worker may have one connection more than another, and one more for each so many that it has.
# Exactness would let a flood of them in one by one, a glance between each.
SLACK = 8
# After an accept that failed for want of files or memory, in seconds; as asyncio has it.
REST = 1.0
EXHAUSTED = {errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM}


class Loads:
    """How many connections each worker has: memory that all of them see, in which each writes its
    own slot alone. Made before they fork."""

    def __init__(self) -> None:
        self.memory = memoryview(mmap.mmap(-1, 2 * 8 * SLOTS)).cast("q")

    def share(self, number: int) -> "Load":
        """The slot of the worker that was the `number`th to be started."""
        return Load(self, number % SLOTS)

    def smallest(self) -> int:
        """Of the workers that live; the asking one is among them."""
        now = int(time.monotonic())
        counts, beats = self.memory[:SLOTS].tolist(), self.memory[SLOTS:].tolist()
        living = zip(counts, beats, strict=True)
        return min((count for count, beat in living if beat > now - ABSENT_AFTER), default=0)


class Load:
    """One worker's slot."""

    def __init__(self, loads: Loads, slot: int) -> None:
        self.loads = loads
        self.slot = slot
        self.count = 0

    def beat(self) -> None:
        """Say that this worker lives. The first one takes the slot over from one that has ended."""
        self.loads.memory[self.slot] = self.count
        self.loads.memory[SLOTS + self.slot] = int(time.monotonic())

    def leave(self) -> None:
        self.loads.memory[SLOTS + self.slot] = 0

    def add(self, difference: int) -> None:
        self.count += difference
        self.loads.memory[self.slot] = self.count

    @property
    def is_low(self) -> bool:
        return self.count <= self.loads.smallest() + 1 + self.count // SLACK


class Acceptor:
    """Takes connections from a listening socket while no other worker has clearly fewer.

    It adds one to the load for each; who sees the connection end takes it off again.
    """

    def __init__(
        self,
        listener: socket.socket,
        load: Load,
        protocol: Callable[[], asyncio.Protocol],
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.listener = listener
        self.load = load
        self.protocol = protocol
        self.tls = tls
        self.loop = asyncio.get_running_loop()
        self.glances = 0
        self.pause: asyncio.TimerHandle | None = None
        self.openings: set[asyncio.Task[object]] = set()
        listener.setblocking(False)
        self.watch()

    def watch(self) -> None:
        self.pause = None
        if not select.select([self.listener], [], [], 0)[0]:
            self.glances = 0  # who waited has been taken by another
        self.loop.add_reader(self.listener.fileno(), self.accept_in_turn)

    def accept_in_turn(self) -> None:
        while self.load.is_low:
            self.glances = 0
            if not self.accept():
                return
        if self.glances < GLANCES:
            self.glances += 1
            self.stand_back(GLANCE)
        else:  # whose turn it is has no time, so all that wait are taken
            self.accept()

    def stand_back(self, seconds: float) -> None:
        self.loop.remove_reader(self.listener.fileno())
        self.pause = self.loop.call_later(seconds, self.watch)

    def come_back(self) -> None:
        """A connection of this worker has ended, so it may be its turn."""
        if self.pause is not None and self.load.is_low:
            self.pause.cancel()
            self.watch()

    def accept(self) -> bool:
        """Whether one was waiting."""
        try:
            connection, _ = self.listener.accept()
        except (BlockingIOError, InterruptedError, ConnectionAbortedError):
            return False  # another worker was quicker, or the client has left
        except OSError as error:
            if error.errno not in EXHAUSTED:
                raise
            self.stand_back(REST)
            return False
        connection.setblocking(False)
        self.load.add(1)
        opening = self.loop.create_task(self.open(connection))
        self.openings.add(opening)
        opening.add_done_callback(self.openings.discard)
        return True

    async def open(self, connection: socket.socket) -> None:
        try:
            await self.loop.connect_accepted_socket(self.protocol, connection, ssl=self.tls)
        except OSError:
            self.load.add(-1)
            connection.close()

    def close(self) -> None:
        if self.listener.fileno() == -1:
            return  # it is already
        self.load.leave()
        self.loop.remove_reader(self.listener.fileno())
        if self.pause is not None:
            self.pause.cancel()
            self.pause = None
        self.listener.close()

    async def wait_closed(self) -> None:
        """Nothing to wait for: what gunicorn asks of a server."""
