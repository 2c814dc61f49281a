"""Writes the tasks that are enqueued: many together, by one statement that is prepared."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from tenants.joints.django_tasks import WRITE_TASKS, mark_stored, row_values
from tenants.postgresql.statements import Prepared

_WRITE = Prepared("write_tasks", WRITE_TASKS)
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
    write_rows(rows)


def write_rows(rows: list[Any]) -> None:
    """`rows` are DBTaskResult, which then know that they are stored."""
    waiting = _waiting.get()
    if waiting is not None:
        waiting += rows
    elif rows:
        _WRITE.fetch_all({"rows": row_values(rows)})
        mark_stored(rows)
