"""Background tasks: in their schema, again after a failure, never lost, never twice at once."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.db import OperationalError, ProgrammingError, connection, connections, transaction
from django.utils.timezone import now
from django_tasks import task_backends
from django_tasks_db.models import DBTaskResult

from marketplace.requests.logs import ContextFilter
from marketplace.requests.traces import use_trace
from tenants.registry import outages
from tenants.registry.context import current_schema, use_market, use_retailer
from tenants.registry.models import PeriodicJob, Retailer
from tenants.tasks import bounds, reaper, runner, schedule
from tenants.tasks.queue import enqueue_each, enqueued_together
from tenants.tasks.runner import run_all, run_next
from tenants.tasks.shops import do_in_each
from tenants.tasks.worker import POLL_SECONDS, Worker
from tests.factories.statements import count_statements
from tests.factories.threads import at_once
from tests.tenants import jobs

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def empty(db):
    """The shops of the test database left tasks of their own."""
    jobs.seen.clear()
    DBTaskResult.objects.all().delete()


def the_row():
    return DBTaskResult.objects.get()


def test_a_task_runs_in_the_schema_in_which_it_was_enqueued(books):
    with use_retailer(books):
        jobs.note.enqueue("shop", twice=True)
    with use_market():
        jobs.note.enqueue("market")
    jobs.note.enqueue("public")

    assert run_all() == 3

    assert sorted(jobs.seen) == [
        ("market", "market", None),
        ("public", "public", None),
        ("shop", "shop_books", "books"),
    ]
    assert current_schema() == "public"
    assert DBTaskResult.objects.filter(status="SUCCESSFUL").count() == 3
    assert sorted(row.return_value for row in DBTaskResult.objects.all())[-1] == "shopshop"


def test_tasks_enqueued_together_are_one_statement_and_each_runs_in_its_own_schema(books):
    with count_statements() as statements, enqueued_together():
        with use_retailer(books):
            jobs.note.enqueue("shop")
        with use_market():
            enqueue_each(jobs.note, [{"word": "market"}, {"word": "again"}])
        with enqueued_together():
            jobs.note.enqueue("public")
        assert not DBTaskResult.objects.exists()

    assert len([sql for sql in statements.data if "write_tasks" in sql]) == 1
    assert run_all() == 4
    assert sorted(jobs.seen) == [
        ("again", "market", None),
        ("market", "market", None),
        ("public", "public", None),
        ("shop", "shop_books", "books"),
    ]


def test_after_an_error_nothing_that_was_enqueued_together_stays():
    with pytest.raises(LookupError):
        enqueue_and_fail()
    assert not DBTaskResult.objects.exists()
    jobs.note.enqueue("at once")
    assert DBTaskResult.objects.count() == 1


def enqueue_and_fail():
    with enqueued_together():
        jobs.note.enqueue("lost")
        raise LookupError


def test_tasks_of_libraries_carry_the_schema_too(books):
    from wagtail.models import Page

    with use_retailer(books):
        Page.objects.get(depth=2).save()

    rows = DBTaskResult.objects.filter(task_path__startswith="wagtail")
    assert {row.args_kwargs["schema"] for row in rows} == {"shop_books"}
    run_all()
    assert not DBTaskResult.objects.exclude(status="SUCCESSFUL").exists()


def test_a_tasks_log_lines_name_its_shop_and_the_trace_of_the_request(books, caplog):
    caplog.set_level("INFO", logger="galleria.tasks")
    caplog.handler.addFilter(ContextFilter())
    with use_retailer(books), use_trace("ab" * 16):
        jobs.note.enqueue("shop")

    run_all()

    begun = next(record for record in caplog.records if "begins" in record.message)
    assert (begun.schema, begun.trace_id) == ("shop_books", "ab" * 16)


def test_a_rolled_back_enqueue_is_gone():
    with transaction.atomic():
        jobs.note.enqueue("never")
        transaction.set_rollback(True)

    assert not DBTaskResult.objects.exists()
    assert run_next(worker_id="w") is False
    assert jobs.seen == []


def test_a_failing_task_is_tried_again_later_and_later(books):
    with use_retailer(books):
        jobs.stumble.enqueue("a stone")

    run_all()
    row = the_row()
    assert (row.status, jobs.seen) == ("READY", ["a stone"])
    assert 9 < (row.run_after - now()).total_seconds() <= 10
    assert "stumbled over a stone" in row.traceback
    assert run_all() == 0, "not before its time"

    assert 19 < (again().run_after - now()).total_seconds() <= 20
    again()
    assert (the_row().status, len(jobs.seen)) == ("FAILED", 3)
    assert the_row().exception_class_path == "builtins.ValueError"


def test_waits_grow_to_an_hour():
    assert [jobs.note.wait_seconds(attempts) for attempts in (1, 2, 3)] == [10, 20, None]
    patient = replace(jobs.note, retries=90, backoff_seconds=20)
    waits = [patient.wait_seconds(attempts) for attempts in (8, 9, 90, 91)]
    assert waits == [2560, 3600, 3600, None]


def test_a_held_shop_is_no_try_and_keeps_no_other_shops_tasks_waiting(books, coffee):
    with use_retailer(books):
        jobs.wait_for_shop.enqueue("held")
        jobs.note.enqueue("behind it")
    with use_retailer(coffee):
        jobs.note.enqueue("another")

    assert run_all() == 2
    assert jobs.seen == ["held", ("another", "shop_coffee", "coffee")]
    rows = DBTaskResult.objects.filter(args_kwargs__schema="shop_books")
    assert {row.status for row in rows} == {"READY"}
    assert all(29 < (row.run_after - now()).total_seconds() <= 30 for row in rows)
    assert [len(row.worker_ids) for row in rows] == [0, 0]


def test_who_waits_for_a_shop_for_more_than_a_day_is_given_up(books):
    with use_retailer(books):
        jobs.wait_for_shop.enqueue("held")
    DBTaskResult.objects.update(enqueued_at=now() - timedelta(days=2))

    run_all()
    assert again().status == "FAILED"


def test_a_chore_leaves_a_held_shop_for_its_next_turn(books, coffee):
    def look(shop):
        if shop == books:
            jobs.meet_a_held_shop()
        return 1

    turns = do_in_each([books, coffee], look)
    assert (turns.count, turns.busy, turns.failed) == (1, [books], [])


@pytest.mark.parametrize("fault", ["SELECT 1 FROM no_such_table", "SELECT 1 / 0"])
def test_a_chore_goes_on_after_a_shop_whose_tables_are_not_in_order(books, coffee, caplog, fault):
    def look(shop):
        if shop == books:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(fault)
        return 1

    turns = do_in_each([books, coffee], look)

    assert (turns.count, turns.busy, turns.failed) == (1, [], [books])
    [line] = [row for row in caplog.records if row.levelname == "ERROR"]
    assert line.getMessage() == "A chore failed at the shop books"
    assert line.exc_info


def test_a_chore_goes_on_after_a_shop_that_lacks_a_row(books, coffee):
    turns = do_in_each([books, coffee], lambda shop: 1 // (shop.pk - books.pk))
    assert turns.failed == [books]


@pytest.mark.django_db(transaction=True)
def test_a_chore_ends_with_the_connection(books, coffee):
    def lose(shop):
        visits.append(shop)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    visits = []
    with pytest.raises(OperationalError):
        do_in_each([books, coffee], lose)
    connection.close()

    assert visits == [books]


def test_a_chore_goes_on_while_the_database_takes_no_changes(books, coffee):
    """As on a standby: the shops are in order, and their turn comes with the next run."""

    def change(shop):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION READ ONLY")
            cursor.execute("DELETE FROM staff_invitation")

    turns = do_in_each([books, coffee], change)
    assert (turns.busy, turns.failed) == ([books, coffee], [])


def test_what_was_given_up_begins_anew_when_somebody_says_so(capsys):
    jobs.stumble.enqueue("a stone")
    for _turn in range(3):
        again()
    assert the_row().status == "FAILED"

    call_command("tasks_retry", queue="default")

    assert "1 tasks" in capsys.readouterr().out
    assert (the_row().status, the_row().worker_ids) == ("READY", [])
    call_command("tasks_retry", queue="mail")
    assert "0 tasks" in capsys.readouterr().out


def again():
    DBTaskResult.objects.update(run_after=now() - timedelta(seconds=1))
    run_all()
    return the_row()


def test_what_was_private_is_forgotten_when_done():
    jobs.whisper.enqueue(secret="https://shop/reset/token")

    run_all()

    assert jobs.seen == [24]
    assert "token" not in str(the_row().args_kwargs)


def test_what_was_private_is_kept_until_it_is_known_to_be_done(monkeypatch):
    """The database is killed between the task's end and the note of it: it runs once more."""
    jobs.whisper.enqueue(secret="https://shop/reset/token")
    monkeypatch.setattr(DBTaskResult, "set_successful", lost)
    with pytest.raises(OperationalError):
        run_all()
    assert the_row().args_kwargs["kwargs"] == {"secret": "https://shop/reset/token"}

    monkeypatch.undo()
    reaper.reap()
    run_all()
    assert (the_row().status, jobs.seen) == ("SUCCESSFUL", [24, 24])


def lost(*args):
    raise OperationalError("server closed the connection unexpectedly")


def test_what_somebody_waits_for_goes_before_what_only_tells():
    for number in range(3):
        jobs.note.enqueue(f"order {number}")
    jobs.answer.enqueue("code")

    run_all()

    assert [word for word, *_ in jobs.seen] == ["code", "order 0", "order 1", "order 2"]


def test_a_task_of_a_purged_shop_fails_once_and_stays_away(books):
    with use_retailer(books):
        jobs.note.enqueue("too late")
    Retailer.objects.filter(pk=books.pk).update(purged_at=now())

    run_all()

    assert the_row().status == "FAILED"
    assert jobs.seen == []


def test_a_task_whose_function_is_gone_fails():
    jobs.note.enqueue("x")
    DBTaskResult.objects.update(task_path="tests.tenants.jobs.gone")

    run_all()

    assert the_row().status == "FAILED"


def test_running_tasks_of_the_living_are_left_alone():
    row = running("this-very-session")
    holder = connections.create_connection("default")
    with holder.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_lock(%s, %s)", [reaper.FAMILY, reaper._key("this-very-session")]
        )

        assert reaper.reap() == 0

    holder.close()
    wait_for_lock("this-very-session")
    assert reaper.reap() == 1
    row.refresh_from_db()
    assert row.status == "READY"
    assert "this-very-session ended" in row.traceback
    assert run_all() == 1
    assert jobs.seen == [("lost", "public", None)]


def wait_for_lock(worker_id):
    deadline = time.monotonic() + 5
    while reaper.is_alive(worker_id) and time.monotonic() < deadline:
        time.sleep(0.05)


def running(worker_id):
    jobs.note.enqueue("lost")
    row = the_row()
    row.claim(worker_id)
    return row


def test_a_worker_that_lost_its_connection_gives_its_own_task_back():
    worker = Worker()
    reaper.hold_life_line(worker.id)
    running(worker.id)

    assert reaper.reap() == 1

    assert worker.step() is True
    assert the_row().status == "SUCCESSFUL"
    assert len(the_row().worker_ids) == 2


def test_a_worker_runs_what_is_due_and_ends():
    jobs.note.enqueue("a")
    jobs.note.enqueue("b")

    assert Worker().run_due() == 2


def test_a_worker_stops_when_told_after_the_task_in_hand(monkeypatch):
    worker = Worker()
    monkeypatch.setattr(worker, "connect", lambda: None)  # it would end the test's transaction
    for word in ("first", "second"):
        jobs.note.enqueue(word)
    monkeypatch.setattr(runner, "_after_success", lambda row, value: worker.stopping.set())

    worker.run()

    assert [word for word, *_ in jobs.seen] == ["first"]


def test_a_worker_waits_when_there_is_nothing_to_do_and_not_before(monkeypatch):
    worker, waits, steps = Worker(), [], iter([True, True, False])
    monkeypatch.setattr(worker, "connect", lambda: None)
    monkeypatch.setattr(worker, "step", lambda: next(steps))

    def wait(seconds):
        waits.append(seconds)
        worker.stopping.set()

    monkeypatch.setattr(worker.stopping, "wait", wait)
    worker.run()

    assert (waits, list(steps)) == ([POLL_SECONDS], [])


@pytest.mark.parametrize(
    ("error", "end"),
    [(OperationalError("gone"), SystemExit), (ProgrammingError("no column"), ProgrammingError)],
)
def test_a_child_ends_in_an_outage_without_a_traceback(monkeypatch, caplog, error, end):
    monkeypatch.setattr(outages, "log", outages.Log())

    def fail(self):
        raise error

    monkeypatch.setattr(bounds, "die_with_parent", lambda: None)
    monkeypatch.setattr(Worker, "connect", fail)
    with pytest.raises(end) as ended:
        Worker("child").run_apart()
    assert ended.value.args == ((1,) if end is SystemExit else ("no column",))
    lines = ["galleria.outages"] if end is SystemExit else []
    assert [record.name for record in caplog.records] == lines


def test_chores_are_looked_at_once_in_a_while(monkeypatch):
    worker, chores = Worker(), []
    monkeypatch.setattr(worker, "do_chores", lambda: chores.append(1))

    assert [worker.step(), worker.step(), len(chores)] == [False, False, 1]


@pytest.mark.django_db(transaction=True)
def test_what_another_reaper_has_in_hand_is_left_to_it():
    row = running("gone")
    other = connections.create_connection("default")
    other.set_autocommit(False)
    try:
        with other.cursor() as cursor:
            cursor.execute(
                "SELECT 1 FROM public.django_tasks_database_dbtaskresult WHERE id = %s FOR UPDATE",
                [row.pk],
            )
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '1s'")
            assert reaper.reap() == 0
    finally:
        other.rollback()
        other.close()
    assert reaper.reap() == 1


def test_what_runs_apart_is_told_from_the_rest():
    jobs.note.enqueue("x")
    before = runner.is_due_apart()
    DBTaskResult.objects.update(queue_name=runner.APART)

    assert (before, runner.is_due_apart()) == (False, True)
    assert not run_next(worker_id="web", apart=False)


def test_a_task_that_kills_its_workers_is_given_up():
    row = running("first")
    for worker in ("second", "third"):
        row.claim(worker)

    assert reaper.reap() == 1

    assert the_row().status == "FAILED"


def test_chores_run_when_due_and_not_before(settings):
    settings.PERIODIC_JOBS = {"tests.tenants.jobs.chore": 60}

    assert schedule.run_due() == 1
    assert schedule.run_due() == 0
    PeriodicJob.objects.update(began_at=now() - timedelta(seconds=61))
    assert schedule.run_due() == 1

    assert jobs.seen == [("chore", "public")] * 2


def test_a_broken_chore_stops_no_other(settings, caplog):
    settings.PERIODIC_JOBS = {
        "tests.tenants.jobs.broken_chore": 60,
        "tests.tenants.jobs.chore": 60,
    }

    assert schedule.run_due() == 2

    assert jobs.seen == [("chore", "public")]
    assert "tests.tenants.jobs.broken_chore failed" in caplog.text


def test_every_chore_of_the_settings_runs():
    for path in django_settings.PERIODIC_JOBS:
        schedule.import_string(path)()


def test_finished_tasks_are_forgotten_after_a_while():
    for hours in (23, 25):
        jobs.note.enqueue("x")
        run_all()
        DBTaskResult.objects.filter(return_value="x").update(
            finished_at=now() - timedelta(hours=hours), return_value=f"{hours}"
        )

    schedule.prune()

    assert [row.return_value for row in DBTaskResult.objects.all()] == ["23"]


@pytest.mark.parametrize(
    ("chore", "tables"),
    [
        ("tenants.tasks.schedule.prune", {"django_tasks_database_dbtaskresult"}),
        (
            "marketplace.accounts.jobs.clear_expired",
            {
                "accounts_websession",
                "accounts_handoffcode",
                "accounts_challenge",
                "accounts_tokenfamily",
            },
        ),
        ("marketplace.requests.idempotency.delete_expired", {"requests_idempotencykey"}),
        ("marketplace.requests.tasks.forget_tries", {"requests_throttlecount"}),
        ("marketplace.activities.tasks.forget_old", {"activities_activity"}),
        ("marketplace.notifications.tasks.forget_old", {"notifications_notification"}),
        ("marketplace.privacy.jobs.forget_old_exports", {"privacy_personalexport"}),
        ("marketplace.purchases.quotes.clear_expired", {"purchases_quote"}),
        ("marketplace.payments.confirmations.clear_expired", {"payments_orderconfirmation"}),
    ],
)
def test_what_is_forgotten_is_not_read_first(db, chore, tables):
    """However much it is: of what was read the worker keeps the memory."""
    with count_statements() as statements:
        schedule.import_string(chore)()

    deletions = [sql for sql in statements.data if sql.startswith("DELETE FROM")]
    assert tables <= {sql.split('"')[1] for sql in deletions}
    others = " ".join(sql for sql in statements.data if sql not in deletions)
    assert [table for table in tables if f'FROM "{table}"' in others] == []


def test_chores_that_settings_name_no_more_are_forgotten_after_a_week(settings):
    settings.PERIODIC_JOBS = {"a.chore": 60}
    for path, days in (("a.chore", 8), ("a.former.chore", 8), ("of.another.release", 6)):
        PeriodicJob.objects.create(path=path, began_at=now() - timedelta(days=days))

    schedule.prune()

    assert set(PeriodicJob.objects.values_list("path", flat=True)) == {
        "a.chore",
        "of.another.release",
    }


def test_the_backend_is_ours():
    assert type(task_backends["default"]).__name__ == "SchemaBackend"


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_run_the_same_task():
    for number in range(6):
        jobs.note.enqueue(str(number))

    at_once(lambda: run_all(worker_id="a"), lambda: run_all(worker_id="b"))

    assert sorted(word for word, *_ in jobs.seen) == list("012345")


@pytest.mark.world
@pytest.mark.django_db(transaction=True)
def test_a_killed_workers_task_is_done_by_the_next(tmp_path):
    jobs.linger.enqueue(str(tmp_path / "begun"))
    first = worker()
    wait_until(lambda: (tmp_path / "begun").exists())
    first.send_signal(signal.SIGKILL)
    first.wait()
    assert the_row().status == "RUNNING"

    second = worker()
    try:
        wait_until(lambda: the_row().status == "SUCCESSFUL")
    finally:
        second.send_signal(signal.SIGTERM)

    assert second.wait(timeout=10) == 0
    assert len(the_row().worker_ids) == 2


def worker():
    database = django_settings.DATABASES["default"]
    user = (
        f"{database['USER']}:{database['PASSWORD']}" if database["PASSWORD"] else database["USER"]
    )
    host, port = database["HOST"], database["PORT"]
    place = f"/{database['NAME']}?host={host}" if host.startswith("/") else ""
    place = place or f"{host}:{port}/{database['NAME']}"
    environment = os.environ | {
        "DATABASE_URL": f"postgres://{user}@{place}",
        "DJANGO_SETTINGS_MODULE": "marketplace.settings.test",
    }
    command = [sys.executable, "manage.py", "tasks_worker"]
    return subprocess.Popen(command, cwd=ROOT, env=environment)


def wait_until(condition, seconds=30):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.1)
