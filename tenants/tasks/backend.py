"""django-tasks-db with what it leaves out: the schema, and how often to try again."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar

from django_tasks.base import Task

from tenants.joints.django_tasks import ContextBackend
from tenants.registry.context import current_schema
from tenants.tasks.rows import write_rows
from tenants.tasks.traces import current_trace

LONGEST_WAIT = 3600.0  # seconds
P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaTask(Task[P, T]):
    """`retries` come after the first attempt, each waiting twice as long as the one before, an hour
    at most."""

    retries: int = 4
    backoff_seconds: float = 15.0
    # Forgets its arguments when it is done: links that log people in must not lie about.
    private: bool = False
    # Called with the same arguments, in the same schema, when the task was killed for what it
    # took (tenants.tasks.children): it is not tried again.
    on_killed: Callable[..., None] | None = None

    def wait_seconds(self, attempts: int) -> float | None:
        """How long to wait after so many attempts; None when it is enough."""
        if attempts > self.retries:
            return None
        return min(self.backoff_seconds * 2 ** min(attempts - 1, 20), LONGEST_WAIT)


class SchemaBackend(ContextBackend):
    """Named in settings.TASKS; every task enqueued through it remembers its schema."""

    task_class = SchemaTask

    def context(self) -> dict[str, Any]:
        return {"schema": current_schema(), "trace": current_trace()}

    def write(self, rows: list[Any]) -> None:
        write_rows(rows)
