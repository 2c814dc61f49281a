"""django-tasks-db's private parts that we stand on: how it writes a row.

Rows are read and moved by tenants/tasks (runner, reaper, schedule) and marketplace/requests/health
by the model's own fields and methods, which tests/joints/test_django_tasks.py lists.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from asgiref.sync import sync_to_async
from django.utils import timezone
from django_tasks.utils import normalize_json
from django_tasks_db.backend import DatabaseBackend


class ContextBackend(DatabaseBackend):
    """Rows that keep, beside a task's arguments, where it was enqueued."""

    def context(self) -> dict[str, Any]:
        """JSON."""
        raise NotImplementedError

    def enqueue_each(self, task: Any, arguments: Iterable[Mapping[str, Any]]) -> None:
        """The task once for each of them, in one statement."""
        from django_tasks_db.models import DBTaskResult

        self.validate_task(task)
        DBTaskResult.objects.bulk_create([self._row(task, [], kwargs) for kwargs in arguments])

    def _task_to_db_task(self, task: Any, args: Any, kwargs: Any) -> Any:
        row = self._row(task, args, kwargs)
        row.save(force_insert=True)
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
