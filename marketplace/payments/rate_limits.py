"""How many orders are taken from whom: counted around the checkout's transaction."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from types import TracebackType
from typing import Any

from django.db import Error

from marketplace.cart.models import CartBasket
from marketplace.cart.shopper import Shopper, in_cart_of
from marketplace.payments import checkout
from marketplace.payments.confirmations import ConfirmationNeeded, is_proven
from marketplace.purchases.address import spot_of
from marketplace.requests import throttles
from marketplace.requests.throttles import Tries
from tenants.kernel.identity import normal_email
from tenants.registry.outages import is_outage

TRIES = "checkout-try-address"
SHOP = "checkout-shop"
SCOPES = frozenset({TRIES, "checkout-address", "checkout-account", "checkout-mailbox", SHOP})

Answer = checkout.Placed | checkout.Changed | ConfirmationNeeded


def count_coordinates(address: Mapping[str, Any], *, client: str) -> None:
    """Anybody may ask what delivery costs. Coordinates are compared with where the towns of that
    name lie, and tell more of a shop's own place than towns do. Raises TooManyTries."""
    if spot_of(address):
        throttles.hit("coordinates-address", client)


class CheckoutAttempt:
    """One attempt at a checkout, entered before its transaction begins and left after its end.

    It counts for the client's address, and for the account or the guest's mailbox, before the work
    is done: of many at once no more are placed than may be. What places nothing gives those counts
    back and leaves one of `checkout-try-address`, so that work without end is bounded too; what an
    outage ended, or what another request with the same key did, leaves none. An order that waits
    for its mailbox counts, since a mail was sent, but not for the shop.

    `is_busy`: a shop gets so many orders at the moment of people who have not proven their mailbox
    that theirs are confirmed by mail, whatever their size. To enter raises TooManyTries.
    """

    def __init__(
        self, *, shopper: Shopper, email: str, retailers: Sequence[str] | None, address: str
    ) -> None:
        self.shopper, self.retailers = shopper, retailers
        self.subjects = [(TRIES, address), ("checkout-address", address)]
        if shopper.user:
            self.subjects.append(("checkout-account", str(shopper.user.uuid)))
        elif email.strip():
            self.subjects.append(("checkout-mailbox", normal_email(email)))
        self.is_busy = False
        self._used: frozenset[str] = frozenset()  # scopes of which a count stays

    def __enter__(self) -> "CheckoutAttempt":
        self._tries = throttles.hit_all(*self.subjects)
        if not is_proven(self.shopper.user):
            self._count_for_shops()
        return self

    def place(self, **order: Any) -> Answer:
        """`checkout.place` for this shopper; inside the transaction."""
        self._used = frozenset({TRIES})
        answer = checkout.place(shopper=self.shopper, is_busy=self.is_busy, **order)
        self._used = _scopes_used_by(answer)
        return answer

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with suppress(Error):  # the connection may be what failed
            self._settle(error)

    def _settle(self, error: BaseException | None) -> None:
        used = self._used
        if error is not None:  # what was placed is rolled back
            used = frozenset() if is_outage(error) else used & {TRIES}
        if unused := SCOPES - used:
            self._tries.give_back(*unused)

    def _count_for_shops(self) -> None:
        """Nobody is refused for what strangers do at a shop: he proves his mailbox instead."""
        slugs = _shops_of(self.shopper, self.retailers)
        if not slugs:
            return
        try:
            counted = throttles.hit_all(*((SHOP, slug) for slug in slugs))
        except throttles.TooManyTries:
            self.is_busy = True
        else:
            self._tries = Tries(self._tries.counts + counted.counts)


def _scopes_used_by(answer: Answer) -> frozenset[str]:
    if isinstance(answer, checkout.Changed):
        return frozenset({TRIES})
    return SCOPES - {SHOP} if isinstance(answer, ConfirmationNeeded) else SCOPES


def _shops_of(shopper: Shopper, retailers: Sequence[str] | None) -> list[str]:
    """Those of which something is in the cart: to name a shop costs nothing, and counts nothing."""
    baskets = CartBasket.objects.filter(in_cart_of(shopper, path="cart__"))
    if shopper.retailer:
        baskets = baskets.filter(retailer=shopper.retailer)
    if retailers is not None:
        baskets = baskets.filter(retailer__slug__in=set(retailers))
    return sorted(baskets.values_list("retailer__slug", flat=True))
