"""Several things at once: all of them, or none with the reason for each that cannot be had."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext

from marketplace.cart import baskets
from marketplace.cart.discounts import reprice
from marketplace.cart.errors import ItemsRefused
from marketplace.cart.limits import require_cart
from marketplace.cart.models import Cart, CartBasket, CartLine
from marketplace.cart.offers import BuyableVariant, find_all_buyable, require_quantity
from marketplace.cart.queries import CartView, view_of
from marketplace.cart.services import (
    baskets_of,
    lock_cart,
    new_line,
    open_basket,
    open_cart,
    touch,
)
from marketplace.cart.shopper import Shopper
from tenants.kernel.errors import Refusal
from tenants.kernel.money import Money
from tenants.registry.context import use_retailer


@dataclass(frozen=True, slots=True)
class ItemRequest:
    product: UUID
    quantity: int


@dataclass(frozen=True, slots=True)
class Wish:
    """So many of it shall be in the cart, of which `line` has some; `price` is what a piece cost
    when the shopper chose it."""

    offered: BuyableVariant
    quantity: int
    line: CartLine | None
    price: Money


@transaction.atomic
def add_items(*, shopper: Shopper, items: Sequence[ItemRequest]) -> CartView:
    """The same product twice adds up. Statements: a fixed number, and some for each shop.

    Raises ItemsRefused, whose `items` tell {index, product, type, title, detail} of each
    that cannot be put in; and TotalTooLarge, OverLimit of all together. Then nothing was put in.
    """
    quantities: dict[UUID, int] = {}
    for item in items:
        quantities[item.product] = quantities.get(item.product, 0) + item.quantity
    offered = find_all_buyable(products=quantities, retailer=shopper.retailer)
    cart = lock_cart(shopper)
    lines = _lines_of(cart, quantities) if cart else {}
    wishes, refused = _sort(items, quantities, offered, lines)
    if refused:
        raise ItemsRefused(
            gettext("Nothing was put in; see what is wrong with each."), items=refused
        )
    cart = cart or (open_cart(shopper.user) if shopper.user else Cart.objects.create())
    groups = {basket.retailer_id: basket for basket in baskets_of(cart, None)}
    for basket in put(cart, wishes, groups):
        reprice(basket, user_id=cart.user_id)
    return require_cart(view_of(touch(cart), shopper))


def _lines_of(cart: Cart, products: Collection[UUID]) -> dict[UUID, CartLine]:
    lines = CartLine.objects.filter(basket__cart=cart, product__in=products)
    return {line.product: line for line in lines}


def _sort(
    items: Sequence[ItemRequest],
    quantities: dict[UUID, int],
    offered: dict[UUID, BuyableVariant | Refusal],
    lines: dict[UUID, CartLine],
) -> tuple[list[Wish], list[dict[str, Any]]]:
    wishes, refusals = [], {}
    for product, quantity in quantities.items():
        line, answer = lines.get(product), offered[product]
        whole = quantity + (line.quantity if line else 0)
        try:
            if isinstance(answer, Refusal):
                raise answer
            require_quantity(answer, whole)
            wishes.append(Wish(answer, whole, line, answer.price))
        except Refusal as refusal:
            refusals[product] = refusal
    problems = [
        _problem(index, item.product, refusals[item.product])
        for index, item in enumerate(items)
        if item.product in refusals
    ]
    return wishes, problems


def _problem(index: int, product: UUID, refusal: Refusal) -> dict[str, Any]:
    return refusal.extra | {
        "index": index,
        "product": str(product),
        "type": f"/problems/{refusal.code}",
        "title": str(refusal.title),
        "detail": refusal.detail,
    }


def put(cart: Cart, wishes: Sequence[Wish], groups: Mapping[int, CartBasket]) -> list[CartBasket]:
    """Gives the groups that have changed: the caller reprices them. Raises UnknownProduct.

    `groups` are those that the cart has, by their retailers' ids. Statements: for each shop a
    fixed number.
    """
    shops: dict[int, list[Wish]] = {}
    for wish in wishes:
        shops.setdefault(wish.offered.retailer.pk, []).append(wish)
    changed = []
    for retailer_id in sorted(shops):
        wishes_here = shops[retailer_id]
        basket = groups.get(retailer_id) or open_basket(cart, wishes_here[0].offered.retailer)
        _put_at_shop(basket, wishes_here)
        changed.append(basket)
    return changed


def _put_at_shop(basket: CartBasket, wishes: list[Wish]) -> None:
    fresh = [wish for wish in wishes if wish.line is None]
    more = {wish.line.line_id: wish.quantity for wish in wishes if wish.line}
    with use_retailer(basket.retailer):
        added = [(wish.offered, wish.quantity) for wish in fresh]
        ids = baskets.add_lines(basket_id=basket.basket_id, lines=added) if fresh else []
        if more:
            baskets.set_quantities(quantities=more)
    CartLine.objects.bulk_create(
        new_line(basket, wish.offered, line_id=line_id, quantity=wish.quantity, price=wish.price)
        for wish, line_id in zip(fresh, ids, strict=True)
    )
    changed = []
    for wish in wishes:
        if wish.line:
            wish.line.quantity = wish.quantity
            wish.line.lower_price(wish.price)
            changed.append(wish.line)
    if changed:
        CartLine.objects.bulk_update(changed, ["quantity", "unit_price"])
