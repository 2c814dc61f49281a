"""Chores of the task worker: settings.PERIODIC_JOBS."""

from datetime import timedelta

from django.utils import timezone

from marketplace.activities.models import Activity
from tenants.joints.django import delete_at_once

KEEP_FOR = timedelta(days=365)


def forget_old() -> None:
    """What was done more than a year ago is nobody's business any more."""
    delete_at_once(Activity.objects.filter(at__lt=timezone.now() - KEEP_FOR))
