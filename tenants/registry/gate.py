"""How many requests a process serves at a time, so that a slow shop costs only itself.

A shop gets at most half of the threads, and its writes (it is they that wait for locks) one less:
requests of its own host, and those of the market's that have entered it, which keep their place
there to their end. The market's host gets two threads fewer than there are. All hosts together
leave one, on which `/healthz` is answered and the excess refused.

Whoever finds no place waits for one: a burst is not refused, nor is one who meets a busy machine.
But when all who are inside are stuck, waiting for PostgreSQL in one statement, he is refused, and
from then on whoever comes is refused at once.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from django.conf import settings
from django.db import connection

from tenants.registry.outages import ShopFull

STUCK_SECONDS = 0.5  # in one statement
LONGEST_SECONDS = 3.0  # inside, for whatever reason; also of waiting
LOOK_SECONDS = 0.1


class Full(Exception):
    """There is no place, and none is about to be free."""


_here = threading.local()  # the visit that this thread serves


class Visit:
    """A request that is being served: since when, and since when it waits for PostgreSQL."""

    __slots__ = ("asking", "began", "gate", "places", "shops", "writes")

    def __init__(self, gate: "Gate", shops: ExitStack) -> None:
        self.gate = gate
        self.shops = shops  # their places are given back at the request's end
        self.began = gate.clock()
        self.asking: float | None = None
        self.places: set[str] = set()
        self.writes = False

    def watch(self, execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        """A wrapper around each statement of Django's connection."""
        self.asking = self.gate.clock()
        try:
            return execute(sql, params, many, context)
        finally:
            self.asking = None

    def is_stuck(self, now: float) -> bool:
        asking = self.asking
        waits = asking is not None and now - asking >= STUCK_SECONDS
        return waits or now - self.began >= LONGEST_SECONDS


def enter_shop(schema: str) -> None:
    """Take a place of the shop for the rest of this thread's request; elsewhere nothing happens.

    Raises ShopFull.
    """
    visit: Visit | None = getattr(_here, "visit", None)
    if visit is not None and schema not in visit.places:
        try:
            visit.shops.enter_context(visit.gate.admit_to(schema, writes=visit.writes))
        except Full as refusal:
            raise ShopFull(f"no place in {schema}") from refusal


class Gate:
    """`threads` are those in which the process serves requests."""

    def __init__(self, threads: int, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.room = max(1, threads - 1)
        self.room_of_host = max(1, threads // 2)
        self.room_of_market = max(1, threads - 2)
        self.clock = clock
        self._inside: dict[str, list[Visit]] = {}  # by place
        self._changed = threading.Condition()

    @contextmanager
    def admit(self) -> Iterator[Visit]:
        """Raises Full. A request inside a request, such as a preview, takes no second place."""
        visit: Visit | None = getattr(_here, "visit", None)
        if visit is not None:
            yield visit
            return
        with ExitStack() as stay:
            visit = Visit(self, stay)
            self._enter("all", self.room, visit, stay)
            stay.enter_context(connection.execute_wrapper(visit.watch))
            _here.visit = visit
            stay.callback(setattr, _here, "visit", None)
            yield visit

    @contextmanager
    def admit_to(self, schema: str, *, writes: bool) -> Iterator[None]:
        """For whoever was admitted: into the market or a shop, by any of its hosts. Raises Full."""
        visit: Visit = _here.visit
        visit.writes = visit.writes or writes
        is_market = schema == settings.MARKET_SCHEMA
        room = self.room_of_market if is_market else self.room_of_host
        with ExitStack() as stay:
            if writes:
                self._enter(f"{schema} writes", max(1, room - 1), visit, stay)
            self._enter(schema, room, visit, stay)
            yield

    def _enter(self, name: str, room: int, visit: Visit, stay: ExitStack) -> None:
        if name not in visit.places:
            self._take(name, room, visit)
            stay.callback(self._give_back, name, visit)

    def _take(self, name: str, room: int, visit: Visit) -> None:
        arrived = self.clock()
        with self._changed:
            while len(inside := self._inside.get(name, [])) >= room:
                now = self.clock()
                if now - arrived >= LONGEST_SECONDS or all(other.is_stuck(now) for other in inside):
                    raise Full(name)
                self._changed.wait(LOOK_SECONDS)
            self._inside.setdefault(name, []).append(visit)
        visit.places.add(name)

    def _give_back(self, name: str, visit: Visit) -> None:
        visit.places.discard(name)
        with self._changed:
            inside = self._inside[name]
            inside.remove(visit)
            if not inside:
                del self._inside[name]
            self._changed.notify_all()
