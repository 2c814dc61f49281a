"""A host's requests run on one thread while it is free, and nobody waits for it in vain."""

import asyncio
import threading
from contextlib import suppress

import pytest

from marketplace.runtime.threads import OVERTAKING, Threads

HOSTS = [f"shop-{n}.localhost:8000" for n in range(40)]


class Work:
    """What threads do until they are told to end; `begun` are the names in order."""

    def __init__(self, count):
        self.threads = Threads(count)
        self.begun = []
        self.ends = {}

    async def begin(self, name, host):
        self.ends[name] = threading.Event()
        task = asyncio.create_task(self.threads.run(host, self.work, name))
        await asyncio.sleep(0.01)
        return task

    def work(self, name):
        self.begun.append(name)
        assert self.ends[name].wait(10)
        return threading.current_thread()

    async def end(self, name, task):
        self.ends[name].set()
        return await task

    def host_of(self, thread):
        return next(host for host in HOSTS if self.threads.home_of(host) == thread)


@pytest.fixture
def work():
    work = Work(2)
    yield work
    for end in work.ends.values():
        end.set()


def test_a_host_has_one_thread_while_it_is_free():
    async def ask():
        threads = Threads(4)
        names = {host: set() for host in HOSTS}
        for host in HOSTS * 3:
            names[host].add(await threads.run(host, threading.get_ident))
        return names

    names = asyncio.run(ask())
    assert {len(of_host) for of_host in names.values()} == {1}
    assert len(set.union(*names.values())) == 4


def test_its_letters_case_is_none_of_another_host():
    threads = Threads(64)
    assert threads.home_of("Books.Localhost") == threads.home_of("books.localhost")


def test_where_it_is_not_free_another_one_is_taken(work):
    async def ask():
        host = work.host_of(0)
        tasks = [await work.begin(name, host) for name in "ab"]
        assert work.begun == ["a", "b"]
        return [await work.end(name, task) for name, task in zip("ab", tasks, strict=True)]

    first, second = asyncio.run(ask())
    assert first is not second


def test_who_waits_for_a_thread_has_it_before_those_of_others(work):
    async def ask():
        here, there = work.host_of(0), work.host_of(1)
        a, b = await work.begin("a", here), await work.begin("b", there)
        c, d = await work.begin("c", there), await work.begin("d", here)
        thread = await work.end("a", a)
        await asyncio.sleep(0.01)
        assert work.begun == ["a", "b", "d"]
        return thread, await work.end("d", d), [await work.end(*of) for of in (("b", b), ("c", c))]

    thread, same, _ = asyncio.run(ask())
    assert thread is same


def test_nobody_is_overtaken_without_end():
    work = Work(1)  # of one home, but as if the one that waits first had another
    work.threads.waiting.append(waiting := type(work.threads.waiting[0])())

    async def ask():
        task = await work.begin(0, HOSTS[0])
        turn = asyncio.get_running_loop().create_future()
        waiting.append((1, turn))
        work.threads.number = 1
        tasks = [await work.begin(n, HOSTS[0]) for n in range(1, OVERTAKING + 3)]
        await work.end(0, task)
        for n, of_it in enumerate(tasks, start=1):
            if turn.done():
                break
            await work.end(n, of_it)
        assert turn.done()
        work.threads.give_back(turn.result())
        for n, of_it in enumerate(tasks, start=1):
            await work.end(n, of_it)

    asyncio.run(ask())
    assert work.begun == list(range(OVERTAKING + 3))


def test_who_gives_up_waiting_holds_no_thread(work):
    async def ask():
        here = work.host_of(0)
        a, b = await work.begin("a", here), await work.begin("b", here)
        waiting = await work.begin("c", here)
        waiting.cancel()
        with suppress(asyncio.CancelledError):
            await waiting
        for of in (("a", a), ("b", b)):
            await work.end(*of)
        return work.threads.idle

    assert asyncio.run(ask()) == {0, 1}
    assert "c" not in work.begun


def test_who_gives_up_in_the_moment_of_his_turn_hands_it_on(work):
    async def ask():
        here = work.host_of(0)
        a, b = await work.begin("a", here), await work.begin("b", here)
        waiting = await work.begin("c", here)
        work.threads.give_back(0)
        waiting.cancel()
        with suppress(asyncio.CancelledError):
            await waiting
        assert work.threads.idle == {0}
        work.threads.idle.clear()
        for of in (("a", a), ("b", b)):
            await work.end(*of)
        return work.threads.idle

    assert asyncio.run(ask()) == {0, 1}


def test_a_thread_is_free_when_what_it_does_has_ended_not_when_nobody_waits(work):
    async def ask():
        task = await work.begin("a", work.host_of(0))
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        assert work.threads.idle == {1}
        work.ends["a"].set()
        await asyncio.sleep(0.05)
        return work.threads.idle

    assert asyncio.run(ask()) == {0, 1}


def test_a_failure_is_told_and_gives_the_thread_back():
    async def ask():
        threads = Threads(1)
        with pytest.raises(ZeroDivisionError):
            await threads.run("books.localhost", lambda: 1 / 0)
        return await threads.run("books.localhost", lambda: "next")

    assert asyncio.run(ask()) == "next"
