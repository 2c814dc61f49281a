"""Tells the stages above what changed in this shop (tenants/registry/notices.py)."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from uuid import UUID

from tenants.registry import notices
from tenants.registry.context import current_retailer
from tenants.registry.models import Retailer
from tenants.shop.catalogue.models import Product


@dataclass
class _Changes:
    """UUIDs of stand-alone and parent products."""

    products: set[UUID] = field(default_factory=set)
    stock: set[UUID] = field(default_factory=set)


_changes: ContextVar[_Changes | None] = ContextVar("changes", default=None)


@contextmanager
def announced_once() -> Iterator[None]:
    """What the services called here change is announced once, at the end; inside a transaction.

    An announcement locks listings, and nothing of a shop is locked behind these
    (tenants/kernel/locks.py).
    """
    changes = _Changes()
    token = _changes.set(changes)
    try:
        yield
    finally:
        _changes.reset(token)
    _announce_products(sorted(changes.products))
    announce_stock_of(sorted(changes.stock - changes.products))


def retailer_here() -> Retailer:
    """Raises RuntimeError outside a retailer's schema: a programming mistake."""
    retailer = current_retailer()
    if retailer is None:
        raise RuntimeError(
            "this service runs inside a retailer's schema (tenants.registry.context)"
        )
    return retailer


def announce_products(products: Iterable[Product]) -> None:
    """The products, or their parents, changed in more than price and stock."""
    _announce_products(_listed_uuids(products))


def _announce_products(uuids: list[UUID]) -> None:
    if changes := _changes.get():
        changes.products.update(uuids)
    elif uuids:
        notices.product_changed.send(Product, retailer=retailer_here(), products=uuids)


def announce_stock(products: Iterable[Product]) -> None:
    """Only price or stock of these products changed."""
    announce_stock_of(_listed_uuids(products))


def announce_stock_of(uuids: list[UUID]) -> None:
    """As announce_stock, by the UUIDs of stand-alone and parent products."""
    if changes := _changes.get():
        changes.stock.update(uuids)
    elif uuids:
        notices.stock_changed.send(Product, retailer=retailer_here(), products=sorted(uuids))


def _listed_uuids(products: Iterable[Product]) -> list[UUID]:
    """A variant is listed under its parent."""
    return sorted({(product.parent or product).uuid for product in products})
