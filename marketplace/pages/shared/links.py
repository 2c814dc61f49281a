"""Addresses that depend on the host a request came to."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.encoding import iri_to_uri

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
    """To the marketplace from the page of any host; the whole address where nothing is carried:
    on its own host, and on one that serves no hand-off (a closed shop's, one of nobody)."""
    shop: Retailer | None = getattr(request, "retailer", None)
    if shop is None or not shop.passes_shoppers_on:
        return market_url() + path
    return crossing(settings.MARKET_HOST, path)


def to_shop(retailer: Retailer, path: str = "/") -> str:
    """From a page of the marketplace to one of a shop."""
    return crossing(retailer.host, path)


def crossing(host: str, path: str) -> str:
    """The way to another of our hosts, by an address of the own one.

    It says the same to everybody, so a page may be kept, or stay open: whether there is a login or
    a cart to carry is asked when somebody goes there (pages/account/handoff.py).
    """
    return f"{reverse('handoff-go')}?{urlencode({'to': host, 'next': path})}"
