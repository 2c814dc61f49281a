"""The shopper behind a request: a customer, or a guest by the cart cookie of this host."""

from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, ngettext

from marketplace.accounts.logins import second_factor
from marketplace.accounts.models import User
from marketplace.cart.merges import MergeResult, merge_guest_cart
from marketplace.cart.shopper import Shopper

CART_COOKIE = "galleria_cart"
CART_AGE = 60 * 60 * 24 * 60
BACKEND = "marketplace.accounts.backends.IdentifierBackend"


def account_of(request: HttpRequest) -> User:
    """Behind `login_required`: the account itself."""
    return cast(User, request.user)


def session_key_of(request: HttpRequest) -> str:
    """What tells this browser's login from the account's others; "" before there is one."""
    return request.session.session_key or ""


def shopper_of(request: HttpRequest) -> Shopper:
    """Narrowed to the shop on a shop's host; reads the session's user once."""
    return Shopper(
        user=account_of(request) if request.user.is_authenticated else None,
        token=request.COOKIES.get(CART_COOKIE),
        retailer=request.retailer,  # type: ignore[attr-defined]
    )


def keep_cart(request: HttpRequest, response: HttpResponse, token: str | None) -> HttpResponse:
    """Let the guest's browser remember its cart; renewed only when the token is another."""
    if token and token != request.COOKIES.get(CART_COOKIE):
        response.set_cookie(
            CART_COOKIE,
            token,
            max_age=CART_AGE,
            httponly=True,
            samesite="Lax",
            secure=settings.SITE_SCHEME == "https",
        )
    return response


def forget_cart(response: HttpResponse) -> HttpResponse:
    response.delete_cookie(CART_COOKIE, samesite="Lax")
    return response


def sign_in(request: HttpRequest, user: User) -> None:
    """Log in on this host; what the guest had put aside joins the customer's cart, and is told.

    Raises SecondFactorNeeded.
    """
    second_factor.require(user)
    login(request, user, backend=BACKEND)
    tell_merge(request, merge_guest_cart(user=user, token=request.COOKIES.get(CART_COOKIE)))


def tell_merge(request: HttpRequest, result: MergeResult) -> None:
    """One message for what came along, one for each thing that did not come whole."""
    count = result.moved + result.added_up
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
