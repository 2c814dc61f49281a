"""Chores that come due by the clock: settings.PERIODIC_JOBS, {dotted path: seconds between}.

Each is a function without arguments, run in public. When it last began is a row, so that one
of several workers does it, and a restart neither repeats nor forgets it.
"""

import logging
from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks_db.models import DBTaskResult

from tenants.joints.django import delete_at_once
from tenants.registry.context import use_public
from tenants.registry.models import PeriodicJob

logger = logging.getLogger("galleria.tasks")

KEEP_SUCCESSFUL = timedelta(days=1)
KEEP_FAILED = timedelta(days=30)
# Longer than any period: a row that a worker of another release still needs is younger.
KEEP_UNNAMED = timedelta(days=7)


def run_due() -> int:
    """Run each job that is due; how many. A failing one is logged and comes again in its time."""
    with use_public():
        due = [path for path, seconds in settings.PERIODIC_JOBS.items() if _claim(path, seconds)]
        for path in due:
            _run(path)
    return len(due)


def prune() -> None:
    """Forget finished tasks after a while, and jobs that settings name no more."""
    now = timezone.now()
    finished = DBTaskResult.objects
    delete_at_once(finished.successful().filter(finished_at__lt=now - KEEP_SUCCESSFUL))
    delete_at_once(finished.failed().filter(finished_at__lt=now - KEEP_FAILED))
    unnamed = PeriodicJob.objects.exclude(path__in=settings.PERIODIC_JOBS)
    unnamed.filter(began_at__lt=now - KEEP_UNNAMED).delete()


def _claim(path: str, seconds: int) -> bool:
    """Whether this process is the one to run it now: a single guarded UPDATE decides."""
    now = timezone.now()
    job, created = PeriodicJob.objects.get_or_create(path=path, defaults={"began_at": now})
    late = PeriodicJob.objects.filter(pk=job.pk, began_at__lte=now - timedelta(seconds=seconds))
    return created or late.update(began_at=now) == 1


def _run(path: str) -> None:
    try:
        import_string(path)()
    except Exception:  # the worker goes on with the others
        logger.exception("The job %s failed", path)
