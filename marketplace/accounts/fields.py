"""A flag that exists in the table for all schemas but is true in the market's only."""

from typing import Any

from django.conf import settings
from django.db import connection, models
from django.db.models.lookups import Exact


def _in_market() -> bool:
    return bool(connection.schema_name == settings.MARKET_SCHEMA)  # type: ignore[attr-defined]


class _MarketOnlyFlag:
    """Reads as False outside the market's schema, whatever the row says."""

    def __init__(self, field: models.Field[Any, Any]) -> None:
        self.field = field

    def __get__(self, instance: Any, owner: type | None = None) -> Any:
        if instance is None:
            return self
        if self.field.attname not in instance.__dict__:
            instance.refresh_from_db(fields=[self.field.attname])
        return bool(instance.__dict__[self.field.attname]) and _in_market()

    def __set__(self, instance: Any, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class MarketOnlyBooleanField(models.BooleanField):  # type: ignore[type-arg]
    """A superuser of the marketplace is nobody in a retailer's schema."""

    descriptor_class = _MarketOnlyFlag

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        return model_instance.__dict__[self.attname]


@MarketOnlyBooleanField.register_lookup
class MarketOnlyExact(Exact):
    """`filter(is_superuser=True)` finds nobody outside the market's schema."""

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        if _in_market():
            return super().as_sql(compiler, connection)
        return ("FALSE" if self.rhs else "TRUE"), []
