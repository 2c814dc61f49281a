"""Chores of the task worker: settings.PERIODIC_JOBS."""

from django.db import connection


def forget_old() -> None:
    """What docs/privacy.md says is kept no longer. By a function of the owner, as the worker may
    not delete entries itself (tenants/provisioning/rights.py)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT public.galleria_age_audit()")
