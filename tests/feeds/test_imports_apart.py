"""Imports run beside the worker's other tasks: confined, killed for what they take, in turn."""

import io
import signal
import subprocess
import sys

import pytest
from django.db import OperationalError
from django.utils.timezone import now
from django_tasks_db.models import DBTaskResult

from tenants.feeds.models import ImportJob
from tenants.feeds.uploads import queue_import
from tenants.registry.context import use_retailer
from tenants.registry.models import Retailer
from tenants.shop.catalogue.models import Product
from tenants.tasks import backend, runner
from tenants.tasks.children import Children
from tests.architecture.code import ROOT
from tests.factories.hostile_workbooks import MB, many, shared, workbook
from tests.tenants import jobs
from tests.tenants.test_tasks import wait_until, worker

LIST = b"sku,title,price,stock\nA,Cup,3.00,4\n"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


@pytest.fixture
def empty(db):
    DBTaskResult.objects.all().delete()


def queue(retailer, data=LIST, name="list.csv"):
    with use_retailer(retailer):
        return queue_import(file=io.BytesIO(data), name=name)


@pytest.mark.django_db
def test_shops_take_turns(empty):
    """A shop with twenty lists does not stand before another's first."""
    books, coffee = (Retailer.objects.get(slug=slug) for slug in ("books", "coffee"))
    for _ in range(20):
        queue(books)
    queue(coffee)

    order = []
    for _ in range(4):
        row = runner._claim("w", apart=True)
        order.append(row.args_kwargs["schema"])

    assert order == ["shop_books", "shop_coffee", "shop_books", "shop_books"]


@pytest.mark.django_db
def test_a_list_that_the_database_does_not_take_leaves_no_file(empty, books, media, monkeypatch):
    def refuse(*args, **kwargs):
        raise OperationalError("cannot execute INSERT in a read-only transaction")

    monkeypatch.setattr(backend, "write_rows", refuse)
    with pytest.raises(OperationalError):
        queue(books)

    assert [path for path in media.rglob("*") if path.is_file()] == []


@pytest.mark.django_db
def test_the_worker_itself_takes_no_import(empty, books):
    queue(books)

    assert runner.run_next(worker_id="w", apart=False) is False
    assert runner.is_due_apart() is True
    assert runner.run_next(worker_id="w", apart=True) is True
    assert runner.is_due_apart() is False
    with use_retailer(books):
        assert ImportJob.objects.get().status == "done"


@pytest.mark.django_db
def test_what_was_killed_for_its_memory_or_time_fails_for_good(empty, books, media):
    job = queue(books)
    runner._claim("child", apart=True)
    with use_retailer(books):
        ImportJob.objects.update(status="running", rows=9, imported_rows=4, position=4)

    runner.end_killed(worker_id="child")

    with use_retailer(books):
        job.refresh_from_db()
    assert (job.status, job.imported_rows, job.upload) == ("failed", 4, "")
    assert job.error == "This import took more than it may. Split the file into several."
    assert DBTaskResult.objects.get().status == "FAILED"
    assert not list(media.rglob("imports/*.csv"))
    runner.end_killed(worker_id="child")
    assert DBTaskResult.objects.get().status == "FAILED"


@pytest.mark.parametrize(("status", "ended"), [(-9, ["worker:a"]), (1, []), (0, [])])
def test_only_a_child_that_was_killed_takes_its_task_along(status, ended, monkeypatch):
    killed = []
    monkeypatch.setattr(runner, "end_killed", lambda worker_id: killed.append(worker_id))

    Children("worker").bury("worker:a", status)

    assert killed == ended


CONFINED = """
import resource, sys, threading
from tenants.tasks import bounds
bounds.confine(megabytes=50)
try:
    data = bytearray(100_000_000)
except MemoryError:
    print("memory")
import gc; gc.collect()
small = bytearray(20_000_000)
bounds.allow(seconds=1)
try:
    while True:
        sum(range(10_000))
except bounds.OutOfTime:
    print("time")
bounds.release()
sum(range(30_000_000))
print("said")
"""


def test_a_confined_process_is_told_before_it_is_killed():
    done = subprocess.run(
        [sys.executable, "-c", CONFINED], cwd=ROOT, capture_output=True, text=True, timeout=60
    )

    assert (done.stdout.split(), done.returncode) == (["memory", "time", "said"], 0)


@pytest.mark.world
@pytest.mark.django_db(transaction=True)
def test_mail_goes_out_while_an_import_runs_and_a_bomb_is_refused(books, settings):
    """A real worker, a real child: the long list, the bomb behind it, and a task beside them."""
    settings.MEDIA_ROOT = settings.HOME_DIR / "test-media"  # the worker's
    DBTaskResult.objects.all().delete()
    rows = b"".join(b"%05d,Thing %d,%d,5\n" % (n, n, n % 90 + 1) for n in range(6_000))
    long = queue(books, b"sku,title,price,stock\n" + rows)
    bomb = queue(books, workbook(strings=shared(many(b"<r/>", 3 * MB))), "bomb.xlsx")
    process = worker()
    try:
        wait_until(lambda: status_of(books, long) == "running", seconds=90)
        with use_retailer(books):
            began = now()
            jobs.note.enqueue("beside")
        wait_until(
            lambda: DBTaskResult.objects.filter(
                task_path__endswith="note", status="SUCCESSFUL"
            ).exists(),
            seconds=60,
        )
        assert status_of(books, long) == "running"
        assert (now() - began).total_seconds() < 30
        wait_until(lambda: status_of(books, long) == "done", seconds=180)
        wait_until(lambda: status_of(books, bomb) not in ("queued", "running"), seconds=90)
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=30) == 0

    with use_retailer(books):
        assert Product.objects.count() >= 6_000


def status_of(retailer, job):
    with use_retailer(retailer):
        return ImportJob.objects.get(pk=job.pk).status
