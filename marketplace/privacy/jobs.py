"""Chores of the task worker: settings.PERIODIC_JOBS."""

from django.utils import timezone

from marketplace.privacy.exports import KEEP_FOR
from marketplace.privacy.models import PersonalExport


def forget_old_exports() -> None:
    PersonalExport.objects.filter(requested_at__lt=timezone.now() - KEEP_FOR).delete()
