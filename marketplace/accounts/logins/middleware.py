"""Sessions that name the device, and a second factor where somebody must have one."""

from collections.abc import Callable
from typing import Any, cast
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.sessions.middleware import SessionMiddleware as DjangoSessionMiddleware
from django.db import Error, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext

from marketplace.accounts.logins import known_devices
from marketplace.accounts.logins.lifetimes import OPERATOR
from marketplace.accounts.logins.second_factor import EnrolmentNeeded
from marketplace.accounts.logins.web_logins import KIND, VERIFIED_AT
from marketplace.requests.problems import refusal_problem
from tenants.registry.outages import is_outage, log_outage

# Where a second factor is set up, and what a page needs to be shown and left.
OPEN = (
    "/auth/",
    "/api/v1/auth/",
    "/profile/second-factor",
    "/account/second-factor",
    "/static/",
    "/media/",
    "/theme.css",
    "/favicon.",
    "/site.webmanifest",
)
STAFF = ("/seller/", "/cms", "/dashboard", "/admin")


class SessionUnsaved(OperationalError):
    """What was asked may be done, and its session is not saved: `unavailable`, for `busy` says that
    nothing was changed."""


class SessionMiddleware(DjangoSessionMiddleware):
    def process_request(self, request: HttpRequest) -> Any:
        super().process_request(request)
        request.session.device = request.headers.get("User-Agent", "")  # type: ignore[attr-defined]

    def process_response(self, request: HttpRequest, response: HttpResponse) -> Any:
        """In an outage a page that only shows is shown: its messages wait for the next one."""
        known_devices.mark(request, response)
        only_shows = request.method in ("GET", "HEAD") and not _has_new_key(request)
        try:
            return super().process_response(request, response)
        except Error as error:
            if not is_outage(error):
                raise
            log_outage(error)
            if not only_shows:
                raise SessionUnsaved(str(error)) from error
        patch_vary_headers(response, ("Cookie",))
        return response


class EnrolmentMiddleware:
    """An operator has a second factor before anything else; so has a shop's staff before the
    pages of the shop's staff, if its owner wants that."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *args: Any) -> HttpResponse | None:
        if address_of(request).startswith(OPEN) or not _must_enrol(request):
            return None
        if request.path.startswith("/api/"):
            return refusal_problem(
                request, EnrolmentNeeded(gettext("Begin at `auth/second-factor/`."))
            )
        query = urlencode({"next": request.get_full_path() if request.method == "GET" else "/"})
        return redirect(f"{reverse('account-second-factor')}?{query}")


def address_of(request: HttpRequest) -> str:
    """What is asked for; where that is an older address (api/aliases.py), its successor."""
    view = getattr(request.resolver_match, "func", None)
    address: str = getattr(view, "successor", request.path)
    return address


def _has_new_key(request: HttpRequest) -> bool:
    """Somebody logged in: a browser that is not told the key would be left behind."""
    key = request.session.session_key
    return key is not None and key != request.COOKIES.get(settings.SESSION_COOKIE_NAME)


def _must_enrol(request: HttpRequest) -> bool:
    """Asks nothing of a visitor without a session, and nothing new of one with."""
    if request.session.session_key is None:
        return False
    if request.session.get(KIND) == OPERATOR and VERIFIED_AT not in request.session:
        return True
    if not request.path.startswith(STAFF):
        return False
    shop, user = getattr(request, "retailer", None), cast(Any, request.user)
    if not user.is_authenticated or user.second_factor_at:
        return False
    if shop is None:  # made an operator after this login
        return bool(user.operates)
    return bool(shop.requires_second_factor and user.membership)
