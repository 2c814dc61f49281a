"""The only way to buy, for every edge: pages, API and Oscar's own doors."""

from collections.abc import Mapping, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.people.address_book import (
    BookFull,
    fields_of,
    get_address,
    keep_address,
)
from marketplace.activities.services import record
from marketplace.cart.models import Cart, CartBasket
from marketplace.cart.services import Shopper, lock_cart
from marketplace.payments.confirmations import ConfirmationNeeded, await_order, is_needed
from marketplace.payments.gateways import METHODS, USUAL, methods_for
from marketplace.payments.mails import send_confirmation
from marketplace.payments.models import Payment
from marketplace.payments.services import open_payment
from marketplace.purchases import placement
from marketplace.purchases.address import require_address
from marketplace.purchases.disclosures import mark_seen
from marketplace.purchases.errors import (
    CartChanged,
    EmailNeeded,
    EmptyCart,
    MixedCurrencies,
    UnknownRetailer,
)
from marketplace.purchases.inspections import InspectedBasket, QuotedGroup
from marketplace.purchases.locks import share_retailers
from marketplace.purchases.models import Purchase, RetailerOrder
from marketplace.purchases.prints import GroupPrint, require_shown
from marketplace.purchases.queries import make_order_token
from marketplace.purchases.quotes import quoted_groups
from tenants.kernel.errors import Invalid, NotFound, Refusal
from tenants.kernel.identity import normal_email, require_mailbox
from tenants.kernel.money import Money, total
from tenants.tasks.queue import enqueued_together


@dataclass(frozen=True, slots=True)
class CheckoutRequest:
    """What a checkout, or its preview, is asked for."""

    email: str
    retailers: Sequence[str] | None
    fulfilment: Mapping[str, str]
    shipping_address: Mapping[str, str] | None
    payment_method: str
    quote: UUID | None
    save_address: bool


@dataclass(frozen=True, slots=True)
class Placed:
    """`orders` are by their shops' names; `order_token` is what a guest sees them by
    (X-Order-Token)."""

    purchase: Purchase
    orders: list[RetailerOrder]
    payment: Payment
    order_token: str


@dataclass(frozen=True, slots=True)
class Changed:
    """Nothing is placed; `changes` are those of purchases.changes, as dicts.

    The shopper is told, and what it tells counts as seen: asking again accepts it.
    """

    sentence: str
    changes: Sequence[Mapping[str, Any]]


@transaction.atomic
def place(
    *,
    shopper: Shopper,
    email: str = "",
    retailers: Sequence[str] | None = None,
    fulfilment: Mapping[str, str] | None = None,
    shipping_address: Mapping[str, str] | None = None,
    payment_method: str = USUAL,
    quote: UUID | None = None,
    shipping_address_id: UUID | None = None,
    save_address: bool = False,
    is_confirmed: bool = False,
    is_busy: bool = False,
    prints: Mapping[str, GroupPrint | None] | None = None,
) -> Placed | Changed | ConfirmationNeeded:
    """Buy the groups named by `retailers` (slugs; None: all) in one transaction.

    `fulfilment` is {slug: one of fulfilments.FULFILMENTS}, what the cart has where absent. `quote`
    is the UUID of one whose prices are kept to. `shipping_address_id` names an address of the
    buyer's book; `save_address` keeps the one that is sent in there. An order that the owner of its
    mailbox has not confirmed yet (`is_confirmed`) may have to wait for that: then nothing is
    placed, a link is sent, and the answer is ConfirmationNeeded; `is_busy`: an unproven one waits
    whatever its size. A price that rose, or stock that went, answers Changed; so does, with
    `prints` of what a page showed (by slug), anything that it did not show.

    Raises EmptyCart, UnknownRetailer, MixedCurrencies, BelowMinimumOrder, TotalTooLarge,
    MethodUnsupported, AddressNeeded, EmailNeeded, Invalid, UnknownQuote, QuoteExpired,
    QuoteDiffers, BookFull; then nothing was placed.
    """
    order = CheckoutRequest(
        email=email,
        retailers=retailers,
        fulfilment=fulfilment or {},
        shipping_address=choose_address(shopper, shipping_address, shipping_address_id),
        payment_method=payment_method,
        quote=quote,
        save_address=save_address,
    )
    require_book(shopper, order.save_address)
    # Not within the savepoint, whose locks go when nothing is placed: what is told, and what
    # waits, is of the cart as it was inspected.
    cart = lock_cart(shopper)
    try:
        with transaction.atomic():
            return _place(
                shopper, cart, order, is_confirmed=is_confirmed, is_busy=is_busy, prints=prints
            )
    except _MustWait as waiting:
        return _await(shopper, waiting.baskets, order)
    except CartChanged as refusal:
        mark_seen(refusal.groups)
        return Changed(refusal.detail, refusal.extra["changes"])


class MethodUnsupported(Refusal):
    code = "payment-method-unsupported"
    status = 422
    title = _("This sum cannot be paid in that way.")
    meaning = _("The way to pay does not take so much, or not this currency.")
    remedy = _("Choose another of `payments/methods/`; a preview of the checkout tells it before.")


class _MustWait(Exception):
    def __init__(self, baskets: Sequence[CartBasket]) -> None:
        super().__init__()
        self.baskets = baskets


def _await(
    shopper: Shopper, baskets: Sequence[CartBasket], order: CheckoutRequest
) -> ConfirmationNeeded:
    email = require_email(shopper, order.email)
    slugs = {basket.retailer.slug for basket in baskets}
    arguments: dict[str, Any] = {
        "email": email,
        "retailers": None if order.retailers is None else list(order.retailers),
        "fulfilment": {slug: way for slug, way in order.fulfilment.items() if slug in slugs},
        "shipping_address": order.shipping_address and dict(order.shipping_address),
        "payment_method": order.payment_method,
    }
    if order.save_address:
        arguments["save_address"] = True
    return await_order(shopper=shopper, cart=baskets[0].cart, email=email, order=arguments)


def _place(
    shopper: Shopper,
    cart: Cart | None,
    order: CheckoutRequest,
    *,
    is_confirmed: bool,
    is_busy: bool,
    prints: Mapping[str, GroupPrint | None] | None,
) -> Placed:
    baskets = choose_baskets(shopper, cart, order.retailers)
    share_retailers([basket.retailer for basket in baskets])
    require_fulfilment(baskets, order.fulfilment)
    placement.choose_fulfilment(baskets, order.fulfilment)
    currency = require_one_currency(baskets)
    email = require_email(shopper, order.email)
    address = require_address(baskets, order.shipping_address)
    if order.save_address and shopper.user and address:
        # Who opens the link later cannot untick it any more.
        with suppress(BookFull) if is_confirmed else nullcontext():
            keep_address(user=shopper.user, **address)
    buyer = placement.Buyer(
        user=shopper.user,
        email=email,
        shipping_address=address,
        payment_method=require_method(order.payment_method),
        paid_ahead=METHODS[order.payment_method].paid_ahead,
    )

    def approve(inspected: Sequence[InspectedBasket]) -> None:
        if prints is not None:
            require_shown(inspected, prints)
        payable = total((group.amounts.payable for group in inspected), currency)
        require_support(order.payment_method, payable)
        if not is_confirmed and is_needed(buyer=buyer, inspected=inspected, is_busy=is_busy):
            raise _MustWait(baskets)

    with enqueued_together():
        purchase, orders = placement.place_purchase(
            buyer=buyer,
            baskets=baskets,
            currency=currency,
            quoted=quoted_for(baskets, order.quote),
            approve=approve,
        )
        placement.close_baskets(baskets)
        payment = open_payment(purchase=purchase, orders=orders, method=order.payment_method)
        token = make_order_token(purchase)
        send_confirmation(purchase=purchase, orders=orders, order_token=token)
    if shopper.user:
        numbers = [placed.number for placed in orders]
        record(user=shopper.user, kind="order_placed", purchase=str(purchase.uuid), orders=numbers)
    return Placed(purchase, orders, payment, token)


def quoted_for(
    baskets: Sequence[CartBasket], quote: UUID | None
) -> Mapping[str, QuotedGroup] | None:
    if quote is None:
        return None
    return quoted_groups(uuid=quote, cart_id=baskets[0].cart_id, baskets=baskets)


def choose_baskets(
    shopper: Shopper, cart: Cart | None, slugs: Sequence[str] | None
) -> list[CartBasket]:
    """For a checkout the cart's row is locked: a second submit waits and then finds nothing."""
    baskets = _baskets(cart, shopper) if cart else []
    if slugs is not None:
        unknown = sorted(set(slugs) - {basket.retailer.slug for basket in baskets})
        if unknown and baskets:
            raise UnknownRetailer(
                gettext("Nothing from %(names)s is in your cart.") % {"names": ", ".join(unknown)}
            )
        baskets = [basket for basket in baskets if basket.retailer.slug in set(slugs)]
    if not baskets:
        raise EmptyCart(gettext("Put something into the cart first."))
    return baskets


def _baskets(cart: Cart, shopper: Shopper) -> list[CartBasket]:
    """With their lines, which `inspect` reads."""
    baskets = cart.baskets.select_related("retailer").prefetch_related("lines")
    if shopper.retailer:
        baskets = baskets.filter(retailer=shopper.retailer)
    return list(baskets.order_by("retailer_id"))


def require_one_currency(baskets: Sequence[CartBasket]) -> str:
    groups: dict[str, list[str]] = {}
    for basket in baskets:
        groups.setdefault(basket.retailer.currency, []).append(basket.retailer.slug)
    if len(groups) > 1:
        named = "; ".join(f"{code}: {', '.join(slugs)}" for code, slugs in groups.items())
        raise MixedCurrencies(
            gettext("Check out one currency at a time (%(named)s).") % {"named": named},
            groups=groups,
        )
    return next(iter(groups))


def require_fulfilment(baskets: Sequence[CartBasket], chosen: Mapping[str, str]) -> None:
    for basket in baskets:
        shop = basket.retailer
        choice = chosen.get(shop.slug)
        if choice is not None and not shop.offers(choice):
            message = gettext("%(name)s does not offer %(choice)s.") % {
                "name": shop.name,
                "choice": choice,
            }
            raise Invalid(message, fields={f"fulfilment.{shop.slug}": [message]})


def require_email(shopper: Shopper, email: str) -> str:
    if shopper.user:
        return shopper.user.email
    address = normal_email(email)
    if not address:
        raise EmailNeeded(fields={"email": [gettext("Enter your e-mail address.")]})
    try:
        require_mailbox(address)
    except ValidationError as error:
        raise EmailNeeded(fields={"email": list(error.messages)}) from error
    return address


def choose_address(
    shopper: Shopper, address: Mapping[str, str] | None, booked: UUID | None
) -> Mapping[str, str] | None:
    """The one that was sent, or that of the buyer's book. Raises Invalid."""
    if booked is None:
        return address
    if shopper.user is None:
        message = gettext("Log in to use an address of your book.")
        raise Invalid(fields={"shipping_address_id": [message]})
    if address:
        message = gettext("Send an address, or the id of one, not both.")
        raise Invalid(fields={"shipping_address_id": [message]})
    try:
        return fields_of(get_address(user=shopper.user, uuid=booked))
    except NotFound as refusal:
        raise Invalid(fields={"shipping_address_id": [refusal.detail]}) from refusal


def require_book(shopper: Shopper, save_address: bool) -> None:
    """Raises Invalid where there is no book to keep an address in."""
    if save_address and shopper.user is None:
        message = gettext("Log in to keep an address.")
        raise Invalid(fields={"save_address": [message]})


def require_method(method: str) -> str:
    if method not in METHODS:
        names = ", ".join(METHODS)
        raise Invalid(
            fields={"payment_method": [gettext("Choose one of: %(names)s.") % {"names": names}]}
        )
    return method


def require_support(method: str, *amounts: Money) -> None:
    """Each in its currency. Raises MethodUnsupported."""
    methods = methods_for(*amounts)
    if METHODS[method] in methods:
        return
    names = ", ".join(str(other.label) for other in methods)
    sentence = (
        gettext("Choose one of: %(names)s.") % {"names": names}
        if methods
        else gettext("No way to pay takes this sum. Order less at a time.")
    )
    raise MethodUnsupported(fields={"payment_method": [f"{MethodUnsupported.title} {sentence}"]})
