"""Addresses that speak of one shop: on its own host, and below retailers/{slug}/ on the
marketplace's."""

from django.urls import URLPattern

from api.routes import route
from api.shops import ShopEndpoint


def at_shop(pattern: str, view: type[ShopEndpoint], name: str) -> list[URLPattern]:
    """An address on both hosts, and the same below retailers/{slug}/."""
    return [route(pattern, view.as_view(), name=name), below_shop(pattern, view, name)]


def below_shop(pattern: str, view: type[ShopEndpoint], name: str) -> URLPattern:
    below = view.as_view(operation_prefix="retailers_")
    return route(f"retailers/<slug:slug>/{pattern}", below, name=f"retailer-{name}")
