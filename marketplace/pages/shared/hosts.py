"""Addresses of the marketplace's host and of the shops', and which of them are ours."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.request import split_domain_port
from django.utils.http import url_has_allowed_host_and_scheme

from tenants.registry.context import use_retailer
from tenants.registry.middleware import shop_of
from tenants.registry.models import Domain, Retailer


def host_of(request: HttpRequest) -> str:
    """The host's name without its port, as TenantMiddleware reads it."""
    return split_domain_port(request.get_host())[0].lower().rstrip(".")


# Where staff alone are let in.
FOR_STAFF = (Retailer.Status.APPROVED, Retailer.Status.SUSPENDED)


def is_ours(host: str) -> bool:
    """The marketplace's host, or one of a shop: where staff alone are let in, they log in."""
    if host == settings.MARKET_HOST:
        return True
    statuses = (Retailer.Status.ACTIVE, *FOR_STAFF)
    return Domain.objects.filter(domain=host, tenant__status__in=statuses).exists()


def serves_everybody(host: str) -> bool:
    """The marketplace's host, or one of a shop that is open."""
    shops = Domain.objects.filter(domain=host, tenant__status=Retailer.Status.ACTIVE)
    return host == settings.MARKET_HOST or shops.exists()


def answers(host: str) -> bool:
    """Whether it is the marketplace's or that of a shop, if only to say that it is closed."""
    return host == settings.MARKET_HOST or shop_of(host) is not None


def may_receive(host: str, user: Any) -> bool:
    """Whether a login or cart may go there: to a suspended shop, and to one that is not opened yet,
    only of those who work in it."""
    shut = Domain.objects.filter(domain=host, tenant__status__in=FOR_STAFF)
    domain = shut.select_related("tenant").first()
    if domain is None:
        return True
    with use_retailer(domain.tenant):
        return user is not None and user.membership is not None


def local_path(path: str | None, default: str = "/") -> str:
    """A path on this same host, or the default: no way out of the site by `next`."""
    path = (path or "").strip()
    safe = path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    return path if safe and len(path) <= 500 else default


def next_of(request: HttpRequest, default: str = "/") -> str:
    return local_path(request.POST.get("next") or request.GET.get("next"), default)
