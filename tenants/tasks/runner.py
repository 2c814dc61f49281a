"""Takes tasks from the queue one by one and runs each in its schema."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from traceback import format_exception

from django.conf import settings
from django.db import transaction
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.fields.json import KT
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from tenants.kernel.locks import hold
from tenants.registry.context import (
    PUBLIC,
    current_schema,
    use_market,
    use_public,
    use_retailer,
    use_unclaimed,
)
from tenants.registry.models import Retailer
from tenants.registry.origins import use_origin
from tenants.registry.outages import is_busy, log_outage
from tenants.tasks.traces import use_trace

logger = logging.getLogger("galleria.tasks")

PAUSE_OF_SHOP = timedelta(seconds=30)
AS_LONG_AS_HELD = timedelta(days=1)
APART = "imports"  # the queue whose tasks run in processes of their own (tenants.tasks.children)


class ShopGone(RuntimeError):
    """The task belongs to a schema that no longer exists."""


class WorkerLost(RuntimeError):
    """The process that ran the task ended in the middle of it."""


class TookTooMuch(RuntimeError):
    """The task was killed, for its memory or its time."""


def run_next(*, worker_id: str, apart: bool | None = None) -> bool:
    """Run one due task to its end; False when none is due.

    Of those that run apart, or of the others; None takes whichever is first.
    """
    with use_public():
        row = _claim(worker_id, apart)
    if row is None:
        return False
    with use_trace(row.args_kwargs.get("trace") or row.id.hex):
        _run(row)
    return True


def _run(row: DBTaskResult) -> None:
    try:
        with _schema_of(row), use_origin(f"task {row.task_path}"):
            value = _call(row)
    except Exception as error:  # whatever a task raises is its own failure, not the worker's
        _after_failure(row, error)
    else:
        _after_success(row, value)


def run_all(*, worker_id: str = "inline", limit: int = 1000) -> int:
    """Run what is due now, for tests and commands; how many."""
    return next((n for n in range(limit) if not run_next(worker_id=worker_id)), limit)


def run_inline(schema: str) -> int:
    """Run what was enqueued for a schema without a shop, the template, and forget it; how many."""
    with use_public():
        rows = list(DBTaskResult.objects.filter(args_kwargs__schema=schema).order_by("enqueued_at"))
    for row in rows:
        with use_unclaimed(schema):
            _call(row)
        row.delete()
    return len(rows)


def is_due_apart() -> bool:
    with use_public():
        return _due(apart=True).exists()


def end_killed(*, worker_id: str) -> None:
    """Fail what this worker ran apart when it was killed, and tell the task so."""
    with use_public():
        rows = DBTaskResult.objects.filter(
            queue_name=APART, status__in=[TaskResultStatus.READY, TaskResultStatus.RUNNING]
        )
        own_rows = [row for row in rows.order_by("id") if row.worker_ids[-1:] == [worker_id]]
    for row in own_rows:
        _end_killed(row)


def _end_killed(row: DBTaskResult) -> None:
    """`on_killed` first: should it fail, the reaper gives the task back as any that was lost."""
    with _schema_of(row):
        if row.task.on_killed:
            row.task.on_killed(*row.args_kwargs["args"], **row.args_kwargs["kwargs"])
    with use_public():
        row.set_failed(TookTooMuch(f"{row.worker_ids[-1]} was killed while it ran this task."))
    logger.error("Task %s was killed, and is not tried again", row.task_path)


@transaction.atomic
def _claim(worker_id: str, apart: bool | None) -> DBTaskResult | None:
    due = _in_turn(_due(apart=True)) if apart else _due(apart=apart)
    row = hold(due, skip_locked=True, of=("self",)).first()
    if row is not None:
        row.claim(worker_id)
    return row


def _due(*, apart: bool | None) -> QuerySet[DBTaskResult]:
    due = DBTaskResult.objects.filter(
        status=TaskResultStatus.READY, run_after__lte=timezone.now()
    ).order_by("-priority", "run_after", "enqueued_at", "id")
    if apart is None:
        return due
    return due.filter(queue_name=APART) if apart else due.exclude(queue_name=APART)


def _in_turn(due: QuerySet[DBTaskResult]) -> QuerySet[DBTaskResult]:
    """First whoever had no turn yet, then whose last one began longest ago."""
    rows = DBTaskResult.objects.filter(queue_name=APART, started_at__isnull=False)
    of_same_schema = rows.alias(shop=KT("args_kwargs__schema")).filter(shop=OuterRef("shop"))
    last_turn = of_same_schema.order_by("-started_at").values("started_at")[:1]
    return (
        due.alias(shop=KT("args_kwargs__schema"))
        .alias(last_turn=Subquery(last_turn))
        .order_by(F("last_turn").asc(nulls_first=True), "run_after", "enqueued_at", "id")
    )


@contextmanager
def _schema_of(row: DBTaskResult) -> Iterator[None]:
    schema = row.args_kwargs.get("schema", PUBLIC)
    if schema == PUBLIC:
        with use_public():
            yield
    elif schema == settings.MARKET_SCHEMA:
        with use_market():
            yield
    else:
        retailer = Retailer.objects.with_schema().filter(schema_name=schema).first()
        if retailer is None:
            raise ShopGone(f"There is no shop in the schema {schema} any more.")
        with use_retailer(retailer):
            yield


def _call(row: DBTaskResult) -> object:
    logger.info("Task %s begins, attempt %d", row.task_path, len(row.worker_ids))
    value = row.task.call(*row.args_kwargs["args"], **row.args_kwargs["kwargs"])
    logger.info("Task %s is done", row.task_path)
    return value


def _after_success(row: DBTaskResult, value: object) -> None:
    """All or nothing: a task that is not known to be done runs again, with its arguments."""
    with use_public(), transaction.atomic():
        if row.task.private:
            row.args_kwargs = {**row.args_kwargs, "args": [], "kwargs": {}}
            row.save(update_fields=["args_kwargs"])
        row.set_successful(value)


def _after_failure(row: DBTaskResult, error: Exception) -> None:
    if is_busy(error) and _may_wait_for_shop(row):
        _wait_for_shop(row, error)
        return
    wait = None if isinstance(error, ShopGone) else _patience(row)
    with use_public():
        if wait is None:
            row.set_failed(error)
        else:
            postpone(row, until=timezone.now() + timedelta(seconds=wait), error=error)
    level = logging.ERROR if wait is None else logging.WARNING
    schema = row.args_kwargs.get("schema", current_schema())
    what = "gave up" if wait is None else f"will be tried again in {wait:.0f} s"
    logger.log(level, "Task %s %s", row.task_path, what, exc_info=error, extra={"schema": schema})


def _may_wait_for_shop(row: DBTaskResult) -> bool:
    is_young = row.enqueued_at > timezone.now() - AS_LONG_AS_HELD
    return is_young and row.args_kwargs.get("schema", PUBLIC) != PUBLIC and row.queue_name != APART


def _wait_for_shop(row: DBTaskResult, error: Exception) -> None:
    """Somebody holds the shop's rows. That was no try; the shop's other tasks wait with it, so that
    those of other shops go on."""
    until = timezone.now() + PAUSE_OF_SHOP
    schema = row.args_kwargs["schema"]
    with use_public(), transaction.atomic():
        row.worker_ids = row.worker_ids[:-1]
        row.save(update_fields=["worker_ids"])
        postpone(row, until=until, error=error)
        others = DBTaskResult.objects.filter(
            status=TaskResultStatus.READY, args_kwargs__schema=schema, run_after__lt=until
        )
        others.exclude(queue_name=APART).update(run_after=until)
    log_outage(error)


def _patience(row: DBTaskResult) -> float | None:
    try:
        return row.task.wait_seconds(len(row.worker_ids))
    except ImportError:  # the function is gone with an older release
        return None


def given_up(*, queue: str, within: timedelta) -> QuerySet[DBTaskResult]:
    """The tasks of a queue that failed for good in this time."""
    failed = DBTaskResult.objects.failed()
    return failed.filter(queue_name=queue, finished_at__gt=timezone.now() - within)


def give_back_failed(*, queue: str, since: timedelta) -> int:
    """Those that were given up since then begin anew, now; how many."""
    return given_up(queue=queue, within=since).update(
        status=TaskResultStatus.READY, run_after=timezone.now(), worker_ids=[], finished_at=None
    )


def postpone(row: DBTaskResult, *, until: datetime, error: Exception) -> None:
    """Back into the queue, with the reason for whoever looks."""
    row.status = TaskResultStatus.READY
    row.run_after = until
    row.exception_class_path = f"{type(error).__module__}.{type(error).__qualname__}"
    row.traceback = "".join(format_exception(error))
    row.save(update_fields=["status", "run_after", "exception_class_path", "traceback"])
