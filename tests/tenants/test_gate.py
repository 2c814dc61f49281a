"""Who is let in, who waits, and who is told to come again."""

import threading
import time

import pytest
from django.db import connection

from tenants.registry.gate import LONGEST_SECONDS, STUCK_SECONDS, Full, Gate, enter_shop
from tenants.registry.outages import ShopFull

pytestmark = pytest.mark.world


class Occupant:
    """A request in a thread of its own, which stays as long as it is told to."""

    def __init__(self, gate, host, *, writes=False, stuck=True, enters=""):
        self.gate, self.host, self.writes, self.stuck = gate, host, writes, stuck
        self.enters = enters
        self.arrived, self.leave = threading.Event(), threading.Event()
        self.refused_after = None
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def run(self):
        began = time.monotonic()
        try:
            with self.gate.admit() as visit, self.gate.admit_to(self.host, writes=self.writes):
                if self.enters:
                    enter_shop(self.enters)
                self.arrived.set()
                if self.stuck:
                    visit.watch(lambda *_: self.leave.wait(20), "", (), False, {})
                self.leave.wait(20)
        except (Full, ShopFull):
            self.refused_after = time.monotonic() - began

    def go(self):
        self.leave.set()
        self.thread.join(20)

    def is_refused(self):
        self.thread.join(10)
        return self.refused_after is not None


@pytest.fixture
def occupy():
    inside = []

    def occupy(gate, host, **options):
        inside.append(Occupant(gate, host, **options))
        return inside[-1]

    yield occupy
    for occupant in inside:
        occupant.go()


def test_rooms_follow_from_the_threads():
    sizes = {threads: Gate(threads) for threads in (1, 2, 4, 8)}
    assert {
        threads: (each.room, each.room_of_market, each.room_of_host)
        for threads, each in sizes.items()
    } == {1: (1, 1, 1), 2: (1, 1, 1), 4: (3, 2, 2), 8: (7, 6, 4)}


def test_a_shop_entered_from_the_market_is_full_for_itself_alone(occupy):
    gate = Gate(8)
    guests = [occupy(gate, "market", writes=True, enters="books") for _ in range(3)]
    assert all(guest.arrived.wait(5) for guest in guests)
    time.sleep(STUCK_SECONDS + 0.1)

    assert occupy(gate, "market", writes=True, enters="books").is_refused()
    assert occupy(gate, "books", writes=True).is_refused()
    for other in ({"enters": "coffee"}, {}):
        assert occupy(gate, "market", writes=True, **other).arrived.wait(5)
    guests[0].go()
    assert occupy(gate, "books", writes=True).arrived.wait(5)


def test_a_shop_keeps_the_place_to_the_requests_end_and_takes_one():
    gate = Gate(8)
    with gate.admit() as visit, gate.admit_to("market", writes=True):
        for _ in range(5):
            enter_shop("books")
        assert visit.places == {"all", "market", "market writes", "books", "books writes"}
    assert gate._inside == {}
    enter_shop("books")  # no request: a command, a task
    assert gate._inside == {}


def test_the_excess_of_a_stuck_host_is_refused_and_others_are_let_in(occupy):
    gate = Gate(8)
    slow = [occupy(gate, "books") for _ in range(4)]
    assert all(each.arrived.wait(5) for each in slow)

    first = occupy(gate, "books")
    assert first.is_refused()
    assert first.refused_after < LONGEST_SECONDS
    second = occupy(gate, "books")
    assert second.is_refused()
    assert second.refused_after < STUCK_SECONDS  # by now it is known that all inside are stuck
    with gate.admit(), gate.admit_to("coffee", writes=True):
        pass


def test_stuck_writes_leave_a_place_for_readers(occupy):
    gate = Gate(8)
    writers = [occupy(gate, "books", writes=True) for _ in range(3)]
    assert all(each.arrived.wait(5) for each in writers)
    assert occupy(gate, "books", writes=True).is_refused()
    assert occupy(gate, "books").arrived.wait(1)


def test_a_burst_waits_for_its_turn(occupy):
    gate = Gate(2)
    first = occupy(gate, "books", stuck=False)
    assert first.arrived.wait(5)
    second = occupy(gate, "books")
    assert not second.arrived.wait(STUCK_SECONDS + 0.3)  # the first is at work, not stuck
    first.go()
    assert second.arrived.wait(5)
    assert second.refused_after is None


def test_who_waits_is_let_in_as_soon_as_a_place_is_free(occupy, monkeypatch):
    monkeypatch.setattr("tenants.registry.gate.LOOK_SECONDS", 30.0)
    gate = Gate(2)
    first = occupy(gate, "books", stuck=False)
    assert first.arrived.wait(5)
    second = occupy(gate, "books", stuck=False)
    assert not second.arrived.wait(0.2)
    first.go()
    assert second.arrived.wait(5)


def test_nobody_waits_for_ever_for_work_that_does_not_end(occupy):
    gate = Gate(2)
    assert occupy(gate, "books", stuck=False).arrived.wait(5)
    assert occupy(gate, "books").is_refused()
    assert occupy(gate, "books").is_refused()


def test_one_thread_is_always_left(occupy):
    gate = Gate(4)
    held = [occupy(gate, host) for host in ("a", "b", "c")]
    assert all(each.arrived.wait(5) for each in held)
    assert occupy(gate, "d").is_refused()


def test_a_request_inside_a_request_takes_no_second_place():
    gate = Gate(1)
    with gate.admit(), gate.admit_to("books", writes=True):  # noqa: SIM117
        with gate.admit(), gate.admit_to("books", writes=True):
            pass
    assert gate._inside == {}
    with gate.admit(), gate.admit_to("books", writes=False):
        pass


def test_a_place_is_given_back_after_an_error():
    gate, wrappers = Gate(1), list(connection.execute_wrappers)
    for _ in range(2):
        with pytest.raises(ZeroDivisionError), gate.admit(), gate.admit_to("a", writes=True):
            raise ZeroDivisionError
    assert gate._inside == {}
    assert connection.execute_wrappers == wrappers


@pytest.mark.django_db
def test_statements_of_the_request_are_watched():
    with Gate(1).admit() as visit, connection.cursor() as cursor:
        seen = []
        with connection.execute_wrapper(
            lambda act, *given: seen.append(visit.asking) or act(*given)
        ):
            cursor.execute("SELECT 1")
    assert len(seen) == 1
    assert visit.asking is None
