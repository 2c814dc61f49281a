"""System checks: the rules of the two app lists, and of the database's role."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags
from django.core.checks import Warning as CheckWarning
from django.core.checks import register as register_check
from django.db import DatabaseError, connection

from tenants.postgresql.powers import powers_of_login


def check_app_lists(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    both = set(settings.SHARED_APPS) & set(settings.TENANT_APPS)
    return [
        Error(
            f"{name} stands in SHARED_APPS and in TENANT_APPS.",
            hint="Keep it in one: a missing schema must not fall through to public.",
            id="tenants.E001",
        )
        for name in sorted(both)
    ]


def check_labels(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    reserved = {"analytics", "wishlists"}
    return [
        Error(
            f"{config.name} takes the label {config.label}, which is Oscar's.",
            hint="Choose another label.",
            id="tenants.E002",
        )
        for config in apps.get_app_configs()
        if config.label in reserved and not config.name.startswith(("oscar", "tenants.shop"))
    ]


def check_database_role(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """With --deploy; a database that is away says nothing about its role."""
    try:
        with connection.cursor() as cursor:
            powers = powers_of_login(cursor)
    except DatabaseError:
        return []
    if not powers:
        return []
    return [
        CheckWarning(
            f"The database's role {connection.settings_dict['USER']} has the powers "
            f"{', '.join(powers)}.",
            hint="A statement that a stranger slips in would have them: docs/operations.md has "
            "the way to a role that owns its database and nothing else.",
            id="tenants.W003",
        )
    ]


def register() -> None:
    register_check(check_app_lists, Tags.models)
    register_check(check_labels, Tags.models)
    register_check(check_database_role, Tags.security, deploy=True)
