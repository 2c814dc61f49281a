"""A cache that is away, without one: `tests/outages/test_cache_away.py` has a Redis that dies."""

import pytest
from django.core.cache.backends.redis import RedisCacheClient

from marketplace.requests import caches
from marketplace.requests.caches import PAUSE_SECONDS, Fuse, SoftClient


class Clock:
    now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def fuse(clock, monkeypatch):
    monkeypatch.setattr(caches, "fuse", Fuse(clock))
    return caches.fuse


@pytest.fixture
def client():
    return SoftClient(["redis://127.0.0.1:1"])


def test_an_outage_is_told_once_and_its_end(fuse, caplog):
    for _ in range(3):
        fuse.blow(OSError("gone"))
    fuse.mend()
    fuse.mend()

    assert [record.levelname for record in caplog.records] == ["ERROR", "WARNING"]


def test_one_caller_asks_again_after_each_pause(fuse, clock):
    fuse.blow(OSError("gone"))
    clock.now += PAUSE_SECONDS - 1
    before = fuse.lets_through()
    clock.now += 1

    assert (before, fuse.lets_through(), fuse.lets_through()) == (False, True, False)
    fuse.mend()
    assert fuse.lets_through()


def test_while_it_is_away_nothing_can_be_counted_up(fuse, client):
    fuse.blow(OSError("gone"))

    with pytest.raises(ValueError, match="not found"):
        client.incr("visits", 1)


def test_what_it_counted_is_told(fuse, client, monkeypatch):
    monkeypatch.setattr(RedisCacheClient, "incr", lambda self, key, delta: 41 + delta)

    assert client.incr("visits", 1) == 42
