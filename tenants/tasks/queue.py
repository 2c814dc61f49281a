"""Enqueue a task by its dotted path, where the task calls the very service that enqueues it: an
import would run in a circle. tests/tenants/test_task_queue.py sees to it that each path leads to
a task."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.module_loading import import_string

from tenants.joints.django_tasks import is_enqueued
from tenants.registry.context import current_schema
from tenants.tasks.rows import enqueued_together

__all__ = ["enqueue", "enqueue_by", "enqueue_each", "enqueued_together"]


def enqueue(task: str, /, **arguments: Any) -> None:
    """In the transaction and for the schema of now. Raises ImportError for an unknown path."""
    import_string(task).enqueue(**arguments)


def enqueue_each(task: Any, arguments: Iterable[Mapping[str, Any]]) -> None:
    """One row for each of them, in the transaction and for the schema of now; one statement."""
    task.get_backend().enqueue_each(task, arguments)


def enqueue_by(task: Any, moment: datetime, /) -> bool:
    """Once in the schema of now, for that moment, or for now where it has passed.

    False where it waits for its turn already and that comes no later.
    """
    at = max(moment, timezone.now())
    if is_enqueued(task, schema=current_schema(), by=at):
        return False
    task.using(run_after=at).enqueue()
    return True
