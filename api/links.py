"""Absolute addresses: a client of the API does not know which host a path belongs to."""

from urllib.parse import urlencode

from rest_framework.request import Request

from api.joints.rest_framework import web_request
from tenants.registry import hosts


def market_url(path: str) -> str:
    """A page of the marketplace's host, whichever host was asked."""
    return f"{hosts.market_url()}{path}"


def page_url(request: Request, cursor: str | None) -> str | None:
    """The address that was asked, with another cursor; None for no cursor."""
    if cursor is None:
        return None
    http_request = web_request(request)
    pairs = [
        (name, value)
        for name, values in http_request.GET.lists()
        if name != "cursor"
        for value in values
    ]
    query = urlencode([*pairs, ("cursor", cursor)])
    return http_request.build_absolute_uri(f"{http_request.path}?{query}")
