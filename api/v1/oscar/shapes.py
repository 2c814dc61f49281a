"""Baskets and orders as django-oscar-api answers them; prices include tax, tax is not told."""

from collections.abc import Callable

from api.v1.shapes import Shape, timestamp
from marketplace.accounts.models import User
from marketplace.cart.reading import CartGroup, CartItem, CartView
from marketplace.purchases.reading import OrderLine, OrderView
from tenants.kernel.money import Money, format_amount
from tenants.models import Retailer

Link = Callable[[str], str]
METHODS = {"delivery": "Delivery", "pickup": "Pickup at the shop"}


def text(money: Money) -> str:
    return format_amount(money.amount, money.currency)


def _totals(total: Money) -> Shape:
    return {
        "total_excl_tax": text(total),
        "total_excl_tax_excl_discounts": text(total),
        "total_incl_tax": text(total),
        "total_incl_tax_excl_discounts": text(total),
        "total_tax": text(Money.zero(total.currency)),
    }


def basket(view: CartView, *, shop: Retailer, user: User | None, link: Link) -> Shape:
    group = view.group(shop.slug)
    return {
        "id": "mine",
        "owner": str(user.uuid) if user else None,
        "status": "Open",
        "url": link("basket/"),
        "lines": link("basket/lines/"),
        "currency": shop.currency,
        "is_tax_known": True,
        "offer_discounts": [],
        "voucher_discounts": [],
        **_totals(group.total if group else Money.zero(shop.currency)),
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
        "price_currency": item.total.currency,
        "price_excl_tax": text(item.total),
        "price_incl_tax": text(item.total),
        "price_incl_tax_excl_discounts": text(item.total),
        "price_excl_tax_excl_discounts": text(item.total),
        "is_tax_known": True,
        "warning": item.problem or None,
        "basket": link("basket/"),
    }


def shipping_methods(shop: Retailer, goods: Money) -> list[Shape]:
    offered = {"delivery": shop.offers_delivery, "pickup": shop.offers_pickup}
    fees = {"delivery": shop.delivery_charge(goods), "pickup": Money.zero(shop.currency)}
    return [
        {
            "code": code,
            "name": name,
            "description": "",
            "price": price(fees[code]),
            "is_discounted": False,
            "discount": text(Money.zero(shop.currency)),
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


def order(view: OrderView, *, order_token: str, link: Link, order_url: str) -> Shape:
    pointer, fee, user = view.order, text(view.delivery_fee), view.order.purchase.user
    return {
        "number": pointer.number,
        "basket": link("basket/"),
        "url": order_url,
        "lines": [order_line(line, link=link) for line in view.lines],
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
        "offer_discounts": [],
        "voucher_discounts": [],
        "surcharges": [],
        "order_token": None if user else order_token,
    }


def order_line(line: OrderLine, *, link: Link) -> Shape:
    total = text(line.total)
    return {
        "product": link(f"products/{line.product}/") if line.product else None,
        "title": line.title,
        "quantity": line.quantity,
        "price_currency": line.total.currency,
        "price_excl_tax": total,
        "price_incl_tax": total,
        "price_incl_tax_excl_discounts": total,
        "price_excl_tax_excl_discounts": total,
    }
