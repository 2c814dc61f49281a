"""run_once: the matrix of keys, and what threads and crashes make of it."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta

import psycopg2
import pytest
from django.db import connection, transaction
from django.utils import timezone

from marketplace.accounts.models import User
from marketplace.requests import idempotency
from marketplace.requests.idempotency import KeyInFlight, KeyMalformed, KeyMissing, KeyReused
from marketplace.requests.models import IdempotencyKey
from tenants.kernel.errors import Refusal
from tests.factories.waiting import wait_until

COMMITS = pytest.mark.django_db(transaction=True)


class Refused(Refusal):
    code = "refused"


def made(among=""):
    """What the actions of these tests left in the database."""
    return User.objects.filter(email__startswith=among, email__endswith="@made.example")


def act(name="one", among=""):
    """An action with a trace in the database."""
    User.objects.create_user(f"{name}@made.example", None)
    return 201, {"made": made(among).count()}


def once(action=act, **change):
    request = {"actor": "user:1", "operation": "checkout", "key": "k", "body": {"a": 1}}
    return idempotency.run_once(**(request | change), action=action)


def in_threads(*calls):
    """Run them at once, each on its own connection; gives results or exceptions in order."""

    def run(call):
        try:
            return call()
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


@pytest.mark.django_db
@pytest.mark.parametrize("key", [None, "", "   "])
def test_a_key_is_needed(key):
    with pytest.raises(KeyMissing) as caught:
        once(key=key)
    assert (caught.value.status, caught.value.code) == (400, "idempotency-key-missing")
    assert not made().exists()


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["x" * 256, "käse", "a\nb"])
def test_a_key_is_plain(key):
    with pytest.raises(KeyMalformed) as caught:
        once(key=key)
    assert caught.value.status == 400


@pytest.mark.django_db
def test_the_same_key_gets_the_same_answer_and_one_action():
    assert once() == (201, {"made": 1})
    assert once() == (201, {"made": 1})
    assert made().count() == 1


@pytest.mark.django_db
def test_the_order_of_members_is_no_difference():
    once(body={"a": 1, "b": [1, 2]})
    assert once(body={"b": [1, 2], "a": 1}) == (201, {"made": 1})


@pytest.mark.django_db
def test_the_same_key_with_another_body_is_refused():
    once()
    with pytest.raises(KeyReused) as caught:
        once(body={"a": 2})
    assert (caught.value.status, caught.value.code) == (422, "idempotency-key-reused")
    assert once() == (201, {"made": 1})


@pytest.mark.django_db
@pytest.mark.parametrize("change", [{"actor": "user:2"}, {"operation": "refund"}, {"key": "l"}])
def test_a_key_belongs_to_actor_and_operation(change):
    once()
    assert once(**change, action=lambda: act("other")) == (201, {"made": 2})


@pytest.mark.django_db
def test_a_key_is_kept_for_24_hours():
    began = timezone.now()
    once(now=began)
    again = {"action": lambda: act("later"), "body": {"a": 2}}

    with pytest.raises(KeyReused):
        once(now=began + timedelta(hours=23, minutes=59), **again)
    assert once(now=began + timedelta(hours=24, seconds=1), **again) == (201, {"made": 2})
    assert once(now=began + timedelta(hours=47), **again) == (201, {"made": 2})
    assert IdempotencyKey.objects.count() == 1


@pytest.mark.django_db
def test_old_keys_are_swept_away():
    once()
    now = timezone.now()

    assert idempotency.delete_expired(now=now + timedelta(hours=23)) == 0
    assert idempotency.delete_expired(now=now + timedelta(hours=25)) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("error", [Refused("no"), RuntimeError("a fault")])
def test_a_refused_or_failed_action_leaves_nothing_and_frees_its_key(error):
    def fail():
        act()
        raise error

    with pytest.raises(type(error)):
        once(action=fail)
    assert not made().exists()
    assert not IdempotencyKey.objects.exists()
    assert once(body={"corrected": True}) == (201, {"made": 1})


@COMMITS
def test_many_threads_at_once():
    """Both in one test: restoring the database after a test that commits takes a while."""
    of_sixteen_at_once_one_acts()
    many_at_once_where_the_first_is_refused_end_with_one_action()


@COMMITS
def test_a_repeat_while_the_first_is_at_work_is_told_so_at_once():
    working, go_on = threading.Event(), threading.Event()

    def slow():
        working.set()
        assert go_on.wait(10)
        return act()

    def repeat(**change):
        assert working.wait(10)
        try:
            return once(**change)
        finally:
            if change:
                go_on.set()

    first, same, other = in_threads(
        lambda: once(action=slow),
        lambda: repeat(),
        lambda: (threading.Event().wait(0.3), repeat(body={"a": 2}))[1],
    )
    assert first == (201, {"made": 1})
    assert isinstance(same, KeyInFlight)
    assert (same.status, same.code) == (409, "idempotency-key-in-flight")
    assert isinstance(other, KeyReused)
    assert once() == (201, {"made": 1})


def of_sixteen_at_once_one_acts():
    barrier = threading.Barrier(16)

    def call():
        barrier.wait(10)
        return once(key="sixteen")

    results = in_threads(*[call] * 16)
    answered = [result for result in results if result == (201, {"made": 1})]
    told = [result for result in results if isinstance(result, KeyInFlight)]
    assert answered
    assert len(answered) + len(told) == 16
    assert made().count() == 1


def many_at_once_where_the_first_is_refused_end_with_one_action():
    """Keys are freed and claimed again under each other's hands; nothing is done twice."""
    tries = iter(range(1000))
    lock = threading.Lock()
    barrier = threading.Barrier(8)

    def sometimes():
        with lock:
            number = next(tries)
        answer = act(f"number{number}", among="number")
        if number < 3:
            raise Refused("not yet")
        return answer

    def call():
        barrier.wait(10)
        for _ in range(50):
            try:
                return once(key="many", action=sometimes)
            except (Refused, KeyInFlight):
                continue
        return None

    results = in_threads(*[call] * 8)
    assert set(map(str, results)) == {"(201, {'made': 1})"}
    assert made("number").count() == 1


def claim_and_die():
    """A key that was claimed by `once()`, which got no further."""
    IdempotencyKey.objects.create(
        actor="user:1",
        operation="checkout",
        key="k",
        fingerprint=idempotency.fingerprint({"a": 1}),
    )


def is_gone(pid):
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_stat_activity WHERE pid = %s", [pid])
        return cursor.fetchone() is None


@COMMITS
def test_a_crash_after_the_claim_lets_the_same_request_go_on_and_no_other():
    """The claim was committed; the connection died before the action's transaction ended."""
    parameters = connection.get_connection_params()
    parameters.pop("cursor_factory", None)
    claim_and_die()
    dying = psycopg2.connect(**parameters)
    dying.cursor().execute("SELECT 1 FROM public.requests_idempotencykey FOR UPDATE")
    pid = dying.info.backend_pid
    with pytest.raises(KeyInFlight):
        once()
    dying.close()
    wait_until(lambda: is_gone(pid))  # its lock goes with the back-end, a moment later

    with pytest.raises(KeyReused):
        once(body={"a": 2})
    assert once() == (201, {"made": 1})


@pytest.mark.django_db
def test_it_refuses_to_hide_its_claim_in_a_callers_transaction():
    with transaction.atomic(), pytest.raises(RuntimeError):
        once()
    assert not made().exists()


@pytest.mark.django_db
def test_it_costs_four_statements_and_a_repeat_one(django_assert_num_queries):
    from tests.factories.statements import count_statements

    with count_statements() as seen:
        once(action=lambda: (201, {}))
    words = [text.removeprefix("EXECUTE ").split()[0] for text in seen.data]
    assert words == ["find_key", "claim_key", "SELECT", "answer_key"]
    with count_statements() as repeat:
        once(action=lambda: (201, {}))
    assert [text.split()[1] for text in repeat.data] == ["find_key"]


@contextmanager
def steps_into(among):
    among.append("begin")
    yield
    among.append("end")


@pytest.mark.django_db
def test_what_stands_around_the_work_is_not_entered_for_an_answer_or_another_body():
    steps = []
    once(around=steps_into(steps), action=lambda: (steps.append("act"), (201, {}))[1])
    assert steps == ["begin", "act", "end"]

    assert once(around=steps_into(steps)) == (201, {})
    with pytest.raises(KeyReused):
        once(around=steps_into(steps), body={"a": 2})
    assert len(steps) == 3


@pytest.mark.django_db
def test_what_stands_around_the_work_is_not_entered_in_a_callers_transaction():
    claim_and_die()
    steps = []
    with transaction.atomic(), pytest.raises(RuntimeError):
        once(around=steps_into(steps))
    assert steps == []


@COMMITS
def test_what_stands_around_the_work_is_not_entered_while_another_works():
    steps = []
    assert once(action=lambda: (assert_in_flight(steps), (201, {}))[1]) == (201, {})
    assert steps == []


def assert_in_flight(steps):
    (refusal,) = in_threads(lambda: once(around=steps_into(steps)))
    assert isinstance(refusal, KeyInFlight)
