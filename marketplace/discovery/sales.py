"""Sales in the projection: what a listing costs for a time, by its shop's offers.

Each row is a span of time in which one piece costs less, and no two of a product overlap: the
query takes the one that holds its moment, so that a sale begins and ends without anybody's
doing. docs/discovery.md has the rule, docs/decisions/0017 why.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from itertools import pairwise
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from marketplace.discovery.offers import OFFERS
from marketplace.discovery.price_spans import COMPARE_LISTED, write_listed
from marketplace.discovery.span_rows import SpanTable, compare_rows, write_rows
from tenants.kernel.money import Money
from tenants.shop.offer.piece_prices import Piece, Sale, read_sales
from tenants.shop.offer.ranges import Goods

READ_PIECES = f"""
WITH {OFFERS}
SELECT offer.listing_id, offer.uuid, offer.is_available, offer.price, offer.currency,
       offer.id, nullif(offer.owner_id, offer.id), owner.product_class_id,
       owner.is_discountable AND product.is_discountable
FROM offer
JOIN catalogue_product AS product ON product.id = offer.id
JOIN catalogue_product AS owner ON owner.id = offer.owner_id
WHERE offer.price IS NOT NULL
ORDER BY offer.listing_id, offer.uuid
"""
SALES = SpanTable(
    name="discovery_sale",
    subject="product",
    columns=(
        *("product", "listing_id", "starts_at", "ends_at", "currency", "price", "price_max"),
        *("was", "comparable", "comparable_max"),
    ),
)
_FRESH = """
fresh AS MATERIALIZED (
    SELECT row.*, round(row.price / rate.per_euro, 9) AS comparable,
           round(row.price_max / rate.per_euro, 9) AS comparable_max
    FROM json_to_recordset(%(sales)s::json) AS row (
        product uuid, listing_id uuid, starts_at timestamptz, ends_at timestamptz,
        currency text, price numeric(15,3), price_max numeric(15,3), was numeric(15,3)
    )
    LEFT JOIN public.discovery_exchangerate AS rate ON rate.currency = row.currency
)
"""
WRITE_SALES = write_rows(SALES, _FRESH)
COMPARE_SALES = compare_rows(SALES, _FRESH, "sale", from_now=True) + "ORDER BY 1"


class PricedVariant(NamedTuple):
    """A variant of a listing, or the listing's own simple product, with its price."""

    listing: UUID
    uuid: UUID
    is_available: bool
    piece: Piece


class Span(NamedTuple):
    """`was` is what the cheapest cost before; None where that one is not reduced."""

    starts_at: datetime
    ends_at: datetime
    price: Decimal
    price_max: Decimal
    was: Decimal | None


def work_out(uuids: list[str], *, at: datetime) -> str:
    """The rows of these listings as JSON, as their shop's offers have them; in its schema."""
    variants = list(_read_variants(uuids))
    sales = read_sales([item.piece for item in variants], at=at)
    rows: list[dict[str, Any]] = []
    for listing, own in _by_listing(variants):
        rows += _rows_of(listing, own, sales)
    return json.dumps(rows)


def write_sales(*, uuids: list[str], at: datetime) -> None:
    """Make the sales of these listings what the shop's offers are; the listings are locked."""
    _execute(WRITE_SALES, {"sales": work_out(uuids, at=at), "uuids": uuids})
    write_listed(uuids)


def compare_sales(uuids: list[str], *, at: datetime) -> list[tuple[UUID, str, str]]:
    values: dict[str, Any] = {"sales": work_out(uuids, at=at), "uuids": uuids, "now": at}
    with connection.cursor() as cursor:
        cursor.execute(COMPARE_SALES, values)
        sales = cursor.fetchall()
        cursor.execute(COMPARE_LISTED, values)
        return sales + cursor.fetchall()


def _read_variants(uuids: list[str]) -> Iterator[PricedVariant]:
    with connection.cursor() as cursor:
        cursor.execute(READ_PIECES, {"uuids": uuids})
        rows = cursor.fetchall()
    for listing, uuid, is_available, price, currency, *goods in rows:
        yield PricedVariant(
            listing, uuid, is_available, Piece(Goods(*goods), Money(price, currency))
        )


def _by_listing(variants: Iterable[PricedVariant]) -> Iterator[tuple[UUID, list[PricedVariant]]]:
    groups: dict[UUID, list[PricedVariant]] = {}
    for item in variants:
        groups.setdefault(item.listing, []).append(item)
    yield from groups.items()


def _rows_of(
    listing: UUID, own: Sequence[PricedVariant], sales: dict[int, list[Sale]]
) -> Iterator[dict[str, Any]]:
    if not any(sales.get(item.piece.goods.id) for item in own):
        return
    currency = own[0].piece.price.currency
    for item in own:
        usual = item.piece.price.amount
        for sale in sales[item.piece.goods.id]:
            span = Span(sale.starts_at, sale.ends_at, sale.price, sale.price, usual)
            yield _row(item.uuid, listing, currency, span)
    if listing not in {item.uuid for item in own}:  # a parent: what its variants cost together
        for span in summarize(own, sales):
            yield _row(listing, listing, currency, span)


def _row(product: UUID, listing: UUID, currency: str, span: Span) -> dict[str, Any]:
    return {
        "product": str(product),
        "listing_id": str(listing),
        "currency": currency,
        "starts_at": span.starts_at.isoformat(),
        "ends_at": span.ends_at.isoformat(),
        "price": str(span.price),
        "price_max": str(span.price_max),
        "was": None if span.was is None else str(span.was),
    }


def summarize(own: Sequence[PricedVariant], sales: dict[int, list[Sale]]) -> Iterator[Span]:
    """The lowest and the highest of those that can be bought (of all, when none can)."""
    counted = [item for item in own if item.is_available] or list(own)
    spans = [sale for item in counted for sale in sales[item.piece.goods.id]]
    moments = sorted({moment for sale in spans for moment in (sale.starts_at, sale.ends_at)})
    for start, end in pairwise(moments):
        now = [_price_at(item, sales[item.piece.goods.id], start) for item in counted]
        if any(price < usual for price, usual in now):
            lowest = min(price for price, _ in now)
            before = min(usual for price, usual in now if price == lowest)
            was = before if before > lowest else None
            yield Span(start, end, lowest, max(price for price, _ in now), was)


def _price_at(item: PricedVariant, sales: Iterable[Sale], at: datetime) -> tuple[Decimal, Decimal]:
    """(what it costs at this moment, what it costs without a sale)"""
    usual = item.piece.price.amount
    standing = (sale.price for sale in sales if sale.starts_at <= at < sale.ends_at)
    return next(standing, usual), usual


def _execute(statement: str, values: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
