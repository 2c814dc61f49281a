"""Addresses that depend on the host a request came to."""

from urllib.parse import urlencode, urlsplit, urlunsplit

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.encoding import iri_to_uri

from marketplace.pages.shared.hosts import answers, local_path
from tenants.registry.hosts import DEFAULT_PORTS, market_url
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


def typed_link(url: str) -> str:
    """What somebody typed as a link: a crossing where it leads to one of our hosts, else as it is.

    Hosts are looked up below the marketplace's name alone; it may have hosts that are no shop's.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", str(parts.port or "")
    except ValueError:
        return url
    is_web = parts.scheme in ("http", "https") and port in (settings.SITE_PORT, *DEFAULT_PORTS)
    is_below = f".{host}".endswith(f".{settings.MARKET_HOST}")
    path = urlunsplit(("", "", parts.path or "/", parts.query, parts.fragment))
    if is_web and is_below and local_path(path, "") and answers(host):
        return crossing(host, path)
    return url


def crossing(host: str, path: str) -> str:
    """The way to another of our hosts, by an address of the own one.

    It says the same to everybody, so a page may be kept, or stay open: whether there is a login or
    a cart to carry is asked when somebody goes there (pages/account/handoff.py).
    """
    return f"{reverse('handoff-go')}?{urlencode({'to': host, 'next': path})}"
