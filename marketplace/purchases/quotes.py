"""Quotes: for some minutes a checkout that names one pays no more than it said.

A quote keeps unit prices and the delivery's, and the offers and vouchers that stood when it was
made. It keeps neither stock nor the right to a voucher that somebody else has used up meanwhile:
the checkout tells then that less is taken off, and places nothing. And it is about the cart as it
was: with other items or quantities it is refused.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils.timezone import now
from django.utils.translation import gettext

from marketplace.cart.discounts import plain_discounts, read_discounts
from marketplace.cart.models import Cart, CartBasket, CartLine
from marketplace.purchases.errors import QuoteDiffers, QuoteExpired, UnknownQuote
from marketplace.purchases.inspections import InspectedBasket, QuotedGroup
from marketplace.purchases.models import Quote
from tenants.joints.django import delete_at_once
from tenants.kernel.money import Money

VALID_FOR = timedelta(minutes=15)
MOST_OF_A_CART = 20


def keep_quote(*, cart: Cart, inspected: Sequence[InspectedBasket]) -> Quote:
    """Oldest ones make room: a cart has at most MOST_OF_A_CART quotes."""
    newest = Quote.objects.filter(cart=cart).order_by("-id").values("id")[: MOST_OF_A_CART - 1]
    Quote.objects.filter(cart=cart).exclude(id__in=newest).delete()
    moment = now()
    return Quote.objects.create(
        cart=cart,
        groups={group.basket.retailer.slug: _group(group) for group in inspected},
        created_at=moment,
        expires_at=moment + VALID_FOR,
    )


def _group(group: InspectedBasket) -> dict[str, Any]:
    quantities = {line.product: line.quantity for line in group.cart_lines}
    charge = group.basket.retailer.delivery_charge(group.amounts.goods)
    return {
        "currency": group.basket.retailer.currency,
        "delivery": str(charge.amount),
        "discounts": plain_discounts(group.discounts),
        "items": {
            str(line.product): [quantities.get(line.product, 0), str(line.price.amount)]
            for line in group.lines
            if line.price is not None
        },
    }


def quoted_groups(
    *, uuid: UUID, cart_id: int, baskets: Sequence[CartBasket]
) -> Mapping[str, QuotedGroup]:
    """The prices to keep, by slug. Raises UnknownQuote, QuoteExpired, QuoteDiffers."""
    quote = Quote.objects.filter(uuid=uuid, cart_id=cart_id).first()
    if quote is None:
        raise UnknownQuote(gettext("Ask for another one."))
    if quote.expires_at <= now():
        raise QuoteExpired(gettext("Ask for another one."))
    lines = CartLine.objects.filter(basket__in=baskets).values_list(
        "basket__retailer__slug", "product", "quantity"
    )
    there: dict[str, dict[str, int]] = {basket.retailer.slug: {} for basket in baskets}
    for slug, product, quantity in lines:
        there[slug][str(product)] = quantity
    return {slug: _read_group(quote, slug, items) for slug, items in there.items()}


def _read_group(quote: Quote, slug: str, items: dict[str, int]) -> QuotedGroup:
    group = quote.groups.get(slug)
    if group is None or {key: item[0] for key, item in group["items"].items()} != items:
        raise QuoteDiffers(
            gettext("Ask for another quote: %(slug)s has other items now.") % {"slug": slug},
            retailer=slug,
        )
    currency = group["currency"]
    return QuotedGroup(
        prices={UUID(key): Money.parse(item[1], currency) for key, item in group["items"].items()},
        delivery=Money.parse(group["delivery"], currency),
        discounts=read_discounts(group["discounts"], currency),
        at=quote.created_at,
    )


def clear_expired() -> int:
    """A chore of settings.PERIODIC_JOBS."""
    return delete_at_once(Quote.objects.filter(expires_at__lt=now()))
