"""django-tasks-db with what it leaves out: the schema, and how often to try again."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar

from asgiref.sync import sync_to_async
from django.utils import timezone
from django_tasks.base import Task
from django_tasks.utils import normalize_json
from django_tasks_db.backend import DatabaseBackend

from tenants.registry.context import current_schema
from tenants.tasks.traces import current_trace

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaTask(Task[P, T]):
    """`retries` come after the first attempt, each waiting twice as long as the one before."""

    retries: int = 4
    backoff_seconds: float = 15.0
    # Forgets its arguments when it is done: links that log people in must not lie about.
    private: bool = False
    # Called with the same arguments, in the same schema, when the task was killed for what it
    # took (tenants.tasks.children): it is not tried again.
    on_killed: Callable[..., None] | None = None

    def wait_seconds(self, attempts: int) -> float | None:
        """How long to wait after so many attempts; None when it is enough."""
        return None if attempts > self.retries else self.backoff_seconds * 2 ** (attempts - 1)


class SchemaBackend(DatabaseBackend):
    """Named in settings.TASKS; every task enqueued through it remembers its schema."""

    task_class = SchemaTask

    def _task_to_db_task(self, task: Any, args: Any, kwargs: Any) -> Any:
        from django_tasks_db.models import DBTaskResult

        arguments = normalize_json({"args": args, "kwargs": kwargs})
        return DBTaskResult.objects.create(
            id=self._get_id(),
            args_kwargs={**arguments, "schema": current_schema(), "trace": current_trace()},
            priority=task.priority,
            task_path=task.module_path,
            queue_name=task.queue_name,
            run_after=task.run_after or timezone.now(),
            backend_name=self.alias,
        )

    async def _atask_to_db_task(self, task: Any, args: Any, kwargs: Any) -> Any:
        return await sync_to_async(self._task_to_db_task)(task, args, kwargs)
