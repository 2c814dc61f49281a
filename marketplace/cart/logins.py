"""Logging in on a host, with the cart that the guest had put together there."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest
from django.utils.translation import gettext, ngettext

from marketplace.accounts.models import User
from marketplace.cart.cookies import CART_COOKIE
from marketplace.cart.merges import MergeResult, merge_guest_cart


def sign_in(request: HttpRequest, user: User) -> None:
    """Log in on this host; what the guest had put aside joins the customer's cart, and is told.

    Raises SecondFactorNeeded, as every login of a browser does (accounts/receivers.py).
    """
    login(request, user)
    tell_merge(request, merge_guest_cart(user=user, token=request.COOKIES.get(CART_COOKIE)))


def tell_merge(request: HttpRequest, result: MergeResult) -> None:
    """One message for what came along, one for each thing that did not come whole."""
    count = result.moved + result.added_up - result.unchanged
    if count:
        text = ngettext(
            "%(count)d item came along into your cart.",
            "%(count)d items came along into your cart.",
            count,
        )
        messages.info(request, text % {"count": count})
    for line in result.limited:
        messages.warning(request, _about(gettext("Your cart now holds fewer: "), line))
    for line in result.dropped:
        messages.warning(request, _about(gettext("Not in your cart any more: "), line))


def _about(opening: str, line: dict[str, Any]) -> str:
    return f"{opening}{line['title']} ({line['why']})"
