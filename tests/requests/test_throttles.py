"""Counting tries: exactly, over threads and processes, in windows that slide."""

import os
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, OperationalError, connection, transaction
from django.http import HttpResponse

from marketplace.requests import tasks, throttles
from marketplace.requests.counts import store, tries
from marketplace.requests.middleware import GiveBackMiddleware
from marketplace.requests.models import ThrottleCount
from marketplace.requests.throttles import (
    TooManyTries,
    hit,
    hit_all,
    note_standings,
    words_of,
)
from tests.factories.statements import count_statements
from tests.factories.threads import at_once

COMMITS = pytest.mark.django_db(transaction=True)
START = 1_800_000_000.0


@pytest.fixture(scope="module")
def redis_url(tmp_path_factory):
    """A Redis of the tests' own, on a free port."""
    binary = "/usr/bin/redis-server"
    if not os.path.exists(binary):
        pytest.skip("needs Redis: apt-get install redis-server")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = tmp_path_factory.mktemp("redis")
    command = [binary, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    for _ in range(100):
        with socket.socket() as attempt:
            if attempt.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.05)
    yield f"redis://127.0.0.1:{port}/0"
    server.terminate()
    server.wait(10)


@pytest.fixture(params=["database", "redis"])
def place(request, settings, db):
    """Each test holds for both stores."""
    settings.REDIS_URL = ""
    if request.param == "redis":
        import redis

        settings.REDIS_URL = request.getfixturevalue("redis_url")
        redis.Redis.from_url(settings.REDIS_URL).flushall()
    store._away_until = 0.0
    return request.param


@pytest.fixture
def clock(monkeypatch):
    class Clock:
        moment = START

    monkeypatch.setattr(tries, "now", lambda: Clock.moment)
    return Clock


@pytest.fixture
def limit(settings):
    def set_limit(**rates):
        named = {scope.replace("_", "-"): rate for scope, rate in rates.items()}
        settings.API_THROTTLES = settings.API_THROTTLES | named

    return set_limit


def count(scope="login-address", subject="x", times=1):
    """How many of so many tries were counted."""
    counted = 0
    for _ in range(times):
        try:
            hit(scope, subject)
            counted += 1
        except TooManyTries:
            pass
    return counted


@pytest.mark.parametrize("pace", [1, pytest.param(10, marks=pytest.mark.world)])
def test_no_span_of_the_windows_length_sees_more_than_the_limit(place, clock, limit, pace):
    """So many tries a second, over four windows."""
    limit(login_address=(10, 100))
    moments = []
    for number in range(400 * pace):
        clock.moment = START + number / pace
        moments += [clock.moment] * count()

    assert max(sum(m <= n < m + 100 for n in moments) for m in moments) == 10
    assert len(moments) >= 36


def test_a_burst_over_the_border_of_a_window_gets_no_double_allowance(place, clock, limit):
    limit(login_address=(10, 900))
    clock.moment = START - START % 900 + 899  # a second before the clock's next window
    assert count(times=20) == 10
    clock.moment += 2
    assert count(times=20) == 0
    clock.moment += 897
    assert count(times=20) == 0
    clock.moment += 95
    assert count(times=20) == 10


def test_a_refusal_tells_when_it_may_be_repeated(place, clock, limit):
    limit(login_address=(2, 100))
    count(times=2)
    with pytest.raises(TooManyTries) as refused:
        hit("login-address", "x")
    wait = refused.value.extra["retry_after"]

    clock.moment += wait - 2
    assert count() == 0
    clock.moment += 2
    assert count() == 1


def test_refused_tries_do_not_prolong_the_wait(place, clock, limit):
    limit(login_address=(1, 100))
    assert count(times=50) == 1
    clock.moment += 111
    assert count() == 1


def test_a_try_counts_for_all_of_its_subjects_or_for_none(place, clock, limit):
    limit(login_address=(5, 100), login_account=(1, 100))
    hit_all(("login-address", "x"), ("login-account", "ada"))
    for _ in range(9):
        with pytest.raises(TooManyTries):
            hit_all(("login-address", "x"), ("login-account", "ada"))

    assert count("login-address", "x", times=9) == 4


def test_what_was_no_guess_is_given_back(place, clock, limit):
    limit(login_address=(1, 100))
    for _ in range(5):
        hit("login-address", "x").give_back()
        clock.moment += 7
    assert count(times=2) == 1


def names_kept(place, settings):
    """Of how many subjects something is kept."""
    if place == "database":
        return ThrottleCount.objects.count()
    import redis

    return redis.Redis.from_url(settings.REDIS_URL).dbsize()


def test_a_flood_that_is_refused_keeps_none_of_the_names_it_made_up(place, clock, limit, settings):
    limit(login_address=(3, 100))
    for n in range(40):
        try:
            hit_all(("login-address", "x"), ("login-account", f"{n}"), ("login-everywhere", f"{n}"))
        except TooManyTries:
            clock.moment += 0.1

    assert names_kept(place, settings) == 1 + 3 + 3
    assert count() == 0


def test_what_is_given_back_leaves_what_else_was_counted(place, clock, limit, settings):
    limit(login_address=(3, 100))
    early = hit("login-address", "x")
    clock.moment += 55
    late = hit("login-address", "x")
    early.give_back()
    early.give_back()
    assert names_kept(place, settings) == 1
    assert count(times=5) == 2
    late.give_back()
    assert count(times=5) == 1


def test_only_the_named_scope_is_given_back(place, clock, limit):
    limit(login_address=(1, 100), login_account=(1, 100))
    hit_all(("login-address", "x"), ("login-account", "ada")).give_back("login-account")

    assert (count("login-address"), count("login-account", "ada")) == (0, 1)


def test_given_back_after_the_step_has_passed(place, clock, limit):
    limit(login_address=(2, 100))
    early = hit("login-address", "x")
    clock.moment += 55
    hit("login-address", "x")
    early.give_back()
    assert count(times=3) == 1


def test_beyond_the_free_tries_each_waits_longer(place, clock, limit):
    limit(login_everywhere=(1000, 86400, 3, 30, 120))
    waits = []
    for _ in range(8):
        began = clock.moment
        while not count("login-everywhere", "ada"):
            clock.moment += 1
        waits.append(clock.moment - began)

    assert waits == [0, 0, 0, 30, 60, 120, 120, 120]


def test_a_pause_is_told_to_the_second(place, clock, limit):
    limit(login_everywhere=(1000, 86400, 1, 30, 120))
    hit("login-everywhere", "ada")
    with pytest.raises(TooManyTries) as refused:
        hit("login-everywhere", "ada")
    assert refused.value.extra["retry_after"] in (30, 31)
    clock.moment += refused.value.extra["retry_after"]
    assert count("login-everywhere", "ada") == 1


def test_a_limit_of_none_refuses_the_first(place, clock, limit):
    limit(login_address=(0, 100))
    assert count() == 0


def test_a_clock_that_is_behind_counts_too(place, clock, limit):
    limit(login_address=(3, 100))
    count(times=2)
    clock.moment -= 500
    assert count(times=5) == 1


def test_subjects_and_scopes_are_apart(place, clock, limit):
    limit(login_address=(1, 100), refresh_address=(1, 100))
    scopes = ["login-address", "refresh-address"]
    assert [count(scope, name) for scope in scopes for name in ("x", "y")] == [1, 1, 1, 1]


@COMMITS
def test_threads_are_counted_exactly(place, limit):
    limit(login_address=(7, 1000), login_account=(1000, 1000))
    calls = [
        lambda n=n: hit_all(("login-address", "x"), ("login-account", f"{n % 3}"))
        for n in range(24)
    ]
    answers = at_once(*calls)

    assert sum(isinstance(answer, throttles.Tries) for answer in answers) == 7
    assert sum(isinstance(answer, TooManyTries) for answer in answers) == 17
    assert count("login-address", "x") == 0


@COMMITS
def test_subjects_crosswise_do_not_wait_for_each_other(place, limit):
    limit(login_address=(10**6, 1000))
    names = [("login-address", "x"), ("login-address", "y")]

    def work(pairs):
        for _ in range(40):
            hit_all(*pairs).give_back()

    calls = [lambda n=n: work(names if n % 2 else names[::-1]) for n in range(8)]
    assert at_once(*calls) == [None] * 8
    assert sum(sum(row.tries) for row in ThrottleCount.objects.all()) == 0


PROCESS = """
import sys, django
django.setup()
from django.conf import settings
from django.db import connection
connection.settings_dict["NAME"] = sys.argv[1]
settings.REDIS_URL = sys.argv[2]
settings.API_THROTTLES = settings.API_THROTTLES | {"login-address": (25, 1000)}
from marketplace.requests.throttles import TooManyTries, hit
counted = 0
for _ in range(20):
    try:
        hit("login-address", "x")
        counted += 1
    except TooManyTries:
        pass
print(counted)
"""


@pytest.mark.world
@COMMITS
def test_processes_are_counted_together(place, settings):
    name = connection.settings_dict["NAME"]

    def run(_):
        command = [sys.executable, "-c", PROCESS, name, settings.REDIS_URL]
        return subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)

    with ThreadPoolExecutor(2) as pool:
        counts = [int(done.stdout.split()[-1]) for done in pool.map(run, range(2))]
    assert sum(counts) == 25


@pytest.mark.django_db
def test_without_redis_the_database_counts(settings, limit, caplog):
    """Nobody listens there; whoever logs in waits for it once."""
    settings.REDIS_URL = "redis://127.0.0.1:9/0"
    store._away_until = 0.0
    limit(login_address=(3, 1000))

    assert count(times=9) == 3
    assert caplog.text.count("Redis does not count") == 1
    store._away_until = 0.0


@COMMITS
def test_a_try_is_not_counted_inside_a_transaction():
    with transaction.atomic(), pytest.raises(RuntimeError, match="before a transaction"):
        hit("login-address", "x")


@pytest.mark.django_db
def test_counts_are_one_statement_and_their_return_another(settings):
    settings.REDIS_URL = ""
    with count_statements() as counted:
        made = hit_all(("login-address", "x"), ("login-account", "y"), ("login-everywhere", "z"))
    with count_statements() as returned:
        made.give_back()
    assert (len(counted), len(returned)) == (1, 1)


@pytest.mark.django_db
def test_where_nothing_is_to_be_given_back_nothing_is_asked(settings):
    settings.REDIS_URL = ""
    counted = hit("login-address", "x")
    with count_statements() as returned:
        counted.give_back("login-account")
    assert len(returned) == 0
    assert ThrottleCount.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(("error", "rows"), [(OperationalError, 0), (IntegrityError, 2)])
def test_what_a_request_counted_is_given_back_if_an_outage_ends_it(rf, settings, error, rows):
    settings.REDIS_URL = ""

    def answer(request):
        hit_all(("login-address", "x"), ("login-account", "y"))
        throttles.give_back_after(error("as the database says"))
        return HttpResponse()

    GiveBackMiddleware(answer)(rf.get("/"))
    assert ThrottleCount.objects.count() == rows


@pytest.mark.django_db
def test_the_chore_forgets_what_is_over(clock, limit, settings):
    settings.REDIS_URL = ""
    limit(login_address=(3, 100))
    count(subject="early")
    clock.moment += 60
    count(subject="late")
    clock.moment += 60
    tasks.forget_tries()
    assert ThrottleCount.objects.count() == 1


@pytest.mark.django_db
@COMMITS
def test_what_counts_still_is_kept(place, clock, limit, settings):
    """The chore, and Redis by itself, forget a try when no window has it any more."""
    limit(login_address=(2, 60))
    assert count(times=2) == 2
    clock.moment += 60
    tasks.forget_tries()
    if place == "redis":
        import redis

        server = redis.Redis.from_url(settings.REDIS_URL)
        assert all(server.ttl(key) > 60 for key in server.scan_iter())

    assert count() == 0


@COMMITS
def test_what_is_counted_behind_a_note_is_not_noted(limit):
    limit(login_address=(5, 60))
    with note_standings() as standings:
        hit("login-address", "x")
    hit("login-address", "x")

    assert standings["login-address"].remaining == 4


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(1, "1 second"), (120, "120 seconds"), (121, "3 minutes"), (3804, "64 minutes")],
)
def test_a_wait_is_told_as_people_say_it_and_never_too_short(seconds, words):
    assert words_of(seconds) == words


@pytest.mark.django_db
def test_the_table_costs_no_flush():
    with connection.cursor() as cursor:
        cursor.execute("SELECT relpersistence FROM pg_class WHERE relname=%s", [TABLE])
        assert cursor.fetchone() == ("u",)


TABLE = ThrottleCount._meta.db_table


@pytest.mark.django_db
def test_no_row_tells_whose_tries_it_counts(settings):
    settings.REDIS_URL = ""
    hit("reset-account", "ada@mail.example")
    (row,) = ThrottleCount.objects.all()
    assert "ada" not in row.key
    assert row.key.startswith("reset-account:3600:")


def test_misspelt_rates_are_refused_at_start():
    from marketplace.settings.env import Environment

    environment = Environment({"THROTTLES": "login-address=5/60, nothing=1/1, login-account=5"})
    environment.rates("THROTTLES", default={"login-address": (1, 1), "login-account": (1, 1)})
    with pytest.raises(ImproperlyConfigured) as refused:
        environment.finish()
    assert "nothing" in str(refused.value)
    assert "login-account=5" in str(refused.value)


def test_rates_are_set_by_the_environment():
    from marketplace.settings.env import Environment

    environment = Environment({"THROTTLES": "login-address=5/60, login-everywhere=9/60/2/3/4"})
    rates = environment.rates(
        "THROTTLES",
        default={"login-address": (1, 1), "login-everywhere": (1, 1, 1, 1, 1), "x": (2, 2)},
    )
    assert rates == {"login-address": (5, 60), "login-everywhere": (9, 60, 2, 3, 4), "x": (2, 2)}
