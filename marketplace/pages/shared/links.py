"""Addresses that depend on the host a request came to."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.encoding import iri_to_uri

from marketplace.cart.cookies import CART_COOKIE
from marketplace.pages.shared.hosts import host_of
from tenants.registry.hosts import market_url
from tenants.registry.models import Retailer


def account_path(request: HttpRequest) -> str:
    """`/profile` on the marketplace's host, `/account` on a shop's."""
    return reverse("account")


def with_query(request: HttpRequest, path: str) -> str:
    """A further address for what was asked, which says the same in its query."""
    query = iri_to_uri(request.META.get("QUERY_STRING", ""))
    return f"{path}?{query}" if query else path


def passage(request: HttpRequest, next_path: str, *, login: bool = False) -> str:
    """On a shop's host: fetch the marketplace's login to here. "" on the marketplace's."""
    if request.retailer is None:  # type: ignore[attr-defined]
        return ""
    query = {"from": settings.MARKET_HOST, "next": next_path}
    if login:
        query["login"] = "1"
    return f"{reverse('handoff-start')}?{urlencode(query)}"


def to_market(request: HttpRequest, path: str = "/") -> str:
    """From a shop's host to the marketplace, along with the login and cart if there are any."""
    if not _carries_something(request):
        return market_url() + path
    query = urlencode({"from": host_of(request), "next": path})
    return f"{market_url()}{reverse('handoff-start')}?{query}"


def to_shop(request: HttpRequest, retailer: Retailer, path: str = "/") -> str:
    """From the marketplace to a shop, along with the login and cart if there are any."""
    if not _carries_something(request):
        return retailer.url + path
    query = urlencode({"from": host_of(request), "next": path})
    return f"{retailer.url}{reverse('handoff-start')}?{query}"


def _carries_something(request: HttpRequest) -> bool:
    return bool(request.user.is_authenticated or request.COOKIES.get(CART_COOKIE))
