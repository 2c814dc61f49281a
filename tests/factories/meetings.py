"""Two services that meet: the second comes while the first holds some of its locks."""

import re
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
from itertools import count
from threading import Event, Thread
from time import sleep
from typing import Any

from django.db import connection

from tests.factories.lock_order import read_lock

PATIENCE = 20  # seconds after which a test fails rather than hangs
Scene = Callable[[], tuple[Callable[[], Any], Callable[[], Any]]]
CHANGE = re.compile(r'\s*(?:UPDATE|DELETE FROM) (?:"?public"?\.)?"?(?P<table>\w+)"?')
SAVEPOINT = "a savepoint"
BLOCKED = "SELECT cardinality(pg_blocking_pids(%s)) > 0"


@dataclass
class Meeting:
    """What each returned or raised, and whether the first got as far as it was to be met."""

    first: Any
    second: Any
    met: bool

    @property
    def kinds(self) -> tuple[str, str]:
        """The classes of what came out; "None" where nothing was returned."""
        return kind_of(self.first), kind_of(self.second)


def kind_of(result: Any) -> str:
    return "None" if result is None else type(result).__name__


class Participant(Thread):
    """Calls a service in a connection of its own; stops once where `pauses` says so, given the
    table that was locked just now and how many locks that makes."""

    def __init__(
        self, call: Callable[[], Any], pauses: Callable[[str, int], bool] | None = None
    ) -> None:
        super().__init__(daemon=True)
        self.call, self.pauses = call, pauses
        self.locks = 0
        self.result: Any = None
        self.pid = 0
        self.ready, self.paused, self.resumed = Event(), Event(), Event()

    def run(self) -> None:
        try:
            connection.ensure_connection()
            self.pid = connection.connection.info.backend_pid
            self.ready.set()
            with connection.execute_wrapper(self._pause) if self.pauses else nullcontext():
                self.result = self.call()
        except Exception as error:
            self.result = error
        finally:
            self.ready.set()
            connection.close()

    def _pause(self, execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        result = execute(sql, params, many, context)
        table = _locked_table(sql) if isinstance(sql, str) else ""
        if table and not self.paused.is_set():
            self.locks += 1
            if self.pauses and self.pauses(table, self.locks):
                self.paused.set()
                assert self.resumed.wait(PATIENCE)
        return result


def meet(
    first: Callable[[], Any], second: Callable[[], Any], *, pauses: Callable[[str, int], bool]
) -> Meeting:
    """`first` stops behind a lock; `second` begins, and when that waits or is done `first` goes
    on."""
    early, late = Participant(first, pauses), Participant(second)
    early.start()
    for _ in range(PATIENCE * 100):
        if early.paused.wait(0.01) or not early.is_alive():
            break
    late.start()
    late.ready.wait(PATIENCE)
    while late.is_alive() and early.paused.is_set() and not _is_blocked(late.pid):
        sleep(0.005)
    early.resumed.set()
    for participant in (early, late):
        participant.join(PATIENCE)
        assert not participant.is_alive(), "it waits for ever"
    return Meeting(early.result, late.result, early.paused.is_set())


def meet_both_ways(scene: Scene, *tables: str) -> Iterator[Meeting]:
    """The first of a scene's two calls is met behind its first lock, or behind the first of each of
    these tables; then the second. What comes out stands in the scene's order.

    `scene` is asked anew for each meeting: about another cart, another order.
    """
    for is_swapped in (False, True):
        for table in tables or ("",):
            meeting = _meet(scene, is_swapped, partial(_is_first_of, table))
            if meeting.met:
                yield meeting


def meet_everywhere(scene: Scene) -> Iterator[Meeting]:
    """Each of the two is met behind each of its locks."""
    for is_swapped in (False, True):
        for behind in count(1):
            meeting = _meet(scene, is_swapped, lambda _, locks, behind=behind: locks == behind)
            if not meeting.met:
                break
            yield meeting


def _meet(scene: Scene, is_swapped: bool, pauses: Callable[[str, int], bool]) -> Meeting:
    calls = scene()
    meeting = meet(*(reversed(calls) if is_swapped else calls), pauses=pauses)
    if not is_swapped:
        return meeting
    return Meeting(meeting.second, meeting.first, meeting.met)


def _is_first_of(awaited: str, table: str, locks: int) -> bool:
    return table == awaited if awaited else locks == 1


def _locked_table(sql: str) -> str:
    """Rows that are changed are locked as well. Behind a savepoint that is rolled back its locks
    are free: there they can be met, too."""
    if sql.startswith("ROLLBACK TO"):
        return SAVEPOINT
    lock, change = read_lock(sql), CHANGE.match(sql)
    return lock.table if lock else change["table"] if change else ""


def _is_blocked(pid: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(BLOCKED, [pid])
        return bool(cursor.fetchone()[0])
