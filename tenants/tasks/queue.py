"""Enqueue a task by its dotted path, where the task calls the very service that enqueues it: an
import would run in a circle. tests/tenants/test_task_queue.py sees to it that each path leads to
a task."""

from typing import Any

from django.utils.module_loading import import_string


def enqueue(task: str, /, **arguments: Any) -> None:
    """In the transaction and for the schema of now. Raises ImportError for an unknown path."""
    import_string(task).enqueue(**arguments)
