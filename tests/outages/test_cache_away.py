"""Without Redis people still log in and buy: what only caches goes on without."""

import logging
import shutil
import subprocess
import time

import pytest
import redis
from django.core.cache import cache
from django.test import Client

from marketplace.requests import caches
from marketplace.requests.caches import Fuse
from tests.benchmarks.servers import free_port
from tests.factories.accounts import PASSWORD, make_customer
from tests.factories.goods import make_product

pytestmark = [pytest.mark.world, pytest.mark.django_db]


class Server:
    """Debian's Redis, which keeps nothing on disk."""

    def __init__(self):
        self.port, self.process = free_port(), None

    def start(self):
        command = ["redis-server", "--port", str(self.port), "--save", "", "--bind", "127.0.0.1"]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            try:
                return redis.Redis(port=self.port).ping()
            except redis.ConnectionError:
                time.sleep(0.05)
        raise AssertionError("Redis does not start")

    def kill(self):
        self.process.kill()
        self.process.wait(10)


@pytest.fixture
def server(settings, monkeypatch):
    if shutil.which("redis-server") is None:
        pytest.skip("needs Redis: apt-get install redis-server")
    monkeypatch.setattr(caches, "fuse", Fuse())
    running = Server()
    running.start()
    settings.CACHES = settings.CACHES | {
        "default": {
            "BACKEND": "marketplace.requests.caches.SoftRedisCache",
            "LOCATION": f"redis://127.0.0.1:{running.port}/0",
            "KEY_FUNCTION": "django_tenants.cache.make_key",
        }
    }
    yield running
    running.kill()


def log_in():
    user = make_customer()
    client = Client(headers={"host": "localhost"})
    answer = client.post(
        "/api/v1/auth/login/",
        {"identifier": user.email, "password": PASSWORD},
        content_type="application/json",
    )
    return answer.status_code


def test_it_caches_while_it_is_there(server):
    cache.set("word", {"a": 1}, 60)
    assert cache.get("word") == {"a": 1}
    assert (cache.add("word", 2), cache.add("count", 1)) == (False, True)
    assert (cache.incr("count"), cache.decr("count")) == (2, 1)
    assert cache.get_many(["word", "none"]) == {"word": {"a": 1}}
    assert Client().get("/readyz").json()["checks"]["cache"] == {"ok": True}


def test_killed_it_is_an_empty_cache_and_one_line_says_so(server, books, caplog):
    cache.set("word", 1, 60)
    server.kill()

    assert cache.get("word", "nothing") == "nothing"
    assert cache.get_many(["word"]) == {}
    assert cache.has_key("word") is False
    assert cache.add("word", 1) is True
    assert cache.touch("word") is False
    assert cache.delete("word") is False
    assert cache.set_many({"word": 1}) == []
    cache.set("word", 1)
    cache.delete_many(["word"])
    cache.clear()
    with pytest.raises(ValueError, match="not found"):
        cache.incr("word")
    assert cache.get_or_set("word", lambda: 5) == 5

    assert log_in() == 200
    product = make_product(books)
    page = Client(headers={"host": books.host}).get("/")
    assert page.status_code == 200
    added = Client(headers={"host": "localhost"}).post(
        "/api/v1/cart/items/", {"product": str(product.uuid)}, content_type="application/json"
    )
    assert added.status_code == 201
    ready = Client().get("/readyz")
    assert (ready.status_code, ready.json()["status"]) == (200, "degraded")
    assert ready.json()["checks"]["cache"] == {"ok": False}

    lines = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert [record.name for record in lines] == ["galleria.outages"]
    assert lines[0].getMessage().startswith("The cache does not answer")


def test_back_again_it_is_used_again(server, monkeypatch, caplog):
    monkeypatch.setattr(caches, "PAUSE_SECONDS", 0.2)
    cache.set("word", 1, 60)
    server.kill()
    assert cache.get("word") is None
    server.start()
    time.sleep(0.3)
    cache.set("word", 2, 60)
    assert cache.get("word") == 2
    assert [record.levelname for record in caplog.records] == ["ERROR", "WARNING"]


def test_a_redis_that_hangs_is_waited_for_once_in_a_while():
    now, fuse = [0.0], Fuse(clock=lambda: now[0])
    assert fuse.lets_through()
    fuse.blow(redis.ConnectionError("gone"))
    assert [fuse.lets_through() for _ in range(3)] == [False] * 3
    now[0] += caches.PAUSE_SECONDS
    assert [fuse.lets_through() for _ in range(3)] == [True, False, False]
    fuse.mend()
    assert [fuse.lets_through() for _ in range(3)] == [True] * 3
