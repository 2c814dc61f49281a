"""Orders that wait until the owner of their mailbox wants them (docs/decisions/0021).

A guest names any mailbox, and what is not paid ahead costs him nothing: above what the shop allows,
the order is placed by a link from that mailbox, for a day, at the price and stock of that moment.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.models import User
from marketplace.cart.discounts import reprice_unseen
from marketplace.cart.models import Cart
from marketplace.cart.reductions import reduction_in
from marketplace.cart.services import Shopper, touch
from marketplace.notifications import channels
from marketplace.payments.models import OrderConfirmation
from marketplace.payments.statements import ORDERED_BY_ACCOUNT, ORDERED_BY_MAILBOX
from marketplace.purchases.inspections import InspectedBasket
from marketplace.purchases.placement import Buyer
from marketplace.requests.throttles import TooManyTries
from tenants.joints.django import delete_at_once
from tenants.kernel.ids import token_digest
from tenants.kernel.locks import hold
from tenants.kernel.money import Money
from tenants.registry.context import use_public, use_retailer
from tenants.registry.hosts import market_url
from tenants.registry.models import Retailer
from tenants.tasks.queue import enqueue

LIFE = timedelta(hours=24)
DAY = timedelta(hours=24)
BETWEEN_MAILS = timedelta(minutes=1)
MOST_MAILS = 5
SIGNER = signing.Signer(salt="payments.order-confirmation")
ADDRESS_LENGTH = 16


@dataclass(frozen=True, slots=True)
class ConfirmationNeeded:
    """Nothing is placed yet: a link is on its way to `email`, good until `expires_at`."""

    email: str
    expires_at: datetime


def is_needed(*, buyer: Buyer, inspected: Sequence[InspectedBasket], is_busy: bool) -> bool:
    """Whether one of the shops wants this order confirmed: it is not paid ahead, by somebody who
    has not proven his mailbox, and holds more than the shop allows, with what the same buyer
    ordered there within a day.
    """
    if buyer.paid_ahead or is_proven(buyer.user):
        return False
    if is_busy:
        return True
    before = _ordered_before(buyer, [basket.basket.retailer for basket in inspected])
    return any(_is_too_much(basket, before) for basket in inspected)


def is_proven(user: User | None) -> bool:
    return user is not None and user.email_verified_at is not None


def _is_too_much(inspected: InspectedBasket, before: dict[int, tuple[Decimal, int]]) -> bool:
    shop = inspected.basket.retailer
    amount, pieces = before.get(shop.pk, (Decimal(0), 0))
    amount += inspected.amounts.payable.amount
    pieces += sum(line.quantity for line in inspected.lines)
    most_amount, most_pieces = limits_of(shop)
    return pieces > most_pieces or (most_amount is not None and amount > most_amount)


def limits_of(shop: Retailer) -> tuple[Decimal | None, int]:
    """(amount in the shop's currency, pieces) up to which guests need not confirm.

    The shop's own, else the marketplace's; no amount for a currency of which that has none.
    """
    amount, pieces = shop.guest_order_amount, shop.guest_order_pieces
    usual_amount, usual_pieces = usual_limits(shop.currency)
    if amount is None and usual_amount is not None:
        amount = usual_amount.amount
    return amount, usual_pieces if pieces is None else pieces


def usual_limits(currency: str) -> tuple[Money | None, int]:
    """The marketplace's own, for shops that set none."""
    amount = settings.GUEST_ORDER_AMOUNTS.get(currency)
    return None if amount is None else Money(Decimal(amount), currency), settings.GUEST_ORDER_PIECES


def _ordered_before(buyer: Buyer, shops: Sequence[Retailer]) -> dict[int, tuple[Decimal, int]]:
    """{shop: (amount, pieces)} that this account, or this mailbox, ordered within a day."""
    window = {"since": timezone.now() - DAY, "shops": [shop.pk for shop in shops]}
    if buyer.user is None:
        rows = ORDERED_BY_MAILBOX.fetch_all(window | {"email": buyer.email.lower()})
    else:
        rows = ORDERED_BY_ACCOUNT.fetch_all(window | {"user": buyer.user.pk})
    return {shop: (amount, pieces) for shop, amount, pieces in rows}


def await_order(
    *, shopper: Shopper, cart: Cart, email: str, order: dict[str, Any]
) -> ConfirmationNeeded:
    """Keep the order and send the link; a repeat within a minute sends none.

    Called inside a transaction that holds the cart. `order` is JSON: the arguments of
    checkout.place but for the quote, whose prices do not last so long. Raises TooManyTries after
    five mails.
    """
    now = timezone.now()
    row = _lock_waiting(cart.uuid) or OrderConfirmation(cart=cart.uuid)
    is_due = row.email != email or row.mailed_at is None or now - row.mailed_at >= BETWEEN_MAILS
    if row.pk and row.expires_at <= now:
        row.mails = 0
    row.email, row.order, row.user, row.retailer = email, order, shopper.user, shopper.retailer
    row.expires_at = now + LIFE
    if is_due:
        _require_below_limit(row)
        row.mails, row.mailed_at = row.mails + 1, now
    row.save()
    _keep_fulfilment(cart, order["fulfilment"])
    touch(cart)  # it is kept as long as any that is in use
    if is_due:
        _send(row)
    return ConfirmationNeeded(email, row.expires_at)


def _keep_fulfilment(cart: Cart, chosen: dict[str, str]) -> None:
    """The cart shows what the order says: its sums stand beside the link's total."""
    baskets = cart.baskets.select_related("retailer").filter(retailer__slug__in=chosen)
    for basket in baskets.order_by("retailer_id"):
        choice = chosen[basket.retailer.slug]
        if choice != basket.fulfilment:
            basket.fulfilment = choice
            basket.save(update_fields=["fulfilment"])
            reprice_unseen(basket, reduction=reduction_in(basket), user_id=cart.user_id)


def find_waiting(*, cart: UUID) -> ConfirmationNeeded | None:
    """What waits for this cart; for the page that says so."""
    row = _newest(OrderConfirmation.objects.filter(cart=cart, expires_at__gt=timezone.now()))
    return ConfirmationNeeded(row.email, row.expires_at) if row else None


def _lock_waiting(cart: UUID) -> OrderConfirmation | None:
    return _newest(hold(OrderConfirmation.objects.filter(cart=cart)))


def _newest(rows: QuerySet[OrderConfirmation]) -> OrderConfirmation | None:
    """A cart that others became part of has theirs too (confirmation_links.merge_carts)."""
    return rows.filter(purchase=None).order_by("-mailed_at", "-id").first()


def _require_below_limit(row: OrderConfirmation) -> None:
    if row.mails >= MOST_MAILS:
        wait = int(LIFE.total_seconds())
        raise TooManyTries(
            gettext("Five mails were sent for this cart. Open one of them."), retry_after=wait
        )


def _send(row: OrderConfirmation) -> None:
    with use_retailer(row.retailer) if row.retailer else use_public():
        enqueue(
            "marketplace.payments.tasks.send_order_link",
            confirmation=str(row.uuid),
            email=row.email,
        )


def deliver_link(*, confirmation: UUID, email: str) -> None:
    """Send the link to this mailbox, if it still is the order's.

    Its life begins now: what a letter had to wait before it was sent is not taken from it.
    """
    with transaction.atomic():
        rows = OrderConfirmation.objects.select_related("retailer").filter(
            uuid=confirmation, email=email, purchase=None
        )
        row = hold(rows, of=("self",)).first()
        if row is None:
            return
        row.expires_at = timezone.now() + LIFE
        row.save(update_fields=["expires_at"])
    site = row.retailer.url if row.retailer else market_url()
    context = {"url": f"{site}/checkout/confirm/{make_token(row)}"}
    message = channels.Message(email, "order_confirmation", context, _("Is this your order?"))
    channels.send("email", message)


def make_token(row: OrderConfirmation) -> str:
    """For this order and this mailbox; the order may still change, the mailbox not."""
    return SIGNER.sign(row.uuid.hex + token_digest(row.email)[:ADDRESS_LENGTH])


def clear_expired() -> None:
    """Chore: forget what waited in vain and what was placed, a day after the link is over.

    Not at once: its letter may not have been sent yet.
    """
    delete_at_once(OrderConfirmation.objects.filter(expires_at__lt=timezone.now() - LIFE))
