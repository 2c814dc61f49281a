"""Connections are shared out among the web server's workers, however they come."""

import json
import os
import signal
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing

import pytest

from marketplace.runtime.acceptor import ABSENT_AFTER, Loads
from tests.benchmarks.client import Connection, make_request
from tests.benchmarks.servers import serve

BURST = 16
REQUEST = make_request("GET", "/x", "books.localhost")


@pytest.fixture
def server():
    with serve("tests.runtime.answering:application", probe="/x", WEB_WORKERS="2") as server:
        await_workers(server.port)
        yield server


def await_workers(port):
    """The first one answers while the second still begins."""
    deadline = time.monotonic() + 15
    while len(workers := burst(port, rounds=1)) < 2:
        assert time.monotonic() < deadline, workers
        time.sleep(0.1)


def burst(port, *, rounds=10):
    """How many requests each worker answered of those over 16 connections opened at once."""
    time.sleep(0.2)  # until the connections of an earlier one are seen to have ended
    with ExitStack() as stack, ThreadPoolExecutor(BURST) as pool:
        connections = [stack.enter_context(closing(Connection(port))) for _ in range(BURST)]
        return Counter(
            worker
            for workers in pool.map(lambda connection: ask(connection, rounds), connections)
            for worker in workers
        )


def ask(connection, rounds):
    answers = [connection.send(REQUEST) for _ in range(rounds)]
    return [json.loads(answer.body)["worker"] for answer in answers]


def is_even(workers):
    return len(workers) == 2 and min(workers.values()) >= 0.4 * workers.total()


@pytest.mark.world
def test_each_burst_of_kept_connections_uses_both_workers(server):
    bursts = [burst(server.port) for _ in range(6)]

    assert all(is_even(workers) for workers in bursts), bursts


@pytest.mark.world
def test_new_connections_go_to_who_has_fewer_of_those_that_are_kept(server):
    with ExitStack() as stack:
        earlier = [stack.enter_context(closing(Connection(server.port))) for _ in range(BURST)]
        workers = [ask(connection, 1)[0] for connection in earlier]
        fuller = workers[0]
        for connection, worker in zip(earlier, workers, strict=True):
            if worker != fuller:
                connection.close()
        time.sleep(0.2)
        later = [stack.enter_context(closing(Connection(server.port))) for _ in range(BURST // 4)]

        assert fuller not in {ask(connection, 1)[0] for connection in later}


@pytest.mark.world
def test_a_worker_that_stands_still_or_ends_keeps_nobody_waiting(server):
    workers = sorted(burst(server.port))
    stopped, other = workers
    os.kill(stopped, signal.SIGSTOP)
    with closing(Connection(server.port)) as connection:
        began = time.monotonic()
        assert ask(connection, 1) == [other]
    assert set(burst(server.port)) == {other}
    assert time.monotonic() - began < ABSENT_AFTER
    os.kill(stopped, signal.SIGKILL)
    deadline = time.monotonic() + 15
    while not is_even(workers := burst(server.port)):
        assert time.monotonic() < deadline, workers
        time.sleep(0.2)
    assert stopped not in workers


def test_a_worker_without_a_sign_of_life_is_not_waited_for(monkeypatch):
    loads = Loads()
    first, second = loads.share(1), loads.share(2)
    first.beat()
    first.add(2)
    assert first.is_low  # the second has not begun
    second.beat()
    assert not first.is_low
    second.add(1)
    assert first.is_low
    second.add(-1)
    now = time.monotonic() + ABSENT_AFTER + 1
    monkeypatch.setattr(time, "monotonic", lambda: now)
    first.beat()
    assert first.is_low


def test_a_worker_that_leaves_is_not_waited_for():
    loads = Loads()
    first, second = loads.share(1), loads.share(2)
    first.beat()
    second.beat()
    first.add(2)
    second.leave()
    assert first.is_low


def test_of_sixteen_kept_connections_none_has_more_than_nine():
    loads = Loads()
    first, second = loads.share(1), loads.share(2)
    first.beat()
    second.beat()
    while first.count + second.count < BURST:
        (first if first.is_low else second).add(1)
    assert (first.count, second.count) == (9, 7)


def test_a_new_worker_takes_a_slot_over():
    loads = Loads()
    loads.share(1).add(7)
    successor = loads.share(1)
    successor.beat()
    assert loads.smallest() == 0
