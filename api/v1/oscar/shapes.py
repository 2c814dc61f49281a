"""Baskets and orders as django-oscar-api answers them; prices include tax, tax is not told."""

from collections.abc import Callable, Iterable
from typing import Protocol

from api.v1.shapes import Shape, timestamp
from marketplace.accounts.models import User
from marketplace.cart.delivery import DeliveryPrice
from marketplace.cart.queries import CartGroup, CartItem, CartView
from marketplace.cart.vouchers import VoucherResult
from marketplace.purchases.models import RetailerOrder
from marketplace.purchases.queries import OrderLine, OrderView
from tenants.kernel.money import Money, format_amount
from tenants.registry.models import Retailer

Link = Callable[[str], str]
METHODS = {"delivery": "Delivery", "pickup": "Pickup at the shop"}


def text(money: Money) -> str:
    return format_amount(money.amount, money.currency)


def _totals(goods: Money, discount: Money) -> Shape:
    left = text(goods - discount)
    return {
        "total_excl_tax": left,
        "total_excl_tax_excl_discounts": text(goods),
        "total_incl_tax": left,
        "total_incl_tax_excl_discounts": text(goods),
        "total_tax": text(Money.zero(goods.currency)),
    }


class AnyDiscount(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def amount(self) -> Money: ...


def discounts(found: Iterable[AnyDiscount], *, by_voucher: bool) -> list[Shape]:
    return [
        {
            "description": one.name,
            "name": one.name,
            "amount": text(one.amount),
            "voucher": {"name": one.name, "code": one.code} if one.code else None,
        }
        for one in found
        if bool(one.code) == by_voucher
    ]


def voucher(result: VoucherResult, *, shop: Retailer) -> Shape:
    """What `add-voucher` tells of the voucher that counts now."""
    group = result.view.group(shop.slug)
    found = [one for one in group.discounts if one.code == result.code] if group else []
    return {
        "name": found[0].name if found else result.code,
        "code": result.code,
        "amount": text(sum((one.amount for one in found), Money.zero(shop.currency))),
    }


def basket(view: CartView, *, shop: Retailer, user: User | None, link: Link) -> Shape:
    group, zero = view.group(shop.slug), Money.zero(shop.currency)
    return {
        "id": "mine",
        "owner": str(user.uuid) if user else None,
        "status": "Open",
        "url": link("basket/"),
        "lines": link("basket/lines/"),
        "currency": shop.currency,
        "is_tax_known": True,
        "offer_discounts": discounts(group.discounts if group else [], by_voucher=False),
        "voucher_discounts": discounts(group.discounts if group else [], by_voucher=True),
        **_totals(group.goods_total if group else zero, group.discount if group else zero),
    }


def lines(group: CartGroup | None, *, link: Link) -> list[Shape]:
    return [basket_line(item, link=link) for item in group.items] if group else []


def basket_line(item: CartItem, *, link: Link) -> Shape:
    return {
        "url": link(f"basket/lines/{item.id}/"),
        "product": link(f"products/{item.product}/"),
        "product_title": item.title,
        "quantity": item.quantity,
        "attributes": [],
        "price_currency": item.before_discount.currency,
        "price_excl_tax": text(item.payable),
        "price_incl_tax": text(item.payable),
        "price_incl_tax_excl_discounts": text(item.before_discount),
        "price_excl_tax_excl_discounts": text(item.before_discount),
        "is_tax_known": True,
        "warning": item.problem or None,
        "basket": link("basket/"),
    }


def shipping_methods(shop: Retailer, delivery: DeliveryPrice) -> list[Shape]:
    """`price` is what an order pays, less the `discount` as in Oscar."""
    offered = {"delivery": shop.offers_delivery, "pickup": shop.offers_pickup}
    zero = Money.zero(shop.currency)
    prices = {"delivery": delivery, "pickup": DeliveryPrice(zero, zero)}
    return [
        {
            "code": code,
            "name": name,
            "description": "",
            "price": price(prices[code].payable),
            "is_discounted": prices[code].discount.amount > 0,
            "discount": text(prices[code].discount),
        }
        for code, name in METHODS.items()
        if offered[code]
    ]


def price(money: Money) -> Shape:
    return {
        "currency": money.currency,
        "excl_tax": text(money),
        "incl_tax": text(money),
        "tax": text(Money.zero(money.currency)),
    }


def order_row(order: RetailerOrder, *, link: Link) -> Shape:
    """One of the list."""
    return {
        "number": order.number,
        "url": link(f"orders/{order.uuid}/"),
        "lines": link(f"orders/{order.uuid}/lines/"),
        "currency": order.currency,
        "total_incl_tax": text(order.money),
        "status": order.status,
        "date_placed": timestamp(order.purchase.placed_at),
    }


def order(view: OrderView, *, order_token: str, link: Link) -> Shape:
    pointer, fee, user = view.order, text(view.delivery_fee), view.order.purchase.user
    return {
        "number": pointer.number,
        "basket": link("basket/"),
        "url": link(f"orders/{pointer.uuid}/"),
        "lines": link(f"orders/{pointer.uuid}/lines/"),
        "owner": str(user.uuid) if user else None,
        "currency": pointer.currency,
        "total_incl_tax": text(pointer.money),
        "total_excl_tax": text(pointer.money),
        "shipping_incl_tax": fee,
        "shipping_excl_tax": fee,
        "shipping_address": view.shipping_address,
        "billing_address": None,
        "shipping_method": METHODS[pointer.fulfilment],
        "shipping_code": pointer.fulfilment,
        "status": pointer.status,
        "email": pointer.purchase.email,
        "date_placed": timestamp(pointer.purchase.placed_at),
        "payment_url": "",
        "offer_discounts": discounts(view.discounts, by_voucher=False),
        "voucher_discounts": discounts(view.discounts, by_voucher=True),
        "surcharges": [],
        "order_token": None if user else order_token,
    }


def order_lines(view: OrderView, *, link: Link) -> list[Shape]:
    order_url = link(f"orders/{view.order.uuid}/")
    return [order_line(line, link=link) | {"order": order_url} for line in view.lines]


def order_line(line: OrderLine, *, link: Link) -> Shape:
    before, after = text(line.before_discount), text(line.payable)
    return {
        "product": link(f"products/{line.product}/") if line.product else None,
        "title": line.title,
        "quantity": line.quantity,
        "price_currency": line.payable.currency,
        "price_excl_tax": after,
        "price_incl_tax": after,
        "price_incl_tax_excl_discounts": before,
        "price_excl_tax_excl_discounts": before,
    }
