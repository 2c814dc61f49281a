"""Prices and stock of one shop; every function runs inside that shop's schema.

Available = in stock minus reserved (Oscar's column `num_allocated`). Stock is reserved when an
order is placed, consumed when it leaves the shop, released when the order is cancelled. Each of
the three is one guarded UPDATE whose predicate is re-checked on the latest row under its lock,
so that the last unit is sold once (PostgreSQL, READ COMMITTED).
"""

from collections.abc import Mapping
from decimal import Decimal
from types import EllipsisType
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tenants.kernel.errors import Refusal
from tenants.kernel.locks import hold
from tenants.kernel.money import format_amount, is_exact, quantize
from tenants.kernel.taxes import net_of
from tenants.registry.audit import Event, record_all
from tenants.shop.announcements import announce_products, announce_stock
from tenants.shop.catalogue.models import Product
from tenants.shop.guards import bulk_writes
from tenants.shop.partner.models import Partner, StockRecord


class InvalidPrice(Refusal):
    code = "invalid-price"
    status = 422
    title = _("This price is not possible.")
    meaning = _("It is below zero, or finer than the shop's currency.")
    remedy = _("Send a price with the currency's digits.")


class StockBelowReserved(Refusal):
    code = "stock-below-allocated"
    title = _("There are orders for more than that.")
    meaning = _("The stock cannot be less than what open orders have taken.")
    remedy = _("Send at least as much, or cancel orders.")


class HasOpenStock(Refusal):
    code = "product-has-orders"
    title = _("This product is part of open orders.")
    meaning = _("It cannot be changed that way while orders for it are open.")
    remedy = _("Archive it, or finish the orders first.")


class OutOfStock(Refusal):
    """`stock_record` is the id of one that could not be reserved."""

    code = "out-of-stock"
    title = _("There is not enough in stock.")
    meaning = _("Somebody else was quicker.")
    remedy = _("Read the cart again: it tells what is left.")

    def __init__(self, stock_record: int) -> None:
        super().__init__()
        self.stock_record = stock_record


def require_price(price: Decimal | None, currency: str) -> None:
    """Raises InvalidPrice for a negative amount or one finer than the currency allows."""
    if price is None:
        return
    if price < 0:
        raise InvalidPrice(fields={"price": [gettext("A price cannot be negative.")]})
    if not is_exact(price, currency):
        example = format_amount(Decimal(price), currency)
        raise InvalidPrice(
            fields={
                "price": [
                    gettext("%(currency)s has no such fraction; try %(example)s.")
                    % {"currency": currency, "example": example}
                ]
            }
        )


@transaction.atomic
def set_price(
    *, product: Product, price: Decimal | None, price_before: Decimal | EllipsisType | None = ...
) -> StockRecord:
    """The price of a stand-alone product or a variant, tax included; None takes it off sale.

    What it cost before stays where it is not given, while it is above. Raises InvalidPrice.
    """
    stock = _lock_record(product)
    require_price(price, stock.price_currency)
    before, stock.price = stock.price, price
    if not isinstance(price_before, EllipsisType):
        _require_above(price_before, price, stock.price_currency)
        stock.price_before = price_before
    elif price is None or (stock.price_before is not None and stock.price_before <= price):
        stock.price_before = None
    stock.net_price = net_of(price, rate=stock.tax_rate, currency=stock.price_currency)
    stock.save(update_fields=["price", "price_before", "net_price", "date_updated"])
    if before != price:
        currency = stock.price_currency
        record_all([price_event(product.uuid, before=before, after=price, currency=currency)])
    announce_stock([product])
    return stock


@transaction.atomic
def set_price_before(*, product: Product, price_before: Decimal | None) -> StockRecord:
    """What it cost before, shown struck through; None for nothing. Raises InvalidPrice."""
    stock = _lock_record(product)
    _require_above(price_before, stock.price, stock.price_currency)
    stock.price_before = price_before
    stock.save(update_fields=["price_before", "date_updated"])
    announce_stock([product])
    return stock


def _require_above(before: Decimal | None, price: Decimal | None, currency: str) -> None:
    if before is None:
        return
    if price is None or before <= price or not is_exact(before, currency):
        message = gettext("It must be more than what it costs now, in the currency's digits.")
        raise InvalidPrice(fields={"price_before": [message]})


def price_event(
    product: UUID, *, before: Decimal | None, after: Decimal | None, currency: str
) -> Event:
    """For the audit; amounts have the digits of the currency, as people typed them."""
    old, new = (None if price is None else quantize(price, currency) for price in (before, after))
    return Event(
        what="price.changed",
        on=product,
        before={"price": old},
        after={"price": new, "currency": currency},
    )


@transaction.atomic
def set_stock(*, product: Product, num_in_stock: int | None) -> StockRecord:
    """Write down a stock-take; None stops counting.

    Raises StockBelowReserved (on the field num_in_stock): what is promised to customers
    must be there, so cancel orders first.
    """
    record = _lock_record(product)
    if num_in_stock is not None and num_in_stock < record.num_allocated:
        message = gettext(
            "%(count)s are promised to open orders. Ship or "
            "cancel orders first, or enter at least %(count)s."
        ) % {"count": record.num_allocated}
        raise StockBelowReserved(message, fields={"num_in_stock": [message]})
    record.num_in_stock = num_in_stock
    record.save(update_fields=["num_in_stock", "date_updated"])
    announce_stock([product])
    return record


@transaction.atomic
def set_sku(*, product: Product, sku: str) -> StockRecord:
    """The shop's own number of a stand-alone product or a variant."""
    record = _lock_record(product)
    record.partner_sku = sku
    record.save(update_fields=["partner_sku", "date_updated"])
    announce_products([product])
    return record


def _lock_record(product: Product) -> StockRecord:
    return hold(StockRecord.objects.all(), no_key=True).get(product=product)


def reserve(*, quantities: Mapping[int, int]) -> None:
    """Reserve quantities by stock record id: all of them, or OutOfStock and nothing.

    The caller holds a transaction and has locked the records in order (order.placement).
    """
    record_ids = _guarded_update(
        """
        UPDATE partner_stockrecord AS record
           SET num_allocated = record.num_allocated + wanted.quantity, date_updated = now()
          FROM unnest(%s::bigint[], %s::integer[]) AS wanted (id, quantity)
         WHERE record.id = wanted.id
           AND (record.num_in_stock IS NULL
                OR record.num_in_stock - record.num_allocated >= wanted.quantity)
        RETURNING record.id
        """,
        quantities,
    )
    missing = sorted(set(quantities) - record_ids)
    if missing:
        raise OutOfStock(missing[0])


def release(*, quantities: Mapping[int, int]) -> None:
    """Give back what a cancelled order had reserved."""
    _guarded_update(
        """
        UPDATE partner_stockrecord AS record
           SET num_allocated = greatest(record.num_allocated - wanted.quantity, 0),
               date_updated = now()
          FROM unnest(%s::bigint[], %s::integer[]) AS wanted (id, quantity)
         WHERE record.id = wanted.id
        RETURNING record.id
        """,
        quantities,
    )


def consume(*, quantities: Mapping[int, int]) -> None:
    """The goods have left: reserved and counted stock go down together."""
    _guarded_update(
        """
        UPDATE partner_stockrecord AS record
           SET num_allocated = greatest(record.num_allocated - wanted.quantity, 0),
               num_in_stock = record.num_in_stock
                              - least(wanted.quantity, record.num_allocated),
               date_updated = now()
          FROM unnest(%s::bigint[], %s::integer[]) AS wanted (id, quantity)
         WHERE record.id = wanted.id
        RETURNING record.id
        """,
        quantities,
    )


def restock(*, quantities: Mapping[int, int]) -> None:
    """Returned goods go back on the shelf; uncounted stock stays uncounted."""
    _guarded_update(
        """
        UPDATE partner_stockrecord AS record
           SET num_in_stock = record.num_in_stock + wanted.quantity, date_updated = now()
          FROM unnest(%s::bigint[], %s::integer[]) AS wanted (id, quantity)
         WHERE record.id = wanted.id
        RETURNING record.id
        """,
        quantities,
    )


def lock_records(record_ids: list[int]) -> None:
    """Row locks in id order: the one order in which stock is ever locked."""
    if record_ids:
        records = hold(StockRecord.objects.filter(id__in=record_ids), no_key=True)
        list(records.values_list("id", flat=True))


def lock_stock(product: Product) -> None:
    """Before the product itself, by whoever may change both; a parent has none."""
    records = StockRecord.objects.filter(product=product).values_list("id", flat=True)
    lock_records(list(records))


def _guarded_update(sql: str, quantities: Mapping[int, int]) -> set[int]:
    if not quantities:
        return set()
    ids = sorted(quantities)
    with connection.cursor() as cursor:
        cursor.execute(sql, [ids, [quantities[record_id] for record_id in ids]])
        return {row[0] for row in cursor.fetchall()}


@transaction.atomic
def open_record(
    *,
    product: Product,
    price: Decimal | None,
    price_before: Decimal | None = None,
    currency: str,
    stock: int | None,
    sku: str,
) -> StockRecord:
    """The one stock record of a stand-alone product or variant. Raises InvalidPrice."""
    require_price(price, currency)
    _require_above(price_before, price, currency)
    record = StockRecord(
        product=product,
        partner=Partner.objects.earliest("id"),
        partner_sku=sku,
        price=price,
        price_before=price_before,
        price_currency=currency,
        num_in_stock=stock,
    )
    record.save()
    return record


@transaction.atomic
def close_record(*, product: Product) -> None:
    """A stand-alone product becomes a parent: its own price and stock go.

    The caller announces the product. Raises HasOpenStock while something of it is promised to
    customers.
    """
    record = hold(StockRecord.objects.filter(product=product), no_key=True).first()
    if record is not None and record.num_allocated:
        raise HasOpenStock(
            gettext("%(count)s of it are promised: ship or cancel them first.")
            % {"count": record.num_allocated}
        )
    with bulk_writes():
        StockRecord.objects.filter(product=product).delete()
