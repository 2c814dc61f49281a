"""Bulk writes that would slip past discovery are refused outside the shop's services.

`QuerySet.update` and `bulk_create` send no notice; a service that uses them sends it
itself, and says so by opening `bulk_writes()`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import models
from oscar.apps.catalogue.managers import CategoryManager, CategoryQuerySet, ProductQuerySet

_open: ContextVar[bool] = ContextVar("bulk_writes_open", default=False)


class BulkWriteRefused(RuntimeError):
    """A bulk write outside the shop's services: discovery would not hear of it."""


@contextmanager
def bulk_writes() -> Iterator[None]:
    """For the shop's services, which send the notice in the same transaction."""
    token = _open.set(True)
    try:
        yield
    finally:
        _open.reset(token)


def _require_open(model: type[models.Model], verb: str) -> None:
    if not _open.get():
        raise BulkWriteRefused(
            f"{model.__name__}.objects.{verb}() would leave discovery behind. "
            f"Call a service of tenants.shop, or save the instances one by one through one."
        )


class GuardedQuerySet(models.QuerySet[Any]):
    def update(self, **kwargs: Any) -> int:
        _require_open(self.model, "update")
        return super().update(**kwargs)

    def bulk_create(self, objs: Any, *args: Any, **kwargs: Any) -> Any:
        _require_open(self.model, "bulk_create")
        return super().bulk_create(objs, *args, **kwargs)

    def bulk_update(self, objs: Any, *args: Any, **kwargs: Any) -> int:
        _require_open(self.model, "bulk_update")
        return super().bulk_update(objs, *args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        _require_open(self.model, "delete")
        return super().delete(*args, **kwargs)


class GuardedProductQuerySet(GuardedQuerySet, ProductQuerySet):
    """Oscar's product queries, guarded."""


class GuardedCategoryQuerySet(GuardedQuerySet, CategoryQuerySet):
    """Oscar's category queries, guarded."""


GuardedManager = models.Manager.from_queryset(GuardedQuerySet)
GuardedProductManager = models.Manager.from_queryset(GuardedProductQuerySet)
GuardedCategoryManager = CategoryManager.from_queryset(GuardedCategoryQuerySet)
