"""Gives back the tasks of workers that died: found at once, without a guess at durations.

Each worker's session holds an advisory lock of its own; PostgreSQL frees it when the session
ends, however the process ended. Whose lock can be taken is dead.
"""

import hashlib

from django.db import connection, transaction
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from tenants.kernel.locks import hold
from tenants.registry.context import use_public
from tenants.tasks.runner import WorkerLost, postpone

FAMILY = 0x7461736B  # the first key of these locks, told apart from all others


def hold_life_line(worker_id: str) -> None:
    """To be called again after a reconnection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [FAMILY, _key(worker_id)])


def reap() -> int:
    """Put RUNNING tasks of dead workers back, or fail those tried often enough; how many.

    Called by a worker between two tasks: one that is RUNNING in its own name was lost too, with
    the connection on which its end would have been written.
    """
    with use_public():
        running = DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING)
        orphans = [row for row in running.order_by("id") if not is_alive(row.worker_ids[-1])]
        return sum(_give_back(row) for row in orphans)


def is_alive(worker_id: str) -> bool:
    """Whether a session other than this one holds the worker's life line."""
    keys = [FAMILY, _key(worker_id)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", keys)
        is_free = bool(cursor.fetchone()[0])
        if is_free:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", keys)
    return not is_free


@transaction.atomic
def _give_back(row: DBTaskResult) -> bool:
    """False when another reaper was faster."""
    same = DBTaskResult.objects.filter(
        pk=row.pk, status=TaskResultStatus.RUNNING, worker_ids=row.worker_ids
    )
    if not hold(same, skip_locked=True).exists():
        return False
    error = WorkerLost(f"{row.worker_ids[-1]} ended while it ran this task.")
    try:
        more = row.task.wait_seconds(len(row.worker_ids)) is not None
    except ImportError:
        more = False
    if more:
        postpone(row, until=timezone.now(), error=error)
    else:
        row.set_failed(error)
    return True


def _key(worker_id: str) -> int:
    """A signed 32-bit number, as PostgreSQL wants it."""
    digest = hashlib.sha256(worker_id.encode()).digest()
    return int.from_bytes(digest[:4], "big", signed=True)
