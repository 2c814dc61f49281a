"""The only place that switches the schema of the connection.

Everyone names a Retailer, never a string, so that a schema name cannot come from outside.
The market and public are the two schemas that exist beside the retailers'.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext
from django_tenants.utils import get_public_schema_name

from tenants.kernel.errors import NotFound
from tenants.registry.gate import enter_shop
from tenants.registry.models import Retailer

PUBLIC = get_public_schema_name()


class MarketSchema:
    """Stands where a Retailer would while the marketplace's own schema is in use."""

    schema_name = settings.MARKET_SCHEMA
    slug = settings.MARKET_SCHEMA


MARKET = MarketSchema()


def current_schema() -> str:
    return str(connection.schema_name)  # type: ignore[attr-defined]


def current_retailer() -> Retailer | None:
    """The retailer whose schema is in use; None on the market's host and in public."""
    tenant = getattr(connection, "tenant", None)
    return tenant if isinstance(tenant, Retailer) else None


def in_market() -> bool:
    return current_schema() == settings.MARKET_SCHEMA


@contextmanager
def _use(tenant: Any) -> Iterator[None]:
    before = connection.tenant  # type: ignore[attr-defined]
    if before is not None and before.schema_name == tenant.schema_name:
        yield
        return
    connection.set_tenant(tenant)  # type: ignore[attr-defined]
    try:
        yield
    finally:
        connection.set_tenant(before)  # type: ignore[attr-defined]


@contextmanager
def use_retailer(retailer: Retailer) -> Iterator[Retailer]:
    """Raises NotFound for a shop that is gone: orders and carts may still point to it.

    ShopFull (a 503 `busy`) where a request comes from elsewhere and all its places are stuck.
    """
    if retailer.is_gone:
        raise NotFound(gettext("%(name)s has closed for good.") % {"name": retailer.name})
    enter_shop(str(retailer.schema_name))
    with _use(retailer):
        yield retailer


@contextmanager
def use_market() -> Iterator[None]:
    with _use(MARKET):
        yield


@contextmanager
def use_public() -> Iterator[None]:
    """Shared tables only: a retailer's table is not found here and raises."""
    with _use(_PublicSchema()):
        yield


class _PublicSchema:
    schema_name = PUBLIC
    slug = PUBLIC


class SchemaByName:
    """A schema that has no retailer yet: the template and the spares (provisioning only)."""

    def __init__(self, schema_name: str) -> None:
        self.schema_name = schema_name
        self.slug = schema_name


@contextmanager
def use_unclaimed(schema_name: str) -> Iterator[None]:
    """For provisioning: the template, a spare, or a schema about to be claimed."""
    with _use(SchemaByName(schema_name)):
        yield


@contextmanager
def fresh() -> Iterator[None]:
    """For the middleware: begin in public and give back what was in use before.

    A preview of Wagtail's is a request inside the editor's own: what is left of that one
    must run in its shop.
    """
    before = connection.tenant  # type: ignore[attr-defined]
    leave()
    try:
        yield
    finally:
        connection.set_tenant(before)  # type: ignore[attr-defined]


def enter(tenant: Retailer | MarketSchema) -> None:
    """For the middleware: stay in this schema until `leave`."""
    connection.set_tenant(tenant)  # type: ignore[attr-defined]


def leave() -> None:
    connection.set_schema_to_public()  # type: ignore[attr-defined]
