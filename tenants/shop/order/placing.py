"""Turning one shop's basket into an order; runs inside that shop's schema and a transaction.

The caller (marketplace.purchases) holds the locks of the retailer and the cart, calls
`inspect_basket` for every shop of the checkout first and `place_order` only when no basket
had a problem, so that a refusal has written nothing.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.timezone import now

from tenants import notices
from tenants.kernel.ids import order_number
from tenants.kernel.money import Money
from tenants.shop.announce import announce_stock_of, retailer_here
from tenants.shop.basket.models import Basket
from tenants.shop.basket.models import Line as BasketLine
from tenants.shop.catalogue.models import Product
from tenants.shop.order import states
from tenants.shop.order.amounts import OrderAmounts, order_amounts
from tenants.shop.order.models import Line, LinePrice, Order, ShippingAddress
from tenants.shop.order.services import log_move
from tenants.shop.partner import services as stock
from tenants.shop.partner.models import Partner, StockRecord


@dataclass(frozen=True, slots=True)
class StockedLine:
    """A basket line beside what the shop says now, read under the stock record's lock."""

    product: UUID
    listed: UUID
    product_id: int
    record_id: int
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
    shipping_address: dict[str, str] | None
    lines: list[StockedLine]
    amounts: OrderAmounts
    actor: Any = None
    note: str = field(default="")


def lock_basket(*, basket_id: int) -> bool:
    """Whether the basket is still open; locks its row, so a second submit waits here."""
    basket = Basket.objects.select_for_update().filter(pk=basket_id).first()
    return basket is not None and basket.status == Basket.OPEN


def inspect_basket(*, basket_id: int) -> list[StockedLine]:
    """The basket's lines with price, stock and activity of this moment, stock rows locked."""
    lines = list(BasketLine.objects.filter(basket_id=basket_id).values_list(*_BASKET_COLUMNS))
    records = _lock_stock([line[1] for line in lines])
    products = _products([line[0] for line in lines])
    return [
        _stocked_line(products[product_id], records[record_id], quantity)
        for product_id, record_id, quantity in lines
        if record_id in records
    ]


_BASKET_COLUMNS = ("product_id", "stockrecord_id", "quantity")


def _lock_stock(record_ids: list[int]) -> dict[int, StockRecord]:
    records = (
        StockRecord.objects.select_for_update(no_key=True).filter(id__in=record_ids).order_by("id")
    )
    return {record.pk: record for record in records}


def _products(product_ids: list[int]) -> dict[int, Product]:
    products = Product.objects.filter(id__in=product_ids).select_related("parent")
    return {product.pk: product for product in products}


def _stocked_line(product: Product, record: StockRecord, quantity: int) -> StockedLine:
    listed = product.parent or product
    price = record.price
    return StockedLine(
        product=product.uuid,
        listed=listed.uuid,
        product_id=product.pk,
        record_id=record.pk,
        title=full_title(product),
        sku=record.partner_sku,
        upc=product.upc,
        quantity=quantity,
        price=None if price is None else Money(price, record.price_currency),
        available=record.available,
        is_active=product.is_active and listed.is_active,
    )


def full_title(product: Product) -> str:
    """ "Hoodie, Red, M": the parent's title and what tells the variant from its siblings."""
    if product.parent is None:
        return product.title
    options = ", ".join(product.variant_options.values())
    own = options or product.title
    return f"{product.parent.title}, {own}" if own else product.parent.title


def price_basket(*, lines: list[StockedLine], fulfilment: str) -> OrderAmounts:
    """Raises ValueError for a line without a price: such a basket is refused before."""
    retailer = retailer_here()
    priced = [(_price_of(line), line.quantity) for line in lines]
    zero = Money.zero(retailer.currency)
    goods = order_amounts(lines=priced, currency=retailer.currency, delivery_fee=zero).goods
    fee = retailer.delivery_charge(goods) if fulfilment == Order.Fulfilment.DELIVERY else zero
    return OrderAmounts(goods=goods, delivery=fee)


def _price_of(line: StockedLine) -> Money:
    if line.price is None:
        raise ValueError(f"{line.title} has no price")
    return line.price


def place_order(*, request: OrderRequest) -> Order:
    """Write the order, reserve its stock, close the basket. Raises OutOfStock."""
    stock.allocate(quantities=_tracked(request.lines))
    order = _create_order(request)
    _create_lines(order, request.lines)
    Basket.objects.filter(pk=request.basket_id).update(
        status=Basket.SUBMITTED, date_submitted=now()
    )
    log_move(order=order, before="", actor=request.actor, role="customer", note=request.note)
    announce_stock_of(sorted({line.listed for line in request.lines}))
    return order


def announce_order(*, order: Order, actor: Any) -> None:
    """After the pointer in public exists: `before` "" says that the order is new."""
    notices.order_changed.send(Order, retailer=retailer_here(), order=order, before="", actor=actor)


def _tracked(lines: list[StockedLine]) -> dict[int, int]:
    return {line.record_id: line.quantity for line in lines if line.available is not None}


def _create_order(request: OrderRequest) -> Order:
    amounts = request.amounts
    return Order.objects.create(
        number=order_number(retailer_here().slug),
        purchase=request.purchase,
        basket_id=request.basket_id,
        user_id=request.user_id,
        guest_email="" if request.user_id else request.email,
        currency=amounts.total.currency,
        total_incl_tax=amounts.total.amount,
        total_excl_tax=amounts.total.amount,
        shipping_incl_tax=amounts.delivery.amount,
        shipping_excl_tax=amounts.delivery.amount,
        shipping_method=request.fulfilment,
        shipping_code=request.fulfilment,
        shipping_address=_create_address(request),
        status=states.PENDING,
        fulfilment=request.fulfilment,
        payment_method=request.payment_method,
        date_placed=now(),
    )


def _create_address(request: OrderRequest) -> ShippingAddress | None:
    given = request.shipping_address
    if given is None or request.fulfilment != Order.Fulfilment.DELIVERY:
        return None
    return ShippingAddress.objects.create(
        first_name=given.get("first_name", ""),
        last_name=given.get("last_name", ""),
        line1=given.get("line1", ""),
        line2=given.get("line2", ""),
        line4=given.get("city", ""),
        state=given.get("state", ""),
        postcode=given.get("postcode", ""),
        country_id=given["country"],
        phone_number=given.get("phone_number", ""),
    )


def _create_lines(order: Order, lines: list[StockedLine]) -> None:
    partner = Partner.objects.earliest("id")
    made = Line.objects.bulk_create([_order_line(order, partner, line) for line in lines])
    LinePrice.objects.bulk_create(
        [
            LinePrice(
                order=order,
                line=line,
                quantity=line.quantity,
                price_incl_tax=line.unit_price_incl_tax,
                price_excl_tax=line.unit_price_excl_tax,
            )
            for line in made
        ]
    )


def _order_line(order: Order, partner: Any, line: StockedLine) -> Line:
    unit: Decimal = _price_of(line).amount
    amount = unit * line.quantity
    return Line(
        order=order,
        partner=partner,
        partner_name=partner.name,
        partner_sku=line.sku,
        stockrecord_id=line.record_id,
        product_id=line.product_id,
        title=line.title[:255],
        upc=line.upc,
        quantity=line.quantity,
        line_price_incl_tax=amount,
        line_price_excl_tax=amount,
        line_price_before_discounts_incl_tax=amount,
        line_price_before_discounts_excl_tax=amount,
        unit_price_incl_tax=unit,
        unit_price_excl_tax=unit,
        status=states.PENDING,
        num_allocated=line.quantity if line.available is not None else 0,
    )
