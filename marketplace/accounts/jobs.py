"""Chores of the task worker: settings.PERIODIC_JOBS."""

from datetime import timedelta

from django.utils import timezone

from marketplace.accounts.logins import second_factor
from marketplace.accounts.models import Challenge, HandoffCode, TokenFamily, WebSession
from tenants.joints.django import delete_at_once

# Ended families stay for a while: a stolen refresh token that comes late is still recognised.
KEEP_FAMILIES = timedelta(days=30)
# Longer than the hour in which they are counted.
KEEP_CHALLENGES = timedelta(days=1)


def clear_expired() -> None:
    """Forget ended web sessions, one-time codes and token families; look after sealed secrets."""
    now = timezone.now()
    delete_at_once(WebSession.objects.filter(expire_date__lt=now))
    delete_at_once(HandoffCode.objects.filter(expires_at__lt=now))
    delete_at_once(Challenge.objects.filter(created_at__lt=now - KEEP_CHALLENGES))
    delete_at_once(TokenFamily.objects.filter(expires_at__lt=now - KEEP_FAMILIES))
    second_factor.seal_anew()
