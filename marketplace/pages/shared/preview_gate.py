"""A shop that is not opened yet: its staff see it as it will be, all others that it is coming.

The front page says so with 200 and `noindex`: it is what its owner passes on, and a 503 would be an
outage to monitors and to those who make a picture of a link. There is nothing else yet (404), for
programs too, which read the same of the shop on the marketplace's host.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from marketplace.accounts.errors import InvalidToken
from marketplace.accounts.logins import tokens
from marketplace.pages.shared.errors import ShopNotOpenYet
from marketplace.requests.problems import refusal_problem, wants_problem
from tenants.registry.models import Retailer

# Beside the way of the staff to their desk: logins of the API, and whom to tell of a hole.
FOR_ALL = (*settings.STAFF_PATHS, "/api/v1/auth/", "/static/", "/.well-known/")


class ComingSoon:
    """After the session's middleware, which tells who asks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        shop: Retailer | None = getattr(request, "retailer", None)
        if shop is None or not shop.is_coming:
            return self.get_response(request)
        path = f"{request.path_info}/"
        is_let_in = path.startswith(FOR_ALL) or _works_here(request) or _asks_login(request, path)
        response = self.get_response(request) if is_let_in else _say_so(request, shop)
        response["X-Robots-Tag"] = "noindex"
        response["Cache-Control"] = "private, no-store"
        return response


def _asks_login(request: HttpRequest, path: str) -> bool:
    """The editor leads whoever is not logged in to the login, as the desk does."""
    return path.startswith("/cms/") and not request.user.is_authenticated


def _works_here(request: HttpRequest) -> bool:
    user = _bearer_of(request) or request.user
    return bool(user.is_authenticated and user.membership)  # type: ignore[union-attr]


def _bearer_of(request: HttpRequest) -> Any:
    """Of a token of the API, which the view reads again; a wrong one is nobody's here."""
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not wants_problem(request):
        return None
    try:
        user, _ = tokens.authenticate_access(token.strip())
    except InvalidToken:
        return None
    return user


def _say_so(request: HttpRequest, shop: Retailer) -> HttpResponse:
    if wants_problem(request):
        return refusal_problem(request, ShopNotOpenYet(gettext("Its staff log in first.")))
    status = 200 if request.path == "/" and request.method in ("GET", "HEAD") else 404
    return render(request, "shop/coming_soon.html", {"shop": shop}, status=status)
