"""Rows of a schema whose account is gone.

No foreign key leaves a schema (docs/decisions/0002), so the database does not see to it;
accounts are anonymised instead of deleted, and this check finds what slipped through.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models

from tenants.registry.context import use_retailer
from tenants.registry.models import Retailer


@dataclass(frozen=True, slots=True)
class Orphans:
    schema: str
    column: str
    count: int

    def __str__(self) -> str:
        return f"{self.schema} {self.column}: {self.count} rows name an account that is gone"


def find_orphans(*, retailer: Retailer) -> Iterator[Orphans]:
    accounts = get_user_model()._default_manager.values("pk")
    with use_retailer(retailer):
        for model, field in account_columns():
            rows = model._base_manager.exclude(**{field.attname: None})
            count = rows.exclude(**{f"{field.attname}__in": accounts}).count()
            if count:
                yield Orphans(retailer.schema_name, f"{model._meta.db_table}.{field.column}", count)


def account_columns() -> Iterator[tuple[type[models.Model], models.ForeignKey[Any, Any]]]:
    """Every column of a retailer's schema that holds an account's id."""
    for config in apps.get_app_configs():
        dotted = f"{type(config).__module__}.{type(config).__name__}"
        if not {config.name, dotted} & set(settings.TENANT_APPS):
            continue
        for model in config.get_models(include_auto_created=True):
            if not model._meta.managed:  # a table that we left out (docs/decisions/0005)
                continue
            for field in model._meta.local_fields:
                if isinstance(field, models.ForeignKey) and field.related_model is get_user_model():
                    yield model, field
