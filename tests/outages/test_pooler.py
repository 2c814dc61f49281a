"""Behind a pooler that parts sessions half of the pages would be another shop's: it is refused."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext

import psycopg2
import pytest
from django.test import Client

from marketplace.runtime.fingerprint import ROOT
from tenants.postgresql.pooler import SharedSession, refuse_shared_sessions
from tenants.registry import poolers
from tenants.registry.poolers import SessionWatch
from tests.outages.bouncer import pooled
from tests.outages.locking import raw_connection
from tests.outages.served import database_url, served

pytestmark = [pytest.mark.world, pytest.mark.django_db(transaction=True)]


def test_postgresql_itself_is_no_pooler():
    refuse_shared_sessions(raw_connection)


@pytest.mark.parametrize("size", [2, 5])
def test_sessions_of_ones_own_are_told(size):
    with pooled("session", size=size) as pool:
        for _ in range(3):
            refuse_shared_sessions(pool.connect)


@pytest.mark.parametrize("mode", ["transaction", "statement"])
@pytest.mark.parametrize("round_robin", [0, 1])
@pytest.mark.parametrize("size", [1, 2, 5])
def test_parted_sessions_are_told(mode, round_robin, size):
    with pooled(mode, size=size, round_robin=round_robin) as pool:
        for _ in range(3):  # a server that an earlier client left is told as well
            with pytest.raises(SharedSession, match="pool_mode = session"):
                refuse_shared_sessions(pool.connect)


def test_many_servers_that_lie_idle_do_not_hide_it():
    with pooled("transaction", size=8, round_robin=1) as pool:
        clients = [pool.connect() for _ in range(8)]
        for client in clients:
            client.cursor().execute("SELECT 1")  # in a transaction: a server for each
        for client in clients:
            client.commit()
        for _ in range(5):
            with pytest.raises(SharedSession):
                refuse_shared_sessions(pool.connect)
        for client in clients:
            client.close()


class SharingPooler:
    """One server process for all clients; each finds its own settings again."""

    process = 4711

    def __init__(self):
        self.mark = ""

    def cursor(self):
        return nullcontext(self)

    def execute(self, statement):
        if statement.startswith("SET "):
            self.mark = statement.partition("'")[2].rstrip("'")

    def fetchone(self):
        return self.mark, self.process

    def close(self):
        pass


def test_one_process_for_two_clients_is_told_though_each_keeps_its_settings():
    with pytest.raises(SharedSession, match="one session to several clients"):
        refuse_shared_sessions(SharingPooler)


def manage(*command, url):
    environment = {**os.environ, "DATABASE_URL": url}
    environment["DJANGO_SETTINGS_MODULE"] = "marketplace.settings.embedded"
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize(
    "command",
    [
        ("manage.py", "prepare"),
        ("manage.py", "tasks_worker"),
        ("-c", "import marketplace.runtime.wsgi"),
        ("-m", "marketplace.runtime.supervisor"),
    ],
    ids=lambda command: command[-1],
)
def test_nothing_starts_behind_it_and_one_line_says_why(command, tmp_path, monkeypatch):
    monkeypatch.setenv("GALLERIA_HOME", str(tmp_path))
    with pooled("transaction") as pool:
        ended = manage(*command, url=database_url(HOST="127.0.0.1", PORT=pool.port))
    assert ended.returncode != 0
    said = [line for line in ended.stderr.splitlines() if "is a pooler that" in line]
    assert len(said) == 1, ended.stderr
    assert "pool_mode = session" in said[0]
    assert "Traceback" not in ended.stderr


def test_over_sessions_of_its_own_each_shop_is_served_its_own(books, coffee):
    with (
        pooled("session", size=12) as pool,
        served(DATABASE_URL=database_url(HOST="127.0.0.1", PORT=pool.port)) as site,
    ):
        ready = site.ask("localhost", "/readyz")
        assert ready.json()["checks"]["sessions"] == {"ok": True}

        def visit(number):
            shop, other = (books, coffee) if number % 2 else (coffee, books)
            page = site.ask(shop.host, "/").body.decode()
            return shop.name in page and other.name not in page

        with ThreadPoolExecutor(6) as people:
            assert list(people.map(visit, range(60))) == [True] * 60


def test_a_pooler_that_changes_its_mode_is_found_out():
    with pooled("session") as pool:
        watch = SessionWatch(seconds=0.2, probe=lambda: refuse_shared_sessions(pool.connect))
        assert watch.allows()
        pool.configure("transaction")
        pool.reload()
        deadline = time.monotonic() + 20
        while watch.allows():
            assert time.monotonic() < deadline
            time.sleep(0.05)
        assert "is a pooler that" in str(watch.refusal)


class Probe:
    """Answers what it is told to, and counts."""

    def __init__(self, *answers):
        self.answers, self.count = list(answers), 0

    def __call__(self):
        self.count += 1
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if answer is not None:
            raise answer


AWAY = psycopg2.OperationalError("connection refused")


def watch_with(probe, *, seconds=3600, now=None):
    clock = {"clock": lambda: now[0]} if now else {}
    return SessionWatch(seconds=seconds, probe=probe, **clock)


def test_until_the_first_answer_nothing_is_served():
    now = [0.0]
    probe = Probe(AWAY, AWAY, None)
    watch = watch_with(probe, now=now)
    assert [watch.allows() for _ in range(5)] == [False] * 5
    assert probe.count == 1  # one request asks, the others do not wait
    now[0] += poolers.RETRY_SECONDS
    assert not watch.allows()
    now[0] += poolers.RETRY_SECONDS
    assert watch.allows()
    assert probe.count == 3
    assert watch.allows()
    assert probe.count == 3  # from now on the thread asks, no request


def test_a_database_that_is_away_for_a_while_changes_nothing():
    watch = watch_with(Probe(None, AWAY, SharedSession("shares"), AWAY, None))
    seen = []
    for _ in range(5):
        watch.look()
        seen.append(watch.allows())
    assert seen == [True, True, False, False, True]


def test_a_start_with_the_database_away_is_none_to_refuse():
    watch = watch_with(Probe(AWAY))
    watch.require()
    assert not watch.is_known


def test_where_the_database_is_our_own_nothing_is_asked():
    probe = Probe(SharedSession("shares"))
    watch = watch_with(probe, seconds=0)
    watch.require()
    assert watch.allows()
    assert probe.count == 0


@pytest.mark.parametrize("host", ["localhost", "books.localhost"])
def test_what_runs_already_serves_nothing_more(monkeypatch, host, books):
    watch = watch_with(Probe(SharedSession("gives one session to several clients")))
    watch.look()
    monkeypatch.setattr("tenants.registry.middleware.watch", watch)
    monkeypatch.setattr("marketplace.requests.health.watch", watch)
    client = Client(headers={"host": host})

    page, program = client.get("/"), client.get("/api/v1/products/")
    assert (page.status_code, page["Retry-After"]) == (503, "10")
    assert program.json()["type"] == "/problems/unavailable"
    ready = client.get("/readyz")
    assert ready.status_code == 503
    assert "pool_mode = session" in ready.json()["checks"]["sessions"]["error"]
    assert client.get("/healthz").status_code == 200
