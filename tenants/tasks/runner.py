"""Takes tasks from the queue one by one and runs each in its schema."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from traceback import format_exception

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from tenants.context import (
    PUBLIC,
    current_schema,
    use_market,
    use_public,
    use_retailer,
    use_unclaimed,
)
from tenants.models import Retailer
from tenants.tasks.traces import use_trace

logger = logging.getLogger("galleria.tasks")


class ShopGone(RuntimeError):
    """The task belongs to a schema that no longer exists."""


class WorkerLost(RuntimeError):
    """The process that ran the task ended in the middle of it."""


def run_next(*, worker_id: str) -> bool:
    """Run one due task to its end; False when none is due."""
    with use_public():
        row = _claim(worker_id)
    if row is None:
        return False
    with use_trace(row.args_kwargs.get("trace") or row.id.hex):
        _run(row)
    return True


def _run(row: DBTaskResult) -> None:
    try:
        with _schema_of(row):
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


@transaction.atomic
def _claim(worker_id: str) -> DBTaskResult | None:
    due = DBTaskResult.objects.filter(
        status=TaskResultStatus.READY, run_after__lte=timezone.now()
    ).order_by("-priority", "run_after", "enqueued_at", "id")
    row = due.select_for_update(skip_locked=True).first()
    if row is not None:
        row.claim(worker_id)
    return row


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
    with use_public():
        if row.task.private:
            row.args_kwargs = {**row.args_kwargs, "args": [], "kwargs": {}}
            row.save(update_fields=["args_kwargs"])
        row.set_successful(value)


def _after_failure(row: DBTaskResult, error: Exception) -> None:
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


def _patience(row: DBTaskResult) -> float | None:
    try:
        return row.task.wait_seconds(len(row.worker_ids))
    except ImportError:  # the function is gone with an older release
        return None


def postpone(row: DBTaskResult, *, until: datetime, error: Exception) -> None:
    """Back into the queue, with the reason for whoever looks."""
    row.status = TaskResultStatus.READY
    row.run_after = until
    row.exception_class_path = f"{type(error).__module__}.{type(error).__qualname__}"
    row.traceback = "".join(format_exception(error))
    row.save(update_fields=["status", "run_after", "exception_class_path", "traceback"])
