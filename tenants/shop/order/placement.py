"""Turning one shop's basket into an order; runs inside that shop's schema and a transaction.

The caller (marketplace.purchases) holds the locks of the retailer and the cart, calls
`inspect_basket` for every shop of the checkout first and `place_order` only when no basket
had a problem, so that a refusal has written nothing.
"""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django.db.models import F
from django.utils.timezone import now

from tenants.kernel import fulfilments
from tenants.kernel.ids import order_number
from tenants.kernel.locks import hold
from tenants.kernel.money import Money
from tenants.registry import notices
from tenants.shop.announcements import announce_stock_of, retailer_here
from tenants.shop.basket.models import Basket
from tenants.shop.catalogue.models import Product
from tenants.shop.offer import services as offers
from tenants.shop.offer.discounts import DELIVERY, GOODS, Discounts, PricedLine, find_discounts
from tenants.shop.offer.ranges import Goods
from tenants.shop.order import states
from tenants.shop.order.amounts import OrderAmounts, goods_amount, line_amount
from tenants.shop.order.models import Order, OrderDiscount, ShippingAddress
from tenants.shop.order.statements import WRITE_ORDER
from tenants.shop.partner import services as stock
from tenants.shop.partner.models import Partner, StockRecord
from tenants.shop.voucher import services as vouchers

# Of an address as the checkout takes it, and of its row.
SAME_IN_BOTH = ("first_name", "last_name", "line1", "line2", "state", "postcode", "phone_number")


@dataclass(frozen=True, slots=True)
class StockedLine:
    """A basket line beside what the shop says now, read under the stock record's lock."""

    product: UUID
    listed: UUID
    goods: Goods
    record_id: int
    partner: Partner
    title: str
    sku: str
    upc: str | None
    quantity: int
    price: Money | None
    available: int | None
    is_active: bool


@dataclass(frozen=True, slots=True)
class OrderRequest:
    basket_id: int
    purchase: UUID
    user_id: int | None
    email: str
    fulfilment: str
    payment_method: str
    paid_ahead: bool
    shipping_address: dict[str, str] | None
    lines: list[StockedLine]
    amounts: OrderAmounts
    discounts: Discounts
    actor: Any = None
    note: str = field(default="")


def lock_basket(*, basket_id: int) -> bool:
    """Whether the basket is still open; locks its row, so a second submit waits here."""
    basket = hold(Basket.objects.filter(pk=basket_id)).first()
    return basket is not None and basket.status == Basket.OPEN


def inspect_basket(*, basket_id: int, lock: bool = True) -> list[StockedLine]:
    """The basket's lines with price, stock and activity of this moment, stock rows locked."""
    records = _stock(basket_id, lock)
    products = _products([record.product_id for record in records])
    return [_stocked_line(products[record.product_id], record) for record in records]


def _stock(basket_id: int, lock: bool) -> list[StockRecord]:
    """In the order in which they were put in, each with its `pieces`. Locked by their ids; the
    basket's own row, which is held, keeps its lines as they are.
    """
    records = StockRecord.objects.filter(basket_lines__basket_id=basket_id)
    records = records.annotate(pieces=F("basket_lines__quantity"), place=F("basket_lines__id"))
    records = records.select_related("partner").order_by("id")
    if lock:
        records = hold(records, no_key=True, of=("self",))
    return sorted(records, key=lambda record: record.place)


def _products(product_ids: list[int]) -> dict[int, Product]:
    products = Product.objects.filter(id__in=product_ids).select_related("parent")
    return {product.pk: product for product in products}


def _stocked_line(product: Product, record: StockRecord) -> StockedLine:
    listed = product.parent or product
    price = record.price
    return StockedLine(
        product=product.uuid,
        listed=listed.uuid,
        goods=_goods(product),
        record_id=record.pk,
        partner=record.partner,
        title=full_title(product),
        sku=record.partner_sku,
        upc=product.upc,
        quantity=record.pieces,
        price=None if price is None else Money(price, record.price_currency),
        available=record.available,
        is_active=product.is_active and listed.is_active,
    )


def _goods(product: Product) -> Goods:
    listed = product.parent or product
    return Goods(
        id=product.pk,
        parent_id=product.parent_id,
        product_class_id=listed.product_class_id,
        is_discountable=listed.is_discountable and product.is_discountable,
    )


def full_title(product: Product) -> str:
    """ "Hoodie, Red, M": the parent's title and what tells the variant from its siblings."""
    if product.parent is None:
        return product.title
    options = ", ".join(product.variant_options.values())
    own = options or product.title
    return f"{product.parent.title}, {own}" if own else product.parent.title


def price_basket(
    *,
    lines: Sequence[StockedLine],
    fulfilment: str,
    codes: Sequence[str] = (),
    user_id: int | None = None,
    at: datetime | None = None,
    most_delivery: Money | None = None,
    lock: bool = False,
) -> tuple[OrderAmounts, Discounts]:
    """`codes` are of vouchers; `at` is the moment whose offers count (None: now), `most_delivery`
    what the delivery costs at most (None: what the shop takes).

    Raises ValueError for a line without a price: such a basket is refused before.
    """
    retailer = retailer_here()
    zero = Money.zero(retailer.currency)
    priced = [PricedLine(line.goods, line.quantity, price_of(line)) for line in lines]
    goods = goods_amount(
        lines=((line.price, line.quantity) for line in priced), currency=retailer.currency
    )
    fee = retailer.delivery_charge(goods) if fulfilment == fulfilments.DELIVERY else zero
    if most_delivery is not None and most_delivery < fee:
        fee = most_delivery
    if not priced or not (retailer.has_offers or codes or at):
        return OrderAmounts(goods, fee, zero, zero), Discounts(lines=[zero for _ in lines])
    discounts = find_discounts(
        lines=priced,
        codes=codes,
        currency=retailer.currency,
        fee=fee,
        user_id=user_id,
        at=at,
        lock=lock,
    )
    off = discounts.of(GOODS, retailer.currency)
    off_delivery = discounts.of(DELIVERY, retailer.currency)
    return OrderAmounts(goods, fee - off_delivery, off, off_delivery), discounts


def price_of(line: StockedLine) -> Money:
    if line.price is None:
        raise ValueError(f"{line.title} has no price")
    return line.price


def place_order(*, request: OrderRequest) -> Order:
    """Write the order, reserve its stock, close the basket. Raises OutOfStock."""
    stock.reserve(quantities=_counted_quantities(request.lines))
    (order,) = Order.objects.raw(WRITE_ORDER, _order_values(request))
    if request.discounts.entries:
        _record_discounts(order, request)
    announce_stock_of(sorted({line.listed for line in request.lines}))
    return order


def announce_order(*, order: Order, actor: Any) -> None:
    """After the pointer in public exists: `before` "" says that the order is new."""
    notices.order_changed.send(Order, retailer=retailer_here(), order=order, before="", actor=actor)


def _counted_quantities(lines: list[StockedLine]) -> dict[int, int]:
    return {line.record_id: line.quantity for line in lines if line.available is not None}


def _order_values(request: OrderRequest) -> dict[str, Any]:
    amounts = request.amounts
    pairs = zip(request.lines, request.discounts.lines, strict=True)
    lines = [_line_values(line, discount) for line, discount in pairs]
    return {
        "uuid": uuid4(),
        "number": order_number(retailer_here().slug),
        "purchase": request.purchase,
        "basket": request.basket_id,
        "user": request.user_id,
        "guest_email": "" if request.user_id else request.email,
        "currency": amounts.payable.currency,
        "total": amounts.payable.amount,
        "delivery": amounts.delivery.amount,
        "status": states.PENDING,
        "fulfilment": request.fulfilment,
        "payment_method": request.payment_method,
        "awaits_payment": request.paid_ahead and bool(amounts.payable),
        "at": now(),
        "submitted": Basket.SUBMITTED,
        "actor": getattr(request.actor, "uuid", None),
        "note": request.note,
        "addresses": json.dumps(_addresses(request)),
        "lines": json.dumps([line | {"place": place} for place, line in enumerate(lines)]),
    }


def _addresses(request: OrderRequest) -> list[dict[str, str]]:
    address = request.shipping_address
    if address is None or request.fulfilment != fulfilments.DELIVERY:
        return []
    own = {"line4": address.get("city", ""), "country_id": address["country"]}
    row = ShippingAddress(**{name: address.get(name, "") for name in SAME_IN_BOTH} | own)
    return [{name: _as_saved(row, name) for name in (*SAME_IN_BOTH, *own)}]


def _as_saved(row: ShippingAddress, name: str) -> str:
    """The model's fields change what they get: postcodes to capitals, numbers to E.164."""
    value: str = row._meta.get_field(name).get_prep_value(getattr(row, name))
    return value


def _line_values(line: StockedLine, discount: Money) -> dict[str, Any]:
    unit = price_of(line)
    before = line_amount(unit, line.quantity)
    return {
        "partner_id": line.partner.pk,
        "partner_name": line.partner.name,
        "partner_sku": line.sku,
        "stockrecord_id": line.record_id,
        "product_id": line.goods.id,
        "title": line.title[:255],
        "upc": line.upc,
        "quantity": line.quantity,
        "price": str((before - discount).amount),
        "price_before": str(before.amount),
        "unit_price": str(unit.amount),
        "num_allocated": line.quantity if line.available is not None else 0,
    }


def _record_discounts(order: Order, request: OrderRequest) -> None:
    """What was taken off and by which offer; uses are counted while their rows are held."""
    discounts = request.discounts.entries
    OrderDiscount.objects.bulk_create(
        OrderDiscount(
            order=order,
            category=OrderDiscount.SHIPPING if discount.kind == DELIVERY else OrderDiscount.BASKET,
            offer_id=discount.offer_id,
            offer_name=discount.name,
            voucher_id=discount.voucher_id,
            voucher_code=discount.code,
            frequency=discount.frequency,
            amount=discount.amount.amount,
        )
        for discount in discounts
    )
    offers.record_uses(discounts=discounts)
    used: dict[int, Decimal] = defaultdict(Decimal)
    for discount in discounts:
        if discount.voucher_id is not None:
            used[discount.voucher_id] += discount.amount.amount
    if used:
        vouchers.record_uses(order_id=order.pk, user_id=request.user_id, used=used.items())
