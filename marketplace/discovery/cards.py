"""What a list shows of a product: read straight from one row, without model instances."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.utils import timezone

from marketplace.discovery.addresses import product_path
from marketplace.discovery.filters import PRICED, REDUCED, WAS
from tenants.kernel.money import Money
from tenants.registry.hosts import shop_host, shop_url


class RetailerCard(NamedTuple):
    slug: str
    name: str
    schema_name: str

    @property
    def host(self) -> str:
        return shop_host(self.slug)

    @property
    def url(self) -> str:
        return shop_url(self.slug)


class ListingCard(NamedTuple):
    """One row of CARD_COLUMNS. `price` None: not for sale now; `quantity` None: not counted.

    Prices are those of the moment; `is_reduced`: a sale stands, or the shop names an older price,
    and `was` is what the cheapest cost before (None: that one is not reduced itself).
    """

    uuid: UUID
    short_id: str
    slug: str
    title: str
    brand: str
    currency: str
    price: Decimal | None
    price_max: Decimal | None
    was: Decimal | None
    is_reduced: bool
    is_available: bool
    quantity: int | None
    has_variants: bool
    is_featured: bool
    rating: Decimal | None
    rating_count: int
    image_path: str | None
    image_alt: str | None
    retailer_slug: str
    retailer_name: str
    schema_name: str

    @property
    def path(self) -> str:
        """On the marketplace's host."""
        return product_path(self.slug, self.short_id)

    @property
    def retailer(self) -> RetailerCard:
        return RetailerCard(self.retailer_slug, self.retailer_name, self.schema_name)

    @property
    def image(self) -> dict[str, str] | None:
        """The primary picture as Listing.images keeps it: {"path", "alt"}."""
        if self.image_path:
            return {"path": self.image_path, "alt": self.image_alt or ""}
        return None

    @property
    def money(self) -> Money | None:
        """The lowest available price, tax included."""
        return None if self.price is None else Money(self.price, self.currency)

    @property
    def money_max(self) -> Money | None:
        return None if self.price_max is None else Money(self.price_max, self.currency)

    @property
    def money_was(self) -> Money | None:
        return None if self.was is None else Money(self.was, self.currency)


CARD_COLUMNS = f"""
listing.uuid, listing.short_id, listing.slug, listing.title, listing.brand, listing.currency,
coalesce(sale.price, listing.price), coalesce(sale.price_max, listing.price_max),
{WAS}, {REDUCED}, listing.is_available,
listing.quantity, listing.has_variants, listing.is_featured, listing.rating, listing.rating_count,
listing.images->0->>'path', listing.images->0->>'alt',
retailer.slug, retailer.name, retailer.schema_name
"""
NAMED = f"SELECT {CARD_COLUMNS} FROM {PRICED} WHERE listing.uuid = ANY(%(uuids)s::uuid[])"
_WIDTH = len(ListingCard._fields)


def cards(rows: Iterable[tuple[Any, ...]]) -> list[ListingCard]:
    """Rows of CARD_COLUMNS, with or without further columns behind."""
    make = ListingCard._make
    return [make(row[:_WIDTH]) for row in rows]


def read_cards(uuids: list[UUID]) -> list[ListingCard]:
    """In their order, whether they are on sale or not: for staff. One statement."""
    with connection.cursor() as cursor:
        values: dict[str, Any] = {"uuids": [str(uuid) for uuid in uuids], "now": timezone.now()}
        cursor.execute(NAMED, values)
        by_uuid = {card.uuid: card for card in cards(cursor.fetchall())}
    return [by_uuid[uuid] for uuid in uuids if uuid in by_uuid]
