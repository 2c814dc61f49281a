"""Which of the web process's threads runs a request (docs/decisions/0060-a-host-has-a-thread.md).

A thread has a session with PostgreSQL of its own, which remembers the tables of the shops that it
has been in. The requests of a host therefore run on the same thread while it is free, and on the
next free one otherwise.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any, TypeVar
from zlib import crc32

# One that waits is overtaken by no more than so many that came after it, for each thread.
OVERTAKING = 4

T = TypeVar("T")


class Threads:
    """`count` threads for one event loop, on which alone it is used."""

    def __init__(self, count: int) -> None:
        # They begin with their first requests, so in the worker and not before its fork.
        self.pools = [ThreadPoolExecutor(1, thread_name_prefix="web") for _ in range(count)]
        self.idle = set(range(count))
        self.waiting: list[deque[tuple[int, asyncio.Future[int]]]] = [deque() for _ in self.pools]
        self.number = 0

    async def run(self, host: str, function: Callable[..., T], *values: Any) -> T:
        """What the function returns, on the thread of the host or on the next that is free."""
        thread = await self.take(self.home_of(host))
        job = self.pools[thread].submit(function, *values)
        try:
            return await asyncio.wrap_future(job)
        finally:
            if job.done():
                self.give_back(thread)
            else:  # nobody waits for it any more, but it still runs
                loop = asyncio.get_running_loop()
                job.add_done_callback(lambda _: self.give_back_from_thread(loop, thread))

    def home_of(self, host: str) -> int:
        return crc32(host.lower().encode()) % len(self.pools)

    async def take(self, home: int) -> int:
        if self.idle:
            thread = min(self.idle, key=lambda thread: (thread - home) % len(self.pools))
            self.idle.remove(thread)
            return thread
        self.number += 1
        turn = asyncio.get_running_loop().create_future()
        self.waiting[home].append((self.number, turn))
        try:
            return await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self.give_back(turn.result())
            raise

    def give_back(self, thread: int) -> None:
        """To who waits for this thread, or else to who waits longest."""
        turn = self.next_turn(thread)
        if turn is None:
            self.idle.add(thread)
        else:
            turn.set_result(thread)

    def give_back_from_thread(self, loop: asyncio.AbstractEventLoop, thread: int) -> None:
        with suppress(RuntimeError):  # the loop has ended, and nobody waits
            loop.call_soon_threadsafe(self.give_back, thread)

    def next_turn(self, thread: int) -> asyncio.Future[int] | None:
        for queue in self.waiting:
            while queue and queue[0][1].cancelled():
                queue.popleft()
        longest = min(filter(None, self.waiting), key=lambda queue: queue[0][0], default=None)
        if longest is None:
            return None
        own = self.waiting[thread]
        most = longest[0][0] + OVERTAKING * len(self.pools)
        return (own if own and own[0][0] <= most else longest).popleft()[1]
