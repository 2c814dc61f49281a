"""One product with its variants and the way to its category: one statement, no model instances.

queries.get_listing reads the same for pages, as models.
"""

import json
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from django.utils import timezone

from marketplace.discovery.addresses import product_path
from marketplace.discovery.cards import RetailerCard
from marketplace.discovery.filters import PRICED, REDUCED, TRADES, WAS
from tenants.postgresql.statements import Prepared


class VariantDetail(NamedTuple):
    """What can be put into a cart: the product itself, or one of its variants.

    `was` is its price without the sale that stands now; None: there is none.
    """

    uuid: UUID
    title: str
    options: dict[str, str]
    sku: str
    currency: str
    price: Decimal | None
    was: Decimal | None
    is_available: bool
    quantity: int | None
    min_quantity: int
    max_quantity: int | None
    image: dict[str, str] | None


class CategoryStep(NamedTuple):
    slug: str
    name: str


class Delivery(NamedTuple):
    """How the shop hands over, in its currency: one flat fee, none from `free_over` on."""

    offers_delivery: bool
    offers_pickup: bool
    fee: Decimal
    free_over: Decimal | None
    currency: str


class ListingDetail(NamedTuple):
    """`categories` lead from the widest to the product's own. Prices as in ListingCard."""

    uuid: UUID
    short_id: str
    slug: str
    title: str
    description: str
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
    is_visible: bool
    created_at: datetime
    attributes: dict[str, str]
    images: list[dict[str, str]]
    shop_categories: list[str]
    delivery: Delivery
    retailer: RetailerCard
    categories: list[CategoryStep]
    variants: list[VariantDetail]

    @property
    def path(self) -> str:
        """On the marketplace's host."""
        return product_path(self.slug, self.short_id)


# Prices inside JSON are texts: a float would lose their digits.
DETAIL = f"""
SELECT listing.uuid, listing.short_id, listing.slug, listing.title, listing.description,
       listing.brand, listing.currency, coalesce(sale.price, listing.price),
       coalesce(sale.price_max, listing.price_max), {WAS}, {REDUCED}, listing.is_available,
       listing.quantity, listing.has_variants, listing.is_featured, listing.rating,
       listing.rating_count, listing.is_visible, listing.created_at,
       listing.attributes::text, listing.images::text, listing.shop_categories::text,
       retailer.offers_delivery, retailer.offers_pickup, retailer.delivery_fee,
       retailer.free_delivery_over, retailer.currency,
       retailer.slug, retailer.name, retailer.schema_name,
       (SELECT json_agg(json_build_array(above.slug, above.name) ORDER BY above.path)::text
        FROM public.discovery_marketcategory AS own
        JOIN public.discovery_marketcategory AS above
            ON own.path = above.path OR starts_with(own.path, above.path || '/')
        WHERE own.id = listing.category_id),
       (SELECT json_agg(json_build_array(
            variant.uuid, variant.title, variant.options, variant.sku, variant.currency,
            coalesce(own.price, variant.price)::text,
            CASE WHEN own.product IS NULL THEN variant.was ELSE own.was END::text,
            variant.is_available,
            variant.quantity, variant.min_quantity, variant.max_quantity, variant.image
        ) ORDER BY variant.position, variant.uuid)::text
        FROM public.discovery_listingvariant AS variant
        LEFT JOIN public.discovery_sale AS own ON own.product = variant.uuid
            AND own.starts_at <= %(now)s AND own.ends_at > %(now)s
        WHERE variant.listing_id = listing.uuid)
FROM {PRICED}
WHERE {{condition}} AND listing.uuid = %(uuid)s
  AND (%(retailer)s = '' OR retailer.slug = %(retailer)s)
"""


# What is withdrawn or archived, and all of a shop that is not opened yet: for its staff alone.
HIDDEN = """(
    retailer.status = 'active' AND NOT listing.is_visible OR retailer.status = 'approved'
)"""
# Of one product the shop is read anyhow.
SHOWN = Prepared("shown_detail", DETAIL.format(condition=f"listing.is_visible AND {TRADES}"))
WITHHELD = Prepared("withheld_detail", DETAIL.format(condition=HIDDEN))


def read_listing(uuid: UUID, *, retailer: str = "") -> ListingDetail | None:
    """What shoppers see of one product; `retailer` (a slug) narrows. None when not on sale."""
    return _read(SHOWN, uuid, retailer)


def read_withheld(uuid: UUID, *, retailer: str) -> ListingDetail | None:
    """What staff see of a product of their shop that shoppers do not. None when they do."""
    return _read(WITHHELD, uuid, retailer)


def _read(statement: Prepared, uuid: UUID, retailer: str) -> ListingDetail | None:
    values = {"uuid": uuid, "retailer": retailer, "now": timezone.now()}
    return next(map(_detail, statement.fetch_all(values)), None)


def _detail(row: tuple[Any, ...]) -> ListingDetail:
    *plain, attributes, images, places = row[:-10]
    slug, name, schema, categories, variants = row[-5:]
    columns: list[Any] = [
        *plain,
        json.loads(attributes),
        json.loads(images),
        json.loads(places),
        Delivery._make(row[-10:-5]),
        RetailerCard(slug, name, schema),
        [CategoryStep._make(step) for step in json.loads(categories)],
        [_variant(values) for values in json.loads(variants or "[]")],
    ]
    return ListingDetail._make(columns)


def _variant(values: list[Any]) -> VariantDetail:
    values[0] = UUID(values[0])
    for place in (5, 6):
        values[place] = None if values[place] is None else Decimal(values[place])
    return VariantDetail._make(values)
