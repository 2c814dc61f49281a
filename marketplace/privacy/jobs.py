"""Chores of the task worker: settings.PERIODIC_JOBS."""

from django.utils import timezone

from marketplace.privacy.exports import KEEP_FOR
from marketplace.privacy.models import PersonalExport
from tenants.joints.django import delete_at_once


def forget_old_exports() -> None:
    delete_at_once(PersonalExport.objects.filter(requested_at__lt=timezone.now() - KEEP_FOR))
