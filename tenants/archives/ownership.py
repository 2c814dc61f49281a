"""Which rows of public belong to a shop: settings.ROWS_OF_SHOPS and its neighbours."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models

from tenants.registry.models import Retailer

Model = type[models.Model]
Owner = Retailer | None


def models_of(owner: Owner) -> Iterator[Model]:
    """Those of which a shop's archive, or the market's (None), may hold rows."""
    labels = [*settings.ROWS_OF_SHOPS, *([] if owner else settings.ROWS_OF_THE_MARKET)]
    yield from map(apps.get_model, labels)


def rows_of(model: Model, owner: Owner) -> models.QuerySet[Any]:
    """Each row of public is in exactly one shop's, or in the market's (None)."""
    rows = model._base_manager.all()
    path = settings.ROWS_OF_SHOPS.get(model._meta.label)
    if path is None:
        return rows
    key = "schema_name" if path == "schema_name" else "pk"
    if owner is not None:
        return rows.filter(**{path: getattr(owner, key)})
    return rows.exclude(**{f"{path}__in": Retailer.objects.values(key)})


def columns_of(model: Model) -> dict[str, str]:
    """Column -> field; without those that PostgreSQL computes."""
    fields = model._meta.concrete_fields
    stored = [field for field in fields if not field.generated]
    return {str(field.column): field.attname for field in stored}
