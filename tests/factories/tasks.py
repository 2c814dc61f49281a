"""The queue worked off: what waits for a later moment is due at once."""

from django.utils.timezone import now
from django_tasks_db.models import DBTaskResult

from tenants.registry.context import use_public
from tenants.tasks.runner import run_all


def run_what_waits():
    """Until nothing waits: a task that met somebody who was writing comes back by itself."""
    while _make_due():
        run_all()


def _make_due():
    with use_public():
        return DBTaskResult.objects.filter(status="READY").update(run_after=now())
