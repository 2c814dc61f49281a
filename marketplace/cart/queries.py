"""The cart as a shopper sees it: public tables only, three statements for any number of shops."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.db.models import Sum

from marketplace.cart.change_kinds import OF_PRICE, ChangeKind, find_change
from marketplace.cart.discounts import (
    DELIVERY,
    GOODS,
    GroupDiscount,
    GroupVoucher,
    PricedItem,
    current_pricing,
    discounts_in,
    line_discounts_in,
    sum_discounts,
    vouchers_in,
)
from marketplace.cart.models import Cart, CartBasket, CartLine
from marketplace.cart.shopper import Shopper, find_cart, in_cart_of, make_token, may_have_cart
from marketplace.discovery.addresses import product_path
from marketplace.discovery.models import ListingVariant
from tenants.kernel import fulfilments
from tenants.kernel.money import Money, total, totals_by_currency
from tenants.registry.models import Retailer

OK = ""
# Listings are wide (texts, search vectors); a cart shows little of them.
SHOWN = (
    *("uuid", "options", "currency", "price", "is_available", "quantity"),
    *("min_quantity", "max_quantity", "image", "listing__title", "listing__slug"),
    *("listing__short_id", "listing__images", "listing__is_visible"),
)


@dataclass(frozen=True, slots=True)
class CartItem:
    """`problem` is what has changed since it was put in.

    `unit_price` is what it costs now, `was` what it cost when it was put in (if different),
    `discount` its part of what is taken off the group's goods;
    `stock` is None when the shop does not count.
    """

    id: UUID
    product: UUID
    listing: UUID | None
    title: str
    options: dict[str, str]
    url: str
    image: dict[str, Any] | None
    quantity: int
    unit_price: Money
    before_discount: Money
    min_quantity: int
    max_quantity: int | None
    stock: int | None
    problem: ChangeKind | None
    was: Money | None
    discount: Money

    @property
    def payable(self) -> Money:
        return self.before_discount - self.discount

    @property
    def can_be_bought(self) -> bool:
        return self.problem is None or self.problem in OF_PRICE


@dataclass(frozen=True, slots=True)
class CartGroup:
    """`problem`: "", shop-suspended, below-minimum-order. `goods_total`: before the discount."""

    retailer: Retailer
    available: bool
    problem: str
    items: list[CartItem]
    goods_total: Money
    delivery_fee: Money
    free_delivery_over: Money | None
    fulfilment: str
    discounts: list[GroupDiscount]
    vouchers: list[GroupVoucher]
    minimum_order: Money | None
    missing_for_minimum: Money

    @property
    def can_be_bought(self) -> bool:
        return self.problem == OK and all(item.can_be_bought for item in self.items)

    @property
    def discount(self) -> Money:
        """Taken off the goods; what is taken off the delivery is in its fee already."""
        return sum_discounts(self.discounts, GOODS, self.goods_total.currency)

    @property
    def to_pay(self) -> Money:
        return self.goods_total - self.discount + self.delivery_fee


@dataclass(frozen=True, slots=True)
class CartView:
    token: str | None
    groups: list[CartGroup] = field(default_factory=list)
    goods_totals: list[Money] = field(default_factory=list)
    count: int = 0
    to_pay: list[Money] = field(default_factory=list)

    def group(self, slug: str) -> CartGroup | None:
        return next((group for group in self.groups if group.retailer.slug == slug), None)


def read_cart(shopper: Shopper) -> CartView:
    """Never writes; an empty view for someone without a cart."""
    cart = find_cart(shopper)
    return view_of(cart, shopper) if cart else CartView(token=None)


def view_of(cart: Cart, shopper: Shopper) -> CartView:
    lines = _lines(cart, shopper.retailer)
    return _view(cart, lines, _variants(lines))


def view_of_first(cart: Cart, line: CartLine, variant: ListingVariant) -> CartView:
    """Of a cart that holds this line alone, all of which was just read: no statement."""
    return _view(cart, [line], {variant.uuid: variant})


def _view(cart: Cart, lines: list[CartLine], variants: dict[UUID, ListingVariant]) -> CartView:
    groups: dict[int, list[CartItem]] = {}
    baskets: dict[int, CartBasket] = {}
    for line in lines:
        baskets[line.basket_id] = line.basket
        item = _item(line, variants.get(line.product))
        groups.setdefault(line.basket_id, []).append(item)
    views = [_group(baskets[key], items, cart.user_id) for key, items in groups.items()]
    return CartView(
        token=make_token(cart) if cart.user_id is None else None,
        groups=views,
        goods_totals=totals_by_currency(group.goods_total for group in views if group.available),
        count=sum(line.quantity for line in lines),
        to_pay=totals_by_currency(group.to_pay for group in views if group.available),
    )


def _lines(cart: Cart, retailer: Retailer | None) -> list[CartLine]:
    lines = CartLine.objects.filter(basket__cart=cart).select_related("basket__retailer")
    if retailer:
        lines = lines.filter(basket__retailer=retailer)
    return list(lines.order_by("basket_id", "id"))


def _variants(lines: list[CartLine]) -> dict[UUID, ListingVariant]:
    uuids = [line.product for line in lines]
    variants = ListingVariant.objects.filter(uuid__in=uuids).select_related("listing").only(*SHOWN)
    return {variant.uuid: variant for variant in variants} if uuids else {}


def _item(line: CartLine, variant: ListingVariant | None) -> CartItem:
    line_price = line.price_seen
    price_now = _price(variant)
    price = line_price if price_now is None else price_now
    listing = variant.listing if variant else None
    return CartItem(
        id=line.uuid,
        product=line.product,
        listing=listing.uuid if listing else None,
        title=listing.title if listing else line.title,
        options=variant.options if variant else {},
        url=product_path(listing.slug, listing.short_id) if listing else "",
        image=_image(variant),
        quantity=line.quantity,
        unit_price=price,
        before_discount=price * line.quantity,
        min_quantity=variant.min_quantity if variant else 1,
        max_quantity=variant.max_quantity if variant else None,
        stock=variant.quantity if variant else None,
        problem=_problem(line, variant),
        was=line_price if line_price != price else None,
        discount=Money.zero(price.currency),
    )


def _price(variant: ListingVariant | None) -> Money | None:
    if variant is None or variant.price is None:
        return None
    return Money(variant.price, variant.currency)


def _image(variant: ListingVariant | None) -> dict[str, Any] | None:
    if variant is None:
        return None
    return variant.image or next(iter(variant.listing.images), None)


def _problem(line: CartLine, variant: ListingVariant | None) -> ChangeKind | None:
    """Fewer in stock than may be bought at once are none."""
    if variant is None:
        return ChangeKind.ARCHIVED
    return find_change(
        price_before=line.price_seen,
        price=_price(variant) if variant.listing.is_visible else None,
        quantity=line.quantity,
        stock=variant.quantity if variant.is_available else 0,
    )


def _group(basket: CartBasket, items: list[CartItem], user_id: int | None) -> CartGroup:
    priced = [PricedItem(item.product, item.quantity, item.unit_price) for item in items]
    return price_group(
        basket, items, pricing=current_pricing(basket, goods=priced, user_id=user_id)
    )


def price_group(
    basket: CartBasket, items: list[CartItem], *, pricing: Mapping[str, Any]
) -> CartGroup:
    """These items with what is taken off by `pricing` (as CartBasket.pricing)."""
    retailer, currency = basket.retailer, basket.retailer.currency
    goods = total((item.before_discount for item in items), currency)
    over, least = retailer.free_delivery_over, retailer.minimum_order
    missing = retailer.missing_for_minimum(goods)
    discounts = discounts_in(pricing, retailer)
    off, zero = line_discounts_in(pricing, retailer), Money.zero(currency)
    return CartGroup(
        retailer=retailer,
        available=retailer.is_active,
        problem=_problem_of(retailer, missing),
        items=[replace(item, discount=off.get(str(item.product), zero)) for item in items],
        goods_total=goods,
        delivery_fee=_fee(basket, goods, discounts),
        free_delivery_over=None if over is None else Money(over, currency),
        fulfilment=basket.fulfilment,
        discounts=discounts,
        vouchers=vouchers_in(basket, pricing),
        minimum_order=None if not least else Money(least, currency),
        missing_for_minimum=missing,
    )


def _problem_of(retailer: Retailer, missing: Money) -> str:
    if not retailer.is_active:
        return "shop-suspended"
    return "below-minimum-order" if missing else OK


def _fee(basket: CartBasket, goods: Money, discounts: list[GroupDiscount]) -> Money:
    if basket.fulfilment != fulfilments.DELIVERY:
        return Money.zero(goods.currency)
    fee, off = (
        basket.retailer.delivery_charge(goods),
        sum_discounts(discounts, DELIVERY, goods.currency),
    )
    return fee - off if off < fee else Money.zero(goods.currency)


def count_items(shopper: Shopper) -> int:
    """What the header shows: one statement, none for a visitor without login or token."""
    if not may_have_cart(shopper):
        # Every page asks this: to find a query empty costs Django a quarter of a shop's page.
        return 0
    lines = CartLine.objects.filter(in_cart_of(shopper, path="basket__cart__"))
    if shopper.retailer:
        lines = lines.filter(basket__retailer=shopper.retailer)
    return lines.aggregate(count=Sum("quantity"))["count"] or 0
