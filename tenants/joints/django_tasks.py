"""django-tasks-db's private parts that we stand on: how it writes a row.

Rows are read and moved by tenants/tasks (runner, reaper, schedule) and marketplace/requests/health
by the model's own fields and methods, which tests/joints/test_django_tasks.py lists.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from asgiref.sync import sync_to_async
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks.utils import normalize_json
from django_tasks_db.backend import DatabaseBackend

# Rows that are enqueued and not written yet; None: each is written at once.
_waiting: ContextVar[list[Any] | None] = ContextVar("waiting", default=None)


@contextmanager
def enqueued_together() -> Iterator[None]:
    """What is enqueued meanwhile is written at the end, in one statement; nothing after an error.

    Inside a transaction, and around no savepoint whose failure is passed over: what was enqueued
    in it would stay. Each row has the context of its own moment.
    """
    rows: list[Any] = []
    token = _waiting.set(rows)
    try:
        yield
    finally:
        _waiting.reset(token)
    _write(rows)


def _write(rows: list[Any]) -> None:
    from django_tasks_db.models import DBTaskResult

    waiting = _waiting.get()
    if waiting is not None:
        waiting += rows
    elif rows:
        DBTaskResult.objects.bulk_create(rows)


def is_enqueued(task: Any, *, schema: str, by: datetime) -> bool:
    """Whether one of it waits in that schema, for a turn by then."""
    from django_tasks_db.models import DBTaskResult

    rows = DBTaskResult.objects.filter(task_path=task.module_path, status=TaskResultStatus.READY)
    return rows.filter(args_kwargs__schema=schema, run_after__lte=by).exists()


class ContextBackend(DatabaseBackend):
    """Rows that keep, beside a task's arguments, where it was enqueued."""

    def context(self) -> dict[str, Any]:
        """JSON."""
        raise NotImplementedError

    def enqueue_each(self, task: Any, arguments: Iterable[Mapping[str, Any]]) -> None:
        """The task once for each of them, in one statement."""
        self.validate_task(task)
        _write([self._row(task, [], kwargs) for kwargs in arguments])

    def _task_to_db_task(self, task: Any, args: Any, kwargs: Any) -> Any:
        row = self._row(task, args, kwargs)
        _write([row])
        return row

    def _row(self, task: Any, args: Any, kwargs: Any) -> Any:
        """As theirs; and a task without a time to run after is due now, so that rows sort."""
        from django_tasks_db.models import DBTaskResult

        arguments = normalize_json({"args": args, "kwargs": kwargs})
        return DBTaskResult(
            id=self._get_id(),
            args_kwargs={**arguments, **self.context()},
            priority=task.priority,
            task_path=task.module_path,
            queue_name=task.queue_name,
            run_after=task.run_after or timezone.now(),
            backend_name=self.alias,
        )

    async def _atask_to_db_task(self, task: Any, args: Any, kwargs: Any) -> Any:
        return await sync_to_async(self._task_to_db_task)(task, args, kwargs)
