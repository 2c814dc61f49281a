"""Filling a cart.

Each verb is atomic and holds the cart's row, so that one shopper's clicks come one after the
other. The Oscar basket in the shop's schema and the index row in public are written in the
same transaction. Stock is only read here.
"""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext

from marketplace.accounts.models import User
from marketplace.cart import baskets
from marketplace.cart.discounts import reprice
from marketplace.cart.errors import FulfilmentNotOffered, UnknownItem
from marketplace.cart.limits import require_cart
from marketplace.cart.models import Cart, CartBasket, CartLine
from marketplace.cart.offers import BuyableVariant, find_buyable, require_open, require_quantity
from marketplace.cart.queries import CartView, read_cart, view_of, view_of_first
from marketplace.cart.rows import only
from marketplace.cart.shopper import Shopper, in_cart_of, is_cart_of, may_have_cart
from marketplace.cart.statements import BEGIN_CART
from tenants.joints.django import delete_at_once
from tenants.kernel.locks import hold
from tenants.kernel.money import Money
from tenants.registry.context import use_retailer
from tenants.registry.models import Retailer

# More than a browser has hosts with a cart of their own.
MOST_MERGED = 100

__all__ = [
    "Shopper",
    "add_item",
    "change_item",
    "clear",
    "lock_cart",
    "read_cart",
    "remove_item",
    "set_fulfilment",
]


@transaction.atomic
def add_item(*, shopper: Shopper, product: UUID, quantity: int) -> CartView:
    """Put a stand-alone product or a variant into the cart; the same again adds up.

    Raises UnknownProduct, ChooseVariant, NotEnoughStock, OverLimit, UnderMinimum,
    TotalTooLarge, ShopUnavailable; nothing has changed then.
    """
    offered = find_buyable(product=product, retailer=shopper.retailer)
    cart = lock_cart(shopper)
    if cart is None and shopper.user is None:
        return _begin_cart(offered, quantity)
    cart = cart or open_cart(shopper.user)
    line = _line_of(cart, offered)
    total_quantity = quantity + (line.quantity if line else 0)
    require_quantity(offered, total_quantity)
    if line:
        set_quantity(line, total_quantity, price=offered.price)
    else:
        line = add_line(cart, offered, total_quantity)
    reprice(line.basket, user_id=cart.user_id)
    return require_cart(view_of(touch(cart), shopper))


@transaction.atomic
def change_item(*, shopper: Shopper, item: UUID, quantity: int) -> CartView:
    """Set the quantity of a line; 0 removes it. Raises what add_item raises, UnknownItem."""
    cart, line = _lock_line(shopper, item)
    if quantity == 0:
        _drop_line(line, user_id=cart.user_id)
        return view_of(touch(cart), shopper)
    offered = find_buyable(product=line.product, retailer=shopper.retailer)
    require_quantity(offered, quantity)
    is_less = quantity <= line.quantity
    set_quantity(line, quantity, price=offered.price)
    reprice(line.basket, user_id=cart.user_id)
    view = view_of(touch(cart), shopper)
    # Whoever lowers a quantity is on the way out of a cart that has become too large.
    return view if is_less else require_cart(view)


@transaction.atomic
def remove_item(*, shopper: Shopper, item: UUID) -> CartView:
    cart, line = _lock_line(shopper, item)
    _drop_line(line, user_id=cart.user_id)
    return view_of(touch(cart), shopper)


@transaction.atomic
def clear(*, shopper: Shopper) -> CartView:
    """Empty the cart, or on a shop's host that shop's group."""
    cart = lock_cart(shopper)
    if cart is None:
        return CartView(token=None)
    for basket in baskets_of(cart, shopper.retailer):
        drop_basket(basket)
    return view_of(touch(cart), shopper)


@transaction.atomic
def set_fulfilment(*, shopper: Shopper, retailer: Retailer, fulfilment: str) -> CartView:
    """Delivery or pickup for one group. Raises FulfilmentNotOffered, UnknownItem."""
    if not retailer.offers(fulfilment):
        raise FulfilmentNotOffered(
            gettext("%(name)s does not offer %(fulfilment)s.")
            % {"name": retailer.name, "fulfilment": fulfilment}
        )
    cart = lock_cart(shopper)
    basket = next(iter(baskets_of(cart, retailer)), None) if cart else None
    if cart is None or basket is None:
        raise UnknownItem(
            gettext("There is nothing from %(name)s in your cart.") % {"name": retailer.name}
        )
    basket.fulfilment = fulfilment
    basket.save(update_fields=["fulfilment"])
    reprice(basket, user_id=cart.user_id)
    return view_of(cart, shopper)


def lock_cart(shopper: Shopper) -> Cart | None:
    """The shopper's cart, its row locked: clicks and checkouts of one cart take turns."""
    if not may_have_cart(shopper):
        return None
    return only(hold(Cart.objects.filter(in_cart_of(shopper))))


def lock_carts(source: Shopper, target: Shopper) -> tuple[Cart | None, Cart | None]:
    """The carts of both, in one statement by their ids: whichever becomes part of the other."""
    carts = list(hold(Cart.objects.filter(in_cart_of(source) | in_cart_of(target))))
    return _pick(carts, source), _pick(carts, target)


def _pick(carts: Iterable[Cart], shopper: Shopper) -> Cart | None:
    return next((cart for cart in carts if is_cart_of(shopper, cart)), None)


def _begin_cart(offered: BuyableVariant, quantity: int) -> CartView:
    """A guest's first item: the cart is new, so there is nothing in it to look for."""
    require_quantity(offered, quantity)
    with use_retailer(offered.retailer):
        basket_id, line_id = baskets.begin_basket(owner_id=None, offered=offered, quantity=quantity)
    line = _write_cart(offered, basket_id=basket_id, line_id=line_id, quantity=quantity)
    reprice(line.basket, user_id=None)
    return view_of_first(line.basket.cart, line, offered.variant)


def _write_cart(
    offered: BuyableVariant, *, basket_id: int, line_id: int, quantity: int
) -> CartLine:
    """The first line of a new cart, with that cart and its basket; `basket_id` and `line_id` are
    the shop's own."""
    cart, retailer = Cart(), offered.retailer
    basket = CartBasket(
        cart=cart,
        retailer=retailer,
        basket_id=basket_id,
        fulfilment=retailer.default_fulfilment,
    )
    line = new_line(basket, offered, line_id=line_id, quantity=quantity, price=offered.price)
    ((cart.pk, basket.pk, line.pk),) = BEGIN_CART.fetch_all(
        {
            "cart": cart.uuid,
            "retailer": retailer.pk,
            "basket": basket_id,
            "fulfilment": basket.fulfilment,
            "item": line.uuid,
            "line": line_id,
            "product": line.product,
            "title": line.title,
            "quantity": quantity,
            "price": line.unit_price,
            "currency": line.currency,
            "at": now(),
        }
    )
    basket.cart, line.basket = cart, basket  # so that they know each other's keys
    return line


def open_cart(user: User | None) -> Cart:
    """Two requests of one customer may both find no cart: the constraint keeps one."""
    Cart.objects.bulk_create([Cart(user=user)], ignore_conflicts=True)
    return hold(Cart.objects.all()).get(user=user)


def touch(cart: Cart) -> Cart:
    cart.changed_at = now()
    cart.save(update_fields=["changed_at"])
    return cart


def absorb(cart: Cart, other: Cart) -> Cart:
    """The tokens of the other one, which both are guests', open this cart from now on."""
    cart.merged_uuids = [*cart.merged_uuids, *other.merged_uuids, other.uuid][-MOST_MERGED:]
    cart.changed_at = now()
    cart.save(update_fields=["merged_uuids", "changed_at"])
    return cart


def _line_of(cart: Cart, offered: BuyableVariant) -> CartLine | None:
    lines = CartLine.objects.filter(basket__cart=cart, product=offered.variant.uuid)
    return only(lines.select_related("basket__retailer"))


def _lock_line(shopper: Shopper, item: UUID) -> tuple[Cart, CartLine]:
    cart = lock_cart(shopper)
    lines = CartLine.objects.filter(basket__cart=cart, uuid=item) if cart else None
    if lines is not None and shopper.retailer:
        lines = lines.filter(basket__retailer=shopper.retailer)
    line = only(lines.select_related("basket__retailer")) if lines is not None else None
    if cart is None or line is None:
        raise UnknownItem(gettext("It may have been removed already; reload your cart."))
    return cart, line


def set_quantity(line: CartLine, quantity: int, *, price: Money) -> None:
    """`price` is what a piece cost when the shopper chose so many."""
    with use_retailer(require_open(line.basket.retailer)):
        baskets.set_quantity(line_id=line.line_id, quantity=quantity)
    line.quantity = quantity
    line.lower_price(price)
    line.save(update_fields=["quantity", "unit_price"])


def add_line(cart: Cart, offered: BuyableVariant, quantity: int) -> CartLine:
    retailer, price = offered.retailer, offered.price
    basket = only(CartBasket.objects.filter(cart=cart, retailer=retailer))
    with use_retailer(retailer):
        basket = basket or open_basket(cart, retailer)
        line_id = baskets.add_line(basket_id=basket.basket_id, offered=offered, quantity=quantity)
    line = new_line(basket, offered, line_id=line_id, quantity=quantity, price=price)
    line.save(force_insert=True)
    return line


def open_basket(cart: Cart, retailer: Retailer) -> CartBasket:
    with use_retailer(retailer):
        basket_id = baskets.open_basket(owner_id=cart.user_id)
    return CartBasket.objects.create(
        cart=cart,
        retailer=retailer,
        basket_id=basket_id,
        fulfilment=retailer.default_fulfilment,
    )


def new_line(
    basket: CartBasket, offered: BuyableVariant, *, line_id: int, quantity: int, price: Money
) -> CartLine:
    """Not saved; `line_id` is that of the shop's own basket, `price` what the shopper saw."""
    return CartLine(
        basket=basket,
        line_id=line_id,
        product=offered.variant.uuid,
        title=offered.title[:255],
        quantity=quantity,
        unit_price=price.amount,
        currency=price.currency,
    )


def _drop_line(line: CartLine, *, user_id: int | None) -> None:
    """The last line of a shop takes its basket along; works for whatever became of the shop."""
    if not line.basket.retailer.is_gone:
        with use_retailer(line.basket.retailer):
            baskets.drop_line(line_id=line.line_id)
    line.delete()
    if line.basket.lines.exists():
        reprice(line.basket, user_id=user_id)
    else:
        drop_basket(line.basket)


def drop_basket(basket: CartBasket) -> None:
    drop_baskets(basket.retailer, [basket])


def drop_baskets(retailer: Retailer, rows: Sequence[CartBasket]) -> None:
    """Of one shop; in as many statements as for one of them."""
    if not retailer.is_gone:
        with use_retailer(retailer):
            baskets.drop_baskets(basket_ids=[row.basket_id for row in rows])
    delete_at_once(CartLine.objects.filter(basket__in=rows))
    delete_at_once(CartBasket.objects.filter(pk__in=[row.pk for row in rows]))


def baskets_of(cart: Cart, retailer: Retailer | None) -> list[CartBasket]:
    baskets = cart.baskets.select_related("retailer").order_by("retailer_id")
    return list(baskets.filter(retailer=retailer) if retailer else baskets)
