"""The trace of the request that enqueued a task goes on in the task's log lines.

Traces are the platform's, which the registry may not import: settings.TASK_TRACE names them.
"""

from contextlib import AbstractContextManager

from django.conf import settings
from django.utils.module_loading import import_string


def current_trace() -> str:
    """The trace id of what is being done, or ""."""
    return str(import_string(settings.TASK_TRACE["current"])())


def use_trace(trace_id: str) -> AbstractContextManager[object]:
    context: AbstractContextManager[object] = import_string(settings.TASK_TRACE["use"])(trace_id)
    return context
