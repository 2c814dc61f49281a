"""Sends each app's migrations to public or to the schemas of sites."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connections
from django_tenants.routers import TenantSyncRouter
from django_tenants.utils import get_public_schema_name

__all__ = ["SchemaRouter"]


class SchemaRouter(TenantSyncRouter):
    """As django-tenants' own, with the labels of each list worked out once."""

    def allow_migrate(
        self, db: str, app_label: str, model_name: str | None = None, **hints: Any
    ) -> bool | None:
        schema = connections[db].schema_name  # type: ignore[attr-defined]
        shared = schema == get_public_schema_name()
        return None if app_label in labels(shared=shared) else False


_cache: dict[bool, frozenset[str]] = {}


def labels(*, shared: bool) -> frozenset[str]:
    """The app labels whose tables are in public, or those of the schemas of sites."""
    if shared not in _cache:
        names = set(settings.SHARED_APPS if shared else settings.TENANT_APPS)
        _cache[shared] = frozenset(
            config.label
            for config in apps.get_app_configs()
            if {config.name, f"{type(config).__module__}.{type(config).__name__}"} & names
        )
    return _cache[shared]
