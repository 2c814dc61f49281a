"""django-tasks-db's private parts that we stand on: how it writes a row.

Rows are read and moved by tenants/tasks (runner, reaper, schedule) and marketplace/requests/health
by the model's own fields and methods, which tests/joints/test_django_tasks.py lists.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from asgiref.sync import sync_to_async
from django.db import DEFAULT_DB_ALIAS
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks.utils import normalize_json
from django_tasks_db.backend import DatabaseBackend

# Columns that a task is enqueued with; the others say that it has not run.
_COLUMNS = (
    *("id", "status", "enqueued_at", "args_kwargs", "priority", "task_path", "queue_name"),
    *("backend_name", "run_after"),
)
# `rows` are `row_values`.
WRITE_TASKS = """
    INSERT INTO public.django_tasks_database_dbtaskresult (
        id, status, enqueued_at, args_kwargs, priority, task_path, queue_name, backend_name,
        run_after, worker_ids, exception_class_path, traceback
    )
    SELECT id, status, enqueued_at, args_kwargs, priority, task_path, queue_name, backend_name,
           run_after, '[]', '', ''
    FROM json_to_recordset(%(rows)s::json) AS sent (
        id uuid, status text, enqueued_at timestamptz, args_kwargs jsonb, priority integer,
        task_path text, queue_name text, backend_name text, run_after timestamptz
    )
    RETURNING id
"""


def row_values(rows: Iterable[Any]) -> str:
    """A JSON array of objects by column."""
    values = [{column: getattr(row, column) for column in _COLUMNS} for row in rows]
    return json.dumps(values, default=str)


def mark_stored(rows: Iterable[Any]) -> None:
    """As `save()` would: they are in the database now."""
    for row in rows:
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


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

    def write(self, rows: list[Any]) -> None:
        """Rows of the model, which have not been written."""
        raise NotImplementedError

    def enqueue_each(self, task: Any, arguments: Iterable[Mapping[str, Any]]) -> None:
        """The task once for each of them, in one statement."""
        self.validate_task(task)
        self.write([self._row(task, [], kwargs) for kwargs in arguments])

    def _task_to_db_task(self, task: Any, args: Any, kwargs: Any) -> Any:
        row = self._row(task, args, kwargs)
        self.write([row])
        return row

    def _row(self, task: Any, args: Any, kwargs: Any) -> Any:
        """As theirs; and a task without a time to run after is due now, so that rows sort."""
        from django_tasks_db.models import DBTaskResult

        at = timezone.now()
        arguments = normalize_json({"args": args, "kwargs": kwargs})
        return DBTaskResult(
            id=self._get_id(),
            args_kwargs={**arguments, **self.context()},
            priority=task.priority,
            task_path=task.module_path,
            queue_name=task.queue_name,
            enqueued_at=at,
            run_after=task.run_after or at,
            backend_name=self.alias,
        )

    async def _atask_to_db_task(self, task: Any, args: Any, kwargs: Any) -> Any:
        return await sync_to_async(self._task_to_db_task)(task, args, kwargs)
